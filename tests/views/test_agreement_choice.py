"""Pages that show one agreement or all of them say which, and remember what was chosen."""

import html
import re
import uuid

import pytest
from django.urls import reverse

from cases.casework import batches, kept_sums
from cases.models import Child, Fee
from cases.vocabulary import Role, Stage
from tests import factories
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db
#: Each page, and whether whoever has chosen nothing sees all agreements on it.
PAGES = {
    "dashboard": False,
    "fees": False,
    "money-figures": False,
    "batches": True,
    "receipts": True,
    "reconciliation": False,
    "reviews": True,
    "follow-ups": True,
    "hearings": True,
}
CHOOSER = '<nav class="views no-print" aria-label="Agreement">'


@pytest.fixture
def reviewer(client):
    person = factories.user(Role.REVIEWER)
    client.force_login(person)
    return person


@pytest.fixture
def syria():
    """A second agreement with two children who owe euros; the first has one who owes dollars."""
    factories.child(Stage.ELIGIBLE)
    made = factories.bare_agreement()
    schedule = factories.fee_schedule(made, amount=500, currency="EUR")
    children = [factories.child(Stage.ELIGIBLE) for _ in range(2)]
    execute("SET session_replication_role = replica")
    Child.objects.filter(pk__in=[child.pk for child in children]).update(agreement=made)
    Fee.objects.filter(child__in=children).update(
        agreement=made, schedule=schedule, amount=500, currency="EUR"
    )
    execute("SET session_replication_role = origin")
    kept_sums.rebuild()  # no trigger has counted these
    return made


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>", maxsplit=1)[0]


def test_compared_agreements_lead_to_what_each_number_is_made_of(client, reviewer, syria):
    page = client.get(reverse("dashboard"), {"agreement": "all"}).content.decode()
    part = page.partition('id="h-compared"')[2].partition("</table>")[0]

    links = re.findall(r'href="(/dashboard/numbers/[^"]+)">(\d+)<', part)
    assert len(links) >= 4
    for url, number in links:
        assert client.get(html.unescape(url)).context["found"].value == int(number)


def test_day_of_a_published_figure_is_offered_where_its_agreement_is_shown(client, reviewer, syria):
    figure = factories.published_figure(Child.objects.order_by("pk")[0].agreement)

    offered = {}
    for slug in (figure.agreement.slug, "", "all", syria.slug):
        page = client.get(reverse("dashboard"), {"agreement": slug} if slug else {})
        offered[slug or "chosen last"] = "the last published figure" in page.content.decode()
    summary = client.get(reverse("agreement-summary", args=[syria.slug])).content.decode()

    assert list(offered.values()) == [True, True, True, False]
    assert "published figure" not in summary


@pytest.mark.parametrize("route", PAGES)
def test_with_one_agreement_there_is_nothing_to_choose(client, reviewer, route):
    factories.child(Stage.ELIGIBLE)

    page = client.get(reverse(route)).content.decode()

    assert CHOOSER not in page
    assert "All agreements" not in page


@pytest.mark.parametrize(("route", "is_all"), PAGES.items())
def test_page_says_what_it_shows_and_remembers_what_was_chosen(
    client, reviewer, syria, route, is_all
):
    at = reverse(route)

    first = client.get(at).content.decode()
    chosen = client.get(at, {"agreement": syria.slug}).content.decode()
    again = client.get(at).content.decode()
    everything = client.get(at, {"agreement": "all"}).content.decode()
    last = client.get(at).content.decode()

    usual = "All agreements" if is_all else "Tajikistan and Iraq"
    assert CHOOSER in first
    for page, title in (
        (first, usual),
        (chosen, syria.title),
        (again, syria.title),
        (everything, "All agreements"),
        (last, "All agreements"),
    ):
        assert title in heading(page)


def test_choice_on_one_page_holds_on_the_others(client, reviewer, syria):
    client.get(reverse("dashboard"), {"agreement": syria.slug})

    for route in PAGES:
        assert syria.title in heading(client.get(reverse(route)).content.decode()), route


def test_address_that_names_no_agreement_is_not_remembered(client, reviewer, syria):
    client.get(reverse("fees"), {"agreement": syria.slug})

    odd = client.get(reverse("fees"), {"agreement": "nowhere"}).content.decode()

    assert "Tajikistan and Iraq" in heading(odd)
    assert syria.title in heading(client.get(reverse("fees")).content.decode())


def test_sums_of_all_agreements_stand_by_currency_and_lead_to_their_fees(client, reviewer, syria):
    page = client.get(reverse("fees"), {"agreement": "all"})
    due = [bar.parts[0] for bar in page.context["bars"]]
    amounts = {part.amount: part.url for part in due if part.amount in ("$400", "€1,000")}

    assert set(amounts) == {"$400", "€1,000"}
    assert page.context["page"].paginator.count == 3
    for value, url in amounts.items():
        fees = list(client.get(url).context["page"])
        assert {fee.currency for fee in fees} == {"USD" if value == "$400" else "EUR"}
        assert sum(fee.amount for fee in fees) == (400 if value == "$400" else 1000)


@pytest.mark.parametrize("agreement", ["all", "tajikistan-syria", "tajikistan-iraq"])
def test_each_figure_of_money_leads_to_what_it_counts(client, reviewer, syria, agreement):
    page = client.get(reverse("money-figures"), {"agreement": agreement}).content.decode()

    counted = re.compile(
        r'<a href="(/fees/\?[^"]+)">(?:<bdi>[^<]*</bdi> <span class="muted">\()?(\d+)\)?'
    )
    links = [(html.unescape(url), int(count)) for url, count in counted.findall(page)]
    assert links
    for url, count in links:
        assert client.get(url).context["page"].paginator.count == count, url


def test_each_number_of_the_dashboard_of_all_leads_to_what_it_counts(client, reviewer, syria):
    context = client.get(reverse("dashboard"), {"agreement": "all"}).context

    rows = [row for group in context["stages"] for row in (group, *group.stages)]
    numbers = {row.url: row.count for row in rows if row.url and row.count}
    numbers |= {row.url: row.value for row in context["funnel"] if row.url and row.value}
    numbers[context["identified_url"]] = context["dashboard"].progress.identified
    assert 3 in numbers.values()
    for url, number in numbers.items():
        assert client.get(url).context["page"].paginator.count == number, url
    for card, total in zip(context["cards"], (1000, 400), strict=True):
        (amount,) = (a for a in card.amounts if a.value in ("€1,000", "$400"))
        assert sum(fee.amount for fee in client.get(amount.url).context["page"]) == total


def test_reviews_of_one_agreement_hold_only_its_own(client, reviewer, syria):
    waits = factories.fee_schedule(syria, agreed=False, amount=700, currency="EUR", during=LATER)

    here = client.get(reverse("reviews"), {"agreement": syria.slug}).content.decode()
    there = client.get(reverse("reviews"), {"agreement": "tajikistan-iraq"}).content.decode()
    home = client.get(reverse("home")).content.decode()

    address = reverse("fee-schedule", args=[waits.agreement.slug])
    assert (address in here, address in there) == (True, False)
    assert "/reviews/?agreement=all#q-money" in home


LATER = (factories.DAY.replace(year=2020), None)


def test_reconciliation_and_postings_of_all_are_by_currency_and_name_their_agreement(
    client, reviewer, syria
):
    officer, on = factories.user(Role.FINANCE_OFFICER), factories.DAY
    for slug in ("tajikistan-iraq", syria.slug):
        fees = Fee.objects.filter(agreement__slug=slug)
        batch = batches.create(fees_picked=fees, by=officer, token=uuid.uuid4())
        batches.submit(batch=batch, version=batch.version, by=officer)
        batch.refresh_from_db()
        factories.approve(batch)
        batch.refresh_from_db()
        paid = {"bank_reference": f"FT-{slug}", "value_date": on}
        batches.record_transfer(batch=batch, version=batch.version, by=officer, on=on, **paid)
    page = {"agreement": "all"}

    shown = client.get(reverse("reconciliation"), page).content.decode()
    kept = client.get(reverse("postings-csv")).getvalue().decode()
    of_one = client.get(reverse("postings-csv"), {"agreement": syria.slug}).getvalue().decode()
    paper = client.get(reverse("reconciliation-paper"), page)

    assert shown.count(">Total<") == 2
    assert f"<bdi>{syria.title}</bdi>" in shown
    assert kept.count(syria.title) == of_one.count(syria.title) == 8
    assert kept.count("$") == 0
    assert "USD" in kept
    assert "USD" not in of_one
    assert "reconciliation-all-" in paper["Content-Disposition"]
    assert client.get(reverse("postings-csv"), {"agreement": "nowhere"}).status_code == 404
