"""Roles assigned: an admin gives them to others only, and the auditor is told."""

import pghistory
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from cases.casework import accounts
from cases.models import RoleGrant
from cases.models.grants import APPLICATION_ROLE, secure
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db
PAGE = reverse("role-grants")
SERVER = "On the server, not in the register"


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
    newest = page.context["rows"][0]
    assert [newest[0].text, str(newest[1].text), newest[3].text] == [whom, "Reviewer", admin]
    assert newest[0].more
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

    # Session, user, last look, choice of users, count, rows, the look itself.
    with django_assert_num_queries(7):
        marks = [bool(row[0].more) for row in client.get(PAGE).context["rows"]]
    again = [bool(row[0].more) for row in client.get(PAGE).context["rows"]]

    assert marks == again
    assert marks[0]


def rows_of(client, query=""):
    return [[str(cell.text) for cell in row] for row in client.get(PAGE + query).context["rows"]]


def test_what_a_role_may_do_is_told_and_not_written_by_the_application(client):
    role = Group.objects.get(name=Role.OFFICIAL)
    permission = Permission.objects.get(codename="see_names")
    role.permissions.add(permission)  # nobody has it yet: as at the first start, not told
    role.permissions.remove(permission)
    factories.user(Role.OFFICIAL)
    role.permissions.add(permission)
    client.force_login(factories.user(Role.AUDITOR))

    rows = rows_of(client, "?kind=permissions")
    assert [row[:4] for row in rows] == [
        ["Everybody of the role", "Official: see_names", "Assigned", SERVER]
    ]
    secure("default")
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
    for statement in (
        "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT 1, 1",
        "DELETE FROM auth_group_permissions",
        "UPDATE auth_permission SET codename = 'x'",
        "DELETE FROM auth_group",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            execute(statement)


def test_sessions_that_somebody_else_ended_are_told(client):
    admin, whom = factories.user(Role.ADMIN), factories.user(Role.OFFICIAL)
    theirs = Client()
    theirs.force_login(whom)
    theirs.get(reverse("home"))
    for by, mark in ((whom, "nobody's"), (admin, ""), (admin, "")):  # at last none is left
        with pghistory.context(user=by.pk):
            accounts.sign_out(whom, mark=mark)
    client.force_login(factories.user(Role.AUDITOR))

    rows = [row[:4] for row in rows_of(client, "?kind=sessions")]

    assert rows == [[str(whom), "Sessions", "Ended by another person", str(admin)]]
    assert theirs.get(reverse("home")).status_code == 302


def test_grants_are_narrowed_and_come_as_a_file(client):
    admin, whom = factories.user(Role.ADMIN), factories.user(Role.CASEWORKER)
    give(client, admin, whom, Role.REVIEWER)
    client.force_login(factories.user(Role.AUDITOR))

    of_whom = rows_of(client, f"?viewer={whom.pk}&kind=roles")
    none = rows_of(client, "?until=01.01.2019")
    file = client.get(reverse("role-grants-csv") + f"?viewer={whom.pk}").getvalue().decode()

    whom.refresh_from_db()
    assert {row[0] for row in of_whom} == {str(whom)}
    assert none == []
    assert "Reviewer" in file
    assert "New since" not in file
    assert file.count("\n") == 1 + len(rows_of(client, f"?viewer={whom.pk}"))
