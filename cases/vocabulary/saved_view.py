"""With whom a saved list is shared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SharedWith(models.TextChoices):
    NOBODY = "nobody", _("Only me")
    TEAM = "team", _("My team")
    EVERYBODY = "everybody", _("Everybody who has this list")
