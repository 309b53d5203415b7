"""What the database refuses of court hearings, whoever writes."""

import datetime

import pytest

from cases.models import Hearing
from cases.vocabulary import AdjournmentReason, ClearanceKind, HearingOutcome, Role
from tests import factories
from tests.factories import DAY
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=7)
ADJOURNED = {
    "outcome": HearingOutcome.ADJOURNED,
    "outcome_on": DAY,
    "adjournment_reason": AdjournmentReason.JUDGE,
}
HELD = {"outcome": HearingOutcome.HELD, "outcome_on": LATER}


def new(child, **fields):
    given = {
        "child": child,
        "n": 9,
        "court": factories.court(),
        "scheduled_on": LATER,
        "purpose": "court_order",
        "recorded_by": factories.user(Role.CASEWORKER),
        **fields,
    }
    return Hearing.objects.bulk_create([Hearing(**given)])[0]


@pytest.mark.parametrize(
    ("guard", "fields"),
    [
        ("hearing_purpose_known", {"purpose": "divorce"}),
        ("hearing_outcome_known", {"outcome": "won", "outcome_on": LATER}),
        ("hearing_adjourned_iff_reason", {**ADJOURNED, "adjournment_reason": ""}),
        ("hearing_adjourned_iff_reason", {**ADJOURNED, "adjournment_reason": "rain"}),
        ("hearing_adjourned_iff_reason", {"adjournment_reason": "judge"}),
        ("hearing_outcome_iff_day", {"outcome_on": DAY}),
        ("hearing_outcome_iff_day", {"outcome": "cancelled"}),
        ("hearing_held_on_its_day_or_later", {**HELD, "outcome_on": DAY}),
        ("hearing_outcome_by_today", {**HELD, "outcome_on": datetime.date(2100, 1, 1)}),
    ],
)
def test_hearing_of_the_wrong_form_is_refused(guard, fields):
    child = factories.child()

    with refused(guard):
        new(child, **fields)


def test_hearing_is_in_a_court_and_one_open_for_a_purpose():
    child = factories.child()
    new(child)

    with refused("hearing_in_a_court"):
        new(child, n=1, court=factories.PlaceFactory(), purpose="kinship")
    with refused("hearing_one_open_of_a_purpose"):
        new(child, n=1)
    with refused("hearing_number_once"):
        new(child, purpose="kinship")


def test_clearance_is_of_the_child_and_of_a_held_hearing():
    child, other = factories.child(), factories.child()
    for one in (child, other):
        factories.grant(one, ClearanceKind.COURT_ORDER)

    with refused("hearing_clearance_only_when_held"):
        new(child, clearance=child.clearances.get())
    with refused("hearing_clearance_of_the_child"):
        new(child, clearance=other.clearances.get(), **HELD)


@pytest.mark.parametrize("which", ["earlier", "other_purpose", "other_child"])
def test_adjourned_hearing_leads_to_a_later_one_for_the_same(which):
    child = factories.child()
    following = {
        "earlier": lambda: new(child, n=2, scheduled_on=LATER),
        "other_purpose": lambda: new(
            child, n=2, purpose="kinship", scheduled_on=LATER + datetime.timedelta(days=1)
        ),
        "other_child": lambda: new(
            factories.child(), scheduled_on=LATER + datetime.timedelta(days=1)
        ),
    }[which]()

    with refused("hearing_next_follows"):
        new(child, adjourned_to=following, **ADJOURNED)


@pytest.mark.parametrize(
    ("guard", "sql"),
    [
        ("hearing_day_stays", "scheduled_on = scheduled_on + 1"),
        ("hearing_day_stays", "n = 7"),
        ("hearing_outcome_stays", "adjournment_reason = 'papers'"),
        ("hearing_outcome_stays", "outcome = 'scheduled', outcome_on = NULL"),
        ("hearing_outcome_stays", "adjourned_to_id = NULL"),
        ("no_delete", ""),
    ],
)
def test_recorded_hearing_stays(guard, sql):
    child = factories.child()
    following = new(child, n=2, scheduled_on=LATER + datetime.timedelta(days=7))
    hearing = new(child, adjourned_to=following, **ADJOURNED)
    change = f"UPDATE cases_hearing SET {sql}" if sql else "DELETE FROM cases_hearing"

    with refused(guard):
        execute(f"{change} WHERE id = %s", hearing.pk)
