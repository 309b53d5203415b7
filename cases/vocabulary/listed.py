"""What is to be done with a row of a list that was sent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RowState(TextChoices):
    """Which part of the check a row belongs to."""

    TO_ANSWER = "answer", _("To answer")
    READY = "ready", pgettext_lazy("rows", "Ready")
    ON_RECORD = "record", _("In the register already")
    ASIDE = "aside", _("Set aside")
    PASSED = "passed", _("Names no child")
