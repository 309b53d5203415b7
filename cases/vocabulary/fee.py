"""A fee, from the day it becomes due."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DueEvent(TextChoices):
    VERIFIED = "verified", _("The child is verified")
    ELIGIBLE = "eligible", _("The child is found eligible")
    CLEARED = "cleared", _("The child is cleared to travel")
    RETURNED = "returned", _("The child has returned")


class FeeBasis(TextChoices):
    DUTY = "duty", _("Duty")
    FINE = "fine", _("Fine")
    SERVICE = "service", _("Service")
    UNKNOWN = "unknown", _("Not published")


class FeeStatus(TextChoices):
    DUE = "due", pgettext_lazy("fee", "Due")
    BATCHED = "batched", _("In a batch")
    PAID = "paid", _("Paid")
    RECEIPTED = "receipted", _("Receipted")
    WAIVED = "waived", _("Waived")
    REFUND_DUE = "refund_due", _("Refund due")
    REFUNDED = "refunded", _("Refunded")
    CREDITED = "credited", _("Credited to another child")


class ReversalKind(TextChoices):
    """What happens to money paid for a child who does not travel."""

    REFUND = "refund", _("Request a refund")
    CREDIT = "credit", _("Credit it to another child's fee")


class BatchStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent to the bank")
    SETTLED = "settled", _("Settled")
    VOID = "void", _("Void")
