"""What may be read from outside, and by whom."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutsideGroup(TextChoices):
    """A group of children whose number leaves the ministry, or can be computed."""

    IDENTIFIED = "identified", _("Identified")
    ELIGIBLE = "eligible", _("Eligible")
    RETURNED = "returned", _("Returned home")
    TO_TRAVEL = "to_travel", _("Eligible, not yet travelled")
    NOT_ELIGIBLE = "not_eligible", _("Not decided, or not eligible")
    NOT_HOME = "not_home", _("Not home yet")
    UNDER_3 = "under_3", _("Under 3")
    FROM_3 = "3_to_11", _("3 to 11")
    FROM_12 = "from_12", _("12 or older")


class KeyScope(TextChoices):
    """What an access key reads."""

    TOTALS = "totals", _("Approved totals")
    FIGURES = "figures", _("Published figures")
    ALL = "all", _("Approved totals and published figures")
