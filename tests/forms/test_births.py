from datetime import date

import pytest
from django import forms
from django.utils import translation

from cases.forms.births import BirthField, birth_echo, understood
from cases.rules.births import CannotReadBirth, read_birth
from cases.wording import birth_refusal

ON = date(2019, 3, 15)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class PersonForm(forms.Form):
    born = BirthField(required=False)

    def __init__(self, *args, on=ON, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["born"].on = on


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("15.03.2017", "Born 15 Mar 2017 → 2 y"),
        ("03.2017", "Born March 2017 → 1 or 2 y (est.)"),
        ("2013", "Born in 2013 → 5 or 6 years old"),
        ("2019", "Born in 2019 → 0 years old"),
        ("3y", "3 years → born 2015 or 2016 (year estimated)"),
        ("1y", "1 year → born 2017 or 2018 (year estimated)"),
        ("10m", "10 months → born April or May 2018 (month estimated)"),
        ("~29", "About 29 years old → born between 1988 and 1991 (estimated on 15 Mar 2019)"),
        ("~2016", "About 2016 → born between 2015 and 2017 (estimated on 15 Mar 2019)"),
        ("5-6 лет", "Born between 2012 and 2014 → 5 or 6 y (est.)"),
        ("2016/2017", "Born 2016 or 2017 → 1 to 3 y (est.)"),
        ("1,5 года", "18 months → born August or September 2017 (month estimated)"),
        ("1 неделя", "Born between 2 Mar 2019 and 8 Mar 2019 → about 0 m (est.)"),
        ("10 days", "Born 5 Mar 2019 → 0 m"),
        ("~10m", "About 10 months old → born 2018 (estimated on 15 Mar 2019)"),
    ],
)
def test_the_echo_says_what_was_understood(text, echo):
    assert birth_echo(read_birth(text, on=ON)) == echo


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "30.02.2017",
            "February 2017 had 28 days. Enter the date, a year, or an age such as “2y”.",
        ),
        (
            "03/15/2017",
            "There is no month 15. Write the day first, then the month: 15.03.2017.",
        ),
        ("31.02", "Write the year with four digits, for example 2017."),
        (
            "1438",
            (
                "This looks like a year of the Islamic or the Solar (Persian) calendar. Ask for "
                "the converted date and enter that, for example 15.03.2017."
            ),
        ),
        ("15.O3.2017", "A letter stands among the digits, such as O for 0. Use digits only."),
        ("неизвестно", "Leave this empty when the date of birth and the age are not known."),
        (
            "42809",
            "This is how a spreadsheet counts days. If 15.03.2017 is meant, enter that date.",
        ),
        (
            "08.07.1905",
            "A spreadsheet makes this day of the year 2016. If that year is meant, enter 2016.",
        ),
        ("3", "Is this 3 years or 3 months? Write “3y” or “3m”."),
        ("2020", "This date is in the future. Enter a date of birth up to today."),
        ("-1y", "An age cannot be below 0. Enter the date, a year, or an age such as “2y”."),
        (
            "121y",
            "This is more than 120 years ago. Check the year, or enter an age such as “2y”.",
        ),
        (
            "soon" * 2500,
            "This is not a date or an age. Enter the date, a year, or an age such as “2y”.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_type(text, sentence):
    form = PersonForm({"born": text})

    assert form.errors == {"born": [sentence]}
    with pytest.raises(CannotReadBirth) as refusal:
        read_birth(text, on=ON)
    assert birth_refusal(refusal.value) == sentence


def test_the_box_cleans_to_a_birth_or_to_nothing():
    typed, empty = PersonForm({"born": " ٢٠١٤ "}), PersonForm({"born": "  "})

    assert typed.is_valid()
    assert typed.cleaned_data["born"] == read_birth("2014", on=ON)
    assert empty.is_valid()
    assert empty.cleaned_data["born"] is None
    assert not empty.has_changed()


def test_an_age_saved_again_a_month_later_stays_the_age_of_its_day():
    form = PersonForm({"born": "3y"}, on=date(2019, 4, 15))
    form.fields["born"].remember(date(2015, 3, 16), date(2016, 3, 15), ON)

    assert form["born"].initial == "3y"
    assert form.is_valid()
    assert form.cleaned_data["born"].stated_on == ON
    assert not form.has_changed()


def test_a_range_that_nobody_types_is_kept_as_it_is():
    form = PersonForm({"born": "2015 or 2016"})
    form.fields["born"].remember(date(2015, 3, 2), date(2016, 7, 9), ON)

    assert form.is_valid()
    kept = form.cleaned_data["born"]
    assert (kept.earliest, kept.latest) == (date(2015, 3, 2), date(2016, 7, 9))
    assert kept.stated_on == ON


def test_another_birth_replaces_the_recorded_one():
    form = PersonForm({"born": "4y"})
    form.fields["born"].remember(date(2015, 3, 16), date(2016, 3, 15), ON)

    assert form.is_valid()
    assert form.cleaned_data["born"] == read_birth("4y", on=ON)
    assert form.has_changed()


def test_nothing_on_record_leaves_the_box_empty():
    form = PersonForm()
    form.fields["born"].remember(None, None, None)

    assert form["born"].initial is None
    assert 'dir="auto"' in str(form["born"])


def test_an_age_without_a_day_is_a_mistake_of_the_form():
    with pytest.raises(TypeError, match="must be set"):
        BirthField().clean("3y")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (" ", ""),
        ("3y", "3 years → born 2015 or 2016 (year estimated)"),
        ("31.02", "Write the year with four digits, for example 2017."),
    ],
)
def test_whatever_stands_in_the_box_is_answered(text, answer):
    assert understood(text, on=ON) == answer
