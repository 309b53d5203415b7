"""What a clearance or consent comes to, in Python and in the database alike."""

import datetime
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import (
    Child,
    Clearance,
    Consent,
    ConsentRule,
    ConsentVerification,
    Person,
    Requirement,
)
from cases.queries.case_files import case_file
from cases.rules.tracks import (
    ClearanceEntry,
    ConsentEntry,
    ConsentRuleFacts,
    RequirementFacts,
    clearance_track,
    consent_tracks,
)
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    FatherStatus,
    GiverRole,
    NeededFor,
    Role,
    TrackState,
)
from tests import factories
from tests.factories import DAY, SINCE_2019

DAYS = [None, *(DAY + datetime.timedelta(days=n) for n in (-31, -1, 0, 1, 30, 31))]
IDENTITY = ClearanceKind.IDENTITY


def day(n: int) -> datetime.date:
    return DAY + datetime.timedelta(days=n)


@pytest.mark.parametrize(
    ("status", "issued", "until", "valid_days", "state"),
    [
        (ClearanceStatus.GRANTED, day(0), None, None, TrackState.GRANTED),
        (ClearanceStatus.GRANTED, day(0), day(31), None, TrackState.GRANTED),
        (ClearanceStatus.GRANTED, day(0), day(30), None, TrackState.EXPIRING),
        (ClearanceStatus.GRANTED, day(0), day(0), None, TrackState.EXPIRING),
        (ClearanceStatus.GRANTED, day(-9), day(-1), None, TrackState.EXPIRED),
        (ClearanceStatus.GRANTED, day(-9), None, 8, TrackState.EXPIRED),
        (ClearanceStatus.GRANTED, day(-9), None, 9, TrackState.EXPIRING),
        (ClearanceStatus.GRANTED, day(1), None, None, TrackState.PENDING),
        (ClearanceStatus.GRANTED, None, None, None, TrackState.PENDING),
        (ClearanceStatus.PENDING, None, None, None, TrackState.PENDING),
        (ClearanceStatus.REFUSED, day(0), None, None, TrackState.REFUSED),
        (ClearanceStatus.WITHDRAWN, day(0), None, None, TrackState.WITHDRAWN),
    ],
)
def test_clearance_comes_to_a_state_on_the_day(status, issued, until, valid_days, state):
    requirement = RequirementFacts(IDENTITY, NeededFor.VERIFY, valid_days)

    track = clearance_track(requirement, ClearanceEntry(IDENTITY, status, issued, until), on=DAY)

    assert track.state == state


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (day(-10), TrackState.GRANTED),
        (day(-11), TrackState.EXPIRED),
        (day(0), TrackState.GRANTED),
        (None, TrackState.GRANTED),
    ],
)
def test_paper_that_ends_after_the_return_was_good(until, state):
    """The child came home ten days ago."""
    requirement = RequirementFacts(IDENTITY, NeededFor.VERIFY, None)
    paper = ClearanceEntry(IDENTITY, ClearanceStatus.GRANTED, day(-300), until)

    assert clearance_track(requirement, paper, on=DAY, over_on=day(-10)).state == state


def test_clearance_that_is_not_there_is_missing():
    track = clearance_track(RequirementFacts(IDENTITY, NeededFor.VERIFY, None), None, on=DAY)

    assert track.state == TrackState.MISSING


def consents(
    *ledger,
    rule=GiverRole.MOTHER,
    from_age=None,
    age=3,
    father=FatherStatus.UNKNOWN,
    confirmed=True,
):
    tracks = consent_tracks(
        [ConsentRuleFacts(rule, from_age)],
        [ConsentEntry(n, *row) for n, row in enumerate(ledger)],
        youngest_age=age,
        father_status=father,
        father_evidence="Certificate 1",
        father_confirmed=confirmed,
        on=DAY,
    )
    return [track.state for track in tracks]


GIVEN, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN


@pytest.mark.parametrize(
    ("ledger", "state"),
    [
        ([], TrackState.MISSING),
        ([(GiverRole.MOTHER, GIVEN, DAY, False)], TrackState.UNVERIFIED),
        ([(GiverRole.MOTHER, GIVEN, DAY, True)], TrackState.GRANTED),
        ([(GiverRole.MOTHER, ConsentDecision.WITHHELD, DAY, False)], TrackState.REFUSED),
        (
            [(GiverRole.MOTHER, GIVEN, DAY, True), (GiverRole.MOTHER, WITHDRAWN, DAY, False)],
            TrackState.WITHDRAWN,
        ),
        (
            [(GiverRole.MOTHER, WITHDRAWN, day(-1), True), (GiverRole.MOTHER, GIVEN, DAY, True)],
            TrackState.GRANTED,
        ),
        ([(GiverRole.MOTHER, GIVEN, day(1), True)], TrackState.MISSING),
        ([(GiverRole.COURT, GIVEN, DAY, True)], TrackState.GRANTED),
        ([(GiverRole.COURT, GIVEN, DAY, False)], TrackState.MISSING),
    ],
)
def test_consent_is_the_newest_word_on_the_day(ledger, state):
    assert consents(*ledger) == [state]


def test_documented_death_answers_for_the_father():
    assert consents(rule=GiverRole.FATHER, father=FatherStatus.DECEASED) == [TrackState.GRANTED]
    assert consents(rule=GiverRole.FATHER, father=FatherStatus.MISSING) == [TrackState.MISSING]


def test_fathers_death_waits_for_a_second_person():
    father = {"rule": GiverRole.FATHER, "father": FatherStatus.DECEASED, "confirmed": False}

    assert consents(**father) == [TrackState.UNVERIFIED]
    assert consents((GiverRole.FATHER, GIVEN, DAY, True), **father) == [TrackState.GRANTED]


def test_child_is_asked_only_when_surely_of_the_age():
    assert consents(rule=GiverRole.CHILD, from_age=10, age=10) == [TrackState.MISSING]
    assert consents(rule=GiverRole.CHILD, from_age=10, age=9) == []
    assert consents(rule=GiverRole.CHILD, from_age=10, age=None) == []


def in_sql(function: str, *arguments: object) -> str | None:
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", arguments)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_database_and_rules_agree_on_clearances():
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    different, of_law = [], ...

    # Past the guards the server forgets every plan: once for each term, not for each clearance.
    for valid_days, status, issued, until in product((None, 0, 1, 31), ClearanceStatus, DAYS, DAYS):
        if (status == ClearanceStatus.GRANTED and not issued) or (
            until and (issued is None or until < issued)
        ):
            continue
        if valid_days != of_law:
            with factories.past_the_guards():
                Requirement.objects.filter(clearance=IDENTITY).update(valid_days=valid_days)
            of_law = valid_days
        Clearance.objects.create(
            child=child,
            kind=IDENTITY,
            status=status,
            issued_on=issued,
            valid_until=until,
            recorded_by=officer,
        )
        met = not case_file(child, on=DAY).unmet(NeededFor.VERIFY)
        if met != (in_sql("cases_unmet_requirement", child.pk, ["verify"], DAY) is None):
            different.append((status, issued, until, valid_days))

    assert different == []


@pytest.mark.django_db
def test_requirements_out_of_force_are_not_asked_for_by_either():
    child = factories.child()
    with factories.past_the_guards():
        Requirement.objects.update(during=(SINCE_2019[0], DAY))

    asked = case_file(child, on=DAY).clearances

    assert asked == ()
    assert in_sql("cases_unmet_requirement", child.pk, ["verify", "clear", "depart"], DAY) is None


def _consent(child: Child, role: GiverRole, decision: ConsentDecision, n: int, verified: bool):
    recorder, verifier = _people()
    consent = Consent.objects.create(
        child=child,
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=role,
        decision=decision,
        decided_on=day(n),
        method=ConsentMethod.SIGNED,
        reason="" if decision == GIVEN else "fear",
        recorded_by=recorder,
    )
    if verified:
        ConsentVerification.objects.create(consent=consent, by=verifier, **factories.SEEN)


def _people():
    return factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [GiverRole.MOTHER, GiverRole.COURT, GiverRole.FATHER])
def test_database_and_rules_agree_on_consents(role):
    child = factories.child()
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose=ConsentPurpose.REPATRIATION,
            giver_role=GiverRole.FATHER,
            during=SINCE_2019,
            legal_source="Test",
        )
    )
    different, reviewer, now = [], factories.user(Role.REVIEWER), timezone.now()

    for decision, n, verified, father, evidence, confirmed in product(
        ConsentDecision, (-1, 0, 1), (True, False), FatherStatus, ("", "Certificate"), (False, True)
    ):
        if not confirmed:
            Child.objects.update(father_status=father, father_evidence=evidence)
        else:
            child.restatements.waiting().update(
                confirmed_by=reviewer, confirmed_at=now, **factories.SEEN
            )
        child.refresh_from_db()
        if father == FatherStatus.DECEASED and evidence == "" and not confirmed:
            _consent(child, role, decision, n, verified)
        met = all(track.is_met for track in case_file(child, on=DAY).consents)
        if met != (in_sql("cases_missing_consent", child.pk, "repatriation", DAY) is None):
            different.append((decision, n, verified, father, evidence, confirmed))

    assert different == []


@pytest.mark.django_db
def test_database_and_rules_agree_on_the_age_of_being_asked():
    child = factories.child()
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose=ConsentPurpose.REPATRIATION,
            giver_role=GiverRole.CHILD,
            from_age=3,
            during=SINCE_2019,
            legal_source="Test",
        )
    )
    _consent(child, GiverRole.MOTHER, GIVEN, 0, verified=True)
    different = []

    leap = datetime.date(2016, 2, 29)
    births = [leap, *(leap.replace(month=3, day=n) for n in (1, 2))]
    days = [datetime.date(2019, 2, 28), DAY, datetime.date(2019, 3, 2)]
    for earliest, latest, on in product(births, births, days):
        if earliest > latest:
            continue
        Person.objects.filter(pk=child.person_id).update(born_earliest=earliest, born_latest=latest)
        child = Child.objects.select_related("person").get(pk=child.pk)
        asked = len(case_file(child, on=on).consents) == 2
        child_lacks = in_sql("cases_missing_consent", child.pk, "repatriation", on) == "child"
        if asked != child_lacks:
            different.append((earliest, latest, on))

    assert different == []
