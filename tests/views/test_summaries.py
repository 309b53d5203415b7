"""The summary of an agreement: two languages side by side, with approved totals alone."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.models import AgreementStatement
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def _open(client, made, name="agreement-summary", **query):
    client.force_login(factories.user(Role.OFFICIAL))
    return client.get(reverse(name, args=[made.slug]), query)


@pytest.fixture
def made():
    agreement = factories.child().agreement
    for position, text in enumerate(("Seventy-five are to come home.", ""), start=1):
        AgreementStatement.objects.create(
            agreement=agreement,
            position=position,
            heading=f"Clause {position}",
            text=text,
            stated_on=DAY if text else None,
            source="AFP" if text else "",
        )
    return agreement


def test_a_statement_stands_beside_itself_and_what_is_missing_is_said(client, made):
    text = _open(client, made, left="en", right="ru").content.decode()

    assert "Seventy-five are to come home." in text
    assert text.count("Seventy-five") == 1
    assert "Ещё не переведено." in text
    assert "Clause 2. Text to be supplied by the Treaty Department." in text
    assert "No totals were approved yet." in text


def test_totals_are_the_approved_ones_and_never_todays(client, made):
    factories.public_totals(made)
    factories.child()

    text = _open(client, made).content.decode()

    assert "Identified: 1 · Eligible: 0 · Returned home: 0" in text
    assert "TJ-IQ" not in text


def test_an_odd_language_is_the_usual_one(client, made):
    assert _open(client, made, left="xx", right="").status_code == 200


def test_the_paper_says_the_same(client, made):
    factories.public_totals(made)

    answer = _open(client, made, "summary-pdf", left="ru", right="en")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()

    assert "Seventy-five are to come home." in text
    assert "Identified: 1" in text
    assert "Internal" in text or "служебного" in text
    assert 'filename="summary-tajikistan-iraq-ru-en.pdf"' in answer["Content-Disposition"]
