"""Forecasts that are kept: made once for what was entered, and never made anew."""

import datetime
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection

from cases.casework import forecasts, processes
from cases.casework.refused import Refused
from cases.models import KeptForecast
from cases.queries.evenings import evening_of
from cases.rules.forecast_facts import At, Pace, paces
from cases.vocabulary import ForecastRefusal, Stage
from tests import clock, factories

pytestmark = pytest.mark.django_db


def test_a_forecast_is_made_again_only_when_something_was_entered():
    factories.child()
    first = forecasts.make_all(on=clock.today())
    again = forecasts.make_all(on=clock.today())
    factories.child()
    third = forecasts.make_all(on=clock.today())

    assert [len(rows) for rows in (first, again, third)] == [1, 0, 1]
    assert first[0].refusal == ForecastRefusal.NO_JOURNEY
    assert KeptForecast.objects.count() == 2


def test_two_processes_of_one_moment_make_one_forecast(monkeypatch):
    factories.child()

    def meanwhile(*args, **options):
        monkeypatch.undo()
        forecasts.make_all(on=clock.today())
        return forecasts.forecast(*args, **options)

    monkeypatch.setattr(forecasts, "forecast", meanwhile)

    assert forecasts.make_all(on=clock.today()) == []
    assert KeptForecast.objects.count() == 1


def test_past_month_ends_are_made_once():
    factories.published_agreement()
    factories.child()
    on = factories.DAY + datetime.timedelta(days=70)

    rows, again = forecasts.make_past(on=on), forecasts.make_past(on=on)

    assert len(rows) == 2
    assert again == []
    assert {(row.as_of + datetime.timedelta(days=1)).day for row in rows} == {1}


def test_the_command_tells_what_it_made(capsys):
    factories.child()

    call_command("forecast")

    assert "no_journey" in capsys.readouterr().out


def test_a_page_starts_the_forecast_of_one_agreement_in_a_process_of_its_own(
    monkeypatch, django_capture_on_commit_callbacks
):
    agreement = factories.child().agreement
    factories.second_agreement()
    started = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda words, **_more: started.append(words))
    with django_capture_on_commit_callbacks(execute=True):
        forecasts.ask(agreement, on=clock.today())
    assert [words[1:] for words in started] == [
        ["manage.py", "forecast", "--agreement", agreement.slug]
    ]

    call_command("forecast", agreement=agreement.slug)

    assert KeptForecast.objects.get().agreement == agreement
    with pytest.raises(Refused, match="Nothing was entered"):
        forecasts.ask(agreement, on=clock.today())


def test_one_process_at_a_time_makes_the_forecast_of_an_agreement():
    agreement, other = factories.child().agreement, factories.second_agreement()
    processes.say(f"forecast {agreement.slug}")

    with pytest.raises(Refused, match="being made already"):
        forecasts.ask(agreement, on=clock.today())
    other.slug = agreement.slug[:-1]
    assert not forecasts.is_at_work(other)
    call_command("forecast")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name')")
        assert cursor.fetchone() == ("",)


def test_an_evening_knows_only_what_had_happened():
    child = factories.child(Stage.CLEARED)
    before = factories.DAY - datetime.timedelta(days=1)

    today = evening_of(child.agreement_id, on=clock.today(), target=75)
    early = evening_of(child.agreement_id, on=before, target=75)

    (ready,) = today.children
    assert (ready.at, ready.missing) == (At.ELIGIBLE, frozenset())
    assert today.unconsented == frozenset()
    assert {spell.track for spell in today.spells if spell.ended} >= {"verify", "decide"}
    assert (early.children, early.spells, early.registered) == ((), (), ())


def test_a_stage_limit_is_what_is_expected_of_its_track_until_it_is_known():
    child = factories.child()
    factories.stage_limit(child.agreement, Stage.REGISTERED, 12)
    factories.stage_limit(child.agreement, Stage.CLEARED, 90)

    at = evening_of(child.agreement_id, on=clock.today(), target=75)

    assert dict(at.expected) == {"verify": 12}
    assert paces(replace(at, spells=()))["verify"] == Pace(2, 24)
    assert paces(replace(at, spells=()))["decide"] == Pace(2, 80)
