"""Letters: what they say, their mark, their files, who made them."""

import datetime
import io
import re
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from cases.casework import clearances
from cases.models import Letter, Ministry, PersonName, Phrase
from cases.pages.letters import letter_paper
from cases.rules.letters import BLANK, SOURCES
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    LetterKind,
    LetterLanguage,
    NameKind,
    Role,
    Script,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(client):
    client.force_login(factories.user(Role.CASEWORKER))
    return factories.child()


def make(client, child, kind: str, language: str) -> Letter:
    address = reverse("child-letters", args=[child.reference])
    client.post(address, {"kind": kind, "language": language})
    return Letter.objects.latest("pk")


def files(client, letter: Letter) -> tuple[bytes, str]:
    at = [letter.child.reference, letter.pk]
    pdf = client.get(reverse("child-letter-pdf", args=at)).content
    docx = client.get(reverse("child-letter-docx", args=at)).content
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return pdf, archive.read("word/document.xml").decode()


@pytest.mark.parametrize("language", LetterLanguage.values)
def test_letters_of_every_kind_come_as_pdf_and_docx_with_their_mark(client, child, language):
    for kind in LetterKind.values:
        letter = make(client, child, kind, language)
        pdf, text = files(client, letter)

        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert opened.Root.MarkInfo.Marked
        assert child.reference in text
        assert "Not for sending: nobody has checked this wording." in text
        assert ("<w:bidi/>" in text) == (language == "ar")
        assert text.index(letter_paper(letter)["from"]) < text.index(letter_paper(letter)["title"])
        assert "{" not in letter.body


def test_letter_says_what_the_case_holds_and_leaves_a_line_for_the_rest(client, child):
    person = child.person
    person.born_earliest, person.born_latest = datetime.date(2016, 5, 1), datetime.date(2017, 2, 1)
    person.save(update_fields=["born_earliest", "born_latest"])
    empty = make(client, child, "exit_permit", "en").body

    PersonName.objects.create(
        person=person, script=Script.LATIN, kind=NameKind.TRAVEL, text="RASULOVA Sarvinoz"
    )
    clearances.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=factories.DAY,
        kind=ClearanceKind.TRAVEL_DOCUMENT,
        status=ClearanceStatus.GRANTED,
        number="CR 0038201",
        issued_on=factories.DAY,
    )
    full = make(client, child, "exit_permit", "en").body

    assert f"for the child {BLANK}, born 2016–2017" in empty
    assert f"travel document {BLANK}" in empty
    assert "for the child RASULOVA Sarvinoz, born 2016–2017" in full
    assert "travel document CR 0038201" in full


def test_wording_of_the_ministry_is_for_sending_and_earlier_letters_stay(client, child):
    earlier = make(client, child, "hearing", "en")
    source = "Letter: request for a hearing"
    Phrase.objects.create(source=source, language="en", text="To the court: {reference} <b> & co")

    later = make(client, child, "hearing", "en")
    _pdf, text = files(client, later)
    listed = client.get(reverse("child-letters", args=[child.reference])).content.decode()

    earlier.refresh_from_db()
    assert (earlier.for_sending, later.for_sending) == (False, True)
    assert later.body == f"To the court: {child.reference} <b> & co"
    assert "Not for sending" not in text
    assert "&lt;b&gt; &amp; co" in text
    assert listed.count("Not for sending") == 1


def test_letter_of_another_team_or_case_is_like_none(client, child):
    letter = make(client, child, "hearing", "en")
    other = factories.child()
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))

    elsewhere = client.get(reverse("child-letter-pdf", args=[other.reference, letter.pk]))
    client.force_login(stranger)
    foreign = client.get(reverse("child-letter-pdf", args=[child.reference, letter.pk]))

    assert (elsewhere.status_code, foreign.status_code) == (404, 404)


def test_letter_in_arabic_has_its_day_in_figures_and_the_ministry_as_an_admin_put_it(client, child):
    ministry = Ministry.objects.get()
    Phrase.objects.create(source=ministry.name, language="ar", text="وزارة الخارجية")

    letter = make(client, child, "exit_permit", "ar")

    assert "وزارة الخارجية" in letter.body
    assert re.search(r"\d\d\.\d\d\.\d{4}$", letter.body)


def test_letter_for_sending_is_not_marked_internal(client, child):
    draft = make(client, child, "hearing", "en")
    Phrase.objects.create(source=SOURCES["hearing"], language="en", text="To the court: {child}")

    own = make(client, child, "hearing", "en")

    assert letter_paper(own)["internal"] == ""
    assert "internal" not in letter_paper(draft)
