"""Bank statements as staff meet them: sent, looked at, applied, and what stayed open."""

from pathlib import Path

import pytest
from django.urls import reverse

from cases.casework import batches, statements
from cases.models import AccessRow, BankStatement, Draft
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.canaries import CANARIES, told
from tests.casework.test_imports import bomb, packed, raw
from tests.casework.test_statements import apply
from tests.factories import DAY
from tests.sent import form_of
from tests.statements import csv_of, row, sent, xlsx_of

pytestmark = pytest.mark.django_db
CAMT = Path(__file__).parents[1] / "data" / "statements" / "camt.053.xml"
LIST, NEW = "/fees/statements/", "/fees/statements/new/"
SENT_BEFORE = "You have already sent this form. This is the result."
READERS = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.REVIEWER, Role.AUDITOR)


def said(answer):
    return answer.content.decode()


def send(client, content, name="statement.csv"):
    return client.post(NEW, {"file": sent(content, name)})


def groups(answer):
    return {key: [r.line.row for r in rows] for key, _title, rows in answer.context["groups"]}


def test_file_is_read_looked_at_and_applied(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    content = xlsx_of(row("FT1", "-800", batch.reference), row("FT2", "-15"))

    preview = client.get(send(client, content, "s.xlsx").url)
    answer = client.post(
        preview.request["PATH_INFO"], {"seen": preview.context["seen"], "funder": "State budget"}
    )

    batch.refresh_from_db()
    page = client.get(answer.url)
    assert groups(preview) == {"new": [2], "open": [3]}
    assert (batch.status, batch.funder) == (BatchStatus.SENT, "State budget")
    assert groups(page) == {"known": [2], "open": [3]}
    assert f'href="{batch.get_absolute_url()}"' in said(page)
    assert AccessRow.objects.filter(page="statement", by=officer, rows=2).count() == 1


def test_near_name_is_recorded_only_when_its_row_is_ticked(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    content = csv_of(row("FT1", "-800", batch.reference.replace("PB", "РВ")))
    preview = client.get(send(client, content).url)
    typed = form_of(preview, holding="seen") | {"rows": ["2", "x", "99999999999"]}

    stale = client.post(preview.request["PATH_INFO"], typed | {"seen": "x"})
    client.post(preview.request["PATH_INFO"], typed)

    batch.refresh_from_db()
    assert groups(preview) == {"offered": [2]}
    assert "in other letters or signs" in said(preview)
    assert (stale.status_code, stale.context["ticked"]) == (409, [2])
    assert batch.status == BatchStatus.SENT


def test_part_is_said_on_the_pages_of_the_batch_and_the_reconciliation(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    preview = client.get(send(client, csv_of(row("FT1", "-500", batch.reference))).url)
    typed = form_of(preview, holding="seen") | {"rows": ["2"]}
    client.post(preview.request["PATH_INFO"], typed)

    page = said(client.get(batch.get_absolute_url()))

    assert "A part of" in said(preview)
    assert "paid in part; the rest is not on a statement yet" in page
    assert "$500 of $800 paid" in said(client.get("/fees/reconciliation/"))


def test_what_was_passed_over_is_said_before_anything_is_applied(client, officer):
    content = csv_of(row("", "12000", "Opening balance"), row("FT1", "-5"), row("FT2", "0"))

    preview = client.get(send(client, content).url)

    assert preview.context["passed_over"] == [
        "Row 2: a balance, a total or a turnover.",
        "Row 4: nothing moved.",
    ]


def test_what_the_bank_has_not_booked_is_said_before_anything_is_applied(client, officer):
    preview = client.get(send(client, CAMT.read_bytes(), "s.xml").url)

    assert preview.context["passed_over"] == [
        "1 transaction that the bank has not booked yet: −$99."
    ]


def test_funder_is_asked_for_only_where_something_is_paid(client, officer):
    factories.batch(BatchStatus.SENT)

    preview = client.get(send(client, csv_of(row("FT2", "-15"))).url)

    assert "Funder" not in said(preview)
    assert "Nothing new will be recorded" in said(preview)


def test_problems_of_a_file_are_told_and_nothing_is_kept(client, officer):
    rows = row("FT1", "8,000"), row("x" * 61, "-5"), *([row("x", "y")] * 40)
    answer = send(client, csv_of(*rows))

    assert answer.status_code == 409
    told = list(answer.context["form"].errors["file"])
    assert told[:2] == [
        "Row 2, cell D2: “8,000” is not an amount. Write it like -8000.00, without commas.",
        "Row 3, cell B3: the bank reference is longer than 60 characters.",
    ]
    assert told[-1] == "… and 12 more."
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "s.csv", "The file is empty."),
        (b"MZ\x90", "s.exe", "must be an .xlsx or .csv"),
        (b"x" * (5 * 1024 * 1024 + 1), "s.csv", "larger than 5 MB"),
    ],
)
def test_file_of_another_kind_is_refused(client, officer, content, name, told):
    assert told in said(send(client, content, name))


@pytest.mark.parametrize(
    "make",
    [
        bomb,
        lambda folder: packed(folder, "xl/vbaProject.bin"),
        lambda folder: packed(folder, "xl/externalLinks/a.xml"),
        lambda folder: packed(folder, "xl/a.xml", b"<!DOCTYPE x>"),
        lambda folder: packed(folder, "part", many=201),
        lambda folder: packed(folder, "xl/workbook.xml", b"<workbook"),
        lambda folder: raw(folder, "s.xlsx", b"PK\x03\x04"),
        lambda folder: raw(folder, "s.xlsx", xlsx_of(row("FT1", "-1"))[:2000]),
        lambda folder: raw(folder, "s.csv", "Value date".encode("utf-16")),
        lambda folder: raw(folder, "s.csv", csv_of(*([row("=cmd()", "-1")] * 501))),
        lambda folder: raw(folder, "s.csv", csv_of(row("F\0T1", "-1"))),
        lambda folder: raw(folder, "s.csv", b"a;" * 500_000),
        lambda folder: raw(folder, "s.csv", csv_of(row("FT1", "9" * 5000))),
        lambda folder: raw(folder, "s.csv", b'"' + b"x" * 200_000),
    ],
)
def test_hostile_file_is_refused_in_a_sentence_and_nothing_is_kept(client, officer, tmp_path, make):
    path = make(tmp_path)

    answer = send(client, path.read_bytes(), path.name)

    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["file"])
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/s.csv", "s.csv\0.exe", "S.CSV", "\u202evsc.s", "s.csv.exe"]
)
def test_name_of_the_file_does_no_harm(client, officer, name):
    answer = send(client, csv_of(row("FT1", "-1")), name)

    assert answer.status_code in (302, 409)


def test_missing_file_is_told(client, officer):
    assert "Choose a file." in said(client.post(NEW))


def test_same_file_again_leads_to_what_came_of_it(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    line = row("FT1", "-800", batch.reference)
    made = apply(officer, line)

    answer = client.post(NEW, {"file": sent(csv_of(line))}, follow=True)

    assert answer.request["PATH_INFO"] == made.get_absolute_url()
    assert "This file was applied before. Nothing was changed." in said(answer)
    assert BankStatement.objects.count() == 1


def test_sent_twice_is_applied_once(client, officer):
    preview = client.get(send(client, csv_of(row("FT1", "-1"))).url)
    address = preview.request["PATH_INFO"]
    typed = {"seen": preview.context["seen"], "token": preview.context["draft"].data["token"]}
    first = client.post(address, typed)

    second = client.post(address, typed, follow=True)
    back = client.get(address, follow=True)

    assert second.redirect_chain == back.redirect_chain == [(first.url, 302)]
    assert SENT_BEFORE in said(second)
    assert "This file is applied already. This is its bank statement." in said(back)
    assert BankStatement.objects.count() == 1


def test_file_sent_twice_is_kept_once(client, officer):
    form, content = form_of(client.get(LIST), action=NEW), csv_of(row("FT1", "-1"))
    first = client.post(NEW, form | {"file": sent(content, "s.csv")})

    second = client.post(NEW, form | {"file": sent(content, "s.csv")}, follow=True)

    assert second.redirect_chain == [(first.url, 302)]
    assert SENT_BEFORE in said(second)
    assert Draft.objects.count() == 1


def test_change_since_the_preview_is_told_and_shown(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    preview = client.get(send(client, csv_of(row("FT1", "-800", batch.reference))).url)
    batches.void(batch=batch, version=batch.version, by=officer)

    typed = form_of(preview, holding="seen") | {"funder": "State budget"}
    answer = client.post(preview.request["PATH_INFO"], typed)

    again = form_of(answer, holding="seen")
    assert (answer.status_code, BankStatement.objects.count()) == (409, 0)
    assert "changed while you were looking" in said(answer)
    assert groups(answer) == {"open": [2]}
    assert again["seen"] == [answer.context["seen"]] != typed["seen"]
    assert answer.context["form"]["funder"].value() == "State budget"


def test_statement_refused_by_one_of_its_rows_keeps_the_funder(client, officer):
    other = factories.batch(BatchStatus.APPROVED)
    batch = factories.batch(BatchStatus.APPROVED)
    content = csv_of(row("FT1", "-800", batch.reference))
    preview = client.get(send(client, content).url)
    batches.record_transfer(
        batch=other,
        version=other.version,
        by=officer,
        on=DAY,
        bank_reference="FT1",
        value_date=DAY,
    )

    answer = client.post(
        preview.request["PATH_INFO"], form_of(preview, holding="seen") | {"funder": "State budget"}
    )

    batch.refresh_from_db()
    assert (answer.status_code, batch.status) == (409, BatchStatus.APPROVED)
    assert answer.context["form"]["funder"].value() == "State budget"
    assert not BankStatement.objects.exists()


def test_preview_is_for_its_reader_alone(client, officer):
    other = factories.user(Role.FINANCE_OFFICER)
    draft = statements.keep("s.csv", csv_of(row("FT1", "-1")), on=DAY, by=other)

    names, token = ("statement-try", "statement-discard"), draft.data["token"]
    pages = [reverse(name, args=[token]) for name in names]

    assert [client.post(page).status_code for page in pages] == [404, 404]
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_file_may_be_thrown_away(client, officer):
    preview = client.get(send(client, csv_of(row("FT1", "-1"))).url)
    draft = preview.context["draft"]
    home = said(client.get("/"))

    address = reverse("statement-discard", args=[draft.data["token"]])
    form = form_of(preview, action=address)
    client.post(address, form)
    again = client.post(address, form, follow=True)
    back = client.get(preview.request["PATH_INFO"])

    assert again.redirect_chain == [(LIST, 302)]
    assert (back.status_code, f'href="{LIST}">Bank statements' in said(back)) == (404, True)
    assert "You have no such file. Once it is applied or deleted, it is not stored." in said(back)
    assert SENT_BEFORE in said(again)
    assert reverse("statement-discard", args=[draft.data["token"]]) in home
    assert not Draft.objects.exists()
    assert not BankStatement.objects.exists()


def test_open_line_is_matched_on_its_page_when_it_can_be(client, officer):
    batch = factories.batch(BatchStatus.SUBMITTED)
    made = apply(officer, row("FT1", "-800", batch.reference))
    line = said(client.get(reverse("statement-line", args=[made.reference, 2])))
    assert f'<a href="{batch.get_absolute_url()}"><bdi class="ref">{batch.reference}' in line
    assert "Match them" not in said(client.get(made.get_absolute_url()))
    factories.approve(batch)
    page = client.get(made.get_absolute_url())
    address = reverse("statement-match", args=[made.reference])

    stale = client.post(address, {"seen": "x"})
    done = client.post(address, form_of(page, action=address), follow=True)
    twice = client.post(address, form_of(page, action=address), follow=True)

    batch.refresh_from_db()
    assert (page.context["matching"], stale.status_code, batch.status) == (1, 409, "sent")
    assert "changed while you were looking" in said(stale)
    assert "1 line is matched." in said(done)
    assert SENT_BEFORE in said(twice)
    assert groups(done) == {"known": [2]}


def test_who_only_looks_is_offered_no_act(client, officer):
    batch = factories.batch(BatchStatus.SUBMITTED)
    made = apply(officer, row("FT1", "-800", batch.reference))
    client.force_login(factories.user(Role.FINANCE_APPROVER))

    assert client.get(LIST).context["form"] is None
    assert '<form method="post"' not in said(client.get(made.get_absolute_url())).split("<main")[1]


@pytest.mark.parametrize("role", READERS)
def test_no_page_of_statements_says_what_the_bank_wrote_of_people(client, officer, role):
    batch = factories.batch(BatchStatus.APPROVED)
    line = row("FT1", "-800", f"{batch.reference} {' '.join(CANARIES)}")
    preview = said(client.get(send(client, csv_of(line)).url))
    made = apply(officer, row("FT1", "-800", f"{batch.reference} {' '.join(CANARIES)}"))
    client.force_login(factories.user(role))

    shown = preview + said(client.get(LIST)) + said(client.get(made.get_absolute_url()))

    assert told(shown) == []
    assert batch.reference in shown


def test_list_counts_lines_and_those_that_are_open(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    apply(officer, row("FT1", "-800", batch.reference), row("FT2", "-5"), row("FT3", "-6"))

    (listed,) = client.get(LIST).context["page"]

    assert (listed.rows, listed.open, listed.since) == (3, 2, DAY)


def test_no_statement_yet_is_said(client, officer):
    assert "No bank statement yet" in said(client.get(LIST))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(client, officer, rows, django_assert_num_queries):
    for number in range(rows):
        apply(officer, row(f"FT{number}", "-5"))

    with django_assert_num_queries(5):  # session, user, drafts, count, page
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_statement_query_count(client, officer, rows, django_assert_num_queries):
    batches = [factories.batch(BatchStatus.APPROVED, fees=1) for _ in range(rows)]
    lines = [row(f"FT{n}", "-400", batch.reference) for n, batch in enumerate(batches)]
    made = apply(officer, *lines, *(row(f"X{n}", "-5", "PB-9999") for n in range(rows)))

    with django_assert_num_queries(10):  # session, user, itself, open, matching ×3, shown, access
        client.get(made.get_absolute_url())
