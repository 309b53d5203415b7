"""The minister's sheet and the monthly report: on paper, by button and by command."""

import datetime
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from cases import wording
from cases.forms.briefings import CHANGES, DECISION, PREPARED, UNKNOWN
from cases.models import Briefing, Child, PersonName, Place
from cases.rules.outside import month_ends
from cases.rules.past_days import end_by as month_end_by
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


def written(client, **typed):
    client.force_login(factories.user(Role.REVIEWER))
    return client.post(f"{reverse('briefing-words')}?vs=none", typed)


def test_words_of_a_reviewer_number_the_sheet_and_stand_in_each_form(client):
    factories.child(Stage.RETURNED)
    typed = {
        "decision_1": "Ask for one sitting a month",
        "changes_1": "Nine wait only for a date.",
        "prepared_1": "Embassy",
        "wanted_1": "04.12.2026",
        "unknown": "How many sittings there can be.",
    }
    year = timezone.localdate().year

    assert "Not numbered" in opened(client, "briefing-sheet").content.decode()
    assert written(client, **typed).status_code == 302
    assert written(client, **typed).status_code == 409  # changed since it was opened
    again = written(client, **typed | {"decision_2": "One more journey", "edition": 1})

    assert again.status_code == 302
    page = opened(client, "briefing-sheet").content.decode()
    (sheet,) = pages_of(opened(client, "briefing").content)
    word = opened(client, "briefing-docx", Role.REVIEWER).content
    document = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    for text in (page, sheet, document):
        day = wording.day_text(datetime.date(2026, 12, 4))
        wanted = {"2 questions for you", day, f"BR-{year}-1", "Edition 2.", *typed.values()}
        assert [words for words in wanted - {typed["wanted_1"]} if words not in text] == []
    signs = {"decision": DECISION, "changes": CHANGES, "prepared": PREPARED}
    full = {f"{name}_{n}": ("word " * 40)[:most] for name, most in signs.items() for n in (1, 2, 3)}
    more = {"unknown": ("word " * 64)[:UNKNOWN]}
    assert written(client, **full, **more, edition=2).status_code == 302
    assert len(pages_of(opened(client, "briefing").content)) == 1
    assert Briefing.objects.count() == 3
    assert Briefing.objects.filter(year=year, n=1).count() == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write a question, or what is not known."),
        ({"changes_2": "Much."}, "Write what is to be decided."),
        ({"decision_1": "Bring TJ-IQ-0014-2 home"}, "this is a case number"),
        ({"decision_1": "x" * 161}, "Use at most 160 characters"),
        ({"decision_1": "Ask", "wanted_1": "31.02.2026"}, "31.02.2026"),
    ],
)
def test_words_that_cannot_stand_are_told(client, typed, sentence):
    factories.child()

    answer = written(client, **typed)

    assert answer.status_code in (200, 409)
    assert sentence in answer.content.decode()
    assert not Briefing.objects.exists()


def test_papers_of_a_past_day_are_of_that_day_and_of_month_ends_for_officials(client):
    """The sheet, the report and the summary of the agreement."""
    made = factories.child(Stage.RETURNED).agreement
    last, before = month_ends(timezone.localdate(), 2)
    factories.public_totals(made, before)
    factories.public_totals(made, last)
    within = before.replace(day=10)

    for role, shown in ((Role.REVIEWER, within), (Role.OFFICIAL, month_end_by(within))):
        for route in ("briefing", "monthly-report"):
            text = " ".join(pages_of(opened(client, route, role, on=within.isoformat()).content))
            assert f"Figures of {wording.day_text(shown)}" in text
            assert "Made again later." in text
        at = reverse("agreement-summary-pdf", args=[made.slug])
        text = " ".join(pages_of(client.get(at, {"on": within.isoformat()}).content))
        assert wording.day_text(shown) in text
        assert "No totals were approved yet." in text
        text = " ".join(pages_of(client.get(at, {"on": before.isoformat()}).content))
        assert f"Totals as of {wording.day_text(before)}" in text


def test_report_holds_every_figure_of_the_workbook(client):
    factories.child(Stage.RETURNED)
    factories.child(Stage.DEFERRED, under=factories.second_agreement())

    for agreement in ("all", ""):
        workbook = opened(client, "figures-xlsx", Role.REVIEWER, agreement=agreement)
        file = b"".join(workbook.streaming_content)
        text = " ".join(pages_of(opened(client, "monthly-report", agreement=agreement).content))
        rows = [row for row in rows_of(file)[1:] if row[2] != ""]
        lines = [f"{label} {value:,g}" for _part, label, value, *_more in rows]
        assert len(lines) > 25
        assert [line for line in lines if line not in text] == []
        assert "As entered by" not in text  # of today there is nothing to say in that column


def test_what_children_wait_for_adds_up_to_those_who_are_not_yet_home(client):
    for stage in (Stage.RETURNED, Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.DEFERRED):
        factories.child(stage)

    workbook = opened(client, "figures-xlsx", Role.REVIEWER)
    rows = rows_of(b"".join(workbook.streaming_content))

    assert sum(row[2] for row in rows if row[0] == "Waiting for") == 4


def test_no_figures_and_one_child_still_make_every_page(client):
    agreement = factories.bare_agreement()
    for target in (None, 1):
        if target is not None:
            factories.figures(agreement, DAY, identified=1, target=target)
        query = {"agreement": agreement.slug}
        assert len(pages_of(opened(client, "briefing", **query).content)) == 1
        opened(client, "dashboard", **query, on="31.02.2026")
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
