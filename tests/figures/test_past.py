"""The figures of past days, from the sums that are kept, are those of a plain recount."""

import datetime
import random

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from cases.casework import cases, undoing
from cases.figures.counts import Counted
from cases.figures.past import (
    Clock,
    Past,
    PastFees,
    changes_by_month,
    fees_by_month,
    home_by,
    past,
    tally_of_each,
)
from cases.figures.progress import tally
from cases.figures.recount import recount
from cases.models import Agreement, Child, Fee, Journal
from cases.pages.figure_rows import SPLIT
from cases.rules.past_days import month_end
from cases.vocabulary import BatchStatus, Reason, Role, Stage
from tests import factories
from tests.figures import worlds
from tests.figures.test_kept_sums import RATE
from tests.plain_sums import fee_figures

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)
AFTER = datetime.date(2030, 1, 1)


def some_days(seed: int) -> list[datetime.date]:
    dice = random.Random(seed)
    spread = [factories.DAY + datetime.timedelta(days=dice.randrange(-2, 60)) for _ in range(3)]
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


def test_past_days_are_counted_as_by_hand_and_as_row_by_row():
    """Two agreements, a family moved between them, everything entered years after it happened."""
    worlds.of_two_agreements(1)
    factories.batch(BatchStatus.SENT, fees=2)
    factories.due_fees(2)
    agreements, days = list(Agreement.objects.order_by("pk")), some_days(1)
    keys = [each.pk for each in agreements]

    assert recount().is_equal
    sums = {each.pk: past([each.pk], days) for each in agreements}
    for each in agreements:
        assert_counted_by_hand(each, sums[each.pk], days)
    whole = past(keys, days)
    for clock_and_day, counts in whole.tallies.items():
        parts = [sums[key].tallies[clock_and_day] for key in keys]
        assert counts.by_kind == {kind: sum(part[kind] for part in parts) for kind in Counted}
        assert sum(counts[kind] for kind in SPLIT[1:]) == counts[Counted.IDENTIFIED]
    for on in days:
        assert tally_of_each(keys, on=on) == {k: sums[k].tallies[Clock.WAS, on] for k in keys}
        for kind in SPLIT:
            assert (
                sum(n for _month, n in changes_by_month(keys, kind, on=on))
                == (whole.tallies[Clock.WAS, on][kind])
            )
        for is_paid in (True, False):
            months = fees_by_month(keys, "USD", is_paid=is_paid, on=on)
            fees = whole.fees[on].get("USD", PastFees())
            assert sum(amount for _month, amount in months) == (
                fees.paid if is_paid else fees.committed
            )


def assert_counted_by_hand(agreement: Agreement, sums: Past, days: list[datetime.date]) -> None:
    children, fees = (
        Child.objects.filter(agreement=agreement),
        Fee.objects.filter(agreement=agreement),
    )
    for on in days:
        was = sums.tallies[Clock.WAS, on]
        kinds, by_stage, _medians = worlds.recount(on, children)
        assert was.by_kind == {kind: kinds[kind] for kind in Counted}
        assert {stage: n for stage, n in stages(was).items() if n} == dict(by_stage)
        assert stages(was) == stages(tally(children, on=on, today=AFTER))
        assert stages(sums.tallies[Clock.KNEW, on]) == known_by_hand(children, on)
        plain = fee_figures(fees, rate=RATE, target=75, on=on, today=AFTER)
        mine = sums.fees[on].get("USD", PastFees())
        assert (mine.paid, mine.committed) == (plain.paid, plain.committed)


def test_who_had_come_home_is_counted_from_the_sums():
    """Closed as an error afterwards or not, at a month's end and amid the month."""
    worlds.every_stage()
    worlds.of_two_agreements(3)
    home = Child.objects.filter(returned_on__isnull=False)
    ends = [month_end(day) for day in home.values_list("returned_on", flat=True)]
    days = [*some_days(4), *ends, *(day - datetime.timedelta(days=1) for day in ends)]

    for agreement in Agreement.objects.all():
        counts = home_by(agreement.pk, days)

        assert counts == {
            day: home.filter(agreement=agreement, returned_on__lte=day).count() for day in days
        }
    assert home.count() > 2


def test_what_is_undone_never_was_and_was_known_until_then():
    child = factories.child()
    on, officer = timezone.localdate(), factories.user(Role.CASEWORKER)
    cases.defer(
        child=child,
        version=child.version,
        by=officer,
        on=on,
        reason=Reason.COURT,
        review_due_on=on + datetime.timedelta(days=30),
    )
    keys = [child.agreement_id]
    deferred = past(keys, [on]).tallies
    child.refresh_from_db()

    undoing.undo(child=child, version=child.version, by=officer, on=on)

    undone = past(keys, [on]).tallies
    assert [stages(deferred[clock, on])[Stage.DEFERRED] for clock in Clock] == [1, 1]
    assert [stages(undone[clock, on])[Stage.DEFERRED] for clock in Clock] == [0, 0]
    assert [stages(undone[clock, on])[Stage.REGISTERED] for clock in Clock] == [1, 1]
    assert recount().is_equal
