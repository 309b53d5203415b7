"""What a message tells a member of staff."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageKind(TextChoices):
    HEARING = "hearing", _("Hearings today and tomorrow")
    OVERDUE = "overdue", _("Overdue tasks")
    RETURNED = "returned", _("Sent back to you")
    DECISION = "decision", _("Decisions on your cases")
    CASES = "cases", _("Cases handed over")
    PASSWORD = "password", _("Forgotten passwords")
