"""Totals for outside: two people, once a day, of a month that has ended, and for ever."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework.acting import acting
from cases.models import AccessKey, OutsideTotals
from cases.rules.outside import month_ends
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


def _new(totals: OutsideTotals, **fields: object) -> OutsideTotals:
    columns = ("agreement", "as_of", "identified", "eligible", "returned", "asked_by", "asked_at")
    return OutsideTotals.objects.create(
        **{name: getattr(totals, name) for name in columns} | fields
    )


def test_what_two_people_approved_stays():
    totals = factories.outside_totals(factories.agreement())
    by, other, now = totals.asked_by, factories.user(Role.REVIEWER), timezone.now()

    with refused("outside_totals_approved_by_another"):
        is_now(totals, approved_by=by, approved_at=now)
    for change in (
        {"identified": 99},
        {"further": {"sexes": {}}},
        {"told": ["nothing"]},
        {"as_of": datetime.date(2020, 1, 31)},
    ):
        with refused("outside_totals_terms_stay"):
            is_now(totals, **change)
    is_now(totals, approved_by=other, approved_at=now)
    with refused("outside_totals_answer_stays"):
        is_now(totals, approved_by=factories.user(Role.REVIEWER))
    with refused("no_delete"):
        totals.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_outsidetotals CASCADE")


def test_totals_are_of_an_ended_month_and_within_each_other():
    totals = factories.outside_totals(factories.agreement())
    ahead = month_ends(timezone.localdate() + datetime.timedelta(days=62), 1)[0]
    other, now = factories.user(Role.REVIEWER), timezone.now()

    for wrong, guard in (
        ({}, "outside_totals_asked_once"),
        ({"as_of": datetime.date(2020, 1, 30)}, "outside_totals_at_month_end"),
        ({"as_of": ahead}, "outside_totals_at_month_end"),
        ({"returned": 5, "eligible": 4, "identified": 9}, "outside_totals_within_each_other"),
        ({"eligible": 10, "identified": 9}, "outside_totals_within_each_other"),
        ({"approved_by": other, "approved_at": now}, "outside_totals_starts_asked"),
        ({"corrects": totals}, "outside_totals_correct_their_own"),
    ):
        with refused(guard):
            _new(totals, **wrong)


def test_a_day_is_public_once_and_corrected_by_name():
    former = factories.public_totals(factories.agreement())
    again = _new(former)
    answer = {"approved_by": factories.user(Role.REVIEWER), "approved_at": timezone.now()}

    with refused("outside_totals_once_a_day"):
        is_now(again, **answer | {"approved_by": factories.user(Role.AUDITOR)})
    is_now(again, dropped_by=again.asked_by, dropped_at=timezone.now())
    correction = _new(former, corrects=former)
    is_now(correction, **answer | {"approved_by": factories.user(Role.AUDITOR)})

    assert list(OutsideTotals.objects.standing()) == [correction]


def test_only_a_reviewer_proposes_and_only_an_admin_gives_keys():
    totals = factories.outside_totals(factories.agreement())
    key, _words = factories.access_key()
    caseworker = factories.user(Role.CASEWORKER)

    with refused("outside_totals_by_office"), acting(caseworker):
        is_now(totals, dropped_by=caseworker, dropped_at=timezone.now())
    with refused("access_key_by_office"), acting(caseworker):
        is_now(key, ended_by=caseworker, ended_at=timezone.now())


def test_a_key_is_good_for_a_year_at_most_and_ended_once():
    key, _words = factories.access_key()
    same = {"client": "B", "scope": "all", "given_by": key.given_by, "good_until": key.good_until}
    far = key.good_until + datetime.timedelta(days=400)
    past = timezone.localdate() - datetime.timedelta(days=1)

    for wrong, guard in (
        ({"digest": "short"}, "access_key_of_a_client"),
        ({"client": " "}, "access_key_of_a_client"),
        ({"scope": "children"}, "access_key_scope_known"),
        ({"good_until": far}, "access_key_starts_good"),
        ({"good_until": past}, "access_key_starts_good"),
    ):
        with refused(guard):
            AccessKey.objects.create(**{"digest": "7" * 64} | same | wrong)
    for change in ({"good_until": far}, {"scope": "totals"}, {"digest": "8" * 64}):
        with refused("access_key_stays"):
            is_now(key, **change)
    with refused("access_key_ended_whole"):
        is_now(key, ended_by=key.given_by)
    is_now(key, ended_by=key.given_by, ended_at=timezone.now())
    with refused("access_key_ended_once"):
        is_now(key, ended_by=None, ended_at=None)
    with refused("no_delete"):
        key.delete()
