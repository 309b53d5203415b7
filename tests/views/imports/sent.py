"""Lists as a person sends them in the browser, and what each page then says."""

import io
import re
from html import unescape

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.casework.list_checks import check_of
from cases.models import ImportedList
from tests.views.sheets import rows_of

HEAD = ["№", "Модар", "Соли таваллуди модар", "Ҳукм", "Ҷой", "Кӯдак", "Таваллуд", "Ҷинс", "Падар"]
ROWS = [
    ["1", "Назарова Зулфия", "1991", "15 сол", "", "Ҳамза", "12.04.2014", "п", "вафот"],
    ["", "", "", "", "", "Сафия", "2016", "д", ""],
    ["2", "Раҳимова Мавлуда", "1996", "якумрӣ", "", "Иброҳим", "6 сола", "п", "номаълум"],
]


def workbook(
    *rows,
    title="Маълумот то 01.11.2026",
    head=HEAD,
    hidden=(),
    hidden_columns=(),
    name="list.xlsx",
):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Рӯйхат")
        for at, row in enumerate([[title], head, *rows]):
            sheet.write_row(at, 0, row)
        for at in hidden:
            sheet.set_row(at - 1, None, None, {"hidden": True})
        for at in hidden_columns:
            sheet.set_column(at, at, None, None, {"hidden": True})
    return SimpleUploadedFile(name, file.getvalue())


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def send(client, file):
    response = client.post(reverse("import-new"), {"file": file}, follow=True)
    return response, ImportedList.objects.order_by("-pk").first()


def choose(client, listed, **typed):
    listed.refresh_from_db()
    data = {f"column-{at}": name for at, name in enumerate(listed.columns)}
    data |= {"header": listed.header or 2, "as_of": "01.11.2026", "version": listed.version}
    return client.post(reverse("import-columns", args=[listed.pk]), data | typed, follow=True)


def save(client, listed, **typed):
    listed.refresh_from_db()
    data = {"version": listed.version} | typed
    return client.post(reverse("import-rows", args=[listed.pk]), data, follow=True)


def do(client, listed, route):
    listed.refresh_from_db()
    return client.post(reverse(route, args=[listed.pk]), {"version": listed.version}, follow=True)


def result_of(client, listed):
    response = client.get(reverse("import-result", args=[listed.pk]))
    return [[str(cell) for cell in row] for row in rows_of(b"".join(response.streaming_content))]


def answers(listed, value, *, place=None):
    listed.refresh_from_db()
    sent = {}
    for at, question in enumerate(check_of(listed).open_questions):
        answer = place if place and question.key.startswith("place") else value
        sent |= {f"key-{at}": question.key, f"answer-{at}": answer}
    return sent


def sent_and_chosen(client, *rows, **more):
    _page, listed = send(client, workbook(*rows, **more))
    choose(client, listed)
    listed.refresh_from_db()
    return listed
