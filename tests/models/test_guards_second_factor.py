"""A second factor is its owner's; two people reset it, and neither the password as well."""

import pghistory
import pytest
from django.db import connection
from django.utils import timezone

from cases.casework.acting import acting
from cases.models import FactorReset, RoleGrant, SecondFactor, User
from cases.vocabulary import FactorKind, Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def app(person: User) -> SecondFactor:
    return SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret="s", counter=7)


@pytest.fixture
def admin() -> User:
    return factories.user(Role.ADMIN)


def _asked(person: User, by: User) -> FactorReset:
    return FactorReset.objects.create(whom=person, asked_by=by, asked_at=timezone.now())


def _approve(reset: FactorReset, by: User) -> None:
    is_now(reset, approved_by=by, approved_at=timezone.now())


def _choose_password(person: User, by: User) -> None:
    with acting(by):
        execute("UPDATE cases_user SET password = 'x' WHERE id = %s", person.pk)


def test_nobody_sets_a_factor_for_another(person, admin):
    with refused("second_factor_by_oneself"), pghistory.context(user=admin.pk):
        SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret="s")


def test_nobody_changes_or_takes_the_factor_of_another(app, admin):
    with refused("second_factor_by_oneself"), pghistory.context(user=admin.pk):
        is_now(app, secret="another")
    with refused("second_factor_taken_by_two"), pghistory.context(user=admin.pk):
        SecondFactor.objects.all().delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_secondfactor")


def test_factor_stays_its_owners(app, admin):
    with refused("second_factor_stays"):
        is_now(app, user=admin)


def test_step_counts_once_and_never_falls(app):
    with refused("second_factor_used_once"):
        is_now(app, counter=6)
    with refused("second_factor_used_once"):
        is_now(app, used_at=timezone.now())


def test_recovery_code_is_used_once(person):
    code = SecondFactor.objects.create(user=person, kind=FactorKind.RECOVERY, secret="hash")
    is_now(code, used_at=timezone.now())

    with refused("second_factor_used_once"):
        is_now(code, used_at=None)
    with refused("second_factor_used_once"):
        is_now(code, used_at=timezone.now())


def test_one_app_each_and_one_owner_of_a_key(app, admin):
    with refused("second_factor_one_app"):
        SecondFactor.objects.create(user=app.user, kind=FactorKind.APP, secret="t")
    with refused("second_factor_of_one_person"):
        SecondFactor.objects.create(user=admin, kind=FactorKind.KEY, secret="s")
    with refused("second_factor_kind_known"):
        SecondFactor.objects.create(user=admin, kind="sms", secret="u")


def test_two_people_reset_and_the_auditor_is_told(app, person, admin):
    reviewer = factories.user(Role.REVIEWER)
    last = RoleGrant.objects.latest("pk").pk

    with pghistory.context(user=admin.pk):
        reset = _asked(person, admin)
    with pghistory.context(user=reviewer.pk):
        is_now(reset, approved_by=reviewer, approved_at=_now())

    rows = RoleGrant.objects.filter(pk__gt=last).order_by("pk")
    assert not person.second_factors.exists()
    assert list(rows.values_list("whom", "role", "given", "by")) == [
        (person.pk, "reset", True, admin.pk),
        (person.pk, "second factor", False, reviewer.pk),
    ]


def _now():
    """The moment of this transaction, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def test_taken_on_the_server_the_auditor_is_told(app, person):
    last = RoleGrant.objects.latest("pk").pk

    person.second_factors.all().delete()

    rows = RoleGrant.objects.filter(pk__gt=last)
    assert list(rows.values_list("whom", "role", "by")) == [(person.pk, "second factor", None)]


def test_nobody_asks_or_confirms_for_oneself_or_twice(person, admin):
    with refused("factor_reset_of_another"):
        _asked(person, person)
    reset = _asked(person, admin)
    with refused("factor_reset_approved_by_another"):
        _approve(reset, admin)
    with refused("factor_reset_of_another"):
        _approve(reset, person)
    with refused("factor_reset_asked_once"):
        _asked(person, factories.user(Role.ADMIN))


def test_who_chose_the_password_has_no_part_in_the_reset(person, admin):
    other = factories.user(Role.ADMIN)
    _choose_password(person, admin)

    with refused("password_and_factor_by_two"):
        _asked(person, admin)
    reset = _asked(person, other)
    with refused("password_and_factor_by_two"):
        _approve(reset, admin)
    _approve(reset, factories.user(Role.REVIEWER))


@pytest.mark.parametrize("part", ["asked", "approved"])
def test_who_took_part_in_the_reset_chooses_no_password(person, admin, part):
    other = factories.user(Role.ADMIN)
    reset = _asked(person, admin if part == "asked" else other)
    if part == "approved":
        _approve(reset, admin)

    with refused("password_and_factor_by_two"):
        _choose_password(person, admin)
    _choose_password(person, factories.user(Role.ADMIN))


def test_password_is_free_again_once_its_owner_has_a_new_factor(person, admin):
    _approve(_asked(person, admin), factories.user(Role.REVIEWER))
    SecondFactor.objects.create(user=person, kind=FactorKind.APP, secret="new")

    _choose_password(person, admin)


def test_own_password_hinders_nobody(person, admin):
    _choose_password(person, admin)
    with acting(person):
        person.set_password("a password of her own")
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])

    _asked(person, admin)


def test_password_that_somebody_else_chose_is_told(person, admin):
    last = RoleGrant.objects.latest("pk").pk

    _choose_password(person, admin)
    with pghistory.context(user=person.pk):
        execute("UPDATE cases_user SET password = 'own' WHERE id = %s", person.pk)

    rows = RoleGrant.objects.filter(pk__gt=last)
    assert list(rows.values_list("whom", "role", "by")) == [(person.pk, "password", admin.pk)]
