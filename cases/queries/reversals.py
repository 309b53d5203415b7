"""Money asked back of a fee: what is asked, and what stands in its way."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Fee, Reversal, User
from cases.vocabulary import FeeStatus, Stage

#: Where a case stands whose child does not travel, as long as she has not returned.
STAYS = (Stage.DEFERRED, Stage.INELIGIBLE, Stage.CLOSED)
PAID = (FeeStatus.PAID, FeeStatus.RECEIPTED)


def reversal_refusals(fee: Fee) -> tuple[str, ...]:
    """Return why the money of ``fee`` cannot leave it; empty if it can.

    Source: issue of money, "when a child does not travel after payment"; decision 0111.
    """
    return tuple(_refusals(fee))


def _refusals(fee: Fee) -> Iterator[str]:
    if fee.status not in PAID:
        yield _("Only a paid fee can be refunded or credited.")
    elif fee.child.returned_on is not None or fee.child.stage not in STAYS:
        yield _("The child may still travel. Defer or close the case first.")


def creditable(fee: Fee) -> "QuerySet[Fee]":
    """Return the due fees that the money of ``fee`` can pay: of the same agreement and amount."""
    alike = Fee.objects.payable().filter(agreement_id=fee.agreement_id, currency=fee.currency)
    return alike.filter(amount=fee.amount).exclude(pk=fee.pk).order_by("child__reference")


def asked_reversal(fee: Fee) -> Reversal | None:
    """Return what is asked for the money of ``fee`` and waits for a second person."""
    people = ("asked_by", "credited_to__child")
    return Reversal.objects.asked().filter(fee=fee).select_related(*people).first()


def answered_reversals(fee: Fee) -> list[Reversal]:
    """Return what was approved of the money of ``fee``, or brought it money, newest first."""
    known = ("asked_by", "approved_by", "recorded_by", "line__batch")
    theirs = Reversal.objects.agreed().filter(fee=fee) | Reversal.objects.agreed().filter(
        credited_to=fee
    )
    theirs = theirs.select_related(*known, "fee__child", "credited_to__child")
    return list(theirs.order_by("-pk"))


def approval_refusals(asked: Reversal | None, *, by: User) -> tuple[str, ...]:
    """Return why ``by`` cannot approve what is asked; empty if they can."""
    if asked is None:
        return (nobody_asked(),)
    if asked.asked_by_id == by.pk:
        return (_("You requested this. A second person must approve it."),)
    return ()


def nobody_asked() -> str:
    """Return the sentence for a reversal that nobody has asked for."""
    return _("No refund or credit has been requested for this fee.")
