"""The page of what does not add up: every number leads to exactly the cases it counts."""

import pytest
from django.urls import reverse

from cases.models import AccessRow
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("children", [1, 3])
def test_number_leads_to_its_cases(client, children, django_assert_num_queries):
    client.force_login(factories.user(Role.REVIEWER))
    mother = factories.family(children)

    with django_assert_num_queries(19):  # session, user, each check, and the sums
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
