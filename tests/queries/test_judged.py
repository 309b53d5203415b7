"""What one person decided, of the cases that this person sees."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cases.models import Child, Journal, User
from cases.queries.judged import Judged, decided_by, judged_by
from cases.vocabulary import Act, Role
from tests import factories
from tests.factories.money import fees_of

pytestmark = pytest.mark.django_db


def readers() -> list[User]:
    """Return an approver, a caseworker of each of two teams, and one who approves beside."""
    both = factories.user(Role.CASEWORKER)
    both.groups.add(Group.objects.get(name=Role.FINANCE_APPROVER))
    other = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Second desk"))
    return [factories.user(Role.FINANCE_APPROVER), factories.user(Role.CASEWORKER), other, both]


def test_decisions_are_counted_and_listed_of_the_cases_that_one_sees():
    today, people = timezone.localdate(), readers()
    fees_of(factories.family(2).children.all())
    factories.family(3)
    factories.child(team=people[2].team)

    for user in people:
        with factories.past_the_guards():
            Journal.objects.update(
                act=Act.VERIFY_CONSENT, by=user, from_stage=None, to_stage=None, detail=""
            )
        seen = set(Child.objects.visible_to(user).values_list("pk", flat=True))
        plainly = Journal.objects.filter(child__in=seen)

        assert judged_by(user, on=today) == Judged(plainly.count(), 0)
        assert set(decided_by(user, on=today)) == set(plainly)


def test_it_is_asked_of_each_entry_and_not_of_every_child():
    """As a join, all children that a role sees were read for the few entries of one person."""
    approver = factories.user(Role.FINANCE_APPROVER)

    rows = decided_by(approver, on=timezone.localdate())

    assert "OFFSET 0)" in str(rows.query)
