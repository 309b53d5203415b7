"""The page of a fee whose child does not travel: asked, approved by another, refunded."""

import pytest
from django.urls import reverse

from cases.models import Child, Fee, Reversal
from cases.vocabulary import FeeStatus, ReversalKind, Role
from tests import factories
from tests.casework.test_reversals import another_due, approve, ask, defer, paid_fees
from tests.sent import form_of

pytestmark = pytest.mark.django_db
NOT_PAID = "Only a paid fee can be refunded or credited."


def at(fee, name="fee"):
    return reverse(name, args=[fee.agreement.slug, fee.child.reference])


def as_role(client, role):
    made = factories.user(role)
    client.force_login(made)
    return made


def wish(fee, **fields):
    return {"version": fee.version, "kind": "refund", "reason": "consent", **fields}


def test_refund_is_asked_approved_and_recorded(client):
    fee = paid_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)
    answer = client.post(at(fee, "reversal-ask"), wish(fee), follow=True)
    assert "A second person must approve it." in answer.content.decode()

    as_role(client, Role.FINANCE_APPROVER)
    assert fee.child.reference in client.get(reverse("reviews")).content.decode()
    fee.refresh_from_db()
    client.post(at(fee, "reversal-approve"), {"version": fee.version})
    fee.refresh_from_db()
    assert fee.status == FeeStatus.REFUND_DUE

    as_role(client, Role.FINANCE_OFFICER)
    day = f"{fee.lines.get().batch.value_date:%d.%m.%Y}"
    facts = {"version": fee.version, "refunded_on": day, "bank_reference": "B-7"}
    answer = client.post(at(fee, "refund-record"), facts, follow=True)
    fee.refresh_from_db()
    assert fee.status == FeeStatus.REFUNDED
    assert "B-7" in answer.content.decode()


def test_money_is_credited_and_both_pages_say_so(client):
    fee, target = paid_fees()[0], another_due()
    as_role(client, Role.FINANCE_OFFICER)
    client.post(at(fee, "reversal-ask"), wish(fee, kind="credit", credited_to=target.pk))
    as_role(client, Role.FINANCE_APPROVER)
    fee.refresh_from_db()

    client.post(at(fee, "reversal-approve"), {"version": fee.version})

    pages = [client.get(at(each)).content.decode() for each in (fee, target)]
    linked = [
        f'<a href="{at(each)}"><bdi class="ref">{each.child.reference}</bdi></a>'
        for each in (target, fee)
    ]
    assert f"Credited to {linked[0]}" in pages[0]
    assert f"Paid by credit from {linked[1]}" in pages[1]
    batch = client.get(fee.lines.get().batch.get_absolute_url()).content.decode()
    assert f"now pays the fee of {linked[0]}" in batch


def test_credit_without_a_child_keeps_what_was_picked(client):
    fee = paid_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)

    answer = client.post(at(fee, "reversal-ask"), wish(fee, kind="credit"))

    assert "Select the child whose fee the credit pays." in answer.content.decode()
    assert answer.context["reversal_form"]["kind"].value() == "credit"
    assert not Reversal.objects.exists()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"bank_reference": ""}, "Fill this in."),
        ({"refunded_on": "31.02.2019"}, "February 2019 has 28 days"),
    ],
)
def test_refund_that_is_typed_wrongly_is_told(client, facts, sentence):
    fee, officer = paid_fees()[0], as_role(client, Role.FINANCE_OFFICER)
    ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    typed = {"version": fee.version, "refunded_on": "1.3.2019", "bank_reference": "B", **facts}

    answer = client.post(at(fee, "refund-record"), typed)

    assert sentence in answer.content.decode()
    fee.refresh_from_db()
    assert fee.status == FeeStatus.REFUND_DUE


def test_wish_is_dropped(client):
    fee, officer = paid_fees()[0], as_role(client, Role.FINANCE_OFFICER)
    ask(fee, officer)

    client.post(at(fee, "reversal-drop"), {"version": fee.version})

    assert not Reversal.objects.asked().exists()
    assert Fee.objects.get(pk=fee.pk).status == FeeStatus.PAID


def test_who_asked_is_not_offered_the_approval(client):
    fee = paid_fees()[0]
    both = factories.user(Role.FINANCE_OFFICER)
    both.groups.add(*factories.user(Role.FINANCE_APPROVER).groups.all())
    ask(fee, both)
    client.force_login(both)

    page = client.get(at(fee)).content.decode()
    answer = client.post(at(fee, "reversal-approve"), {"version": fee.version})

    assert at(fee, "reversal-approve") not in page
    assert answer.status_code == 409
    assert Fee.objects.get(pk=fee.pk).status == FeeStatus.PAID


def test_stale_wish_saves_nothing(client):
    fee = paid_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)

    answer = client.post(at(fee, "reversal-ask"), wish(fee, version=fee.version + 1))

    assert (answer.status_code, Reversal.objects.count()) == (409, 0)
    assert form_of(answer, holding="version")["reason"] == ["consent"]


def test_refused_wish_keeps_what_was_entered(client):
    fee = factories.due_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)

    answer = client.post(at(fee, "reversal-ask"), wish(fee))

    form = form_of(answer, action=at(fee, "reversal-ask"))
    assert (answer.status_code, Reversal.objects.count()) == (409, 0)
    assert NOT_PAID in answer.content.decode()
    assert (form["kind"], form["reason"]) == (["refund"], ["consent"])


def test_refused_refund_keeps_what_was_entered(client):
    fee = paid_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)
    facts = {"version": fee.version, "refunded_on": "01.03.2019", "bank_reference": "B-7"}

    answer = client.post(at(fee, "refund-record"), facts)

    form = form_of(answer, action=at(fee, "refund-record"))
    assert answer.status_code == 409
    assert "No refund is awaited for this fee." in answer.content.decode()
    assert (form["refunded_on"], form["bank_reference"]) == (["01.03.2019"], ["B-7"])
    assert Fee.objects.get(pk=fee.pk).status == FeeStatus.PAID


def test_bank_reference_of_another_refund_is_refused_beside_its_field(client):
    officer, approver = as_role(client, Role.FINANCE_OFFICER), factories.user(Role.FINANCE_APPROVER)
    fees = paid_fees(deferred=2)
    for fee in fees:
        ask(fee, officer)
        approve(fee, approver)
    day = f"{fees[0].lines.get().batch.value_date:%d.%m.%Y}"
    for fee in fees:
        fee.refresh_from_db()
        facts = {"version": fee.version, "refunded_on": day, "bank_reference": "B-7"}
        answer = client.post(at(fee, "refund-record"), facts)

    assert answer.status_code == 409
    assert answer.context["refund_form"].errors == {
        "bank_reference": ["This bank reference is already used for another refund."]
    }
    assert Fee.objects.get(pk=fees[1].pk).status == FeeStatus.REFUND_DUE


def test_conflict_of_a_wish_shows_what_a_colleague_asked_for(client):
    fee, target = paid_fees()[0], another_due()
    as_role(client, Role.FINANCE_OFFICER)
    form = form_of(client.get(at(fee)), action=at(fee, "reversal-ask")) | {"reason": "court"}
    ask(fee, factories.user(Role.FINANCE_OFFICER), ReversalKind.CREDIT, target)

    answer = client.post(at(fee, "reversal-ask"), form)

    rows = {row.name: row for row in answer.context["rows"]}
    assert answer.status_code == 409
    assert rows["credited_to"].now == target.child.reference
    assert (rows["kind"].now, rows["kind"].is_mine) == (ReversalKind.CREDIT.label, False)
    assert (rows["reason"].shown, rows["reason"].collides) == ("", True)
    assert Reversal.objects.get().kind == ReversalKind.CREDIT


def test_second_click_leads_to_the_fee(client):
    fee = paid_fees()[0]
    as_role(client, Role.FINANCE_OFFICER)
    form = form_of(client.get(at(fee)), action=at(fee, "reversal-ask")) | {"reason": "court"}
    client.post(at(fee, "reversal-ask"), form)

    answer = client.post(at(fee, "reversal-ask"), form, follow=True)

    assert answer.redirect_chain == [(at(fee), 302)]
    assert "You have already sent this form. This is the result." in answer.content.decode()
    assert Reversal.objects.count() == 1


def test_page_of_money_that_left_says_no_name(client):
    fee, target = paid_fees()[0], another_due()
    officer = as_role(client, Role.FINANCE_OFFICER)
    ask(fee, officer, ReversalKind.CREDIT, target)
    approve(fee, factories.user(Role.FINANCE_APPROVER))

    for each in (fee, target):
        page = client.get(at(each)).content.decode()
        person = each.child.person
        assert all(name.text not in page for name in person.names.all())


def test_page_of_a_fee_costs_the_same_whatever_became_of_the_money(
    client, django_assert_num_queries
):
    fee, still_paid = paid_fees()
    officer, approver = (
        factories.user(Role.FINANCE_OFFICER),
        factories.user(Role.FINANCE_APPROVER),
    )
    target = another_due()
    ask(fee, officer, ReversalKind.CREDIT, target)
    approve(fee, approver)
    defer(Child.objects.get(pk=target.child_id))
    target = Fee.objects.get(pk=target.pk)
    ask(target, officer)
    approve(target, approver)
    as_role(client, Role.AUDITOR)

    for each, moves in ((still_paid, 0), (fee, 1), (target, 2)):
        with django_assert_num_queries(9):  # as on every page of a fee, and two for the money
            page = client.get(at(each))
        assert len(page.context["reversals"]) == moves


def test_paid_fee_of_a_child_who_may_travel_says_when_a_refund_is_requested(client):
    fee = paid_fees(deferred=0)[0]
    as_role(client, Role.FINANCE_OFFICER)
    sentence = "once a caseworker has deferred or closed the case"

    before = client.get(at(fee)).content.decode()
    defer(fee.child)
    after = client.get(at(fee)).content.decode()

    assert sentence in before
    assert sentence not in after
