"""Consents and clearances: recorded once, as they were, and confirmed by another person."""

import datetime
import uuid

import pytest

from cases.casework import clearances, consents
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.models import Consent
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    Role,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
TOMORROW = DAY + datetime.timedelta(days=1)


@pytest.fixture
def child():
    return factories.child()


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


def consent(child, officer, **changed):
    given = {
        "purpose": ConsentPurpose.REPATRIATION,
        "giver_role": GiverRole.MOTHER,
        "decision": ConsentDecision.GIVEN,
        "decided_on": DAY,
        "method": ConsentMethod.SIGNED,
    }
    return consents.record(child=child, by=officer, on=DAY, **(given | changed))


def clearance(child, officer, **changed):
    given = {
        "kind": ClearanceKind.IDENTITY,
        "status": ClearanceStatus.GRANTED,
        "issued_on": DAY,
    }
    return clearances.record(child=child, by=officer, on=DAY, **(given | changed))


def test_consent_keeps_who_was_there(child, officer):
    made = consent(child, officer, interpreter_name="Ҷамила", witness_name="أحمد")

    assert made.giver == child.mother.person
    assert (made.interpreter.name, made.witness.name) == ("Ҷамила", "أحمد")


def test_father_who_speaks_again_is_the_same_person(child, officer):
    first = consent(child, officer, giver_role=GiverRole.FATHER, giver_name="Холид Раҳимов")
    again = consent(child, officer, giver_role=GiverRole.FATHER, giver_name="холид раҳимов")
    own_view = consent(child, officer, giver_role=GiverRole.CHILD)

    assert first.giver == again.giver != child.mother.person
    assert own_view.giver == child.person


def test_withheld_consent_is_recorded_with_its_reason(child, officer):
    made = consent(child, officer, decision=ConsentDecision.WITHHELD, reason="nursing")

    assert child.journal.first().detail == "repatriation:mother:withheld"
    assert made.reason == "nursing"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decided_on": TOMORROW}, "future"),
        ({"decided_on": datetime.date(2015, 12, 31)}, "was born on 1 Jan 2016 or later"),
        ({"decision": ConsentDecision.WITHHELD}, "a reason for a refusal"),
        ({"reason": "fear"}, "leave it empty if consent is given"),
        (
            {"decision": ConsentDecision.WITHDRAWN, "reason": "fear"},
            "that was given can be withdrawn",
        ),
        ({"giver_role": GiverRole.GUARDIAN}, "Enter the name of the guardian"),
        ({"witness_name": "Манижа  РАҲИМОВА"}, "cannot be the person who decides"),
        ({"next_approach_on": TOMORROW}, "must be in the future"),
        (
            {"decision": ConsentDecision.WITHHELD, "reason": "fear", "next_approach_on": DAY},
            "must be in the future",
        ),
    ],
)
def test_consent_is_refused_in_a_sentence(child, officer, changed, sentence):
    with pytest.raises(CannotMove, match=sentence):
        consent(child, officer, **changed)


def test_consent_is_verified_once_and_by_another(child, officer):
    made, reviewer = consent(child, officer), factories.user(Role.REVIEWER)

    with pytest.raises(CannotMove, match="You recorded this consent"):
        consents.verify(consent=made, by=officer, on=DAY, **factories.SEEN)
    consents.verify(consent=made, by=reviewer, on=DAY, **factories.SEEN)

    with pytest.raises(CannotMove, match="already verified"):
        consents.verify(consent=made, by=reviewer, on=DAY, **factories.SEEN)


def test_only_the_newest_given_word_waits_to_be_verified(child, officer):
    consent(child, officer)
    newest = consent(child, officer)
    consent(child, officer, giver_role=GiverRole.FATHER)
    consent(child, officer, giver_role=GiverRole.FATHER, decision="withdrawn", reason="fear")

    waiting = list(Consent.objects.waiting())

    assert waiting == [newest]


@pytest.mark.parametrize("record", [consent, clearance])
def test_record_is_taken_once_for_one_form(child, officer, record):
    token = uuid.uuid4()
    record(child, officer, token=token)

    with pytest.raises(AlreadyTaken):
        record(child, officer, token=token)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"issued_on": None}, "date a granted clearance was issued"),
        ({"issued_on": TOMORROW}, "future"),
        ({"valid_until": DAY - datetime.timedelta(days=1)}, "end before it is issued"),
        ({"status": "pending", "issued_on": None, "valid_until": DAY}, "end before it is issued"),
    ],
)
def test_clearance_is_refused_in_a_sentence(child, officer, changed, sentence):
    with pytest.raises(CannotMove, match=sentence):
        clearance(child, officer, **changed)


def test_later_clearance_leaves_the_earlier_on_record(child, officer):
    clearance(child, officer)

    clearance(child, officer, status=ClearanceStatus.WITHDRAWN)

    statuses = list(child.clearances.order_by("pk").values_list("status", flat=True))
    assert statuses == [ClearanceStatus.GRANTED, ClearanceStatus.WITHDRAWN]
