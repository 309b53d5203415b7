"""Fixed reports: each number is that of its figure, for whom it is open, and who saved it."""

import datetime
import re
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases.casework.kept_words import say
from cases.figures.ledger import fees_by_currency
from cases.figures.reports import (
    Period,
    follow_ups_by_month,
    open_by_stage_and_team,
    overdue_by_rule_and_team,
    returns_by_month,
)
from cases.models import AccessRow, Agreement, Child, FollowUp, Task
from cases.pages.reports import REPORTS
from cases.vocabulary import FollowUpKind, FollowUpResult, Role, Stage, TaskOutcome
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "xlsx")
#: Follow-ups of each child in care: a period from the second to the last but one cuts two months.
DUE = (
    ("2019-03-14", FollowUpKind.VISIT),
    ("2019-03-15", FollowUpKind.VISIT),
    ("2019-03-31", FollowUpKind.VISIT),
    ("2019-03-31", FollowUpKind.MEDICAL),
    ("2019-04-10", FollowUpKind.VISIT),
    ("2019-04-11", FollowUpKind.VISIT),
)
EVER = Period(datetime.date(2000, 1, 1), datetime.date(2098, 12, 31))


def _rows(client, code: str):
    days = {"since": "01.01.2000", "until": "31.12.2098"}
    return client.get(reverse("report", args=[code]), days).context


def test_every_number_equals_its_figure_for_two_agreements_and_one(client):
    children = [factories.child(stage) for stage in (Stage.PLACED, Stage.ELIGIBLE, Stage.VERIFIED)]
    factories.bare_agreement("RU")
    past = timezone.localdate() - datetime.timedelta(days=1)
    placed = children[0]
    visit = {"kind": FollowUpKind.VISIT, "planned_by": placed.verified_by}
    with factories.past_the_guards():
        FollowUp.objects.create(child=placed, n=1, due_on=factories.DAY, **visit)
        Task.objects.filter(child=children[2]).update(due_on=past)
    client.force_login(factories.user(Role.AUDITOR))
    keys, on = [children[0].agreement_id], timezone.localdate()
    figures = {
        "returns": sum(n for _month, n in returns_by_month(keys, EVER, on=on)),
        "open-cases": sum(n for *_key, n in open_by_stage_and_team(keys)),
        "overdue": sum(n for *_key, n in overdue_by_rule_and_team(keys, on=on)),
        "fees": sum(
            come.count for sums in fees_by_currency(keys).values() for come in sums.values()
        ),
        "follow-ups": sum(n for *_key, n in follow_ups_by_month(keys, EVER)),
    }

    totals = {code: _rows(client, code)["total"] for code in REPORTS}
    sums = {str(cell) for line, _url in _rows(client, "fees")["lines"] for _head, cell in line}
    other = client.get(reverse("report", args=["open-cases"]), {"agreement": "all"})

    assert totals == figures
    assert "$800" in sums
    assert (totals["returns"], totals["open-cases"]) == (1, 3)
    assert totals["overdue"] > 0
    assert totals["follow-ups"] == 1
    assert other.context["total"] == 3


@pytest.mark.parametrize("chosen", ["all", "tajikistan-iraq"])
@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.AUDITOR, {"returns", "fees"}),
        (Role.REVIEWER, {"returns", "open-cases", "fees"}),
        (Role.FINANCE_OFFICER, {"returns", "fees"}),
        (Role.CASEWORKER, {"returns"}),
        (Role.OFFICIAL, {"returns"}),
    ],
)
def test_number_leads_to_exactly_what_it_counts(client, role, codes, chosen):
    """And to nothing for whom these are not: the report is what they may know."""
    for stage in (Stage.PLACED, Stage.ELIGIBLE, Stage.ELIGIBLE, Stage.VERIFIED):
        factories.child(stage)
    factories.child(Stage.ELIGIBLE, team=factories.TeamFactory(name="Erbil desk"))
    factories.bare_agreement("RU")
    client.force_login(factories.user(role))
    days = {"since": "01.01.2000", "until": "31.12.2098", "agreement": chosen}
    led, totals = set(), set()

    for code in REPORTS:
        answer = client.get(reverse("report", args=[code]), days)
        if answer.status_code == 403:
            continue
        for line, url in answer.context["lines"]:
            assert (f'href="{escape(url)}"' in answer.content.decode()) == bool(url)
            if url:
                led.add(code)
                assert _counted(client.get(url)) == line[-1][1], url
        whole = answer.context["total_url"]
        assert (f'href="{escape(whole)}"' in answer.content.decode()) == bool(whole)
        if whole and answer.context["total"]:
            totals.add(code)
            assert _counted(client.get(whole)) == answer.context["total"], whole

    assert led == codes
    of_all = {Role.AUDITOR: {"open-cases"}, Role.REVIEWER: {"overdue"}}
    assert totals - of_all.get(role, set()) == codes


def _counted(page) -> int:
    if "found" in page.context and page.resolver_match.view_name == "dashboard-difference":
        return int(page.context["found"].value)
    assert "not recognised" not in page.content.decode()
    return page.context["page"].paginator.count


@kept
def _registers() -> Agreement:
    """Overdue tasks and follow-ups of two teams and two agreements; some are closed or done."""
    desk = factories.TeamFactory(name="Erbil desk")
    placed = [factories.child(Stage.PLACED) for _n in range(3)]
    placed += [factories.child(Stage.PLACED, team=desk) for _n in range(2)]
    factories.close(placed[1])
    other = factories.bare_agreement()
    with factories.past_the_guards():
        Child.objects.filter(pk__in=[placed[2].pk, placed[4].pk]).update(agreement=other)
        Task.objects.update(due_on=factories.DAY)
        FollowUp.objects.all().delete()
        for child, (n, (day, kind)) in product(placed, enumerate(DUE, 1)):
            FollowUp.objects.create(
                child=child, n=n, due_on=day, kind=kind, planned_by=child.verified_by
            )
        FollowUp.objects.filter(child=placed[0], n=2).update(
            done_on=factories.DAY, done_by=placed[0].verified_by, result=FollowUpResult.WELL
        )
        undone = placed[3].placements.get()
        FollowUp.objects.filter(child=placed[3], n=3).update(withdrawn_with=undone)
        Task.objects.filter(child=placed[0]).update(
            outcome=TaskOutcome.DONE, closed_by=placed[0].verified_by, closed_at=timezone.now()
        )
        Task.objects.filter(child=factories.child()).update(due_on=timezone.localdate())
    return other


@pytest.fixture
def registers() -> Agreement:
    return _registers()


@pytest.mark.parametrize("chosen", ["all", "tajikistan-iraq", "tajikistan-syrian"])
@pytest.mark.parametrize("code", ["overdue", "follow-ups"])
def test_number_of_what_is_late_or_due_leads_to_exactly_these(client, registers, code, chosen):
    client.force_login(factories.user(Role.REVIEWER))
    days = {"since": "15.03.2019", "until": "10.04.2019", "agreement": chosen}

    report = client.get(reverse("report", args=[code]), days)

    lines = report.context["lines"]
    for line, url in lines:
        assert _counted(client.get(url)) == line[-1][1], url
    numbers = [line[-1][1] for line, _url in lines]
    assert sum(numbers) > 0
    assert len({url for _line, url in lines}) == len(numbers)


@pytest.mark.parametrize("code", ["overdue", "follow-ups"])
def test_who_lists_one_team_reads_numbers_that_lead_nowhere(client, registers, code):
    client.force_login(factories.user(Role.CASEWORKER))
    days = {"since": "15.03.2019", "until": "10.04.2019", "agreement": "all"}

    lines = client.get(reverse("report", args=[code]), days).context["lines"]

    assert lines
    assert not any(url for _line, url in lines)


def test_list_of_follow_ups_says_its_period_and_keeps_it(client, registers):
    client.force_login(factories.user(Role.REVIEWER))
    period = "since=2019-03-15&until=2019-03-31"

    page = client.get(f"/follow-up/?agreement=all&kind=visit&{period}")
    wide = client.get(f"/follow-up/?agreement=all&kind=visit&{period}&since=x")

    chips = page.context["chips"]
    assert [chip.label for chip in chips] == [
        "Due on 15 Mar 2019 – 31 Mar 2019",
        "Visit where the child lives",
    ]
    assert [chip.url for chip in chips] == ["?agreement=all&kind=visit", f"?agreement=all&{period}"]
    count = page.context["page"].paginator.count
    assert [tab.count for tab in page.context["tabs"]] == [count, count, 0, 0]
    assert count == 6  # of five children one is closed, one visit is done and one withdrawn
    assert all(period in tab.url for tab in page.context["tabs"])
    assert '<input type="hidden" name="since" value="2019-03-15">' in page.content.decode()
    assert f"{count} follow-up" in page.content.decode()
    assert wide.context["page"].paginator.count > count


def test_tasks_are_narrowed_by_agreement_where_there_are_two(client, registers):
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get("/tasks/?agreement=tajikistan-syrian")
    rows = page.context["rows"]
    every = client.get("/tasks/?agreement=nowhere").context["page"].paginator.count

    assert [chip.label for chip in page.context["chips"]] == [registers.title]
    assert {group.name for group in page.context["groups"]} >= {"agreement", "team"}
    assert rows
    assert {Child.objects.get(pk=row.child.pk).agreement for row in rows} == {registers}
    assert every > len(rows)


def test_tasks_name_agreement_and_team_in_the_language_of_the_reader(client, registers):
    team = registers.children.first().mother.team
    say(registers.title, ru="Таджикистан и Сирия")
    say(team.name, ru="Отдел по семьям")
    client.force_login(factories.user(Role.REVIEWER, language="ru"))

    page = client.get(f"/tasks/?agreement={registers.slug}&team={team.pk}")

    names = {str(option.label) for group in page.context["groups"] for option in group.options}
    assert {"Таджикистан и Сирия", "Отдел по семьям"} <= names
    assert "Таджикистан и Сирия" in [chip.label for chip in page.context["chips"]]


@pytest.mark.parametrize("code", list(REPORTS))
def test_numbers_and_money_stand_at_the_end_of_their_cells(client, code):
    """Head and cell alike, and nothing else; read from the left where a page is not."""
    child = factories.child(Stage.PLACED)
    factories.child(Stage.ELIGIBLE)
    past = timezone.localdate() - datetime.timedelta(days=1)
    with factories.past_the_guards():
        Task.objects.update(due_on=past)
        FollowUp.objects.create(
            child=child, n=1, due_on=factories.DAY, kind=FollowUpKind.VISIT,
            planned_by=child.verified_by,
        )  # fmt: skip
    client.force_login(factories.user(Role.AUDITOR))
    days = {"since": "01.01.2000", "until": "31.12.2098"}

    page = client.get(reverse("report", args=[code]), days).content.decode()

    heads = re.findall(r'<th scope="col"( class="n")?>([^<]+)</th>', page)
    cells = re.findall(r'<td data-l="([^"]+)"( class="n")?>\s*<bdi>(?:<a [^>]+>)?([^<]+)<', page)
    at_the_end = {head for end, head in heads if end}
    assert cells
    assert at_the_end == {head for _end, head in heads} & {
        "Amount", "Cases", "Children", "Fees", "Follow-ups", "Tasks",
    }  # fmt: skip
    assert {head for head, end, _cell in cells if end} == at_the_end
    assert all(any(map(str.isdigit, cell)) == bool(end) for _head, end, cell in cells)


def test_report_of_money_is_for_who_sees_the_ledger(client):
    client.force_login(factories.user(Role.OFFICIAL))

    listed = client.get(reverse("reports")).content.decode()

    assert "Fees by status" not in listed
    assert client.get(reverse("report", args=["fees"])).status_code == 403
    assert client.get(reverse("report-csv", args=["fees"])).status_code == 403


def test_who_sees_no_child_takes_no_exact_file_away_and_reads_whole_months(client):
    factories.child(Stage.PLACED)
    client.force_login(factories.user(Role.OFFICIAL))
    days = {"since": "10.03.2019", "until": "10.04.2019"}

    shown = client.get(reverse("report", args=["returns"]), days)
    files = [client.get(reverse(f"report-{kind}", args=["returns"]), days) for kind in ENDINGS]
    client.force_login(factories.user(Role.AUDITOR))
    exact = client.get(reverse("report", args=["returns"]), days)

    assert shown.context["period"] == Period(datetime.date(2019, 3, 1), datetime.date(2019, 4, 30))
    assert "Save as" not in shown.content.decode()
    assert [file.status_code for file in files] == [403, 403]
    assert exact.context["period"].since == datetime.date(2019, 3, 10)
    assert "Save as csv" in exact.content.decode()


def test_file_is_the_page_and_on_record(client):
    factories.child(Stage.PLACED)
    client.force_login(factories.user(Role.AUDITOR))

    file = b"".join(client.get(reverse("report-csv", args=["open-cases"])).streaming_content)
    b"".join(client.get(reverse("report-xlsx", args=["open-cases"])).streaming_content)
    log = client.get(reverse("reports")).content.decode()
    client.force_login(factories.user(Role.FINANCE_OFFICER))
    elsewhere = client.get(reverse("reports")).content.decode()

    assert "Placed in care" in file.decode()
    assert list(AccessRow.objects.order_by("pk").values_list("page", flat=True)) == [
        "report-csv-open-cases",
        "report-xlsx-open-cases",
    ]
    line = "Open cases by stage and team, xlsx"
    assert (line in log, line in elsewhere) == (True, False)


@pytest.mark.parametrize("children", [1, 3])
def test_report_asks_as_often_for_many(client, django_assert_num_queries, children):
    for _n in range(children):
        factories.child()
    client.force_login(factories.user(Role.OFFICIAL))
    address = reverse("report", args=["open-cases"])
    client.get(address)

    with django_assert_num_queries(4):
        client.get(address)
