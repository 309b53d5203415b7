"""A server that would lose or show data does not start."""

import datetime
import logging

import pytest
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from cases.models import Demonstration
from repatriation import checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stay_connected(monkeypatch):
    """The test's own connection holds what the check is to find."""
    monkeypatch.setattr(checks.connections, "close_all", lambda: None)


@pytest.fixture
def away(settings):
    settings.LOOPBACK = False


@pytest.fixture
def durable(monkeypatch):
    """The server of tests may forget; which setting it is asked for is what counts."""
    monkeypatch.setattr(checks, "DURABLE", ("synchronous_commit",))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")


def test_demonstration_is_refused_away_from_this_machine(away, durable):
    Demonstration.objects.create(loaded_on=datetime.date(2026, 1, 1))

    with pytest.raises(ImproperlyConfigured, match="holds the demonstration"):
        checks.before_serving()


def test_demonstration_is_served_on_this_machine(settings, durable):
    Demonstration.objects.create(loaded_on=datetime.date(2026, 1, 1))

    assert settings.LOOPBACK
    checks.before_serving()


def test_register_is_served_away_from_this_machine(away, durable):
    checks.before_serving()


@pytest.mark.parametrize("value", ["off", "local"])
def test_forgetful_database_is_refused_away_from_this_machine(away, durable, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit = {value}")

    with pytest.raises(ImproperlyConfigured, match="synchronous_commit must be on"):
        checks.before_serving()


def test_forgetful_database_is_told_in_the_log_of_this_machine(durable, caplog):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    with caplog.at_level(logging.WARNING, logger="repatriation.checks"):
        checks.before_serving()

    assert "synchronous_commit must be on" in caplog.text


@pytest.mark.parametrize(("is_on", "told"), [(True, []), (False, ["repatriation.E001"])])
def test_deployment_without_second_factor_is_an_error(settings, is_on, told):
    settings.SECOND_FACTOR = is_on

    problems = run_checks(tags=[Tags.security], include_deployment_checks=True)

    assert [problem.id for problem in problems if problem.id.startswith("repatriation")] == told


def test_register_of_a_country_of_another_time_is_refused_away_from_this_machine(
    away, durable, settings
):
    settings.TIME_ZONE = "Europe/Istanbul"

    with pytest.raises(ImproperlyConfigured) as refusal:
        checks.before_serving()

    assert str(refusal.value) == (
        "The home country of the ministry keeps the time of Asia/Dushanbe, and TIME_ZONE is "
        "Europe/Istanbul: set it to the same, and run `migrate`."
    )


def test_another_name_of_the_same_time_is_served(away, durable, settings):
    settings.TIME_ZONE = "Etc/GMT-5"

    checks.before_serving()
