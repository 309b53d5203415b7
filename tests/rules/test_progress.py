import pytest

from cases.rules.progress import Outlook, meaning


@pytest.mark.parametrize(
    ("returned", "to_travel", "pending", "outlook"),
    [
        (75, 0, 9, Outlook.REACHED),
        (84, 3, 0, Outlook.REACHED),
        (28, 47, 10, Outlook.ON_THE_WAY),
        (28, 30, 27, Outlook.POSSIBLE),
        (28, 30, 17, Outlook.POSSIBLE),
        (28, 30, 16, Outlook.OUT_OF_REACH),
        (0, 0, 0, Outlook.OUT_OF_REACH),
    ],
)
def test_outlook_follows_from_the_counts(returned, to_travel, pending, outlook):
    found = meaning(returned=returned, to_travel=to_travel, pending=pending, target=75)

    assert found.outlook == outlook


def test_17_of_27_pending_are_needed():
    found = meaning(returned=28, to_travel=30, pending=27, target=75)

    assert (found.eligible, found.needed, found.pending, found.short) == (58, 17, 27, 0)


def test_short_by_what_even_all_pending_would_leave():
    found = meaning(returned=28, to_travel=30, pending=10, target=75)

    assert (found.needed, found.short) == (17, 7)


def test_without_a_target_nothing_is_needed():
    found = meaning(returned=1, to_travel=2, pending=3, target=None)

    assert (found.outlook, found.needed) == (Outlook.NO_TARGET, 0)
