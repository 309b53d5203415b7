"""Caseloads from the sums that are kept are those of every child."""

import random
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from cases.models import Child, User
from cases.queries.bulk import caseloads
from cases.vocabulary import Role
from tests import factories
from tests.figures import worlds
from tests.figures.test_kept_sums import typed

pytestmark = pytest.mark.django_db


def readers() -> list[User]:
    """Return a reviewer, a caseworker of each of two teams, and one who sees fees beside."""
    both = factories.user(Role.CASEWORKER)
    both.groups.add(Group.objects.get(name=Role.FINANCE_OFFICER))
    other = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Second desk"))
    return [factories.user(Role.REVIEWER), factories.user(Role.CASEWORKER), other, both]


def test_caseloads_are_those_of_every_child_whoever_reads_them():
    people = readers()
    worlds.of_two_agreements(2)
    dice = random.Random(2)
    for _round in range(6):
        typed(dice)
        connection.check_constraints()

        for by in people:
            cases = Child.objects.visible_to(by).open().exclude(caseworker=None)
            counted = Counter(child.caseworker_id for child in cases)
            assert {each.pk: each.open_cases for each in caseloads(by)} == counted
    assert Child.objects.open().filter(caseworker__isnull=False).exists()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER])
def test_caseloads_read_no_child(role):
    by = factories.user(role)
    factories.family(3, by=by)
    Child.objects.update(caseworker=by)

    rows = caseloads(by)

    assert [each.open_cases for each in rows] == [3]
    assert "cases_child" not in str(rows.query)
