"""The children affected by a changed consent rule, listed before they lapse.

A cleared child lapses by a caseworker's act or by the nightly command, on the day of the
change or later.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cases.models import Agreement, Child, Consent, ConsentRule
from cases.queries.consent_ledger import facts_of, fathers_confirmed, tracks_of
from cases.queries.terms import consent_rules_of
from cases.rules.tracks import ConsentEntry, ConsentRuleFacts, Track
from cases.vocabulary import ConsentPurpose, Stage

#: Stages in which a rule can stop a child at once come first.
_FIRST = (
    Stage.BOOKED,
    Stage.CLEARED,
    Stage.ELIGIBLE,
    Stage.VERIFIED,
    Stage.REGISTERED,
    Stage.DEFERRED,
    Stage.INELIGIBLE,
)
Rules = Mapping[ConsentPurpose, tuple[ConsentRuleFacts, ...]]
Key = tuple[int, ConsentPurpose]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A change of the rules of one purpose: the givers added and ended."""

    purpose: ConsentPurpose
    added: tuple[ConsentRuleFacts, ...]
    ended: tuple[ConsentRuleFacts, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """A child whose missing consents to a purpose change with its rule."""

    child: Child
    purpose: ConsentPurpose
    missing: tuple[Track, ...]
    no_longer: tuple[Track, ...]
    was_complete: bool
    is_complete: bool


def change_days(agreement: Agreement) -> tuple[datetime.date, ...]:
    """Return the days on which a consent rule begins or ends, the latest first. One query."""
    spans = ConsentRule.objects.filter(agreement=agreement).values_list("during", flat=True)
    days = {day for during in spans for day in (during.lower, during.upper) if day}
    return tuple(sorted(days, reverse=True))


def changes_on(agreement: Agreement, *, day: datetime.date) -> tuple[RuleChange, ...]:
    """Return the changes of the consent rules on a day, by purpose. Two queries."""
    before, after = _rules_around(agreement, day)
    return tuple(
        RuleChange(
            purpose,
            tuple(r for r in after.get(purpose, ()) if r not in before.get(purpose, ())),
            tuple(r for r in before.get(purpose, ()) if r not in after.get(purpose, ())),
        )
        for purpose in _changed(before, after)
    )


def affected(
    agreement: Agreement, *, day: datetime.date, on: datetime.date
) -> tuple[Affected, ...]:
    """Return the children not yet home whose missing consents change with the rules of ``day``.

    Booked and cleared ones first; as of ``day`` or today (``on``), whichever is later. Five
    queries for any number of children.
    """
    before, after = _rules_around(agreement, day)
    return affected_between(agreement, before, after, on=max(day, on))


def affected_between(
    agreement: Agreement, before: Rules, after: Rules, *, on: datetime.date
) -> tuple[Affected, ...]:
    """Return the children not yet home of whom other consents are missing by other rules.

    Three queries, or none where the rules are the same.
    """
    purposes = _changed(before, after)
    if not purposes:
        return ()
    children = sorted(
        Child.objects.not_yet_home().filter(agreement=agreement).select_related("person", "mother"),
        key=lambda child: (_FIRST.index(Stage(child.stage)), child.reference),
    )
    ledger = _ledger(agreement, purposes)
    confirmed = fathers_confirmed(Child.objects.filter(agreement=agreement))
    return tuple(
        row
        for child in children
        for purpose in purposes
        if (
            row := _compared(
                child,
                purpose,
                ledger[child.pk, purpose],
                before.get(purpose, ()),
                after.get(purpose, ()),
                child.pk in confirmed,
                on,
            )
        )
    )


def _rules_around(agreement: Agreement, day: datetime.date) -> tuple[Rules, Rules]:
    yesterday = day - datetime.timedelta(days=1)
    return consent_rules_of(agreement.pk, on=yesterday), consent_rules_of(agreement.pk, on=day)


def _changed(before: Rules, after: Rules) -> tuple[ConsentPurpose, ...]:
    return tuple(
        purpose
        for purpose in ConsentPurpose
        if set(before.get(purpose, ())) != set(after.get(purpose, ()))
    )


def _ledger(
    agreement: Agreement, purposes: Collection[ConsentPurpose]
) -> Mapping[Key, tuple[ConsentEntry, ...]]:
    waiting = Child.objects.not_yet_home().filter(agreement=agreement)
    rows = Consent.objects.counting().filter(child__in=waiting, purpose__in=purposes)
    ledger: dict[Key, list[Consent]] = defaultdict(list)
    for row in rows.select_related("verification"):
        ledger[row.child_id, ConsentPurpose(row.purpose)].append(row)
    return defaultdict(tuple, {key: facts_of(rows) for key, rows in ledger.items()})


def _compared(
    child: Child,
    purpose: ConsentPurpose,
    ledger: tuple[ConsentEntry, ...],
    before: tuple[ConsentRuleFacts, ...],
    after: tuple[ConsentRuleFacts, ...],
    confirmed: bool,
    on: datetime.date,
) -> Affected | None:
    was = _unmet(child, ledger, before, confirmed, on)
    now = _unmet(child, ledger, after, confirmed, on)
    if set(was) == set(now):
        return None
    return Affected(
        child,
        purpose,
        tuple(track for track in now if track not in was),
        tuple(track for track in was if track not in now),
        # Before the first rule nothing was asked for, and nothing was complete.
        bool(before) and not was,
        not now,
    )


def _unmet(
    child: Child,
    ledger: tuple[ConsentEntry, ...],
    rules: tuple[ConsentRuleFacts, ...],
    confirmed: bool,
    on: datetime.date,
) -> tuple[Track, ...]:
    tracks = tracks_of(child, rules, ledger, father_confirmed=confirmed, on=on)
    return tuple(track for track in tracks if not track.is_met)
