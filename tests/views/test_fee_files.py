"""The list of fees as a file: what it holds, what it costs, and that it is on record."""

import csv
import io
import re

import pytest
from django.urls import reverse

from cases.models import (
    AccessRow,
    PaymentBatch,
)
from tests import factories
from tests.factories import DAY
from tests.views import sheets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_export_query_count(client, officer, rows, django_assert_num_queries):
    factories.due_fees(rows)

    with django_assert_num_queries(6):  # session, user, facts, count, access, rows
        lines = sheets.said(client.get(reverse("fees-csv"))).splitlines()

    assert len(lines) == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_workbook_query_count(client, officer, rows, django_assert_num_queries):
    factories.due_fees(rows)

    with django_assert_num_queries(6):  # session, user, facts, count, access, rows
        content = client.get(reverse("fees-xlsx")).getvalue()

    assert len(sheets.rows_of(content)) == rows + 1


def test_export_holds_what_the_list_shows_and_no_formula(client, receipted):
    answer = client.get(f"{reverse('fees-csv')}?status=receipted")

    rows = list(csv.reader(io.StringIO(sheets.said(answer).removeprefix("\ufeff"))))
    assert rows[1:] == [
        [
            *(receipted.child.reference, "Tajikistan and Iraq", "400.00", "USD", "Receipted"),
            *("2019-03-01", PaymentBatch.objects.get().reference, "400.00", "'=HYPERLINK(1)"),
        ]
    ]
    assert "attachment" in answer["Content-Disposition"]


def test_workbook_holds_what_the_list_shows_and_no_formula(client, receipted):
    answer = client.get(f"{reverse('fees-xlsx')}?status=receipted")

    content = answer.getvalue()
    assert sheets.rows_of(content)[1:] == [
        [
            *(receipted.child.reference, "Tajikistan and Iraq", 400, "USD", "Receipted"),
            *(DAY, PaymentBatch.objects.get().reference, 400, "=HYPERLINK(1)"),
        ]
    ]
    assert "<f>" not in sheets.sheet_xml(content)
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_list_and_exports_are_on_record_with_their_rows(client, officer):
    factories.due_fees(3)

    for page in ("fees", "fees-csv", "fees-xlsx"):
        sheets.said(client.get(reverse(page)))

    rows = AccessRow.objects.order_by("pk").values_list("by", "page", "rows")
    assert list(rows) == [(officer.pk, page, 3) for page in ("fees", "fees-csv", "fees-xlsx")]


def test_list_offers_both_files_as_it_is_narrowed(client, officer):
    factories.due_fees(1)

    page = client.get(f"{reverse('fees')}?status=due").content.decode()

    offered = re.findall(r'href="(/fees/export\.\w+)\?([^"]*)"', page)
    assert [path for path, _query in offered] == ["/fees/export.xlsx", "/fees/export.csv"]
    assert all("status=due" in query for _path, query in offered)
