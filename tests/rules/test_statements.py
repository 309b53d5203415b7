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
from tests.statements import HEAD, changed

ON = datetime.date(2019, 5, 1)
GOOD = changed()


def read(*rows, head=HEAD):
    return read_statement([head, *rows], on=ON)


def test_line_says_what_moved_and_whom_it_names():
    (line,) = read(GOOD).lines

    assert line.row == 2
    assert line.facts == (
        *(datetime.date(2019, 3, 1), "FT1", Decimal(-8000), "USD"),
        *(("PB-0007",), (), 1),
    )
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
        ("8,000.00", "8000"),
        ("8.000,00", "8000"),
        ("-1,234,567", "-1234567"),
        ("1.234.567,89", "1234567.89"),
        ("-1,250,000.000", "-1250000"),
        ("8.000,500", "8000.5"),
        ("(8000.00)", "-8000"),
        ("(8,000.00)", "-8000"),
        ("8000.00-", "-8000"),
        ("8 000,00−", "-8000"),
        ("-8\u2009000,00", "-8000"),
        ("-8'000.00", "-8000"),
        ("-8’000.00", "-8000"),
        ("USD -8000.00", "-8000"),
        ("-8000.00 USD", "-8000"),
        ("-$8,000.00", "-8000"),
        ("$8", "8"),
        ("-8 000 сомонӣ", "-8000"),
        ("8 000,00 руб.", "8000"),
        ("8000.00 DR", "-8000"),
        ("8 000,00 Кт", "8000"),
        ("٨٠٠٠٫٥٠", "8000.50"),
        ("-440.0000000000001", "-440"),
        ("439.99999999999994", "440"),
        ("8000.000", "8000"),
        ("0,440", "0.44"),
        ("0.00", "0"),
    ],
)
def test_sums_are_read_in_the_ways_banks_write_them(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8,000",
        "8.000",
        "-8,000 USD",
        "8,00,000.00",
        "1,2345,678.00",
        "8,000.000,00",
        "8,000.125",
        "1e5",
        "NaN",
        "12.345",
        "440.001",
        "440.00001",
        "1234567890123",
        "8 00",
        "8 0000",
        "(-8000)",
        "-8000-",
        "(8000",
        "8000.00 XXXX",
        "USD 8000 EUR",
        "-8000 DR",
        "8000-00",
        "eight",
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
        ({"Value_date": "03/04/2019"}, "day_order"),
        ({"Amount": "EUR -8000"}, "currency_differs"),
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
    found = read(changed(Amount="x", Currency="yy"), GOOD, changed(Rate="z")).problems

    assert [(p.row, p.code) for p in found] == [(2, "amount"), (2, "currency"), (4, "rate")]


def test_equal_lines_are_counted():
    lines = read(GOOD, [], GOOD, changed(Details="PB-0008"), GOOD).lines

    assert [(line.row, line.occurrence) for line in lines] == [(2, 1), (4, 2), (5, 1), (6, 3)]


def test_refunds_of_two_children_under_one_order_are_two_lines():
    names = ("TJ-IQ-0001-1", "TJ-IQ-0002-1")
    first, second = read(*(changed(Details=name, Amount="400") for name in names)).lines

    assert first.facts != second.facts
    assert (first.occurrence, second.occurrence) == (1, 1)


@pytest.mark.parametrize("reference", ["", "-", "NONREF"])
def test_line_without_a_bank_reference_is_a_line(reference):
    (line,) = read(changed(Bank_reference=reference)).lines

    assert line.bank_reference == ""


@pytest.mark.parametrize(
    ("day", "is_read"),
    [
        ("10.11.2018 14:05:11", "2018-11-10"),
        ("2018-11-10T00:00:00", "2018-11-10"),
        ("2018-11-10T00:00:00.000+05:00", "2018-11-10"),
        ("10.11.2018 14:05", "2018-11-10"),
        ("43414", "2018-11-10"),
        ("43414.586", "2018-11-10"),
        ("20181110", "2018-11-10"),
        ("2018/11/10", "2018-11-10"),
        ("25/11/2018", "2018-11-25"),
        ("11/25/2018", "2018-11-25"),
        ("11/11/2018", "2018-11-11"),
    ],
)
def test_days_are_read_in_the_ways_banks_write_them(day, is_read):
    (line,) = read(changed(Value_date=day)).lines

    assert line.value_date.isoformat() == is_read


@pytest.mark.parametrize(
    ("other", "is_read"), [("25/04/2019", "2019-04-03"), ("04/25/2019", "2019-03-04")]
)
def test_slash_days_are_read_as_the_whole_file_shows(other, is_read):
    line = read(changed(Value_date="03/04/2019"), changed(Value_date=other)).lines[0]

    assert line.value_date.isoformat() == is_read


def test_slash_days_of_two_orders_in_one_file_are_told():
    days = ("03/04/2019", "25/04/2019", "04/25/2019")
    problems = read(*(changed(Value_date=day) for day in days)).problems

    assert [(problem.row, problem.code) for problem in problems] == [(2, "day_order")]


BALANCES = [
    *("Opening balance", "Closing balance 30.04.2019", "Balance", "Total", "Total debits:"),
    *("Turnover for the period", "Balance brought forward", "Balance as at 01.04.2019 USD"),
    *("Входящий остаток", "Исходящий остаток на 30.04.2019", "Остаток", "ИТОГО:", "Всего"),
    *("Обороты за период", "Итого обороты", "Сальдо на начало", "Итого по счёту"),
    *("Бақия", "Бақияи аввал", "Ҳамагӣ:", "Гардиш", "Бакияи охир"),
    *("الرصيد الافتتاحي", "الرصيد", "المجموع", "رصيد مرحل", "الإجمالي"),
]


@pytest.mark.parametrize("text", BALANCES)
@pytest.mark.parametrize("at", ["Value_date", "Details"])
def test_row_of_a_balance_is_passed_over_and_told(text, at):
    day = {} if at == "Value_date" else {"Value_date": ""}
    row = changed(**{"Details": "", "Bank_reference": "", "Amount": "12000.00", at: text} | day)
    statement = read(row, GOOD)

    assert [(row.row, row.code) for row in statement.passed_over] == [(2, "balance")]
    assert ([line.row for line in statement.lines], statement.problems) == ([3], ())


@pytest.mark.parametrize(
    "details",
    [
        "Total fee",
        "Balance of PB-0007",
        "Итого за услуги банка",
        "Комиссия за остаток",
        "total loss",
    ],
)
def test_payment_that_begins_like_a_total_is_a_line(details):
    (line,) = read(changed(Details=details, Bank_reference="", Amount="-5")).lines

    assert line.amount == -5


def test_total_with_a_reference_and_a_day_is_a_line():
    (line,) = read(changed(Details="Total")).lines

    assert line.bank_reference == "FT1"


def test_note_headings_again_and_nothing_moved_are_passed_over():
    note = ["", "", "Signed by the cashier", "", "", ""]
    statement = read(GOOD, HEAD, changed(Amount="0.00"), note)

    passed = [(row.row, row.code) for row in statement.passed_over]
    assert (len(statement.lines), passed) == (1, [(3, "heading"), (4, "zero"), (5, "note")])


@pytest.mark.parametrize(
    "details",
    [
        *("Оплата РВ-0001", "PB0001", "pb 0001", "PB–0001", "PB- 0001", "PB-\n0001", "ПБ-0001"),
        *(
            "PB-00\n01",
            "PB-00 01",
            "PB-0 001.",
            "PB №1",
            "PB-001",
            "PB_0001",
            "P B-0001",
            "PB-OOO1",
            "PB-٠٠٠١",
            "рв0001",
        ),
    ],
)
def test_reference_that_is_retyped_is_near_and_never_exact(details):
    (line,) = read(changed(Details=details)).lines

    assert (line.batches, line.near) == ((), ("PB-0001",))


@pytest.mark.parametrize(
    "details", ["ТJ-IQ-0041-2", "TJIQ0041-2", "TJ IQ 0041 2", "tj–iq–0041–2", "TJ-IQ-\n0041-2"]
)
def test_child_that_is_retyped_is_near(details):
    (line,) = read(changed(Details=details)).lines

    assert (line.children, line.near) == ((), ("TJ-IQ-0041-2",))


@pytest.mark.parametrize("details", ["PB00012", "PB OOO12", "TJ-IQ-00041 2", "TJIQ00412"])
def test_number_with_a_zero_too_many_is_near_to_none(details):
    (line,) = read(changed(Details=details)).lines

    assert (line.batches, line.children, line.near) == ((), (), ())


def test_number_that_goes_on_in_the_next_line_is_near():
    (line,) = read(changed(Details="PB-1000\n1 payment")).lines

    assert (line.batches, line.near) == ((), ("PB-1000", "PB-10001"))


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
