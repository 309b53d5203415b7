"""What the database refuses of bank statements and of explanations, whoever writes."""

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import (
    BankLayout,
    BankMatch,
    BankStatement,
    Explanation,
    Fee,
    PaymentBatch,
    StatementLine,
    UndoneMatch,
    WithdrawnPayment,
)
from cases.models.grants import APPLICATION_ROLE, secure
from cases.vocabulary import BatchStatus, Difference, Explained, FeeStatus, MatchReason, Role
from tests import factories
from tests.casework.test_reversals import approve, ask, paid_fees
from tests.factories import DAY
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.user(Role.FINANCE_OFFICER)


@pytest.fixture
def statement(officer):
    return new_statement(officer)


def new_statement(by, number=1):
    return BankStatement.objects.create(
        reference=f"BS-{number:04}", digest=f"{number:064}", imported_by=by
    )


def line(statement, **facts):
    given = {
        "row": 2,
        "value_date": DAY,
        "bank_reference": "FT1",
        "amount": -800,
        "currency": "USD",
        "batches": [],
        "children": [],
        **facts,
    }
    return StatementLine.objects.create(statement=statement, **given)


def shows(of, **facts):
    """Put on record what a line shows; by default, the whole of it pays a batch it names."""
    given = {
        "line": of,
        "amount": abs(of.amount),
        "currency": of.currency,
        "reason": MatchReason.NAMED,
        "matched_by": of.statement.imported_by,
        **facts,
    }
    return BankMatch.objects.create(**given)


def test_file_is_taken_once(statement, officer):
    with refused("bank_statement_once"):
        BankStatement.objects.create(
            reference="BS-0002", digest=statement.digest, imported_by=officer
        )


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_bankstatement SET digest = 'x'", "DELETE FROM cases_bankstatement"]
)
def test_statement_is_never_changed_or_deleted(statement, sql):
    with refused("append_only"):
        execute(sql)


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        ({"amount": 0}, "statement_line_of_something"),
        ({"occurrence": 0}, "statement_line_occurrence_counted"),
        ({"currency": "usd"}, "statement_line_currency_is_iso"),
        ({"rate": 0}, "statement_line_rate_positive"),
    ],
)
def test_line_says_what_moved(statement, facts, guard):
    with refused(guard):
        line(statement, **facts)


def test_row_of_a_file_is_one_line(statement):
    line(statement)

    with refused("statement_line_row_once"):
        line(statement, bank_reference="FT2")


def test_movement_of_the_account_is_told_once(statement, officer):
    line(statement)

    with refused("statement_line_once"):
        line(new_statement(officer, 2))


def test_repetition_tells_the_same_movement(statement, officer):
    first = line(statement)
    second = new_statement(officer, 2)

    with refused("statement_line_repeats_its_own"):
        line(second, repeats=first, amount=-801)
    again = line(second, repeats=first)
    with refused("statement_line_repeats_its_own"):
        line(new_statement(officer, 3), repeats=again)


def test_repetition_shows_nothing(statement, officer):
    batch = factories.batch(BatchStatus.SENT)
    facts = {"bank_reference": batch.bank_reference}
    first = line(statement, **facts)
    again = line(new_statement(officer, 2), repeats=first, **facts)

    with refused("bank_match_of_no_repetition"):
        shows(again, batch=batch)
    with refused("statement_line_repetition_shows_nothing"):
        is_now(again, matched=1)


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": -801},
        {"bank_reference": "FT2"},
        {"value_date": DAY + datetime.timedelta(days=1)},
        {"currency": "EUR"},
        {"rate": 2},
        {"batches": ["PB-0001"]},
        {"children": ["TJ-IQ-0001-1"]},
    ],
)
def test_what_the_bank_said_stays(statement, facts):
    with refused("statement_line_stays"):
        is_now(line(statement), **facts)


def test_line_is_not_deleted(statement):
    with refused("no_delete"):
        line(statement).delete()


def test_line_shows_a_batch_that_it_names_and_that_was_approved(statement):
    submitted = factories.batch(BatchStatus.SUBMITTED)
    approved = factories.batch(BatchStatus.APPROVED)
    of_both = line(statement, batches=[submitted.reference], near=[approved.reference])

    with refused("bank_match_of_an_approved_batch"):
        shows(of_both, batch=submitted)
    with refused("bank_match_of_its_reference"):
        shows(of_both, batch=approved)
    shows(of_both, batch=approved, reason=MatchReason.NEAR)


def test_line_never_shows_a_batch_of_another_reference(statement):
    sent = factories.batch(BatchStatus.SENT)

    for reason in MatchReason:
        with refused("bank_match_of_its_reference"):
            shows(line(statement, row=9), batch=sent, reason=reason)


def test_line_shows_a_refund_of_its_bank_reference_and_sum(statement, officer):
    fee, _other = paid_fees()
    claim = ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    awaited = line(statement, amount=400, children=[fee.child.reference])

    with refused("bank_match_of_a_refund"):
        shows(awaited, reversal=claim)


def test_match_is_of_the_direction_of_its_line(statement, officer):
    batch = factories.batch(BatchStatus.SENT)
    came = line(statement, amount=800, bank_reference=batch.bank_reference)

    with refused("bank_match_of_its_direction"):
        shows(came, batch=batch)


def test_sum_of_the_matches_never_passes_the_line(statement):
    first, second = (factories.batch(BatchStatus.APPROVED) for _ in range(2))
    of_both = line(statement, batches=[first.reference, second.reference])
    shows(of_both, batch=first, amount=500)

    with refused("statement_line_matched_within"):
        shows(of_both, batch=second, amount=301)
    shows(of_both, batch=second, amount=300)
    of_both.refresh_from_db()
    assert of_both.matched == 800


def test_what_is_matched_is_the_sum_of_the_matches(statement):
    with refused("statement_line_matched_is_its_matches"):
        is_now(line(statement), matched=5)


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        ({"currency": "EUR"}, "bank_match_currency_of_its_line"),
        ({"amount": 0}, "bank_match_amount_positive"),
        ({"reason": "because"}, "bank_match_reason_known"),
        ({"batch": None}, "bank_match_of_its_direction"),
    ],
)
def test_match_says_how_much_in_the_money_of_its_line(statement, facts, guard):
    batch = factories.batch(BatchStatus.APPROVED)
    named = line(statement, batches=[batch.reference])

    with refused(guard):
        shows(named, **{"batch": batch, **facts})


def test_match_is_in_the_money_of_the_account_of_its_batch(statement):
    batch = factories.batch(BatchStatus.APPROVED)
    named = line(statement, batches=[batch.reference], currency="TJS")

    with refused("bank_match_currency_of_its_batch"):
        shows(named, batch=batch)


def test_line_shows_a_batch_once(statement):
    batch = factories.batch(BatchStatus.APPROVED)
    named = line(statement, batches=[batch.reference])
    shows(named, batch=batch, amount=1)

    with refused("bank_match_once"):
        shows(named, batch=batch, amount=1)


def test_wrong_match_is_undone_by_a_row_that_says_why(statement, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    named = line(statement, batches=[batch.reference])
    match = shows(named, batch=batch, amount=1)

    with refused("undone_match_why"):
        UndoneMatch.objects.create(match=match, note="", undone_by=officer)
    UndoneMatch.objects.create(match=match, note="Not ours", undone_by=officer)

    connection.check_constraints()
    named.refresh_from_db()
    assert named.matched == 0
    shows(named, batch=batch, amount=2)
    with refused("append_only"):
        execute("DELETE FROM cases_undonematch")


def test_transfer_goes_with_the_match_that_recorded_it(statement, officer):
    batch = factories.batch(BatchStatus.APPROVED)
    match = shows(line(statement, batches=[batch.reference]), batch=batch)
    facts = {"status": BatchStatus.SENT, "bank_reference": "FT1", "value_date": DAY}
    PaymentBatch.objects.filter(pk=batch.pk).update(**facts, from_statement=True)
    Fee.objects.filter(lines__batch=batch).update(status=FeeStatus.PAID)

    with refused("undone_match_records_nothing"):
        UndoneMatch.objects.create(match=match, note="Not ours", undone_by=officer)
    with refused("batch_status_follows_the_table"):
        PaymentBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.APPROVED)


def test_withdrawn_payment_is_kept_by_the_database_alone(statement, officer):
    batch = factories.batch(BatchStatus.APPROVED, fees=1)
    match = shows(line(statement, batches=[batch.reference]), batch=batch, amount=400)
    sent = {"bank_reference": "FT1", "value_date": DAY, "from_statement": True}
    PaymentBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.SENT, **sent)
    UndoneMatch.objects.create(match=match, note="Not ours", undone_by=officer)

    none = {"bank_reference": "", "value_date": None, "from_statement": False}
    PaymentBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.APPROVED, **none)

    kept = WithdrawnPayment.objects.get()
    assert (kept.line, kept.value_date, kept.bank_reference) == (batch.lines.get(), DAY, "FT1")
    facts = {"value_date": DAY, "bank_reference": "FT1", "withdrawn_on": DAY}
    with refused("withdrawn_payment_of_one"):
        WithdrawnPayment.objects.create(**facts)
    with refused("append_only"):
        execute("UPDATE cases_withdrawnpayment SET bank_reference = ''")
    secure("default")
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        WithdrawnPayment.objects.create(**facts, line=kept.line)


def test_match_stays(statement):
    batch = factories.batch(BatchStatus.APPROVED)
    match = shows(line(statement, batches=[batch.reference]), batch=batch)

    for sql in ("UPDATE cases_bankmatch SET amount = 1", "DELETE FROM cases_bankmatch"):
        with refused("append_only"):
            execute(sql)
    assert match.amount == 800


def test_batch_that_is_paid_in_part_only_goes_on(statement):
    batch = factories.batch(BatchStatus.APPROVED)
    shows(line(statement, batches=[batch.reference]), batch=batch, amount=1)

    for status in (BatchStatus.DRAFT, BatchStatus.VOID):
        with refused("batch_paid_in_part_goes_on"):
            PaymentBatch.objects.filter(pk=batch.pk).update(status=status)


@pytest.mark.parametrize("days", [-29, 40_000])
def test_transfer_lies_between_the_approval_and_today(days):
    batch = factories.batch(BatchStatus.APPROVED)
    facts = {"status": BatchStatus.SENT, "bank_reference": "FT1"}

    with refused("batch_transfer_after_approval"):
        PaymentBatch.objects.filter(pk=batch.pk).update(
            value_date=DAY + datetime.timedelta(days=days), **facts
        )


def test_batch_is_settled_when_each_of_its_fees_is_receipted():
    batch = factories.batch(BatchStatus.SENT)

    with refused("batch_settled_when_receipted"):
        PaymentBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.SETTLED)


def test_only_a_line_of_the_bank_shows_that_a_transfer_paid_several():
    batch = factories.batch(BatchStatus.APPROVED)
    facts = {"status": BatchStatus.SENT, "bank_reference": "FT1", "value_date": DAY, "part": 2}

    with refused("batch_part_of_a_transfer"):
        PaymentBatch.objects.filter(pk=batch.pk).update(**facts)
        Fee.objects.filter(lines__batch=batch).update(status=FeeStatus.PAID)


def test_columns_of_a_bank_have_a_name_and_a_currency_if_any(officer):
    facts = {"headings": "a|b|c", "columns": ["amount"], "saved_by": officer}

    with refused("bank_layout_names_its_bank"):
        BankLayout.objects.create(bank="", **facts)
    with refused("bank_layout_currency_is_iso"):
        BankLayout.objects.create(bank="NBT", currency="usd", **facts)


def explanation(officer, **facts):
    given = {
        "difference": Difference.RECEIPT,
        "amount": -800,
        "currency": "USD",
        "reason": Explained.IN_TRANSIT,
        "by": officer,
        **facts,
    }
    return Explanation.objects.create(**given)


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        ({"difference": Difference.LINE}, "explanation_of_batch_or_line"),
        ({"batch": None}, "explanation_of_batch_or_line"),
        ({"amount": 0}, "explanation_of_something"),
        ({"currency": "usd"}, "explanation_currency_is_iso"),
        ({"reason": "because"}, "explanation_reason_known"),
        ({"reason": Explained.OTHER}, "explanation_says_more_where_asked"),
        ({"reason": Explained.OURS}, "explanation_says_more_where_asked"),
    ],
)
def test_explanation_is_of_one_difference_with_a_reason(officer, facts, guard):
    batch = factories.batch(BatchStatus.SENT)

    with refused(guard):
        explanation(officer, **{"batch": batch, **facts})


def test_explanation_is_of_a_batch_or_of_a_line(officer, statement):
    batch, shown = factories.batch(BatchStatus.SENT), line(statement)

    with refused("explanation_of_batch_or_line"):
        explanation(officer, batch=batch, line=shown)
    with refused("explanation_of_batch_or_line"):
        explanation(officer, line=shown)


@pytest.mark.parametrize(
    "sql", ["UPDATE cases_explanation SET note = 'x'", "DELETE FROM cases_explanation"]
)
def test_explanation_is_never_changed_or_deleted(officer, sql):
    explanation(officer, batch=factories.batch(BatchStatus.SENT))

    with refused("append_only"):
        execute(sql)
