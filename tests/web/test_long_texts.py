"""A form with a long text is kept while it is typed into, for its author alone."""

import importlib
import pkgutil
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django import forms as django_forms
from django.urls import reverse

from cases import forms
from cases.models import Draft
from cases.vocabulary import FollowUpKind, Role, Stage
from tests import factories
from tests.acts import EXAMPLES
from tests.conftest import StaffClient
from tests.test_acts import doer

pytestmark = pytest.mark.django_db

#: Every form with a long text, and the page on which it stands.
STANDS_ON = {
    "AgreementChangeForm": "agreement-change",
    "AnswerForm": "audit-answer",
    "AssessForm": "child-assess",
    "ClaimDecisionForm": "claim-decide",
    "CloseForm": "child-close",
    "ConsentVerificationForm": "child-verify-consent",
    "DecideForm": "assessment",
    "EnquiryForm": "enquiry-new",
    "ExceptionForm": "exception",
    "FatherConfirmForm": "child-confirm",
    "FollowUpForm": "follow-up",
    "HeldAnswerForm": "held-answer",
    "HeldRequestForm": "held-ask",
    "IdentityConfirmForm": "child-confirm",
    "InterestsForm": "interests-new",
    "MergeForm": "pair-merge",
    "MotherChangeForm": "mother-change",
    "NamedExportForm": "named-export-ask",
    "NoteForm": "child-note",
    "PairAnswerForm": "pair",
    "ReconsiderForm": "child-reconsider",
    "ReviseForm": "interests-revise",
    "ShareDecisionForm": "share-decide",
    "ShareForm": "share-ask",
    "TellingForm": "enquiry-decide",
    "UndoMergeForm": "merge-undo",
    "VerifyForm": "child-verify",
}


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
    back = client.get(reverse("draft", args=[draft.pk])).content.decode()

    assert "You began this form" in begun
    assert "You have no such draft. Once its form is sent, a draft is not stored." in back
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


def test_every_form_with_a_long_text_is_known_here():
    for module in pkgutil.iter_modules(forms.__path__):
        importlib.import_module(f"{forms.__name__}.{module.name}")

    assert {form.__name__ for form in with_long_text(django_forms.BaseForm)} == set(STANDS_ON)


def with_long_text(form: type) -> Iterator[type]:
    """Yield the forms of ours with a long text on which no other is built."""
    below = [each for sub in form.__subclasses__() for each in with_long_text(sub)]
    yield from below
    fields = getattr(form, "base_fields", {}).values()
    is_long = any(isinstance(field.widget, django_forms.Textarea) for field in fields)
    if is_long and not below and form.__module__.startswith(forms.__name__):
        yield form


@pytest.mark.parametrize("route", sorted(set(STANDS_ON.values())))
def test_every_long_text_is_kept_and_put_back(route, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    example = EXAMPLES[route]()
    if route == "child-close":  # asks for words where a visit is left open
        factories.bring_to(example.child, Stage.PLACED)
        visit = {"n": 1, "kind": FollowUpKind.VISIT, "due_on": factories.DAY}
        example.child.follow_ups.create(planned_by=example.child.verified_by, **visit)
    client, path = StaffClient(), example.address(route)
    client.force_login(doer(route, example))
    texts = {name: f"Typed into {name}." for name in long_texts(client.get(path))}

    answer = keep(client, path, **texts)
    reopen = Draft.objects.get(author_id=client.session["_auth_user_id"]).data["token"]
    filled = client.post(path, {"reopen": reopen, **texts})

    assert answer.status_code == 200
    assert texts
    assert {n: text.strip() for n, text in long_texts(filled).items()} == texts


def long_texts(page) -> dict[str, str]:
    """Return what stands in each long text of the forms that static/js/draft.js looks for."""
    reader = LongTexts()
    reader.feed(page.content.decode())
    return reader.texts


class LongTexts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.open, self.name = [], ""

    def handle_starttag(self, tag, attrs):
        if tag in ("main", "form"):
            self.open.append((tag, dict(attrs).get("method")))
        elif tag == "textarea" and self.open == [("main", None), ("form", "post")]:
            self.name = dict(attrs)["name"]
            self.texts[self.name] = ""

    def handle_data(self, data):
        if self.name:
            self.texts[self.name] += data

    def handle_endtag(self, tag):
        if tag in ("main", "form"):
            self.open.pop()
        self.name = ""
