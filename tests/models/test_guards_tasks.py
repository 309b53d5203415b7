"""What the database refuses of tasks, whoever writes and however."""

import pytest
from django.utils import timezone

from cases.casework import closings, journal
from cases.models import Clearance, Task
from cases.vocabulary import Act, ClearanceKind, ClosedReason, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.models.cases_tried import run
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db

NEW = (
    "INSERT INTO cases_task (version, child_id, rule, about, text, made_by_id, consent_id,"
    " clearance_id, outcome, closed_by_id, closed_at) VALUES (1, %(child)s, {what})"
)
DONE = "'done', %(user)s, now()"
GUARDS = [
    ("task_rule_known", NEW, "'whim', '', '', NULL, NULL, NULL, NULL, NULL, NULL"),
    ("task_outcome_known", NEW, "'age', '3', '', NULL, NULL, NULL, 'lost', %(user)s, now()"),
    ("task_closed_whole", NEW, "'age', '3', '', NULL, NULL, NULL, 'done', NULL, now()"),
    ("task_closed_whole", NEW, "'age', '3', '', NULL, NULL, NULL, NULL, %(user)s, now()"),
    ("task_one_source", NEW, f"'age', '3', '', NULL, %(consent)s, %(clearance)s, {DONE}"),
    ("task_about_is_a_code", NEW, f"'age', 'Билол', '', NULL, NULL, NULL, {DONE}"),
    ("task_by_hand_iff_text_and_person", NEW, f"'age', '', 'Call', NULL, NULL, NULL, {DONE}"),
    (
        "task_by_hand_iff_text_and_person",
        NEW,
        f"'manual', '', '', %(user)s, NULL, NULL, {DONE}",
    ),
    (
        "task_by_hand_iff_text_and_person",
        NEW,
        f"'manual', '', 'Call', NULL, NULL, NULL, {DONE}",
    ),
    ("task_source_of_the_child", NEW, f"'age', '3', '', NULL, NULL, %(foreign)s, {DONE}"),
    (
        "task_open_once",
        NEW,
        "'second_person', 'verify', '', NULL, NULL, NULL, NULL, NULL, NULL",
    ),
    ("task_what_it_is_stays", "UPDATE cases_task SET {what} WHERE id = %(open)s", "rule = 'age'"),
    ("task_what_it_is_stays", "UPDATE cases_task SET {what} WHERE id = %(open)s", "about = '4'"),
    (
        "task_closed_stays",
        "UPDATE cases_task SET {what} WHERE id = %(closed)s",
        "outcome = NULL, closed_by_id = NULL, closed_at = NULL",
    ),
    ("no_delete", "DELETE FROM cases_task WHERE {what}", "id = %(open)s"),
]


def test_database_refuses_an_impossible_task():
    """One case for all lines: each is refused and leaves nothing."""
    child, other = factories.child(), factories.child()
    for each in (child, other):
        factories.grant(each, ClearanceKind.IDENTITY)
    factories.consent(child)
    keys = {
        "child": child.pk,
        "user": child.registered_by_id,
        "consent": child.consents.get().pk,
        "clearance": child.clearances.get().pk,
        "foreign": Clearance.objects.get(child=other).pk,
        "open": child.tasks.open().get(rule="second_person", about="verify").pk,
        "closed": child.tasks.exclude(outcome=None).first().pk,
    }

    for guard, sql, what in GUARDS:
        with refused(guard):
            run(sql.format(what=what), keys)


def test_case_is_not_closed_over_an_open_task_and_then_has_none():
    child, reviewer = factories.child(), factories.user(Role.REVIEWER)
    officer, reason = factories.user(Role.CASEWORKER), ClosedReason.ERROR
    closings.ask_to_close(child=child, version=child.version, by=officer, on=DAY, reason=reason)
    child.refresh_from_db()
    facts = {"closed_on": DAY, "closed_reason": reason, "closing_approved_by": reviewer}

    with refused("task_open_on_open_case"):
        at = {"closing_approved_at": timezone.now()}
        journal.step(child, act=Act.CLOSE, to=Stage.CLOSED, by=reviewer, on=DAY, **facts, **at)
    child.refresh_from_db()
    closings.approve_closing(child=child, version=child.version, by=reviewer, on=DAY)

    assert child.tasks.open().count() == 0
    with refused("task_open_on_open_case"):
        Task.objects.create(child=child, rule="review")
