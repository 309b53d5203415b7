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
from cases.vocabulary import FollowUpKind
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


def url_of(row: ReportRow, choice: AgreementChoice, *, by: User) -> str:
    """Return where exactly those are whom a row counts; empty for who may not see them."""
    if row.lead is None or not by.has_perms(row.lead.permissions):
        return ""
    is_named = row.lead.route not in OF_ALL or choice.agreement is not None
    of = {"agreement": choice.slug} if is_named else {}
    return reverse(row.lead.route, query=row.lead.query | of)


def _month(day: datetime.date) -> str:
    return wording.month_text(day)


def _returns(agreements: Sequence[int], period: Period, on: datetime.date) -> list[ReportRow]:
    months = reports.returns_by_month(agreements, period, on=on)
    return [ReportRow((_month(month), n), _difference_of(month, on)) for month, n in months]


def _difference_of(month: datetime.date, on: datetime.date) -> Lead:
    before = month - datetime.timedelta(days=1)
    days = {"on": min(month_end(month), on).isoformat(), "vs": before.isoformat()}
    return Lead("dashboard-difference", {"counted": Counted.RETURNED.value} | days)


def _open(agreements: Sequence[int], _period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (str(stage.label), said(name), n),
            Lead(
                "children", {"stage": stage.value, "team": str(team)}, ("cases.view_every_child",)
            ),
        )
        for stage, team, name, n in reports.open_by_stage_and_team(agreements)
    ]


def _overdue(agreements: Sequence[int], _period: Period, on: datetime.date) -> list[ReportRow]:
    who = ("cases.work_case", "cases.view_every_child")
    return [
        ReportRow(
            (str(rule.label), said(name), n),
            Lead("tasks", {"due": "overdue", "rule": rule.value, "team": str(team)}, who),
        )
        for rule, team, name, n in reports.overdue_by_rule_and_team(agreements, on=on)
    ]


def _fees(agreements: Sequence[int], _period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow(
            (currency, str(status.label), come.amount, come.count),
            Lead("fees", {"status": status.value, "currency": currency}, ("cases.view_ledger",)),
        )
        for currency, sums in sorted(fees_by_currency(agreements).items())
        for status, come in sums.items()
        if come.count
    ]


def _fees_in_words(row: Sequence[Any]) -> Sequence[Any]:
    currency, status, amount, number = row
    return currency, status, wording.money_text(amount, currency), number


def _follow_ups(agreements: Sequence[int], period: Period, _on: datetime.date) -> list[ReportRow]:
    return [
        ReportRow((_month(month), str(kind.label), n), _due_in(month, period, kind))
        for month, kind, n in reports.follow_ups_by_month(agreements, period)
    ]


def _due_in(month: datetime.date, period: Period, kind: FollowUpKind) -> Lead:
    since, until = max(month, period.since), min(month_end(month), period.until)
    days = {"since": since.isoformat(), "until": until.isoformat()}
    who = ("cases.work_case", "cases.verify_child")
    return Lead("follow-ups", {"kind": kind.value} | days, who)


REPORTS = {
    report.code: report
    for report in (
        Report(
            code="returns",
            title=_("Returns by month"),
            text=_("How many children came home in each month."),
            heads=(_("Month"), _("Children")),
            rows=_returns,
            has_period=True,
        ),
        Report(
            code="open-cases",
            title=_("Open cases by stage and team"),
            text=_("Cases that are not closed, as they stand today."),
            heads=(_("Stage"), _("Team"), _("Cases")),
            rows=_open,
        ),
        Report(
            code="overdue",
            title=_("Overdue tasks"),
            text=_("Open tasks whose date has passed."),
            heads=(_("Task"), _("Team"), _("Tasks")),
            rows=_overdue,
        ),
        Report(
            code="fees",
            title=_("Fees by status"),
            text=_("All fees; sums of two currencies are never added."),
            heads=(_("Currency"), _("Status"), _("Amount"), _("Fees")),
            rows=_fees,
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
