import pytest
from django import forms
from django.utils import translation

from cases.forms.names import NameField, TextField, name_refusal
from cases.rules.names import CannotUseName


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class PersonForm(forms.Form):
    name = NameField()
    note = TextField(limit=20, required=False)


def test_a_name_and_a_note_are_cleaned():
    form = PersonForm({"name": "  Раҳимова \xa0 Манижа ", "note": " a\r\nb "})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Раҳимова Манижа", "note": "a\nb"}
    assert 'dir="auto"' in str(form["name"])
    assert "<textarea" in str(form["note"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Enter a name."),
        ("2017", "A name needs letters. Enter the name, not a number."),
        (
            "Али\u202eев",
            (
                "A hidden character reverses the direction of this text: "
                "U+202E after “Али”. Delete it there."
            ),
        ),
        (
            "\u200bАли",
            ("The name has an invisible character: U+200B before “Али”. Delete it there."),
        ),
        (
            "Али\x00ев",
            "This contains a control character: U+0000 after “Али”. Delete it there.",
        ),
        (
            "Юсуф2",
            ("A name holds letters, spaces, hyphens, dots and apostrophes only: “2” after “Юсуф”."),
        ),
        ("Неизвестно", "Leave this empty when the name is not known."),
        ("ш" * 10_000, "This is too long. Use at most 120 characters."),
    ],
)
def test_a_name_is_refused_with_a_sentence(text, sentence):
    form = PersonForm({"name": text})

    assert form.errors == {"name": [sentence]}


def test_a_note_is_refused_with_a_sentence():
    form = PersonForm({"name": "Али", "note": "long " * 5})

    assert form.errors == {"note": ["This is too long. Use at most 20 characters."]}


def test_a_name_on_record_stays_as_it_is():
    form = PersonForm({"name": "Билол 2"})
    form.fields["name"].recorded = "Билол 2"

    assert form.is_valid()


def test_an_import_says_that_a_name_is_missing():
    assert name_refusal(CannotUseName("empty")) == "Enter a name."
