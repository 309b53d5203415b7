"""What the database refuses of consents, clearances and assessments, whoever writes and however.

A line: the stage a child has come to, the guard, and the SQL that tries to get round it.
``%(child)s`` and the like are keys of that child's rows.
"""

import pytest

from cases.models import CriteriaSet, Criterion
from cases.vocabulary import Stage
from tests import factories
from tests.models.cases_tried import ASSESSED, keys_of, made, names_of, run
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db

ASSESSMENT = "UPDATE cases_assessment SET {what} WHERE child_id = %(child)s"
CRITERIA = "UPDATE cases_criteriaset SET {what}"
#: The CHECKs alone judge; the trigger on what was approved would speak first.
UNTRIGGERED = f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {CRITERIA}; END $$"
CONSENT = (
    "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, method,"
    " language, reason, recorded_by_id) VALUES (%(child)s, {what}, %(user)s)"
)
WITNESSED = (
    "INSERT INTO cases_consent (child_id, purpose, giver_role, method, language, giver_id,"
    " witness_id, decision, decided_on, reason, next_approach_on, recorded_by_id)"
    " VALUES (%(child)s, 'dna', 'mother', 'signed', '', %(person)s, %(person)s, {what}, %(user)s)"
)
CLEARANCE = (
    "INSERT INTO cases_clearance (version, child_id, kind, status, issued_on, valid_until, number,"
    " issuer, recorded_at, recorded_by_id)"
    " VALUES (1, %(child)s, {what}, '', '', now(), %(user)s)"
)
NEW_ASSESSMENT = (
    "INSERT INTO cases_assessment (version, child_id, n, criteria_set_id, proposed,"
    " proposal_reasons, assessed_by_id, assessed_at, reasons, supersedes_id)"
    " VALUES (1, %(child)s, {what}, '', %(user)s, now(), '', NULL)"
)
FINDING = (
    "INSERT INTO cases_finding (version, assessment_id, criterion_id, answer, note)"
    " VALUES (1, %(assessment)s, {what}, '')"
)

R, V, E, C = Stage.REGISTERED, Stage.VERIFIED, Stage.ELIGIBLE, Stage.CLEARED
DECIDED = "decided_by_id = %(second)s, decided_at = now()"
GUARDS = [
    # Consents
    (
        R,
        "consent_purpose_known",
        CONSENT,
        "'travel', 'mother', 'given', '2019-03-01', 'signed', '', ''",
    ),
    (
        R,
        "consent_giver_role_known",
        CONSENT,
        "'dna', 'uncle', 'given', '2019-03-01', 'signed', '', ''",
    ),
    (
        R,
        "consent_decision_known",
        CONSENT,
        "'dna', 'mother', 'maybe', '2019-03-01', 'signed', '', ''",
    ),
    (
        R,
        "consent_withheld_has_reason",
        CONSENT,
        "'dna', 'mother', 'withheld', '2019-03-01', 'signed', '', ''",
    ),
    (
        R,
        "consent_decided_by_today",
        CONSENT,
        "'dna', 'mother', 'given', now()::date + 2, 'signed', '', ''",
    ),
    (R, "consent_method_known", CONSENT, "'dna', 'mother', 'given', '2019-03-01', '', '', ''"),
    (
        R,
        "consent_withdrawn_has_reason_given_none",
        CONSENT,
        "'dna', 'mother', 'given', '2019-03-01', 'signed', '', 'fear'",
    ),
    (
        C,
        "consent_withdrawn_has_reason_given_none",
        CONSENT,
        "'repatriation', 'mother', 'withdrawn', '2019-03-01', 'signed', '', ''",
    ),
    (
        C,
        "consent_withdrawn_after_given",
        CONSENT,
        "'dna', 'mother', 'withdrawn', '2019-03-01', 'signed', '', 'fear'",
    ),
    (
        R,
        "consent_guardian_is_named",
        CONSENT,
        "'dna', 'guardian', 'given', '2019-03-01', 'signed', '', ''",
    ),
    (
        R,
        "consent_giver_is_nobody_else",
        WITNESSED,
        "'given', '2019-03-01', '', NULL",
    ),
    (
        R,
        "consent_asked_again_after_withheld",
        WITNESSED.replace("%(person)s, %(person)s", "%(person)s, NULL"),
        "'given', '2019-03-01', '', '2019-04-01'",
    ),
    (
        R,
        "consent_asked_again_after_withheld",
        WITNESSED.replace("%(person)s, %(person)s", "%(person)s, NULL"),
        "'withheld', '2019-03-01', 'fear', '2019-03-01'",
    ),
    (C, "append_only", "UPDATE cases_consent SET decision = 'withdrawn'", ""),
    (C, "append_only", "DELETE FROM cases_consentverification", ""),
    (
        C,
        "consent_verified_by_another",
        (
            "DO $$ BEGIN INSERT INTO cases_consent (child_id, purpose, giver_role, decision,"
            " decided_on, method, language, reason, recorded_by_id) VALUES (%(child)s, 'dna',"
            " 'mother', 'given', '2019-03-01', 'signed', '', '', %(user)s); INSERT INTO"
            " cases_consentverification (consent_id, by_id) SELECT max(id), %(user)s FROM"
            " cases_consent; END $$"
        ),
        "",
    ),
    # Clearances
    (R, "clearance_kind_known", CLEARANCE, "'visa', 'pending', NULL, NULL"),
    (R, "clearance_status_known", CLEARANCE, "'identity', 'lost', NULL, NULL"),
    (R, "clearance_granted_has_day", CLEARANCE, "'identity', 'granted', NULL, NULL"),
    (
        R,
        "clearance_valid_after_issue",
        CLEARANCE,
        "'identity', 'granted', '2019-03-01', '2019-02-28'",
    ),
    (R, "clearance_valid_after_issue", CLEARANCE, "'identity', 'pending', NULL, '2019-02-28'"),
    (V, "no_delete", "DELETE FROM cases_clearance", ""),
    # Assessments
    (V, "assessment_proposed_known", NEW_ASSESSMENT, "1, %(criteria)s, 'perhaps'"),
    (V, "assessment_supersedes_an_earlier", NEW_ASSESSMENT, "2, %(criteria)s, 'eligible'"),
    (E, "assessment_number_once", NEW_ASSESSMENT, "1, %(criteria)s, 'eligible'"),
    (E, "assessment_decided_stays", ASSESSMENT, "decided = 'ineligible'"),
    (E, "no_delete", "DELETE FROM cases_assessment", ""),
    (
        ASSESSED,
        "assessment_one_undecided",
        NEW_ASSESSMENT.replace("NULL)", "%(assessment)s)"),
        "2, %(criteria)s, 'eligible'",
    ),
    (ASSESSED, "assessment_decided_whole", ASSESSMENT, "decided = 'eligible', reasons = 'So.'"),
    (
        ASSESSED,
        "assessment_decided_by_another",
        ASSESSMENT,
        "decided = 'eligible', reasons = 'So.', decided_by_id = assessed_by_id, decided_at = now()",
    ),
    (
        ASSESSED,
        "assessment_decided_known",
        ASSESSMENT,
        f"decided = 'perhaps', reasons = 'So.', {DECIDED}",
    ),
    (
        ASSESSED,
        "assessment_decision_has_reasons",
        ASSESSMENT,
        f"decided = 'eligible', {DECIDED}",
    ),
    (
        ASSESSED,
        "assessment_deferred_has_review_day",
        ASSESSMENT,
        f"decided = 'deferred', reasons = 'So.', {DECIDED}",
    ),
    (
        ASSESSED,
        "assessment_complete",
        (
            "DO $$ BEGIN DELETE FROM cases_finding; UPDATE cases_assessment"
            f" SET decided = 'eligible', reasons = 'So.', {DECIDED}; END $$"
        ),
        "",
    ),
    (
        ASSESSED,
        "assessment_against_published_set",
        (
            "DO $$ BEGIN INSERT INTO cases_criteriaset"
            " (version, agreement_id, number, status, source)"
            " SELECT 1, agreement_id, 2, 'draft', '' FROM cases_criteriaset;"
            " UPDATE cases_assessment"
            " SET criteria_set_id = (SELECT max(id) FROM cases_criteriaset), decided = 'eligible',"
            f" reasons = 'So.', {DECIDED}; END $$"
        ),
        "",
    ),
    (ASSESSED, "finding_answer_known", "UPDATE cases_finding SET answer = 'perhaps'", ""),
    (
        ASSESSED,
        "finding_once_a_criterion",
        FINDING,
        "(SELECT min(id) FROM cases_criterion), 'yes'",
    ),
    (E, "finding_of_open_assessment", "UPDATE cases_finding SET answer = 'no'", ""),
    (E, "finding_of_open_assessment", "DELETE FROM cases_finding", ""),
    # Criteria
    (R, "criteria_set_status_known", CRITERIA, "status = 'secret'"),
    (R, "criteria_set_asked_whole", CRITERIA, "publish_asked_at = NULL"),
    (R, "criteria_set_approved_whole", UNTRIGGERED, "publish_approved_at = NULL"),
    (
        R,
        "criteria_set_approved_by_another",
        UNTRIGGERED,
        "publish_approved_by_id = publish_asked_by_id",
    ),
    (
        R,
        "criteria_set_published_only_when_approved",
        UNTRIGGERED,
        "publish_approved_by_id = NULL, publish_approved_at = NULL",
    ),
    (
        R,
        "criteria_set_number_once",
        (
            "INSERT INTO cases_criteriaset (version, agreement_id, number, status, source)"
            " SELECT 1, agreement_id, number, 'draft', '' FROM cases_criteriaset"
        ),
        "",
    ),
    (
        R,
        "criteria_set_one_published",
        (
            "INSERT INTO cases_criteriaset (version, agreement_id, number, status, source,"
            " publish_asked_by_id, publish_asked_at, publish_approved_by_id, publish_approved_at)"
            " SELECT 1, agreement_id, 2, status, '', publish_asked_by_id, publish_asked_at,"
            " publish_approved_by_id, publish_approved_at FROM cases_criteriaset"
        ),
        "",
    ),
    (R, "criterion_set_is_draft", "UPDATE cases_criterion SET text = 'Another?'", ""),
    (R, "criterion_set_is_draft", "DELETE FROM cases_criterion", ""),
]


@pytest.mark.parametrize(("stage", "guard", "sql", "what"), GUARDS, ids=names_of(GUARDS))
def test_database_refuses(stage, guard, sql, what):
    keys = keys_of(made(stage))

    with refused(guard):
        run(sql.replace("{what}", what), keys)


def test_code_of_a_criterion_is_used_once():
    drawn_up = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Test")

    with refused("criterion_code_once"):
        Criterion.objects.bulk_create(
            Criterion(criteria_set=drawn_up, code="age", text="Under 18?") for _ in range(2)
        )


@pytest.mark.parametrize("asks", ["no-such-fact", "nokind"])
def test_question_asks_for_a_fact_or_a_kind_of_clearance_on_record(asks):
    drawn_up = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Test")

    with refused("criterion_asks_known"):
        drawn_up.criteria.create(code="age", text="Under 18?", asks=asks)


def test_published_question_cannot_be_moved_to_a_draft():
    child = factories.child(Stage.VERIFIED)
    draft = CriteriaSet.objects.create(agreement=child.agreement, number=8, source="Letter")

    with refused("criterion_set_is_draft"):
        Criterion.objects.update(criteria_set=draft)


def test_published_criteria_are_never_a_draft_again():
    factories.child(Stage.VERIFIED)

    with refused("criteria_set_never_a_draft_again"):
        CriteriaSet.objects.update(status="draft")
