"""Whether two cases can be merged or parted, and which rows move."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BigIntegerField, F, Func, Model, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.models import (
    AgreementChange,
    Child,
    Clearance,
    Consent,
    Document,
    Fee,
    Hearing,
    Identifier,
    Journal,
    KinshipClaim,
    Merge,
    MotherChange,
    Note,
    Passenger,
    PersonName,
    Task,
    User,
)
from cases.models.movement import SEATED
from cases.queries.disposals import certificate_of, disposed_sentence
from cases.queries.duplicates import answered
from cases.vocabulary import ClaimStatus, ClosedReason, DuplicateVerdict, FeeStatus, Sex, Stage

#: The rows of a merge, by their table.
Moving = dict[str, list[Model]]
#: Fees that bind nobody any more.
SETTLED = (FeeStatus.WAIVED, FeeStatus.REFUNDED, FeeStatus.CREDITED)
UNDER_WAY = (Stage.BOOKED, Stage.IN_TRANSIT)
#: What the rows of each table are called.
TABLES = {
    "cases_personname": gettext_lazy("Names"),
    "cases_identifier": gettext_lazy("Numbers of documents"),
    "cases_document": gettext_lazy("Documents"),
    "cases_note": gettext_lazy("Notes"),
    "cases_clearance": gettext_lazy("Clearances"),
    "cases_task": gettext_lazy("Tasks"),
    "cases_person": gettext_lazy("Who the child is"),
    "cases_child": gettext_lazy("Record of the child"),
    "cases_consent": gettext_lazy("Consents"),
    "cases_hearing": gettext_lazy("Court hearings"),
}


_MOVED: dict[str, type[Model]] = {
    model._meta.db_table: model
    for model in (PersonName, Identifier, Document, Note, Clearance, Task)
}
#: Entries and consents of the number given up that its page shows.
SHOWN = 100


def merge_of(pk: int, by: User) -> Merge | None:
    """Return a merge of which ``by`` sees both cases. One query."""
    seen = Child.objects.visible_to(by).order_by().values("pk")
    rows = Merge.objects.filter(pk=pk, keeps__in=seen, gives_up__in=seen)
    cases = (f"{side}__{of}" for side in ("keeps", "gives_up") for of in ("person", "agreement"))
    people = ("asked_by", "approved_by", "dropped_by", "undo_asked_by", "undo_approved_by")
    return rows.select_related(*cases, *people).first()


def waiting_merge(*children: Child) -> Merge | None:
    """Return the merge of one of ``children`` that waits for a second person. One query."""
    rows = Merge.objects.asked().select_related("keeps", "gives_up", "asked_by")
    return rows.filter(keeps__in=children).union(rows.filter(gives_up__in=children)).first()


def merged_into(child: Child) -> Merge | None:
    """Return the merge by which a case was given up. One query, none unless it is a duplicate."""
    if child.closed_reason != ClosedReason.DUPLICATE:
        return None
    rows = Merge.objects.standing().filter(gives_up=child)
    return rows.select_related("keeps__mother").first()


def rows_to_move(gives_up: Child, keeps: Child) -> Moving:
    """Return the rows that a merge would move. Seven queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT of_table, the_row FROM cases_rows_to_move(%s, %s)", [gives_up.pk, keeps.pk]
        )
        return _fetched(cursor.fetchall())


def rows_moved(merge: Merge) -> Moving:
    """Return the rows that a merge moved, as they are now. Seven queries at most."""
    moved = merge.rows.filter(undoes=None, of_table__in=[*_MOVED]).exclude(
        of_table="cases_task", was__has_key="outcome"
    )
    return _fetched(moved.values_list("of_table", "row").distinct().order_by())


def _fetched(keys: Iterable[tuple[str, int]]) -> Moving:
    by_table: dict[str, list[int]] = {}
    for table, key in keys:
        by_table.setdefault(table, []).append(key)
    return {
        table: list(model._base_manager.filter(pk__in=by_table[table]).order_by("pk"))
        for table, model in _MOVED.items()
        if table in by_table
    }


def journal_of_given_up(merge: Merge) -> list[Journal]:
    """Return the newest entries of the journal that stays with the number given up. One query."""
    entries = Journal.objects.filter(child=merge.gives_up).select_related("by")
    return list(entries.order_by("-pk")[:SHOWN])


def consents_of_given_up(merge: Merge) -> list[Consent]:
    """Return the consents that stay with the number given up, newest first. One query."""
    return list(Consent.objects.filter(child=merge.gives_up).order_by("-pk")[:SHOWN])


def merges_into(child: Child) -> "QuerySet[Merge]":
    """Return the merges by which a case goes on for others, newest first. One query."""
    return Merge.objects.standing().filter(keeps=child).select_related("gives_up").order_by("-pk")


def merges_seen(by: User) -> "QuerySet[Merge]":
    """Return the merges that wait, and those that stand, of which ``by`` sees both cases."""
    seen = Child.objects.visible_to(by).order_by().values("pk")
    rows = Merge.objects.filter(keeps__in=seen, gives_up__in=seen)
    rows = rows.filter(dropped_by=None, undo_approved_by=None)
    return rows.select_related("keeps", "gives_up", "asked_by").order_by("-pk")


def merge_refusals(keeps: Child, gives_up: Child) -> tuple[str, ...]:
    """Return why two cases cannot be merged, each with what to do; empty if they can."""
    if keeps.person_id == gives_up.person_id:
        return (_("A case cannot be merged with itself."),)
    if answered(keeps.person_id, gives_up.person_id) != DuplicateVerdict.SAME:
        return (_("Answer first that the two records are of the same person."),)
    return (
        *_waits(keeps, gives_up),
        *_not_open(keeps, gives_up),
        *_moves(keeps, gives_up),
        *_two_records(keeps, gives_up),
        *_money(keeps, gives_up),
        *_journeys(keeps, gives_up),
        *_unanswered(gives_up),
    )


def approval_refusals(merge: Merge, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve a merge; empty if they can."""
    if merge.approved_by_id or merge.dropped_by_id:
        return (_("This merge was answered already."),)
    if merge.asked_by_id == by.pk:
        return (_("You requested this. A second person must approve it."),)
    return (
        *_two_records(merge.keeps, merge.gives_up),
        *_money(merge.keeps, merge.gives_up),
        *_journeys(merge.keeps, merge.gives_up),
        *_unanswered(merge.gives_up),
    )


def unmerge_refusals(merge: Merge) -> tuple[str, ...]:
    """Return what was done since that cannot be parted; empty while a merge can be undone."""
    if not merge.approved_by_id:
        return (_("The cases are not merged."),)
    if merge.undo_approved_by_id:
        return (_("This merge was undone."),)
    for child in (merge.keeps, merge.gives_up):
        if certificate := certificate_of(child):
            return (disposed_sentence(certificate),)
    return (*_steps_since(merge), *_changed_since(merge), *_rests_on(merge))


def unmerge_approval_refusals(merge: Merge, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve the undoing of a merge; empty if they can."""
    if not merge.undo_asked_by_id:
        return (_("The undoing of this merge is not requested."),)
    if merge.undo_asked_by_id == by.pk and not merge.undo_approved_by_id:
        return (_("You requested this. A second person must approve it."),)
    return unmerge_refusals(merge)


def _waits(keeps: Child, gives_up: Child) -> Iterator[str]:
    if merge := waiting_merge(keeps, gives_up):
        words = {"one": merge.gives_up, "other": merge.keeps, "who": merge.asked_by}
        yield (
            _("%(who)s requested to merge %(one)s into %(other)s. That waits for a second person.")
            % words
        )
        return
    for child in (keeps, gives_up):
        if child.is_open and child.closing_asked_by_id:
            yield _("Closing %(child)s is requested. Answer that request first.") % {
                "child": child.reference
            }


def _moves(keeps: Child, gives_up: Child) -> Iterator[str]:
    for child in (keeps, gives_up):
        words = {"child": child.reference}
        if MotherChange.objects.asked().filter(moved__child=child).exists():
            yield _("Moving %(child)s to another mother is requested. Answer that first.") % words
        if AgreementChange.objects.asked().filter(mother=child.mother_id).exists():
            yield (
                _(
                    "Moving the family of %(child)s to another agreement is requested. "
                    "Answer that first."
                )
                % words
            )


def merged_refusals(children: Iterable[Child] | QuerySet[Child]) -> Iterator[str]:
    """Yield why a merge holds one of ``children`` where they are. One query."""
    rows = Merge.objects.filter(Q(keeps__in=children) | Q(gives_up__in=children))
    rows = rows.filter(dropped_by=None, undo_approved_by=None)
    since = Func(F("pk"), function="cases_step_since", output_field=BigIntegerField())
    rows = rows.annotate(since=since).filter(Q(approved_by=None) | Q(since=None))
    for merge in rows.select_related("keeps", "gives_up").order_by("pk"):
        words = {"one": merge.gives_up.reference, "other": merge.keeps.reference}
        if merge.approved_by_id:
            yield (
                _(
                    "%(one)s was merged into %(other)s, which can still be undone. "
                    "Undo the merge first, or wait until %(other)s has taken its next step."
                )
                % words
            )
        else:
            yield _("Merging %(one)s into %(other)s is requested. Answer that first.") % words


def _not_open(keeps: Child, gives_up: Child) -> Iterator[str]:
    for child in (keeps, gives_up):
        words = {"child": child.reference, "other": str(child.duplicate_of)}
        if not child.is_open and child.duplicate_of_id:
            yield (
                _("%(child)s is closed as a duplicate of %(other)s. Compare with %(other)s.")
                % words
            )
        elif not child.is_open:
            yield _("%(child)s is closed. Reopen it first, or leave the two as they are.") % words


def _two_records(keeps: Child, gives_up: Child) -> Iterator[str]:
    if keeps.agreement_id != gives_up.agreement_id:
        yield _("The cases are under two agreements. Move one family to the other one first.")
    sexes = {keeps.person.sex, gives_up.person.sex} - {Sex.UNKNOWN.value}
    if len(sexes) > 1:
        yield _("One record says girl and the other boy. Correct the one that is wrong first.")


def _money(keeps: Child, gives_up: Child) -> Iterator[str]:
    fees = Fee.objects.filter(child__in=(keeps, gives_up)).exclude(status__in=SETTLED)
    owed = set(fees.values_list("child", flat=True))
    words = {"child": gives_up.reference}
    if gives_up.pk in owed and keeps.pk in owed:
        yield _("Both cases have a fee. Finance must waive or refund that of %(child)s first.") % (
            words
        )
    elif gives_up.pk in owed:
        yield (_("%(child)s has a fee, and money does not move. Keep this number instead.") % words)


def _journeys(keeps: Child, gives_up: Child) -> Iterator[str]:
    if keeps.returned_on and gives_up.returned_on:
        yield _("Both children have returned. Two who travelled are not one child.")
        return
    words = {"child": gives_up.reference}
    if gives_up.returned_on:
        yield _("%(child)s has returned. Keep this number instead.") % words
    for seat in Passenger.objects.filter(child=gives_up, status__in=SEATED).select_related(
        "movement"
    ):
        yield _(
            "%(child)s has a place on %(movement)s. "
            "Keep this number instead, or let a travel officer release the place first."
        ) % (words | {"movement": seat.movement})
    if keeps.stage in UNDER_WAY:
        yield _("%(child)s is booked or under way. Merge the cases after the arrival.") % {
            "child": keeps.reference
        }


def _unanswered(gives_up: Child) -> Iterator[str]:
    words = {"child": gives_up.reference}
    if Hearing.objects.open().filter(child=gives_up).exists():
        yield _("A court hearing of %(child)s has no outcome. Record it first.") % words
    if KinshipClaim.objects.filter(child=gives_up, status=ClaimStatus.OPEN).exists():
        yield _("A kinship claim for %(child)s is open. Decide on it first.") % words


def _steps_since(merge: Merge) -> Iterator[str]:
    since = Func(Value(merge.pk), function="cases_step_since", output_field=BigIntegerField())
    for step in Journal.objects.filter(pk=since):
        yield _(
            "%(child)s has moved on since: %(step)s, %(day)s. "
            "What was decided on both together cannot be parted."
        ) % {
            "child": merge.keeps.reference,
            "step": step.get_act_display(),
            "day": wording.day_text(step.happened_on),
        }


_CHANGED_SINCE = "SELECT of_table, columns FROM cases_changed_since(%s) ORDER BY of_table, the_row"
_RESTING = "SELECT DISTINCT of_table FROM cases_rests_on_moved(%s) ORDER BY of_table"


def _changed_since(merge: Merge) -> Iterator[str]:
    for table, columns in _rows(_CHANGED_SINCE, merge):
        yield _("Changed since the merge: %(what)s. Change it back first.") % {
            "what": f"{TABLES[table]} ({_words(table, columns)})"
        }


def _rests_on(merge: Merge) -> Iterator[str]:
    for (table,) in _rows(_RESTING, merge):
        yield (
            _("Recorded since the merge, and resting on what moved: %(what)s.")
            % {"what": TABLES[table]}
        )


def _rows(statement: str, merge: Merge) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [merge.pk])
        return list(cursor.fetchall())


def _words(table: str, columns: list[str]) -> str:
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    fields = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
    return ", ".join(fields[column] for column in columns)
