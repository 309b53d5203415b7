"""The clearances and consents of a child's page: what is one row, and what is not needed."""

import pytest
from django.urls import reverse

from cases.models import Child, Requirement
from cases.vocabulary import (
    ClearanceKind,
    FatherStatus,
    NeededFor,
    RestatedPart,
    Role,
    Stage,
)
from tests import factories
from tests.views.test_case_pages import page
from tests.views.test_restatements import ask_the_father, bury

pytestmark = pytest.mark.django_db
EVIDENCE = "Certificate 7 of Mosul"
LABEL = "Consent to the return: Father"
WHY = f"His death is documented: {EVIDENCE}"


def row_of(client, child, role=Role.CASEWORKER):
    """Return the row of the father's consent, None where there is none."""
    rows = page(client, child, role).context["tracks"]
    return next((row for row in rows if row.label == LABEL), None)


def test_death_that_is_confirmed_says_why_his_consent_is_not_needed(client):
    child = factories.child(Stage.ELIGIBLE)
    ask_the_father(child)
    bury(child, factories.user(Role.CASEWORKER), EVIDENCE)
    waiting = row_of(client, child)
    factories.confirm(child, RestatedPart.FATHER)

    row = row_of(client, child)

    assert (waiting.status, waiting.tone) == ("Waiting for a second person", "info")
    assert WHY in waiting.why
    assert (row.status, row.tone, row.why) == ("Not needed", "", WHY)
    family = client.get(child.mother.get_absolute_url()).content.decode()
    assert "Not needed" in family
    assert WHY in family


def test_where_the_agreement_does_not_ask_for_it_both_reasons_stand(client):
    child = factories.child()
    without = row_of(client, child)
    bury(child, factories.user(Role.CASEWORKER), EVIDENCE)
    waiting = row_of(client, child)
    factories.confirm(child, RestatedPart.FATHER)

    row = row_of(client, child)

    assert without is waiting is None
    assert (row.status, row.url) == ("Not needed", "")
    assert row.why == f"{WHY} · not required by the agreement"


def test_travel_officer_reads_nothing_of_the_father(client):
    child = factories.child(Stage.CLEARED)
    with factories.past_the_guards():
        Child.objects.filter(pk=child.pk).update(
            father_status=FatherStatus.DECEASED, father_evidence=EVIDENCE
        )

    assert row_of(client, child).why.startswith(WHY)
    assert row_of(client, child, Role.TRAVEL_OFFICER) is None
    assert EVIDENCE not in page(client, child, Role.TRAVEL_OFFICER).content.decode()


def test_papers_that_are_granted_are_counted_without_what_is_not_needed(client):
    placed = factories.child(Stage.PLACED)
    before = page(client, placed, Role.CASEWORKER).context
    with factories.past_the_guards():
        Child.objects.filter(pk=placed.pk).update(
            father_status=FatherStatus.DECEASED, father_evidence=EVIDENCE
        )

    after = page(client, placed, Role.CASEWORKER).context

    assert len(after["tracks"]) == len(before["tracks"]) + 1
    assert after["granted"] == before["granted"] == len(before["tracks"])


def test_granted_papers_of_an_identity_are_one_row_with_the_form_of_each(client):
    child = factories.child()
    kinship = Requirement(
        agreement=child.agreement,
        clearance=ClearanceKind.KINSHIP,
        needed_for=NeededFor.VERIFY,
        during=factories.SINCE_2019,
    )
    factories.agreed(kinship)
    factories.grant(child, ClearanceKind.IDENTITY)
    apart = page(client, child, Role.CASEWORKER).context["tracks"]
    factories.grant(child, ClearanceKind.KINSHIP)

    response = page(client, child, Role.CASEWORKER)
    rows = response.context["tracks"]

    [row] = [row for row in rows if row.others]
    urls = [
        reverse("child-clearance", args=[child.reference], query={"kind": kind})
        for kind in ("identity", "kinship")
    ]
    assert (row.label, row.url, row.status) == ("Identity", urls[0], "Granted")
    assert list(row.others) == [("Kinship", urls[1])]
    assert row.why == "Needed for: Verifying identity · issued on 1 Mar 2019"
    assert len(rows) == len(apart) - 1
    assert not any(each.others for each in apart)
    text = " ".join(response.content.decode().split())
    assert f'<a href="{urls[0]}">Identity</a> · <a href="{urls[1]}">Kinship</a>' in text
