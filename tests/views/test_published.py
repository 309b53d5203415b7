"""Published figures beside the register, for each reader."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases.models import Child, FigureExplanation
from cases.vocabulary import Measure, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.factories.money import fees_of
from tests.figures.test_cohorts import LATER, entered, evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure():
    """Three children counted, one of them entered later; five were published."""
    children = [factories.child() for _n in range(3)]
    for child, day in zip(children, (DAY, DAY, LATER), strict=True):
        entered(child, evening(day))
    return factories.published_figure(factories.agreement(), value=5)


def _open(client, role, name, *args, **data):
    client.force_login(factories.user(role))
    return client.get(reverse(name, args=args), data).content.decode()


def test_the_sum_leads_from_that_evening_to_what_was_published(client, figure):
    text = _open(client, Role.OFFICIAL, "published-figures", figure.agreement.slug)

    assert "2 more than the register, not explained" in text
    for line in ("The register said that day", "Entered later", "Not explained", "Published"):
        assert line in text
    assert "+1" in text
    assert "+2" in text


@pytest.mark.parametrize("measure", [Measure.IDENTIFIED, Measure.ELIGIBLE, Measure.RETURNED])
def test_the_register_of_that_day_and_of_today_lead_to_their_figures(client, measure):
    factories.second_agreement()
    factories.child(Stage.RETURNED)
    made = factories.published_figure(
        factories.agreement(), measure=measure, published_on=timezone.localdate()
    )
    client.force_login(factories.user(Role.OFFICIAL))

    page = client.get(reverse("published-figure", args=[made.agreement.slug, made.pk]))
    past, *_changes, today = page.context["since"]

    text = page.content.decode()
    assert [f'href="{escape(line.url)}"' in text for line in (past, today)] == [True, True]
    assert client.get(past.url).context["days"].on == made.published_on
    assert client.get(today.url).context["found"].value == int(today.value) == 1


def test_an_official_reads_months_and_counts_and_no_child_or_day(client, figure):
    slug = figure.agreement.slug
    page = _open(client, Role.OFFICIAL, "published-figure", slug, figure.pk)
    staff = _open(client, Role.REVIEWER, "published-figure", slug, figure.pk)

    assert "Apr 2020: 1" in page or "April 2020: 1" in page
    assert "4 Apr 2020" not in page
    assert "TJ-IQ" not in page
    assert "4 Apr 2020" in staff
    assert "TJ-IQ" in staff


@pytest.mark.parametrize("role", list(Role))
def test_child_by_child_is_for_who_follows_figures_and_the_day_for_who_sees_movements(
    client, role, figure
):
    fees_of(Child.objects.all())  # whom finance sees, masked
    text = _open(client, role, "published-figure", figure.agreement.slug, figure.pk)

    follows = role in {Role.CASEWORKER, Role.REVIEWER, Role.AUDITOR}
    assert ("Child by child" in text) == follows
    assert ("4 Apr 2020" in text) == (follows and role != Role.AUDITOR)


def test_another_team_reads_that_there_are_others(client, figure):
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    client.force_login(stranger)
    slug = figure.agreement.slug

    text = client.get(reverse("published-figure", args=[slug, figure.pk])).content.decode()

    assert "TJ-IQ" not in text
    assert "1 line of a child whose record you may not open" in text


def test_an_explanation_is_confirmed_by_a_second_reviewer(client, figure):
    slug, first = figure.agreement.slug, factories.user(Role.REVIEWER)
    client.force_login(first)
    at = reverse("figure-explain", args=[slug, figure.pk])
    for amount in ("3", "-1", "0"):
        answer = client.post(at, {"amount": amount, "reason": "rounded", "note": "x"})
        assert answer.status_code == 409
        assert "At most +2 is left to explain" in answer.content.decode()

    client.post(at, {"amount": "2", "reason": "definition", "note": "Counts two in Syria."})
    explanation = FigureExplanation.objects.get()
    approve = reverse("explanation-approve", args=[slug, figure.pk, explanation.pk])
    own = client.post(approve, {"version": 1})
    client.force_login(factories.user(Role.REVIEWER))
    waits = client.get(reverse("reviews")).content.decode()
    client.post(approve, {"version": 1})
    page = client.get(reverse("published-figures", args=[slug])).content.decode()

    assert own.status_code == 409
    assert "A second person must approve it." in own.content.decode()
    assert "Explanation of a published figure" in waits
    assert "Another definition: Counts two in Syria." in page
    assert "not explained" not in page


def test_an_explanation_of_more_than_is_left_by_now_is_refused(client, figure):
    asked = factories.figure_explanation(figure)
    factories.child()  # entered of a day before the statement: one fewer is left to explain
    approve = reverse("explanation-approve", args=[figure.agreement.slug, figure.pk, asked.pk])
    client.force_login(factories.user(Role.REVIEWER))

    answer = client.post(approve, {"version": asked.version})

    assert answer.status_code == 409
    assert "left to explain" in answer.content.decode()
    assert not FigureExplanation.objects.agreed().exists()


def test_a_correction_names_the_former_and_closes_it(client, figure):
    factories.published_figure(figure.agreement, value=3, corrects=figure)
    slug = figure.agreement.slug

    text = _open(client, Role.OFFICIAL, "published-figures", slug)
    to_explain = _open(client, Role.OFFICIAL, "published-figures", slug, show="explain")

    assert "5, published on 1 Mar 2019" in text
    assert "3, published on 1 Mar 2019" in text
    assert "not explained" not in text
    assert "No figure of this kind" in to_explain


def test_targets_fees_and_others_stand_beside_what_was_agreed(client):
    made = factories.agreement()
    for measure, value, currency in (
        (Measure.TARGET, 75, ""),
        (Measure.FEE, 400, "USD"),
        (Measure.MOTHERS, 43, ""),
    ):
        factories.published_figure(made, measure=measure, value=value, currency=currency)

    text = _open(client, Role.OFFICIAL, "published-figures", made.slug)

    assert "The target in force that day" in text
    assert "$400" in text
    assert "Not counted in the register." in text


def test_nothing_published_is_said(client):
    text = _open(client, Role.OFFICIAL, "published-figures", factories.agreement().slug)

    assert "Nothing is published yet" in text


def test_before_the_first_case_nothing_was_in_the_register(client):
    child = factories.child()
    entered(child, evening(LATER))
    factories.published_figure(child.agreement, value=1)

    text = _open(client, Role.OFFICIAL, "published-figures", child.agreement.slug)

    assert "No case was in the register yet." in text
    assert "Entered later" in text


def test_other_agreements_are_counted_apart(client, figure):
    other = factories.second_agreement()
    factories.published_figure(other, value=0)

    text = _open(client, Role.OFFICIAL, "published-figures", other.slug)

    assert "Foreign minister" in text
    assert "not explained" not in text
    assert "TJ-IQ" not in text


def test_figures_as_csv_and_as_many_queries_for_one_as_for_three(client, figure):
    slug = figure.agreement.slug
    client.force_login(factories.user(Role.OFFICIAL))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("published-figures", args=[slug]))
        return len(caught)

    queries()
    one = queries()
    for n in (1, 2):
        day = DAY + datetime.timedelta(days=n)
        factories.published_figure(figure.agreement, published_on=day)
    factories.child(Stage.VERIFIED)

    assert queries() == one
    public = client.get(reverse("published-figures-csv", args=[slug])).getvalue().decode()
    client.force_login(factories.user(Role.REVIEWER))
    file = client.get(reverse("published-figures-csv", args=[slug])).getvalue().decode()
    assert public.count("\n") == file.count("\n") == 4
    assert 'Foreign minister,Identified,5,2,4,"1 more than the register' in file
    assert "Foreign minister,Identified,5," in public
    assert "register" not in public
