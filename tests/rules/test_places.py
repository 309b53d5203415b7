"""Which place may stand where, and what may be typed as a town."""

import pytest

from cases.rules.places import WHERE_A_CHILD_IS, WHERE_CARE_IS, CannotUseTown, clean_town
from cases.vocabulary import PURPOSE_OF_KIND, PlaceKind, PlacementKind, PlacePurpose, Stage


def test_every_kind_of_place_has_one_purpose():
    assert set(PURPOSE_OF_KIND) == set(PlaceKind)
    assert set(PURPOSE_OF_KIND.values()) == set(PlacePurpose)


def test_every_stage_and_kind_of_care_says_where():
    assert (set(WHERE_A_CHILD_IS), set(WHERE_CARE_IS)) == (set(Stage), set(PlacementKind))


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.CLEARED, Stage.IN_TRANSIT])
def test_child_who_is_not_home_is_in_custody(stage):
    assert WHERE_A_CHILD_IS[stage] == (PlacePurpose.CUSTODY,)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Кӯлоб ", "Кӯлоб"),
        ("ноҳияи  Ҳамадонӣ", "ноҳияи Ҳамадонӣ"),
        ("Душанбе, 102 мкр.", "Душанбе, 102 мкр."),
        ("كولاب", "كولاب"),
        ("Roshtqal'a (GBAO)", "Roshtqal'a (GBAO)"),
    ],
)
def test_name_of_a_town_is_kept_as_typed(typed, name):
    assert clean_town(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "12345", "<b>Кӯлоб</b>", "=1+1", "Куляб\u202e", "a_b", "x" * 121, "-", "@home"]
)
def test_what_is_no_name_of_a_town_is_refused(typed):
    with pytest.raises(CannotUseTown, match=r"^$"):
        clean_town(typed)
