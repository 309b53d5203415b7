"""A role that is given or taken away is told to the auditor, whoever writes."""

import pghistory
import pytest
from django.contrib.auth.models import Group

from cases.casework.roles import KEPT_BY_ADMIN
from cases.models import RoleGrant, User
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


def told():
    """Return what was told since the last asking: whom, which role, whether given, by whom."""
    rows = RoleGrant.objects.order_by("pk").values_list("whom", "role", "given", "by")
    return list(rows)


def test_role_is_told_with_who_gave_it():
    giver, whom = factories.user(Role.ADMIN), factories.UserFactory()
    group = Group.objects.get(name=Role.AUDITOR)

    with pghistory.context(user=giver.pk):
        whom.groups.add(group)
        whom.groups.clear()

    assert told()[1:] == [
        (whom.pk, "auditor", True, giver.pk),
        (whom.pk, "auditor", False, giver.pk),
    ]


def test_raw_sql_is_told_too():
    whom = factories.user(Role.CASEWORKER)
    other = Group.objects.get(name=Role.ADMIN)
    RoleGrant.objects.count()

    execute("UPDATE cases_user_groups SET group_id = %s WHERE user_id = %s", other.pk, whom.pk)
    execute("UPDATE cases_user SET is_superuser = true WHERE id = %s", whom.pk)
    execute("UPDATE cases_user SET is_active = false WHERE id = %s", whom.pk)
    boss = factories.UserFactory(is_superuser=True)

    assert told()[1:] == [
        (whom.pk, "admin", True, None),
        (whom.pk, "caseworker", False, None),
        (whom.pk, "superuser", True, None),
        (whom.pk, "active", False, None),
        (boss.pk, "superuser", True, None),
    ]


def test_nobody_grants_a_role_to_themselves():
    user = factories.user(Role.ADMIN)

    with refused("role_granted_by_another"), pghistory.context(user=user.pk):
        user.groups.add(Group.objects.get(name=Role.REVIEWER))
    with refused("role_granted_by_another"), pghistory.context(user=user.pk):
        User.objects.filter(pk=user.pk).update(is_superuser=True)


def test_what_was_told_stays():
    factories.user(Role.ADMIN)

    with refused("append_only"):
        RoleGrant.objects.update(given=False)
    with refused("append_only"):
        execute("DELETE FROM cases_rolegrant")


def is_staff(user: User) -> bool:
    return User.objects.values_list("is_staff", flat=True).get(pk=user.pk)


@pytest.mark.parametrize("role", Role)
def test_staff_status_follows_from_the_role(role):
    group = Group.objects.get(name=role)
    verbs = group.permissions.filter(codename__in=[f"view_{model}" for model in KEPT_BY_ADMIN])
    user, other = factories.UserFactory(is_staff=True), factories.UserFactory()
    assert not is_staff(user)

    user.groups.add(group)
    execute("UPDATE cases_user SET is_staff = NOT is_staff WHERE id = %s", user.pk)
    assert is_staff(user) is verbs.exists()
    execute("UPDATE cases_user_groups SET user_id = %s WHERE user_id = %s", other.pk, user.pk)
    assert (is_staff(user), is_staff(other)) == (False, verbs.exists())
    other.groups.clear()

    assert not is_staff(other)


def test_superuser_is_staff_without_a_role():
    assert is_staff(factories.UserFactory(is_superuser=True))


def must_change(user: User) -> bool:
    return User.objects.values_list("must_change_password", flat=True).get(pk=user.pk)


def test_password_that_somebody_else_chose_must_be_changed():
    admin, user = factories.user(Role.ADMIN), factories.user(Role.OFFICIAL)
    assert not must_change(user)

    with pghistory.context(user=admin.pk):
        made = factories.UserFactory()
        User.objects.filter(pk=user.pk).update(first_name="Another")
        assert (must_change(made), must_change(user)) == (True, False)
        User.objects.filter(pk=user.pk).update(password="another hash", must_change_password=False)

    assert must_change(user)


def test_password_that_somebody_else_chose_is_not_kept():
    admin, user = factories.user(Role.ADMIN), factories.user(Role.OFFICIAL)
    with pghistory.context(user=admin.pk):
        User.objects.filter(pk=user.pk).update(password="another hash")

    with refused("user_password_changed_first"), pghistory.context(user=user.pk):
        User.objects.filter(pk=user.pk).update(must_change_password=False)
    with pghistory.context(user=user.pk):
        User.objects.filter(pk=user.pk).update(password="own hash", must_change_password=False)

    assert not must_change(user)
