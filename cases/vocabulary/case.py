"""Why a case stands still or is closed, and by when something of it is due."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClosedReason(TextChoices):
    COMPLETED = "completed", _("Completed: home and in care")
    OTHER_STATE = "other_state", _("Returned by another state")
    NOT_NATIONAL = "not_national", _("Not a national")
    DECEASED = "deceased", _("Deceased")
    DUPLICATE = "duplicate", _("Duplicate of another case")
    ERROR = "error", _("Entered in error")
    ADULT = "adult", _("Adult, other procedure")


class HoldReason(TextChoices):
    FAMILY_ASKED = "family_asked", _("The family asked to wait")
    COURT = "court", _("A court asked to wait")
    HEALTH = "health", _("Health")
    DOCUMENTS = "documents", _("Documents are being renewed")
    OTHER = "other", _("Another reason, see the notes")


class CaseState(TextChoices):
    OPEN = "open", pgettext_lazy("case", "Open")
    CLOSED = "closed", _("Closed")


class DueBy(TextChoices):
    WEEK = "week", _("This week")
    NEXT_WEEK = "next", _("By the end of next week")
    MONTH = "month", _("In 30 days")
