"""Bank statements beside the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Difference(TextChoices):
    """Where two sides of the money differ."""

    BANK = "bank", _("Bank statement differs from the payment order")
    RECEIPT = "receipt", _("Not acknowledged by a receipt")
    REFUND = "refund", _("Refund requested, not received yet")
    LINE = "line", _("On a bank statement, not in the register")


class MatchReason(TextChoices):
    """Why a line of a bank statement and a record belong together."""

    NAMED = "named", _("The details name it, and the amount is right")
    TOGETHER = "together", _("The details name all of them, and the sum is right")
    INSTALMENT = "instalment", _("The details name it, and several lines make up its amount")
    REFERENCE = "reference", _("The bank reference is the one recorded")
    NEAR = "near", _("The details nearly name it; a person confirmed it")
    LESS = "less", _("The details name it, the amount is a part; a person confirmed it")
    MORE = "more", _("The details name it, the amount is more; a person confirmed it")


class Explained(TextChoices):
    """Why two sides differ."""

    IN_TRANSIT = "in_transit", _("In transit, expected later")
    CHARGES = "charges", _("Bank charges")
    RATE = "rate", _("Another rate, or rounding")
    OTHER_PAYMENT = "other_pay", _("Another payment of the ministry")
    BANK_ERROR = "bank_error", _("Bank error, being corrected")
    OURS = "ours", _("Our error, see the note")
    OTHER = "other", _("Another reason, see the note")
