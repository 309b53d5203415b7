"""Hearings of a court."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HearingPurpose(TextChoices):
    """What a court is asked for."""

    COURT_ORDER = "court_order", _("Court order")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    KINSHIP = "kinship", _("Kinship")
    NATIONALITY = "nationality", _("Nationality")
    GUARDIANSHIP = "guardianship", _("Guardianship")
    OTHER = "other", _("Another matter, see the notes")


class HearingOutcome(TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("hearing", "Scheduled")
    HELD = "held", pgettext_lazy("hearing", "Held")
    ADJOURNED = "adjourned", pgettext_lazy("hearing", "Adjourned")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "Cancelled")


class AdjournmentReason(TextChoices):
    JUDGE = "judge", _("Judge absent")
    PAPERS = "papers", _("Documents missing")
    INTERPRETER = "interpreter", _("No interpreter")
    MOTHER = "mother", _("Mother not brought to court")
    WITNESS = "witness", _("A witness or party absent")
    MORE_TIME = "more_time", _("The court needs more time")
    CLOSED = "closed", _("Court closed")
    OTHER = "other", _("Another reason, see the notes")
