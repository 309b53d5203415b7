"""Pairs of records that may be of one person, in words; and two records side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.casework.people import span_of
from cases.kept import said
from cases.models import Child, DuplicateAnswer, PossiblePair, User
from cases.pages.doors import address
from cases.pages.facts import ShownName
from cases.pages.parts import born, shown_names
from cases.queries.duplicates import VERY_LIKELY, Record
from cases.rules.births import months_apart
from cases.vocabulary import DuplicateVerdict

#: The codes of ``rules.names.NameMatch`` in words.
REASONS = {
    "same_name": gettext_lazy("same name"),
    "similar_name": gettext_lazy("similar name"),
    "birth_overlaps": gettext_lazy("births overlap"),
    "births_apart": gettext_lazy("births apart"),
    "same_mother": gettext_lazy("same mother"),
    "same_place": gettext_lazy("same place"),
    "same_sex": gettext_lazy("same sex"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One record of a pair; ``facts`` tells it from a namesake's."""

    reference: str
    url: str
    names: ShownName
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """Two records that may be of one person, with why, and since when it waits."""

    one: Side
    other: Side
    is_mother: bool
    is_likely: bool
    is_same: bool = False
    why: str
    since: str
    by: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """A fact of both records."""

    label: str
    one: str
    other: str

    @property
    def is_equal(self) -> bool:
        return self.one == self.other


def pair_lines(
    pairs: Iterable[PossiblePair], sides: dict[int, Record], user: User
) -> list[PairLine]:
    """Return a line for each pair whose records both stand in ``sides``."""
    return [
        _line(
            *(sides[pair.one_id], sides[pair.other_id], user),
            is_likely=float(pair.score) >= VERY_LIKELY,
            is_same=getattr(pair, "follows", "") == DuplicateVerdict.SAME,
            why=reasons(pair, sides[pair.one_id], sides[pair.other_id]),
            since=wording.day_text(pair.found_at),
        )
        for pair in pairs
    ]


def answered_lines(
    answers: Iterable[DuplicateAnswer], sides: dict[int, Record], user: User
) -> list[PairLine]:
    """Return a line for each answer, with its reason and who gave it."""
    return [
        _line(
            *(sides[answer.one_id], sides[answer.other_id], user),
            is_likely=False,
            is_same=answer.verdict == DuplicateVerdict.SAME,
            why=answer.reason or str(answer.get_verdict_display()),
            since=wording.day_text(answer.at),
            by=str(answer.by),
        )
        for answer in answers
    ]


def _line(
    one: Record,
    other: Record,
    user: User,
    *,
    is_likely: bool,
    why: str,
    since: str,
    is_same: bool = False,
    by: str = "",
) -> PairLine:
    return PairLine(
        one=side(one, user),
        other=side(other, user),
        is_mother=not isinstance(one, Child),
        is_likely=is_likely,
        is_same=is_same,
        why=why,
        since=since,
        by=by,
        url=address("pair", one.reference, other.reference),
    )


def reasons(pair: PossiblePair, one: Record, other: Record) -> str:
    """Return why two records may be of one person; of births apart, how far."""
    words = {code: str(label) for code, label in REASONS.items()}
    if months := months_apart(*(span_of(record.person) for record in (one, other))):
        apart = _("births %(time)s apart") % {"time": wording.months_text(months)}
        words["births_apart"] = apart
    return ", ".join(words[code] for code in pair.reasons if code in words)


def side(record: Record, user: User) -> Side:
    """Return who a record is of, and what tells it from a namesake's."""
    person = record.person
    facts = [born(person), said(record.held_at.name) if record.held_at else ""]
    if isinstance(record, Child):
        facts.insert(0, str(person.get_sex_display()))
    return Side(
        reference=record.reference,
        url=record.get_absolute_url(),
        names=shown_names(person.names.all(), user),
        facts=", ".join(filter(None, facts)),
    )


def compared(one: Record, other: Record, user: User) -> list[SideBySide]:
    """Return the facts of two records side by side."""
    first, second = (_facts(record, user) for record in (one, other))
    return [
        SideBySide(label=label, one=value, other=second[label]) for label, value in first.items()
    ]


def _facts(record: Record, user: User) -> dict[str, str]:
    person = record.person
    facts = {
        _("Names"): " · ".join(name.text for name in person.names.all()),
        _("Born"): born(person),
        _("Where now"): said(record.held_at.name) if record.held_at else _("Not known yet"),
    }
    if not isinstance(record, Child):
        return facts | {_("Team"): said(record.team.name)}
    hers = shown_names(record.mother.person.names.all(), user).name
    mother = f"{hers or _('Mother not known')}, {record.mother.reference}"
    father = " · ".join(filter(None, (record.father_name, str(record.get_father_status_display()))))
    return facts | {
        _("Sex"): str(person.get_sex_display()),
        _("Mother"): mother,
        _("Father"): father,
        _("Stage"): str(record.get_stage_display()),
        _("Registered"): wording.day_text(record.registered_on),
        _("Caseworker"): str(record.caseworker or "–"),
    }
