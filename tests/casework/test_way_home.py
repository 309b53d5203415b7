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
