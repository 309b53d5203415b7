"""Whom a record is shown to, and why."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """Why a user opens a record outside the own team."""

    SECOND = "second", _("To decide as the second person")
    SUPERVISION = "supervision", _("To supervise the work of a team")
    FAMILY = "family", _("A question of the family or of a lawyer")
    COMPLAINT = "complaint", _("A complaint")
    AUDIT = "audit", _("An audit")


class Assignment(TextChoices):
    """How a record belonged to the work of whoever was shown it, on that day."""

    CASEWORKER = "caseworker", _("Caseworker of the case")
    TEAM = "team", _("Case of the own team")
    OUTSIDE = "outside", _("Not assigned")
