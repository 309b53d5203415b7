"""Files of rows: what is typed comes back as text, and nothing in a file runs."""

import csv
import datetime
import io
import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from cases.vocabulary import Role
from cases.web.exports import as_file
from tests import factories
from tests.views.sheets import rows_of, sheet_xml

pytestmark = pytest.mark.django_db  # the end of a response looks after the database
TITLES = ("Text", "Total")
HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\t=1+1", "  =1+1", "\ufeff=1+1"),
    *("\uff1d1+1", "{=1+1}", "http://example.org", "mailto:a@example.org", "internal:A1"),
    *("<r><t>x</t></r>", "<r></is></c><c><f>1+1</f></c><c><is></r>", "</t></is></c><f>1+1</f>"),
    *("_x003D_1+1", "&#61;1+1", "]]>", "007", "1e5", "TRUE", "2019-03-01", "\x01"),
)


def saved(rows, ending="xlsx", titles=TITLES, **more):
    response = as_file(titles, rows, name="list", ending=ending, **more)
    content = b"".join(response.streaming_content)
    response.close()
    return content


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_the_text_it_is(text):
    content = saved([(text, Decimal(400))])

    assert text in rows_of(content)[1][0]
    assert rows_of(content)[1][1] == 400
    assert _kinds(content) == {"A1": "inlineStr", "B1": "inlineStr", "A2": "inlineStr", "B2": "n"}
    assert not re.search("<f[ >]|<hyperlink", sheet_xml(content))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
@example("<r>")
@example("<r></r>")
def test_any_text_stays_one_cell_of_text(text):
    content = saved([(text, Decimal("0.01"))])

    assert set(_kinds(content).values()) <= {"inlineStr", "n", ""}
    assert list(_kinds(content)) == ["A1", "B1", "A2", "B2"]
    assert "<f" not in re.sub("<f[a-z]", "", sheet_xml(content))


def _kinds(content):
    """Return what each cell of the sheet is, by its place."""
    sheet = ET.fromstring(sheet_xml(content))
    space = sheet.tag.partition("}")[0] + "}"
    return {cell.get("r"): cell.get("t", "n") for cell in sheet.iter(f"{space}c")}


def test_titles_are_bold_and_stay_in_view():
    content = saved([("x", Decimal(1))])

    assert rows_of(content)[0] == list(TITLES)
    assert 'ySplit="1"' in sheet_xml(content)
    assert 'state="frozen"' in sheet_xml(content)


def test_sums_are_numbers_days_are_days_and_nothing_is_empty():
    day = datetime.date(2019, 3, 1)

    row = rows_of(saved([(day, Decimal("1234.50"), 7, None, "")], titles="abcde"))[1]

    assert row[:4] == [day, 1234.5, 7, ""]


def test_column_is_as_wide_as_what_stands_in_it_within_bounds():
    content = saved([("x" * 20, "y" * 500)], titles=("a", "b"))

    widths = [float(width) for width in re.findall(r' width="([\d.]+)"', sheet_xml(content))]
    assert 22 <= widths[0] < 24
    assert 48 <= widths[1] < 50


def test_many_rows_are_all_there_and_sent_in_pieces():
    response = as_file(TITLES, ((f"x{n}", n) for n in range(3000)), name="list", ending="xlsx")

    pieces = list(response.streaming_content)
    response.close()

    assert len(pieces) > 5
    assert len(rows_of(b"".join(pieces))) == 3001


def test_file_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows():
        yield "x", Decimal(1)
        raise LookupError

    with pytest.raises(LookupError):
        as_file(TITLES, rows(), name="list", ending="xlsx")

    assert list(tmp_path.iterdir()) == []


def test_file_that_was_sent_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    saved([("x", Decimal(1))])

    assert list(tmp_path.iterdir()) == []


def test_csv_says_the_same_with_a_quote_before_what_would_run():
    text = saved([("=1+1", Decimal("400.00")), ("R-1", None)], "csv").decode()

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [[*TITLES], ["'=1+1", "400.00"], ["R-1", ""]]


def test_csv_for_a_russian_spreadsheet_has_semicolons_and_commas_in_sums():
    day = datetime.date(2019, 3, 1)
    cells = [("a; b", Decimal("-400.00"), day, "=1+1", "1.5", 7)]

    text = saved(cells, "csv", ["Text", "Total", "Day"], separator=";").decode()

    assert text == '\ufeffText;Total;Day\r\n"a; b";-400,00;2019-03-01;\'=1+1;1.5;7\r\n'


def test_csv_for_a_program_has_commas_and_points_in_sums():
    text = saved([("a, b", Decimal("-400.00"))], "csv").decode()

    assert text == '\ufeffText,Total\r\n"a, b",-400.00\r\n'


FILES = ("children-csv", "fees-csv", "postings-csv")


@pytest.mark.parametrize("route", FILES)
@pytest.mark.parametrize(
    ("language", "choice", "separator"),
    [("en", "", ","), ("ru", "", ";"), ("en", ";", ";"), ("ru", ",", ",")],
)
def test_every_csv_is_separated_as_its_reader_chose(client, route, language, choice, separator):
    fee = factories.batch().lines.first().fee
    reader = factories.UserFactory(is_superuser=True, language=language, csv_separator=choice)
    client.force_login(reader)

    response = client.get(reverse(route), {"agreement": fee.agreement.slug})

    titles = response.getvalue().decode("utf-8-sig").partition("\r\n")[0]
    assert titles.count(separator) >= 4
    assert titles.count("," if separator == ";" else ";") == 0


def test_choice_beside_the_list_is_remembered(client):
    factories.child()
    reader = factories.user(Role.REVIEWER)
    client.force_login(reader)
    at, here = reverse("csv-separator"), "/children/?stage=registered"
    offered = client.get(here).content.decode()

    chosen = client.post(at, {"csv_separator": ";", "next": here})
    client.post(at, {"csv_separator": "|", "next": "https://example.org/"})

    reader.refresh_from_db()
    assert (chosen["Location"], reader.csv_separator) == (here, ";")
    assert "Use semicolons" in offered
    assert "Use commas" in client.get(here).content.decode()
    assert '<option value=";" selected>' in client.get("/me/").content.decode()


@pytest.mark.parametrize("at", ["/children/", "/fees/", "/fees/figures/"])
def test_spreadsheet_is_offered_before_the_csv_and_the_choice_beside_it(client, at):
    factories.batch()
    client.force_login(factories.UserFactory(is_superuser=True))

    page = client.get(at).content.decode()

    assert 0 < page.index("xlsx?") < page.index("csv?")
    assert f'action="{reverse("csv-separator")}"' in page


def test_a_file_is_marked_internal_unless_it_leaves(client):
    made = factories.child().agreement
    factories.public_totals(made)
    client.force_login(factories.user(Role.REVIEWER))

    inside = client.get(reverse("children-xlsx"))
    csv_inside = client.get(reverse("children-csv"))
    outside = client.get(reverse("outside-xlsx", args=[made.slug]))
    page = client.get(reverse("dashboard")).content.decode()
    public = client.get(reverse("public-totals", args=[made.slug])).content.decode()

    assert "-internal.xlsx" in inside["Content-Disposition"]
    assert "-internal.csv" in csv_inside["Content-Disposition"]
    assert "Internal" in sheet_xml(inside.getvalue())
    assert "internal" not in outside["Content-Disposition"]
    assert "Internal" not in sheet_xml(outside.getvalue())
    assert "Internal: only approved totals leave the ministry." in page
    assert "Internal" not in public
    csv_inside.close()
