"""Whether two births can be of one mother, and whether two rows are one child."""

import datetime
from collections.abc import Collection

from cases.rules.births import Born
from cases.rules.months import months_after
from cases.rules.names import letters

#: Between two births of one mother there are at least so many months.
FEWEST_MONTHS = 9
#: Twins may be born on both sides of midnight.
TWINS = datetime.timedelta(days=1)


def too_close(one: Born | None, other: Born | None) -> bool:
    """Return whether two births certainly lie too near one another for one mother.

    False for twins, for an unknown birth, and where the ranges leave room for twins or for
    nine months.
    """
    if one is None or other is None:
        return False
    first, second = sorted((one, other), key=lambda born: (born.earliest, born.latest))
    apart = second.earliest - first.latest > TWINS
    return apart and max(first.latest, second.latest) < months_after(first.earliest, FEWEST_MONTHS)


def same_letters(names: Collection[str], others: Collection[str]) -> bool:
    """Return whether two people share a name letter by letter, capitals aside."""
    return not set(map(letters, names)).isdisjoint(map(letters, others))
