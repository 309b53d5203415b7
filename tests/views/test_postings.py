"""Postings as files: of the shown agreement and period, without names, on record."""

import csv
import html
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.casework import batches
from cases.models import AccessRow, Agreement
from cases.vocabulary import BatchStatus, ReversalKind, Role
from tests import factories
from tests.canaries import CANARIES, told
from tests.casework.test_reversals import another_due, approve, ask, paid_fees
from tests.factories import DAY
from tests.views import sheets
from tests.views.test_fees import READERS

pytestmark = pytest.mark.django_db
PAGE, CSV, XLSX = reverse("money-figures"), reverse("postings-csv"), reverse("postings-xlsx")
TITLES = [
    *("Posting", "Date", "Account", "Name of the account", "Debit", "Credit", "Currency"),
    *("Child", "Payment batch", "Bank reference", "Agreement", "Text"),
]


@pytest.fixture
def paid(officer):
    """A batch of one fee, which the bank has paid under a hostile reference."""
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    batches.record_transfer(
        batch=batch,
        version=batch.version,
        by=officer,
        on=DAY,
        bank_reference="=1+1",
        value_date=DAY,
        charges=Decimal("7.50"),
    )
    return batch.lines.select_related("fee__child", "batch").get()


def rows_of(answer):
    text = answer.getvalue().decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_a_row_for_each_leg(client, paid):
    titles, *rows = rows_of(client.get(CSV))

    assert titles == TITLES
    child, due = paid.fee.child, paid.fee.child.journal.get(act="fee_due")
    of_bank = [paid.batch.reference, "'=1+1"]
    charges, fee = ["USD", "", *of_bank], ["USD", child.reference, *of_bank]
    assert [[row[0], row[2], *row[4:10]] for row in rows] == [
        [f"charges/{paid.batch.pk}", "charges", "7.50", "", *charges],
        [f"charges/{paid.batch.pk}", "bank", "", "7.50", *charges],
        [f"due/{due.pk}", "fees", "400.00", "", "USD", child.reference, "", ""],
        [f"due/{due.pk}", "owed", "", "400.00", "USD", child.reference, "", ""],
        [f"paid/{paid.pk}", "owed", "400.00", "", *fee],
        [f"paid/{paid.pk}", "bank", "", "400.00", *fee],
    ]
    assert {(row[1], row[10]) for row in rows} == {("2019-03-01", "Tajikistan and Iraq")}
    assert [row[11] for row in rows[::2]] == ["Bank charges", "Fee became due", "Fee paid"]
    assert rows[0][3] == "Bank charges (expense)"


def test_workbook_has_the_same_rows_with_sums_as_numbers_and_no_formula(client, paid):
    content = client.get(XLSX).getvalue()

    titles, *rows = sheets.rows_of(content)
    assert titles == TITLES
    assert rows[0][:6] == [
        f"charges/{paid.batch.pk}",
        DAY,
        "charges",
        "Bank charges (expense)",
        7.5,
        "",
    ]
    assert [row[9] for row in rows] == ["=1+1"] * 2 + [""] * 2 + ["=1+1"] * 2
    assert "<f>" not in sheets.sheet_xml(content)
    assert sum(row[4] or 0 for row in rows) == sum(row[5] or 0 for row in rows) == 807.5


def test_names_of_accounts_are_in_the_readers_language_and_their_codes_are_not(client, officer):
    factories.due_fees(1)
    officer.language, officer.csv_separator = "ru", ","
    officer.save(update_fields=["language", "csv_separator"])

    titles, *rows = rows_of(client.get(CSV))

    assert titles[:3] == ["Проводка", "Дата", "Счёт"]
    assert [row[2:4] for row in rows] == [
        ["fees", "Сборы за детей (расход)"],
        ["owed", "Сборы к уплате (кредиторская задолженность)"],
    ]


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("page", [CSV, XLSX])
def test_postings_say_no_name_birth_or_place(client, role, page):
    fee = paid_fees(1)[0]
    ask(fee, factories.user(Role.FINANCE_OFFICER), ReversalKind.CREDIT, another_due())
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    client.force_login(factories.user(role))

    content = client.get(page).getvalue()

    said = str(sheets.rows_of(content)) if page == XLSX else content.decode()
    assert fee.child.reference in said
    assert told(said, (*CANARIES, "Зебо", "Каримова")) == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TRAVEL_OFFICER, Role.OFFICIAL, Role.ADMIN])
def test_others_are_refused(client, role):
    client.force_login(factories.user(role))

    assert [client.get(page).status_code for page in (CSV, XLSX)] == [403, 403]


def test_page_offers_the_postings_of_what_it_shows(client, paid):
    page = client.get(PAGE, {"since": "2.3.2019"}).content.decode()

    offered = [html.unescape(url) for url in re.findall(r'href="(/fees/postings[^"]*)"', page)]
    assert offered == [f"{at}?agreement=tajikistan-iraq&since=2019-03-02" for at in (XLSX, CSV)]
    assert rows_of(client.get(offered[1])) == [TITLES]
    assert len(rows_of(client.get(f"{CSV}?until=1.3.2019"))) == 7


def test_postings_are_of_one_agreement(client, paid):
    other = Agreement.objects.create(
        slug="tajikistan-syria",
        home=paid.batch.agreement.home,
        holding=paid.batch.agreement.holding,
        title="Tajikistan and Syria",
        kind="verbal",
        status="reported",
    )

    assert rows_of(client.get(f"{CSV}?agreement={other.slug}")) == [TITLES]
    assert len(rows_of(client.get(f"{CSV}?agreement=tajikistan-iraq"))) == 7
    assert client.get(f"{CSV}?agreement=nonsense").status_code == 404


@pytest.mark.parametrize("page", [CSV, XLSX])
def test_days_that_cannot_be_make_no_file_and_are_told(client, paid, page):
    days = {"since": "2.1.2019", "until": "1.1.2019"}

    answer = client.get(page, days, follow=True)

    assert answer.redirect_chain == [(f"{PAGE}?since=2.1.2019&until=1.1.2019", 302)]
    assert "The period ends before it begins." in answer.content.decode()
    assert not AccessRow.objects.exists()


def test_register_without_an_agreement_has_no_postings(client, officer):
    assert client.get(CSV).status_code == 404


def test_postings_are_on_record_with_their_rows(client, officer, paid):
    for page in (CSV, XLSX):
        client.get(page).getvalue()

    rows = AccessRow.objects.order_by("pk").values_list("by", "page", "rows")
    assert list(rows) == [(officer.pk, "postings-csv", 6), (officer.pk, "postings-xlsx", 6)]


@pytest.mark.parametrize("page", [CSV, XLSX])
@pytest.mark.parametrize("rows", [1, 3])
def test_postings_query_count(client, officer, rows, page, django_assert_num_queries):
    factories.due_fees(rows)

    with django_assert_num_queries(6):  # session, user, facts, count, access, rows
        client.get(page).getvalue()
