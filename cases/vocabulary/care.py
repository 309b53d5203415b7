"""Where a child lives after the return, and the follow-ups there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlacementKind(TextChoices):
    RELATIVE = "relative", _("Relative")
    FOSTER = "foster", _("Foster family")
    INSTITUTION = "institution", _("Institution")
    OTHER = "other", _("Other care")


class FollowUpKind(TextChoices):
    VISIT = "visit", _("Visit where the child lives")
    SCHOOL = "school", _("School")
    MEDICAL = "medical", _("Health")


class FollowUpResult(TextChoices):
    WELL = "well", _("The child is well")
    CONCERN = "concern", _("There is a concern, see the note")
    NOT_MET = "not_met", _("The child was not met")
    MOVED = "moved", _("The child lives elsewhere now")
