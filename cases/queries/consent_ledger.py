"""The ledger of a child's consents, and its state for each purpose and giver."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Child, Consent, PersonName, Restatement
from cases.models.consent import COUNTS
from cases.queries.case_files import youngest_age
from cases.queries.terms import consent_rules_of
from cases.rules.tracks import (
    ConsentEntry,
    ConsentRuleFacts,
    Track,
    consent_state,
    consent_tracks,
    is_asked,
    newest_consents,
)
from cases.vocabulary import (
    ConsentDecision,
    ConsentPurpose,
    FatherStatus,
    GiverRole,
    RestatedPart,
    TrackState,
)


class People(TypedDict):
    """The names of the people involved in a consent."""

    giver_name: str | None
    witness_name: str | None
    interpreter_name: str | None
    #: False for the word of a woman who was taken for the mother before.
    counts: bool


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    ConsentWithPeople = WithAnnotations[Consent, People]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the consent of one giver to one purpose.

    ``state`` is None for a giver who is not asked and has no entry; ``asked`` is whether the
    rule in force asks for this giver, ``from_age`` the age from which a child too young is
    asked, ``newest`` the valid entry.
    """

    purpose: ConsentPurpose
    giver_role: GiverRole
    state: TrackState | None
    asked: bool
    from_age: int | None = None
    newest: ConsentEntry | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every consent of a child, newest first, and each giver's state on the day ``on``."""

    child: Child
    on: datetime.date
    rows: "tuple[ConsentWithPeople, ...]"
    standings: tuple[Standing, ...]

    def of(self, purpose: ConsentPurpose | None) -> "tuple[ConsentWithPeople, ...]":
        """Return the rows of one purpose, all of them for None."""
        return tuple(row for row in self.rows if purpose in (None, row.purpose))

    @property
    def silent(self) -> tuple[ConsentPurpose, ...]:
        """Return the purposes without a rule and without a consent."""
        spoken = {standing.purpose for standing in self.standings}
        return tuple(purpose for purpose in ConsentPurpose if purpose not in spoken)


def ledger_of(child: Child, *, on: datetime.date) -> Ledger:
    """Return the ledger of ``child`` on a day. Three queries."""
    rows = tuple(_with_people(Consent.objects.filter(child=child)))
    rules = consent_rules_of(child.agreement_id, on=on)
    confirmed = child.pk in fathers_confirmed(Child.objects.filter(pk=child.pk))
    return Ledger(child, on, rows, tuple(_standings(child, rows, rules, confirmed, on)))


def fathers_confirmed(children: "QuerySet[Child]") -> frozenset[int]:
    """Return the keys of the ``children`` with all changes of the father confirmed. One query."""
    stated = Restatement.objects.filter(part=RestatedPart.FATHER, child__in=children)
    rows = list(stated.values_list("child_id", "confirmed_by_id"))
    waiting = {child for child, by in rows if by is None}
    return frozenset(child for child, _by in rows) - waiting


def _with_people(consents: "QuerySet[Consent]") -> "QuerySet[ConsentWithPeople]":
    def name_of(person: str) -> Subquery:
        names = PersonName.objects.filter(person=OuterRef(person), is_primary=True)
        return Subquery(names.values("text")[:1])

    return consents.select_related("recorded_by", "verification__by", "document").annotate(
        giver_name=name_of("giver"),
        witness_name=name_of("witness"),
        interpreter_name=name_of("interpreter"),
        counts=COUNTS,
    )


def facts_of(rows: Iterable[Consent]) -> tuple[ConsentEntry, ...]:
    """Return rows of the ledger, with their verifications, as facts for the rules."""
    return tuple(
        ConsentEntry(
            row.pk,
            GiverRole(row.giver_role),
            ConsentDecision(row.decision),
            row.decided_on,
            hasattr(row, "verification"),
            row.recorded_by_id,
            row.reason,
            row.next_approach_on,
        )
        for row in rows
    )


def _standings(
    child: Child,
    rows: "Iterable[ConsentWithPeople]",
    rules: Mapping[ConsentPurpose, tuple[ConsentRuleFacts, ...]],
    father_confirmed: bool,
    on: datetime.date,
) -> Iterator[Standing]:
    for purpose in ConsentPurpose:
        facts = facts_of(row for row in rows if row.purpose == purpose and row.counts)
        purpose_rules = rules.get(purpose, ())
        tracks = tracks_of(child, purpose_rules, facts, father_confirmed=father_confirmed, on=on)
        yield from _of_purpose(child, purpose, facts, purpose_rules, tracks, on)


def tracks_of(
    child: Child,
    rules: tuple[ConsentRuleFacts, ...],
    facts: tuple[ConsentEntry, ...],
    *,
    father_confirmed: bool,
    on: datetime.date,
) -> tuple[Track, ...]:
    """Return the tracks of the ``rules`` of one purpose for ``child`` on a day."""
    return consent_tracks(
        rules,
        facts,
        youngest_age=youngest_age(child, on=on),
        father_status=FatherStatus(child.father_status),
        father_evidence=child.father_evidence,
        father_confirmed=father_confirmed,
        on=on,
    )


def _of_purpose(
    child: Child,
    purpose: ConsentPurpose,
    facts: tuple[ConsentEntry, ...],
    rules: tuple[ConsentRuleFacts, ...],
    tracks: tuple[Track, ...],
    on: datetime.date,
) -> Iterator[Standing]:
    newest, age = newest_consents(facts, on=on), youngest_age(child, on=on)
    states = {track.subject: track.state for track in tracks}
    too_young = {r.giver_role: r.from_age for r in rules if not is_asked(r, youngest_age=age)}
    for giver in GiverRole:
        word = newest.get(giver)
        if giver in states:
            yield Standing(purpose, giver, states[giver], True, newest=word)
        elif giver in too_young or word:
            state = consent_state(word) if word else None
            yield Standing(purpose, giver, state, False, too_young.get(giver), word)
