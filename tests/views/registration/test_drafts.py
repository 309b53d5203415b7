"""A family that is kept half typed."""

import re

import pytest
from django.urls import reverse

from cases.models import Draft
from cases.vocabulary import Role
from tests import factories
from tests.views.registration.sent import BILOL, NEW, typed


def test_what_is_typed_is_kept_and_comes_back(page, worker):
    sent = typed(BILOL, {"name_family": "Сум", "born": "31.02"})

    answer = page.post(NEW + "draft/", sent)

    draft = Draft.objects.get()
    back = page.get(NEW, {"draft": draft.pk})
    assert re.fullmatch(r"Draft saved \d\d:\d\d · only you can see it", answer.content.decode())
    assert draft.author == worker
    assert str(back.context["token"]) == sent["token"]
    assert [c["born"].value() for c in back.context["family"].children] == ["10m", "31.02"]


def test_it_is_told_apart_by_the_mothers_name(page):
    page.post(NEW + "draft/", typed(BILOL))
    page.post(NEW + "draft/", typed(BILOL) | {"mother-name_family": ""})

    text = page.get("/").content.decode()

    assert "Family of Манижа Раҳимова" in text
    assert "Family of Билол" in text


def test_the_same_family_saved_again_from_a_page_opened_anew_is_one_draft(page):
    page.post(NEW + "draft/", typed(BILOL))
    page.post(NEW + "draft/", typed(BILOL))

    assert Draft.objects.count() == 1


def test_the_newest_state_of_one_form_is_one_draft(page):
    sent = typed(BILOL)

    page.post(NEW + "draft/", sent)
    page.post(NEW + "draft/", sent | {"mother-name_family": "Манижа"})
    page.post(NEW + "draft/", typed(BILOL))

    assert Draft.objects.count() == 2


def test_the_button_keeps_a_draft_without_scripts(page):
    response = page.post(NEW, typed(BILOL, save_draft="1"), follow=True)

    assert "only you can see it" in response.content.decode()
    assert response.redirect_chain[0][0] == f"{NEW}?draft={Draft.objects.get().pk}"


def test_nobody_else_finds_it(page, client):
    page.post(NEW + "draft/", typed(BILOL))
    draft = Draft.objects.get()
    client.force_login(factories.user(Role.CASEWORKER))

    opened = client.get(NEW, {"draft": draft.pk})
    thrown = client.post(reverse("draft-discard", args=[draft.pk]))

    assert (opened.status_code, thrown.status_code) == (404, 404)
    assert Draft.objects.count() == 1


def test_registering_ends_it_and_a_late_autosave_does_not_bring_it_back(page):
    sent = typed(BILOL)
    page.post(NEW + "draft/", sent)

    page.post(NEW, sent | {"register": "1"})
    late = page.post(NEW + "draft/", sent)

    assert late.status_code == 409
    assert Draft.objects.count() == 0


def test_it_can_be_thrown_away(page):
    page.post(NEW + "draft/", typed(BILOL))

    response = page.post(reverse("draft-discard", args=[Draft.objects.get().pk]))

    assert response.status_code == 302
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("text", ["\x00", "\u202e", "x" * 10_000, "'; drop table", "😀"])
def test_anything_can_be_kept(page, text):
    answer = page.post(NEW + "draft/", typed({"name_family": text}))

    assert answer.status_code == 200
    kept = Draft.objects.get().data["typed"]["child-0-name_family"]
    assert kept == [text.replace("\x00", "")]


@pytest.mark.parametrize("change", [{"token": "x"}, {"child-0-name_family": "x" * 300_000}])
def test_what_cannot_be_kept_is_said(page, change):
    answer = page.post(NEW + "draft/", typed(BILOL) | change)

    assert answer.status_code == 409
    assert Draft.objects.count() == 0


def test_a_mangled_draft_address_is_not_found(page):
    for key in ("x", "9" * 40, "-1", "²"):
        assert page.get(NEW, {"draft": key}).status_code == 404
