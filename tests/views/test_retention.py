"""The page that says for how long closed cases are kept, and which are past it."""

import pytest
from django.urls import reverse

from cases.casework import term_changes
from cases.models import RetentionTerm
from cases.vocabulary import ClosedReason, KeptFrom, RetentionClass, Role, Stage
from tests import factories
from tests.conftest import StaffClient
from tests.factories import DAY, SINCE_2019

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    client = StaffClient()
    client.force_login(factories.user(Role.AUDITOR))
    return client


def shown(client, **query) -> str:
    return client.get(reverse("retention"), query).content.decode()


def test_nothing_is_due_without_a_term(auditor):
    case = factories.close(factories.child(), ClosedReason.OTHER_STATE)

    page = shown(auditor)

    assert case.reference not in page
    assert "Nothing is past its term" in page
    assert "No term" in page


def test_case_past_the_term_of_its_class_is_due_and_says_why(auditor):
    ours, theirs = factories.agreement(), factories.second_agreement()
    factories.retention_term(ours, RetentionClass.AWAY, 1)
    factories.retention_term(theirs, RetentionClass.MISTAKE, 1)
    away = factories.close(factories.child(), ClosedReason.OTHER_STATE)
    mistake = factories.close(factories.child(), ClosedReason.ERROR)
    open_case = factories.child()
    of_others = factories.close(factories.child(under=theirs), ClosedReason.OTHER_STATE)

    page = shown(auditor)

    assert away.reference in page
    assert "Case closed without a return, closed on" in page
    assert "Kept 1 year after closing." in page
    for other in (mistake, open_case, of_others):
        assert f">{other.reference}<" not in page


@pytest.mark.parametrize(("years", "is_due"), [(0, True), (100, False)])
def test_case_is_due_from_the_day_on_which_its_years_are_over(auditor, years, is_due):
    factories.retention_term(factories.agreement(), RetentionClass.AWAY, years)
    case = factories.close(factories.child(), ClosedReason.OTHER_STATE)

    assert (f">{case.reference}<" in shown(auditor)) == is_due


def test_term_counted_from_the_placement(auditor):
    placed = factories.child(Stage.PLACED)
    factories.retention_term(
        placed.agreement, RetentionClass.HOME, 1, counted_from=KeptFrom.PLACEMENT
    )
    factories.close(placed)

    page = shown(auditor)

    assert f">{placed.reference}<" in page
    assert "1 year after the last placement began" in page


def test_number_leads_to_exactly_what_it_counts(auditor):
    ours, theirs = factories.agreement(), factories.second_agreement()
    for made in (ours, theirs):
        factories.retention_term(made, RetentionClass.AWAY, 0)
        factories.retention_term(made, RetentionClass.MISTAKE, 0)
    away = factories.close(factories.child(), ClosedReason.OTHER_STATE)
    mistake = factories.close(factories.child(), ClosedReason.ERROR)
    of_others = factories.close(factories.child(under=theirs), ClosedReason.OTHER_STATE)

    page = shown(auditor, agreement=ours.slug, records="away")

    assert f"?agreement={ours.slug}&amp;records=away" in page
    assert f">{away.reference}<" in page
    assert f">{mistake.reference}<" not in page
    assert f">{of_others.reference}<" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count(auditor, rows, django_assert_num_queries):
    factories.retention_term(factories.agreement(), RetentionClass.AWAY, 0)
    for _ in range(rows):
        factories.close(factories.child(), ClosedReason.OTHER_STATE)

    with django_assert_num_queries(11):
        page = shown(auditor)

    assert page.count("closed on") == rows


def test_effect_of_a_term_is_told_before_it_is_approved():
    ours = factories.agreement()
    factories.close(factories.child(), ClosedReason.OTHER_STATE)
    term = RetentionTerm(agreement=ours, records=RetentionClass.AWAY, years=1, during=SINCE_2019)
    term_changes.ask(agreement=ours, terms=[term], by=factories.user(Role.ADMIN))
    reviewer = StaffClient()
    reviewer.force_login(factories.user(Role.REVIEWER))

    page = reviewer.get(reverse("terms", args=[ours.slug])).content.decode()

    assert "1 closed case would be past this term today." in page
    assert DAY.year < 2020
