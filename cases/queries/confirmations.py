"""What a second person confirms: which documents show it, and who may confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, F, Q
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Consent, Document, Restatement, User
from cases.models.prepared import KEYS, AnyOf, Parameter, Records, Statement, prepared
from cases.queries.bulk import state_of
from cases.queries.waiting_rows import named, names_of
from cases.rules.papers import SHOWS
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import RestatedPart

#: A child by reference, and the part of the record that changed, or a consent by its key.
Pick = tuple[str, str]
_CONSENT = "consent-"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The unconfirmed change of a part of a record, or the unverified ``consent`` of a child.

    ``why`` it is not confirmed with others; ``newest`` is the key of what was seen.
    """

    child: Child
    what: RestatedPart | Consent
    name: str
    newest: int
    papers: tuple[Document, ...]
    why: str = ""

    @property
    def label(self) -> str:
        """What is confirmed, in words."""
        if isinstance(self.what, RestatedPart):
            return str(self.what.label)
        who = self.what.get_giver_role_display()
        return _("Consent of %(day)s: %(who)s") % {
            "who": who,
            "day": wording.day_text(self.what.decided_on),
        }


@dataclass(frozen=True, slots=True)
class Party:
    """Changes to confirm together, and those that are left out; ``seen`` marks how they stand."""

    rows: tuple[Confirmation, ...]
    left_out: tuple[Confirmation, ...]
    seen: str


def consent_pick(reference: str, key: int) -> Pick:
    """Return how a consent is picked."""
    return (reference, f"{_CONSENT}{key}")


def with_papers(picks: Iterable[Pick]) -> dict[Pick, list[Document]]:
    """Return the documents on file that show each change; none where there is none. Two queries."""
    picks = list(picks)
    rows = _of_references().tuples(references=[reference for reference, _part in picks])
    of = {reference: (child, mother) for reference, child, mother in rows}
    children, mothers = [child for child, _mother in of.values()], [pair[1] for pair in of.values()]
    on_file = _on_file().of(keys=children, mothers=mothers) if of else []
    return {
        (reference, part): [
            paper
            for paper in on_file
            if paper.kind in SHOWS[RestatedPart(part)]
            and (paper.child_id == of[reference][0] or paper.mother_id == of[reference][1])
        ]
        for reference, part in picks
        if reference in of
    }


@cache
def _of_references() -> Statement:
    references = Parameter("references", ArrayField(CharField()))
    children = Child.objects.filter(AnyOf(F("reference"), references))
    return prepared(children.order_by().values_list("reference", "pk", "mother_id"))


@cache
def _on_file() -> Records[Document]:
    mothers = Parameter("mothers", ArrayField(BigIntegerField()))
    of_them = Q(AnyOf(F("child_id"), KEYS)) | Q(AnyOf(F("mother_id"), mothers))
    return Records(Document.objects.on_file().filter(of_them).order_by("pk"))


def party(picks: Iterable[Pick], *, by: User) -> Party:
    """Return what was picked as it stands now, in the order of the children's keys.

    Four queries.
    """
    picks = list(picks)
    each = [*_changes(picks, by), *_consents(picks, by)]
    each.sort(key=lambda one: (one.child.pk, isinstance(one.what, Consent), one.newest))
    return Party(
        rows=tuple(one for one in each if not one.why),
        left_out=tuple(one for one in each if one.why),
        seen="-".join([state_of({one.child for one in each}), *(str(one.newest) for one in each)]),
    )


def _changes(picks: Iterable[Pick], by: User) -> list[Confirmation]:
    wanted = {pick for pick in picks if pick[1] in RestatedPart}
    waiting = Restatement.objects.waiting().filter(
        child__in=Child.objects.visible_to(by),
        child__reference__in={reference for reference, _part in wanted},
    )
    by_pick: dict[Pick, list[Restatement]] = {}
    for row in waiting.select_related("child").annotate(**names_of("child__")).order_by("-pk"):
        by_pick.setdefault((row.child.reference, row.part), []).append(row)
    changes = {pick: rows for pick, rows in by_pick.items() if pick in wanted}
    papers = with_papers(changes)
    return [_change(rows, papers[pick], by) for pick, rows in changes.items()]


def _consents(picks: Iterable[Pick], by: User) -> list[Confirmation]:
    if not by.has_perm("cases.verify_consent"):
        return []
    numbers = (part.removeprefix(_CONSENT) for _reference, part in picks if _CONSENT in part)
    keys = {whole_number(number, most=LARGEST_KEY) or 0 for number in numbers}
    rows = Consent.objects.waiting().filter(pk__in=keys, child__in=Child.objects.visible_to(by))
    rows = rows.select_related("child", "document").annotate(**names_of("child__"))
    return [_consent(row, by) for row in rows.order_by("pk")]


def _consent(row: Any, by: User) -> Confirmation:
    document = row.document if row.document and not row.document.withdrawn_at else None
    papers, why = (document,) if document else (), ""
    if row.recorded_by_id == by.pk:
        why = _("you recorded this consent")
    elif not papers:
        why = _("no document on file")
    return Confirmation(row.child, row, named(row), row.pk, papers, why)


def _change(rows: list[Restatement], papers: list[Document], by: User) -> Confirmation:
    newest, why = rows[0], ""
    if any(row.by_id == by.pk for row in rows):
        why = _("you made this change")
    elif not papers:
        why = _("no document on file")
    part, name = RestatedPart(newest.part), named(newest)
    return Confirmation(newest.child, part, name, newest.pk, tuple(papers), why)
