"""What a difference is made of adds up to it, and is what a count by hand says."""

import datetime
import random
from itertools import pairwise

import pytest
from django.utils import timezone

from cases.casework import kept_sums
from cases.figures.counts import BY_STAGE, Counted
from cases.figures.differences import (
    ChangedChild,
    DifferenceSums,
    Wanted,
    difference,
    mover,
    movers,
)
from cases.figures.past import Clock, past
from cases.models import Agreement, Child
from cases.vocabulary import Act, ClosedReason, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.figures.test_cohorts import LATER, entered, evening

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


def both(wanted: Wanted) -> tuple[DifferenceSums, list[ChangedChild]]:
    rows = movers(wanted, only=None)
    found, lines = difference(wanted), [mover(row) for row in rows[:500]]
    assert len(lines) == rows.count() == found.joined + found.left
    assert sum(line.sign for line in lines) == found.joined - found.left
    return found, lines


def test_children_of_two_agreements_add_up_to_each_difference_and_are_those_of_a_recount():
    worlds.of_two_agreements(3)
    dice = random.Random(3)
    days = sorted(DAY + datetime.timedelta(days=dice.randrange(-1, 40)) for _ in range(3))
    days.append(TODAY)
    for agreement in Agreement.objects.all():
        sums = past([agreement.pk], days)
        children = {c.reference: c for c in Child.objects.filter(agreement=agreement)}
        for since, on in pairwise(days):
            for kind in BY_STAGE:
                was = sums.tallies[Clock.WAS, since][kind], sums.tallies[Clock.WAS, on][kind]
                found, lines = both(Wanted((agreement.pk,), kind, None, on, since))
                assert found.joined - found.left == was[1] - was[0]
                for line in lines:
                    assert since < line.day <= on
                    counts = [
                        worlds.recount(day, [children[line.reference]])[0][kind]
                        for day in (since, on)
                    ]
                    assert counts == ([0, 1] if line.sign > 0 else [1, 0])
            for stage in Stage:
                found, _lines = both(Wanted((agreement.pk,), Counted.IDENTIFIED, stage, on, since))
                more = [sums.tallies[Clock.WAS, day].of(stage).count for day in (since, on)]
                assert found.joined - found.left == more[1] - more[0]


def test_each_line_has_its_act_its_day_and_the_day_of_its_entry():
    home = factories.child(Stage.RETURNED)
    off = worlds.close(factories.child(), ClosedReason.ERROR)
    eve = home.returned_on - datetime.timedelta(days=1)
    keys = (home.agreement_id,)

    _found, (line,) = both(Wanted(keys, Counted.RETURNED, None, TODAY, eve))
    _found, gone = both(Wanted(keys, Counted.TO_TRAVEL, None, TODAY, eve))
    _found, closed = both(Wanted(keys, Counted.IDENTIFIED, None, TODAY, DAY))

    assert line == ChangedChild(
        home.reference, 1, Act.ARRIVE, home.returned_on, timezone.localdate()
    )
    assert [(each.sign, each.act) for each in gone] == [(-1, Act.ARRIVE)]
    assert off.reference not in {each.reference for each in closed if each.sign > 0}


def test_what_was_entered_later_leads_from_one_clock_to_the_other():
    worlds.of_two_agreements(4)
    evening_after = DAY + datetime.timedelta(days=8)
    for child in Child.objects.exclude(journal__happened_on__gt=evening_after):
        entered(child, evening(evening_after))
    kept_sums.rebuild()
    for agreement in Agreement.objects.all():
        for on in (DAY, evening_after, LATER):
            sums = past([agreement.pk], [on])
            for kind in BY_STAGE:
                found, lines = both(Wanted((agreement.pk,), kind, None, on, None))
                was, knew = (sums.tallies[clock, on][kind] for clock in Clock)
                assert found.joined - found.left == was - knew
                assert all(line.entered > on for line in lines)


def test_only_those_who_may_be_seen_are_told():
    one, two = factories.child(), factories.child()
    since = DAY - datetime.timedelta(days=30)
    wanted = Wanted((one.agreement_id,), Counted.IDENTIFIED, None, TODAY, since)

    rows = movers(wanted, only=[two.pk])

    assert [mover(row).reference for row in rows[:9]] == [two.reference]
    assert rows.count() == 1
    assert movers(wanted, only=[]).count() == 0
    assert [mover(row).reference for row in movers(wanted, only=None)[1:2]] == [two.reference]
