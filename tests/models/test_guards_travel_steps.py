"""What the database refuses of the steps of a child who travels, whoever writes."""

import datetime

import pytest

from cases.models import (
    Child,
    Journal,
)
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2019, 3, 2, tzinfo=datetime.UTC)


def forge(child, act, before, after, **facts):
    """Write a step of the journal and the stage as somebody with a console would."""
    Journal.objects.bulk_create(
        [
            Journal(
                child=child,
                act=act,
                from_stage=before,
                to_stage=after,
                by=factories.user(Role.TRAVEL_OFFICER),
                happened_on=facts.pop("on", DAY),
            )
        ]
    )
    Child.objects.filter(pk=child.pk).update(stage=after, **facts)


def test_child_is_not_booked_without_a_locked_seat(flight, children):
    with refused("step_on_a_movement"):
        forge(children[0], "lock", Stage.CLEARED, Stage.BOOKED)


def test_child_does_not_depart_before_the_movement(locked, children):
    with refused("step_on_a_movement"):
        forge(children[0], "depart", Stage.BOOKED, Stage.IN_TRANSIT)


def test_child_does_not_arrive_before_the_movement(locked, children):
    factories.depart(locked)

    with refused("step_on_a_movement"):
        forge(
            children[0],
            "arrive",
            Stage.IN_TRANSIT,
            Stage.RETURNED,
            on=datetime.date(2019, 3, 11),
            returned_on=datetime.date(2019, 3, 11),
        )


def test_child_is_not_placed_without_a_handover():
    child = factories.child(Stage.RETURNED)

    with refused("step_handed_over"):
        forge(child, "place", Stage.RETURNED, Stage.PLACED, on=child.returned_on)
