"""Columns that a person chooses where a bank's headings do not say them, and their memory."""

import pytest
from django.urls import reverse

from cases.models import BankLayout, Draft
from cases.vocabulary import BatchStatus
from tests import factories
from tests.sent import form_of
from tests.statements import sent

pytestmark = pytest.mark.django_db
NEW, COLUMNS = "/fees/statements/new/", "/fees/statements/columns/"
HEAD = "Buchungstag;Beleg;Verwendungszweck;Betrag"
CHOSEN = {
    "column-0": "value_date",
    "column-1": "bank_reference",
    "column-2": "details",
    "column-3": "amount",
    "bank": "NBT, USD account",
    "currency": "usd",
}


def send(client, *rows, head=HEAD):
    content = "\n".join((head, *rows)).encode()
    return client.post(NEW, {"file": sent(content, "s.csv")})


def chosen(page, **facts):
    return form_of(page, action=COLUMNS) | CHOSEN | facts


def test_unknown_headings_lead_to_the_columns_and_then_to_the_preview(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)

    page = send(client, f"01.03.2019;FT1;{batch.reference};-800,00")
    preview = client.get(client.post(COLUMNS, chosen(page)).url)

    assert page.status_code == 409
    assert "No row has the headings of a statement." in page.content.decode()
    assert [cells for _field, _head, cells in page.context["form"].samples][2] == [batch.reference]
    assert [(key, len(rows)) for key, _title, rows in preview.context["groups"]] == [("new", 1)]


def test_chosen_columns_are_remembered_for_the_next_file_of_the_bank(client, officer):
    page = send(client, "01.03.2019;FT1;x;-5")
    client.post(COLUMNS, chosen(page))

    answer = send(client, "01.03.2019;FT2;x;-6")

    assert answer.url.startswith("/fees/statements/try/")
    layout = BankLayout.objects.get()
    assert (layout.bank, layout.currency, layout.saved_by) == ("NBT, USD account", "USD", officer)
    assert "NBT, USD account" in client.get(COLUMNS).content.decode()


def test_forgotten_columns_are_asked_for_again(client, officer):
    client.post(COLUMNS, chosen(send(client, "01.03.2019;FT1;x;-5")))
    address = reverse("statement-forget", args=[BankLayout.objects.get().pk])

    client.post(address, form_of(client.get(COLUMNS), action=address))

    assert send(client, "01.03.2019;FT2;x;-6").status_code == 409
    assert not BankLayout.objects.exists()


def test_problem_of_a_cell_keeps_what_was_chosen_and_nothing_else(client, officer):
    page = send(client, "01.03.2019;FT1;x;-8,000", "02.03.2019;FT2;x;-6,50")

    answer = client.post(COLUMNS, chosen(page))

    assert answer.status_code == 409
    assert "Row 2, cell D2: “-8,000” is not an amount." in answer.content.decode()
    assert answer.context["form"]["column-3"].value() == "amount"
    assert not Draft.objects.exists()
    assert not BankLayout.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"column-0": ""}, "Say which column is the value date."),
        ({"column-3": ""}, "Say which column is the amount, or which are debit and credit."),
        ({"column-3": "debit"}, "Say which column is the amount, or which are debit and credit."),
        ({"column-1": "details"}, "Two columns are “Details”. Choose one."),
        ({"currency": ""}, "Say in which currency the account is."),
        ({"currency": "dollars"}, "Three letters, as in USD or TJS."),
        ({"bank": ""}, "Fill this in."),
    ],
)
def test_choice_that_is_not_whole_is_told(client, officer, facts, said):
    page = send(client, "01.03.2019;FT1;x;-5")

    answer = client.post(COLUMNS, chosen(page, **facts))

    assert said in answer.content.decode()
    assert not Draft.objects.exists()


def test_order_of_day_and_month_is_asked_where_no_date_shows_it(client, officer):
    head = "Value date;Bank reference;Details;Amount;Currency"
    page = send(client, "03/02/2019;FT1;x;-5;USD", head=head)

    typed = form_of(page, action=COLUMNS) | {"bank": "NBT", "day_order": "month"}
    preview = client.get(client.post(COLUMNS, typed).url)

    (row,) = preview.context["groups"][0][2]
    assert row.line.value_date.isoformat() == "2019-03-02"


def test_debit_and_credit_are_chosen_too(client, officer):
    page = send(
        client, "01.03.2019;FT1;x;8;", "01.03.2019;FT2;x;;4", head="Tag;Nr;Zweck;Soll;Haben"
    )

    preview = client.get(
        client.post(COLUMNS, chosen(page, **{"column-3": "debit", "column-4": "credit"})).url
    )

    rows = [row for _key, _title, rows in preview.context["groups"] for row in rows]
    assert [int(row.line.amount) for row in rows] == [-8, 4]


def test_file_that_the_page_did_not_sign_is_not_read(client, officer):
    page = send(client, "01.03.2019;FT1;x;-5")
    typed = chosen(page)
    typed["packed"] = typed["packed"][0].swapcase()

    assert client.post(COLUMNS, typed).status_code == 404
    assert client.post(COLUMNS, {}).status_code == 404


def test_file_without_a_day_and_a_sum_is_no_statement(client, officer):
    answer = send(client, "x;y;z;w")

    assert "file" in answer.context["form"].errors


@pytest.mark.parametrize("rows", [1, 3])
def test_remembered_columns_query_count(client, officer, rows, django_assert_num_queries):
    for number in range(rows):
        facts = {"headings": f"a|b|{number}", "columns": [], "saved_by": officer}
        BankLayout.objects.create(bank=f"Bank {number}", **facts)

    with django_assert_num_queries(3):  # session, user, layouts
        client.get(COLUMNS)
