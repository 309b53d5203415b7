"""Whatever an official opens: a file to take away tells approved totals and nothing else."""

import io
import re
from types import SimpleNamespace

import pytest
from django.utils import timezone
from pypdf import PdfReader

from cases.pages.reports import REPORTS
from cases.rules.outside import month_ends
from cases.vocabulary import BatchStatus, Role, Stage
from cases.web.exports import XLSX
from tests import factories
from tests.addresses import address
from tests.test_access import LINES
from tests.views.sheets import rows_of

pytestmark = pytest.mark.django_db
OPEN = [line["route"] for line in LINES if line["official"] == "yes" and line["method"] == "GET"]
#: Inside: the page of the day on paper, for the minister, marked internal on each sheet.
INTERNAL_PAPERS = {"briefing", "monthly-report"}
#: Pages that act on who asks, or lead elsewhere.
_OF_OWN = {"login", "confirm", "second-factor", "draft-offer"}


def addresses() -> dict[str, str]:
    """Return the address of every door that an official has, by its route."""
    world = SimpleNamespace(child=factories.agreement().children.order_by("pk").first())
    doors = {route: address(route, world) for route in OPEN if route not in _OF_OWN}
    more = {f"report-{code}": f"/reports/{code}/report.xlsx" for code in REPORTS}
    return doors | more | {f"{key}.csv": at.replace("xlsx", "csv") for key, at in more.items()}


def files(client, queries: list[dict[str, str]]) -> dict[tuple[str, str], object]:
    """Return every file an official is given, as rows where it is a workbook."""
    client.force_login(factories.user(Role.OFFICIAL))
    found = {}
    for route, at in addresses().items():
        for query in queries:
            answer = client.get(at, query)
            content = answer.getvalue() if answer.streaming else answer.content
            kind = answer.get("Content-Type", "").partition(";")[0]
            if answer.status_code == 200 and kind != "text/html":
                found[route, str(query)] = READ.get(kind, bytes)(content)
    return found


def sheets_of(content: bytes) -> list[str]:
    """Return the text of each sheet of a PDF, without the minute at which it was made."""
    return [
        re.sub(r"\d\d:\d\d", "", sheet.extract_text())
        for sheet in PdfReader(io.BytesIO(content)).pages
    ]


READ = {XLSX: rows_of, "application/pdf": sheets_of}


def test_a_file_of_an_official_changes_with_what_is_approved_alone(client):
    last, before = month_ends(timezone.localdate(), 2)
    made = factories.child(Stage.RETURNED).agreement
    factories.published_figure(made)
    factories.public_totals(made, before)
    queries = [
        {},
        {"on": last.isoformat(), "vs": before.isoformat()},
        {"agreement": "all", "since": "2019-01-01", "until": last.isoformat()},
    ]
    first = files(client, queries)

    for stage in (Stage.RETURNED, Stage.DEFERRED, Stage.PLACED, Stage.BOOKED):
        factories.child(stage)
    factories.batch(BatchStatus.SENT, fees=1)
    then = files(client, queries)
    papers = {key: then.pop(key) for key in [*then] if key[0] in INTERNAL_PAPERS}

    assert {route for route, _query in papers} == INTERNAL_PAPERS
    assert len({route for route, _query in then}) >= 6
    assert then == {key: content for key, content in first.items() if key not in papers}
    assert all("Internal" in sheet for sheets in papers.values() for sheet in sheets)

    factories.public_totals(made, last)
    assert (
        {route for route, _query in then}
        >= {
            route
            for (route, query), content in files(client, queries[:1]).items()
            if route not in INTERNAL_PAPERS and content != then[route, query]
        }
        >= {"figures-csv", "figures-xlsx", "outside-csv", "outside-xlsx"}
    )
