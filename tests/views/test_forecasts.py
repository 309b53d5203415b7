"""The forecast on the dashboard, and the page of past forecasts."""

import datetime

import pytest
from django.urls import reverse

from cases.casework import forecasts
from cases.models import KeptForecast
from cases.rules.forecast_facts import VERSION
from cases.vocabulary import ForecastRefusal, Role
from tests import clock, factories

pytestmark = pytest.mark.django_db


def test_the_dashboard_tells_a_forecast_in_months_and_never_a_day(client):
    _given(changes=[_change("journey", 18), _change("paper", 2, track="court_order", children=9)])

    text = _dashboard(client)

    assert "At the pace so far, 75 are home by about mid October 2026." in text
    assert "8 of 10 simulations end between July 2026 and March 2027." in text
    assert "The next 10 are booked." in text
    assert "An estimate, not a commitment." in text
    assert "These are few movements: the range is wide." in text
    assert text.index("18 weeks sooner") < text.index("2 weeks sooner")
    assert "“Court order” for 9 children" in text


def test_a_target_that_is_often_missed_leaves_the_end_open(client):
    _given(never=120)

    text = _dashboard(client)

    assert "12 in 100 simulations do not reach 75." in text
    assert "the end is open" in text
    assert "No single change brings it forward by a week." in text


def test_an_official_learns_the_month_of_a_journey_and_staff_its_day(client):
    since = datetime.date(2026, 3, 3)
    _kept(refusal=ForecastRefusal.JOURNEYS_STILL, since=since)

    official = _dashboard(client)
    travel = _dashboard(client, Role.TRAVEL_OFFICER)

    assert "the last movement was on March 2026" in official
    assert "the last movement was on 3 Mar 2026" in travel


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (ForecastRefusal.FEW, "Not enough data: after the second movement."),
        (ForecastRefusal.NO_JOURNEY, "No child has travelled yet."),
        (ForecastRefusal.OUT_OF_REACH, "75 are not reached"),
    ],
)
def test_why_there_is_no_forecast(client, refusal, sentence):
    _kept(refusal=refusal)

    assert sentence in _dashboard(client)


def test_before_the_first_night_there_is_none(client):
    factories.child()

    assert "The first forecast is made tonight." in _dashboard(client)


def test_past_forecasts_stand_beside_what_came(client):
    child = factories.child()
    band = [[f"2026-0{month}-28", 1, 2, 3] for month in (2, 3)]
    _given(as_of=datetime.date(2026, 1, 31), band=band, agreement=child.agreement)
    _given(as_of=datetime.date(2026, 1, 30), band=band, agreement=child.agreement)
    client.force_login(factories.user(Role.OFFICIAL))

    page = client.get(reverse("forecasts", args=[child.agreement.slug])).content.decode()

    assert "0 of 1 inside the range." in page
    assert "28 Mar 2026: 1 to 3 foretold, 0 home: outside." in page
    assert "30 Jan 2026" not in page
    assert "computed later" in page


def test_a_seed_in_the_address_makes_a_forecast_again(client):
    """Of what had been entered when it was made, although more is entered since."""
    made = factories.child().agreement
    (kept,) = forecasts.make_all(on=clock.today())
    assert _forecasts(client, made, seed=kept.seed).count("No child has travelled yet.") == 1
    for seed in ("another", "x" * 300, "\x00<b>", "a:2026-10-31:1"):
        assert "Data of" in _forecasts(client, made, seed=seed)
    other = factories.second_agreement()
    assert "there is nothing to run again" in _forecasts(client, other, seed="1")


def test_of_an_unknown_agreement_there_is_no_page(client):
    client.force_login(factories.user(Role.OFFICIAL))

    assert client.get(reverse("forecasts", args=["nowhere"])).status_code == 404


def _forecasts(client, made, **query):
    client.force_login(factories.user(Role.AUDITOR))
    page = client.get(reverse("forecasts", args=[made.slug]), query)
    assert page.status_code == 200
    return page.content.decode()


def _dashboard(client, role=Role.OFFICIAL):
    client.force_login(factories.user(role))
    page = client.get(reverse("dashboard"))
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def _change(lever, weeks, *, track="", children=0):
    return {"lever": lever, "track": track, "children": children, "weeks": weeks}


def _given(**columns):
    days = {
        "low": datetime.date(2026, 7, 9),
        "middle": datetime.date(2026, 10, 14),
        "high": datetime.date(2027, 3, 2),
    }
    return _kept(**{"never": 0, **days, **columns})


def _kept(**columns):
    usual = {
        "agreement": columns.pop("agreement", None) or factories.child().agreement,
        "as_of": datetime.date(2025, 11, 28),
        "journal": 1,
        "version": VERSION,
        "seed": "a:2026-11-28:1",
        "target": 75,
        "home": 28,
        "booked": 10,
        "journeys": 4,
    }
    return KeptForecast.objects.create(**(usual | columns))
