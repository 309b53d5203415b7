"""The pages of court hearings: to whom, what they say, and at what cost."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import AccessRow, User
from cases.vocabulary import HearingPurpose, Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
MARCH = "/hearings/?month=2019-03"


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER, language="en")


@pytest.fixture
def work(client, officer):
    client.force_login(officer)
    return client


def text_of(response):
    return response.content.decode()


def hearing_url(hearing, word):
    return reverse(f"hearing-{word}", args=[hearing.child.reference, hearing.n])


def test_caseworker_sets_a_hearing_and_puts_it_off(work):
    child, court = factories.child(), factories.court()
    typed = {
        "token": uuid.uuid4(),
        "purpose": "exit_permit",
        "court": court.pk,
        "scheduled_on": "04.03.2019",
    }
    url = reverse("child-hearing", args=[child.reference])

    for _click in range(2):
        answer = work.post(url, typed)
    hearing = child.hearings.get()
    put_off = {
        "version": hearing.version,
        "reason": "judge",
        "outcome_on": "04.03.2019",
        "next_on": "18.03.2019",
    }
    work.post(hearing_url(hearing, "adjourn"), put_off)

    page = text_of(work.get(child.get_absolute_url()))
    assert answer["Location"] == child.get_absolute_url()
    assert "Adjourned once: judge absent." in page
    assert "Exit permit · <bdi>18 Mar 2019</bdi> · <bdi>Rusafa court, Baghdad</bdi>" in page
    assert "Outcome not recorded yet" in page
    assert "Exit permit: Adjourned: Judge absent" in page


@pytest.mark.parametrize(
    ("word", "typed", "sentence"),
    [
        ("held", {"outcome_on": "28.02.2019"}, "Enter a date no earlier than 1 Mar 2019."),
        ("held", {"outcome_on": "01.01.2100"}, "Enter a date no later than"),
        ("adjourn", {"outcome_on": "01.03.2019"}, "Choose one."),
        (
            "adjourn",
            {"outcome_on": "01.03.2019", "reason": "judge", "next_on": "01.03.2019"},
            "Enter a date no earlier than 2 Mar 2019.",
        ),
    ],
)
def test_outcome_with_bad_input_is_told_beside_the_field(work, word, typed, sentence):
    hearing = factories.hearing(factories.child())

    answer = work.post(hearing_url(hearing, word), {"version": hearing.version, **typed})

    hearing.refresh_from_db()
    assert sentence in text_of(answer)
    assert hearing.outcome == "scheduled"


def test_outcome_of_a_hearing_that_changed_meanwhile_shows_both(work, officer):
    hearing = factories.hearing(factories.child())

    answer = work.post(
        hearing_url(hearing, "adjourn"),
        {"version": "", "reason": "papers", "outcome_on": "01.03.2019"},
    )

    assert answer.status_code == 409
    for said in ("Documents missing", "Scheduled", 'name="version" value="1"'):
        assert said in text_of(answer)


def test_hearing_ahead_is_not_recorded_as_held(work):
    ahead = timezone.localdate() + datetime.timedelta(days=3)
    hearing = factories.hearing(factories.child(), scheduled_on=ahead)

    page = text_of(work.get(hearing_url(hearing, "held")))

    assert "Record it as held on or after that date." in page
    assert 'name="outcome_on"' not in page
    assert "Scheduled" in text_of(work.get("/hearings/?month=" + f"{ahead:%Y-%m}"))


def test_calendar_groups_a_family_and_keeps_to_its_month_and_court(work):
    first, second = factories.family(2).children.order_by("pk")
    other = factories.family(name="Зебо Каримова").children.get()
    for child in (first, second):
        factories.hearing(child)
    karkh = factories.PlaceFactory(name="Karkh court, Baghdad", kind="court")
    factories.hearing(other, court=karkh)
    factories.hearing(first, purpose=HearingPurpose.KINSHIP, scheduled_on=datetime.date(2019, 4, 1))

    march = text_of(work.get(MARCH))
    one_court = text_of(work.get(f"{MARCH}&court={karkh.pk}"))
    february = text_of(work.get("/hearings/?month=2019-02"))

    assert march.count('<th scope="row">') == 2
    assert march.count("1 Mar 2019") == 2
    assert [child.reference in one_court for child in (first, other)] == [False, True]
    assert "No hearing in this month" in february


@pytest.mark.parametrize("month", ["2019-13", "20\u0661\u0669-03", "9" * 5000])
def test_calendar_of_no_month_shows_the_present_one(work, month):
    page = text_of(work.get("/hearings/", {"month": month}))

    assert "is not a month: the present one is shown." in page


def test_calendar_marks_today(work):
    factories.hearing(factories.child(), scheduled_on=timezone.localdate())

    page = text_of(work.get("/hearings/?month=nonsense&court=x"))

    assert "“nonsense” is not a month" in page
    assert page.count('aria-current="date"') == 1
    assert "No hearing today." not in page


def test_calendar_shows_only_whose_whole_record_one_may_see(client):
    desk = factories.TeamFactory(name="Erbil desk")
    ours, theirs = factories.child(), factories.child(team=desk)
    for child in (ours, theirs):
        factories.hearing(child)
    two_roles = factories.user(Role.CASEWORKER)
    two_roles.groups.add(factories.user(Role.AUDITOR).groups.get())
    readers = [factories.user(Role.CASEWORKER), User.objects.get(pk=two_roles.pk)]
    readers.append(factories.user(Role.REVIEWER))

    seen = []
    for reader in readers:
        client.force_login(reader)
        page = text_of(client.get(MARCH))
        seen.append([child.reference in page for child in (ours, theirs)])

    assert seen == [[True, False], [True, False], [True, True]]
    rows = AccessRow.objects.filter(page="hearings").order_by("pk")
    assert list(rows.values_list("rows", flat=True)) == [1, 1, 2]


@pytest.mark.parametrize("word", ["held", "adjourn", "cancel"])
def test_stranger_finds_no_hearing(client, word):
    hearing = factories.hearing(factories.child())
    client.force_login(
        factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    )

    assert client.get(hearing_url(hearing, word)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_query_count(work, rows, django_assert_num_queries):
    for child in factories.family(rows).children.all():
        factories.hearing(child)

    # session, user with permissions; courts, count, hearings, names; access row
    with django_assert_num_queries(8):
        page = work.get(MARCH)

    assert text_of(page).count('class="who"') == rows
    assert DAY.isoformat() in text_of(page)
