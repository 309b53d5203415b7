"""Why we ask: each reason stands under a field that is there, and in the page of its form."""

import pytest
from django import forms
from django.urls import get_resolver, reverse

from cases.vocabulary import Role
from cases.vocabulary.why import WHY, why_of
from tests import factories


def _subclasses(of):
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_each_reason_belongs_to_a_field_of_a_form():
    assert get_resolver().url_patterns  # every form is imported with its view
    named = {each.__name__: each for each in _subclasses(forms.Form)}

    strangers = [
        key for key in WHY if key.partition(".")[2] not in _fields(named.get(key.partition(".")[0]))
    ]

    assert strangers == []


def _fields(form):
    return getattr(form, "base_fields", {}) if form else {}


def test_each_form_whose_reason_is_in_the_notes_asks_for_one():
    assert get_resolver().url_patterns

    silent = {
        form.__name__
        for form in _subclasses(forms.Form)
        for field in form.base_fields.values()
        if any(str(label).endswith("see the notes") for _value, label in _choices(field))
        and not {"words", "note"} & form.base_fields.keys()
    }

    assert silent == set()


def _choices(field):
    # Of rows of the database nothing is read.
    return [] if isinstance(field, forms.ModelChoiceField) else getattr(field, "choices", [])


def test_a_form_asks_as_what_it_is_made_of():
    class Asked:
        pass

    assert why_of(type("PaperForm", (Asked,), {}), "file_sensitive")
    assert why_of(Asked, "file_sensitive") == ""


@pytest.mark.django_db
def test_reason_is_read_under_its_field(client):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER))

    page = client.get(reverse("child-note", args=[child.reference])).content.decode()

    assert page.count("Why we ask") == 1
    assert "Health, violence and other confidential matters." in page
