"""Postings, and the figures of money."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WaitsFor(TextChoices):
    """What open money waits for; used in figures and lists."""

    PAYMENT = "payment", _("Due, not paid")
    RECEIPT = "receipt", _("Paid, not receipted")
    REFUND = "refund", _("Refund requested, not received")


class AgeOfMoney(TextChoices):
    """How many days money has waited; used in figures and lists."""

    MONTH = "30", _("Up to 30 days")
    TWO_MONTHS = "60", _("31 to 60 days")
    THREE_MONTHS = "90", _("61 to 90 days")
    LONGER = "more", _("More than 90 days")


class MoneyMove(TextChoices):
    """A kind of move of money in a period; used in figures and lists."""

    DUE = "due", _("Became due")
    BATCHED = "batched", pgettext_lazy("money", "Put into a batch")
    PAID = "paid", pgettext_lazy("money", "Paid")
    RECEIPTED = "receipted", pgettext_lazy("money", "Receipted")
    WAIVED = "waived", pgettext_lazy("money", "Waived")
    CLAIMED = "claimed", _("Refund requested")
    REFUNDED = "refunded", pgettext_lazy("money", "Refunded")
    CREDITED = "credited", pgettext_lazy("money", "Credited to another child")


class Posted(TextChoices):
    """The source of a posting; part of its number, so it never changes."""

    DUE = "due", _("Fee became due")
    WAIVED = "waived", _("Fee waived")
    PAID = "paid", _("Fee paid")
    UNPAID = "unpaid", _("Fee payment withdrawn: matched by mistake")
    CHARGES = "charges", _("Bank charges")
    CLAIMED = "claimed", _("Refund requested")
    REFUNDED = "refunded", _("Fee refunded")
    UNREFUNDED = "unrefunded", _("Fee refund withdrawn: matched by mistake")
    CREDITED = "credited", _("Fee paid by credit from another child")


class Account(TextChoices):
    """What a posting debits or credits; the treasury maps these words to accounts of its own."""

    FEES = "fees", _("Fees for children (expense)")
    OWED = "owed", _("Fees owed (liability)")
    BANK = "bank", _("Bank")
    CHARGES = "charges", _("Bank charges (expense)")
    CLAIMS = "claims", _("Refunds awaited (claim)")
