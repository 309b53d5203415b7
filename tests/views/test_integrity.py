"""The page of what does not add up: every number leads to exactly the cases it counts."""

import pytest
from django.db import connection
from django.urls import reverse

from cases.casework import seals
from cases.models import AccessRow
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("children", [1, 3])
def test_number_leads_to_its_cases(client, children, django_assert_num_queries):
    client.force_login(factories.user(Role.REVIEWER))
    mother = factories.family(children)

    client.get(reverse("integrity"))  # what is asked once in a process
    with django_assert_num_queries(25):  # session, user, each check, the sums and guards
        page = client.get(reverse("integrity"))

    at = reverse("integrity-check", args=["nobody"])
    assert f'<a href="{at}">{children}<' in page.content.decode()
    with django_assert_num_queries(5):  # session, user, count, access row, page
        rows = client.get(at)
    text = rows.content.decode()
    assert rows.content.count(b'<th scope="row">') == children
    assert all(child.reference in text for child in mother.children.all())
    assert AccessRow.objects.filter(page="integrity-check", rows=children).count() == 1


def test_sound_register_says_so(client):
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(reverse("integrity")).content.decode()

    assert "No problems found" in page
    assert client.get(reverse("integrity-check", args=["nothing"])).status_code == 404


def test_page_says_when_rows_were_sealed_and_whether_they_are_as_they_were(client):
    client.force_login(factories.user(Role.REVIEWER))
    factories.child()
    assert "Sealing has stopped" in client.get("/integrity/").content.decode()

    seals.seal()
    seals.verify()
    assert "Every row is as it was sealed" in client.get("/integrity/").content.decode()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_journal SET detail = 'x'")
    seals.verify()
    page = client.get("/integrity/").content.decode()
    assert "Something was changed" in page
    assert "of cases_journal is not as it was sealed: it was changed." in page
