"""What calls for a best-interests note, and which note answers it."""

import datetime
from itertools import product

import pytest
from django.db import connection

from cases.casework import consents
from cases.queries.case_files import case_file
from cases.rules.follow_ups import Planned, planned
from cases.rules.interests import InterestsFacts, Weighed, present, unweighed
from cases.rules.tracks import ClearanceEntry, ConsentEntry
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    FollowUpKind,
    GiverRole,
    InterestsTrigger,
    Role,
)
from tests import factories
from tests.factories import DAY

LATER = DAY + datetime.timedelta(days=5)
GIVEN, WITHHELD, WITHDRAWN = ConsentDecision
MOTHER, FATHER, COURT = GiverRole.MOTHER, GiverRole.FATHER, GiverRole.COURT
T = InterestsTrigger


def said(**words):
    return {
        GiverRole(giver): ConsentEntry(1, GiverRole(giver), decision, DAY, True)
        for giver, decision in words.items()
    }


def paper(kind, status):
    return {kind: ClearanceEntry(kind, status, DAY, None)}


@pytest.mark.parametrize(
    ("facts", "triggers"),
    [
        (InterestsFacts({}, {}), {}),
        (InterestsFacts(said(mother=WITHHELD), {}), {}),
        (InterestsFacts(said(mother=GIVEN, father=GIVEN), {}), {}),
        (InterestsFacts(said(mother=GIVEN, father=WITHHELD), {}), {T.CONSENT_CONTESTED: DAY}),
        (InterestsFacts(said(mother=WITHDRAWN, court=GIVEN), {}), {T.CONSENT_CONTESTED: DAY}),
        (InterestsFacts(said(court=WITHHELD, mother=GIVEN), {}), {}),
        (InterestsFacts(said(mother=GIVEN, child=WITHHELD), {}), {T.CHILD_OBJECTS: DAY}),
        (InterestsFacts({}, {}, siblings_split=True), {T.SIBLINGS_SPLIT: None}),
        (InterestsFacts({}, {}, open_claims=2), {T.COMPETING_CLAIMS: None}),
        (InterestsFacts({}, {}, open_claims=1), {}),
        (InterestsFacts({}, {}, caregiver_lacking=True), {T.NO_CAREGIVER: None}),
        (
            InterestsFacts({}, paper(ClearanceKind.CAREGIVER, ClearanceStatus.WITHDRAWN)),
            {T.NO_CAREGIVER: None},
        ),
        (
            InterestsFacts({}, paper(ClearanceKind.FIT_TO_TRAVEL, ClearanceStatus.REFUSED)),
            {T.SERIOUS_ILLNESS: None},
        ),
        (InterestsFacts({}, paper(ClearanceKind.FIT_TO_TRAVEL, ClearanceStatus.PENDING)), {}),
    ],
)
def test_triggers_follow_from_the_facts(facts, triggers):
    assert present(facts) == triggers


@pytest.mark.parametrize(
    ("triggers", "held_on", "left"),
    [
        ({T.CONSENT_CONTESTED}, DAY, ()),
        ({T.CONSENT_CONTESTED}, DAY - datetime.timedelta(days=1), (T.CONSENT_CONTESTED,)),
        ({T.CONSENT_CONTESTED}, LATER + datetime.timedelta(days=1), (T.CONSENT_CONTESTED,)),
        ({T.CHILD_OBJECTS}, DAY, (T.CONSENT_CONTESTED,)),
    ],
)
def test_note_answers_what_it_weighed_after_it_began(triggers, held_on, left):
    facts = InterestsFacts(said(mother=GIVEN, father=WITHHELD), {})

    assert unweighed(facts, [Weighed(frozenset(triggers), held_on)], on=LATER) == left


def test_follow_ups_come_so_many_months_after_the_placement():
    rules = [(FollowUpKind.VISIT, 3), (FollowUpKind.SCHOOL, 1)]

    assert planned(datetime.date(2019, 11, 30), rules) == (
        Planned(FollowUpKind.SCHOOL, datetime.date(2019, 12, 30)),
        Planned(FollowUpKind.VISIT, datetime.date(2020, 3, 1)),
    )


@pytest.mark.django_db
def test_database_and_rules_agree_on_what_is_contested():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    for giver in (MOTHER, FATHER):
        _say(child, giver, GIVEN, DAY - datetime.timedelta(days=1), officer)
    different = []

    for note, (giver, decision) in product(
        (False, True), product((MOTHER, FATHER), (WITHHELD, GIVEN))
    ):
        if note and not child.interests_notes.exists():
            factories.interests_note(child, approved=True)
        _say(child, giver, decision, DAY if not note or giver == MOTHER else LATER, officer)
        for on in (DAY, LATER):
            python = case_file(child, on=on).is_contested
            with connection.cursor() as cursor:
                cursor.execute("SELECT cases_contest_unweighed(%s, %s)", [child.pk, on])
                database = cursor.fetchone()[0]
            if python != database:
                different.append((note, giver, decision, on, python))

    assert different == []


def _say(child, giver, decision, on, officer):
    consents.record(
        child=child,
        by=officer,
        on=on,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=giver,
        decision=decision,
        decided_on=on,
        method=ConsentMethod.SIGNED,
        reason="" if decision == GIVEN else "fear",
    )
