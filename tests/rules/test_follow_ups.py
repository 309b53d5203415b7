import datetime

from cases.rules.follow_ups import Planned, planned
from cases.vocabulary import FollowUpKind

VISIT, SCHOOL = FollowUpKind.VISIT, FollowUpKind.SCHOOL


def test_follow_ups_are_counted_in_months_and_the_nearest_comes_first():
    found = planned(datetime.date(2019, 3, 11), [(SCHOOL, 12), (VISIT, 1), (VISIT, 12)])

    assert found == (
        Planned(VISIT, datetime.date(2019, 4, 11)),
        Planned(SCHOOL, datetime.date(2020, 3, 11)),
        Planned(VISIT, datetime.date(2020, 3, 11)),
    )


def test_day_that_a_month_does_not_have_is_the_first_of_the_next():
    (found,) = planned(datetime.date(2019, 1, 31), [(VISIT, 1)])

    assert found.due_on == datetime.date(2019, 3, 1)


def test_without_rules_nothing_is_planned():
    assert planned(datetime.date(2019, 3, 11), []) == ()
