"""Refunds and credits of paid fees, and their refusals."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Fee, Reversal, User
from cases.vocabulary import FeeStatus, Stage

#: Where a case stands whose child does not travel, as long as she has not returned.
STAYS = (Stage.DEFERRED, Stage.INELIGIBLE, Stage.CLOSED)
PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED)


def reversal_refusals(fee: Fee) -> tuple[str, ...]:
    """Return why ``fee`` cannot be refunded or credited; empty if it can.

    Source: issue of money, "when a child does not travel after payment"; decision 0111.
    """
    return tuple(_refusals(fee))


def _refusals(fee: Fee) -> Iterator[str]:
    if fee.status not in PAID:
        yield _("Only a paid fee can be refunded or credited.")
    elif fee.child.returned_on is not None or fee.child.stage not in STAYS:
        yield _("The child may still travel. Defer or close the case first.")


def creditable(fee: Fee) -> "QuerySet[Fee]":
    """Return the due fees that ``fee`` can be credited to: same agreement and amount."""
    alike = Fee.objects.payable().filter(agreement_id=fee.agreement_id, currency=fee.currency)
    return alike.filter(amount=fee.amount).exclude(pk=fee.pk).order_by("child__reference")


def asked_reversal(fee: Fee) -> Reversal | None:
    """Return the reversal of ``fee`` that waits for a second person, if any."""
    people = ("asked_by", "credited_to__child")
    return Reversal.objects.asked().filter(fee=fee).select_related(*people).first()


def answered_reversals(fee: Fee) -> list[Reversal]:
    """Return the approved reversals from and to ``fee``, newest first."""
    relations = ("asked_by", "approved_by", "recorded_by", "line__batch")
    theirs = Reversal.objects.agreed().filter(fee=fee) | Reversal.objects.agreed().filter(
        credited_to=fee
    )
    theirs = theirs.select_related(*relations, "fee__child", "credited_to__child")
    return list(theirs.order_by("-pk"))


def approval_refusals(reversal: Reversal | None, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve ``reversal``; empty if they can."""
    if reversal is None:
        return (nobody_asked(),)
    if reversal.asked_by_id == by.pk:
        return (_("You requested this. A second person must approve it."),)
    return ()


def nobody_asked() -> str:
    """Return the sentence that no reversal is requested."""
    return _("No refund or credit has been requested for this fee.")
