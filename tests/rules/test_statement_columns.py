"""Which column of a statement is which, in any order, language and way of telling in from out."""

import datetime
from decimal import Decimal

import pytest

from cases.rules.statements import (
    CannotReadStatement,
    read_statement,
)
from tests.statements import HEAD, changed

ON = datetime.date(2019, 5, 1)
GOOD = changed()


def read(*rows, head=HEAD):
    return read_statement([head, *rows], on=ON)


SPLIT = ["Дата", "Номер документа", "Назначение платежа", "Дебет", "Кредит", "Валюта"]


@pytest.mark.parametrize(
    ("debit", "credit", "amount"),
    [
        ("8000,00", "", "-8000"),
        ("", "400", "400"),
        ("8000,00", "0,00", "-8000"),
        ("-", "400", "400"),
        ("-8000,00", "", "-8000"),
    ],
)
def test_debit_leaves_and_credit_comes(debit, credit, amount):
    (line,) = read(["01.03.2019", "FT1", "x", debit, credit, "USD"], head=SPLIT).lines

    assert line.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("debit", "credit"),
    [
        ("Debit (USD)", "Credit (USD)"),
        ("Сумма Дт", "Сумма Кт"),
        ("Расход", "Приход"),
        ("Списание со счёта", "Зачисление на счёт"),
        ("Withdrawals", "Deposits"),
        ("مدين", "دائن"),
    ],
)
def test_two_columns_of_sums_are_known_by_other_names(debit, credit):
    head = [*SPLIT[:3], debit, credit, "Валюта"]
    lines = read(
        ["01.03.2019", "FT1", "x", "8", "", "USD"],
        ["01.03.2019", "FT2", "x", "", "4", "USD"],
        head=head,
    ).lines

    assert [int(line.amount) for line in lines] == [-8, 4]


@pytest.mark.parametrize(("debit", "credit"), [("1", "2"), ("8,000", "")])
def test_debit_and_credit_that_may_be_more_than_one_thing_are_told(debit, credit):
    assert read(["01.03.2019", "FT1", "x", debit, credit, "USD"], head=SPLIT).problems


@pytest.mark.parametrize(
    "head", ["D/C", "Dr/Cr", "Дт/Кт", "Д/К", "Debit/Credit", "CDI (D/C)", "مدين/دائن"]
)
@pytest.mark.parametrize(
    ("mark", "amount"),
    [
        *(("D", -8000), ("DR", -8000), ("Debit", -8000), ("Дт", -8000), ("расход", -8000)),
        *(("дебет", -8000), ("مدين", -8000), ("C", 8000), ("CRDT", 8000), ("Кт", 8000)),
        *(("С", 8000), ("приход", 8000), ("دائن", 8000), ("+", 8000), ("-", -8000)),
    ],
)
def test_marks_of_direction_say_whether_a_sum_left(head, mark, amount):
    head = [*HEAD[:-1], "D/C" if head == "CDI (D/C)" else head]
    (line,) = read([*GOOD[:3], "8000.00", "USD", mark], head=head).lines

    assert line.amount == amount


def test_mark_that_contradicts_its_sum_or_is_none_is_told():
    head = [*HEAD[:-1], "D/C"]
    rows = [[*GOOD[:3], "-8000.00", "USD", "C"], [*GOOD[:3], "1", "USD", "x"]]
    problems = read(*rows, head=head).problems

    assert [(p.row, p.code) for p in problems] == [(2, "direction"), (3, "direction")]


def test_column_of_marks_under_another_heading_is_asked_about():
    with pytest.raises(CannotReadStatement) as refusal:
        read([*GOOD[:3], "8000.00", "USD", "D"], head=[*HEAD[:-1], "Что"])

    assert (refusal.value.code, refusal.value.is_asked) == ("direction", True)


def test_type_of_a_transaction_is_no_mark():
    (line,) = read([*GOOD[:5], "Transfer"], head=[*HEAD[:-1], "Type"]).lines

    assert line.amount == -8000


@pytest.mark.parametrize(
    "head",
    [
        ["Date", "Reference", "Description", "Amount", "Currency"],
        ["Дата операции", "№ документа", "Назначение", "Сумма операции", "Код валюты"],
        ["САНА", "Раками амалиет", "Таъиноти пардохт", "Маблаг", "Асъор"],
        ["التاريخ", "رقم المرجع", "البيان", "المبلغ", "العملة"],
        ["Дата проведения", "Номер платёжного документа", "Основание платежа", "Сумма", "Вал."],
        ["Value\u00a0 date ", "bank\nreference", "DETAILS:", "Amount (USD)", "Currency"],
    ],
)
def test_headings_of_banks_are_known_in_four_languages(head):
    (line,) = read(GOOD[:5], head=head).lines

    assert (line.bank_reference, line.amount) == ("FT1", -8000)


@pytest.mark.parametrize(
    "titles",
    [[], [["Statement, account 20206840"]], [["Выписка"], ["Валюта счёта: USD"]]],
)
def test_currency_of_the_account_may_stand_above(titles):
    head = ["Date", "Reference", "Details", "Amount, USD" if len(titles) < 2 else "Amount"]
    (line,) = read_statement([*titles, head, GOOD[:4]], on=ON).lines

    assert line.currency == "USD"


@pytest.mark.parametrize("other", ["Сумма в валюте", "Сумма", "Sum"])
def test_second_column_of_sums_is_asked_about(other):
    head = ["Дата", "Номер документа", "Назначение платежа", "Сумма", "Валюта", other]
    with pytest.raises(CannotReadStatement) as refusal:
        read([*GOOD[:5], "-87360"], head=head)

    assert (refusal.value.code, refusal.value.is_asked) == ("columns", True)


def test_value_date_is_taken_of_several_days():
    head = [
        "Дата",
        "Номер документа",
        "Назначение платежа",
        "Сумма",
        "Валюта",
        "Дата валютирования",
    ]
    (line,) = read(["28.02.2019", *GOOD[1:5], GOOD[0]], head=head).lines

    assert line.value_date == datetime.date(2019, 3, 1)


def test_unknown_currency_of_the_account_is_asked():
    with pytest.raises(CannotReadStatement) as refusal:
        read(GOOD[:4], head=HEAD[:4])

    assert (refusal.value.code, refusal.value.is_asked) == ("no_currency", True)


def test_number_that_shows_zeros_is_told():
    table = [HEAD, changed(Bank_reference="42")]
    (problem,) = read_statement(table, on=ON, shown={(2, 1): "00000042"}).problems

    assert (problem.code, problem.value, problem.column) == ("reference_zeros", "00000042", 1)


def test_columns_that_are_not_read_are_named():
    assert read([*GOOD, "x"], head=[*HEAD, "Branch"]).unread == ("Branch",)


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
