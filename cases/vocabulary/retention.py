"""How long a closed case, and an enquiry about no child, is kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RetentionClass(TextChoices):
    """What a closed case came to, which decides how long it is kept; an enquiry came to nobody."""

    HOME = "home", _("Case of a child who came home")
    AWAY = "away", _("Case closed without a return")
    MISTAKE = "mistake", _("Case closed as a duplicate or an error")
    ENQUIRY = "enquiry", _("Enquiry of a relative about no child of the register")


class KeptFrom(TextChoices):
    CLOSING = "closing", _("The day the case was closed")
    PLACEMENT = "placement", _("The first day of the last placement")
