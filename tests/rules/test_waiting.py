import pytest

from cases.rules.waiting import minutes_to_wait


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (10**9, 15)],
)
def test_waiting_doubles_from_the_fifth_mistake_to_a_quarter_of_an_hour(failures, minutes):
    assert minutes_to_wait(failures) == minutes
