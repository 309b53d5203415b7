"""Best-interests notes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InterestsTrigger(TextChoices):
    """What requires a best-interests note; computed from the case."""

    CONSENT_CONTESTED = "consent", _("Consent is contested")
    CHILD_OBJECTS = "objects", _("The child objects")
    SIBLINGS_SPLIT = "siblings", _("Siblings would be split")
    COMPETING_CLAIMS = "claims", _("Several relatives claim the child")
    NO_CAREGIVER = "caregiver", _("Nobody to care for the child at home")
    SERIOUS_ILLNESS = "illness", _("Serious illness")


class NotHeard(TextChoices):
    """Why a child's own view is not in a best-interests note."""

    TOO_YOUNG = "too_young", _("Too young to say")
    ILL = "ill", _("Too ill to be asked")
    UNREACHABLE = "unreachable", _("Could not be reached")
    UNSAFE = "unsafe", _("Not safe to ask where the child is")
    DECLINED = "declined", _("Did not want to speak")


class Recommendation(TextChoices):
    RETURN = "return", _("Return home")
    OTHER_CARE = "other_care", _("Return home, into other care than planned")
    WAIT = "wait", _("Wait, and review again")
    REMAIN = "remain", _("Not return for now")
