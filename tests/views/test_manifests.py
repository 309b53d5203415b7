"""The manifest as a page, as a paper and as a spreadsheet."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from cases.casework import clearances, consents, escorts
from cases.casework.escorts import Escort
from cases.models import AccessRow, Country, Person, PersonName
from cases.pages.manifests import lacking
from cases.queries.manifests import Traveller
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    NameKind,
    PlaceKind,
    Role,
    Script,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(family):
    """The first of two siblings, with the names and papers that a carrier asks for."""
    child = family[0]
    for script, kind, text in (
        (Script.LATIN, NameKind.TRAVEL, "RASULOVA Sarvinoz"),
        (Script.LATIN, NameKind.OFFICIAL, "Rasulova Sarvinaz"),
        (Script.ARABIC, NameKind.OFFICIAL, "سروناز رسولوفا"),
    ):
        PersonName.objects.create(person=child.person, script=script, kind=kind, text=text)
    factories.confirm(child)
    for kind, number in (
        (ClearanceKind.TRAVEL_DOCUMENT, "CR 0038201"),
        (ClearanceKind.EXIT_PERMIT, "EX-4471/26"),
        (ClearanceKind.NATIONALITY, "N-17"),
    ):
        clearances.record(
            child=child,
            by=factories.user(Role.CASEWORKER),
            on=factories.DAY,
            kind=kind,
            status=ClearanceStatus.GRANTED,
            number=number,
            issued_on=factories.DAY,
        )
    return child


def get(client, name, flight, *more):
    return client.get(reverse(name, args=[flight.reference, *more]))


def pages_of(response):
    reader = PdfReader(io.BytesIO(response.content))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


def test_paper_says_what_a_border_post_asks_for(travel, named, locked):
    infant = named.mother.children.last()
    with factories.past_the_guards():
        born = {"born_earliest": "2018-01-01", "born_latest": "2018-01-01"}
        Person.objects.filter(pk=infant.person_id).update(**born)
    consents.record(
        child=infant,
        by=factories.user(Role.CASEWORKER),
        on=factories.DAY,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=GiverRole.GUARDIAN,
        giver_name="Salima Rahimova",
        decision=ConsentDecision.GIVEN,
        decided_on=factories.DAY,
        method=ConsentMethod.SIGNED,
        reason="",
    )
    answer = get(travel, "manifest-pdf", locked, "en-ar")
    reader, (text,) = pages_of(answer)

    assert answer["Content-Disposition"].endswith(f'manifest-{locked.reference}-en-ar.pdf"')
    for words in (
        *("RASULOVA Sarvinoz", "CR 0038201", "EX-4471/26", "TJK", "Passenger list"),
        *(
            "Passengers: 3. Children: 2, infants among them: 1. Escorts: 1.",
            "Handed over by",
            "Received by the escort",
        ),
        *("not yet checked by a translator", "Sheet 1 of 1, passengers 1 to 3"),
        *("Guardian: Salima Rahimova", "Infant /", "Escorts"),
    ):
        assert words in text, words
    assert "Rasulova Sarvinaz" not in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert AccessRow.objects.filter(page="manifest-pdf", rows=3).count() == 1


def test_paper_is_in_its_own_languages_whatever_its_readers_is(travel, named, locked):
    _reader, (text,) = pages_of(get(travel, "manifest-pdf", locked, "ru"))

    assert "Список пассажиров" in text
    assert named.person.name.split()[0] in text
    assert "Passenger list" not in text
    assert "Arabic" not in text


def test_there_is_no_paper_before_the_lock_nor_in_another_language(travel, flight):
    for name, pair in (("manifest-pdf", "en-ar"), ("manifest-xlsx", "ru")):
        page = reverse("movement-manifest", args=[flight.reference])
        assert get(travel, name, flight, pair).headers["Location"] == page
    assert "PDF, Russian" not in get(travel, "movement-manifest", flight).content.decode()

    factories.lock(flight)

    assert get(travel, "manifest-pdf", flight, "fr").status_code == 404
    assert "PDF, Russian" in get(travel, "movement-manifest", flight).content.decode()


def test_page_says_what_a_carrier_would_ask_for(travel, named, flight):
    text = get(travel, "movement-manifest", flight).content.decode()

    assert "Passenger 1:" not in text
    assert "Passenger 2: no name in Latin letters, no name in Arabic" in text
    assert "travel-name" not in text  # who may not enter it is not led there


@pytest.fixture
def ends():
    """Two airports of countries whose border posts read no Arabic."""
    return [
        factories.PlaceFactory(
            name=name, country=Country.objects.get(code=code), kind=PlaceKind.AIRPORT
        )
        for name, code in (("Istanbul", "TR"), ("Osh", "KG"))
    ]


def test_list_is_in_english_alone_where_no_border_reads_arabic(travel, named, flight, ends):
    type(flight).objects.filter(pk=flight.pk).update(origin=ends[0], destination=ends[1])
    flight.refresh_from_db()
    factories.lock(flight)

    page = get(travel, "movement-manifest", flight).text
    _reader, (paper,) = pages_of(get(travel, "manifest-pdf", flight, "en"))
    content = b"".join(get(travel, "manifest-xlsx", flight, "en"))
    heads, first, *_rest = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )

    assert ("PDF, English</a>" in page, "Arabic" in page, "سروناز" in page) == (True, False, False)
    assert "RASULOVA Sarvinoz" in paper
    assert "Arabic" not in paper
    assert heads[:4] == ["No.", "Name as on the travel document", "Type", "Sex"]
    assert first[1:3] == ["RASULOVA Sarvinoz", "Child"]


def test_no_name_in_arabic_is_asked_for_where_nobody_reads_it(flight, ends):
    reader = factories.user(Role.TRAVEL_OFFICER)
    traveller = Traveller(number=1, reference="KG-TR-0001-1", latin="Aida")

    (through_iraq,) = lacking(flight, [[traveller]], reader)
    flight.origin, flight.destination = ends
    (through_neither,) = lacking(flight, [[traveller]], reader)

    assert "no name in Arabic" in through_iraq.text
    assert "no name in Arabic" not in through_neither.text


def test_page_leads_to_where_a_latin_name_is_entered(review, named, family, flight):
    text = get(review, "movement-manifest", flight).content.decode()

    assert reverse("child-edit", args=[family[1].reference, "travel-name"]) in text
    assert reverse("child-edit", args=[named.reference, "travel-name"]) not in text


def test_spreadsheet_has_twenty_passengers_a_sheet(travel, named, flight):
    officer = flight.planned_by
    type(flight).objects.filter(pk=flight.pk).update(seats=30)
    for number in range(20):
        flight.refresh_from_db()
        name = f"Escort {chr(65 + number)}"
        escorts.add_escort(
            movement=flight, escort=Escort(name=name), version=flight.version, by=officer
        )
    factories.lock(flight)

    answer = get(travel, "manifest-xlsx", flight, "en-ar")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))

    first, second = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [len(first), len(second)] == [21, 3]  # with the heads
    assert first[1][1] == "RASULOVA Sarvinoz"
    assert first[0][0] == "No. / الرقم"
    assert first[1][-2].startswith("Mother: ")
    assert [row[-2] for row in second[1:]] == ["", ""]  # nobody answers for an escort


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_passenger_and_for_three(
    travel, rows, django_assert_max_num_queries
):
    flight = factories.movement()
    factories.give_seats(flight, *factories.cleared_family(rows))
    get(travel, "movement-manifest", flight)

    with django_assert_max_num_queries(19):
        page = get(travel, "movement-manifest", flight)

    assert page.content.count(b'<th scope="row">') == rows
