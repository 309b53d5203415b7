"""The whole way of a case, by the acts of staff, stage by stage."""

import pytest
from django.db import connection

from cases.vocabulary import Stage
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.CLOSED])
def test_child_comes_to_each_stage_by_acts(stage):
    child = factories.child(stage)

    connection.check_constraints()

    assert child.stage == stage
    assert child.journal.exclude(to_stage=None).latest("pk").to_stage == stage


@pytest.mark.django_db
def test_child_at_home_is_no_longer_where_the_mother_is_held():
    returned, placed = factories.child(Stage.RETURNED), factories.child(Stage.PLACED)

    assert returned.held_at.name == "Dushanbe Airport"
    assert placed.held_at.name == "Care centre, Dushanbe"
    assert placed.mother.held_at.name.startswith("Rusafa")
