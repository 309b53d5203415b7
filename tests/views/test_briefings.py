"""The minister's sheet and the monthly report: on paper, by button and by command."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from cases.models import Child, PersonName, Place
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY
from tests.views.sheets import rows_of

pytestmark = pytest.mark.django_db


def opened(client, route: str, role: Role = Role.OFFICIAL, **query):
    client.force_login(factories.user(role))
    answer = client.get(reverse(route), query)
    assert answer.status_code == 200
    return answer


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page, after holding the paper to be one for screen readers."""
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in content
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_briefing_is_one_sheet_of_the_pages_figures_without_a_name(client):
    factories.child(Stage.RETURNED)
    factories.child(Stage.DEFERRED)
    kept_back = {
        *Child.objects.values_list("reference", flat=True),
        *PersonName.objects.values_list("text", flat=True),
        *Place.objects.values_list("name", flat=True),
    }

    for language, on in (("en", ""), ("ru", (DAY + datetime.timedelta(days=20)).isoformat())):
        client.cookies["django_language"] = language
        (text,) = pages_of(opened(client, "briefing", on=on).content)
        assert ("1 of the 75 planned" if language == "en" else "Справка для министра") in text
        assert [word for word in kept_back if word in text] == []


def test_report_holds_every_figure_of_the_workbook(client):
    factories.child(Stage.RETURNED)
    factories.child(Stage.DEFERRED, under=factories.second_agreement())

    for agreement in ("all", ""):
        workbook = opened(client, "figures-xlsx", Role.REVIEWER, agreement=agreement)
        file = b"".join(workbook.streaming_content)
        text = " ".join(pages_of(opened(client, "monthly-report", agreement=agreement).content))
        rows = [row for row in rows_of(file)[1:] if row[2] != ""]
        lines = [f"{label} {value:g}" for _part, label, value, *_more in rows]
        assert len(lines) > 25
        assert [line for line in lines if line not in text] == []


def test_no_figures_and_one_child_still_make_every_page(client):
    agreement = factories.bare_agreement()
    for target in (None, 1):
        if target is not None:
            factories.figures(agreement, DAY, identified=1, target=target)
        query = {"agreement": agreement.slug, "on": "31.02.2026"}
        assert len(pages_of(opened(client, "briefing", **query).content)) == 1
        opened(client, "dashboard", **query)
        opened(client, "figures-csv", **query)


def test_command_writes_the_papers_and_the_workbook_into_a_folder(tmp_path):
    factories.child()
    slug, today = factories.agreement().slug, timezone.localdate()

    call_command("briefing", tmp_path, language="ru")

    names = {"briefing.pdf", "report.pdf", "figures.xlsx"}
    assert {path.name for path in tmp_path.iterdir()} == {f"{slug}-{today}-{n}" for n in names}
    assert (
        "Справка для министра"
        in pages_of((tmp_path / f"{slug}-{today}-briefing.pdf").read_bytes())[0]
    )
    assert rows_of((tmp_path / f"{slug}-{today}-figures.xlsx").read_bytes())[1][2] == 1
    with pytest.raises(CommandError, match="There is no such folder"):
        call_command("briefing", tmp_path / "nowhere")


def test_summary_stands_in_two_languages_row_by_row(client):
    slug = factories.agreement().slug
    client.force_login(factories.user(Role.OFFICIAL))
    address = reverse("agreement-summary", args=[slug])

    page = client.get(address, {"left": "en", "right": "ru"})

    summary = page.context["summary"]
    assert summary.languages == ("en", "ru")
    assert {len(row.cells) for row in summary.rows} == {2}
    with translation.override("ru"):
        assert any(row.cells[1].text.startswith("Стороны") for row in summary.rows if row.heading)
    content = client.get(
        reverse("agreement-summary-pdf", args=[slug]), {"left": "en", "right": "ru"}
    )
    text = " ".join(pages_of(content.content))
    assert summary.checksum in text
    assert "Version 1" in text
    for query in ({"left": "xx", "right": "yy"}, {"left": "ru", "right": "ru"}, {}):
        assert {len(r.cells) for r in client.get(address, query).context["summary"].rows} == {1}
    assert client.get(reverse("agreement-summary", args=["nowhere"])).status_code == 404
