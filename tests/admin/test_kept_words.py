"""Texts in other languages: the wording of letters is found, entered and read."""

import pytest
from django.urls import reverse

from cases.models import Phrase
from cases.rules.letters import SOURCES
from cases.vocabulary import LetterKind, LetterLanguage, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_letter_is_offered_to_be_worded_and_then_to_be_changed(client):
    client.force_login(factories.user(Role.ADMIN))
    add, table = reverse("admin:cases_phrase_add"), reverse("admin:cases_phrase_changelist")
    listed = client.get(table).content.decode()
    offered = listed.count(f"{add}?source=Letter")
    asked = {"source": SOURCES["hearing"], "language": "en"}
    opened = client.get(add, asked).context["adminform"].form.initial

    client.post(add, {**asked, "text": "To the court: {child}", "version": "0"})
    after = client.get(table).content.decode()

    assert offered == len(LetterKind) * len(LetterLanguage)
    assert {name: opened[name] for name in asked} == asked
    assert (after.count(f"{add}?source=Letter"), "To the court: {child}" in after) == (8, True)


def test_letter_names_only_facts_that_there_are(client):
    client.force_login(factories.user(Role.ADMIN))
    typed = {"source": SOURCES["hearing"], "language": "ru", "text": "{chlid}, {born}"}

    answer = client.post(reverse("admin:cases_phrase_add"), {**typed, "version": "0"})

    assert "A letter has no fact named {chlid}." in answer.content.decode()
    assert not Phrase.objects.filter(source=typed["source"]).exists()
