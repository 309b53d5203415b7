"""Sensitive text is fetched on request, each time on record, and hidden again after a minute."""

import pytest

from cases.casework import cases
from cases.models import AccessRow
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def test_each_sensitive_text_leaves_the_screen_by_itself(client):
    child = factories.child()
    factories.interests_note(child)
    note = cases.add_note(
        child=child, by=child.registered_by, on=DAY, text="A threat was told.", sensitive=True
    )
    at, mother = child.get_absolute_url(), child.mother.get_absolute_url()
    client.force_login(factories.user(Role.CASEWORKER))

    reveals = [
        (client.post(f"{at}note/", {"show": note.pk}), at, "note-shown"),
        (client.get(f"{mother}?show=legal"), mother, "mother-legal"),
        (client.get(f"{at}interests/1/"), at, "interests-note"),
    ]

    for answer, to, page in reveals:
        assert answer.headers["Refresh"] == f"60; url={to}"
        text = answer.content.decode()
        assert f'data-hides="{to}"' in text
        assert "js/reveal.js" in text
        assert AccessRow.objects.filter(page=page).count() == 1
    for closed in (at, mother):
        answer = client.get(closed)
        assert "Refresh" not in answer.headers
        assert "A threat was told." not in answer.content.decode()


def test_who_decides_on_a_note_loses_nothing_that_was_typed(client):
    child = factories.child()
    factories.interests_note(child)
    client.force_login(factories.user(Role.REVIEWER))

    answer = client.get(f"{child.get_absolute_url()}interests/1/")

    assert "Refresh" not in answer.headers
    assert "data-hides" not in answer.content.decode()
