"""The papers of all cases: which end, lack a scan or a translation."""

import datetime
import re

import pytest
from django.utils import timezone

from cases.casework import clearances
from cases.models import AccessRow
from cases.queries.document_lists import HANDOVER, PaperList, papers
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    DocumentKind,
    Language,
    Role,
    Stage,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    client.force_login(factories.user(Role.CASEWORKER, language="en"))

    def get(which: str = "", kind: str = "") -> str:
        page = client.get("/documents/", {"list": which, "kind": kind})
        assert page.status_code == 200
        return re.sub(r"\s+", " ", page.content.decode())

    return get


def ends_in(child, kind: ClearanceKind, days: int) -> None:
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=factories.DAY,
        kind=kind,
        status=ClearanceStatus.GRANTED,
        issued_on=factories.DAY,
        valid_until=timezone.localdate() + datetime.timedelta(days=days),
    )


def labels(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)<', page)


def test_what_ends_soon_or_has_expired_is_first_and_what_was_renewed_is_not_there(ask):
    child, other = factories.child(), factories.child()
    ends_in(child, ClearanceKind.EXIT_PERMIT, 30)
    ends_in(child, ClearanceKind.IDENTITY, -2)
    ends_in(child, ClearanceKind.TRAVEL_DOCUMENT, 300)
    ends_in(other, ClearanceKind.EXIT_PERMIT, 5)
    ends_in(other, ClearanceKind.EXIT_PERMIT, 500)

    page = ask()

    assert labels(page) == ["Identity", "Exit permit"]
    assert "Expired" in page
    assert labels(ask(kind="exit_permit")) == ["Exit permit"]
    assert other.reference not in page


def test_what_was_granted_without_a_scan_is_listed_with_the_form_that_adds_it(ask):
    child = factories.child()
    factories.grant(child, ClearanceKind.IDENTITY)
    factories.child(Stage.RETURNED)

    page = ask("no_scan")

    assert labels(page) == ["Identity"]
    assert f"/children/{child.reference}/clearance/?kind=identity" in page


def test_who_may_not_bring_the_scan_of_a_handover_is_led_to_the_case(client):
    home = factories.child(Stage.RETURNED)
    factories.hand_over(home)
    client.force_login(factories.user(Role.REVIEWER, language="en"))

    page = client.get("/documents/", {"list": "no_scan", "kind": HANDOVER})

    (row,) = page.context["rows"]
    assert row.url == home.get_absolute_url()
    assert client.get(row.url).status_code == 200


def test_a_paper_nobody_here_reads_wants_a_translation(ask):
    child = factories.child()
    arabic = factories.document(child, kind=DocumentKind.BIRTH, language=Language.ARABIC)
    done = factories.document(child, kind=DocumentKind.COURT_ORDER, language=Language.ARABIC)
    factories.document(
        child, kind=DocumentKind.COURT_ORDER, language=Language.RUSSIAN, translation_of=done
    )

    page = ask("untranslated")

    assert labels(page) == ["Birth certificate"]
    assert f"/documents/{arabic.stored_as}/" in page
    assert len(labels(ask("on_file"))) == 3
    assert labels(ask("on_file", "birth")) == ["Birth certificate"]


def test_of_another_team_and_of_a_file_no_name_is_told(ask):
    other = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    factories.grant(other, ClearanceKind.IDENTITY)
    factories.document(other)
    own = factories.document(factories.child(), sensitive=True)

    page = ask("on_file") + ask("no_scan")

    assert other.reference not in page
    assert own.child.reference in page
    assert "paper.pdf" not in page  # the name of the file
    assert "Sensitive" in page


@pytest.mark.parametrize(
    ("which", "queries"), [("ending", 14), ("no_scan", 14), ("untranslated", 13), ("on_file", 13)]
)
def test_a_list_costs_the_same_for_one_paper_and_for_three(
    client, ask, which, queries, django_assert_num_queries
):
    def fill() -> None:
        child = factories.child()
        ends_in(child, ClearanceKind.IDENTITY, 3)
        factories.document(child, language=Language.ARABIC)

    fill()
    ask(which)
    with django_assert_num_queries(queries) as once:
        ask(which)
    fill()
    fill()
    with django_assert_num_queries(len(once)):
        page = ask(which)

    assert len(labels(page)) == 3
    assert AccessRow.objects.filter(page="documents", rows=3).count() == 1


def test_papers_without_a_scan_are_the_same_on_pages_of_any_size():
    """Clearances and handovers are two tables in one order."""
    reader = factories.user(Role.CASEWORKER)
    for stage in (Stage.CLEARED, Stage.RETURNED, Stage.CLEARED, Stage.PLACED):
        factories.child(stage)

    rows = papers(PaperList.NO_SCAN, reader, on=timezone.localdate())

    whole = [(row["child_id"], row["what"]) for row in rows[0:500]]
    assert whole == sorted(whole)
    assert {HANDOVER, ClearanceKind.IDENTITY} <= {what for _child, what in whole}
    for size in (1, 4):
        parts = [rows[start : start + size] for start in range(0, len(whole), size)]
        assert [(row["child_id"], row["what"]) for part in parts for row in part] == whole
    assert rows.count() == len(whole)


def test_more_papers_than_are_counted_say_so(ask, monkeypatch):
    for _child in range(2):
        factories.child(Stage.CLEARED)
    monkeypatch.setattr("cases.models.long_lists.MOST", 2)
    monkeypatch.setattr("cases.web.paging.SIZES", (2,))

    page = ask("no_scan")

    assert 'Scan missing <span class="count">2+</span>' in re.sub(
        r' class="count\s+"', ' class="count"', page
    )
    assert "of over 2" in page
