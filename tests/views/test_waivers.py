"""A waiver is asked for by one person and approved by another."""

import pytest

from cases.casework import fees as casework
from cases.models import (
    AccessRow,
    Fee,
)
from cases.vocabulary import FeeStatus, Reason, Role
from tests import factories
from tests.sent import form_of
from tests.sentences import words_of
from tests.views.test_fees import at, sign_in, text_of

pytestmark = pytest.mark.django_db


def test_waiver_is_asked_by_one_and_approved_by_another(client, officer):
    fee = factories.due_fees()[0]
    client.post(at(fee, "waiver-ask"), {"version": fee.version, "reason": "health"})
    fee.refresh_from_db()
    sign_in(client, Role.FINANCE_APPROVER)

    answer = client.post(at(fee, "waiver-approve"), {"version": fee.version}, follow=True)

    fee.refresh_from_db()
    assert "Fee waived." in text_of(answer)
    assert fee.status == FeeStatus.WAIVED


def test_waiver_without_a_reason_keeps_the_page(client, officer):
    fee = factories.due_fees()[0]

    answer = client.post(at(fee, "waiver-ask"), {"version": fee.version})

    fee.refresh_from_db()
    assert (answer.status_code, fee.waiver_asked_by) == (200, None)
    assert "Choose one." in text_of(answer)


ALL = "/fees/waive/"


def _confirmed(page, **typed: object) -> dict[str, object]:
    """Return what the confirm page sends, with what is typed into it."""
    return form_of(page, holding="counted") | {"reason": "health", **typed}


def test_waiver_of_picked_fees_is_asked_at_once_and_skips_what_is_taken(client, officer):
    taken = factories.batch(fees=1).lines.get().fee
    one, other = factories.due_fees(2)
    asked_before = factories.ask_waiver(factories.due_fees(1)[0])

    page = client.post(ALL, {"fee": [each.pk for each in (taken, one, other, asked_before)]})
    done = client.post(ALL, _confirmed(page), follow=True)

    text = words_of(done)
    assert "The waiver of 2 fees is requested. A second person must approve each." in text
    assert f"{taken.child.reference}: Only a fee that is due can be waived" in text
    assert f"{asked_before.child.reference}: A waiver has already been requested" in text
    waiting = Fee.objects.filter(waiver_asked_by=officer, waiver_reason="health", status="due")
    assert set(waiting) == {one, other}
    assert done.redirect_chain[-1][0].startswith("/fees/")


def test_waiver_of_a_whole_list_is_counted_again(client, officer):
    factories.due_fees(2)
    page = client.post(ALL, {"every": "on", "filter": "status=due"})
    factories.due_fees(1)

    changed = client.post(ALL, _confirmed(page))
    unreasoned = client.post(ALL, _confirmed(changed, reason=""))
    nobody = Fee.objects.filter(waiver_asked_by=officer).count()
    client.post(ALL, _confirmed(unreasoned))
    none = client.post(ALL, {"every": "on", "filter": "status=due"})

    assert (changed.status_code, nobody) == (409, 0)
    assert "The list has changed. Check the number again." in text_of(changed)
    assert "3 children" in text_of(changed)
    assert Fee.objects.filter(waiver_asked_by=officer).count() == 3
    assert "No fee is selected that can be waived" in text_of(none)


def test_who_asked_for_a_waiver_cannot_approve_it(client, officer):
    officer.groups.add(*factories.user(Role.FINANCE_APPROVER).groups.all())
    fee = factories.due_fees()[0]
    client.post(at(fee, "waiver-ask"), {"version": fee.version, "reason": "health"})
    fee.refresh_from_db()

    answer = client.post(at(fee, "waiver-approve"), {"version": fee.version})

    fee.refresh_from_db()
    assert (answer.status_code, fee.status) == (409, FeeStatus.DUE)
    assert "A second person must approve it" in text_of(answer)


def test_refused_waiver_keeps_its_reason(client, officer):
    fee = factories.batch(fees=1).lines.get().fee

    answer = client.post(at(fee, "waiver-ask"), {"version": fee.version, "reason": "health"})

    fee.refresh_from_db()
    assert (answer.status_code, fee.waiver_asked_by) == (409, None)
    assert "Only a fee that is due can be waived." in text_of(answer)
    assert form_of(answer, action=at(fee, "waiver-ask"))["reason"] == ["health"]


def test_waiver_sent_twice_is_asked_for_once(client, officer):
    fee = factories.due_fees()[0]
    form = form_of(client.get(at(fee)), action=at(fee, "waiver-ask")) | {"reason": "health"}
    client.post(at(fee, "waiver-ask"), form)
    version = Fee.objects.get().version

    answer = client.post(at(fee, "waiver-ask"), form, follow=True)

    assert answer.redirect_chain == [(at(fee), 302)]
    assert "You have already sent this form. This is the result." in text_of(answer)
    assert Fee.objects.get().version == version


def test_conflict_of_a_waiver_shows_all_three_and_refuses_what_is_chosen_in_vain(client, officer):
    fee = factories.due_fees()[0]
    form = form_of(client.get(at(fee)), action=at(fee, "waiver-ask")) | {"reason": "court"}
    factories.ask_waiver(fee)

    conflict = client.post(at(fee, "waiver-ask"), form)
    (row,) = conflict.context["rows"]
    choice = form_of(conflict, holding="choosing") | {"keep-reason": "mine"}
    answer = client.post(at(fee, "waiver-ask"), choice)

    assert conflict.status_code == 409
    assert (row.shown, row.now, row.mine) == ("", Reason.HEALTH.label, Reason.COURT.label)
    assert AccessRow.objects.filter(page="waiver-ask", child=fee.child).exists()
    assert answer.status_code == 409
    assert "A waiver has already been requested." in text_of(answer)
    assert Fee.objects.get().waiver_reason == Reason.HEALTH


def test_approval_of_a_waiver_that_was_dropped_reads_the_record_first(client):
    fee = factories.ask_waiver(factories.due_fees()[0])
    approver = sign_in(client, Role.FINANCE_APPROVER)
    form = form_of(client.get(at(fee)), action=at(fee, "waiver-approve"))
    casework.drop_waiver(fee=fee, version=fee.version, by=approver)

    conflict = client.post(at(fee, "waiver-approve"), form)
    answer = client.post(at(fee, "waiver-approve"), form_of(conflict, holding="version"))

    assert (conflict.status_code, answer.status_code) == (409, 409)
    assert "Read the record as it is now, then decide." in text_of(conflict)
    assert "No waiver is requested for this fee." in text_of(answer)
    assert Fee.objects.get().status == FeeStatus.DUE


def test_waiver_is_dropped(client, officer):
    fee = factories.ask_waiver(factories.due_fees()[0])

    client.post(at(fee, "waiver-drop"), {"version": fee.version})

    assert Fee.objects.get().waiver_asked_by is None


@pytest.mark.parametrize("version", ["", "x", "99"])
def test_waiver_from_a_stale_form_saves_nothing(client, officer, version):
    fee = factories.due_fees()[0]

    answer = client.post(at(fee, "waiver-ask"), {"version": version, "reason": "health"})

    assert answer.status_code == 409
    assert "Your changes are not saved" in text_of(answer)
    assert form_of(answer, holding="version")["reason"] == ["health"]
    assert Fee.objects.get().waiver_asked_by is None
