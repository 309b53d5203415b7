"""Rows made by functions are those of a template, whatever words are in them."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import engines
from django.utils import translation

from cases.filters.panel import Option
from cases.pages.child_table import Line, default_columns
from cases.pages.facts import NO_NAME, ShownName
from cases.pages.work_facts import WorkGroup, WorkLine
from cases.vocabulary import FeeStatus, TaskRule
from tests.factories import DAY

DATA = Path(__file__).parent.parent / "data" / "rows"
#: What ends an attribute or an element, stands for another sign, or turns the direction of text.
HOSTILE = "\"'><script>alert(1)</script>&amp;<!--\u202e{{ 7|add:7 }}"
#: The address of a receipt.
KEY = "0c8f6d3e-7a52-4f0e-9f1b-2d6b8c1e4a77"
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
READER = SimpleNamespace(preferred_script="Latn")
COLUMNS = ("child", "due", "amount", "status", "batch", "receipt")
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
    made = django.from_string("{% load rows %}{% " + tag + " rows columns %}")

    columns = [*default_columns(masked=tag == "masked_lines")]
    with translation.override(language):
        page, expected = (
            made.render({"rows": some, "columns": columns}),
            template.render({"rows": some}),
        )

    assert _tags(page) == _tags(expected)
    assert "<script" not in page
    assert page.count("<tr>") == len(some)


def child_task(**words):
    """Return a row of the list of tasks, its child and its line with ``words``."""
    of_child = {"reference": "TJ-IQ-0001-1", "url": "/children/TJ-IQ-0001-1/", "name": "Билол"}
    of_line = {
        "key": 7,
        "rule": TaskRule.STEP,
        "sentence": "Assess eligibility",
        "source": "",
        "due_on": DAY,
        "assigned_to": "",
        "is_active": True,
        "waits_for_reviewer": False,
    }
    both = of_child | of_line | words
    child = SimpleNamespace(
        reference=both["reference"],
        get_absolute_url=lambda: both["url"],
        person=SimpleNamespace(name=both["name"]),
        mothers_name=both.get("mother"),
    )
    return SimpleNamespace(line=SimpleNamespace(**{key: both[key] for key in of_line}), child=child)


def task_rows():
    for day in (DAY - timedelta(days=1), DAY, None):
        yield child_task(due_on=day)
    for each in ("reference", "url", "name", "mother", "sentence", "source", "assigned_to"):
        yield child_task(**{each: HOSTILE})
    yield child_task(assigned_to=HOSTILE, is_active=False)
    yield child_task(assigned_to="Ann", waits_for_reviewer=True)


def fee(**words):
    """Return a fee with its papers, and its tone."""
    of_fee = {
        "pk": 7,
        "is_payable": True,
        "status": FeeStatus.DUE,
        "waiver_asked_by_id": None,
        "due_on": DAY,
        "amount": Decimal("14400.50"),
        "currency": "USD",
        "batch_reference": None,
        "acknowledged_by": [],
        "get_status_display": lambda: words.get("label", "Due"),
        "child": SimpleNamespace(reference=words.get("reference", "TJ-IQ-0001-1")),
        "agreement": SimpleNamespace(slug="tajikistan-iraq", title=words.get("title", "Iraq")),
    }
    return SimpleNamespace(**of_fee | words), words.get("tone", "warn")


def fee_rows():
    yield from (fee(), fee(is_payable=False, status=FeeStatus.PAID), fee(waiver_asked_by_id=3))
    for each in ("label", "title", "tone"):
        yield fee(**{each: HOSTILE})
    yield fee(batch_reference="PB-2026-001", acknowledged_by=[("1", KEY), (HOSTILE, KEY)])


def found():
    """Return somebody who was found: with every field, and with hostile words in each."""
    names = ShownName(name="Билол", lang="ru", second="Bilol", second_lang="tg-Latn")
    whole = {
        "url": "/children/1/",
        "reference": "TJ-IQ-0001-1",
        "names": names,
        "sex": "boy",
        "why": [("Билол", True), ("Саид", False)],
        "reason": "same letters",
        "apart": "born",
        "age": "9",
        "stage": "placed",
        "stage_label": "Placed",
        "place": "Erbil",
    }
    yield SimpleNamespace(**whole)
    yield SimpleNamespace(**whole | {"names": NO_NAME, "why": [], "apart": "", "place": None})
    for each in whole.keys() - {"names", "why"}:
        yield SimpleNamespace(**whole | {each: HOSTILE})
    yield SimpleNamespace(**whole | {"why": [(HOSTILE, True), (HOSTILE, False)]})
    for part in fields(ShownName):
        yield SimpleNamespace(**whole | {"names": replace(names, **{part.name: HOSTILE})})


def options():
    for count, checked in ((None, False), (0, True), (1_234, False)):
        yield Option(value=HOSTILE, label=HOSTILE, checked=checked, count=count)


def work():
    """Yield families with their acts: with every word, without one, with hostile ones in each."""
    whole = WorkLine(label="Assess", url="/a/", about="Билол", number="2", when="3 d", sign="bad")
    paid = replace(whole, amount="$400")
    lines = [whole, paid, replace(paid, about=""), replace(paid, number="")]
    lines += [replace(whole, **{each: ""}) for each in ("url", "about", "number", "when", "sign")]
    lines += [replace(paid, **{each.name: HOSTILE}) for each in fields(WorkLine)]
    lines += [replace(each, number_url="/fees/") for each in (whole, paid)]
    group = WorkGroup(lines=lines, name="Сумая", reference="TJ-IQ-0001", url="/mothers/1/")
    yield from (group, replace(group, lines=[]), replace(group, name=""), replace(group, url=""))
    for each in ("name", "reference", "url"):
        yield replace(group, **{each: HOSTILE})


def stages():
    """Yield parts of the identified: with every field, without one, with hostile words in each."""
    both = {"label": "Placed", "delta": "+2", "delta_url": "/d/", "median_url": "/m/"}
    both |= {"overdue_url": "/o/", "url": "/u/", "tone": "q1"}
    of_all = both | {
        "count": 7,
        "median": 3,
        "overdue": 2,
        "w": 33.3,
        "own": 1,
        "own_url": "/mine/",
    }
    kinds = [of_all, *(of_all | {each: HOSTILE} for each in (*both, "own_url"))]
    kinds += [of_all | {each: ""} for each in (*both, "own_url")]
    kinds += [of_all | {each: 0} for each in ("count", "median", "overdue")]
    kinds += [of_all | {"median": None}, of_all | {"tone": "q4"}]
    rows = [SimpleNamespace(**each) for each in kinds]
    for kind in kinds:
        for some in ([], rows[:2], rows):
            words = {each: kind[each] for each in kind if each not in ("w", "own", "own_url")}
            part = SimpleNamespace(**words, stages=some)
            part.lines = [(part, True), *((each, False) for each in some)]
            yield part


def bars():
    """Yield parts of a bar: with every field, hatched, and with hostile words in each or none."""
    whole = {"label": "Home", "tone": "q1", "url": "/u/", "share": "71 %"}
    whole |= {"delta": "+2", "delta_url": "/d/", "value": 1_234, "x": 0.0, "w": 33.3}
    texts = ("label", "tone", "url", "share", "delta", "delta_url")
    more = [{each: words} for each in texts for words in (HOSTILE, "")]
    for each in ({}, {"tone": "q4"}, {"tone": "q4", "url": ""}, {"value": 0}, *more):
        yield SimpleNamespace(**whole | each)


def mothers():
    """Yield mothers of the list of families."""
    born = {"born_earliest": DAY.replace(year=1990), "born_latest": DAY.replace(year=1991)}
    for text in ("Сумая", HOSTILE):
        spellings = [
            SimpleNamespace(text=text, script=script, is_primary=script == "Cyrl", pk=pk)
            for pk, script in enumerate(("Cyrl", "Latn", "Arab"))
        ]
        for names in (spellings, spellings[:1], []):
            yield SimpleNamespace(
                person=SimpleNamespace(
                    names=SimpleNamespace(all=lambda names=names: names), **born
                ),
                get_absolute_url=lambda text=text: f"/mothers/{text}/",
                reference=text,
                held_at=text if names else None,
                children_count=len(names),
                team=text,
            )


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("name", "tag", "rows", "words"),
    [
        ("task_lines", "task_lines rows doors on", task_rows, {"on": DAY, "doors": {7: HOSTILE}}),
        *(
            (
                "fee_lines",
                "fee_lines rows columns pickable=may_prepare titled=titled",
                fee_rows,
                {"may_prepare": may_prepare, "titled": not may_prepare, "columns": COLUMNS},
            )
            for may_prepare in (True, False)
        ),
        ("found_children", "found_children rows with_why=named", found, {"named": True}),
        ("found_children", "found_children rows with_why=named", found, {"named": False}),
        ("found_mothers", "found_mothers rows", found, {}),
        ("work_lines", "work_lines rows by_family=by_family", work, {"by_family": True}),
        ("work_lines", "work_lines rows by_family=by_family", work, {"by_family": False}),
        ("family_lines", "family_lines rows reader on", mothers, {"reader": READER, "on": DAY}),
        ("stage_lines", "stage_lines rows compared=compared", stages, {"compared": True}),
        ("stage_lines", "stage_lines rows compared=compared", stages, {"compared": False}),
        ("bar_segments", "bar_segments rows", bars, {}),
        ("bar_legend", "bar_legend rows", bars, {}),
        ("funnel_lines", "funnel_lines rows", bars, {}),
        ("filter_boxes", "filter_options rows name=name", options, {"name": "stage"}),
        ("filter_select", "filter_options rows", options, {}),
    ],
)
def test_rows_are_those_of_a_template(language, name, tag, rows, words):
    some, django = list(rows()), engines["django"]
    template = django.from_string((DATA / f"{name}.html").read_text())
    made = django.from_string("{% load bars rows stage_rows work_rows %}{% " + tag + " %}")

    with translation.override(language):
        context = {"rows": some, **words}
        page, expected = made.render(context), template.render(context)

    assert _tags(page) == _tags(expected)
    assert "<script" not in page


def _tags(page):
    """Return the tags and the text of rows, white space at their edges aside."""
    return [part for each in re.split(r"(<[^>]*>)", page) if (part := " ".join(each.split()))]


def test_text_is_called_safe_in_one_place():
    project = Path(__file__).parent.parent.parent
    places = [
        path.name
        for room in ("cases", "repatriation")
        for path in (project / room).rglob("*.py")
        if re.search(r"mark_safe|SafeString\(|SafeText", path.read_text())
    ]

    assert places == ["rows.py"]
