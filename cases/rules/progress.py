"""Whether the target can be reached with the children in the register.

Source: screens page, section 1.6, the rules in their order.
"""

from dataclasses import dataclass
from enum import StrEnum


class Outlook(StrEnum):
    NOBODY = "nobody"
    NO_TARGET = "no_target"
    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    POSSIBLE = "possible"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The sentence's kind and numbers.

    ``needed`` of the ``pending`` children must be found eligible; ``short``
    children are missing even if all of them are; ``beyond`` returned beyond
    the target.
    """

    outlook: Outlook
    target: int = 0
    eligible: int = 0
    pending: int = 0
    needed: int = 0
    short: int = 0


def meaning(*, returned: int, to_travel: int, pending: int, target: int | None) -> Meaning:
    """Return what the counts of a day mean for the target.

    >>> meaning(returned=28, to_travel=30, pending=27, target=75).needed
    17
    """
    if target is None:
        return Meaning(Outlook.NO_TARGET, eligible=returned + to_travel, pending=pending)
    eligible = returned + to_travel
    needed = max(0, target - eligible)
    if returned >= target:
        outlook = Outlook.REACHED
    elif needed == 0:
        outlook = Outlook.ON_THE_WAY
    elif needed <= pending:
        outlook = Outlook.POSSIBLE
    else:
        outlook = Outlook.OUT_OF_REACH
    return Meaning(
        outlook,
        target=target,
        eligible=eligible,
        pending=pending,
        needed=needed,
        short=max(0, needed - pending),
    )
