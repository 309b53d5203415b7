import datetime

import pytest
from django.db.models import QuerySet

from cases.figures.counts import Counted, counted
from cases.figures.kept_sums import tallies
from cases.figures.overdue import most_overdue, overdue
from cases.figures.progress import Tally, funnel, percent, progress, tally
from cases.models import Child
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds

pytestmark = pytest.mark.django_db

#: All that is counted happens in the days after ``DAY``.
TODAY = datetime.date(2026, 6, 1)
DAYS = [
    DAY - datetime.timedelta(days=1),
    DAY,
    DAY + datetime.timedelta(days=9),
    DAY + datetime.timedelta(days=10),
    TODAY,
]
SPLIT = (
    Counted.RETURNED,
    Counted.TO_TRAVEL,
    Counted.PENDING,
    Counted.INELIGIBLE,
    Counted.CLOSED,
)


def counts(on: datetime.date, today: datetime.date = TODAY) -> Tally:
    return tally(Child.objects.all(), on=on, today=today)


def assert_counted_as_by_hand(on: datetime.date, children: "QuerySet[Child] | None" = None) -> None:
    children = Child.objects.all() if children is None else children
    kinds, stages, medians = worlds.recount(on, children)
    found = tally(children, on=on, today=TODAY)
    assert found.by_kind == {kind: kinds[kind] for kind in Counted}
    assert {row.stage: row.count for row in found.stages if row.count} == dict(stages)
    ended = (Stage.CLOSED, Stage.PLACED)
    assert {r.stage: r.median_days for r in found.stages if r.median_days is not None} == {
        stage: round(median) for stage, median in medians.items() if stage not in ended
    }


def assert_splits_without_rest(found: Tally) -> None:
    assert sum(found[kind] for kind in SPLIT) == found[Counted.IDENTIFIED]
    assert sum(row.count for row in found.stages) == found[Counted.IDENTIFIED]


def test_every_stage_and_closing_is_counted_as_by_hand_on_every_day():
    worlds.every_stage()

    for on in DAYS:
        assert_counted_as_by_hand(on)
        assert_splits_without_rest(counts(on))


@pytest.mark.seeds(1)
def test_random_cases_are_counted_as_by_hand_on_every_day(seed):
    worlds.at_random(seed)

    for on in DAYS:
        assert_counted_as_by_hand(on)
        assert_splits_without_rest(counts(on))


@pytest.mark.seeds(2)
def test_each_of_two_agreements_and_both_are_counted_as_by_hand_on_every_day(seed):
    second = worlds.of_two_agreements(seed)

    of_second = Child.objects.filter(agreement=second)
    assert of_second.count() == 8
    for on in DAYS:
        for children in (of_second, Child.objects.exclude(agreement=second), Child.objects.all()):
            assert_counted_as_by_hand(on, children)
    for agreement in (second, factories.agreement()):
        children = Child.objects.filter(agreement=agreement)
        kinds, _stages, _medians = worlds.recount(TODAY, children)
        assert tallies([agreement.pk], on=TODAY)[0].by_kind == {
            kind: kinds[kind] for kind in Counted
        }


def test_register_of_every_stage_adds_up():
    worlds.every_stage()
    children, tomorrow = Child.objects.all(), TODAY + datetime.timedelta(days=1)

    from_cases, from_journal = counts(TODAY), counts(TODAY, today=tomorrow)

    assert from_cases == from_journal == tallies([factories.agreement().pk], on=TODAY)[0]
    assert {
        kind: counted(children, kind, on=TODAY, today=TODAY).count() for kind in Counted
    } == from_cases.by_kind
    assert min(from_cases.by_kind.values()) > 0
    late = overdue(children, on=TODAY)
    assert from_cases.overdue == late.count() > 0
    assert sum(n for _kind, n in from_cases.late) == late.count()
    whole, home = from_cases[Counted.IDENTIFIED], from_cases[Counted.RETURNED]
    assert funnel(from_cases)[0] == (Counted.IDENTIFIED, whole, 100)
    assert funnel(from_cases)[-1] == (Counted.RETURNED, home, round(100 * home / whole))


def test_duplicate_error_and_not_national_are_not_identified():
    for reason in ("duplicate", "error", "not_national", "other_state", "deceased"):
        factories.child()
        worlds.close(factories.child(), worlds.ClosedReason(reason))

    found = counts(TODAY)

    assert Child.objects.count() == 10
    assert (found[Counted.IDENTIFIED], found[Counted.CLOSED]) == (7, 2)


def test_child_who_returned_and_died_counts_as_returned():
    worlds.close(factories.child(Stage.RETURNED), worlds.ClosedReason.DECEASED)

    found = counts(TODAY)

    assert (found[Counted.RETURNED], found[Counted.CLOSED]) == (1, 0)


def test_most_overdue_are_worst_first_with_days_and_owner():
    owner = factories.user(Role.CASEWORKER)
    early = factories.child(caseworker=owner)
    factories.child(Stage.VERIFIED)
    worlds.limit(Stage.REGISTERED, 10)
    worlds.limit(Stage.VERIFIED, 15)

    first, second = most_overdue(Child.objects.all(), on=DAY + datetime.timedelta(days=20))

    assert (first.reference, first.days, first.owner) == (early.reference, 10, str(owner))
    assert (second.stage, second.days, second.owner) == (Stage.VERIFIED, 5, "")


def progress_of(returned: int, *, identified: int, published: int = 92, target: int = 75):
    by_kind = dict.fromkeys(Counted, 0)
    by_kind |= {Counted.RETURNED: returned, Counted.IDENTIFIED: identified}
    return progress(Tally(by_kind, ()), published=published, target=target)


def test_base_is_the_greater_of_published_and_identified():
    few, many = progress_of(28, identified=80), progress_of(28, identified=95)

    assert (few.base, few.not_yet_on_record) == (92, 12)
    assert (many.base, many.not_yet_on_record) == (95, 0)


def test_progress_above_the_target_is_shown_as_it_is():
    far = progress_of(84, identified=95)

    assert far.percent_of_target == 112
    assert far.beyond_target == 9


def test_percent_of_nothing_is_none():
    assert percent(0, 0) is None
