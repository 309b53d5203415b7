"""A bank statement: what its lines show, and that it is applied whole, once, or not at all."""

import datetime
import threading
import uuid
from decimal import Decimal

import pytest
from django.db import connection

from cases.casework import batches, statements
from cases.casework.fees import CannotPay
from cases.casework.statements import CannotApply, Changed, KnownStatement
from cases.casework.submissions import AlreadyTaken
from cases.models import BankStatement, Child, Draft, Fee, PaymentBatch, StatementLine
from cases.queries.bank_matches import Shows
from cases.vocabulary import BatchStatus, FeeStatus, MatchReason, Role
from tests import factories
from tests.casework.test_reversals import approve, ask, paid_fees
from tests.factories import DAY, NOON
from tests.statements import csv_of, row, xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


def keep(officer, *rows, name="statement.csv", content=None):
    return statements.keep(name, content or csv_of(*rows), on=DAY, by=officer)


def shown(officer, *rows):
    return [(m.shows, m.why) for m in statements.tried(keep(officer, *rows)).matches]


def apply(officer, *rows, **facts):
    draft = keep(officer, *rows)
    seen = statements.tried(draft).seen
    made = statements.apply(draft=draft, seen=seen, by=officer, on=DAY, **facts)
    connection.check_constraints()
    return made


def refund_due(officer):
    """Return a fee whose money is claimed back."""
    fee, _other = paid_fees()
    ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    return fee


def test_line_that_names_an_approved_batch_records_its_transfer(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=3)

    made = apply(
        officer, row("FT1", "-1200.00", f"Children {batch.reference}"), funder="State budget"
    )

    batch.refresh_from_db()
    line = made.lines.get()
    assert (batch.status, batch.bank_reference, batch.value_date, batch.funder) == (
        BatchStatus.SENT,
        "FT1",
        DAY,
        "State budget",
    )
    match = line.matches.get()
    assert (match.batch, match.matched_by, match.amount) == (batch, officer, 1200)
    assert (match.reason, line.matched) == (MatchReason.NAMED, 1200)
    assert set(Fee.objects.filter(lines__batch=batch).values_list("status", flat=True)) == {"paid"}
    assert not Draft.objects.exists()


def test_line_that_names_a_child_records_the_refund(officer):
    fee = refund_due(officer)

    made = apply(officer, row("FT2", "400", f"refund {fee.child.reference}"))

    fee.refresh_from_db()
    reversal = made.lines.get().matches.get().reversal
    assert (fee.status, reversal.fee, reversal.bank_reference) == (
        FeeStatus.REFUNDED,
        fee,
        "FT2",
    )


def test_account_in_another_currency_pays_at_the_rate_of_the_line(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=3)

    apply(officer, row("FT1", "-13110.00", batch.reference, currency="TJS", rate="10.925"))

    batch.refresh_from_db()
    assert (batch.paid_currency, batch.rate) == ("TJS", Decimal("10.925"))


def test_transfer_on_record_is_found_by_its_bank_reference(officer):
    batch = factories.batch(BatchStatus.SENT)

    made = apply(officer, row(batch.bank_reference, "-790"))

    match = made.lines.get().matches.get()
    assert (match.batch, match.amount, match.reason) == (batch, 790, MatchReason.REFERENCE)


def test_charge_beside_its_transfer_is_no_second_transfer(officer):
    batch = factories.batch(BatchStatus.SENT)
    rows = row(batch.bank_reference, "-15"), row(batch.bank_reference, "-800")

    found = shown(officer, *rows)

    assert found == [(Shows.NOTHING, "Row 3 already shows the same."), (Shows.KNOWN, "")]


def _draft(officer):
    return factories.batch(BatchStatus.DRAFT), "-800", "{} is “Draft”, not approved."


def _submitted(officer):
    return (
        factories.batch(BatchStatus.SUBMITTED),
        "-800",
        "{} is “Waiting for approval”, not approved.",
    )


def _sent(officer):
    said = "{} is recorded with the bank reference BANK-{}."
    return factories.batch(BatchStatus.SENT), "-800", said


def _later(officer):
    batch = factories.batch(BatchStatus.SUBMITTED)
    factories.approve(batch, at=NOON + datetime.timedelta(days=1))
    return batch, "-800", "{} was approved on 2 Mar 2019 only."


@pytest.mark.parametrize("make", [_draft, _submitted, _sent, _later])
def test_batch_that_cannot_be_paid_so_is_told_and_stays(officer, make):
    batch, amount, said = make(officer)

    found = shown(officer, row("FT1", amount, batch.reference))

    assert found == [(Shows.NOTHING, said.replace("{}", batch.reference))]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (row("FT1", "-800"), "No payment batch is named."),
        (row("FT1", "-800", "PB-9998 PB-9999"), "There is no payment batch PB-9998."),
        (row("FT1", "-800", "PB-9999"), "There is no payment batch PB-9999."),
        (row("FT1", "400"), "No child is named."),
        (row("FT1", "400", "TJ-IQ-9998-1 TJ-IQ-9999-1"), "No refund is awaited for TJ-IQ-9998-1."),
        (row("FT1", "400", "TJ-IQ-9999-1"), "No refund is awaited for TJ-IQ-9999-1."),
    ],
)
def test_line_that_shows_nothing_of_ours_says_why(officer, line, said):
    assert shown(officer, line) == [(Shows.NOTHING, said)]


def test_account_in_a_small_currency_is_paid_from_too(officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=3)
    rate = Decimal("9999999.5")

    made = apply(
        officer,
        row("FT1", "-11999999400", batch.reference, currency="LBP", rate=str(rate)),
        row("FT2", "-999999999999.99", "PB-999999999999", currency="LBP"),
    )

    batch.refresh_from_db()
    assert (batch.rate, made.lines.get(row=2).matches.get().batch) == (rate, batch)
    assert made.lines.get(row=3).amount == Decimal("-999999999999.99")


def test_rate_is_asked_for_where_the_currency_is_another(officer):
    batch = factories.batch(BatchStatus.APPROVED)

    found = shown(officer, row("FT1", "-8736", batch.reference, currency="TJS"))

    assert found == [(Shows.NOTHING, "The line is in TJS but gives no rate to USD.")]


def test_refund_of_another_sum_or_before_the_payment_is_not_taken(officer):
    fee = refund_due(officer)
    child = fee.child.reference

    found = shown(officer, row("FT1", "399", child), row("FT2", "400", child, on="28.02.2019"))

    assert [why for _shows, why in found] == [
        f"The refund awaited for {child} is $400.",
        "The refund cannot come before the payment.",
    ]


def test_two_lines_for_one_batch_pay_it_once(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    rows = row("FT1", "-800", batch.reference), row("FT2", "-800", batch.reference)

    found = shown(officer, *rows)

    assert found == [(Shows.TRANSFER, ""), (Shows.NOTHING, "Row 2 already shows the same.")]


def test_details_that_contradict_the_bank_reference_match_nothing(officer):
    known, other = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.APPROVED)

    found = shown(officer, row(known.bank_reference, "-800", other.reference))

    assert found == [(Shows.NOTHING, f"The bank reference is already used for {known.reference}.")]


def test_same_file_again_changes_nothing(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    rows = (row("FT1", "-800", batch.reference),)
    made = apply(officer, *rows)

    with pytest.raises(KnownStatement) as known:
        keep(officer, *rows)

    assert known.value.location == made.get_absolute_url()
    assert (BankStatement.objects.count(), StatementLine.objects.count()) == (1, 1)


def test_same_form_again_leads_to_the_same_statement(officer):
    draft = keep(officer, row("FT1", "-1"))
    seen = statements.tried(draft).seen
    made = statements.apply(draft=draft, seen=seen, by=officer, on=DAY)

    with pytest.raises(AlreadyTaken) as taken:
        statements.apply(draft=draft, seen=seen, by=officer, on=DAY)

    assert taken.value.location == made.get_absolute_url()


def test_later_statement_that_tells_the_same_again_repeats_it(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    first = apply(officer, row("FT1", "-800", batch.reference))

    second = apply(officer, row("FT1", "-800", batch.reference), row("FT2", "-5"))

    assert second.lines.get(row=2).repeats == first.lines.get()
    assert second.lines.unmatched().get().bank_reference == "FT2"


def test_what_changed_since_it_was_shown_is_not_recorded(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    draft = keep(officer, row("FT1", "-800", batch.reference))
    seen = statements.tried(draft).seen
    batches.send_back(
        batch=batch,
        version=batch.version,
        by=factories.user(Role.FINANCE_APPROVER),
        reason="Mend it",
    )

    with pytest.raises(Changed):
        statements.apply(draft=draft, seen=seen, by=officer, on=DAY)

    assert not BankStatement.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_two_transfers_never_share_a_bank_reference(officer):
    first, second = (factories.batch(BatchStatus.APPROVED) for _ in range(2))

    found = shown(
        officer,
        row("FT1", "-800", first.reference),
        row("FT1", "-800", second.reference, on="28.02.2019"),
    )

    assert found == [(Shows.TRANSFER, ""), (Shows.NOTHING, "Row 2 has the same bank reference.")]


def test_refused_line_leaves_nothing_of_the_others(officer):
    first, second = (factories.batch(BatchStatus.APPROVED) for _ in range(2))
    draft = keep(
        officer,
        row("FT1", "-800", first.reference, on="28.02.2019"),
        row("FT2", "-800", second.reference),
    )
    seen, day_before = statements.tried(draft).seen, DAY - datetime.timedelta(days=1)

    with pytest.raises(CannotApply, match=r"Row 3: The value date cannot be in the future\."):
        statements.apply(draft=draft, seen=seen, by=officer, on=day_before)

    assert set(PaymentBatch.objects.values_list("status", flat=True)) == {BatchStatus.APPROVED}
    assert not BankStatement.objects.exists()


def test_open_line_is_matched_once_its_batch_is_approved(officer):
    batch = factories.batch(BatchStatus.SUBMITTED)
    made = apply(officer, row("FT1", "-800", batch.reference), row("FT2", "-5"))
    factories.approve(batch)
    seen = statements.open_lines(made).seen

    matched = statements.match_again(statement=made, seen=seen, by=officer, on=DAY)

    batch.refresh_from_db()
    rows = [match.line.row for match in batch.bank_matches.all()]
    assert (matched, batch.status, rows) == (1, BatchStatus.SENT, [2])
    assert [line.row for line in made.lines.unmatched()] == [3]
    with pytest.raises(Changed):
        statements.match_again(statement=made, seen=seen, by=officer, on=DAY)


def test_xlsx_says_the_same_as_csv(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    rows = (row("FT1", "-800", batch.reference),)

    draft = keep(officer, name="statement.xlsx", content=xlsx_of(*rows))

    (match,) = statements.tried(draft).matches
    assert (match.shows, [part.batch for part in match.parts]) == (Shows.TRANSFER, [batch])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("s.csv", csv_of(), "no line below"),
        ("s.csv", b"a;b\n1;2\n", "No row has the headings"),
        ("s.csv", b"", "is empty"),
        ("s.pdf", b"%PDF-1.7", "must be an .xlsx or .csv"),
        ("s.csv", b"\xff\xfe\x00", "UTF-8"),
        ("s.csv", csv_of(row("FT1", "8,000")), "Row 2, cell D2: “8,000” is not an amount"),
        ("s.csv", csv_of(row("FT1", "-1", on="")), "cell A2: the date is missing"),
        ("s.csv", csv_of(row("FT1", "", "PB-0001")), "cell D2: the amount is missing"),
        (
            "s.csv",
            csv_of(row("FT1", "-1", on="03/04/2019")),
            "Row 2, cell A2: .* or with the month",
        ),
    ],
)
def test_file_that_is_no_statement_is_refused_in_sentences(officer, name, content, said):
    with pytest.raises(CannotApply, match=said):
        keep(officer, name=name, content=content) if content else statements.read(
            name, content, on=DAY
        )

    assert not Draft.objects.exists()


def test_nothing_of_the_details_but_references_is_kept(officer):
    batch = factories.batch(BatchStatus.APPROVED)
    draft = keep(officer, row("FT1", "-800", f"Билол Сафаров {batch.reference} Rusafa 2016"))

    kept = str(draft.data)

    assert [word for word in ("Билол", "Сафаров", "Rusafa", "2016") if word in kept] == []


def test_matching_costs_the_same_for_one_line_and_for_many(officer, django_assert_num_queries):
    few = keep(officer, row("FT0", "-1", "PB-9999"), row("IN0", "400", "TJ-IQ-9999-1"))
    rows = [row(f"FT{n}", "-1", f"PB-99{n:02}") for n in range(1, 40)]
    rows += [row(f"IN{n}", "400", f"TJ-IQ-99{n:02}-1") for n in range(40)]
    many = keep(officer, *rows)

    for draft in (few, many):
        with django_assert_num_queries(4):
            statements.tried(draft)


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_apply_one_file_at_once_one_does():
    people = [factories.user(Role.FINANCE_OFFICER) for _ in range(4)]
    batch = factories.batch(BatchStatus.APPROVED)
    content = csv_of(row("FT1", "-800", batch.reference))
    drafts = [(person, keep(person, content=content)) for person in people]
    told, start = [], threading.Barrier(len(people))

    def try_it(person, draft):
        start.wait()
        try:
            seen = statements.tried(draft).seen
            statements.apply(draft=draft, seen=seen, by=person, on=DAY)
            told.append("done")
        except (KnownStatement, Changed, CannotPay) as refusal:
            told.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=pair) for pair in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(told), told.count("done")) == (4, 1)
    assert BankStatement.objects.count() == StatementLine.objects.count() == 1
    assert Child.objects.filter(journal__act="fee_paid").count() == 2


def test_unknown_token_is_a_form_of_its_own(officer):
    draft = keep(officer, row("FT1", "-1"))

    assert uuid.UUID(draft.data["token"]).version == 4
    assert datetime.date.fromisoformat(draft.data["lines"][0]["value_date"]) == DAY
