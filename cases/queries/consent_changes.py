"""Whom a changed consent rule affects: listed before anybody is moved by it.

Reading moves nobody. A cleared child lapses by a caseworker's act or by the nightly
command, on the day or after it, with its journal entry.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Agreement, Child, Consent, ConsentRule
from cases.queries.consent_ledger import facts_of, fathers_confirmed, tracks_of
from cases.queries.terms import consent_rules_of
from cases.rules.tracks import ConsentEntry, ConsentRuleFacts, Track
from cases.vocabulary import ConsentPurpose, Stage

#: Those whom a rule can stop at once come first.
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
class Change:
    """What a change of the rules means for one purpose: who is asked in addition, who no more."""

    purpose: ConsentPurpose
    added: tuple[ConsentRuleFacts, ...]
    ended: tuple[ConsentRuleFacts, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """A child for whom the rule of a purpose leaves something else missing than before."""

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


def changes_on(agreement: Agreement, *, day: datetime.date) -> tuple[Change, ...]:
    """Return what changes in the consent rules on a day, purpose by purpose. Two queries."""
    before, after = _rules_around(agreement, day)
    return tuple(
        Change(
            purpose,
            tuple(r for r in after.get(purpose, ()) if r not in before.get(purpose, ())),
            tuple(r for r in before.get(purpose, ()) if r not in after.get(purpose, ())),
        )
        for purpose in _changed(before, after)
    )


def affected(
    agreement: Agreement, *, day: datetime.date, on: datetime.date
) -> tuple[Affected, ...]:
    """Return the children not yet home for whom the rules of ``day`` leave something else
    missing than those of the day before, booked and cleared ones first.

    Judged by what is on record, on ``day`` or today (``on``), whichever is later. Five
    queries however many children there are.
    """
    before, after = _rules_around(agreement, day)
    purposes, judged_on = _changed(before, after), max(day, on)
    if not purposes:
        return ()
    children = sorted(
        Child.objects.not_yet_home().filter(agreement=agreement).select_related("person", "mother"),
        key=lambda child: (_FIRST.index(Stage(child.stage)), child.reference),
    )
    ledger = _ledger(agreement, purposes)
    confirmed = fathers_confirmed(Child.objects.filter(agreement=agreement))
    return tuple(
        found
        for child in children
        for purpose in purposes
        if (
            found := _compared(
                child,
                purpose,
                ledger[child.pk, purpose],
                before.get(purpose, ()),
                after.get(purpose, ()),
                child.pk in confirmed,
                judged_on,
            )
        )
    )


def rule_refusals(
    rule: ConsentRule, typed: Mapping[str, Any], *, on: datetime.date
) -> tuple[str, ...]:
    """Return why a rule may not be changed as ``typed``, in sentences; the database says the same.

    A rule in force is only ended, from tomorrow on or later.
    """
    return tuple(_rule_refusals(rule, typed, on))


def _rule_refusals(rule: ConsentRule, typed: Mapping[str, Any], on: datetime.date) -> Iterator[str]:
    during = typed["during"]
    if rule.during.lower > on:
        return
    agreement = getattr(typed["agreement"], "pk", typed["agreement"])
    said = (agreement, typed["purpose"], typed["giver_role"], typed["from_age"], during.lower)
    if said != (
        rule.agreement_id,
        rule.purpose,
        rule.giver_role,
        rule.from_age,
        rule.during.lower,
    ):
        yield _("A consent rule in force can only be ended. End it and add another.")
    ends = [day for day in (during.upper, rule.during.upper) if day]
    if during.upper != rule.during.upper and min(ends) <= on:
        yield _("A consent rule can end tomorrow or later: past days stay as they were.")


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
    rows = Consent.objects.filter(child__in=waiting, purpose__in=purposes)
    found: dict[Key, list[Consent]] = defaultdict(list)
    for row in rows.select_related("verification"):
        found[row.child_id, ConsentPurpose(row.purpose)].append(row)
    return defaultdict(tuple, {key: facts_of(rows) for key, rows in found.items()})


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
        not was,
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
