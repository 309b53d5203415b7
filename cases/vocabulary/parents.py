"""What is known of a child's mother and father."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Proceedings(TextChoices):
    AWAITING_TRIAL = "awaiting_trial", _("Awaiting trial")
    ON_TRIAL = "on_trial", _("On trial")
    CONVICTED = "convicted", _("Convicted")
    APPEAL = "appeal", _("Appeal pending")
    RELEASED = "released", _("Released")
    DECEASED = "deceased", pgettext_lazy("mother", "Deceased")
    UNKNOWN = "unknown", _("Not known yet")


class Sentence(TextChoices):
    NONE = "none", _("No sentence")
    FIXED = "fixed", _("Fixed term")
    LIFE = "life", _("Life")
    DEATH = "death", _("Death")
    UNKNOWN = "unknown", _("Not known yet")


class FatherStatus(TextChoices):
    DECEASED = "deceased", pgettext_lazy("father", "Deceased")
    NOT_DOCUMENTED = "not_documented", _("Death not documented")
    MISSING = "missing", _("Missing")
    DETAINED = "detained", _("Detained")
    ALIVE = "alive", _("Alive")
    UNKNOWN = "unknown", _("Not known yet")
