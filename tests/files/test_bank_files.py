"""Files of banks, each with one trouble: what is read of them, or what is told."""

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter

from cases.files.bank_files import read_bank_file, text_of
from cases.files.spreadsheets import CannotReadFile
from cases.pages.statements import not_booked, passed_over
from cases.rules.statements import read_statement

DATA = Path(__file__).resolve().parent.parent / "data" / "statements"
ON = datetime.date(2026, 11, 28)


def read(name, content=None):
    file = read_bank_file(name, content or (DATA / name).read_bytes())
    return read_statement(file.rows, on=ON, shown=file.shown, layout=file.layout)


def lines_of(name, content=None):
    """Return each line as day, reference, sum, what it names, and nearly names."""
    statement = read(name, content)
    assert statement.problems == ()
    return [
        (
            f"{line.value_date:%d.%m.%Y}",
            line.bank_reference,
            str(line.amount),
            " ".join((*line.batches, *line.children)),
            " ".join(line.near),
        )
        for line in statement.lines
    ]


def paid(*, reference="FT-1", amount="-8000.00", exact="PB-0001", near=""):
    return ("10.11.2026", reference, amount, exact, near)


CHARGE = ("10.11.2026", "", "-1.50", "", "")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("sum-with-a-tail.xlsx", [paid(amount="-440.00")]),
        ("debit-and-credit.csv", [paid()]),
        ("opening-balance-row.csv", [paid()]),
        ("charge-without-reference.csv", [paid(), CHARGE]),
        ("two-equal-charges.csv", [paid(), *[("10.11.2026", "PKG-7", "-1.50", "", "")] * 2]),
        ("amount-comma-thousands-and-cents.csv", [paid()]),
        ("amount-in-brackets.csv", [paid()]),
        ("amount-thin-space.csv", [paid()]),
        ("amount-trailing-minus.csv", [paid()]),
        ("amount-currency-beside-sum.csv", [paid()]),
        ("day-as-serial-number.xlsx", [paid()]),
        ("day-with-time.csv", [paid()]),
        ("day-iso-with-time.csv", [paid()]),
        ("cyrillic-batch-reference.csv", [paid(exact="", near="PB-0001")]),
        ("batch-reference-no-dash.csv", [paid(exact="", near="PB-0001")]),
        ("batch-reference-broken-line.csv", [paid(exact="", near="PB-0001")]),
        ("title-with-commas.csv", [paid()]),
    ],
)
def test_case_from_the_field_is_read(name, lines):
    assert lines_of(name) == lines


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("amount-three-figures-after-comma.csv", "amount"),
        ("leading-zeros-by-format.xlsx", "reference_zeros"),
    ],
)
def test_case_from_the_field_is_told(name, code):
    statement = read(name)

    assert [(problem.row, problem.code) for problem in statement.problems] == [(2, code)]


def test_balance_row_is_told():
    (row,) = read("opening-balance-row.csv").passed_over

    assert (row.row, row.code) == (2, "balance")


REFUND = ("11.11.2026", "FT-2", "400.00", "TJ-IQ-0041-2", "")


@pytest.mark.parametrize("name", ["1c-windows-1251.txt", "1c-utf-8.txt"])
def test_exchange_of_1c_is_read(name):
    assert lines_of(name) == [
        paid(reference="42"),
        ("10.11.2026", "7", "-1.50", "", ""),
        ("11.11.2026", "118", "400.00", "TJ-IQ-0041-2", ""),
    ]
    assert {line.currency for line in read(name).lines} == {"USD"}


def test_exchange_of_1c_of_another_account_is_told():
    text = (DATA / "1c-utf-8.txt").read_text("utf-8-sig")
    ours, other = "РасчСчет=20206840000000000001", "РасчСчет=20206840000000000009"

    problems = read("1c.txt", text.replace(f"\n{ours}", f"\n{other}").encode()).problems
    with pytest.raises(CannotReadFile, match="does not name its account"):
        read("1c.txt", text.replace(f"\n{ours}", "").encode())

    assert {problem.row for problem in problems} == {1, 2, 3}


def test_mt940_is_read():
    assert lines_of("mt940.sta") == [
        paid(),
        CHARGE,
        REFUND,
        ("11.11.2026", "FT-3", "15.00", "", ""),
        ("11.11.2026", "FT-4", "-5.00", "", ""),
    ]


def test_camt_053_is_read_and_an_entry_of_two_transactions_is_two_lines():
    assert lines_of("camt.053.xml") == [
        paid(),
        CHARGE,
        ("11.11.2026", "FT-2", "400.00", "TJ-IQ-0041-1", ""),
        REFUND,
    ]


def test_entries_that_are_not_booked_are_counted_and_summed_up():
    entry = '<Ntry><Amt Ccy="USD">1.50</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>{}</Cd></Sts></Ntry>'
    more = entry.format("DBIT", "PDNG") + entry.format("CRDT", "FUTR")

    file = read_bank_file("x.xml", camt(a=("</Stmt>", f"{more}</Stmt>")))

    assert not_booked((n.count, str(n.amount), n.currency) for n in file.not_booked) == [
        "2 transactions that the bank has not booked yet: −$100.50 in all.",
        "1 transaction that the bank has not booked yet: $1.50.",
    ]
    with pytest.raises(CannotReadFile, match="cannot be read"):
        read_bank_file("x.xml", camt(a=(">99.00<", ">99,00<")))


@pytest.mark.parametrize("version", ["02", "04", "08", "11"])
def test_camt_053_is_read_in_each_of_its_versions(version):
    text = (DATA / "camt.053.xml").read_text().replace("camt.053.001.02", f"camt.053.001.{version}")
    text = text.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")

    assert len(lines_of("x.xml", text.encode())) == 4


def test_sums_of_dinars_have_three_decimals_in_formats_that_say_so():
    of_xml, of_swift = (
        (DATA / name).read_text().replace("USD", "KWD") for name in ("camt.053.xml", "mt940.sta")
    )
    of_xml = of_xml.replace("UTF-8", "UTF-16").replace(">8000.00<", ">125.500<").encode("utf-16")
    of_swift = of_swift.replace("D8000,00", "D125,500").encode()

    sums = [lines_of("x.xml", of_xml)[0][2], lines_of("x.sta", of_swift)[0][2]]

    assert sums == ["-125.50"] * 2


def test_entry_whose_transactions_do_not_come_to_it_is_one_line():
    text = (DATA / "camt.053.xml").read_text().replace(">800.00<", ">801.00<")

    assert lines_of("x.xml", text.encode())[2][2:4] == ("801.00", "TJ-IQ-0041-1 TJ-IQ-0041-2")


@pytest.mark.parametrize("written", ["8000.00", "8.000,00", "8 000,00", "8000,00-"])
def test_sum_that_is_not_as_mt940_has_it_is_told_by_its_line(written):
    text = (DATA / "mt940.sta").read_text().replace("D8000,00", f"D{written}")

    with pytest.raises(CannotReadFile, match=r"^Line 6 of the file is not as MT940 has it"):
        read("x.sta", text.encode())


def test_mt940_names_us_in_capitals_of_windows_and_beside_the_details():
    text = (DATA / "mt940.sta").read_text()
    start, rest = text.split(":86:", 1)
    rest = rest[rest.index("\n:61:") :]
    cyrillic = f"{start}:86:ОПЛАТА РВ-0001{rest}".encode("cp1251")
    parts = f"{start}:86:020?00TRANSFER?20EREF+PB-0001?21SVWZ+PAYMENT{rest}".encode()

    assert lines_of("x.sta", cyrillic)[0] == paid(exact="", near="PB-0001")
    assert lines_of("x.sta", parts)[0] == paid()


def camt(**changes):
    text = (DATA / "camt.053.xml").read_text()
    for old, new in changes.values():
        text = text.replace(old, new)
    return text.encode()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xml", camt(a=("BkToCstmrStmt", "BkToCstmrAcctRpt")), "This is camt.052, not a"),
        ("x.xml", camt(a=("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn")), "This is camt.054, not a"),
        ("x.xml", camt(a=("<Document", BOMB + "<Document")), "cannot be read"),
        ("x.xml", b"<Document><a></Document>", "cannot be read"),
        ("x.xml", b"<html><body/></html>", "This XML is no bank statement"),
        ("x.sta", b":20:X\n:25:1\n:28C:1\n:34F:USD0,\n:13D:2611120930\n", "This is MT942"),
        ("x.csv", b"\xff\xfe\x00", "UTF-8"),
        ("x.csv", "Дата;Сумма".encode("koi8-r"), "UTF-8"),
        ("x.pdf", b"%PDF-1.7", "must be an .xlsx or .csv"),
        ("x.txt", b"%PDF-1.7", "must be an .xlsx or .csv"),
        ("x.csv", b"", "is empty"),
    ],
)
def test_file_that_is_no_statement_is_told_in_a_sentence(name, content, said):
    with pytest.raises(CannotReadFile, match=said):
        read_bank_file(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
def test_text_is_read_in_the_encodings_of_banks(encoding):
    text = "Дата;Назначение платежа;Сумма\n10.11.2026;Оплата ёлки;-5"

    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("filling", [" ", "(", "1", "1 ", "-", "/", "Total ", "PB ", "\u00a0"])
def test_cell_that_holds_a_book_is_told_at_once(at, filling):
    cells = ["10.11.2026", "FT-1", "PB-0001", "-5", "USD"]
    cells[at] = f"1{filling * 20_000}x"
    head = "Value date;Bank reference;Details;Amount;Currency"

    statement = read("x.csv", f"{head}\n{';'.join(cells)}".encode())

    assert [problem.row for problem in statement.problems] == ([] if at == 2 else [2])


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_title_with_any_sign_stands_above_headings_with_any_separator(separator):
    head = ["Value date", "Bank reference", "Details", "Amount", "Currency"]
    row = ["10.11.2026", "FT-1", "PB-0001", "-8000.00", "USD"]
    rows = ["Statement, account; 20206840, USD | November, 2026", separator.join(head)]
    content = "\n".join([*rows, separator.join(row)]).encode("utf-16")

    assert lines_of("x.txt", content) == [paid()]


HEADS = ["Дата", "№ док", "Назначение", "Дебет", "Кредит"]
USD, TJS = ["10.11.2026", "1", "PB-0001", "400", ""], ["10.11.2026", "2", "PB-0002", "500", ""]


def csv_of(*rows):
    return "\n".join(";".join(row) for row in rows).encode()


def test_second_account_in_another_currency_is_never_read_as_the_first():
    above = [["Валюта: USD"], HEADS, USD, ["Итого", "", "", "400", ""], []]

    other = read("x.csv", csv_of(*above, ["Счет 222, TJS"], HEADS, TJS))
    same = read("x.csv", csv_of(*above, ["Счет 222, USD"], HEADS, TJS))

    assert [(p.row, p.code, p.value) for p in other.problems] == [(7, "another_account", "TJS")]
    assert [line.currency for line in same.lines] == ["USD", "USD"]


def test_second_sheet_with_a_statement_is_told():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, row in (("USD", USD), ("TJS", TJS)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [*HEADS, "Валюта"])
            sheet.write_row(1, 0, [*row, name])

    with pytest.raises(CannotReadFile, match="Several sheets hold a bank statement"):
        read("x.xlsx", file.getvalue())


@pytest.mark.parametrize(
    ("details", "exact", "near"),
    [
        ("PB-0001,0002", "PB-0001", "PB-0002"),
        ("PB-0001/0002 и 0003", "PB-0001", "PB-0002 PB-0003"),
        ("PB-0001..0003", "PB-0001", "PB-0003"),
        ("PB-0001PB-0002", "PB-0001", "PB-0002"),
        ("РВ-0001, ПВ-0002, РБ-0003", "", "PB-0001 PB-0002 PB-0003"),
        ("PB-0001, 2026", "PB-0001", ""),
        ("PB-0001 чек 0002", "PB-0001", ""),
    ],
)
def test_further_batches_of_a_line_are_offered(details, exact, near):
    head = "Value date;Bank reference;Details;Amount;Currency"

    lines = lines_of("x.csv", f'{head}\n10.11.2026;FT-1;"{details}";-8000.00;USD'.encode())

    assert lines == [paid(exact=exact, near=near)]


@pytest.mark.parametrize(
    ("transaction", "details"),
    [
        ("NTRFNONREF//FT-1", ":86:177?00TRANSFER?20Children?21PB-0001?30BIC?32NAME"),
        ("NTRFNONREF//FT-1", ":86:177?00TRANSFER?20Children PB-?210001?30BIC"),
        ("NTRFPB-0001//FT-1", ":86:OUTGOING TRANSFER"),
    ],
)
def test_mt940_names_us_in_pieces_and_in_our_own_reference(transaction, details):
    start = ":20:X\n:25:1\n:28C:1/1\n:60F:C261101USD9000,00\n:61:2611101110D8000,00"

    lines = lines_of("x.sta", f"{start}{transaction}\n{details}\n:62F:C261130USD1,00\n".encode())

    assert lines == [paid()]


def test_day_that_no_month_has_is_told_by_its_line():
    text = (DATA / "mt940.sta").read_text().replace(":61:261110", ":61:261310", 1)

    with pytest.raises(CannotReadFile, match=r"^Line \d+ of the file is not as MT940 has it"):
        read("x.sta", text.encode())


def test_statement_without_a_booked_transaction_is_told():
    pending = camt(a=("<Sts>BOOK</Sts>", "<Sts>PDNG</Sts>"))
    held = camt(a=("<Sts>BOOK</Sts>", "<Sts><Prtry>HELD</Prtry></Sts>"))
    none = b":20:X\n:25:1\n:28C:1/1\n:60F:C261101USD1,00\n:62F:C261130USD1,00\n"

    for name, content in (("x.xml", pending), ("x.xml", held), ("x.sta", none)):
        with pytest.raises(CannotReadFile, match="has no booked transaction"):
            read_bank_file(name, content)


def test_a_movement_that_was_not_carried_out_is_passed_over():
    rows = [
        [*row, status]
        for row, status in [(USD, "Проведён"), (TJS, "On hold"), (TJS, "нет"), (TJS, "")]
    ]

    statement = read("x.csv", csv_of(["Валюта: USD"], [*HEADS, "Статус"], *rows))

    assert [line.row for line in statement.lines] == [3, 6]
    assert [(row.row, row.code) for row in statement.passed_over] == [
        (4, "not_done"),
        (5, "not_done"),
    ]
    partly = read("x.csv", csv_of(["Валюта: USD"], [*HEADS, "Статус"], [*USD, "Частично исполнен"]))
    assert [(each.row, each.code) for each in partly.problems] == [(3, "status")]
    assert passed_over([(4, "not_done"), (5, "not_done")]) == [
        "Rows 4, 5: its status says that it was not carried out."
    ]
    assert statement.unread == ()


@pytest.mark.parametrize(
    "words",
    [
        *("Баланс", "Исх. остаток", "Вх. сальдо", "Сальдо начальное", "Остаток средств на счете"),
        *("Всего списано", "Бақияи ибтидо", "Бақияи охири рӯз", "Ҳамагӣ гардиш"),
        *("Balance b/f", "Closing ledger balance", "Balance as at 30.11.2026"),
    ],
)
def test_a_balance_in_the_words_of_the_region_is_no_money_that_came(words):
    balance = ["27.11.2026", "", words, "", "600"]

    statement = read("x.csv", csv_of(["Валюта: USD"], HEADS, USD, balance))

    assert [(row.row, row.code) for row in statement.passed_over] == [(4, "balance")]


@pytest.mark.parametrize("written", ["840", "доллары США", "US Dollar", "usd"])
def test_a_currency_as_banks_write_it(written):
    (line,) = read("x.csv", csv_of([*HEADS, "Валюта"], [*USD, written])).lines

    assert line.currency == "USD"


@pytest.mark.parametrize("written", ["ＰＢ－０００１", "ΡΒ-0001"])
def test_a_batch_in_letters_of_other_keyboards_is_offered(written):
    (line,) = read("x.csv", csv_of(["Валюта: USD"], HEADS, [*USD[:2], written, *USD[3:]])).lines

    assert (line.batches, line.near) == ((), ("PB-0001",))


def test_our_reference_as_the_number_of_the_payment_names_the_batch():
    (line,) = read(
        "x.csv", csv_of(["Валюта: USD"], HEADS, ["10.11.2026", "PB-0001", "", "5"])
    ).lines

    assert line.batches == ("PB-0001",)
