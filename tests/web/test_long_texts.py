"""A form with a long text is kept while it is typed into, for its author alone."""

import pytest
from django.urls import reverse

from cases.models import Draft
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(client):
    client.force_login(factories.user(Role.CASEWORKER))
    return reverse("child-note", args=[factories.child().reference])


def keep(client, path: str, **typed: str):
    return client.post(reverse("draft-keep", query={"path": path}), typed)


def offer(client, path: str) -> str:
    return client.get(reverse("draft-offer", query={"path": path})).content.decode()


def test_what_is_typed_is_kept_once_for_each_page_and_offered_there(client, note):
    keep(client, note, text="Her aunt", password_again="secret")
    page = keep(client, note, text="Her aunt called.")

    [draft] = Draft.objects.all()
    home = client.get("/").content.decode()
    assert "Draft saved" in page.content.decode()
    assert draft.data["typed"] == {"text": ["Her aunt called."]}
    assert reverse("draft", args=[draft.pk]) in offer(client, note)
    assert reverse("draft", args=[draft.pk]) in home
    assert offer(client, "/") == ""


def test_draft_is_put_back_into_its_form_and_goes_when_that_is_sent(client, note):
    keep(client, note, text="Her aunt called.")
    draft = Draft.objects.get()

    begun = client.get(reverse("draft", args=[draft.pk])).content.decode()
    filled = client.post(note, {"reopen": draft.data["token"], "text": "Her aunt called."})
    client.post(note, {"text": "Her aunt called.", "kept_as_draft": "1"})

    assert "You began this form" in begun
    assert "Her aunt called.</textarea>" in filled.content.decode()
    assert f'name="kept_as_draft" value="{note}"' in filled.content.decode()  # offered no more
    assert not Draft.objects.exists()


def test_nobody_else_is_offered_a_draft(client, note):
    keep(client, note, text="Her aunt called.")
    pk = Draft.objects.get().pk
    client.force_login(factories.user(Role.CASEWORKER))

    assert offer(client, note) == ""
    assert client.get(reverse("draft", args=[pk])).status_code == 404
    assert "Her aunt" not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["", "/nowhere/", "/admin/cases/country/add/", "/me/password/"])
def test_other_pages_keep_nothing(client, note, path):
    assert keep(client, path, text="x").status_code == 409
    assert not Draft.objects.exists()


def test_refused_form_keeps_its_draft(client, note):
    keep(client, note, text="Her aunt called.")

    client.post(note, {"text": "", "kept_as_draft": "1"})

    assert Draft.objects.count() == 1
