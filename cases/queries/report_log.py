"""Who saved a report as a file."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.models import AccessRow, User

#: The pages that hand out a report.
FILES = ("report-csv", "report-xlsx")
#: Lines of the log that the page shows, the newest first.
SHOWN = 50


def report_log(user: User, codes: Iterable[str]) -> "QuerySet[AccessRow]":
    """Return the last exports of reports: one's own, or everybody's for who oversees access."""
    pages = [f"{file}-{code}" for code in codes for file in FILES]
    rows = AccessRow.objects.filter(page__in=pages).select_related("by").order_by("-pk")
    return (rows if user.has_perm("cases.view_access") else rows.filter(by=user))[:SHOWN]
