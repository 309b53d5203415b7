"""A list in the browser: sent, its columns told, checked row by row, applied, undone."""

import io
import re
from html import unescape

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.casework.seed import seed_agreement
from cases.models import Child, DuplicateAnswer, ImportedList, ImportedRow, Mother, Task
from cases.vocabulary import ClosedReason, Role, Stage
from tests import factories

HEAD = ["№", "Модар", "Соли таваллуди модар", "Ҳукм", "Ҷой", "Кӯдак", "Таваллуд", "Ҷинс", "Падар"]
ROWS = [
    ["1", "Назарова Зулфия", "1991", "15 сол", "Rusafa", "Ҳамза", "12.04.2014", "п", "вафот"],
    ["", "", "", "", "", "Сафия", "2016", "д", ""],
    ["2", "Раҳимова Мавлуда", "1996", "якумрӣ", "Rusafa", "Иброҳим", "6 сола", "п", "номаълум"],
]


@pytest.fixture
def people(db):
    caseworker = factories.user(Role.CASEWORKER, username="worker")
    reviewer = factories.user(Role.REVIEWER, username="reviewer")
    seed_agreement(by=factories.user(Role.ADMIN), reviewer=reviewer)
    return caseworker, reviewer


@pytest.fixture
def worker(client, people):
    client.force_login(people[0])
    return client


def workbook(*rows, title="Маълумот то 01.11.2026", head=HEAD, hidden=(), name="list.xlsx"):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Рӯйхат")
        for at, row in enumerate([[title], head, *rows]):
            sheet.write_row(at, 0, row)
        for at in hidden:
            sheet.set_row(at - 1, None, None, {"hidden": True})
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


def answers(listed, value, *, place=None):
    from cases.casework.list_checks import check_of

    listed.refresh_from_db()
    sent = {}
    for at, question in enumerate(check_of(listed).open_questions):
        answer = place if place and question.key.startswith("place") else value
        sent |= {f"key-{at}": question.key, f"answer-{at}": answer}
    return sent


def test_a_list_is_sent_checked_and_applied(worker):
    page, listed = send(worker, workbook(*ROWS))

    assert page.status_code == 200
    assert listed.header == 2
    assert "child_born" in listed.columns

    page = choose(worker, listed)
    assert "Which place is “Rusafa”?" in text_of(page)
    page = save(worker, listed, **answers(listed, "-"))
    words = text_of(page)
    assert "3 children are registered" in words
    assert "15 y" in words

    page = do(worker, listed, "import-apply")

    assert page.status_code == 200, text_of(page)
    assert Child.objects.count() == 3
    assert Mother.objects.count() == 2
    listed.refresh_from_db()
    assert bytes(listed.content) == b""
    assert listed.name == ""
