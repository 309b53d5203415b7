"""The fixed reports in words: what each tells, its heads and its rows."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.figures import reports
from cases.figures.counts import Counted
from cases.figures.ledger import fees_by_currency
from cases.figures.reports import Period
from cases.kept import said
from cases.models import AccessRow, User
from cases.pages.facts import Words
from cases.rules.past_days import month_end
from cases.vocabulary import CaseState
from cases.web.agreement_choice import AgreementChoice


class Lead(NamedTuple):
    """Where exactly those of a row are, without the agreement, for whoever has the permissions.

    They are those of the whole list: whoever sees a part of it reads a number that leads nowhere.
    """

    route: str
    query: dict[str, str]
    permissions: tuple[str, ...] = ("cases.view_dashboard",)


#: Lists that are of all agreements where their address names none.
OF_ALL = frozenset({"children", "tasks"})
#: Who may ask for the children of one team; the list of others would leave the team unasked.
MAY_ASK_BY_TEAM = ("cases.view_every_child", "cases.verify_child", "cases.see_names")


class ReportRow(NamedTuple):
    """A row of a report as files have it; its last cell counts those of ``lead``."""

    cells: tuple[Any, ...]
    lead: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: ``rows`` of some agreements, a period and a day; the last column is added up.

    ``in_words`` says a row in the words of its reader; files have it as it is. The last
    ``numbers`` columns are numbers and sums, which stand at the end of their cells.
    """

    code: str
    title: Words
    text: Words
    heads: tuple[Words, ...]
    rows: Callable[[Sequence[int], Period, datetime.date], list[ReportRow]]
    in_words: Callable[[Sequence[Any]], Sequence[Any]] = tuple
    permission: str = "cases.view_dashboard"
    has_period: bool = False
    numbers: int = 1
    whole: Callable[[Sequence[ReportRow], Period], Lead | None]


def url_of(lead: Lead | None, choice: AgreementChoice, *, by: User) -> str:
    """Return where exactly those are whom a number counts; empty for who may not see them."""
    if lead is None or not by.has_perms(lead.permissions):
        return ""
    is_named = lead.route not in OF_ALL or choice.agreement is not None
    of = {"agreement": choice.slug} if is_named else {}
    return reverse(lead.route, query=lead.query | of)


def _month(day: datetime.date) -> str:
    return wording.month_text(day)


def _returns(agreements: Sequence[int], period: Period, on: datetime.date) -> list[ReportRow]:
    months = reports.returns_by_month(agreements, period, on=on)
    return [ReportRow((_month(month), n), _difference_of(month, on)) for month, n in months]


def _difference_of(month: datetime.date, on: datetime.date) -> Lead:
    before = month - datetime.timedelta(days=1)
    days = {"on": min(month_end(month), on).isoformat(), "vs": before.isoformat()}
    return Lead("dashboard-difference", {"counted": Counted.RETURNED.value} | days)


def _from_first_to_last(rows: Sequence[ReportRow], _period: Period) -> Lead | None:
    """Return the difference of all months: a day before the first return is compared with none."""
    first, last = rows[0].lead, rows[-1].lead
    return first and last and first._replace(query=first.query | {"on": last.query["on"]})


def _open(agreements: Sequence[int], _period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (str(stage.label), said(name), n),
            Lead("children", {"stage": stage.value, "team": str(team)}, MAY_ASK_BY_TEAM),
        )
        for stage, team, name, n in reports.open_by_stage_and_team(agreements)
    ]


def _overdue(agreements: Sequence[int], _period: Period, on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (str(rule.label), said(name), n),
            _late(rule=rule.value, team=str(team)),
        )
        for rule, team, name, n in reports.overdue_by_rule_and_team(agreements, on=on)
    ]


def _late(**of: str) -> Lead:
    return Lead("tasks", {"due": "overdue"} | of, ("cases.work_case", "cases.view_every_child"))


def _fees(agreements: Sequence[int], _period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (currency, str(status.label), come.amount, come.count),
            _fees_of(status=status.value, currency=currency),
        )
        for currency, sums in sorted(fees_by_currency(agreements).items())
        for status, come in sums.items()
        if come.count
    ]


def _fees_of(**of: str) -> Lead:
    return Lead("fees", of, ("cases.view_ledger",))


def _fees_in_words(row: Sequence[Any]) -> Sequence[Any]:
    currency, status, amount, number = row
    return currency, status, wording.money_text(amount, currency), number


def _follow_ups(agreements: Sequence[int], period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (_month(month), str(kind.label), n), _due_in(_part(month, period), kind=kind.value)
        )
        for month, kind, n in reports.follow_ups_by_month(agreements, period)
    ]


def _part(month: datetime.date, period: Period) -> Period:
    return Period(max(month, period.since), min(month_end(month), period.until))


def _due_in(period: Period, **of: str) -> Lead:
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    return Lead("follow-ups", of | days, ("cases.work_case", "cases.verify_child"))


REPORTS = {
    report.code: report
    for report in (
        Report(
            code="returns",
            title=_("Returns by month"),
            text=_("How many children came home in each month."),
            heads=(_("Month"), _("Children")),
            rows=_returns,
            whole=_from_first_to_last,
            has_period=True,
        ),
        Report(
            code="open-cases",
            title=_("Open cases by stage and team"),
            text=_("Cases that are not closed, as they stand today."),
            heads=(_("Stage"), _("Team"), _("Cases")),
            rows=_open,
            whole=lambda _rows, _period: Lead(
                "children", {"state": CaseState.OPEN.value}, ("cases.view_every_child",)
            ),
        ),
        Report(
            code="overdue",
            title=_("Overdue tasks"),
            text=_("Open tasks whose date has passed."),
            heads=(_("Task"), _("Team"), _("Tasks")),
            rows=_overdue,
            whole=lambda _rows, _period: _late(),
        ),
        Report(
            code="fees",
            title=_("Fees by status"),
            text=_("All fees; sums of two currencies are never added."),
            heads=(_("Currency"), _("Status"), _("Amount"), _("Fees")),
            rows=_fees,
            whole=lambda _rows, _period: _fees_of(),
            in_words=_fees_in_words,
            numbers=2,
            permission="cases.view_ledger",
        ),
        Report(
            code="follow-ups",
            title=_("Follow-ups due"),
            text=_("Follow-ups that are not done yet, by the month in which they are due."),
            heads=(_("Month"), _("Kind"), _("Follow-ups")),
            rows=_follow_ups,
            whole=lambda _rows, period: _due_in(period),
            has_period=True,
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReport:
    """A line of the log: which report was saved in which format, by whom, when."""

    by: User
    at: datetime.datetime
    rows: int
    title: Words
    ending: str


def line_of(row: AccessRow) -> SavedReport:
    _report, ending, code = row.page.split("-", 2)
    title = REPORTS[code].title
    return SavedReport(by=row.by, at=row.at, rows=row.rows, title=title, ending=ending)
