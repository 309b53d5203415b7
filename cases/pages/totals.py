"""Sums of money as pages show them: each with its words, and the list it counts."""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.facts import AgreementFacts, Rate
from cases.figures.fees import fee_figures
from cases.figures.ledger import Come, fees_by_status
from cases.models import Fee, PaymentBatch
from cases.vocabulary import BatchStatus, FeeStatus

_FEE_TONES = {
    FeeStatus.DUE: "warn",
    FeeStatus.BATCHED: "info",
    FeeStatus.PAID: "acc",
    FeeStatus.RECEIPTED: "ok",
    FeeStatus.REFUND_DUE: "bad",
}
_BATCH_TONES = {
    BatchStatus.SUBMITTED: "warn",
    BatchStatus.APPROVED: "info",
    BatchStatus.SENT: "acc",
    BatchStatus.SETTLED: "ok",
}
#: Statuses that the ledger always sums up; the others when there are any.
_ALWAYS = (FeeStatus.DUE, FeeStatus.BATCHED, FeeStatus.PAID, FeeStatus.RECEIPTED)


def fee_tone(fee: Fee) -> str:
    return _FEE_TONES.get(FeeStatus(fee.status), "idle")


def batch_tone(batch: PaymentBatch) -> str:
    return _BATCH_TONES.get(BatchStatus(batch.status), "idle")


def transfer_facts(batch: PaymentBatch) -> list[tuple[str, str]]:
    """Return what is on record of the transfer of a batch, which carries its totals."""
    if batch.value_date is None:
        return []
    facts = [
        (_("Bank reference"), batch.bank_reference),
        (_("Value date"), wording.day_text(batch.value_date)),
        (_("Bank charges"), wording.money_text(batch.charges, batch.currency)),
    ]
    if batch.rate:
        paid = batch.in_account(vars(batch)["total"])
        facts += [
            (_("Paid from the account"), wording.money_text(paid, batch.paid_currency)),
            (_("Rate"), wording.rate_text(batch.rate, batch.paid_currency, batch.currency)),
        ]
    return [*facts, *([(_("Funder"), batch.funder)] if batch.funder else [])]


def totals(
    fees: "QuerySet[Fee]", facts: AgreementFacts, *, on: datetime.date
) -> list[dict[str, Any]]:
    """Return what the ledger of one agreement comes to, beside its budget. Two queries."""
    fees = fees.filter(agreement=facts.agreement)
    come = fees_by_status(fees)
    currency = facts.rate.currency if facts.rate else "USD"
    amounts = [
        _amount(facts, status, come[status], currency)
        for status in FeeStatus
        if status in _ALWAYS or come[status].count
    ]
    return [*amounts, *(_budget(fees, facts, facts.rate, on) if facts.rate else [])]


def _amount(facts: AgreementFacts, status: FeeStatus, come: Come, currency: str) -> dict[str, Any]:
    slug = facts.agreement.slug
    words = ngettext("%(status)s · %(count)s fee", "%(status)s · %(count)s fees", come.count)
    return {
        "label": words % {"status": status.label, "count": come.count},
        "value": wording.money_text(come.amount, currency),
        "url": f"{reverse('fees')}?agreement={slug}&status={status}",
    }


def _budget(
    fees: "QuerySet[Fee]", facts: AgreementFacts, rate: Rate, on: datetime.date
) -> list[dict[str, Any]]:
    if facts.base is None:
        return []
    figures = fee_figures(fees, rate=rate, target=facts.base.target, on=on, today=on)
    budget = _("Budget · %(target)s × %(amount)s") % {
        "target": figures.target,
        "amount": wording.money_text(rate.amount, rate.currency),
    }
    rest = (_("Over budget by"), figures.over_budget)
    if not figures.over_budget:
        rest = (_("Uncommitted"), figures.uncommitted)
    return [_sum(budget, figures.budget, rate), _sum(*rest, rate)]


def _sum(label: str, amount: Decimal, rate: Rate) -> dict[str, Any]:
    return {"label": label, "value": wording.money_text(amount, rate.currency), "url": ""}
