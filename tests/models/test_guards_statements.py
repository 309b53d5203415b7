"""What the database refuses of bank statements and of explanations, whoever writes."""

import datetime

import pytest
from django.utils import timezone

from cases.models import BankStatement, Explanation, StatementLine
from cases.vocabulary import BatchStatus, Difference, Explained, Role
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


def matched(officer):
    return {"matched_by": officer, "matched_at": timezone.now()}


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
        ({"bank_reference": ""}, "statement_line_has_reference"),
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
    first = line(statement, bank_reference=batch.bank_reference)

    with refused("statement_line_repetition_shows_nothing"):
        line(
            new_statement(officer, 2),
            repeats=first,
            bank_reference=batch.bank_reference,
            batch=batch,
            **matched(officer),
        )


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


def test_line_shows_a_batch_of_its_bank_reference_that_was_sent(statement, officer):
    approved = factories.batch(BatchStatus.APPROVED)
    sent = factories.batch(BatchStatus.SENT)
    other = line(statement)

    for batch in (approved, sent):
        with refused("statement_line_shows_its_own"):
            is_now(other, batch=batch, **matched(officer))


def test_line_shows_a_refund_of_its_bank_reference_and_sum(statement, officer):
    fee, _other = paid_fees()
    claim = ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    awaited = line(statement, amount=400)

    with refused("statement_line_shows_its_own"):
        is_now(awaited, reversal=claim, **matched(officer))


def test_money_that_left_shows_no_refund(statement, officer):
    batch = factories.batch(BatchStatus.SENT)

    with refused("statement_line_shows_one"):
        line(
            statement,
            amount=800,
            bank_reference=batch.bank_reference,
            batch=batch,
            **matched(officer),
        )


def test_match_is_made_by_somebody_at_some_time(statement, officer):
    batch = factories.batch(BatchStatus.SENT)
    shown = line(statement, bank_reference=batch.bank_reference)

    with refused("statement_line_matched_by_somebody"):
        is_now(shown, batch=batch)
    with refused("statement_line_matched_by_somebody"):
        is_now(shown, **matched(officer))
    with refused("statement_line_match_whole"):
        is_now(shown, batch=batch, matched_by=officer)


def test_match_stays(statement, officer):
    batch = factories.batch(BatchStatus.SENT)
    facts = {"bank_reference": batch.bank_reference, "batch": batch, **matched(officer)}
    shown = line(statement, **facts)

    with refused("statement_line_match_stays"):
        is_now(shown, batch=None, matched_by=None, matched_at=None)


def test_batch_is_shown_by_one_line(statement, officer):
    batch = factories.batch(BatchStatus.SENT)
    facts = {"bank_reference": batch.bank_reference, "batch": batch, **matched(officer)}
    line(statement, **facts)

    with refused("cases_statementline_batch_id_key"):
        line(statement, row=3, amount=-801, **facts)


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
