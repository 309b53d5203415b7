"""The payment order: what it says, in which letters, and what it never says."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.models import AccessRow, Agreement, Demonstration
from cases.vocabulary import BatchStatus
from cases.web.frame import is_demonstration
from tests import factories
from tests.canaries import told
from tests.factories import DAY

pytestmark = pytest.mark.django_db
TAJIK, ARABIC = "Созишнома дар бораи кӯдакон ғ ӣ қ ӯ ҳ ҷ", "اتفاقية بشأن الأطفال"


def order(client, batch):
    return client.get(reverse("batch-order", args=[batch.reference]))


def read(response):
    """Return what the PDF says, on one line, and the names of the fonts in it."""
    pages = PdfReader(io.BytesIO(response.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }
    return text, fonts


def test_order_says_whom_it_pays_for_and_who_agreed(client, officer):
    batch = factories.batch(BatchStatus.SENT, fees=3)

    answer = order(client, batch)
    text, _fonts = read(answer)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="order-{batch.reference}.pdf"'
    said = [
        *(line.fee.child.reference for line in batch.lines.all()),
        *(f"Payment order {batch.reference}", "3 fees $1,200", "Iraq", "Tajikistan"),
        *(str(batch.prepared_by), str(batch.approved_by), batch.bank_reference, "1 / 1"),
    ]
    assert [words for words in said if words not in text] == []
    assert AccessRow.objects.filter(page="batch-order", rows=3).count() == 1


def test_order_says_no_name_birth_or_place(client, officer):
    text, _fonts = read(order(client, factories.batch(BatchStatus.APPROVED, fees=3)))

    assert told(text) == []


@pytest.mark.parametrize("status", [BatchStatus.DRAFT, BatchStatus.SUBMITTED])
def test_there_is_no_order_before_the_approval(client, officer, status):
    batch = factories.batch(status)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert order(client, batch).status_code == 404
    assert reverse("batch-order", args=[batch.reference]) not in page


@pytest.mark.parametrize("title", [TAJIK, '#panic("x") *b* $ \\ ]] <a> "'])
def test_title_is_set_as_it_stands(client, officer, title):
    batch = factories.batch(BatchStatus.APPROVED)
    Agreement.objects.filter(pk=batch.agreement_id).update(title=title)

    text, fonts = read(order(client, batch))

    assert title in text
    assert all("NotoSans" in font for font in fonts)


def test_arabic_is_set_in_its_own_letters(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    Agreement.objects.filter(pk=batch.agreement_id).update(title=ARABIC)

    _text, fonts = read(order(client, batch))

    assert any("NotoSansArabic" in font for font in fonts)


def test_order_of_a_demonstration_says_so_and_speaks_russian(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    Demonstration.objects.create(loaded_on=DAY)
    client.cookies["django_language"] = "ru"
    is_demonstration.cache_clear()
    text, _fonts = read(order(client, batch))
    is_demonstration.cache_clear()

    assert "Платёжное поручение" in text
    assert "вымышлен" in text.lower()


@pytest.mark.parametrize("fees", [1, 3])
def test_order_costs_the_same_for_one_fee_and_for_three(
    client, officer, fees, django_assert_num_queries
):
    batch = factories.batch(BatchStatus.APPROVED, fees=fees)
    order(client, batch)  # the words of the database are read once

    with django_assert_num_queries(6):
        order(client, batch)


def test_long_order_goes_on_and_repeats_its_heads(client, officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=70)

    text, _fonts = read(order(client, batch))

    assert "3 / 3" in text or "2 / 2" in text
    assert text.count("No. Child Amount") > 1
