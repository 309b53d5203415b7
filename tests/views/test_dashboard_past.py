"""The dashboard of a past day: the same page, two clocks, compared, and no day of a movement."""

import csv
import datetime
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cases.figures.counts import Counted
from cases.models import Child, Journal, Movement
from cases.pages.time_charts import charts_of
from cases.rules.outside import month_ends
from cases.vocabulary import BatchStatus, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.views.sheets import rows_of

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=9)


def opened(client, role: Role, route: str = "dashboard", **query):
    client.force_login(factories.user(role))
    return client.get(reverse(route), {"vs": "none", **query})


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def number_of(value: int | str) -> Decimal:
    return Decimal(re.sub(r"[+$,]", "", str(value)).replace("−", "-"))


def totals(page) -> dict[Counted, int]:
    return dict(page.context["dashboard"].counts.by_kind)


def test_page_of_a_past_day_counts_as_by_hand_and_says_which_day_it_is(client):
    worlds.every_stage()
    factories.batch(BatchStatus.SENT, fees=2)

    for on in (DAY, LATER):
        page = opened(client, Role.REVIEWER, on=on.isoformat())
        kinds, stages, _medians = worlds.recount(on)
        assert totals(page) == {kind: kinds[kind] for kind in Counted}
        assert worlds.by_stage(page.context["stages"]) == {
            stage.label: n for stage, n in stages.items()
        }
        assert "You look at" in text_of(page)
        assert "/children/?" not in text_of(page)


def test_what_was_entered_later_is_counted_apart(client):
    factories.child(Stage.RETURNED)

    page = opened(client, Role.REVIEWER, on=LATER.isoformat())

    rows = {str(row.label): (row.was, row.knew, row.later) for row in page.context["clocks"]}
    assert rows["Identified"] == (1, 0, "+1")
    assert sum(was for label, (was, *_rest) in rows.items() if label != "Identified") == 1


def test_two_days_are_compared(client):
    factories.child(Stage.RETURNED)
    home = Child.objects.get().returned_on

    page = opened(client, Role.REVIEWER, vs=(home - datetime.timedelta(days=1)).isoformat())

    assert "1 more returned" in text_of(page)
    assert page.context["hero"].bar.segments[0].delta == "+1"
    stages = {row.label: row.delta for group in page.context["stages"] for row in group.rows}
    assert stages[Stage.RETURNED.label] == "+1"


@pytest.mark.parametrize("day", ["31.02.2026", "2199-01-01", "1950-01-01", "03/04/2026", "x" * 300])
def test_day_that_cannot_be_shown_is_told_on_every_page_of_figures(client, day):
    factories.child()

    for route in ("dashboard", "dashboard-numbers"):
        page = opened(client, Role.OFFICIAL, route, on=day, counted="identified")
        assert "Today is shown." in text_of(page)


def test_empty_register_and_one_child_have_a_page_of_every_day(client):
    assert opened(client, Role.OFFICIAL, on="2026-06-01").status_code == 200
    child = factories.child()
    assert opened(client, Role.OFFICIAL, on=DAY.isoformat()).status_code == 200
    assert "No child has travelled yet." in text_of(opened(client, Role.OFFICIAL))
    assert opened(client, Role.OFFICIAL, "returns-svg").url == reverse("dashboard")
    assert Journal.objects.filter(child=child).count() == 1


def test_official_steps_day_by_day_and_never_learns_the_day_of_a_return(client):
    worlds.every_stage()
    home = set(Child.objects.exclude(returned_on=None).values_list("returned_on", flat=True))
    home |= {timezone.localdate(at) for at in Movement.objects.values_list("arrives_at", flat=True)}
    assert home
    first = min(home)

    seen = set()
    for n in (*range(-2, 3), 9, 10, 11, 33):
        on = first + datetime.timedelta(days=n)
        page = opened(client, Role.OFFICIAL, on=on.isoformat(), vs="")
        seen.add(page.context["days"].on)
        text = re.sub(r'value="[^"]*"', "", text_of(page)).replace("You are shown", "")
        if page.context["days"].on not in home:
            told = page.context["days"].refusals
            assert [d for d in home if f"{d:%-d %b %Y}" in text and d != on] == [], told
    months = {day.month for day in seen}
    assert len(seen) <= len(months) + 2


def test_official_cannot_count_back_to_a_movement_from_a_median(client):
    factories.child(Stage.RETURNED)
    factories.child(Stage.IN_TRANSIT)

    medians = {
        role: {
            row.label: row.median
            for group in opened(client, role).context["stages"]
            for row in group.rows
            if row.count
        }
        for role in (Role.OFFICIAL, Role.REVIEWER)
    }

    assert set(medians[Role.OFFICIAL].values()) == {None}
    assert None not in medians[Role.REVIEWER].values()
    page = text_of(opened(client, Role.OFFICIAL, "dashboard-numbers", stage="returned"))
    assert "Median" not in page
    assert "1 child is on the way." in text_of(opened(client, Role.OFFICIAL))


def test_official_follows_a_number_to_what_it_is_made_of(client):
    worlds.every_stage()
    page = opened(client, Role.OFFICIAL)
    urls = set(re.findall(r'href="(/dashboard/numbers/[^"]+)"', text_of(page)))
    assert len(urls) > 10

    for url in urls:
        found = client.get(url.replace("&amp;", "&")).context["found"]
        assert found.tables
        for table in found.tables:
            if table.adds_up:
                whole = table.total or found.value
                assert sum(number_of(row.value) for row in table.rows) == number_of(whole), table
            for row in filter(lambda row: row.ask, table.rows):
                below = client.get(f"{reverse('dashboard-numbers')}?{row.ask}").context["found"]
                assert str(below.value) == row.value
            for row in filter(lambda row: row.url, table.rows):
                below = client.get(row.url).context["found"]
                assert str(below.value).lstrip("+") == row.value.lstrip("+"), row

    told = client.get(reverse("dashboard-numbers"), {"counted": "nothing"}, follow=True)
    assert "There is no such figure" in text_of(told)


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.REVIEWER, Role.FINANCE_OFFICER])
@pytest.mark.parametrize("agreement", ["", "all"])
def test_a_sum_of_fees_leads_to_what_it_is_made_of_on_any_day(client, role, agreement):
    worlds.every_stage()
    factories.second_agreement()
    factories.due_fees(2)
    of = {"agreement": agreement} if agreement else {}

    for on in (DAY, DAY + datetime.timedelta(days=40), timezone.localdate()):
        page = opened(client, role, on=on.isoformat(), **of)
        context = page.context["dashboard"].overview
        [fees] = [context.fees] if context.fees else context.by_currency
        sums = {"paid": fees.paid, "unpaid": fees.committed, "budget": fees.budget}
        for name, amount in sums.items():
            query = {"on": on.isoformat(), "fees": name, "currency": "USD", **of}
            found = opened(client, role, "dashboard-numbers", **query).context["found"]
            assert number_of(found.value) == amount
            for table in found.tables:
                whole = table.total or found.value
                assert sum(number_of(row.value) for row in table.rows) == number_of(whole), table
    assert fees.paid > 0 < fees.committed


def test_a_sum_of_fees_in_a_currency_that_there_is_not_is_told(client):
    worlds.every_stage()

    told = opened(client, Role.OFFICIAL, "dashboard-numbers", fees="paid", currency="EUR")

    assert told.status_code == 302
    assert "There is no such figure" in text_of(client.get(told.url))


def test_official_takes_approved_totals_alone_away_from_the_dashboard(client):
    home = factories.child(Stage.RETURNED)
    other = factories.second_agreement()
    last, before = month_ends(timezone.localdate(), 2)
    for day in (before, last):
        factories.public_totals(home.agreement, day)
    factories.public_totals(other, last)
    factories.child()

    of_all = taken(client, "figures-csv", agreement="all")
    of_one = taken(client, "figures-xlsx", agreement=home.agreement.slug)
    of_then = taken(client, "figures-csv", agreement=home.agreement.slug, on=before.isoformat())

    assert [row[:4] for row in of_all[1:]] == [
        [last.isoformat(), "1", "1", "1"],
        [last.isoformat(), "0", "0", "0"],
        [before.isoformat(), "1", "1", "1"],
    ]
    assert [row[1:4] for row in of_one[1:]] == [[1, 1, 1], [1, 1, 1]]
    assert [row[0] for row in of_then[1:]] == [before.isoformat()]
    text = text_of(opened(client, Role.OFFICIAL))
    assert "Approved totals as csv" in text
    assert "Chart as a picture" not in text
    for chart in ("returns-svg", "family-svg"):
        answer = opened(client, Role.OFFICIAL, chart)
        assert answer.url == reverse("dashboard")
        exact = opened(client, Role.REVIEWER, chart)
        assert "-internal.svg" in exact["Content-Disposition"]


def taken(client, route: str, **query: str) -> list[list[object]]:
    """Return the rows of a file an official takes away; it is not marked internal."""
    answer = opened(client, Role.OFFICIAL, route, **query)
    assert "internal" not in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    if route == "figures-xlsx":
        return rows_of(content)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_chart_runs_from_the_right_where_people_read_from_the_right(client):
    factories.child(Stage.PLACED)
    page = opened(client, Role.REVIEWER)
    wide, narrow = page.context["returns"].drawings
    with translation.override("ar"):
        mirrored, _narrow = charts_of(page.context["dashboard"])["returns"]

    xs = [float(pair.split(",")[0]) for pair in wide.fact.split()]
    assert xs == sorted(xs)
    assert (wide.name, narrow.name, wide.direction) == ("wid", "nar", "ltr")
    back = [float(pair.split(",")[0]) for pair in mirrored.fact.split()]
    assert back == pytest.approx([mirrored.width - x for x in xs])
    assert mirrored.direction == "rtl"
    assert "<animate" not in text_of(page)
