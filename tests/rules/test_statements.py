"""A statement of a bank: what is understood, and every problem that is told."""

import datetime
from decimal import Decimal

import pytest

from cases.rules.statements import (
    CannotReadCell,
    CannotReadStatement,
    read_amount,
    read_statement,
)

ON = datetime.date(2019, 5, 1)
HEAD = ["Value date", "Bank reference", "Details", "Amount", "Currency", "Rate"]
GOOD = ["01.03.2019", "FT1", "Return of children PB-0007", "-8000.00", "USD", ""]


def read(*rows, head=HEAD):
    return read_statement([head, *rows], on=ON)


def changed(**cells):
    row = dict(zip(HEAD, GOOD, strict=True))
    return list(
        {**row, **{name.replace("_", " "): value for name, value in cells.items()}}.values()
    )


def test_line_says_what_moved_and_whom_it_names():
    (line,) = read(GOOD).lines

    assert line.row == 2
    assert line.facts == (datetime.date(2019, 3, 1), "FT1", Decimal(-8000), "USD")
    assert (line.batches, line.children, line.rate) == (("PB-0007",), (), None)


@pytest.mark.parametrize(
    ("details", "batches", "children"),
    [
        ("pb-0007, PB-0007 PB-12345", ("PB-0007", "PB-12345"), ()),
        ("refund TJ-IQ-0041-2.", (), ("TJ-IQ-0041-2",)),
        ("XPB-0007 PB-007 TJ-IQ-0041", (), ()),
        (f"PB-{'1' * 13} TJ-IQ-{'1' * 13}-1", (), ()),
        ("for Билол Сафаров, born 2016", (), ()),
        ("", (), ()),
    ],
)
def test_details_keep_our_references_alone(details, batches, children):
    (line,) = read(changed(Details=details)).lines

    assert (line.batches, line.children) == (batches, children)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("-8000.00", "-8000.00"),
        ("−8 000,50", "-8000.50"),
        ("+400", "400"),
        ("400.5", "400.5"),
        ("-999999999999.99", "-999999999999.99"),
        ("1\u00a0000\u202f000,00", "1000000"),
    ],
)
def test_sums_are_read_in_the_ways_banks_write_them(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8,000",
        "8,000.00",
        "8.000,00",
        "1e5",
        "0",
        "NaN",
        "12.345",
        "1234567890123",
        "8 00",
        "$8",
    ],
)
def test_sum_that_may_be_another_is_refused(text):
    with pytest.raises(CannotReadCell, match="amount"):
        read_amount(text)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Value_date": "03/2019"}, "day"),
        ({"Value_date": "02.05.2019"}, "day_in_future"),
        ({"Bank_reference": ""}, "reference"),
        ({"Bank_reference": "x" * 61}, "reference"),
        ({"Bank_reference": "FT\u202e1"}, "hidden_sign"),
        ({"Bank_reference": "1.23456789012346e+17"}, "reference_lost"),
        ({"Amount": "8,000"}, "amount"),
        ({"Currency": "dollars"}, "currency"),
        ({"Rate": "0"}, "rate"),
        ({"Rate": "ten"}, "rate"),
    ],
)
def test_cell_that_is_not_understood_is_named_by_its_row(cells, code):
    problems = read(changed(**cells)).problems

    assert [(problem.row, problem.code) for problem in problems] == [(2, code)]


def test_every_problem_of_a_file_is_told():
    found = read(changed(Amount="x", Currency="y"), GOOD, changed(Rate="z")).problems

    assert [(p.row, p.code) for p in found] == [(2, "amount"), (2, "currency"), (4, "rate")]


def test_same_movement_twice_is_a_problem():
    (problem,) = read(GOOD, [], GOOD).problems

    assert (problem.row, problem.code, problem.value) == (4, "repeated", "2")


@pytest.mark.parametrize("reference", ["Номер операции в банке", "Банковский номер"])
def test_headings_stand_in_any_order_and_language_below_other_rows(reference):
    table = [
        ["Выписка по счёту", ""],
        [
            "Сумма",
            "Прочее",
            "Валюта",
            "Назначение платежа",
            reference,
            "Дата валютирования",
        ],
        ["-400", "x", "usd", "PB-0001", "F1", "2019-03-01"],
    ]

    (line,) = read_statement(table, on=ON).lines

    assert (line.row, line.amount, line.currency) == (3, Decimal(-400), "USD")


def numbered(count):
    """Return so many different lines, each of one unit."""
    return [["01.03.2019", f"F{n}", "", "-1", "USD", ""] for n in range(count)]


def test_statement_of_five_hundred_lines_is_read():
    assert len(read(*numbered(500)).lines) == 500


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "empty"),
        ([["", ""]], "empty"),
        ([["a", "b"], GOOD], "no_header"),
        ([HEAD[1:], GOOD], "no_header"),
        ([HEAD, ["", ""]], "no_rows"),
        ([HEAD, *numbered(501)], "too_many"),
    ],
)
def test_table_that_is_no_statement_is_refused(table, code):
    with pytest.raises(CannotReadStatement) as refusal:
        read_statement(table, on=ON)

    assert refusal.value.code == code
