import datetime
import re
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.figures.counts import Counted
from cases.models import (
    AccessRow,
    AgreementFigures,
    Child,
    Journal,
    Movement,
    PersonName,
    Place,
    PublishedFigure,
    User,
)
from cases.models.same_answers import forget
from cases.vocabulary import Act, BatchStatus, Measure, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.unlinked import unlinked_numbers

pytestmark = pytest.mark.django_db

READERS = [role for role in Role if role != Role.ADMIN]
#: Of a dashboard that is made, and of one that is shown again.
MOST_QUERIES, MOST_QUERIES_AGAIN = 17, 4


def open_dashboard(client, role: Role | None = None, *, who: User | None = None, **query):
    client.force_login(who or factories.user(role))
    return client.get(reverse("dashboard"), query)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def journey_ahead() -> Movement:
    movement = factories.movement()
    departs = timezone.now() + datetime.timedelta(days=20)
    Movement.objects.filter(pk=movement.pk).update(
        departs_at=departs, arrives_at=departs + datetime.timedelta(hours=4)
    )
    movement.refresh_from_db()
    return movement


def numbers_of_children(context) -> dict[str, int]:
    """Return every linked number of children on the page, by its address."""
    found = {segment.url: segment.value for segment in context["hero"].bar.segments[:-1]}
    assert context["hero"].bar.segments[-1].url == context["published_url"]
    rows = [row for group in context["stages"] for row in (group, *group.stages)]
    found |= {row.url: row.count for row in rows}
    found |= {row.overdue_url: row.overdue for row in rows}
    found |= {row.median_url: row.count for row in rows if row.median is not None}
    found |= {row.url: row.value for row in context["funnel"]}
    found |= {wait.url: wait.count for wait in context["waits"]}
    found |= {
        context["hero"].returned_url: context["hero"].returned,
        context["identified_url"]: context["dashboard"].progress.identified,
        context["family"].url: context["family"].n,
        context["ahead"].ready_url: context["ahead"].ready,
        context["overdue_url"]: context["dashboard"].own.overdue,
    }
    return {url: number for url, number in found.items() if url and number}


def test_every_number_leads_to_exactly_the_rows_it_counts(client):
    worlds.every_stage()
    page = open_dashboard(client, Role.REVIEWER)
    numbers = numbers_of_children(page.context)
    far = page.context["dashboard"].progress
    numbers |= {page.context["eligible_url"]: far.eligible}
    numbers |= {page.context["pending_url"]: far.pending}

    rows = {url: client.get(url).context["page"].paginator.count for url in numbers}

    assert rows == numbers
    assert [url for url in numbers if f'href="{escape(url)}"' not in text_of(page)] == []
    figures = reverse("published-figures", args=[page.context["agreement"].slug])
    assert f'<a href="{figures}">' in text_of(page)  # the target
    asked = {part for url in numbers for part in url.partition("?")[2].split("&")}
    assert asked >= {f"stage={stage.value}" for stage in Stage if stage != Stage.INELIGIBLE}
    assert asked >= {f"counted={kind.value}" for kind in Counted} | {"sort=-days"}


def test_of_many_eligible_children_what_each_lacks_is_not_asked(client, monkeypatch):
    factories.child(Stage.ELIGIBLE)
    waits = open_dashboard(client, Role.OFFICIAL).context["waits"]
    forget()
    monkeypatch.setattr("cases.figures.dashboard.MOST", 0)
    board = open_dashboard(client, Role.OFFICIAL)

    assert [(each.words, each.count) for each in waits] == [("Consent", 1)]
    assert "stage=eligible" in waits[0].url
    client.force_login(factories.user(Role.REVIEWER))
    assert ">Consent (Mother)" in text_of(client.get("/children/", {"lacking": "consent"}))
    assert [str(each.words) for each in board.context["waits"]] == [
        "Documents and consent to travel"
    ]
    assert board.context["dashboard"].missing is None


def test_sums_lead_to_the_fees_they_add(client):
    factories.batch(BatchStatus.SENT, fees=2)
    factories.due_fees(3)
    page = open_dashboard(client, Role.REVIEWER)
    linked = {a.value: a.url for a in page.context["fees"].amounts if "status=" in a.url}
    uncommitted, budget = (a.url for a in page.context["fees"].amounts[2:])

    sums = {
        text: sum(fee.amount for fee in client.get(url).context["page"])
        for text, url in linked.items()
    }

    assert sums == {"$800": 800, "$1,200": 1200}
    (bar,) = client.get(uncommitted).context["bars"]
    assert page.context["fees"].amounts[2].value in {part.amount for part in bar.parts}
    assert "$400" in text_of(client.get(budget))


def test_official_sees_no_name_reference_place_or_journey(client):
    worlds.every_stage()
    movement = journey_ahead()

    text = text_of(open_dashboard(client, Role.OFFICIAL))

    kept_back = {
        *Child.objects.values_list("reference", flat=True),
        *Child.objects.values_list("mother__reference", flat=True),
        *PersonName.objects.values_list("text", flat=True),
        *Place.objects.values_list("name", flat=True),
        movement.reference,
        movement.carrier,
        movement.number,
        f"{timezone.localtime(movement.departs_at):%-d %b %Y}",
    }
    assert len(kept_back) > 40
    assert [word for word in kept_back if word in text] == []
    assert "/children/" not in text
    assert "/fees/" not in text
    assert "/movements/" not in text
    assert "Too long in the stage" in text


def test_case_roles_see_the_worst_cases_and_are_put_on_record(client):
    worlds.limit(Stage.REGISTERED, 10)
    child = factories.child()
    reader = factories.user(Role.REVIEWER)

    text = text_of(open_dashboard(client, who=reader))

    assert child.reference in text
    assert "Identity check" in text
    row = AccessRow.objects.get(by=reader)
    assert (row.page, row.rows) == ("dashboard", 1)


def test_official_leaves_no_row_of_access(client):
    worlds.limit(Stage.REGISTERED, 10)
    factories.child()

    open_dashboard(client, Role.OFFICIAL)
    rows_of_the_official = AccessRow.objects.count()
    open_dashboard(client, Role.REVIEWER)

    assert (rows_of_the_official, AccessRow.objects.count()) == (0, 1)


def test_travel_sees_the_next_journey_and_finance_its_sums(client):
    movement = journey_ahead()
    factories.due_fees(2)

    travel = text_of(open_dashboard(client, Role.TRAVEL_OFFICER))
    finance = text_of(open_dashboard(client, Role.FINANCE_OFFICER))

    assert movement.reference in travel
    assert movement.reference not in finance
    assert "/fees/?" in finance
    assert "/fees/?" not in travel


def test_caseworker_follows_a_number_only_when_the_own_list_is_as_long(client):
    caseworker = factories.user(Role.CASEWORKER)
    other_team = factories.TeamFactory(name="Mosul desk")
    factories.child()
    factories.child(team=other_team)
    factories.child(Stage.VERIFIED)

    context = open_dashboard(client, who=caseworker).context

    rows = {row.label: row for group in context["stages"] for row in group.rows}
    registered, verified = rows[Stage.REGISTERED.label], rows[Stage.VERIFIED.label]
    assert (registered.count, registered.own) == (2, 1)
    assert registered.url.startswith(reverse("dashboard-numbers"))
    assert (verified.count, verified.own) == (1, None)
    for url, number in ((registered.own_url, 1), (verified.url, 1)):
        assert client.get(url).context["page"].paginator.count == number


@pytest.mark.usefixtures("nobody_else_writes")
@pytest.mark.parametrize("role", READERS)
def test_queries_are_few_and_the_same_at_one_and_three_children(client, role):
    worlds.limit(Stage.REGISTERED, 10)
    journey_ahead()
    client.force_login(factories.user(role))
    taken = []
    for children in (1, 2):
        factories.family(children)
        forget()
        taken.append([])
        for _time in ("made anew", "shown again"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("dashboard")).status_code == 200
            taken[-1].append(len(queries))

    assert taken[0] == taken[1]
    assert taken[0][0] <= MOST_QUERIES
    assert taken[0][1] <= MOST_QUERIES_AGAIN


def test_nothing_on_record_shows_the_first_steps(client):
    text = text_of(open_dashboard(client, Role.OFFICIAL))

    assert "Three steps to the first figures" in text


def test_agreement_without_children_shows_92_not_yet_on_record(client):
    factories.published_agreement()

    page = open_dashboard(client, Role.OFFICIAL)

    assert "Three steps to the first figures" in text_of(page)
    assert "Nobody is in the register yet." in text_of(page)
    assert "Done: the agreement is entered." in text_of(page)
    assert "cannot be reached" not in text_of(page)
    assert "$400" in text_of(page).split("As published")[1].split("</section>")[0]
    assert page.context["hero"].bar.segments[-1].value == 92
    assert page.context["hero"].bar.segments[-1].w == 100.0


def test_changed_base_is_told_with_its_day_and_source(client):
    factories.child()
    later = {"as_of": datetime.date(2019, 5, 16), "identified": 95, "target": 75}
    factories.agreed(AgreementFigures(agreement=factories.agreement(), source="Asia-Plus", **later))

    text = text_of(open_dashboard(client, Role.OFFICIAL))

    assert "Identified changed from 92 to 95 on 16 May 2019 (Asia-Plus)." in text
    assert "1 identified; 95 were published on 16 May 2019" in text


def test_more_returned_than_planned_passes_the_tick(client):
    factories.child(Stage.RETURNED)
    factories.child(Stage.RETURNED)
    factories.figures(factories.agreement(), DAY, identified=2, target=1)

    page = open_dashboard(client, Role.OFFICIAL)

    assert "2 returned – 1 more than planned · 200%" in text_of(page)
    assert page.context["hero"].bar.target_x == 50.0


def test_children_entered_after_a_published_figure_are_told(client):
    factories.child()
    figure = {"speaker": "Minister", "definition": "Children", "source": "AFP"}
    figure |= {"published_on": DAY, "measure": Measure.IDENTIFIED, "value": 92}
    factories.agreed(PublishedFigure(agreement=factories.agreement(), **figure))

    text = text_of(open_dashboard(client, Role.OFFICIAL))

    assert Journal.objects.filter(act=Act.REGISTER, happened_on=DAY).count() == 1
    assert "Identified, as published on 1 Mar 2019: 92. Entered later: 1." in text


def test_without_a_fee_in_force_the_card_says_so(client):
    factories.agreement()
    factories.agreed_otherwise(during=(DAY, DAY + datetime.timedelta(days=1)))

    assert "No fee is in force." in text_of(open_dashboard(client, Role.OFFICIAL))


def test_unknown_agreement_in_the_address_shows_the_first(client):
    factories.child()

    page = open_dashboard(client, Role.OFFICIAL, agreement="nowhere")

    assert page.context["agreement"] == factories.agreement()


def test_nobody_without_a_role_sees_the_dashboard(client):
    assert open_dashboard(client, who=factories.UserFactory()).status_code == 403


#: Numbers that count no rows, or whose rows stand linked beside them: shares and what is foretold,
#: days of waiting, and the children that a sum is for.
NO_LINK = re.compile(
    r"[\d.]+%|\d+ (of 10|days? late|weeks? sooner)|(Paid|Unpaid), \d+ child|Budget for \d+"
    r"|\d+ cannot be reached|short by \d+|At the pace so far|.* simulations"
    r"|From how long each step|\d+ – \d+|\d+ undecided|Not numbered"
)


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.REVIEWER, Role.FINANCE_OFFICER])
def test_a_number_without_a_link_counts_no_rows(client, role):
    worlds.every_stage()
    journey_ahead()
    factories.due_fees(2)
    client.force_login(factories.user(role))
    days = {"vs": DAY.isoformat(), "counted": "identified"}

    def texts(route: str) -> set[str]:
        page = client.get(reverse(route), days)
        own = page.context.get("found")
        return unlinked_numbers(text_of(page)) - ({own.value} if own else set())

    # What the sheet says in sentences stands with its links on the dashboard, one step above.
    sheet = {text for text in texts("briefing-sheet") if not text.endswith(".")}
    every = sheet | texts("dashboard") | texts("dashboard-difference")
    assert {text for text in every if not NO_LINK.match(text)} == set()
