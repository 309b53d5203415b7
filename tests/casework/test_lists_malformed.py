"""Lists that are none: every one is told in a sentence, or checked; none breaks anything."""

import io
import random
import tracemalloc
import zipfile

import xlsxwriter

from cases.casework import imports
from cases.casework.list_readings import part_of
from cases.casework.refused import Refused
from cases.files.sheets import ListSheet, sheets_of
from cases.files.spreadsheets import CannotReadFile
from cases.models import Child
from cases.pages.list_checks import ListCheck
from cases.queries.imports import ALL, check_counts, families_of, repeated_texts
from tests import factories
from tests.factories.lists import HEAD, LISTED, ROWS

ODD = (
    *("", " ", "-", "?", "0", "-1", "1e309", "NaN", "=1+1", "=cmd|' /C calc'!A0", "@x", "\t", "\n"),
    *("9" * 400, "31.02.2017", "00.00.0000", "01.01.0001", "2999", "130 сол", "12/13/2017", "½"),
    *(
        "\u202eلмо",
        "\u200b",
        "а\u0301" * 50,
        "ـ" * 300,
        "🙂",
        "<b>x</b>",
        "'; DROP TABLE",
        "%s %(x)s",
    ),
    *(
        "Назарова\nКаримова",
        "1) ",
        "№",
        "Итого",
        "Имзо",
        "Неизвестно",
        "سجن",
        "Aб" * 40,
        "\\",
        "{}",
    ),
)


def book(*rows, sheet="Рӯйхат"):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": True}) as workbook:
        page = workbook.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return file.getvalue()


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def malformed():
    """Return three hundred files: cut, flipped, bombs, wrong kinds, odd texts, absurd sizes."""
    chance = random.Random(14)
    return [*damaged(chance), *archives(), *texts(chance), *odd(chance)]


def damaged(chance):
    whole = book(["то 01.11.2018"], HEAD, *ROWS)
    for at in range(0, len(whole), max(1, len(whole) // 50)):
        yield "list.xlsx", whole[:at]
    for _time in range(110):
        content = bytearray(whole)
        for _byte in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        yield "list.xlsx", bytes(content)


def archives():
    yield "list.xlsx", packed(xl__worksheets__sheet1="0" * 60_000_000)
    yield "list.xlsx", packed(**{f"part{n}": "x" for n in range(300)})
    for name in ("xl__vbaProject.bin", "xl__externalLinks__a.xml", "xl__a.xml"):
        yield "list.xlsx", packed(**{name: "<!DOCTYPE x>"})
    yield "list.xlsx", packed(xl__workbook="<a>" * 10_000)


def texts(chance):
    text = "\n".join(";".join(row) for row in (["то 01.11.2018"], HEAD, *ROWS))
    for encoding in ("utf-16", "utf-16-le", "cp1251", "koi8-r", "utf-32"):
        yield "list.csv", text.encode(encoding, "replace")
    for name in ("list.pdf", "list.xls", "list.ods", "list", "list.xlsx.exe", "\u202exslx.csv"):
        yield name, text.encode()
    long = (b'"' * 200_001, ("x" * 300_000 + ";y\n").encode(), b";" * 500_000, b"\n" * 200_000)
    for content in (*long, b"a;b\n" * 25_000, b"\0" * 100):
        yield "list.csv", content
    for _time in range(20):
        yield "list.csv", chance.randbytes(400)


def odd(chance):
    for text in ODD:
        for at in chance.sample(range(len(HEAD)), 2):
            row, head = [*ROWS[0]], [*HEAD]
            row[at], head[chance.randrange(len(head))] = text, text
            yield "list.csv", _csv([["то 01.11.2018"], HEAD, row, *ROWS])
            if at % 2:
                yield "list.csv", _csv([[text], head, row, [], row])


def _csv(rows):
    return "\n".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    ).encode("utf-8", "replace")


def test_three_hundred_malformed_files_are_each_told(db):
    agreement, files = factories.agreement(), malformed()
    by = factories.imported_list(agreement).begun_by

    answers = [answer(name, content, agreement, by) for name, content in files]

    assert len(answers) >= 300
    assert all(answers)
    assert Child.objects.count() == 0


def answer(name, content, agreement, by):
    """Return what a person is told of a file, or how many rows there are to check."""
    try:
        read = sheets_of(name, content, "cp1251" if content[:1] == b"\xcc" else "")
        listed = imports.begin(
            name=name, content=content, sheets=read, encoding="", agreement=agreement, by=by
        )
        columns = listed.columns or ["mother", "child", "child_born"]
        listed = imports.choose(
            listed=listed,
            version=listed.version,
            header=listed.header or 1,
            columns=columns,
            as_of=LISTED,
            with_hidden=True,
            with_struck=True,
            by=by,
        )
        families, repeated = set(families_of(listed, ALL)), repeated_texts(listed)
        check = ListCheck.of(
            listed,
            part_of(listed, families),
            check_counts(listed, by=by),
            tab=ALL,
            numbers=families,
            repeated=repeated,
            seen=set(),
        )
        imports.drop(listed=listed, version=listed.version, by=by)
    except (CannotReadFile, Refused) as refusal:
        return str(refusal)
    return f"{check.rows} rows"


def test_five_thousand_rows_are_read_in_bounded_memory():
    rows = [
        [f"{n}", f"Назарова {n}", "1990", "", "", "Ҳамза", "2016", "п", ""] for n in range(5000)
    ]
    content = book(["то 01.11.2018"], HEAD, *rows)
    tracemalloc.start()

    [sheet] = sheets_of("list.xlsx", content)

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(sheet, ListSheet)
    assert len(sheet.rows) == 5002
    assert most < 60 * 1024**2
