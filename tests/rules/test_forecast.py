"""The forecast, on made-up histories whose end is known."""

from collections import Counter
from dataclasses import replace

from bench.forecast import evening, tried
from bench.histories import history
from cases.rules.forecast import Foretold, Lever, forecast
from cases.rules.forecast_facts import At, NoForecast, Spell, Trip
from cases.vocabulary import ForecastRefusal

#: Steady work, and a day on which four journeys are made.
WHOLE, STOP = history("steady", 1003), 420


def test_most_ends_lie_in_the_range():
    counts = Counter(
        what
        for kind in ("steady", "bursts", "stalled")
        for seed in range(1001, 1007, 2)
        for what in tried(history(kind, seed), simulations=120)
    )

    inside, of = counts["inside"], counts["inside"] + counts["before"] + counts["after"]
    assert of >= 20
    assert 0.7 <= inside / of <= 0.92, counts


def test_a_seed_makes_it_repeatable():
    first, again = (_forecast(seed="a", of_change=40) for _ in range(2))

    assert first == again
    assert first != _forecast(seed="b", of_change=40)


def test_the_range_is_in_order_and_the_band_grows():
    days = range(STOP, STOP + 600, 60)
    answer = _forecast(days=days)

    assert answer.reached.low <= answer.reached.middle <= answer.reached.high
    for points in zip(*([r.low, r.middle, r.high] for _day, r in answer.band), strict=True):
        assert list(points) == sorted(points)
    assert [day for day, _range in answer.band] == list(days)


def test_a_paper_given_never_puts_the_median_off_by_a_week():
    before = _forecast().reached.middle
    at = evening(WHOLE.on(STOP))
    for paper in at.papers:
        given = [replace(child, missing=child.missing - {paper.track}) for child in at.children]
        after = _forecast(replace(at, children=tuple(given))).reached.middle

        assert after <= before + 7


def test_a_hearing_far_off_puts_it_off():
    at = evening(WHOLE.on(STOP))
    far = [
        replace(child, hearing=STOP + 900, missing=child.missing | {"court"})
        for child in at.children
    ]

    assert (
        _forecast(replace(at, children=tuple(far))).reached.middle > _forecast().reached.middle + 90
    )


def test_brothers_and_sisters_wait_for_each_other():
    at = evening(WHOLE.on(STOP))
    ready, heard = (
        replace(child, at=At.ELIGIBLE, missing=frozenset()) for child in at.children[:2]
    )
    heard = replace(heard, missing=frozenset({"court"}), hearing=STOP + 60)
    at = replace(at, target=at.home + 1, booked=(), unconsented=frozenset(), registered=(1,))
    apart, together = (
        _forecast(replace(at, children=(ready, replace(heard, family=family)))).reached
        for family in (ready.family + 1, ready.family)
    )

    assert together.low >= STOP + 60
    assert apart.low < STOP + 60


def test_what_moves_it_is_told_most_first_and_from_a_week_on():
    changes = _forecast(of_change=120).changes

    assert Lever.JOURNEY in {change.lever for change in changes}
    assert all(change.weeks >= 1 for change in changes)
    assert [change.weeks for change in changes] == sorted((c.weeks for c in changes), reverse=True)


def test_no_forecast_is_given_and_why():
    at = evening(WHOLE.on(STOP))
    one, far = at.past[:1], Trip(STOP - 400, STOP - 400, STOP - 410, 9, 9)
    court = [Spell("court", 0, 200, True)] * 30 + [Spell("court", 200, STOP, False)] * 40

    assert _why(replace(at, registered=())) == ForecastRefusal.NOBODY
    assert (
        _why(replace(at, target=None)) == _why(replace(at, target=0)) == ForecastRefusal.NO_TARGET
    )
    assert _why(replace(at, home=at.target)) == ForecastRefusal.REACHED
    assert _why(replace(at, past=(), home=0)) == ForecastRefusal.NO_JOURNEY
    assert _why(replace(at, past=one)) == ForecastRefusal.FEW
    assert _why(replace(at, home=5)) == ForecastRefusal.FEW
    assert _why(replace(at, spells=tuple(court))) == ForecastRefusal.TRACK_STILL
    assert _why(replace(at, past=(far, far), booked=())) == ForecastRefusal.JOURNEYS_STILL
    assert _why(replace(at, children=(), registered=(0,))) == ForecastRefusal.OUT_OF_REACH
    assert _why(replace(at, target=9000)) == ForecastRefusal.OUT_OF_REACH


def test_all_booked_is_the_booked_day():
    at = evening(WHOLE.on(STOP))
    trip = Trip(STOP + 20, STOP + 20, STOP, 99, at.target)

    answer = _forecast(replace(at, booked=(trip,)))

    assert answer.reached.low == answer.reached.middle == STOP + 20


def _forecast(at=None, *, seed="x", days=(), of_change=0):
    at = at or evening(WHOLE.on(STOP))
    answer = forecast(at, seed=seed, days=days, simulations=200, of_change=of_change)
    assert isinstance(answer, Foretold), answer
    return answer


def _why(at):
    answer = forecast(at, seed="x", simulations=40)
    assert isinstance(answer, NoForecast)
    return answer.why
