"""The ledger by reference: who reads it, what it sums up, how it is narrowed and exported."""

import html
import re

import pytest
from django.urls import reverse

from cases.models import (
    AccessRow,
    Agreement,
    Country,
    Fee,
    FeeSchedule,
)
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.canaries import told
from tests.factories import DAY
from tests.views import sheets

pytestmark = pytest.mark.django_db
READERS = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.REVIEWER, Role.AUDITOR)


def sign_in(client, role):
    person = factories.user(role)
    client.force_login(person)
    return person


def references(page):
    return re.findall(r'<th scope="row"><a href="[^"]*"><bdi class="ref">([^<]+)', text_of(page))


def text_of(page):
    return page.content.decode()


def at(fee, name="fee"):
    return reverse(name, args=[fee.agreement.slug, fee.child.reference])


@pytest.mark.parametrize("role", READERS)
def test_pages_of_money_say_no_name_birth_or_place(client, role):
    fee = factories.ask_waiver(factories.due_fees(2)[0])
    batch = factories.batch(BatchStatus.SENT)
    sign_in(client, role)
    pages = [
        reverse("fees"),
        reverse("fees") + "?status=nonsense&agreement=nonsense&page=99",
        reverse("fees-csv"),
        reverse("fees-xlsx"),
        reverse("batches"),
        batch.get_absolute_url(),
        at(fee),
    ]

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [200] * len(pages)
    assert [told(sheets.said(answer)) for answer in answers] == [[]] * len(answers)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TRAVEL_OFFICER, Role.OFFICIAL, Role.ADMIN])
def test_others_are_refused_whatever_the_address_names(client, role):
    sign_in(client, role)
    pages = ["/fees/", "/fees/export.csv", "/fees/export.xlsx", "/fees/batches/PB-0001/"]

    assert [client.get(page).status_code for page in pages] == [403] * 4


def test_unknown_fee_and_batch_are_not_found(client, officer):
    factories.agreement()

    pages = ["/fees/batches/PB-9999/", "/fees/tajikistan-iraq/TJ-IQ-9999-1/"]

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_each_child_is_one_row_by_reference(client, officer):
    fees = factories.due_fees(3)

    page = client.get(reverse("fees"))

    assert references(page) == [fee.child.reference for fee in fees]


def test_fees_of_a_family_stand_together_the_oldest_first(client, officer):
    first, second = factories.cleared_family(2), factories.cleared_family(1)
    with factories.past_the_guards():
        Fee.objects.filter(child=first[1]).update(due_on=DAY - DAY.resolution)

    page = client.get(reverse("fees"))
    own = client.get(reverse("fees"), {"family": second[0].mother.reference})
    by_day = client.get(reverse("fees"), {"sort": "-due"})

    assert references(page) == [each.reference for each in (*first, *second)]
    assert text_of(page).count('scope="rowgroup"') == 2
    assert text_of(page).count("data-pick-group") == 2
    assert page.context["found"] == "3 fees in 2 families, oldest first"
    assert "2 fees · <bdi>$800</bdi></a>" in text_of(page)
    assert references(own) == [second[0].reference]
    assert "rowgroup" not in text_of(by_day)


def test_every_sum_leads_to_as_many_fees(client, officer):
    factories.due_fees(3)
    factories.batch(BatchStatus.APPROVED, fees=2)
    factories.batch(BatchStatus.SENT, fees=1)

    (bar,) = client.get(reverse("fees")).context["bars"]

    assert [(part.label, part.amount, part.note) for part in bar.parts] == [
        ("Due", "$1,200", "3 fees"),
        ("In a batch", "$800", "2 fees"),
        ("Paid", "$400", "1 fee"),
        ("Receipted", "$0", "0 fees"),
        ("Uncommitted", "$27,600", "of $30,000 = 75 × $400"),
        ("All", "$2,400", "6 fees"),
    ]
    assert [segment.tone for segment in bar.segments] == ["q4", "q3", "q2", "q5"]
    assert round(sum(segment.w for segment in bar.segments), 2) == 100
    for part in bar.parts:
        if part.url:
            page = client.get(part.url)
            if part.label == "Uncommitted":
                assert "$400" in text_of(page)
                continue
            assert len(references(page)) == int(part.note.split()[0])
            tabs = page.context["bars"][0].parts
            assert [tab.label for tab in tabs if tab.is_current] == [part.label]


def test_more_than_the_budget_is_said(client, officer):
    factories.due_fees(3)
    factories.figures(factories.agreement(), factories.DAY, identified=92, target=2)

    (bar,) = client.get(reverse("fees")).context["bars"]

    rest = bar.parts[4]
    assert (rest.label, rest.amount, rest.note) == ("Over budget by", "$400", "of $800 = 2 × $400")
    assert [segment.tone for segment in bar.segments] == ["q4"]


def test_agreement_without_figures_has_sums_and_no_budget(client, officer):
    other = _another_agreement()

    (bar,) = client.get(f"{reverse('fees')}?agreement={other.slug}").context["bars"]

    assert [part.amount for part in bar.parts] == ["$0"] * 5


def test_fees_of_all_agreements_stand_beside_a_budget_in_each_currency(client, officer):
    factories.due_fees(2)
    alike, abroad = _another_agreement(), _another_agreement(slug="tajikistan-turkey", code="TR")
    with factories.past_the_guards():
        FeeSchedule.objects.filter(agreement=abroad).update(currency="EUR")
    for made in (alike, abroad):
        factories.figures(made, factories.DAY, identified=30, target=20)

    bars = client.get(f"{reverse('fees')}?agreement=all").context["bars"]

    rests = [(bar.currency, bar.parts[4].amount, bar.parts[4].note) for bar in bars]
    assert rests == [
        ("EUR", "€2,000", "of €2,000 = 20 × €100"),
        ("USD", "$31,200", "of $32,000 = 75 × $400 + 20 × $100"),
    ]
    for bar in bars:
        assert round(sum(segment.w for segment in bar.segments), 2) == 100


def test_several_agreements_are_shown_one_at_a_time(client, officer):
    factories.due_fees(2)
    other = _another_agreement()

    page = client.get(f"{reverse('fees')}?agreement={other.slug}")

    assert references(page) == []
    assert page.context["choice"].agreement == other


def _another_agreement(slug="tajikistan-syria", code="SY"):
    factories.agreement()
    other = Agreement.objects.create(
        slug=slug,
        home=Country.objects.get(code="TJ"),
        holding=Country.objects.get(code=code),
        title=f"Tajikistan and {code}",
        kind="verbal",
        status="reported",
    )
    factories.fee_schedule(other, amount=100)
    return other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=due", 1),
        ("status=batched&status=due", 3),
        ("batch={batch}", 2),
        ("batch=PB-9999", 0),
        ("waiver=asked", 1),
        ("status=nonsense", 3),
        ("agreement=tajikistan-iraq", 3),
        ("sort=-due", 3),
        ("sort=nonsense", 3),
    ],
)
def test_ledger_is_narrowed_by_its_address(client, officer, query, found):
    batch = factories.batch(fees=2)
    factories.ask_waiver(factories.due_fees(1)[0])

    page = client.get(f"{reverse('fees')}?{query.format(batch=batch.reference)}")

    assert len(references(page)) == found


@pytest.mark.parametrize("sort", ["due", "-due", "amount", "-amount"])
def test_fees_of_one_day_stand_by_their_keys_whichever_was_touched_last(client, officer, sort):
    due = factories.due_fees(3)
    factories.ask_waiver(due[0])

    page = client.get(f"{reverse('fees')}?sort={sort}")

    assert references(page) == [fee.child.reference for fee in due]


def test_link_to_a_list_shows_it_to_whoever_chose_another_agreement(client, officer):
    factories.due_fees(1)
    factories.batch(fees=2)
    other = _another_agreement()
    query = "status=due&status=batched&sort=-due&since=2019-03-01"
    page = client.get(f"{reverse('fees')}?{query}&page=1")
    link = re.search(r'href="([^"]*)">Link to this list', text_of(page))[1].replace("&amp;", "&")
    client.get(f"{reverse('fees')}?agreement={other.slug}")

    again = client.get(f"{reverse('fees')}{link}")

    assert "page=" not in link
    assert link.count("status=") == 2
    assert references(again) == references(page)
    assert len(references(again)) == 3
    assert again.context["chosen"].address == page.context["chosen"].address


def test_statuses_are_counted_without_the_choice_of_one(client, officer):
    factories.batch(fees=2)
    factories.due_fees(1)

    groups = client.get(f"{reverse('fees')}?status=due").context["groups"]

    assert [(o.value, o.count, o.checked) for o in groups[0].options] == [
        ("due", 1, True),
        ("batched", 2, False),
    ]


def test_bar_to_pick_with_stands_only_where_a_fee_can_be_picked(client, officer, monkeypatch):
    monkeypatch.setattr("cases.web.paging.SIZES", (1,))
    factories.batch(BatchStatus.SENT, fees=1)
    factories.due_fees(1)

    pages = [client.get(f"{reverse('fees')}?page={n}").content.decode() for n in (1, 2)]

    assert sorted("data-bar" in page for page in pages) == [False, True]


def test_empty_ledger_says_how_a_fee_arises(client, officer):
    page = client.get(reverse("fees"))

    assert "The register creates the fee" in text_of(page)


def test_no_fee_due_says_how_many_wait_for_approval(client, officer):
    factories.batch(BatchStatus.SUBMITTED, fees=2)

    page = text_of(client.get(f"{reverse('fees')}?status=due"))

    assert "No fee is due." in page
    assert "2 fees wait for approval." in page
    assert 'href="/fees/batches/?status=submitted"' in page


@pytest.mark.parametrize(
    ("status", "heads"),
    [
        ("due", ["Child", "Due since", "Waiting", "Amount"]),
        ("batched", ["Child", "Due since", "Payment batch", "Status of the batch", "Amount"]),
        (
            "paid",
            ["Child", "Payment batch", "Value date", "Without a receipt", "Amount", "What to do"],
        ),
        ("receipted", ["Child", "Payment batch", "Value date", "Receipt", "Amount"]),
    ],
)
def test_each_tab_has_its_own_columns(client, receipted, status, heads):
    factories.batch(BatchStatus.SENT, fees=1)
    factories.batch(BatchStatus.APPROVED, fees=1)

    page = client.get(f"{reverse('fees')}?status={status}")

    assert [head.label for head in page.context["sorts"]] == heads
    (row,) = re.findall(r"<tr>(<th scope=\"rowgroup\".*?)</tr>", text_of(page))
    assert ("1 day" in row or " days" in row) is (status in ("due", "paid"))
    assert ("#receipt" in row) is (status == "paid")
    assert ("Approved" in row) is (status == "batched")
    paper = receipted.receipt_lines.get().receipt.get_absolute_url()
    linked = f'<a href="{paper}"><bdi>=HYPERLINK(1)</bdi></a>'
    assert (linked in row) is (status == "receipted")


def test_waiver_that_was_asked_for_is_said_in_its_row(client, officer):
    factories.ask_waiver(factories.due_fees(1)[0])

    page = text_of(client.get(f"{reverse('fees')}?status=due"))

    assert "waiver requested" in page
    assert "data-bar" not in page


def test_filter_that_finds_nothing_offers_to_drop_it(client, officer):
    factories.due_fees(1)

    page = client.get(f"{reverse('fees')}?status=paid")

    assert "Remove a filter" in text_of(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_query_count(client, officer, rows, django_assert_num_queries):
    factories.batch(BatchStatus.SENT, fees=rows)
    factories.due_fees(rows)

    # session, user, facts, counts, keys, page, access, lines, batches, totals
    with django_assert_num_queries(10):
        page = client.get(reverse("fees"))

    assert len(references(page)) == 2 * rows


def test_page_of_a_fee_is_on_record_for_its_child(client, officer):
    fee = factories.due_fees()[0]

    client.get(at(fee))

    assert AccessRow.objects.get().child == fee.child


def test_approver_is_told_what_waits(client):
    factories.ask_waiver(factories.due_fees()[0])
    factories.batch(BatchStatus.SUBMITTED)
    sign_in(client, Role.FINANCE_APPROVER)

    page = text_of(client.get(reverse("fees")))

    assert "1 payment batch is waiting for approval." in page
    assert "The waiver of 1 fee is waiting for approval." in page
    assert 'name="fee"' not in page


FAMILY_LINK = re.compile(r'<span class="alt"><a href="(\?[^"]+)">(\d+) fees')


def test_number_of_a_family_leads_to_its_fees_in_this_list(client, officer, monkeypatch):
    factories.cleared_family(3)
    factories.cleared_family(2)
    batch = factories.batch(BatchStatus.SENT, fees=2)
    shown = []

    for query in ({}, {"status": "due"}, {"batch": batch.reference}):
        page = client.get(reverse("fees"), query)
        links = FAMILY_LINK.findall(text_of(page))
        shown.append(len(links))
        for url, number in links:
            found = client.get(reverse("fees") + html.unescape(url))
            assert found.context["page"].paginator.count == int(number), url
            assert not FAMILY_LINK.search(text_of(found))
    monkeypatch.setattr("cases.web.paging.SIZES", (4,))
    cut = FAMILY_LINK.findall(text_of(client.get(reverse("fees"))))

    assert (shown, len(cut)) == ([3, 2, 1], 1)  # the second family goes on beyond the page


def test_number_of_a_batch_leads_to_its_fees(client, officer):
    factories.batch(BatchStatus.SENT, fees=2)
    page = client.get(reverse("batches"))

    ((batch, _tone),) = page.context["rows"]
    assert text_of(page).count(f'href="{batch.get_absolute_url()}"') == 3
    assert len(client.get(batch.get_absolute_url()).context["rows"]) == batch.held == 2
