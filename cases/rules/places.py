"""Which places a record may name, and what somebody may type as a town."""

import re
from zoneinfo import available_timezones

from cases.rules.stages import HOME
from cases.rules.text import CannotUseText, clean_text
from cases.vocabulary import PlacementKind, PlacePurpose, Stage

#: The longest name of a place.
LONGEST = 120

#: Where a child of each stage can be. One who arrived is where the movement ended.
WHERE_A_CHILD_IS: dict[Stage, tuple[PlacePurpose, ...]] = {
    stage: (
        tuple(PlacePurpose)
        if stage == Stage.CLOSED
        else (PlacePurpose.ROUTE, PlacePurpose.CARE, PlacePurpose.TOWN)
        if stage in HOME
        else (PlacePurpose.CUSTODY,)
    )
    for stage in Stage
}
#: What a form asks for after the return; the arrival itself is no place to stay.
AT_HOME = (PlacePurpose.CARE, PlacePurpose.TOWN)
#: Where somebody may be born.
BORN_AT = (PlacePurpose.TOWN, PlacePurpose.CUSTODY)

#: Where each kind of care is given: an institution, or a family's town or district.
WHERE_CARE_IS: dict[PlacementKind, tuple[PlacePurpose, ...]] = {
    PlacementKind.RELATIVE: (PlacePurpose.TOWN,),
    PlacementKind.FOSTER: (PlacePurpose.TOWN,),
    PlacementKind.INSTITUTION: (PlacePurpose.CARE,),
    PlacementKind.OTHER: AT_HOME,
}

_TOWN = re.compile(r"(?=.*[^\W\d_])[\w\s.,'’ʼ`\-–/()№\u200c]+")


class CannotUseTown(Exception):
    """The text is not the name of a town or district."""


def clean_town(text: str) -> str:
    """Return the name of a town or district, as it was typed, with single spaces.

    Raises ``CannotUseTown`` for a name without letters, or with signs that no name has.
    """
    try:
        name = " ".join(clean_text(text, limit=LONGEST).split())
    except CannotUseText as refusal:
        raise CannotUseTown from refusal
    if not _TOWN.fullmatch(name) or "_" in name:
        raise CannotUseTown
    return name


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of this name."""
    return name in available_timezones()


def spelling(name: str) -> str:
    """Return a name of a place for comparison: lower case, single spaces."""
    return " ".join(name.casefold().split())
