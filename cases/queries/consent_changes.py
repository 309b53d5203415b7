"""The children affected by a changed consent rule, listed before they lapse.

A cleared child lapses by a caseworker's act or by the nightly command, on the day of the
change or later.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from cases.models import Agreement, Child, Consent, ConsentRule, User
from cases.models.prepared import Statement, StatementRows, prepared
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.access import whole_children
from cases.queries.consent_ledger import facts_of, fathers_confirmed, tracks_of
from cases.queries.terms import consent_rules_of
from cases.rules.tracks import ConsentEntry, ConsentRuleFacts, Track
from cases.vocabulary import ConsentPurpose, GiverRole, Stage

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


@dataclass(frozen=True, slots=True)
class ChangedRules:
    """Two sets of rules of an agreement, and the day as of which who is affected is told."""

    agreement: Agreement
    before: Rules
    after: Rules
    on: datetime.date

    @property
    def purposes(self) -> tuple[ConsentPurpose, ...]:
        return _changed(self.before, self.after)

    @property
    def rules(self) -> tuple[RuleChange, ...]:
        before, after = self.before, self.after
        return tuple(
            RuleChange(
                purpose,
                tuple(r for r in after.get(purpose, ()) if r not in before.get(purpose, ())),
                tuple(r for r in before.get(purpose, ()) if r not in after.get(purpose, ())),
            )
            for purpose in self.purposes
        )


@dataclass(frozen=True, slots=True)
class AffectedNumber:
    """How many children of a stage are affected: ``own`` and ``lines`` are what a reader sees."""

    stage: Stage
    children: int
    own: int
    lines: int

    @property
    def is_seen(self) -> bool:
        """Whether the reader sees every one of them."""
        return self.own == self.children


def change_of(agreement: Agreement, *, day: datetime.date, on: datetime.date) -> ChangedRules:
    """Return the change of the rules of ``day``, as of then or today (``on``), whichever is later.

    Two queries.
    """
    before, after = _rules_around(agreement, day)
    return ChangedRules(agreement, before, after, max(day, on))


def numbers(change: ChangedRules, *, to: User | None = None) -> list[AffectedNumber]:
    """Return how many children not yet home have other consents missing, by stage.

    With the lines that ``to`` may read, of nobody none. One query, none where the rules are the
    same.
    """
    if not change.purposes:
        return []
    statement = _counting(may_of(to) if to else None)
    by_stage = {
        stage: counts for stage, *counts in statement.tuples(**_values(change), **_reading(to))
    }
    return [AffectedNumber(stage, *by_stage[stage]) for stage in Stage if stage in by_stage]


def lines(change: ChangedRules, *, to: User, stage: Stage | None = None) -> StatementRows:
    """Return the children of the change that ``to`` may read, booked and cleared ones first.

    Of one ``stage`` if it is given. Each is the key of a child and the purpose; ``affected`` says
    what changes.
    """
    of_stage = {"stages": [stage.value]} if stage else {}
    values = {**_values(change), **of_stage, **_reading(to)}
    return StatementRows(_listing(may_of(to)), values)


def affected(change: ChangedRules, keys: Iterable[tuple[int, str]]) -> list[Affected]:
    """Return what changes for some children and purposes, in their order. Three queries."""
    wanted = list(keys)
    children = Child.objects.filter(pk__in=[key for key, _purpose in wanted])
    by_key = {child.pk: child for child in children.select_related("person", "mother")}
    ledger, confirmed = _ledger(by_key, change.purposes), fathers_confirmed(children)
    rows = (
        _compared(
            by_key[key],
            purpose,
            ledger[key, purpose],
            change.before.get(purpose, ()),
            change.after.get(purpose, ()),
            key in confirmed,
            change.on,
        )
        for key, purpose in ((key, ConsentPurpose(each)) for key, each in wanted)
        if key in by_key
    )
    return [row for row in rows if row]


# Each giver of whom something else is asked; what is missing as cases_missing_consents says it.
_AFFECTED = """
WITH rules AS (
    SELECT * FROM unnest(%(purposes)s::text[], %(roles)s::text[], %(was)s::bool[],
        %(was_from)s::int[], %(now)s::bool[], %(now_from)s::int[])
        AS r (purpose, giver_role, was, was_from, now, now_from)),
waiting AS MATERIALIZED (
    SELECT c.id, c.stage, c.reference, c.person_id,
        c.father_status = 'deceased' AND c.father_evidence <> '' AS is_father_dead
    FROM cases_child c WHERE c.agreement_id = %(agreement)s AND c.stage = ANY (%(stages)s)),
holding AS MATERIALIZED (
    SELECT p.purpose, h.child_id, h.giver_role
    FROM (SELECT DISTINCT purpose FROM rules) AS p
    CROSS JOIN LATERAL cases_consents_that_hold(
        ARRAY(SELECT id FROM waiting), p.purpose, %(on)s) AS h),
affected AS (
    SELECT DISTINCT w.id, w.stage, w.reference, r.purpose
    FROM waiting w CROSS JOIN rules r
    CROSS JOIN LATERAL (
        SELECT CASE WHEN r.was_from IS NOT NULL OR r.now_from IS NOT NULL THEN
            (SELECT extract(year FROM age(%(on)s::date, p.born_latest)) FROM cases_person p
                WHERE p.id = w.person_id) END AS years) AS a
    WHERE (r.was AND (r.was_from IS NULL OR COALESCE(a.years >= r.was_from, false)))
        <> (r.now AND (r.now_from IS NULL OR COALESCE(a.years >= r.now_from, false)))
    AND NOT EXISTS (SELECT FROM holding h
        WHERE h.child_id = w.id AND h.purpose = r.purpose AND (h.giver_role = r.giver_role
            OR h.giver_role = 'court' AND r.giver_role IN ('mother', 'father')))
    AND NOT (r.giver_role = 'father' AND w.is_father_dead
        AND EXISTS (SELECT FROM cases_restatement s WHERE s.child_id = w.id AND s.part = 'father')
        AND NOT EXISTS (SELECT FROM cases_restatement s
            WHERE s.child_id = w.id AND s.part = 'father' AND s.confirmed_by_id IS NULL)))
"""
_NUMBERS = """
SELECT stage, count(DISTINCT id), count(DISTINCT id) FILTER (WHERE {seen}),
    count(*) FILTER (WHERE {seen})
FROM affected GROUP BY 1
"""
_LISTED = """
SELECT id, purpose FROM affected WHERE {seen}
ORDER BY array_position(%(stages)s::text[], stage::text), reference COLLATE "C",
    array_position(%(of_purposes)s::text[], purpose)
"""


@lru_cache(maxsize=32)
def _counting(may: May | None) -> Statement:
    return Statement(_AFFECTED + _NUMBERS.format(seen=_seen(may)), by_key=False)


@lru_cache(maxsize=32)
def _listing(may: May) -> Statement:
    return Statement(_AFFECTED + _LISTED.format(seen=_seen(may)), by_key=False)


def _seen(may: May | None) -> str:
    """Return the condition on the children whose whole record somebody may open."""
    if may is None:
        return "false"
    if may.is_superuser or {"cases.view_every_child", "cases.verify_child"} <= may.granted:
        return "true"
    whole = prepared(whole_children(standing_for(may)).order_by().values("pk"))
    return f"id IN ({whole.sql})"


def _reading(to: User | None) -> dict[str, int | None]:
    return read_by(to) if to else {}


def _values(change: ChangedRules) -> dict[str, object]:
    rows = [
        (purpose.value, giver.value, *_asked(change.before, key), *_asked(change.after, key))
        for purpose in change.purposes
        for giver in GiverRole
        if _asked(change.before, key := (purpose, giver)) != _asked(change.after, key)
    ]
    names = ("purposes", "roles", "was", "was_from", "now", "now_from")
    return {
        "agreement": change.agreement.pk,
        "stages": [stage.value for stage in _FIRST],
        "of_purposes": [purpose.value for purpose in ConsentPurpose],
        "on": change.on,
        **{name: [row[n] for row in rows] for n, name in enumerate(names)},
    }


def _asked(rules: Rules, key: tuple[ConsentPurpose, GiverRole]) -> tuple[bool, int | None]:
    """Return whether a giver is asked for a purpose, and from which age of the child."""
    purpose, giver = key
    ages = [rule.from_age for rule in rules.get(purpose, ()) if rule.giver_role == giver]
    some = [age for age in ages if age is not None]
    return bool(ages), min(some) if ages and len(some) == len(ages) else None


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
    children: Iterable[int], purposes: Collection[ConsentPurpose]
) -> Mapping[Key, tuple[ConsentEntry, ...]]:
    rows = Consent.objects.counting().filter(child__in=list(children), purpose__in=purposes)
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
