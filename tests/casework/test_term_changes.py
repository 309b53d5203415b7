"""The terms of an agreement are asked for by one person and approved by another."""

import datetime

import pytest

from cases.casework import cases, term_changes
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.term_changes import CannotChangeTerms
from cases.figures.overdue import with_due
from cases.models import (
    AgeClock,
    Agreement,
    Child,
    ConsentRule,
    FollowUpRule,
    Requirement,
    StageLimit,
    TermChange,
)
from cases.queries.term_changes import standing, waiting_changes
from cases.queries.term_effects import effects_of
from cases.queries.terms import terms_of
from cases.vocabulary import ClearanceKind, GiverRole, NeededFor, Reason, Role, Stage, TermPart
from tests import clock, factories
from tests.factories import DAY, SINCE_2019

pytestmark = pytest.mark.django_db
NEXT_WEEK = datetime.timedelta(days=7)


@pytest.fixture
def agreement():
    return factories.agreement()


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def limit(agreement, days=30, during=SINCE_2019, stage=Stage.VERIFIED) -> StageLimit:
    return StageLimit(agreement=agreement, stage=stage, days=days, during=during)


def approve(agreement, by) -> None:
    version = Agreement.objects.get(pk=agreement.pk).version
    term_changes.approve(agreement=agreement, version=version, by=by)


def days_of(agreement) -> list[tuple[int, datetime.date, datetime.date | None]]:
    rows = agreement.stage_limits.order_by("during")
    return [(row.days, row.during.lower, row.during.upper) for row in rows]


def test_nothing_holds_before_the_second_person_approves(agreement, admin, reviewer):
    kind = {"clearance": ClearanceKind.KINSHIP, "needed_for": NeededFor.VERIFY}
    rows = [limit(agreement), Requirement(agreement=agreement, during=SINCE_2019, **kind)]

    term_changes.ask(agreement=agreement, terms=rows, by=admin)
    before = terms_of(agreement.pk, on=DAY).requirements
    approve(agreement, reviewer)

    kinds = {each.clearance for each in terms_of(agreement.pk, on=DAY).requirements}
    assert kinds - {each.clearance for each in before} == {ClearanceKind.KINSHIP}
    assert days_of(agreement) == [(30, SINCE_2019[0], None)]
    assert not TermChange.objects.asked().exists()


def test_who_asked_does_not_approve_whatever_else_waits(agreement, admin, reviewer):
    term_changes.ask(agreement=agreement, terms=[limit(agreement)], by=reviewer)
    other = limit(agreement, stage=Stage.ELIGIBLE)
    term_changes.ask(agreement=agreement, terms=[other], by=admin)

    with pytest.raises(CannotChangeTerms, match="A second person must approve it"):
        approve(agreement, reviewer)
    approve(agreement, factories.user(Role.REVIEWER))
    with pytest.raises(CannotChangeTerms, match="No change of the terms is waiting"):
        approve(agreement, reviewer)


def test_slower_of_two_is_stale(agreement, admin, reviewer):
    term_changes.ask(agreement=agreement, terms=[limit(agreement)], by=admin)
    seen = Agreement.objects.get(pk=agreement.pk).version
    term_changes.ask(agreement=agreement, terms=[limit(agreement, stage="eligible")], by=admin)

    for act in (
        lambda: term_changes.approve(agreement=agreement, version=seen, by=reviewer),
        lambda: term_changes.send_back(
            agreement=agreement, version=seen, by=reviewer, reason=Reason.MISTAKE
        ),
        lambda: term_changes.withdraw(agreement=agreement, version=seen, by=admin, change=1),
    ):
        with pytest.raises(Stale):
            act()

    assert TermChange.objects.asked().count() == 2


def test_term_in_force_is_replaced_from_a_later_day_and_ended(agreement, admin, reviewer):
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    begins = clock.today() + NEXT_WEEK
    replacing = limit(agreement, 45, (begins, None))
    replacing.pk = row.pk

    term_changes.ask(agreement=agreement, terms=[replacing], by=admin)
    approve(agreement, reviewer)
    ended = StageLimit.objects.get(days=45)
    ended.during = (begins, begins + NEXT_WEEK)
    term_changes.ask(agreement=agreement, terms=[ended], by=admin)
    approve(agreement, reviewer)

    assert days_of(agreement) == [(30, SINCE_2019[0], begins), (45, begins, begins + NEXT_WEEK)]


def test_term_that_has_not_begun_is_rewritten(agreement, admin, reviewer):
    begins = clock.today() + NEXT_WEEK
    row = factories.agreed(limit(agreement, 30, (begins, None)))
    row.days, row.during = 60, (begins + NEXT_WEEK, None)

    term_changes.ask(agreement=agreement, terms=[row], by=admin)
    approve(agreement, reviewer)

    assert days_of(agreement) == [(60, begins + NEXT_WEEK, None)]


@pytest.mark.parametrize(
    ("days", "during", "sentence"),
    [
        (60, SINCE_2019, "stays until tomorrow at least"),
        (30, (SINCE_2019[0], DAY), "stays until tomorrow at least"),
        (60, (DAY, None), "stays until tomorrow at least"),
        (30, SINCE_2019, "Nothing was changed"),
    ],
)
def test_what_could_not_be_approved_is_not_asked(agreement, admin, days, during, sentence):
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    row.days, row.during = days, during

    with pytest.raises(CannotChangeTerms, match=sentence):
        term_changes.ask(agreement=agreement, terms=[row], by=admin)

    assert not TermChange.objects.asked().exists()
    assert days_of(agreement) == [(30, SINCE_2019[0], None)]


def test_the_same_twice_is_refused_when_it_is_asked(agreement, admin):
    term_changes.ask(agreement=agreement, terms=[limit(agreement)], by=admin)

    with pytest.raises(CannotChangeTerms, match="in force or waits for approval"):
        term_changes.ask(agreement=agreement, terms=[limit(agreement, 9)], by=admin)


def test_one_change_of_a_term_waits_at_a_time(agreement, admin):
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    row.during = (SINCE_2019[0], clock.today() + NEXT_WEEK)
    term_changes.ask(agreement=agreement, terms=[row], by=admin)

    with pytest.raises(CannotChangeTerms, match="Withdraw it first"):
        term_changes.ask(agreement=agreement, terms=[row], by=admin)


def test_day_that_passed_while_it_waited_is_refused(agreement, admin, reviewer):
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    row.during = (SINCE_2019[0], clock.today() + NEXT_WEEK)
    [change] = term_changes.ask(agreement=agreement, terms=[row], by=admin)
    passed = change.content | {"during": "[2019-01-01,2019-02-01)"}
    with factories.past_the_guards():
        TermChange.objects.filter(pk=change.pk).update(content=passed)

    with pytest.raises(CannotChangeTerms, match="stays until tomorrow at least"):
        approve(agreement, reviewer)

    assert days_of(agreement) == [(30, SINCE_2019[0], None)]


def test_sent_back_with_a_reason_and_withdrawn(agreement, admin, reviewer):
    term_changes.ask(agreement=agreement, terms=[limit(agreement)], by=admin)
    version = Agreement.objects.get(pk=agreement.pk).version
    term_changes.send_back(agreement=agreement, version=version, by=reviewer, reason=Reason.OTHER)
    [change] = term_changes.ask(agreement=agreement, terms=[limit(agreement)], by=admin)
    term_changes.withdraw(agreement=agreement, version=version + 2, by=admin, change=change.pk)

    with pytest.raises(CannotChangeTerms, match="answered or withdrawn already"):
        term_changes.withdraw(agreement=agreement, version=version + 3, by=admin, change=change.pk)

    answers = TermChange.objects.exclude(dropped_by=None).values_list("dropped_by", "reason")
    assert set(answers) >= {(reviewer.pk, "other"), (admin.pk, "")}
    assert days_of(agreement) == []


def test_effect_is_counted_before_it_is_approved(agreement, admin):
    factories.child(Stage.VERIFIED)
    cleared = factories.child(Stage.CLEARED)
    other = factories.second_agreement()
    factories.child(under=other)
    mother = ConsentRule.objects.get(agreement=agreement)
    mother.during = (SINCE_2019[0], clock.today() + NEXT_WEEK)
    kind = {"clearance": ClearanceKind.COURT_ORDER, "needed_for": NeededFor.DEPART}
    term_changes.ask(
        agreement=agreement,
        terms=[
            Requirement(agreement=agreement, during=SINCE_2019, **kind),
            mother,
            ConsentRule(
                agreement=agreement,
                purpose=mother.purpose,
                giver_role=GiverRole.FATHER,
                during=(clock.today() + NEXT_WEEK, None),
                legal_source="Law",
            ),
            limit(agreement, 1),
        ],
        by=admin,
    )

    changes = waiting_changes(agreement)
    effects = effects_of(agreement, changes, standing(changes), on=clock.today())

    counts = [(change.part, effects[change.pk]) for change in changes]
    assert counts == [
        (TermPart.REQUIREMENTS, 1),  # the cleared one has the order of the court
        (TermPart.CONSENT, 2),
        (TermPart.CONSENT, 2),
        (TermPart.LIMITS, 1),
    ]
    assert cleared.agreement == agreement


def test_nobody_is_verified_while_no_requirement_is_in_force(admin, reviewer):
    bare = factories.bare_agreement()
    child = factories.child(under=bare)
    kind = {"clearance": ClearanceKind.IDENTITY, "needed_for": NeededFor.VERIFY}
    row = Requirement(agreement=bare, during=SINCE_2019, **kind)
    term_changes.ask(agreement=bare, terms=[row], by=admin)
    factories.grant(child, ClearanceKind.IDENTITY)

    with pytest.raises(CannotMove, match="No requirement of the agreement is in force"):
        cases.verify(child=child, version=child.version, by=reviewer, on=DAY, **factories.SEEN)
    approve(bare, reviewer)
    child.refresh_from_db()
    cases.verify(child=child, version=child.version, by=reviewer, on=DAY, **factories.SEEN)

    child.refresh_from_db()
    assert child.stage == Stage.VERIFIED


def test_terms_that_are_over_or_ahead_count_for_nothing(agreement):
    for during in ((SINCE_2019[0], DAY - datetime.timedelta(days=1)), (factories.AHEAD, None)):
        alike = {"agreement": agreement, "during": during}
        factories.agreed(
            StageLimit(**alike, stage=Stage.REGISTERED, days=1),
            FollowUpRule(**alike, kind="visit", months=1),
            AgeClock(**alike, years=9, days_before=9000, reason="Asked for a consent."),
        )

    child, placed = factories.child(), factories.child(Stage.PLACED)

    assert with_due(Child.objects.filter(pk=child.pk), on=DAY).get().due_on is None
    assert not child.tasks.filter(about="9").exists()
    assert not placed.follow_ups.exists()


def test_case_is_overdue_by_the_limit_of_the_day(agreement):
    change = DAY + datetime.timedelta(days=10)
    for days, during in ((30, (SINCE_2019[0], change)), (5, (change, None))):
        factories.agreed(limit(agreement, days, during, Stage.REGISTERED))
    child = factories.child()

    days = [(child.stage_entered_on + datetime.timedelta(days=days)) for days in (30, 5)]
    of_days = [
        with_due(Child.objects.all(), on=on).get().due_on
        for on in (change - datetime.timedelta(days=1), change)
    ]
    assert of_days == days
