"""A form that comes without its session, or under another person's: kept for its author alone."""

import datetime
import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from cases.casework import drafts
from cases.models import Draft, Note
from cases.vocabulary import Role
from tests import factories, papers
from tests.conftest import StaffClient
from tests.sent import form_of

TEXT = "She asked for her brother again."


@pytest.fixture
def author(db):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def note_url(db):
    return reverse("child-note", args=[factories.child().reference])


def signed_in(user) -> StaffClient:
    client = StaffClient(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def typed_note(client: StaffClient, url: str) -> dict[str, list[str]]:
    return form_of(client.get(url), holding="text") | {"text": [TEXT]}


def end_session(client: StaffClient) -> None:
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    past = timezone.now() - datetime.timedelta(minutes=1)
    Session.objects.filter(session_key=key).update(expire_date=past)


def sentences(response) -> str:
    return " ".join(response.content.decode().split())


def test_form_after_the_session_is_kept_and_goes_on_after_signing_in(author, note_url):
    client = signed_in(author)
    note = typed_note(client, note_url)
    end_session(client)

    refused = client.post(note_url, note)
    draft = Draft.objects.get()
    back = signed_in(author)
    page = back.get(reverse("draft", args=[draft.pk]))
    reopened = back.post(note_url, form_of(page, action=note_url))
    sent = back.post(note_url, form_of(reopened, holding="text"))

    assert refused.status_code == 403
    assert reverse("draft", args=[draft.pk]) in sentences(refused)
    assert TEXT not in sentences(refused)
    assert (draft.author, draft.form) == (author, drafts.UNSENT)
    assert TEXT in sentences(page)
    assert form_of(reopened, holding="text")["text"] == [TEXT]
    assert sent.status_code == 302
    assert list(Note.objects.values_list("text", "by")) == [(TEXT, author.pk)]
    assert not Draft.objects.exists()


def test_reopening_a_draft_records_nothing_and_judges_nothing(author, note_url):
    client = signed_in(author)
    draft = drafts.keep_unsent(
        path=note_url, typed={"text": [""], "sensitive": ["on"]}, has_files=False, by=author
    )
    page = client.get(reverse("draft", args=[draft.pk]))

    reopened = client.post(note_url, form_of(page, action=note_url))

    assert reopened.status_code == 200
    assert not reopened.context["form"].errors
    assert reopened.context["form"]["sensitive"].value() is True
    assert not Note.objects.exists()


def test_ended_session_itself_proves_who_typed(author, note_url):
    client = StaffClient()
    client.force_login(author)
    end_session(client)

    client.post(note_url, {"text": TEXT})

    assert Draft.objects.get().author == author


@pytest.mark.parametrize("page", ["second-factor", "factor-app", "factor-key", "confirm"])
def test_no_code_of_a_second_factor_is_kept(author, page):
    client = StaffClient()
    client.force_login(author)
    end_session(client)

    refused = client.post(reverse(page), {"code": "ABCD-EFGH-JKLM", "name": "on my key ring"})

    assert refused.status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize("proof", ["nothing", "no such session", "other password", "gone"])
def test_nothing_is_kept_from_whom_nothing_proves(author, note_url, proof):
    client = signed_in(author)
    note = typed_note(client, note_url)
    end_session(client)
    if proof == "nothing":
        client.cookies.clear()
        note.pop("sender")
    elif proof == "no such session":
        client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
        note["sender"] = ["forged:1:2"]
    elif proof == "other password":
        author.set_password("another-long-password")
        author.save()
    else:
        author.is_active = False
        author.save()

    response = client.post(note_url, note)

    assert response.status_code in (302, 403)
    assert not Draft.objects.exists()
    assert not Note.objects.exists()


def test_form_of_another_person_is_recorded_in_nobodys_name(author, note_url):
    other = factories.user(Role.CASEWORKER)
    note = typed_note(signed_in(author), note_url)
    client = StaffClient()
    client.force_login(other)

    response = client.post(note_url, note)

    assert response.status_code == 403
    assert "opened" in sentences(response)
    assert TEXT not in sentences(response)
    assert not Note.objects.exists()
    draft = Draft.objects.get()
    assert draft.author == author
    assert client.get(reverse("draft", args=[draft.pk])).status_code == 404
    assert reverse("draft", args=[draft.pk]) not in sentences(client.get(reverse("home")))


def test_form_of_another_person_fails_the_check_of_the_form_too(author, note_url):
    client = signed_in(author)
    note = typed_note(client, note_url)
    client.force_login(factories.user(Role.CASEWORKER))

    response = client.post(note_url, note)

    assert (response.status_code, Note.objects.count()) == (403, 0)
    assert TEXT not in sentences(response)
    assert Draft.objects.get().author == author


def test_own_form_of_an_earlier_session_is_kept_to_go_on_with(author, note_url):
    client = signed_in(author)
    note = typed_note(client, note_url)
    client.cookies.pop(settings.CSRF_COOKIE_NAME)

    response = client.post(note_url, note)

    draft = Draft.objects.get()
    assert (response.status_code, draft.author) == (403, author)
    assert reverse("draft", args=[draft.pk]) in sentences(response)


def test_files_are_asked_for_again_and_that_is_said(author):
    child = factories.child()
    url, client = reverse("child-document-new", args=[child.reference]), signed_in(author)
    form = form_of(client.get(url), holding="kind")
    end_session(client)

    refused = client.post(url, form | {"file": papers.sent(), "kind": "birth", "language": "ar"})
    page = signed_in(author).get(reverse("draft", args=[Draft.objects.get().pk]))

    assert "choose" in sentences(refused).lower()
    assert "choose" in sentences(page).lower()


def test_what_is_kept_is_bounded_in_number_and_size(author, note_url, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_UNSENT", 3)
    client = StaffClient()
    for number in range(5):
        client.force_login(author)
        end_session(client)
        client.post(note_url, {"text": f"{TEXT} {number}"})
    client.force_login(author)
    end_session(client)

    client.post(note_url, {"text": "x" * (drafts.LONGEST + 1)})

    kept = [draft.data["typed"]["text"][0][-1] for draft in Draft.objects.order_by("pk")]
    assert kept == ["2", "3", "4"]


@pytest.mark.parametrize(
    "name", ["password-change", "search", "me", "family-echo", "admin:cases_country_add"]
)
def test_what_would_be_taken_at_once_or_may_not_be_kept_is_not(author, name):
    client = StaffClient()
    client.force_login(author)
    end_session(client)

    client.post(reverse(name), {"new_password1": "correct-horse", "name": "typed"})

    assert not Draft.objects.exists()


def test_draft_that_is_discarded_is_gone(author, note_url):
    draft = drafts.keep_unsent(path=note_url, typed={"text": [TEXT]}, has_files=False, by=author)
    client = StaffClient()
    client.force_login(author)

    client.post(reverse("draft-discard", args=[draft.pk]))

    assert not Draft.objects.exists()


def test_role_that_was_taken_away_keeps_what_was_typed_on_the_page(note_url):
    client = StaffClient()
    client.force_login(factories.user(Role.OFFICIAL))

    response = client.post(note_url, {"text": TEXT, "token": str(uuid.uuid4())})

    assert response.status_code == 403
    assert TEXT in sentences(response)
    assert not Note.objects.exists()
