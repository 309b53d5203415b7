"""The page of figures of money: every number leads to the fees it counts; bad days are told."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.vocabulary import ReversalKind, Role
from tests import factories
from tests.canaries import told
from tests.casework.test_reversals import another_due, approve, ask, paid_fees, receipt

pytestmark = pytest.mark.django_db
PAGE = reverse("money-figures")
COUNTED = re.compile(
    r'<a href="(/fees/\?[^"]+)">(?:<bdi>[^<]*</bdi> <span class="muted">\()?(\d+)\)?'
)


@pytest.fixture
def moves(officer):
    fee, kept, _still_paid = paid_fees(3, deferred=1)
    receipt(kept.lines.get().batch, officer, amounts={kept.pk: Decimal(100)})
    ask(fee, officer, ReversalKind.CREDIT, another_due())
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    factories.due_fees(2)


def test_every_number_leads_to_the_fees_it_counts(client, moves):
    page = client.get(PAGE, {"since": "1.1.2019", "until": "31.12.2099"}).content.decode()

    links = [(html.unescape(url), int(count)) for url, count in COUNTED.findall(page)]
    assert len(links) == 7  # open: due, paid; moved: due, batched, paid, receipted, credited
    for url, count in links:
        answer = client.get(url)
        assert answer.context["page"].paginator.count == count, url
        assert answer.context["chips"]


def test_list_says_what_it_is_narrowed_by(client, moves):
    answer = client.get("/fees/?moved=paid&since=2019-01-01&until=2019-12-31")

    labels = [str(chip.label) for chip in answer.context["chips"]]
    assert labels == ["Paid: 1 Jan 2019 – 31 Dec 2019"]


@pytest.mark.parametrize(
    "address", ["?moved=x", "?age=7&waits_for=none", "?since=31.02&moved=paid"]
)
def test_address_that_means_nothing_is_passed_over(client, moves, address):
    assert client.get(f"/fees/{address}").status_code == 200


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"since": "31.02.2019"}, "February 2019 has 28 days"),
        ({"since": "2.1.2019", "until": "1.1.2019"}, "The period ends before it begins."),
    ],
)
def test_days_that_cannot_be_are_told_and_kept(client, moves, days, sentence):
    answer = client.get(PAGE, days)

    page = answer.content.decode()
    assert sentence in page
    assert all(f'value="{typed}"' in page for typed in days.values())


def test_page_of_figures_says_no_name_birth_or_place(client, moves):
    page = client.get(PAGE).content.decode()

    assert told(page) == []


def test_register_without_an_agreement_says_so(client, officer):
    assert "No agreement yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_fee_and_for_three(
    client, officer, rows, django_assert_num_queries
):
    factories.due_fees(rows)

    with django_assert_num_queries(9):
        page = client.get(PAGE)

    assert f"({rows})" in page.content.decode()


def test_schedules_show_the_agreed_rate_beside_the_standard_one(client, officer):
    schedule = factories.due_fees(1)[0].schedule

    page = client.get(PAGE).content.decode()

    assert schedule.standard_amount == 2500
    shown = ("Cost per child", "$400", "$2,500", "$2,100", schedule.get_basis_display())
    assert [words for words in shown if words not in page] == []


def test_schedule_that_waits_is_not_among_those_agreed(client, officer):
    earlier = (datetime.date(2018, 1, 1), factories.SINCE_2019[0])
    factories.fee_schedule(factories.agreement(), agreed=False, amount=999, during=earlier)

    page = client.get(PAGE).content.decode()

    agreed, waits = page.split("Cost per child")[-1].split("waiting for approval by")
    assert ("$400" in agreed, "$999 from 1 Jan 2018" in agreed) == (True, True)
    assert "$999" not in agreed.split("</table>")[0]
    assert waits


def test_sums_lead_to_what_they_are_made_of(client, moves):
    page = client.get(PAGE)
    (block,) = page.context["blocks"]
    budget, rest = page.context["amounts"][-2:]

    paid = client.get(block["saved_url"]).context["rows"]
    assert {fee.status for fee, _tone in paid} == {"paid"}
    assert "$400" in client.get(budget.url).content.decode()
    bar = client.get(rest.url).context["bars"][0]
    assert rest.value in {part.amount for part in bar.parts}
    for move in filter(lambda move: move.url, block["moves"]):
        assert page.content.decode().count(html.escape(move.url)) == 2
