"""Who consents to what, and how."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentPurpose(TextChoices):
    REPATRIATION = "repatriation", _("Repatriation")
    DNA = "dna", _("DNA sample")
    TRACING = "tracing", _("Tracing of relatives")
    SHARING = "sharing", _("Sharing of the record")
    MEDICAL = "medical", _("Medical care")


class GiverRole(TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GUARDIAN = "guardian", _("Guardian")
    COURT = "court", _("Court, instead of a parent")
    CHILD = "child", _("The child's own view")


class ConsentDecision(TextChoices):
    GIVEN = "given", _("Given")
    WITHHELD = "withheld", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConsentMethod(TextChoices):
    SIGNED = "signed", _("Signed form")
    INTERVIEW = "interview", _("Said at an interview")
    LETTER = "letter", _("Letter")
    COURT = "court", _("Court record")
