"""What is said of an empty field tells what to do with it."""

import pytest
from django import forms
from django.urls import get_resolver

from cases.forms.dates import DayField
from cases.forms.fields import Form
from cases.forms.movements import TimeField
from cases.forms.names import NameField, TextField

KINDS = {
    "Fill this in.": TextField(limit=20),
    "Enter a date.": DayField(),
    "Enter a time.": TimeField(),
    "Enter a name.": NameField(),
    "Enter a number.": forms.DecimalField(),
    "Choose a file.": forms.FileField(),
    "Choose one.": forms.ChoiceField(choices=[("a", "A")]),
    "Choose at least one.": forms.MultipleChoiceField(choices=[("a", "A")]),
    "Tick this to go on.": forms.BooleanField(),
    "Say of which day the list is.": forms.CharField(
        error_messages={"required": "Say of which day the list is."}
    ),
}


@pytest.mark.parametrize("sentence", KINDS)
def test_an_empty_field_says_what_to_do(sentence):
    class Asked(Form):
        it = KINDS[sentence]

    assert Asked({}).errors == {"it": [sentence]}


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        (forms.CharField(max_length=1), "ab", "This is too long. Use at most 1 character."),
        (forms.CharField(max_length=80), "a" * 81, "This is too long. Use at most 80 characters."),
        (forms.IntegerField(min_value=1), "0", "Enter 1 or more."),
        (forms.IntegerField(max_value=400), "401", "Enter 400 or less."),
    ],
)
def test_a_box_says_how_much_it_takes(box, typed, sentence):
    class Asked(Form):
        it = box

    assert Asked({"it": typed}).errors == {"it": [sentence]}


def test_every_form_of_staff_says_so():
    def under(kind):
        return {kind}.union(*map(under, kind.__subclasses__()))

    assert get_resolver().url_patterns  # every form is loaded
    ours = {each for each in under(forms.Form) if each.__module__.startswith("cases.forms")}

    assert len(ours) > 100
    assert ours - under(Form) == set()
