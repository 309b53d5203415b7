"""Names leave by the hand of who may, agreed to by another above 25, within a day."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Child, NamedExport, NamedExportFile, RoleGrant, User
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db
MANY = list(range(1, 27))


@pytest.fixture
def reviewer() -> User:
    return factories.user(Role.REVIEWER, exports_names=True)


@pytest.fixture
def other() -> User:
    return factories.user(Role.REVIEWER)


def _asked(by: User, children: list[int] | None = None, **fields: object) -> NamedExport:
    values = {"children": children or MANY, "purpose": "p", "asked_at": timezone.now()} | fields
    return NamedExport.objects.create(asked_by=by, **values)


def _take(export: NamedExport, by: User | None = None) -> NamedExportFile:
    return NamedExportFile.objects.create(export=export, by=by or export.asked_by, ending="csv")


def test_only_who_an_admin_allowed_asks(reviewer, other):
    with refused("named_export_allowed"):
        _asked(other)
    with refused("named_export_says_why"):
        _asked(reviewer, purpose=" ")
    with refused("named_export_of_somebody"):
        NamedExport.objects.create(
            asked_by=reviewer, children=[], purpose="p", asked_at=timezone.now()
        )


def test_two_people_agree_on_what_stays_as_asked(reviewer, other):
    export = _asked(reviewer)

    with refused("named_export_starts_asked"):
        _asked(reviewer, approved_by=other, approved_at=timezone.now())
    with refused("named_export_approved_by_another"):
        is_now(export, approved_by=reviewer, approved_at=timezone.now())
    for change in ({"children": [1]}, {"filter": "sex=f"}, {"purpose": "q"}, {"asked_by": other}):
        with refused("named_export_terms_stay"):
            is_now(export, **change)
    with refused("no_delete"):
        export.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_namedexport CASCADE")


def test_many_names_leave_only_when_agreed(reviewer, other):
    export = _asked(reviewer)
    with refused("named_export_agreed"):
        _take(export)

    is_now(export, approved_by=other, approved_at=timezone.now())

    with refused("named_export_answer_stays"):
        is_now(export, approved_by=factories.user(Role.REVIEWER))
    with refused("named_export_to_who_asked"):
        _take(export, other)
    taken = _take(export)
    with refused("append_only"):
        is_now(taken, by=other)
    with refused("append_only"):
        taken.delete()


def test_names_leave_within_a_day_and_while_allowed(reviewer):
    day = datetime.timedelta(days=1)
    for late in (timezone.now() - day, timezone.now() + day):
        with refused("named_export_within_a_day"):
            _take(_asked(reviewer, [1], asked_at=late))
    export = _asked(reviewer, [1])
    is_now(reviewer, exports_names=False)
    with refused("named_export_allowed"):
        _take(export)
    is_now(reviewer, exports_names=True)
    is_now(export, dropped_by=reviewer, dropped_at=timezone.now())
    with refused("named_export_agreed"):
        _take(export)


def test_auditor_is_told_who_may_export_names(reviewer):
    is_now(reviewer, exports_names=False)

    rows = RoleGrant.objects.filter(whom=reviewer, role="names").order_by("pk")
    assert list(rows.values_list("given", flat=True)) == [True, False]
    assert not Child.objects.exists()


def test_short_lists_of_thirty_days_are_one(reviewer, other):
    first, same, more = (_asked(reviewer, list(range(n, n + 25))) for n in (1, 1, 2))
    elsewhere = _asked(factories.user(Role.REVIEWER, exports_names=True), [26])
    assert set(NamedExport.objects.asked()) == set()

    for export in (first, same, elsewhere):
        _take(export)

    assert list(NamedExport.objects.asked()) == [more]
    assert (more.needs_another, first.needs_another) == (True, False)
    with refused("named_export_agreed"):
        _take(more)
    is_now(more, approved_by=other, approved_at=timezone.now())
    _take(more)
    _take(_asked(reviewer, [25]))  # what two agreed to does not count
    with factories.past_the_guards():
        month = timezone.now() - datetime.timedelta(days=31)
        NamedExportFile.objects.filter(export__in=[first, same]).update(at=month)
    _take(_asked(reviewer, [40]))
