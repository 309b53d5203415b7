"""What is kept of a list that was read: a page of some families says what the whole list says."""

import pytest

from cases.casework import imports
from cases.casework.list_checks import check_of
from cases.casework.list_readings import part_of
from cases.queries.imports import check_counts, repeated_texts
from tests import factories

#: Under the headings of ``factories.imported_list``, from the third row on.
ROWS = (
    ["1", "Назарова Зулфия", "1991", "15 сол", "Rusafa", "Ҳамза", "25.04.2014", "п", ""],
    ["", "", "", "", "", "Сафия", "2016", "д", ""],
    ["2", "Раҳимова Мавлуда", "1996", "якумрӣ", "Rusafa", "1. Иброҳим", "03/04/2012", "п", ""],
    ["3", "-//-", "", "", "", "Умар", "31.02.2017", "п", ""],
    ["4", "Назарова Зулфия", "1990", "15 сол", "—//—", "Ҳамза", "2014", "п", ""],
    ["5", "Шарипова Нигора", "31.02.1990", "", "", "Билол", "31.02.2017", "?", ""],
    ["", "", "", "", "", "Ҳамза", "03/05/2016", "п", ""],
    ["", "Ҷамъ", "", "", "", "", "", "", ""],
    ["6", "Каримова Лола", "1993", "", "", "Раҳмон", "2015", "п", ""],
)


@pytest.fixture
def listed(db):
    """Return a list with whatever one row says of another, whose eighth row is set aside."""
    listed = factories.imported_list(rows=ROWS)
    return imports.correct(
        listed=listed,
        version=listed.version,
        by=listed.begun_by,
        cells={},
        answers={},
        aside={8: True},
    )


def said(trial, rows):
    """Return all that is said of some rows, in their order."""
    lines = (*trial.problems, *trial.questions, *trial.notes)
    told = [(each.row, each.sentence) for each in lines if each.row in rows]
    people = [
        (child.row, family.mother, family.place, child.facts)
        for family in trial.families
        for child in family.children
        if child.row in rows
    ]
    return told, people


def test_each_family_alone_says_what_the_whole_list_says_of_it(listed):
    whole = check_of(listed)

    for family in whole.read.families:
        rows = {family.number, *(row.number for row in family.rows)}
        part = part_of(listed, {family.number})
        assert said(part.trial, rows) == said(whole, rows)

    assert len(whole.read.families) == 5
    assert len(whole.problems) >= 4
    assert any(" mother = " in question.key for question in whole.questions)


def test_of_a_page_no_more_rows_are_read_than_it_needs(listed):
    own = part_of(listed, {11})
    compared = part_of(listed, {7})

    assert [row.number for row in own.rows] == [1, 2, 11]
    assert [row.number for row in compared.rows] == [1, 2, 3, 4, 7]


def test_counts_and_repeated_texts_follow_a_correction(listed):
    by, at = listed.begun_by, 6
    imports.correct(
        listed=listed, version=listed.version, by=by, cells={}, answers={}, aside={8: False}
    )
    listed.refresh_from_db()
    [wrong] = repeated_texts(listed)
    before = check_counts(listed, by=by).rows

    imports.correct_all(
        listed=listed, version=listed.version, by=by, at=at, former=wrong.text, text="2017"
    )

    assert wrong == (at, "31.02.2017", 2, 6, 5)
    listed.refresh_from_db()
    after = check_counts(listed, by=by).rows
    assert repeated_texts(listed) == []
    assert (before["answer"], before["ready"]) == (7, 1)
    assert (after["answer"], after["ready"]) == (6, 2)
