"""The forecast on the dashboard, and the page of past forecasts."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.casework import forecasts, processes
from cases.figures.forecasts import Came
from cases.figures.past import Point
from cases.models import KeptForecast
from cases.models.same_answers import forget
from cases.pages.forecasts import past_rows, run_again
from cases.pages.time_charts import returns_charts
from cases.rules.forecast import Foretold, Range
from cases.rules.forecast_facts import VERSION
from cases.vocabulary import ForecastRefusal, Role, Stage
from cases.wording import moment_text
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
    assert "Eligible, without this document." in text


def test_what_would_move_it_leads_to_exactly_the_children_it_is_about(client):
    factories.child(Stage.CLEARED)
    changes = [_change("undecided", 3, children=1), _change("journey", 2)]
    _given(agreement=factories.child().agreement, changes=changes)

    text = _dashboard(client, Role.REVIEWER)
    forget()
    undecided, journey = client.get(reverse("dashboard")).context["forecasts"][0].movers

    assert "1 child is cleared and has no place." in text
    for mover in (undecided, journey):
        assert client.get(mover.url).context["page"].paginator.count == 1


def test_the_chart_marks_the_day_on_which_the_target_is_reached_at_the_median():
    on = datetime.date(2026, 1, 1)
    row = KeptForecast(
        as_of=on,
        home=1,
        never=0,
        middle=datetime.date(2026, 9, 10),
        band=[["2026-12-27", 1, 2, 3]],
    )

    wide, _narrow = returns_charts([Point(on, 1, 0)], row, target=2, on=on)
    (label,) = (each for each in wide.labels if each.words == "early September 2026")

    assert wide.reached == (label.x, wide.target_y)
    assert label.x == pytest.approx(34 + 758 * 252 / 360, abs=0.1)
    row.never = 120
    assert returns_charts([Point(on, 1, 0)], row, target=2, on=on)[0].reached is None


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


def test_what_came_and_who_is_booked_lead_to_the_children_they_count(client):
    home, booked = factories.child(Stage.RETURNED), factories.child(Stage.BOOKED)
    on = home.returned_on + datetime.timedelta(days=1)
    as_of, band = on - datetime.timedelta(days=40), [[on.isoformat(), 1, 2, 3]]
    _given(agreement=booked.agreement, booked=1)
    row = _given(agreement=booked.agreement, as_of=as_of, band=band)
    nobody, link = (
        past_rows(booked.agreement.slug, [row], [Came(row, on, 1, 3, n)])[0].outcomes[0]
        for n in (0, 1)
    )

    assert nobody.url == ""
    client.force_login(factories.user(Role.REVIEWER))
    assert client.get(link.url).context["found"].value == 1
    card = client.get(reverse("dashboard")).context["forecasts"][0]
    assert client.get(card.booked_url).context["page"].paginator.count == 1
    client.force_login(factories.user(Role.OFFICIAL))
    card = client.get(reverse("dashboard")).context["forecasts"][0]
    assert client.get(card.booked_url).context["found"].value == 1


def test_a_seed_in_the_address_makes_a_forecast_again(client):
    """Of what had been entered when it was made, although more is entered since."""
    made = factories.child().agreement
    (kept,) = forecasts.make_all(on=clock.today())
    words = "No child has travelled yet."
    assert _forecasts(client, made, seed=kept.seed).count(words) == 1 + _forecasts(
        client, made
    ).count(words)
    for seed in ("another", "x" * 300, "\x00<b>", "a:2026-10-31:1"):
        assert "Data of" in _forecasts(client, made, seed=seed)
    other = factories.second_agreement()
    assert "there is nothing to run again" in _forecasts(client, other, seed="1")


def test_of_many_children_the_last_one_stands_with_its_moment(client, monkeypatch):
    monkeypatch.setattr(forecasts, "MOST_WHILE_WAITING", 0)
    monkeypatch.setattr(
        forecasts.processes, "at_work", lambda name: name * name.startswith("forecast")
    )
    made = factories.child().agreement
    (kept,) = forecasts.make_all(on=clock.today())

    page = _forecasts(client, made, seed="another")

    assert "too many children to run it while you wait" in page
    words = "No child has travelled yet."
    assert page.count(words) == 1 + _forecasts(client, made).count(words)
    assert "made " + moment_text(kept.at) in page
    assert "It is being made of what was entered since." in page
    assert "Make it now" not in page


def test_of_many_children_another_seed_is_run_apart_and_told_when_done(client, monkeypatch):
    monkeypatch.setattr(forecasts, "MOST_WHILE_WAITING", 0)
    started = []
    monkeypatch.setattr(forecasts.processes, "start", lambda *words: started.append(words))
    made = factories.child().agreement
    at = reverse("forecast-again", args=[made.slug])
    client.force_login(factories.user(Role.OFFICIAL))

    assert client.post(at, {"seed": "own"}).status_code == 409
    (kept,) = forecasts.make_all(on=clock.today())
    assert "Run it apart from this page" in _forecasts(client, made, seed="own")
    answer = client.post(at, {"seed": "own"})
    assert started == [("forecast", f"--again={kept.pk}", "--seed=own")]
    call_command("forecast", again=kept.pk, seed="own")
    page = client.get(answer.url).content.decode()

    assert "Run it apart from this page" not in page
    assert page.count("No child has travelled yet.") == 1 + _forecasts(client, made).count(
        "No child has travelled yet."
    )
    beside = KeptForecast.objects.get(seed="again own")
    assert (beside.as_of, beside.journal, beside.refusal) == (
        kept.as_of,
        kept.journal,
        kept.refusal,
    )
    assert client.get(reverse("forecasts", args=[made.slug])).context["newest"] == kept
    assert client.post(at, {"seed": "own"}).status_code == 302
    assert len(started) == 1


def test_how_far_a_forecast_is_that_is_run_again_is_told(client):
    made = factories.child().agreement
    forecasts.make_all(on=clock.today())
    processes.say(f"again {made.pk} 400 2000")

    page = _forecasts(client, made)
    client.force_login(factories.user(Role.REVIEWER))
    refused = client.post(reverse("forecast-again", args=[made.slug]), {"seed": "own"})
    processes.say("")

    assert "400 of 2000 simulations" in page
    assert "is being run again already" in refused.content.decode()


def test_of_an_earlier_method_the_same_seed_is_not_said_to_be_equal(client):
    row = KeptForecast(version="1", refusal="", target=75, as_of=clock.today())
    answer = Foretold(reached=Range(740_000, 740_100, 740_200), never=0, band=(), changes=())

    *_others, beside = run_again(row, "a", answer).sentences

    assert "by an earlier version of the method" in beside


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
