"""Who uses the register, and how it looks to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    REVIEWER = "reviewer", _("Reviewer")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    FINANCE_APPROVER = "finance_approver", _("Finance approver")
    TRAVEL_OFFICER = "travel_officer", _("Travel officer")
    OFFICIAL = "official", _("Official")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Admin")


class FactorKind(TextChoices):
    """What somebody shows beside the password."""

    APP = "app", _("Authenticator app")
    KEY = "key", _("Security key")
    RECOVERY = "recovery", _("Recovery code")


class Theme(TextChoices):
    SYSTEM = "", _("Same as the computer")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(TextChoices):
    USUAL = "", _("As usual")
    LARGE = "large", _("Large")
    LARGER = "larger", _("Very large")


class Density(TextChoices):
    """How close the rows of lists stand."""

    USUAL = "", _("As usual")
    CLOSE = "close", _("Close together")


class Separator(TextChoices):
    """What stands between the columns of a csv; a spreadsheet asks for that of its language."""

    LANGUAGE = "", _("Same as the language")
    SEMICOLON = ";", _("Semicolons, and commas in sums")
    COMMA = ",", _("Commas, and points in sums")
