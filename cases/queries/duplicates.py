"""Pairs of records that may be of one person, and what was answered on them."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, DuplicateAnswer, Mother, PersonName, PossiblePair, User
from cases.models.child import ChildQuerySet
from cases.models.mother import MotherQuerySet
from cases.vocabulary import ClosedReason, DuplicateVerdict

#: Cases that are of nobody: their person is counted elsewhere, or not at all.
GIVEN_UP = (ClosedReason.DUPLICATE, ClosedReason.ERROR, ClosedReason.NOT_NATIONAL)
#: Who is compared with whom; and from which likeness a pair is called very likely.
Record = Mother | Child
VERY_LIKELY = 0.8


def answered(one: int, other: int) -> str:
    """Return what follows from the answers for two people; empty where nothing does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(cases_answered(%s, %s), '')", [one, other])
        (verdict,) = cursor.fetchone()
    return str(verdict)


def hold_answers() -> None:
    """Let no other transaction answer until this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.duplicate_answer'))")


def _same_as(*people: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT same FROM unnest(%s) AS person, cases_same_as(person) AS same",
            [list(people)],
        )
        return {person for (person,) in cursor.fetchall()}


def contradictions(one: int, other: int, verdict: DuplicateVerdict) -> list[str]:
    """Return a sentence for each earlier answer that ``verdict`` does not agree with."""
    against = (
        DuplicateVerdict.NOT_SAME if verdict == DuplicateVerdict.SAME else DuplicateVerdict.SAME
    )
    people = _same_as(one, other)
    standing = DuplicateAnswer.objects.standing()
    answers = standing.filter(one__in=people, other__in=people, verdict=against)
    rows = answers.select_related(
        *(f"{side}__{kind}" for side in ("one", "other") for kind in ("child", "mother")), "by"
    )
    return [_contradiction(row) for row in rows.order_by("pk")]


def _contradiction(answer: DuplicateAnswer) -> str:
    words = {
        "one": _reference(answer.one),
        "other": _reference(answer.other),
        "who": answer.by,
        "day": wording.day_text(answer.at),
    }
    if answer.verdict == DuplicateVerdict.SAME:
        sentence = _("%(one)s and %(other)s are the same person, says %(who)s, %(day)s.")
    else:
        sentence = _("%(one)s and %(other)s are not the same person, says %(who)s, %(day)s.")
    return f"{_('This contradicts an earlier answer.')} {sentence % words}"


def _reference(person: Any) -> str:
    record = getattr(person, "child", None) or getattr(person, "mother", None)
    return record.reference if record else str(person)


def records_of(references: tuple[str, str], by: User) -> "tuple[Record, Record] | None":
    """Return the two records of a pair that ``by`` may see both, of one kind; None otherwise."""
    children = _children(by).filter(reference__in=references).select_related("caseworker")
    mothers = _mothers(by).filter(reference__in=references).select_related("team")
    for rows in (children.with_names(), mothers.with_names()):
        people = {row.reference: row for row in rows}
        if len(people) == 2:
            return people[references[0]], people[references[1]]
    return None


def _children(by: User) -> "ChildQuerySet[Any]":
    return Child.objects.visible_to(by)


def _mothers(by: User) -> "MotherQuerySet[Any]":
    rows = Mother.objects.visible_to(by)
    return rows if by.has_perm("cases.see_family") else rows.none()


def open_pairs(by: User) -> "QuerySet[PossiblePair]":
    """Return the pairs to be answered of which ``by`` sees both, the likest first.

    Two children answered to be one stay until one of the cases is closed; two mothers do not.
    """
    children = _children(by).exclude(closed_reason__in=GIVEN_UP).order_by().values("person")
    mothers = _mothers(by).order_by().values("person")
    both = Q(one__in=children, other__in=children) | Q(one__in=mothers, other__in=mothers)
    answer = Func(F("one"), F("other"), function="cases_answered", output_field=CharField())
    follows = Coalesce(answer, Value(""))
    pairs = PossiblePair.objects.filter(both, _named("one"), _named("other"))
    pairs = pairs.annotate(follows=follows).exclude(follows=DuplicateVerdict.NOT_SAME.value)
    pairs = pairs.exclude(follows=DuplicateVerdict.SAME.value, one__in=mothers)
    return pairs.order_by("-score", "found_at", "pk")


def open_pairs_of(people: Collection[int], by: User) -> list[tuple[str, str]]:
    """Return the numbers of the pairs to be answered with one of ``people``, at most three."""
    pairs = open_pairs(by).filter(Q(one__in=people) | Q(other__in=people))
    one, other = (
        Coalesce(F(f"{side}__child__reference"), F(f"{side}__mother__reference"))
        for side in ("one", "other")
    )
    return list(pairs.values_list(one, other)[:3])


def _named(side: str) -> Exists:
    """Return whether somebody has a name still: not after a disposal."""
    names = PersonName.objects.filter(person=OuterRef(side)).exclude(match_key="")
    return Exists(names)


def answered_pairs(by: User) -> "QuerySet[DuplicateAnswer]":
    """Return the answers of which ``by`` sees both records, the newest first.

    Two children answered to be one stand in the queue, until their cases are merged.
    """
    of_children, of_mothers = (
        Q(one__in=rows.values("person"), other__in=rows.values("person"))
        for rows in (_children(by).order_by(), _mothers(by).order_by())
    )
    of_children &= Q(verdict=DuplicateVerdict.NOT_SAME)
    rows = DuplicateAnswer.objects.standing().filter(of_children | of_mothers)
    return rows.select_related("by").order_by("-pk")


def answer_on(one: Record, other: Record) -> DuplicateAnswer | None:
    """Return the answer that somebody gave on two records themselves, if one stands."""
    return _answers_on(one, other).first()


def _answers_on(one: Record, other: Record) -> "QuerySet[DuplicateAnswer]":
    first, second = sorted((one.person_id, other.person_id))
    answers = DuplicateAnswer.objects.standing().filter(one=first, other=second)
    return answers.select_related("by").order_by("pk")


def take_back_refusals(one: Record, other: Record, *, by: User) -> list[str]:
    """Return why ``by`` cannot take back what was answered on two records."""
    answers = list(_answers_on(one, other))
    if not answers:
        return [_("Nothing is answered on these two records themselves.")]
    others = [answer.by for answer in answers if answer.by_id != by.pk]
    if others and not by.has_perm("cases.verify_child"):
        sentence = _("Only %(who)s or a reviewer can take this answer back.")
        return [sentence % {"who": others[0]}]
    with connection.cursor() as cursor:
        people = [one.person_id, other.person_id]
        cursor.execute("SELECT cases_rests_on_answer(%s, %s)", people)
        (rested_on,) = cursor.fetchone()
    if rested_on:
        return [
            _(
                "Cases were closed or children moved by this answer. Undo that first, then the "
                "answer can be taken back."
            )
        ]
    return []


def sides(people: "set[int]") -> "dict[int, Record]":
    """Return the record of each of ``people``. At most four queries."""
    records: dict[int, Record] = {}
    for rows in (Child.objects.select_related("mother"), Mother.objects.all()):
        for record in rows.filter(person__in=people).with_names():
            records[record.person_id] = record
    return records


def pair_of(one: Record, other: Record) -> PossiblePair | None:
    """Return what the comparison found of two records, if it did."""
    first, second = sorted((one.person_id, other.person_id))
    return PossiblePair.objects.filter(one=first, other=second).first()
