"""The first page of who prepares payments: the families whose fees are due longest."""

import datetime

import pytest

from cases.models import AccessRow
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
TITLE = "Due longest, by family"


def families(number: int):
    """Return mothers of two children each, whose fees are due from a day later on each."""
    mothers = [factories.family(2) for _each in range(number)]
    for at, mother in enumerate(mothers):
        factories.fees_of(mother.children.order_by("pk"), on=DAY + at * A_DAY)
    return mothers


def first_page(client, role):
    client.force_login(factories.user(role))
    return client.get("/")


def lines(page):
    cards = [card for card in page.context["cards"] if card.title == TITLE]
    return [line for card in cards for group in card.groups for line in group.lines]


def test_five_families_stand_by_their_oldest_fee_and_lead_to_exactly_these(client):
    mothers = families(6)
    late = factories.fees_of(factories.family(1).children.all(), on=DAY - A_DAY)[0]

    page = first_page(client, Role.FINANCE_OFFICER)
    rows = lines(page)

    oldest = [late.child.mother, *mothers[:4]]
    assert [row.label for row in rows] == [mother.reference for mother in oldest]
    one = rows[1]
    first, second = mothers[0].children.order_by("pk")
    assert one.about == f"{first.reference} and {second.reference}"
    assert (one.number, one.amount, one.sign) == ("2 fees", "$800", "late")
    assert [client.get(row.url).context["page"].paginator.count for row in rows] == [1, 2, 2, 2, 2]
    assert [row.number_url for row in rows] == [row.url for row in rows]
    assert AccessRow.objects.filter(page="home").latest("pk").rows == 9
    assert first.person.name not in page.content.decode()


def test_what_is_in_a_batch_is_not_due(client):
    factories.batch(BatchStatus.SUBMITTED, 1)

    assert lines(first_page(client, Role.FINANCE_OFFICER)) == []


@pytest.mark.parametrize("role", [Role.FINANCE_APPROVER, Role.CASEWORKER, Role.REVIEWER])
def test_who_prepares_no_payment_is_shown_none(client, role):
    families(1)

    assert lines(first_page(client, role)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_family_and_for_three(client, rows, django_assert_num_queries):
    families(rows)
    client.force_login(factories.user(Role.FINANCE_OFFICER))

    # session, user; missed fees; due, batches, lines; due longest; opened; agreements, sums;
    # drafts; on record
    with django_assert_num_queries(12):
        client.get("/")
