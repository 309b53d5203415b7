"""Who was counted on a day, by both clocks, and what leads from one to the other."""

import datetime
import random
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import agreement_changes, cases, kept_sums, undoing
from cases.figures.cohorts import (
    SAME_DAY,
    SINCE,
    BothReadings,
    Cohort,
    Wish,
    cohort_lines,
    cohort_of,
    cohorts,
    evenings,
)
from cases.figures.counts import TO_TRAVEL, Counted, counted
from cases.models import Agreement, Child, Journal
from cases.vocabulary import ClosedReason, CohortChange, Measure, Reason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds

pytestmark = pytest.mark.django_db

LATER = DAY + datetime.timedelta(days=400)
KINDS = {
    Measure.IDENTIFIED: Counted.IDENTIFIED,
    Measure.ELIGIBLE: Counted.ELIGIBLE,
    Measure.RETURNED: Counted.RETURNED,
}


def entered(child, at):
    """Let every entry of a child have been made at an instant, past the guards."""
    with factories.past_the_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_journal SET at = %s WHERE child_id = %s", [at, child.pk])
    kept_sums.rebuild()


def evening(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(18)))


def adds_up(cohort: Cohort) -> bool:
    same = sum(sign * cohort.total(change) for change, sign in SAME_DAY.items())
    since = sum(sign * cohort.total(change) for change, sign in SINCE.items())
    return cohort.was + same == cohort.past and cohort.past + since == cohort.today


def test_what_was_entered_later_is_told_child_by_child():
    known, late = factories.child(), factories.child()
    entered(known, evening(DAY))
    entered(late, evening(LATER))

    (cohort,) = cohorts(known.agreement_id, [Wish(Measure.IDENTIFIED, DAY)])
    (line,) = cohort_lines(known.agreement_id, Wish(Measure.IDENTIFIED, DAY))

    assert (cohort.was, cohort.past, cohort.today) == (1, 2, 2)
    assert [(move.change, move.month, move.n) for move in cohort.moves] == [
        (CohortChange.LATER, LATER.replace(day=1), 1)
    ]
    assert (line.reference, line.change, line.day) == (late.reference, CohortChange.LATER, LATER)


def test_who_was_closed_as_a_duplicate_has_left_since():
    child, other = factories.child(), factories.child()
    for each in (child, other):
        entered(each, evening(DAY))
    factories.close(child, ClosedReason.ERROR)
    connection.check_constraints()

    (cohort,) = cohorts(child.agreement_id, [Wish(Measure.IDENTIFIED, DAY)])

    assert adds_up(cohort)
    assert (cohort.was, cohort.total(CohortChange.TAKEN)) == (2, 1)
    assert cohort.today == 1


def test_an_evening_stays_after_a_family_moved_to_another_agreement():
    mother = factories.family(2)
    here, there = mother.agreement, factories.bare_agreement()
    for child in mother.children.all():
        entered(child, evening(DAY))
    agreement_changes.ask(
        mother=mother,
        version=mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        to=there,
        reason="The camp is in Syria.",
    )
    mother.refresh_from_db()
    agreement_changes.approve(
        mother=mother, version=mother.version, by=factories.user(Role.REVIEWER), on=DAY
    )

    wish = [Wish(Measure.IDENTIFIED, DAY)]
    (left,), (reached,) = cohorts(here.pk, wish), cohorts(there.pk, wish)

    assert (left.was, left.past) == (2, 0)
    assert left.total(CohortChange.MOVED_OUT) == 2
    assert (reached.was, reached.past) == (0, 2)
    assert reached.total(CohortChange.MOVED_IN) == 2


def test_random_entries_add_up_and_equal_a_plain_recount():
    children = [
        factories.child(stage)
        for stage in (Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.RETURNED)
    ]
    agreement, draw = children[0].agreement, random.Random(4)
    entries = list(Journal.objects.order_by("pk"))
    days = [DAY + datetime.timedelta(days=n) for n in (0, 1, 30, 400)]
    for _round in range(12):
        with factories.past_the_guards():
            for entry in entries:
                happened = draw.choice(days)
                Journal.objects.filter(pk=entry.pk).update(
                    at=evening(happened + datetime.timedelta(days=draw.choice((0, 5, 90))))
                )
        wishes = [Wish(measure, day) for measure in KINDS for day in days]

        found = cohorts(agreement.pk, wishes)

        today = timezone.localdate()
        for wish, cohort in zip(wishes, found, strict=True):
            now = counted(Child.objects.all(), KINDS[wish.measure], on=wish.on, today=today)
            assert adds_up(cohort)
            assert cohort.past == now.count()
            assert cohort.was == _recounted(wish)
            lines = cohort_lines(agreement.pk, wish)
            assert len(lines) == sum(move.n for move in cohort.moves)


@pytest.mark.seeds(1)
def test_evenings_from_the_sums_are_those_of_every_child(seed):
    """Two agreements, a family moved, steps undone, and everything entered some time later."""
    worlds.of_two_agreements(seed)
    draw = random.Random(seed)
    undone, officer, today = (
        factories.child(),
        factories.user(Role.CASEWORKER),
        timezone.localdate(),
    )
    cases.defer(
        child=undone,
        version=undone.version,
        by=officer,
        on=today,
        reason=Reason.COURT,
        review_due_on=today + datetime.timedelta(days=9),
    )
    undone.refresh_from_db()
    undoing.undo(child=undone, version=undone.version, by=officer, on=today)
    days = [DAY + datetime.timedelta(days=n) for n in (-1, 0, 1, 5, 6, 30, 95, 400)]
    days += [today, today + datetime.timedelta(days=3)]
    wishes = [Wish(measure, day) for measure in KINDS for day in days]
    for _round in range(4):
        with factories.past_the_guards():
            for entry in Journal.objects.order_by("pk"):
                later = datetime.timedelta(days=draw.choice((0, 1, 5, 90)))
                Journal.objects.filter(pk=entry.pk).update(at=evening(entry.happened_on + later))
        kept_sums.rebuild()

        for agreement in Agreement.objects.all():
            found = evenings(agreement.pk, wishes)

            every = cohorts(agreement.pk, wishes)
            assert found == [_of_the_day(each) for each in every]
            for wish, readings, cohort in zip(wishes, found, every, strict=True):
                lines = cohort_lines(agreement.pk, wish)
                assert cohort_of(readings, lines) == _in_order(cohort)


def _in_order(cohort: Cohort) -> Cohort:
    moves = sorted(cohort.moves, key=lambda move: (move.month, move.change))
    return replace(cohort, moves=tuple(moves))


def _of_the_day(cohort: Cohort) -> BothReadings:
    """Leave out what has changed since."""
    moves = sorted(move for move in cohort.moves if move.change in SAME_DAY)
    by_month = tuple(sorted(moves, key=lambda move: (move.month, move.change)))
    return BothReadings(was=cohort.was, past=cohort.past, moves=by_month)


def _recounted(wish: Wish) -> int:
    """Count a reading of an evening by plain Python."""
    n = 0
    for child in Child.objects.all():
        steps = [
            entry
            for entry in child.journal.order_by("pk")
            if entry.to_stage
            and entry.happened_on <= wish.on
            and timezone.localdate(entry.at) <= wish.on
        ]
        stages = [entry.to_stage for entry in steps]
        home = Stage.RETURNED in stages
        n += {
            Measure.IDENTIFIED: bool(steps),
            Measure.ELIGIBLE: home or not {*stages[-1:]}.isdisjoint(TO_TRAVEL),
            Measure.RETURNED: home,
        }[wish.measure]
    return n
