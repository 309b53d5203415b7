"""The money of a child who does not travel pays for another, and later comes back."""

import pytest

from cases.models import Fee
from cases.vocabulary import FeeStatus, Role
from tests import factories
from tests.casework.test_reversals import another_due, paid_fees

pytestmark = pytest.mark.django_db(transaction=True)


def test_money_is_credited_then_claimed_back(browse, assert_accessible):
    first, second = paid_fees(2, deferred=2)
    target = another_due()
    officer = browse(factories.user(Role.FINANCE_OFFICER))
    approver = browse(factories.user(Role.FINANCE_APPROVER))

    officer.goto(first.get_absolute_url())
    assert_accessible(officer)
    officer.get_by_label("Credit it to another child's fee").check()
    officer.get_by_role("button", name="Request approval").click()
    assert_accessible(officer)
    officer.get_by_label("Child whose fee it pays").select_option(target.child.reference)
    officer.locator("#id_reason").select_option("consent")
    officer.get_by_role("button", name="Request approval").click()
    officer.get_by_text("A second person must approve it.").wait_for()
    assert_accessible(officer)
    _approve(approver, first, assert_accessible)
    assert_accessible(approver)

    officer.goto(second.get_absolute_url())
    officer.locator("#id_reason").select_option("health")
    officer.get_by_role("button", name="Request approval").click()
    officer.get_by_text("A second person must approve it.").wait_for()
    _approve(approver, second, assert_accessible)
    officer.reload()
    assert_accessible(officer)
    officer.get_by_label("Bank reference").fill("RET-1")
    officer.get_by_role("button", name="Record the refund").click()
    officer.get_by_text("Refund recorded.").wait_for()
    assert_accessible(officer)

    fees = Fee.objects.in_bulk([first.pk, second.pk, target.pk])
    assert fees[first.pk].status == FeeStatus.CREDITED
    assert fees[second.pk].status == FeeStatus.REFUNDED
    assert fees[target.pk].status == FeeStatus.PAID


def _approve(page, fee, assert_accessible):
    page.goto("/reviews/")
    assert_accessible(page)
    page.get_by_role("link", name=fee.child.reference).first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Approve it").click()
    page.get_by_text(" is approved").wait_for()
