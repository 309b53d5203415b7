"""A date that is another with the month first: asked about wherever a date is typed."""

import datetime
from inspect import isclass
from pathlib import Path

import pytest
from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import DateRangeField
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from cases.admin.editing import ReadOnlyAdmin
from cases.forms.births import BirthField, understood
from cases.forms.dates import AnyDay, AnyDays, DayField
from cases.vocabulary import Role
from tests import factories

TODAY = datetime.date(2026, 11, 28)
TWO_READINGS = ["03/04/2017", "3-4-2017", "03\\04\\2017", "03 / 04 / 2017", "٠٣/٠٤/٢٠١٧"]
QUESTION = (
    "Is this 3 Apr 2017 or 4 Mar 2017? Write 03.04.2017 for the first or 04.03.2017 for the second."
)
#: Written in a way that leaves one reading, though a sign stands there that would leave two.
ONE_READING = {
    "03.04.2017": datetime.date(2017, 4, 3),
    "2017/04/03": datetime.date(2017, 4, 3),
    "13/04/2017": datetime.date(2017, 4, 13),
    "04/04/2017": datetime.date(2017, 4, 4),
    "3-IV-2017": datetime.date(2017, 4, 3),
    "3-апр-2017": datetime.date(2017, 4, 3),
}


def fields_of_forms():
    """Return the fields of every form of the pages, by form and name."""
    fields = {}
    for path in sorted(Path("cases/forms").glob("[a-z]*.py")):
        module = import_string(f"cases.forms.{path.stem}.__name__")
        for thing in vars(__import__(module, fromlist=["_"])).values():
            if isclass(thing) and issubclass(thing, forms.BaseForm) and thing.__module__ == module:
                fields |= {
                    f"{thing.__name__}.{name}": field for name, field in thing.base_fields.items()
                }
    return fields


def doors():
    """Return every field that reads a date, by the class of its form and its name."""
    own = (DayField, BirthField, forms.DateField)
    return {name: field for name, field in fields_of_forms().items() if isinstance(field, own)}


def test_every_field_of_a_date_asks_which_day_is_meant():
    asked = {}
    for name, field in doors().items():
        field.on = TODAY
        for typed in TWO_READINGS:
            with pytest.raises(ValidationError) as question:
                field.clean(typed)
            asked.setdefault(name, []).extend(question.value.messages)

    assert len(asked) > 30
    assert [name for name, sentences in asked.items() if set(sentences) != {QUESTION}] == []


def test_every_field_of_a_date_reads_what_can_mean_one_day():
    for name, field in doors().items():
        field.on = TODAY
        for typed, day in ONE_READING.items():
            read = field.clean(typed)
            assert getattr(read, "earliest", read) == day, (name, typed)


def test_line_under_the_box_asks_while_it_is_typed():
    assert understood("03/04/2017", on=TODAY) == QUESTION


@pytest.mark.django_db
def test_every_date_of_the_administration_asks_too(rf):
    request = rf.get("/")
    request.user = factories.user(Role.ADMIN)
    dates = {}
    for model, page in admin.site._registry.items():
        if isinstance(page, ReadOnlyAdmin) or model._meta.app_label != "cases":
            continue
        for name, field in page.get_form(request)().fields.items():
            if isinstance(field, (forms.DateField, DateRangeField)):
                dates[f"{model.__name__}.{name}"] = type(field)

    assert len(dates) > 8
    assert set(dates.values()) <= {AnyDay, AnyDays}, dates
    for typed in TWO_READINGS:
        with pytest.raises(ValidationError, match="3 Apr 2017 or 4 Mar 2017"):
            AnyDay().clean(typed)
        with pytest.raises(ValidationError, match="3 Apr 2017 or 4 Mar 2017"):
            AnyDays().clean([typed, ""])


@pytest.mark.django_db
def test_what_was_typed_stays_beside_the_question(client):
    factories.agreement()
    client.force_login(factories.user(Role.CASEWORKER))
    family = {"mother-name_family": "Манижа Раҳимова", "mother-born": "03/04/1990"}

    page = client.post("/mothers/new/", family | {"child-TOTAL_FORMS": "0", "register": "1"})

    text = page.content.decode()
    assert "Is this 3 Apr 1990 or 4 Mar 1990?" in text
    assert 'value="03/04/1990"' in text
