"""Tasks: why there is one, and what came of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TaskRule(TextChoices):
    """Why there is a task: the rule that made it, or a person."""

    REQUIREMENT = "requirement", _("Clearance needed for the next step")
    CONSENT = "consent", _("Consent needed for the next step")
    APPROACH = "approach", _("Ask again for a consent")
    SECOND_PERSON = "second_person", _("Waiting for a second person")
    RETURNED = "returned", _("Sent back by a reviewer")
    LAPSED = "lapsed", _("Mark as cleared to travel again")
    STEP = "step", _("Next step can be taken")
    BLOCKS_DEPARTURE = "blocks_departure", _("Blocks departure")
    EXPIRING = "expiring", _("Clearance ends soon")
    REVIEW = "review", _("Review date")
    HOLD = "hold", _("End of a hold")
    HEARING = "hearing", _("Court hearing")
    AGE = "age", _("Age to watch")
    SIBLING = "sibling", _("Sibling on a locked passenger list")
    INTERESTS = "interests", _("Best interests to be considered")
    FOLLOW_UP = "follow_up", pgettext_lazy("record", "Follow-up")
    FEE = "fee", _("Fee that is not due yet")
    SCAN = "scan", _("Scan of the handover missing")
    CASEWORKER = "caseworker", _("No caseworker")
    NO_NEXT_STEP = "no_next_step", _("No next step")
    MANUAL = "manual", _("Added by staff")


class TaskOutcome(TextChoices):
    DONE = "done", pgettext_lazy("task", "Done")
    OBSOLETE = "obsolete", pgettext_lazy("task", "No longer needed")
