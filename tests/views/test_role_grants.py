"""Roles assigned: an admin gives them to others only, and the auditor is told."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cases.models import RoleGrant
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = reverse("role-grants")


def give(client, admin, whom, *roles):
    client.force_login(admin)
    form = {
        "username": whom.username,
        "preferred_script": "Cyrl",
        "groups": [Group.objects.get(name=role).pk for role in roles],
        "is_active": "on",
        "is_staff": "on",
    }
    return client.post(reverse("admin:cases_user_change", args=[whom.pk]), form)


def test_admin_gives_a_role_and_the_auditor_is_told_first_thing(client):
    admin, whom = factories.user(Role.ADMIN), factories.user(Role.CASEWORKER)
    auditor = factories.user(Role.AUDITOR)

    assert give(client, admin, whom, Role.CASEWORKER, Role.REVIEWER).status_code == 302
    client.force_login(auditor)
    first = client.get(reverse("home"))
    page = client.get(PAGE)
    after = client.get(reverse("home"))

    assert first.url == PAGE
    newest = page.context["grants"][0]
    assert (newest.whom, str(newest.role), newest.by) == (whom, "Reviewer", admin)
    assert newest.is_new
    assert "New since your last visit" in page.content.decode()
    assert after.url == reverse("dashboard")


def test_admin_gives_no_role_to_themselves(client):
    admin = factories.user(Role.ADMIN)
    before = RoleGrant.objects.count()

    response = give(client, admin, admin, Role.ADMIN, Role.REVIEWER)
    kept = give(client, admin, admin, Role.ADMIN)

    assert "You cannot assign yourself a role." in response.content.decode()
    assert kept.status_code == 302
    assert list(admin.groups.values_list("name", flat=True)) == [Role.ADMIN]
    assert RoleGrant.objects.count() == before


def test_mark_stays_until_the_next_session_and_queries_stay_constant(
    client, django_assert_num_queries
):
    auditor = factories.user(Role.AUDITOR)
    client.force_login(auditor)
    client.get(PAGE)
    factories.user(Role.OFFICIAL)
    client.force_login(auditor)

    with django_assert_num_queries(6):  # session, user, count, rows, last look, access row
        marks = [line.is_new for line in client.get(PAGE).context["grants"]]
    again = [line.is_new for line in client.get(PAGE).context["grants"]]

    assert marks == again
    assert marks[0]
