"""Why a published figure differs is said by one person and confirmed by another, for ever."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework.acting import acting
from cases.models import FigureExplanation
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


def test_two_people_explain_and_it_stays():
    explanation = factories.figure_explanation(factories.published_figure(factories.agreement()))
    by, other = explanation.asked_by, factories.user(Role.REVIEWER)
    now = timezone.now()
    same = {
        "figure": explanation.figure,
        "amount": 1,
        "reason": "rounded",
        "note": "x",
        "asked_by": by,
        "asked_at": now,
    }

    for wrong, guard in (
        ({"amount": 0}, "figure_explanation_of_something"),
        ({"note": " "}, "figure_explanation_of_something"),
        ({"reason": "lie"}, "figure_explanation_reason_known"),
        ({"approved_by": other, "approved_at": now}, "figure_explanation_starts_asked"),
        ({}, "figure_explanation_asked_once"),
    ):
        with refused(guard):
            FigureExplanation.objects.create(**same | wrong)
    with refused("figure_explanation_approved_by_another"):
        is_now(explanation, approved_by=by, approved_at=now)
    for change in ({"amount": 2}, {"note": "y"}, {"reason": "speaker"}):
        with refused("figure_explanation_terms_stay"):
            is_now(explanation, **change)
    is_now(explanation, approved_by=other, approved_at=now)
    with refused("figure_explanation_answer_stays"):
        is_now(explanation, approved_by=factories.user(Role.REVIEWER))
    with refused("no_delete"):
        explanation.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_figureexplanation CASCADE")


def test_only_a_reviewer_explains():
    explanation = factories.figure_explanation(factories.published_figure(factories.agreement()))
    caseworker = factories.user(Role.CASEWORKER)

    with refused("figure_explanation_by_office"), acting(caseworker):
        is_now(explanation, dropped_by=caseworker, dropped_at=timezone.now())
