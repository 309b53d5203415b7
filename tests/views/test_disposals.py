"""The pages of a disposal: asked for, approved, certified; and what is left of the case."""

import pytest
from django.urls import reverse

from cases.models import Disposal
from cases.vocabulary import ClosedReason, RetentionClass, Role
from cases.web.again import CONFIRMED_AT
from tests import factories
from tests.acts import EXAMPLES
from tests.casework.disposed_cases import answered_enquiry
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> StaffClient:
    client = StaffClient()
    client.force_login(factories.user(role))
    return client


@pytest.fixture
def case():
    child = factories.child()
    factories.retention_term(child.agreement, RetentionClass.AWAY, 0)
    factories.retention_term(factories.second_agreement(), RetentionClass.AWAY, 0)
    return factories.close(child, ClosedReason.OTHER_STATE)


def post(client, name, case, **data):
    return client.post(reverse(name, args=[case.reference]), data, follow=True)


def shown(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def dispose(case) -> tuple[StaffClient, StaffClient]:
    admin, reviewer = signed_in(Role.ADMIN), signed_in(Role.REVIEWER)
    post(admin, "disposal-ask", case)
    post(reviewer, "disposal-approve", case, version=1)
    return admin, reviewer


def test_record_of_a_disposed_mother_is_not_edited_by_page(case):
    _admin, reviewer = dispose(case)
    mother = case.mother
    edit = reverse("mother-edit", args=[mother.reference, "legal"])

    page = shown(reviewer, "mother", mother.reference)
    assert "This family was disposed of." in page
    assert edit not in page
    assert reverse("mother-child-new", args=[mother.reference]) not in page
    mother.refresh_from_db()
    sent = {"version": mother.version, "proceedings": "unknown", "sentence": "unknown"}
    refused = reviewer.post(edit, sent)
    assert refused.status_code == 409
    assert "This family was disposed of." in refused.content.decode()


def test_one_asks_another_approves_and_both_read_the_certificate(case):
    name = case.person.name
    admin, reviewer = signed_in(Role.ADMIN), signed_in(Role.REVIEWER)

    asked = post(admin, "disposal-ask", case)
    assert "Requested. A second person must approve it." in asked.content.decode()
    assert case.reference in shown(reviewer, "reviews")
    approved = post(reviewer, "disposal-approve", case, version=1).content.decode()

    assert "Certificate of disposal" in approved
    for page in (approved, shown(admin, "disposal", case.reference)):
        assert name not in page
        assert "Backups hold it until" in page
        assert str(Disposal.objects.get().approved_by) in page
    assert case.reference in shown(admin, "retention")
    assert "Nothing is past its term" in shown(admin, "retention")


def test_an_enquiry_about_no_child_is_disposed_of_on_the_same_pages():
    asked = answered_enquiry()
    factories.retention_term(factories.agreement(), RetentionClass.ENQUIRY, 0)
    admin, reviewer = signed_in(Role.ADMIN), signed_in(Role.REVIEWER)

    due = shown(admin, "retention")
    post(admin, "disposal-ask", asked)
    waits = shown(reviewer, "reviews")
    approved = post(reviewer, "disposal-approve", asked, version=1).content.decode()

    assert f">{asked.reference}<" in due
    assert "no child of the register, last answered on" in due
    assert "Kept 0 years after the last answer." in due
    assert reverse("disposal", args=[asked.reference]) in waits
    for page in (approved, shown(admin, "retention"), shown(reviewer, "enquiry", asked.pk)):
        assert asked.reference in page
        assert asked.asker not in page
    assert "Certificate of disposal" in approved
    paper = admin.get(reverse("disposal-certificate", args=[asked.reference]))
    assert paper.content.startswith(b"%PDF")


def test_certificate_is_a_paper_without_a_name(case):
    dispose(case)
    auditor = signed_in(Role.AUDITOR)

    paper = auditor.get(reverse("disposal-certificate", args=[case.reference]))

    assert paper.content.startswith(b"%PDF")
    assert case.reference in paper["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER, Role.AUDITOR])
def test_reference_opens_for_ever_what_is_left(case, role):
    name, team = case.person.name, case.mother.team
    dispose(case)
    client = StaffClient()
    client.force_login(factories.user(role, team=team))

    page = shown(client, "child", case.reference)

    assert "This case was disposed of on" in page
    assert name not in page
    assert "Closed" in page


def test_pages_of_work_lead_to_what_is_left(case):
    _admin, reviewer = dispose(case)

    for name in ("child-note", "child-consents", "child-document-new", "child-approve-reopening"):
        response = reviewer.get(reverse(name, args=[case.reference]), follow=True)
        assert [to for to, _status in response.redirect_chain] == [case.get_absolute_url()], name
    typed = {"version": case.version, "text": "Later", "on_day": "01.03.2019"}
    assert "disposed of on" in post(reviewer, "child-note", case, **typed).content.decode()
    assert case.notes.count() == 0


def test_lists_search_and_files_do_not_fail_on_it(case):
    dispose(case)
    reviewer = signed_in(Role.REVIEWER)

    for name in ("children", "children-csv", "children-xlsx", "mothers", "dashboard"):
        response = reviewer.get(reverse(name), {"stage": "closed"} if name == "children" else {})
        assert response.status_code == 200, name
        if response.streaming:
            response.getvalue()
    assert reviewer.get(case.mother.get_absolute_url()).status_code == 200
    found = reviewer.post(reverse("search"), {"q": case.reference}, follow=True)
    assert found.status_code == 200


def test_both_acts_ask_who_is_at_the_keyboard(case):
    for role, name in ((Role.ADMIN, "disposal-ask"), (Role.REVIEWER, "disposal-approve")):
        client = signed_in(role)
        session = client.session
        session[CONFIRMED_AT] = 0
        session.save()
        assert client.post(reverse(name, args=[case.reference])).status_code == 403
    assert not Disposal.objects.exists()


def test_request_is_withdrawn(case):
    admin = signed_in(Role.ADMIN)
    post(admin, "disposal-ask", case)

    page = post(admin, "disposal-drop", case, version=1).content.decode()

    assert "The request is cancelled. Nothing is disposed of." in page
    assert "Request the disposal" in page


def test_what_stands_in_the_way_is_said(case):
    open_case = factories.child()

    page = shown(signed_in(Role.ADMIN), "disposal", open_case.reference)

    assert "The case is open. Only a closed case is disposed of." in page
    assert "Request the disposal" not in page


def test_stale_approval_is_told_what_became_of_it(case):
    _admin, reviewer = dispose(case)

    late = post(reviewer, "disposal-approve", case, version=1)

    assert late.status_code == 409
    assert Disposal.objects.made().count() == 1


def test_no_child_is_added_to_a_family_that_was_disposed_of(case):
    _admin, reviewer = dispose(case)

    answer = post(reviewer, "mother-child-new", case.mother, **EXAMPLES["mother-child-new"]().data)

    assert answer.status_code == 409
    assert "This family was disposed of. Register the mother anew." in answer.content.decode()
    assert case.mother.children.count() == 1
