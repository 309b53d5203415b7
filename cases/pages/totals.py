"""Sums of money as pages show them: each with its words, and the list it counts."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.ledger import Budget, Come, LedgerSums
from cases.models import Fee, PaymentBatch
from cases.pages.budget import terms_text, terms_url
from cases.pages.facts import Amount
from cases.vocabulary import BatchStatus, FeeStatus

if TYPE_CHECKING:
    from cases.models.batch import BatchWithTotals

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


def transfer_facts(batch: "BatchWithTotals") -> list[tuple[str, str]]:
    """Return what is on record of the transfer of a batch, which carries its totals."""
    if batch.value_date is None:
        return []
    facts = [
        (_("Bank reference"), batch.bank_reference),
        (_("Value date"), wording.day_text(batch.value_date)),
        (_("Bank charges"), wording.money_text(batch.charges, batch.currency)),
    ]
    if batch.rate:
        paid = batch.in_account(batch.total)
        facts += [
            (_("Paid from the account"), wording.money_text(paid, batch.paid_currency)),
            (_("Rate"), wording.rate_text(batch.rate, batch.paid_currency, batch.currency)),
        ]
    if batch.funder:
        facts.append((_("Funder"), batch.funder))
    return facts


def totals(sums: LedgerSums, slug: str) -> list[Amount]:
    """Return what the ledger comes to, each currency by itself, beside its budget.

    ``slug`` says in the address of a list which agreement it shows.
    """
    several = len(sums.by_currency) > 1
    amounts = [
        _amount(status, come, currency, {"agreement": slug} | _only(currency, several))
        for currency, by_status in sums.by_currency.items()
        for status, come in by_status.items()
        if status in _ALWAYS or come.count
    ]
    return amounts + [amount for pair in sums.budgets.items() for amount in _budget(*pair, slug)]


def _only(currency: str, several: bool) -> dict[str, str]:
    return {"currency": currency} if several else {}


def _amount(status: FeeStatus, come: Come, currency: str, query: dict[str, str]) -> Amount:
    words = ngettext("%(status)s · %(count)s fee", "%(status)s · %(count)s fees", come.count)
    return Amount(
        label=words % {"status": status.label, "count": come.count},
        value=wording.money_text(come.amount, currency),
        url=reverse("fees", query={**query, "status": status.value}),
    )


def _budget(currency: str, figures: Budget, slug: str) -> list[Amount]:
    label, over = _("Budget · %(terms)s") % {"terms": terms_text(figures)}, figures.over_budget
    bar = reverse("fees", query={"agreement": slug})
    return [
        Amount(
            label=label,
            value=wording.money_text(figures.amount, currency),
            url=terms_url(slug),
        ),
        Amount(
            label=_("Over budget by") if over else _("Uncommitted"),
            value=wording.money_text(over or figures.uncommitted, currency),
            url=bar,
        ),
    ]
