"""One payment batch: every act by the button that staff press, and every refusal."""

import re
import uuid

import pytest
from django.urls import reverse

from cases.models import AccessRow, Fee, PaymentBatch
from cases.pages.facts import WayStep
from cases.vocabulary import BatchStatus, FeeStatus, Role
from tests import clock, factories
from tests.canaries import told
from tests.sent import form_of

pytestmark = pytest.mark.django_db
CHANGED = "The record changed after you opened it. Your changes are not saved"
UNREADABLE = "Select the fees again: they were unreadable."
SENT_BEFORE = "You have already sent this form. This is the result."


@pytest.fixture
def approver(client):
    person = factories.user(Role.FINANCE_APPROVER)
    client.force_login(person)
    return person


def press(client, act, batch, **data):
    data = {"version": batch.version} | data
    answer = client.post(reverse(f"batch-{act}", args=[batch.reference]), data)
    batch.refresh_from_db()
    return answer


def text(answer):
    return answer.content.decode()


def transfer(client, batch, **typed):
    typed = {"bank_reference": "TRF-1", "value_date": "01.03.2019", "charges": "12.50", **typed}
    return press(client, "transfer", batch, **typed)


def ticked(batch):
    return {f"take-{line.fee_id}": "on" for line in batch.lines.all()}


def receipt(client, batch, **typed):
    typed = {
        "token": uuid.uuid4(),
        "number": "R-1",
        "authority": "Court of Karkh",
        "received_on": "01.03.2019",
        **(typed or ticked(batch)),
    }
    return press(client, "receipt", batch, **typed)


def test_batch_goes_its_way_by_the_buttons_of_its_page(client, officer):
    batch, approver = factories.batch(by=officer), factories.user(Role.FINANCE_APPROVER)

    press(client, "submit", batch)
    client.force_login(approver)
    press(client, "approve", batch)
    client.force_login(officer)
    transfer(client, batch, value_date=f"{clock.today():%d.%m.%Y}")
    receipt(client, batch)

    assert batch.status == BatchStatus.SETTLED
    assert (batch.bank_reference, str(batch.charges)) == ("TRF-1", "12.50")
    assert {fee.status for fee in Fee.objects.all()} == {FeeStatus.RECEIPTED}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("status", [BatchStatus.DRAFT, BatchStatus.SENT])
def test_batch_query_count(client, officer, rows, status, django_assert_num_queries):
    batch = factories.batch(status, fees=rows)
    last_authority = status == BatchStatus.SENT

    # session, user, batch, lines, access
    with django_assert_num_queries(5 + last_authority):
        page = client.get(batch.get_absolute_url())

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(client, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.batch(fees=1)

    with django_assert_num_queries(6):  # session, user, statuses, count, page
        page = client.get(reverse("batches"))

    assert len(page.context["rows"]) == rows


def test_the_sums_of_a_batch_lead_to_its_fees(client, officer):
    batch = factories.batch(BatchStatus.SENT, fees=2, by=officer)
    receipt(client, batch)

    page = text(client.get(batch.get_absolute_url()))

    assert 'id="fees"' in page
    assert page.count('<a href="#fees">$800</a>') == 2


def test_list_is_narrowed_by_status(client, officer):
    factories.batch()
    sent = factories.batch(BatchStatus.SENT)

    page = client.get(f"{reverse('batches')}?status=sent")

    assert [batch for batch, _tone in page.context["rows"]] == [sent]
    assert [(v.label, v.count) for v in page.context["views"]] == [
        ("All", 2),
        ("Draft", 1),
        ("Sent to the bank", 1),
    ]


def test_empty_list_says_what_to_do(client, officer):
    assert "Select due fees" in text(client.get(reverse("batches")))


def test_page_of_a_batch_is_on_record_with_its_rows(client, officer):
    batch = factories.batch(fees=3)

    client.get(batch.get_absolute_url())

    row = AccessRow.objects.get()
    assert (row.page, row.rows) == ("batch", 3)


@pytest.mark.parametrize(
    ("role", "status", "acts"),
    [
        (Role.FINANCE_OFFICER, BatchStatus.DRAFT, {"submit", "release", "void"}),
        (Role.FINANCE_OFFICER, BatchStatus.SUBMITTED, {"release", "void"}),
        (Role.FINANCE_OFFICER, BatchStatus.APPROVED, {"release", "void", "transfer"}),
        (Role.FINANCE_OFFICER, BatchStatus.SENT, {"receipt"}),
        (Role.FINANCE_APPROVER, BatchStatus.DRAFT, set()),
        (Role.FINANCE_APPROVER, BatchStatus.SUBMITTED, {"approve", "return"}),
        (Role.FINANCE_APPROVER, BatchStatus.APPROVED, {"return"}),
        (Role.REVIEWER, BatchStatus.SUBMITTED, set()),
        (Role.AUDITOR, BatchStatus.SENT, set()),
    ],
)
def test_page_offers_the_acts_of_the_role_and_no_other(client, role, status, acts):
    batch = factories.batch(status)
    client.force_login(factories.user(role))

    page = text(client.get(batch.get_absolute_url()))

    assert set(re.findall(rf'action="/fees/batches/{batch.reference}/(\w+)/', page)) == acts


def test_who_prepared_and_holds_both_roles_is_refused_in_words(client, officer):
    officer.groups.add(*factories.user(Role.FINANCE_APPROVER).groups.all())
    batch = factories.batch(BatchStatus.SUBMITTED, by=officer)
    page = text(client.get(batch.get_absolute_url()))

    answer = press(client, "approve", batch)

    sentence = "You prepared this batch. A second person must approve it."
    assert sentence in page
    assert "Approve the batch" not in page
    assert (answer.status_code, batch.status) == (409, BatchStatus.SUBMITTED)
    assert sentence in text(answer)


def test_batch_is_sent_back_with_a_reason_that_the_officer_reads(client, approver):
    batch = factories.batch(BatchStatus.SUBMITTED)

    press(client, "return", batch, reason="Two fees belong to the next flight.")

    client.force_login(batch.prepared_by)
    page = text(client.get(batch.get_absolute_url()))
    assert batch.status == BatchStatus.DRAFT
    assert "Two fees belong to the next flight." in page


@pytest.mark.parametrize("reason", ["", "x" * 301, "a\u202eb", "a\x00b"])
def test_unusable_reason_is_refused_beside_its_field(client, approver, reason):
    batch = factories.batch(BatchStatus.SUBMITTED)

    answer = press(client, "return", batch, reason=reason)

    assert (answer.status_code, batch.status) == (200, BatchStatus.SUBMITTED)
    assert 'id="id_reason_error"' in text(answer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"bank_reference": ""}, "bank_reference"),
        ({"bank_reference": "x" * 10_000}, "bank_reference"),
        ({"bank_reference": "TRF\u202e1"}, "bank_reference"),
        ({"value_date": "31.02.2019"}, "value_date"),
        ({"value_date": "tomorrow"}, "value_date"),
        ({"value_date": "01.01.2999"}, "value_date"),
        ({"value_date": "31.01.2019"}, "value_date"),
        ({"charges": "-1"}, "charges"),
        ({"charges": "1e30"}, "charges"),
        ({"charges": "NaN"}, "charges"),
        ({"paid_currency": "TJS"}, "rate"),
        ({"rate": "10.92"}, "paid_currency"),
        ({"paid_currency": "somoni", "rate": "10.92"}, "paid_currency"),
        ({"paid_currency": "TJS", "rate": "0"}, "rate"),
        ({"paid_currency": "TJS", "rate": "1.1234567"}, "rate"),
        ({"funder": "x" * 121}, "funder"),
    ],
)
def test_unusable_transfer_keeps_what_was_typed(client, officer, typed, field):
    batch = factories.batch(BatchStatus.APPROVED)

    answer = transfer(client, batch, **typed)

    form = answer.context["transfer_form"]
    assert (answer.status_code, batch.status) == (200, BatchStatus.APPROVED)
    assert list(form.errors) == [field]
    assert form.data["bank_reference"] == {"bank_reference": "TRF-1", **typed}["bank_reference"]


def test_account_in_another_currency_says_its_rate_and_who_funds_it(client, officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=3)

    transfer(client, batch, paid_currency="tjs", rate="10.925", funder="State budget")

    page = text(client.get(batch.get_absolute_url()))
    assert (batch.paid_currency, str(batch.rate)) == ("TJS", "10.925000")
    said = ("TJS\xa013,110", "10.925 TJS for 1 USD", "State budget", "$12.50")
    assert [words for words in said if words not in page] == []


def test_rate_of_the_same_currency_is_no_rate(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)

    answer = transfer(client, batch, paid_currency="USD", rate="")

    assert (answer.status_code, batch.paid_currency, batch.rate) == (302, "", None)


def test_next_transfer_offers_the_same_funder(client, officer):
    transfer(client, factories.batch(BatchStatus.APPROVED), funder="State budget")
    batch = factories.batch(BatchStatus.APPROVED)

    form = client.get(batch.get_absolute_url()).context["transfer_form"]

    assert form["funder"].value() == "State budget"


def test_charges_may_be_left_out(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)

    transfer(client, batch, charges="")

    assert (batch.status, batch.charges) == (BatchStatus.SENT, 0)


def test_bank_reference_of_another_batch_is_refused_in_words(client, officer):
    known = factories.batch(BatchStatus.SENT)
    batch = factories.batch(BatchStatus.APPROVED)

    answer = transfer(client, batch, bank_reference=known.bank_reference)

    form = answer.context["transfer_form"]
    assert (answer.status_code, batch.status) == (409, BatchStatus.APPROVED)
    assert form.errors == {
        "bank_reference": ["This bank reference is already used for another batch."]
    }
    assert f'value="{known.bank_reference}"' in text(answer)
    assert 'value="12.50"' in text(answer)


@pytest.mark.parametrize("version", ["", "x", "99"])
@pytest.mark.parametrize("act", ["submit", "void", "release"])
def test_act_without_the_right_version_is_told_and_saves_nothing(client, officer, act, version):
    batch = factories.batch()
    fee = batch.lines.first().fee

    answer = press(client, act, batch, version=version, fee=[fee.pk])

    fee.refresh_from_db()
    assert (answer.status_code, fee.status) == (409, FeeStatus.BATCHED)
    assert CHANGED in text(answer)


def opened(client, batch, act):
    """Return what the form of an act sends, as the page of the batch holds it now."""
    action = reverse(f"batch-{act}", args=[batch.reference])
    return form_of(client.get(batch.get_absolute_url()), action=action)


def row_of(page, name):
    return next(row for row in page.context["rows"] if row.name == name)


def test_conflict_of_a_transfer_shows_all_three_and_saves_nothing(client, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    form = opened(client, batch, "transfer")
    transfer(client, batch, bank_reference="TRF-FIRST", value_date="02.03.2019")

    answer = press(client, "transfer", batch, **form | {"bank_reference": "TRF-SECOND"})

    reference, charges = row_of(answer, "bank_reference"), row_of(answer, "charges")
    assert answer.status_code == 409
    assert (reference.shown, reference.now, reference.mine) == ("", "TRF-FIRST", "TRF-SECOND")
    assert reference.collides
    assert (charges.now, charges.is_mine) == ("12.50", False)
    assert f"saved by <bdi>{officer}</bdi>" in text(answer)
    assert batch.bank_reference == "TRF-FIRST"


def test_sending_back_what_was_approved_meanwhile_asks_to_read_it_and_saves(client, approver):
    batch = factories.batch(BatchStatus.SUBMITTED)
    form = opened(client, batch, "return") | {"reason": "Two fees belong to the next flight."}
    press(client, "approve", batch)

    conflict = press(client, "return", batch, **form)
    standing = batch.status
    press(client, "return", batch, **form_of(conflict, holding="reason"))

    assert (conflict.status_code, standing) == (409, BatchStatus.APPROVED)
    assert "Read the record as it is now, then decide." in text(conflict)
    assert "Two fees belong to the next flight." in text(conflict)
    facts = [(str(fact.label), str(fact.value)) for fact in conflict.context["facts"]]
    assert facts == [("Fees", "2"), ("Total", "$800")]
    assert (batch.status, batch.returned_reason) == (BatchStatus.DRAFT, form["reason"])


@pytest.mark.parametrize(
    ("status", "act", "typed"),
    [
        (BatchStatus.DRAFT, "submit", {}),
        (BatchStatus.DRAFT, "void", {}),
        (BatchStatus.APPROVED, "transfer", {"bank_reference": "TRF-1"}),
    ],
)
def test_second_click_leads_to_what_came_of_the_first(client, officer, status, act, typed):
    batch = factories.batch(status)
    form = opened(client, batch, act) | typed
    first = press(client, act, batch, **form)
    version = batch.version

    answer = client.post(reverse(f"batch-{act}", args=[batch.reference]), form, follow=True)

    batch.refresh_from_db()
    assert first["Location"] == batch.get_absolute_url()
    assert answer.redirect_chain == [(batch.get_absolute_url(), 302)]
    assert SENT_BEFORE in text(answer)
    assert batch.version == version


def test_second_click_on_taking_out_leads_to_the_batch(client, officer):
    batch = factories.batch()
    form = opened(client, batch, "release") | {"fee": [batch.lines.first().fee_id]}
    press(client, "release", batch, **form)

    answer = client.post(reverse("batch-release", args=[batch.reference]), form, follow=True)

    assert SENT_BEFORE in text(answer)
    assert batch.lines.filter(released=True).count() == 1


def test_refused_taking_out_keeps_the_ticks(client, officer):
    batch, other = factories.batch(), factories.batch(fees=1)
    held, foreign = batch.lines.first().fee_id, other.lines.get().fee_id

    answer = press(client, "release", batch, fee=[held, foreign])

    assert answer.status_code == 409
    assert "Select fees that are in this batch." in text(answer)
    assert f'name="fee" value="{held}" checked' in text(answer)
    assert batch.lines.filter(released=True).count() == 0


def test_stale_form_of_picking_gets_the_batch_as_it_stands(client, officer):
    batch, fee = factories.batch(), factories.due_fees()[0]
    address = reverse("batch-add", args=[batch.reference])

    answer = client.post(address, {"fee": [fee.pk], "version": 99})

    assert (answer.status_code, batch.lines.count()) == (409, 2)
    assert CHANGED in text(answer)
    assert fee.child.reference in text(answer)
    assert told(text(answer)) == []


def test_unreadable_choice_of_fees_takes_nothing_out(client, officer):
    batch = factories.batch()

    answer = press(client, "release", batch, fee=["x"])

    assert (answer.status_code, batch.lines.filter(released=True).count()) == (200, 0)
    assert UNREADABLE in text(answer)


def test_unreadable_choice_of_fees_adds_nothing(client, officer):
    batch = factories.batch()

    answer = client.post(reverse("batch-add", args=[batch.reference]), {"fee": ["x"]})

    assert (answer.status_code, batch.lines.count()) == (200, 2)
    assert UNREADABLE in text(answer)


def test_adding_to_a_sent_batch_is_refused_beside_what_was_picked(client, officer):
    batch, fee = factories.batch(BatchStatus.SENT), factories.due_fees()[0]
    data = {"fee": [fee.pk], "version": batch.version}

    answer = client.post(reverse("batch-add", args=[batch.reference]), data)

    assert (answer.status_code, batch.lines.count()) == (409, 2)
    assert "this cannot be done now" in text(answer)
    assert f'value="{fee.pk}" id="id_fee_0" checked' in text(answer)


def test_fee_taken_out_is_due_again_and_stays_on_the_page(client, officer):
    batch = factories.batch()
    fee = batch.lines.first().fee

    press(client, "release", batch, fee=[fee.pk])

    page = client.get(batch.get_absolute_url())
    assert [line.fee for line in page.context["file"].released] == [fee]
    assert Fee.objects.get(pk=fee.pk).status == FeeStatus.DUE


def test_emptied_batch_offers_no_submitting(client, officer):
    batch = factories.batch(fees=1)
    press(client, "release", batch, fee=[batch.lines.get().fee_id])

    page = text(client.get(batch.get_absolute_url()))

    assert "No fee in this batch" in page
    assert "/submit/" not in page


def test_void_batch_shows_its_end(client, officer):
    batch = factories.batch()

    press(client, "void", batch)

    page = client.get(batch.get_absolute_url())
    assert page.context["steps"] == [WayStep(label="Void", state="current")]


def test_page_of_a_batch_says_no_name_in_any_answer(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    answers = [
        client.get(batch.get_absolute_url()),
        receipt(client, batch, number=""),
        press(client, "submit", batch),
        press(client, "void", batch, version=99),
    ]

    assert [told(text(answer)) for answer in answers] == [[]] * 4
    assert PaymentBatch.objects.get().status == BatchStatus.SENT
