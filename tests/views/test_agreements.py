import datetime
import re

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from cases.casework import term_changes
from cases.figures.agreements import agreement_page
from cases.figures.counts import Counted
from cases.figures.dashboard import FiguresReader
from cases.models import AgreementStatement, Child, PersonName, Place, StageLimit
from cases.rules.outside import month_ends
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db

SLUG = "tajikistan-iraq"
TO_BE_SUPPLIED = "Text to be supplied by the Treaty Department."


def open_page(client, role: Role, slug: str = SLUG):
    client.force_login(factories.user(role))
    return client.get(reverse("agreement", args=[slug]))


@pytest.fixture
def seeded():
    made = factories.published_agreement()
    # The transaction of a test goes on; in life the next page is one of its own, and nobody's.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
    return made


def test_every_statement_stands_with_its_date_and_source(client, seeded):
    text = open_page(client, Role.OFFICIAL).content.decode()

    for statement in seeded.statements.exclude(text=""):
        assert statement.text in text
    assert text.count("12 Feb 2019 · <bdi>Kurdistan 24, citing AFP") == (
        seeded.statements.exclude(text="").count()
    )


def test_silent_clauses_are_to_be_supplied(client, seeded):
    text = open_page(client, Role.OFFICIAL).content.decode()

    assert text.count(TO_BE_SUPPLIED) == seeded.statements.filter(text="").count()
    rows = client.get(reverse("agreement-summary", args=[seeded.slug])).context["summary"].rows
    lacking = [row.cells[0].text for row in rows if row.cells[0].lacks]
    assert f"Text of the agreement. {TO_BE_SUPPLIED}" in lacking
    assert [row for row in rows if row.cells[0].text.startswith("In short. ")] == []


def test_numbers_of_the_summary_lead_to_where_they_stand(client, seeded):
    factories.public_totals(seeded, month_ends(timezone.localdate(), 1)[0])
    client.force_login(factories.user(Role.OFFICIAL))
    address = reverse("agreement-summary", args=[seeded.slug])
    rows = client.get(address).context["summary"].rows
    links = {cell.text: cell.url for row in rows for cell in row.cells if cell.url}

    assert len(links) == 5  # target, fee, and three totals
    for text, url in links.items():
        number = re.search(r"\d+", text)
        assert number
        assert number[0] in client.get(url).content.decode(), text


def test_fee_shows_its_saving_and_that_the_due_event_is_assumed(client, seeded):
    text = open_page(client, Role.OFFICIAL).content.decode()

    assert "$400" in text
    assert "$157,500" in text
    assert "Not published: our assumption." in text


def test_totals_are_three_with_their_day(client, seeded):
    page = open_page(client, Role.OFFICIAL)

    today = timezone.localdate()
    assert [(label, value) for label, value, _url in page.context["totals"]] == [
        ("Identified", 0),
        ("Eligible", 0),
        ("Returned home", 0),
    ]
    assert f"Totals as of {today:%-d %b %Y}" in page.content.decode()


def test_totals_lead_reviewers_to_the_rows(client):
    factories.child(Stage.ELIGIBLE)
    factories.child()

    page = open_page(client, Role.REVIEWER)

    totals = {url: value for _label, value, url in page.context["totals"] if value}
    assert list(totals.values()) == [2, 1]
    assert {url: client.get(url).context["page"].paginator.count for url in totals} == totals


def test_official_sees_no_name_reference_or_place(client):
    factories.child(Stage.RETURNED)

    text = open_page(client, Role.OFFICIAL).content.decode()

    kept_back = {
        *Child.objects.values_list("reference", flat=True),
        *PersonName.objects.values_list("text", flat=True),
        *Place.objects.values_list("name", flat=True),
    }
    assert len(kept_back) > 4
    assert [word for word in kept_back if word in text] == []


def test_statements_are_read_in_the_readers_language_where_there_are_any(client, seeded):
    AgreementStatement.objects.create(
        agreement=seeded,
        part="agreed",
        position=1,
        language="ru",
        heading="Дети",
        text="В Ираке 92 ребёнка из Таджикистана.",
        stated_on=datetime.date(2019, 2, 12),
        source="AFP",
    )
    on = timezone.localdate()

    russian = agreement_page(SLUG, FiguresReader(), language="ru", on=on)
    tajik = agreement_page(SLUG, FiguresReader(), language="tg", on=on)

    assert [s.heading for said in russian.statements.values() for s in said] == ["Дети"]
    assert len([s for said in tajik.statements.values() for s in said]) > 10


def test_checksum_changes_with_the_text_and_with_nothing_else(seeded):
    on = timezone.localdate()
    before = agreement_page(SLUG, FiguresReader(), language="en", on=on).checksum
    again = agreement_page(SLUG, FiguresReader(), language="en", on=on).checksum

    seeded.statements.filter(heading="Contact").update(
        text="Treaty Department", source="Letter", stated_on=on
    )

    assert again == before
    assert agreement_page(SLUG, FiguresReader(), language="en", on=on).checksum != before


def test_limits_of_stages_stand_in_the_order_of_the_stages_while_they_are_in_force(client):
    made, today = factories.agreement(), timezone.localdate()
    before = open_page(client, Role.OFFICIAL).content.decode()
    with factories.past_the_guards():
        for stage, days in ((Stage.ELIGIBLE, 45), (Stage.REGISTERED, 30)):
            StageLimit.objects.create(
                agreement=made, stage=stage, days=days, during=factories.SINCE_2019
            )
        StageLimit.objects.create(
            agreement=made, stage=Stage.VERIFIED, days=14, during=DateRange(DAY, today)
        )

    text = open_page(client, Role.OFFICIAL).content.decode()

    assert 'id="limits"' not in before
    rows = re.findall(r'data-l="Days">(\d+)<', text)
    assert rows == ["30", "45"]
    assert text.index("Registered</span>") < text.index("Eligible</span>")


def test_unknown_agreement_is_not_found(client, seeded):
    assert open_page(client, Role.OFFICIAL, "nowhere").status_code == 404


def test_list_names_each_agreement_and_an_empty_one_says_so(client):
    client.force_login(factories.user(Role.OFFICIAL))
    empty = client.get(reverse("agreements")).content.decode()
    factories.agreement()

    listed = client.get(reverse("agreements")).content.decode()

    assert "No agreement in the register" in empty
    assert f'href="/agreements/{SLUG}/"' in listed
    assert "92 identified, 75 planned to return, as of 12 Feb 2019" in listed


def test_an_agreement_that_nobody_approved_yet_says_so_in_place_of_its_status(client):
    made = factories.bare_agreement()
    term_changes.ask(agreement=made, terms=[made], by=factories.user(Role.ADMIN))
    client.force_login(factories.user(Role.OFFICIAL))

    waiting = [client.get(at).content.decode() for at in ("/agreements/", made.get_absolute_url())]
    made.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    term_changes.approve(agreement=made, version=made.version, by=reviewer)
    agreed = [client.get(at).content.decode() for at in ("/agreements/", made.get_absolute_url())]

    status = str(made.get_status_display())
    assert [("Waiting for approval" in each, status in each) for each in waiting] == [
        (True, False),
        (True, False),
    ]
    assert all(status in each for each in agreed)
    assert "Waiting for approval" not in agreed[0]


def test_children_counted_are_never_above_those_published_without_a_word(client):
    factories.family(3)
    factories.figures(factories.agreement(), DAY, identified=2, target=1)
    client.force_login(factories.user(Role.OFFICIAL))

    page = client.get(factories.agreement().get_absolute_url()).content.decode()

    totals = page.split("Totals as of")[1].split("</section>")[0]
    assert "3 identified; 2 were published on 1 Mar 2019: 1 registered since." in totals


def test_stage_and_total_of_the_returned_have_different_words():
    assert Stage.RETURNED.label != Counted.RETURNED.label
