"""Rows made by functions are those of a template, whatever words are in them."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation

from cases.pages.child_table import Line
from cases.pages.facts import ShownName

DATA = Path(__file__).parent.parent / "data" / "rows"
#: What ends an attribute or an element, stands for another sign, or turns the direction of text.
HOSTILE = "\"'><script>alert(1)</script>&amp;<!--\u202e{{ 7|add:7 }}"
EMPTY = Line(url="", reference="", sex="", age="")
WHOLE = Line(
    url="/children/TJ-IQ-0001-1/",
    reference="TJ-IQ-0001-1",
    sex="boy",
    age="9",
    stage="placed",
    stage_label="Placed",
    days=12_345,
    tone="bad",
    name="Билол",
    names=ShownName(name="Билол", lang="ru", second="Bilol", second_lang="tg-Latn"),
    mother="Сумая",
    mother_url="/mothers/TJ-IQ-0001/",
    place="Erbil",
    waiting="Closing",
    more="and 2 more",
    caseworker="Ann",
    pick="Select TJ-IQ-0001-1",
)
#: What no row is without; who is told the stage is told the days.
ASKED = ("url", "reference", "sex", "age", "days")


def lines():
    """Return a row with every field, each without one of them, each with hostile words in one."""
    yield from (EMPTY, WHOLE, replace(WHOLE, tone="warn", days=0))
    for each in (field.name for field in fields(Line)):
        if each == "names":
            for part in fields(ShownName):
                names = replace(WHOLE.names, **{part.name: HOSTILE})
                yield replace(WHOLE, names=names)
            continue
        if each not in ASKED:
            yield replace(WHOLE, **{each: getattr(EMPTY, each)})
        if each != "days":
            yield replace(WHOLE, **{each: HOSTILE})


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("tag", ["named_lines", "masked_lines"])
def test_rows_of_children_are_those_of_a_template(language, tag):
    some, django = list(lines()), engines["django"]
    template = django.from_string((DATA / f"{tag}.html").read_text())
    made = django.from_string("{% load rows %}{% " + tag + " rows %}")

    with translation.override(language):
        page, expected = made.render({"rows": some}), template.render({"rows": some})

    assert _tags(page) == _tags(expected)
    assert "<script" not in page
    assert page.count("<tr>") == len(some)


def _tags(page):
    """Return the tags and the text of rows, white space at their edges aside."""
    return [part for each in re.split(r"(<[^>]*>)", page) if (part := " ".join(each.split()))]


def test_text_is_called_safe_in_one_place():
    cases = Path(__file__).parent.parent.parent / "cases"
    places = [
        path.name
        for path in cases.rglob("*.py")
        if re.search(r"mark_safe|SafeString\(|SafeText", path.read_text())
    ]

    assert places == ["rows.py"]
