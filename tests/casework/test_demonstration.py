"""The demonstration: who is where, and that it never touches a real register."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases import demonstration
from cases.casework import documents
from cases.casework.acting import command
from cases.figures.integrity import integrity
from cases.models import (
    Child,
    Demonstration,
    Disposal,
    Document,
    FollowUp,
    HeldRequest,
    Journal,
    Mother,
    Movement,
    OutsideTotals,
    PaymentBatch,
    Sharing,
    User,
)
from cases.models.grants import APPLICATION_ROLE, secure
from cases.queries.retention import due_cases
from cases.rules.stages import ORDER
from cases.vocabulary import Act, ClosedReason, Stage
from cases.wording import as_day
from tests import clock, factories
from tests.figures.test_postings import postings_balance
from tests.models.refusals import execute


@pytest.mark.django_db
def test_demonstration_fills_every_stage_and_is_loaded_once():
    Demonstration.objects.create(loaded_on=clock.today())
    speak_as_the_application()
    with command("load_demo"):
        first = demonstration.load(today=clock.today(), password="a-long-password-1")
        second = demonstration.load(today=clock.today(), password="a-long-password-2")
    connection.check_constraints()
    execute("RESET ROLE")

    assert (first, second) == (True, False)
    assert (Mother.objects.count(), Child.objects.count()) == (43, 92)
    assert set(Child.objects.values_list("stage", flat=True)) == set(ORDER)
    assert User.objects.get(username="caseworker").check_password("a-long-password-2")
    assert User.objects.filter(is_superuser=True).count() == 0
    assert Document.objects.filter(clearances__isnull=False).count() == 1
    assert Document.objects.filter(translation_of__isnull=False).count() == 4
    assert documents.files_missing() == []
    assert Disposal.objects.asked().count() == 1
    assert due_cases(on=clock.today()).count() > 1
    assert OutsideTotals.objects.approved().count() == OutsideTotals.objects.asked().count() == 1
    assert HeldRequest.objects.asked().count() == Sharing.objects.asked().count() == 1
    boarded, departed = (
        dict(Journal.objects.filter(act=act).values_list("child_id", "happened_on"))
        for act in (Act.BOARD, Act.DEPART)
    )
    assert boarded == departed != {}
    assert all(" " in child.person.name for child in Child.objects.with_names())
    nothing_contradicts_the_rules()


def speak_as_the_application():
    """Speak to the database as `make run` does, which only marks it as the owner."""
    secure("default")
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")


def nothing_contradicts_the_rules():
    """Say that each check of the integrity page finds nothing, and that days are in order."""
    found = {row.check.code: row.count for row in integrity(Child.objects.all(), on=clock.today())}
    assert {code: count for code, count in found.items() if count} == {}
    flights = Movement.objects.filter(passengers__child__isnull=False).distinct()
    assert flights.exists()
    assert not flights.exclude(passengers__escort__isnull=False).exists()
    sent = PaymentBatch.objects.filter(value_date__isnull=False)
    assert sent.exists()
    for batch in sent:
        days = (batch.prepared_at, batch.submitted_at, batch.approved_at)
        assert sorted(map(as_day, days)) == [*map(as_day, days)]
        assert as_day(batch.approved_at) <= batch.value_date
    open_visits = FollowUp.objects.filter(done_on__isnull=True)
    assert not open_visits.filter(child__closed_reason=ClosedReason.COMPLETED).exists()
    postings_balance()


@pytest.mark.django_db
def test_small_demonstration_has_ten_children_at_nine_stages():
    call_command("load_demo", children=10, verbosity=0)
    connection.check_constraints()

    stages = list(Child.objects.values_list("stage", flat=True))
    assert sorted(stages) == sorted(
        [*set(ORDER) - {Stage.INELIGIBLE, Stage.CLOSED}, Stage.ELIGIBLE]
    )
    assert Mother.objects.count() == 8
    nothing_contradicts_the_rules()


@pytest.mark.parametrize("number", ["9", "51", "ten"])
def test_small_demonstration_of_another_size_is_refused(number):
    with pytest.raises(CommandError, match="--children"):
        call_command("load_demo", "--children", number)


@pytest.mark.django_db
def test_real_register_is_left_alone():
    factories.child()

    with pytest.raises(CommandError, match="real cases"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="not marked"):
        call_command("clear_demo")

    assert Child.objects.count() == 1
    assert not Demonstration.objects.exists()
