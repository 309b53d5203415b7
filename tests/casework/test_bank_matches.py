"""Lines and records together: several for one, one for several, some to be confirmed."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection

from cases.casework import bank_matches, batches, statements
from cases.casework.bank_matches import CannotApply
from cases.casework.fees import CannotPay
from cases.models import BankMatch, Child, Fee, PaymentBatch, StatementLine
from cases.queries.bank_matches import Shows
from cases.vocabulary import Act, BatchStatus, FeeStatus, MatchReason, Role
from tests import factories
from tests.casework.test_statements import apply, keep, refund_due, shown
from tests.factories import DAY
from tests.statements import row

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


def approved(count=1, **facts):
    made = [factories.batch(BatchStatus.APPROVED, **facts) for _ in range(count)]
    return made if count > 1 else made[0]


def offered(officer, *rows):
    return [(m.offered, m.reason) for m in statements.tried(keep(officer, *rows)).matches]


def confirm(officer, *rows, ticked=()):
    """Apply a statement with some rows confirmed."""
    draft = keep(officer, *rows)
    seen = statements.tried(draft).seen
    made = statements.apply(draft=draft, seen=seen, by=officer, on=DAY, rows=ticked)
    connection.check_constraints()
    return made


def statuses(*batches):
    return [PaymentBatch.objects.get(pk=batch.pk).status for batch in batches]


def test_line_that_names_two_batches_pays_both(officer):
    first, second = approved(2)

    made = apply(officer, row("FT1", "-1600", f"{first.reference} {second.reference}"))

    assert statuses(first, second) == ["sent", "sent"]
    assert {m.batch: m.amount for m in made.lines.get().matches.all()} == {first: 800, second: 800}
    assert set(BankMatch.objects.values_list("reason", flat=True)) == {MatchReason.TOGETHER}
    assert set(Fee.objects.values_list("status", flat=True)) == {"paid"}


def test_line_of_another_sum_than_its_batches_pays_none(officer):
    first, second = approved(2)
    names = f"{first.reference} {second.reference}"

    why = f"The total of {first.reference}, {second.reference} is $1,600."
    assert shown(officer, row("FT1", "-1599", names)) == [(Shows.NOTHING, why)]


def test_two_lines_pay_one_batch_in_one_statement(officer):
    batch = approved()
    rows = row("FT1", "-500", batch.reference), row("FT2", "-300", batch.reference, on="28.02.2019")

    made = apply(officer, *rows)

    batch.refresh_from_db()
    assert (batch.status, batch.value_date, batch.bank_reference) == ("sent", DAY, "FT1")
    assert [line.matched for line in made.lines.order_by("row")] == [500, 300]
    assert set(BankMatch.objects.values_list("reason", flat=True)) == {MatchReason.INSTALMENT}


def test_line_that_a_file_has_twice_is_asked_about_and_pays_once(officer):
    batch = approved()
    twice = [row("FT1", "-400", batch.reference)] * 2

    assert [asks for asks, _reason in offered(officer, *twice)] == [False, True]
    apply(officer, *twice)

    assert statuses(batch) == ["approved"]
    assert [match.amount for match in BankMatch.objects.all()] == [400]


def test_charge_beside_two_lines_of_a_batch_is_left_out(officer):
    batch = approved()
    rows = [
        row(f"FT{n}", amount, batch.reference) for n, amount in enumerate(("-15", "-500", "-300"))
    ]

    found = shown(officer, *rows)

    assert found == [
        (Shows.NOTHING, "Row 4 already shows the same."),
        (Shows.TRANSFER, ""),
        (Shows.TRANSFER, ""),
    ]


def test_part_of_a_batch_is_offered_and_its_fees_stay_unpaid(officer):
    batch = approved()
    line = row("FT1", "-500", batch.reference)

    assert offered(officer, line) == [(True, MatchReason.LESS)]
    apply(officer, line)
    assert (statuses(batch), BankMatch.objects.count()) == (["approved"], 0)


def test_confirmed_part_and_its_rest_from_a_later_statement_send_the_batch(officer):
    batch = approved()
    confirm(officer, row("FT1", "-500", batch.reference), ticked=[2])
    assert statuses(batch) == ["approved"]

    found = shown(officer, row("FT2", "-300", batch.reference))
    apply(officer, row("FT2", "-300", batch.reference))

    assert found == [(Shows.TRANSFER, "")]
    assert statuses(batch) == ["sent"]
    assert [m.reason for m in batch.bank_matches.all()] == [
        MatchReason.LESS,
        MatchReason.INSTALMENT,
    ]


def test_batch_that_is_paid_in_part_is_not_taken_back(officer):
    batch = approved()
    confirm(officer, row("FT1", "-500", batch.reference), ticked=[2])
    batch.refresh_from_db()
    said = r"A bank statement shows that a part of this batch is paid already\."

    with pytest.raises(CannotPay, match=said):
        batches.void(batch=batch, version=batch.version, by=officer)
    with pytest.raises(CannotPay, match=said):
        batches.send_back(batch=batch, version=batch.version, by=officer, reason="No")
    with pytest.raises(CannotPay, match=said):
        batches.add(batch=batch, version=batch.version, by=officer, fees_picked=[])


def test_more_than_a_batch_is_offered_and_pays_it_when_confirmed(officer):
    batch = approved()
    line = row("FT1", "-815", batch.reference)

    found = shown(officer, line)
    confirm(officer, line, ticked=[2])

    why = f"More than {batch.reference}: $815 for $800 still to be paid."
    assert found == [(Shows.TRANSFER, why)]
    assert (statuses(batch), batch.bank_matches.get().reason) == (["sent"], MatchReason.MORE)


def test_lines_confirmed_for_more_than_their_batch_are_refused_together(officer):
    batch = approved()
    lines = row("FT1", "-500", batch.reference), row("FT2", "-400", batch.reference)

    with pytest.raises(
        CannotApply, match=rf"Rows 2, 3 are together more than {batch.reference} is"
    ):
        confirm(officer, *lines, ticked=[2, 3])

    assert (StatementLine.objects.count(), statuses(batch)) == (0, ["approved"])


@pytest.mark.parametrize(
    "spell",
    [
        lambda name: name.replace("PB", "РВ"),
        lambda name: name.replace("-", ""),
        lambda name: name.replace("-", "- "),
        lambda name: name.replace("-", "–"),
        lambda name: name.replace("PB", "ПБ").lower(),
    ],
)
def test_batch_that_is_nearly_named_is_offered_and_never_matched_unasked(officer, spell):
    batch = approved()
    line = row("FT1", "-800", f"Оплата {spell(batch.reference)}")

    assert offered(officer, line) == [(True, MatchReason.NEAR)]
    apply(officer, line)
    assert statuses(batch) == ["approved"]


def test_near_name_that_a_person_confirms_later_pays_its_batch(officer):
    batch = approved()
    made = apply(officer, row("FT1", "-800", batch.reference.replace("PB-", "РВ ")))
    seen = statements.open_lines(made).seen

    count = statements.match_again(statement=made, seen=seen, by=officer, on=DAY, rows=[2])

    assert (count, statuses(batch)) == (1, ["sent"])
    assert batch.bank_matches.get().reason == MatchReason.NEAR


def test_package_of_one_bank_reference_pays_a_batch_for_each_line(officer):
    first, second = approved(2)
    rows = [row("PKG-7", "-800", batch.reference) for batch in (first, second)]

    apply(officer, *rows)

    parts = PaymentBatch.objects.order_by("pk").values_list("bank_reference", "part")
    assert list(parts) == [("PKG-7", 1), ("PKG-7", 2)]


def test_line_without_a_bank_reference_pays_what_it_names(officer):
    batch = approved()

    made = apply(officer, row("", "-800", batch.reference), row("", "-1.50", "Commission"))

    batch.refresh_from_db()
    assert (batch.status, batch.bank_reference) == ("sent", f"{made.reference}/2")
    assert [line.row for line in made.lines.unmatched()] == [3]


def test_equal_lines_are_counted_and_an_overlapping_file_adds_only_what_is_new(officer):
    charge = row("PKG-7", "-1.50")
    first = apply(officer, charge, charge)

    second = apply(officer, charge, charge, charge, row("PKG-8", "-1.50"))

    assert first.lines.unmatched().count() == 2
    repeats = [line.repeats for line in second.lines.order_by("row")]
    assert repeats == [*first.lines.order_by("row"), None, None]


def test_refunds_of_two_children_under_one_order_are_two_refunds(officer):
    fees = [refund_due(officer), refund_due(officer)]
    lines = [row("ORD-1", "400", f"refund {fee.child.reference}") for fee in fees]

    first = apply(officer, *lines)
    again = apply(officer, *lines, row("FT9", "-1"))

    assert set(
        Fee.objects.filter(pk__in=[f.pk for f in fees]).values_list("status", flat=True)
    ) == {FeeStatus.REFUNDED}
    assert (first.lines.unmatched().count(), again.lines.unmatched().count()) == (0, 1)


def test_one_line_brings_the_refunds_of_two_children(officer):
    fees = [refund_due(officer), refund_due(officer)]
    names = " ".join(fee.child.reference for fee in fees)

    made = apply(officer, row("ORD-1", "800", names))

    assert {m.reversal.fee for m in made.lines.get().matches.all()} == {*fees}
    assert made.lines.get().matched == 800


def test_child_that_is_nearly_named_is_offered(officer):
    fee = refund_due(officer)
    near = fee.child.reference.replace("T", "Т").replace("-", " ")

    assert offered(officer, row("ORD-1", "400", near)) == [(True, MatchReason.NEAR)]
    confirm(officer, row("ORD-1", "400", near), ticked=[2])
    fee.refresh_from_db()
    assert fee.status == FeeStatus.REFUNDED


def test_refunds_on_record_are_told_apart_by_the_children_named(officer):
    first, second = refund_due(officer), refund_due(officer)
    apply(officer, row("ORD-1", "400", first.child.reference))

    found = shown(officer, row("ORD-1", "400", second.child.reference))

    assert found == [(Shows.REFUND, "")]


def test_instalments_of_one_rate_pay_a_batch_in_another_currency(officer):
    batch = approved()
    rows = [
        row("FT1", "-5000", batch.reference, currency="TJS", rate="10"),
        row("FT2", "-3000", batch.reference, currency="TJS", rate="10"),
    ]

    apply(officer, *rows)

    batch.refresh_from_db()
    assert (batch.status, batch.paid_currency, batch.rate) == ("sent", "TJS", Decimal(10))


def test_rest_in_another_currency_than_the_part_is_told(officer):
    batch = approved()
    confirm(officer, row("FT1", "-500", batch.reference), ticked=[2])

    found = shown(officer, row("FT2", "-3000", batch.reference, currency="TJS", rate="10"))

    why = f"A part of {batch.reference}, $500, was paid in another currency."
    assert found == [(Shows.NOTHING, why)]


def test_transfer_before_the_approval_is_refused_by_the_act(officer):
    batch = factories.batch(BatchStatus.SUBMITTED)
    factories.approve(batch, at=factories.NOON + datetime.timedelta(days=1))
    batch.refresh_from_db()

    with pytest.raises(CannotPay, match=r"The value date is before the approval, 2 Mar 2019\."):
        batches.record_transfer(
            batch=batch,
            version=batch.version,
            by=officer,
            on=DAY,
            bank_reference="FT1",
            value_date=DAY,
        )


def undo(line, officer, note="The neighbour’s batch."):
    bank_matches.undo(line=line, by=officer, on=DAY, note=note)
    connection.check_constraints()


def test_undone_match_makes_the_batch_approved_and_its_line_open_again(officer):
    first, second = approved(2)
    names = f"{first.reference} {second.reference}"
    line = apply(officer, row("FT1", "-1600", names)).lines.get()
    children = Child.objects.filter(fees__lines__batch__in=(first, second))

    undo(line, officer)

    line.refresh_from_db()
    assert statuses(first, second) == ["approved", "approved"]
    assert (line.matched, line.matches.filter(undone__note__startswith="The").count()) == (0, 2)
    assert set(Fee.objects.values_list("status", flat=True)) == {FeeStatus.BATCHED}
    assert [c.journal.filter(act=Act.FEE_UNPAID).count() for c in children] == [1] * 4
    assert PaymentBatch.objects.filter(value_date=None, bank_reference="").count() == 2
    statement = line.statement
    opened = statements.open_lines(statement)
    assert [(match.offered, match.why) for match in opened.matches] == [
        (True, "A match of this line was undone. Confirm this one if it is right.")
    ]
    again = {"statement": statement, "seen": opened.seen, "by": officer, "on": DAY}
    statements.match_again(**again, rows=[line.row])
    connection.check_constraints()
    assert statuses(first, second) == ["sent", "sent"]


def test_undone_part_of_a_batch_is_open_again(officer):
    batch = approved()
    line = confirm(officer, row("FT1", "-500", batch.reference), ticked=[2]).lines.get()

    undo(line, officer)
    batches.void(batch=batch, version=batch.version, by=officer)

    assert statuses(batch) == ["void"]
    with pytest.raises(CannotPay, match="matched with nothing any more"):
        undo(line, officer)


def test_undone_match_leaves_a_transfer_that_a_person_recorded(officer):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    line = apply(officer, row(batch.bank_reference, "-400")).lines.get()
    assert line.matched == 400

    undo(line, officer)

    assert (statuses(batch), Fee.objects.get().status) == (["sent"], FeeStatus.PAID)


def test_match_is_not_undone_under_a_receipt(officer):
    batch = approved(fees=1)
    line = apply(officer, row("FT1", "-400", batch.reference)).lines.get()
    batch.refresh_from_db()
    factories.receipt(batch)
    child = Child.objects.get()

    with pytest.raises(CannotPay) as refusal:
        undo(line, officer)

    stands = f"stands on the payment of {batch.reference}: {child.reference}."
    assert str(refusal.value) == (
        f"A receipt, a refund or a credit {stands} "
        "Explain the difference on the reconciliation page instead."
    )


def test_undone_refund_is_awaited_again(officer):
    fee = refund_due(officer)
    line = apply(officer, row("FT9", "400", fee.child.reference)).lines.get()
    fee.refresh_from_db()
    assert fee.status == FeeStatus.REFUNDED

    undo(line, officer)

    fee.refresh_from_db()
    claim = fee.reversals.get()
    assert (fee.status, claim.refunded_on, claim.bank_reference) == ("refund_due", None, "")
    assert shown(officer, row("FT10", "400", fee.child.reference))[0][0] == Shows.REFUND
