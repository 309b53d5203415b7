"""What an agreement asks for is agreed on by two people, whoever writes: page, admin or SQL."""

import datetime

import pytest
from django.db import connection, transaction

from cases.casework import term_changes
from cases.models import (
    AgeClock,
    ConsentRule,
    FollowUpRule,
    Requirement,
    RetentionTerm,
    StageLimit,
    TermChange,
)
from cases.models.grants import APPLICATION_ROLE, secure
from cases.queries.term_changes import TABLES, content_of, part_of
from cases.vocabulary import Role, TermPart
from tests import clock, factories
from tests.factories import NOON, SINCE_2019
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
NAMES = {
    TermPart.REQUIREMENTS: "requirement",
    TermPart.CONSENT: "consent_rule",
    TermPart.LIMITS: "stage_limit",
    TermPart.FOLLOW_UPS: "follow_up_rule",
    TermPart.AGES: "age_clock",
    TermPart.RETENTION: "retention_term",
}
SAYS = {
    TermPart.REQUIREMENTS: {"clearance": "kinship", "needed_for": "verify"},
    TermPart.CONSENT: {"purpose": "tracing", "giver_role": "father", "legal_source": "Law"},
    TermPart.LIMITS: {"stage": "verified", "days": 30},
    TermPart.FOLLOW_UPS: {"kind": "visit", "months": 3},
    TermPart.AGES: {"years": 15, "days_before": 30, "reason": "Asked for a consent."},
    TermPart.RETENTION: {"records": "home", "years": 10},
}
#: Other content of each, which a row in force does not take.
OTHER = {
    TermPart.REQUIREMENTS: {"valid_days": 9},
    TermPart.CONSENT: {"giver_role": "guardian"},
    TermPart.LIMITS: {"days": 900},
    TermPart.FOLLOW_UPS: {"months": 9},
    TermPart.AGES: {"days_before": 1},
    TermPart.RETENTION: {"years": 1},
}


@pytest.fixture
def agreement():
    return factories.agreement()


def new(agreement, part, during=SINCE_2019):
    return TABLES[part](agreement=agreement, during=during, **SAYS[part])


def ahead(days=1):
    return clock.today() + datetime.timedelta(days=days)


def asked(term, *, row=None, **more):
    by = factories.user(Role.ADMIN)
    facts = {"part": part_of(term), "content": content_of(term), "asked_by": by, "asked_at": NOON}
    facts["term"] = row
    return TermChange.objects.create(agreement=term.agreement, **facts | more)


@pytest.mark.parametrize("part", TABLES)
def test_row_that_nobody_approved_is_refused_whoever_writes(agreement, part):
    guard = f"{NAMES[part]}_agreed_by_two"
    secure("default")

    with refused(guard):
        new(agreement, part).save()
    asked(new(agreement, part))
    with refused(guard):  # asked for, not approved
        TABLES[part].objects.bulk_create([new(agreement, part)])
    with refused(guard):
        execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        new(agreement, part).save()
    assert not TABLES[part].objects.filter(agreement=agreement, **SAYS[part]).exists()


@pytest.mark.parametrize("part", TABLES)
def test_row_in_force_ends_by_two_people_and_says_what_it_said(agreement, part):
    row = factories.agreed(new(agreement, part))
    rows = TABLES[part].objects.filter(pk=row.pk)

    with refused(f"{NAMES[part]}_agreed_by_two"):
        rows.update(during=(SINCE_2019[0], ahead()))
    with refused(f"{NAMES[part]}_in_force_stays"):
        rows.update(during=(SINCE_2019[0], clock.today()))
    with refused(f"{NAMES[part]}_in_force_stays"):
        rows.update(**OTHER[part])
    with refused("no_delete"):
        rows.delete()
    connection.check_constraints()  # a table with rows yet to be looked at is not emptied
    with refused("append_only"):
        execute(f"TRUNCATE {row._meta.db_table} CASCADE")


@pytest.mark.parametrize("part", TABLES)
def test_approved_content_is_made_and_no_other(agreement, part):
    change = asked(new(agreement, part))
    approved = {"approved_by": factories.user(Role.REVIEWER), "approved_at": NOON}
    rows = TermChange.objects.filter(pk=change.pk)

    with refused("term_change_is_made"):
        rows.update(**approved, result=1)
    with refused("term_change_result_iff_approved"):
        rows.update(**approved)
    with refused("term_change_is_made"):
        row = new(agreement, part, (SINCE_2019[0], ahead(9)))
        row.save()
        rows.update(**approved, result=row.pk)
    with transaction.atomic():
        row = new(agreement, part)
        row.save()
        rows.update(**approved, result=row.pk)
        connection.check_constraints()


def test_an_approval_makes_one_row_once(agreement):
    row = factories.agreed(new(agreement, TermPart.LIMITS, (ahead(9), None)))
    moved = new(agreement, TermPart.LIMITS, (ahead(9), None))
    moved.pk, moved.stage = row.pk, "eligible"
    agreement.refresh_from_db()
    term_changes.ask(agreement=agreement, terms=[moved], by=factories.user(Role.ADMIN))
    agreement.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    term_changes.approve(agreement=agreement, version=agreement.version, by=reviewer)

    with refused("stage_limit_agreed_by_two"):  # what it said before was approved once
        StageLimit.objects.create(
            agreement=agreement, stage="verified", days=30, during=(ahead(9), None)
        )
    with refused("term_change_answer_stays"):
        TermChange.objects.filter(content__stage="verified").update(result=row.pk + 1)


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({"approved_at": NOON}, "term_change_approved_whole"),
        ({"dropped_at": NOON}, "term_change_dropped_whole"),
        ({"content": {"agreement_id": 1}}, "term_change_terms_stay"),
        ({"term": 1}, "term_change_terms_stay"),
        ({"asked_at": NOON + datetime.timedelta(1)}, "term_change_terms_stay"),
        ({"reason": "other"}, "term_change_reason_when_dropped"),
    ],
)
def test_request_stays_as_it_was_asked(agreement, values, guard):
    change = asked(new(agreement, TermPart.LIMITS))

    with refused(guard):
        TermChange.objects.filter(pk=change.pk).update(**values)


def test_request_is_of_one_agreement_starts_asked_and_is_answered_by_another(agreement):
    limit = new(agreement, TermPart.LIMITS)
    change = asked(limit)
    person = factories.user(Role.REVIEWER)
    rows = TermChange.objects.filter(pk=change.pk)

    with refused("term_change_of_its_agreement"):
        asked(limit, content=content_of(limit) | {"agreement_id": agreement.pk + 1})
    with refused("term_change_part_known"):
        asked(limit, part="fee")
    with refused("term_change_starts_asked"):
        asked(limit, approved_by=person, approved_at=NOON, result=1)
    with refused("term_change_approved_by_another"):
        limit.save()
        rows.update(approved_by=change.asked_by, approved_at=NOON, result=limit.pk)
    with refused("term_change_approved_or_dropped"):
        limit.pk = None
        limit.save()
        both = {"dropped_by": person, "dropped_at": NOON, "result": limit.pk}
        rows.update(approved_by=person, approved_at=NOON, **both)
    with refused("no_delete"):
        rows.delete()


def test_one_change_of_a_row_waits(agreement):
    row = Requirement.objects.filter(agreement=agreement)[0]
    asked(row, row=row.pk)

    with refused("term_change_asked_once"):
        asked(row, row=row.pk)


def test_every_table_of_terms_is_tried():
    assert set(TABLES.values()) == {
        *(Requirement, ConsentRule, StageLimit, FollowUpRule, AgeClock, RetentionTerm)
    }
    assert NAMES.keys() == SAYS.keys() == OTHER.keys() == TABLES.keys()
