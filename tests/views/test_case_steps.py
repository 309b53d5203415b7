"""What is next on a child's page: whose turn it is, by when, and the form that does it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.casework import cases
from cases.models import Fee, StageLimit, Task
from cases.vocabulary import (
    ClearanceKind,
    HoldReason,
    Role,
    Stage,
    TaskRule,
)
from cases.wording import day_text
from tests import factories
from tests.factories import DAY
from tests.views.test_case_pages import page

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("stage", "role", "says"),
    [
        (Stage.REGISTERED, Role.CASEWORKER, ["Identity: not recorded yet.", "Record: Identity"]),
        (Stage.VERIFIED, Role.CASEWORKER, ["Next: Assess eligibility", "/assess/"]),
        (Stage.VERIFIED, Role.REVIEWER, ["Next: Assess eligibility", "Done by: Caseworker"]),
        (Stage.ELIGIBLE, Role.CASEWORKER, ["Court order: not recorded", "Record: Court order"]),
        (Stage.CLEARED, Role.CASEWORKER, ["Next: Propose a place", "Done by: Travel officer"]),
        (Stage.BOOKED, Role.CASEWORKER, ["Next: Record the departure", "Done by: Travel officer"]),
        (Stage.RETURNED, Role.CASEWORKER, ["Next: Record the handover", "/handover/"]),
        (Stage.PLACED, Role.CASEWORKER, ["Next: Request closing", "/close/"]),
        (Stage.DEFERRED, Role.CASEWORKER, ["Next: Resume the case", "/reconsider/"]),
    ],
)
def test_one_next_step_is_named_with_what_blocks_it(client, stage, role, says):
    text = page(client, factories.child(stage), role).content.decode()

    assert [said for said in says if said not in text] == []
    assert text.partition("</main>")[0].count('class="btn primary"') <= 1


def test_block_stands_before_the_button(client):
    text = page(client, factories.child(), Role.CASEWORKER).content.decode()

    assert text.index("Identity: not recorded yet.") < text.index("Record: Identity")


def test_registrar_who_reviews_is_told_that_another_must_verify(client):
    both = factories.user(Role.REVIEWER)
    child = factories.child(by=both)
    factories.grant(child, ClearanceKind.IDENTITY)

    text = page(client, child, both).content.decode()

    assert "A second person must verify the identity." in text
    assert "/verify/" not in text


def test_consent_that_waits_leads_the_second_person_to_it(client):
    child, reviewer = factories.child(Stage.ELIGIBLE), factories.user(Role.REVIEWER)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child, verified=False)

    text = page(client, child, reviewer).content.decode()
    other = page(client, child, Role.CASEWORKER).content.decode()

    assert "Verify: Consent to the return: Mother" in text
    assert "/verify-consent/" not in other


def test_hold_and_lateness_are_said(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    cases.hold(
        child=child,
        version=child.version,
        by=officer,
        on=DAY,
        reason=HoldReason.COURT,
        until=DAY.replace(day=2),
    )

    text = page(client, child, officer).content.decode()

    for said in ("On hold", "Overdue", "On hold until 2 Mar 2019: A court asked to wait."):
        assert said in text


def test_heading_says_how_many_days_of_its_stage_a_case_has_used(client):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)

    child.refresh_from_db()

    without = page(client, child, officer).content.decode()
    with factories.past_the_guards():
        StageLimit.objects.create(
            agreement=child.agreement, stage=Stage.REGISTERED, days=30, during=factories.SINCE_2019
        )
    text = page(client, child, officer).content.decode()

    days = (timezone.localdate() - child.stage_entered_on).days
    assert f"{days} days in this stage" in without
    url = f"{child.agreement.get_absolute_url()}#limits"
    assert f'<a href="{url}">{days} of 30 days in this stage</a>' in text
    assert "#limits" not in without
    assert 'id="limits"' in client.get(url).content.decode()


def test_limit_of_a_stage_leads_nowhere_for_who_may_not_open_the_agreement(client):
    child, reader = factories.child(), factories.user(Role.CASEWORKER)
    with factories.past_the_guards():
        StageLimit.objects.create(
            agreement=child.agreement, stage=Stage.REGISTERED, days=30, during=factories.SINCE_2019
        )
    caseworkers = reader.groups.get()
    caseworkers.permissions.remove(caseworkers.permissions.get(codename="view_dashboard"))

    text = page(client, child, reader).content.decode()

    assert " of 30 days in this stage" in text
    assert "#limits" not in text


def test_what_is_ones_own_comes_before_what_waits_for_another(client):
    """The day is that of one's own task: nobody reads that the reviewer is late for it."""
    child, officer = factories.child(Stage.VERIFIED), factories.user(Role.CASEWORKER)
    factories.assess(child, by=officer)
    waits = page(client, child, officer).context["next"]
    with factories.past_the_guards():
        Task.objects.filter(child=child, rule=TaskRule.CASEWORKER).update(due_on=DAY)

    own = page(client, child, officer)
    text = own.content.decode()
    decider = page(client, child, Role.REVIEWER).context["next"]

    assert (waits.title, waits.url, waits.with_others) == ("Decide on the assessment", "", "")
    assert (waits.who, waits.since) == ("Reviewer", timezone.localdate())
    step = own.context["next"]
    form = reverse("child-assign", args=[child.reference])
    assert (step.title, step.label, step.url) == ("Assign a caseworker", "Assign", form)
    assert (step.due_on, step.is_late) == (DAY, True)
    today = day_text(timezone.localdate())
    assert f"With others: Decide on the assessment (Reviewer, since {today})" in text
    assert (decider.title, decider.since) == ("Decide on the assessment", None)


def test_later_task_does_not_hide_what_is_due_before_it(client):
    child, reviewer = factories.child(Stage.DEFERRED), factories.user(Role.REVIEWER)
    with factories.past_the_guards():
        Task.objects.filter(child=child, rule=TaskRule.REVIEW).update(due_on=DAY)
        Task.objects.filter(child=child, rule=TaskRule.CASEWORKER).update(due_on=DAY + A_DAY)

    shown = page(client, child, reviewer)

    assert [row.line.rule for row in shown.context["tasks"]][:2] == ["review", "caseworker"]
    step = shown.context["next"]
    assert (step.title, step.url, step.with_others) == ("Resume the case", "", "")
    assert (step.due_on, step.since) == (DAY, None)  # it waits for a day, not for a person


def test_task_leads_to_the_form_that_does_it(client):
    child, officer = factories.child(Stage.ELIGIBLE), factories.user(Role.CASEWORKER)

    rows = page(client, child, officer).context["tasks"]
    for_auditor = page(client, child, Role.AUDITOR).content.decode()

    urls = {row.line.sentence: row.url for row in rows}
    form = reverse("child-consent", args=[child.reference], query={"giver": "mother"})
    assert urls["Record: Consent to the return: Mother"] == form
    assert urls["Record: Court order"] == ""  # the button of the next step leads there
    client.force_login(officer)
    assert {client.get(url).status_code for url in urls.values() if url} == {200}
    assert form not in for_auditor


def test_who_and_by_when_are_those_of_what_comes_before_a_step(client):
    """Nobody reads that the reviewer is late for a paper which a caseworker has to record."""
    officer = factories.user(Role.CASEWORKER)
    child = factories.child(by=officer)
    cases.assign(child=child, version=child.version, by=officer, on=DAY, caseworker=officer)
    with factories.past_the_guards():
        Task.objects.filter(child=child).update(due_on=DAY + A_DAY)
        Task.objects.filter(child=child, rule=TaskRule.REQUIREMENT).update(due_on=DAY)
        Task.objects.create(child=child, rule=TaskRule.SCAN, due_on=DAY - A_DAY)

    own = page(client, child, officer)
    step = own.context["next"]

    assert (step.title, step.label) == ("Verify the identity", "Record: Identity")
    assert (step.who, step.due_on, step.is_late) == (str(officer), DAY, True)
    assert (step.then, step.since) == ("Reviewer", None)
    text = " ".join(own.content.decode().split())
    assert f"First: {officer} · <strong>Was due on 1 Mar 2019</strong> · Then: Reviewer" in text


def test_step_of_another_says_who_holds_it_up_and_since_when(client):
    """A caseworker records papers; a consent and a changed identity wait for a reviewer."""
    child, officer = factories.child(Stage.ELIGIBLE), factories.user(Role.CASEWORKER)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child, verified=False)

    for_officer = page(client, child, officer)
    step, text = for_officer.context["next"], " ".join(for_officer.content.decode().split())
    decider = page(client, child, Role.REVIEWER).context["next"]

    today = timezone.localdate()
    assert (step.title, step.url) == ("Mark as cleared to travel", "")
    assert (step.who, step.then, step.since) == ("Reviewer", "Caseworker", today)
    assert f"First: Reviewer · waits since {day_text(today)} · Then: Caseworker" in text
    assert f"a reviewer · waits since {day_text(today)}" in text
    assert (decider.who, decider.then, decider.since) == ("Reviewer", "Caseworker", None)


def test_case_that_waits_for_its_fee_says_who_pays_and_since_when(client):
    child = factories.child(Stage.ELIGIBLE)
    factories.agreed_otherwise(paid_before_clearing=True)
    factories.grant(child, ClearanceKind.COURT_ORDER)
    factories.consent(child)

    step = page(client, child, Role.CASEWORKER).context["next"]

    assert step.blocks == ("The fee is not paid yet.",)
    assert (step.who, step.then, step.url) == ("Finance officer", "Caseworker", "")
    assert step.since == Fee.objects.get(child=child).due_on
