"""The figures of past days, from the sums that are kept, are those of a plain recount."""

import datetime
import random

import pytest
from django.db.models import QuerySet

from cases.figures.counts import Counted
from cases.figures.fees import fee_figures
from cases.figures.past import Clock, past
from cases.figures.progress import tally
from cases.figures.recount import recount
from cases.models import Agreement, Child, Fee, Journal
from cases.vocabulary import Act, BatchStatus, Stage
from tests import factories
from tests.figures import worlds
from tests.figures.test_kept_sums import RATE

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


def some_days(seed: int) -> list[datetime.date]:
    dice = random.Random(seed)
    spread = [factories.DAY + datetime.timedelta(days=dice.randrange(-2, 60)) for _ in range(8)]
    return [*spread, factories.DAY, TODAY]


def stages(counts) -> dict[Stage, int]:
    return {row.stage: row.count for row in counts.stages}


def known_by_hand(children: "QuerySet[Child]", on: datetime.date) -> dict[Stage, int]:
    """Count the children by the newest step that had been entered by a day."""
    found = dict.fromkeys(Stage, 0)
    for child in children:
        steps = Journal.objects.filter(child=child, to_stage__isnull=False, at__date__lte=on)
        last = steps.order_by("pk").last()
        off = ("duplicate", "error", "not_national")
        if last and not (last.to_stage == Stage.CLOSED and last.detail in off):
            found[Stage(last.to_stage)] += 1
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_past_days_are_counted_as_by_hand_and_as_row_by_row(seed):
    worlds.of_two_agreements(seed)
    factories.batch(BatchStatus.SENT, fees=2)
    days = some_days(seed)

    assert (recount().cases, recount().sums) == ((), ())
    for some in [[each] for each in Agreement.objects.all()] + [list(Agreement.objects.all())]:
        children = Child.objects.filter(agreement__in=some)
        found = past([each.pk for each in some], days).tallies
        for on in days:
            was = found[Clock.WAS, on]
            kinds, by_stage, _medians = worlds.recount(on, children)
            assert was.by_kind == {kind: kinds[kind] for kind in Counted}
            assert {s: n for s, n in stages(was).items() if n} == dict(by_stage)
            plain = tally(children, on=on, today=datetime.date(2030, 1, 1))
            assert stages(was) == stages(plain)
            assert stages(found[Clock.KNEW, on]) == known_by_hand(children, on)


def test_fees_of_past_days_are_those_counted_row_by_row():
    worlds.of_two_agreements(1)
    factories.batch(BatchStatus.SENT, fees=3)
    factories.due_fees(2)
    for each in Agreement.objects.all():
        fees = Fee.objects.filter(agreement=each)
        for on in some_days(1):
            plain = fee_figures(fees, rate=RATE, target=75, on=on, today=datetime.date(2030, 1, 1))
            found = past([each.pk], [on]).fees[on].get("USD")
            paid, owed = (found.paid, found.committed) if found else (0, 0)
            assert (paid, owed) == (plain.paid, plain.committed)


def test_undone_step_was_known_and_was_not_true():
    child = factories.child(Stage.DEFERRED)
    assert Journal.objects.filter(child=child).exclude(act=Act.UNDO).exists()
    keys, today = [child.agreement_id], datetime.date(2030, 1, 1)

    found = past(keys, [today]).tallies

    assert stages(found[Clock.KNEW, today]) == stages(found[Clock.WAS, today])
