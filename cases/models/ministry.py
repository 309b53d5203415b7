"""The ministry whose register this is."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.country import Country
from cases.models.guards import Editable, by_office, in_words, keeps_history, no_delete


@keeps_history()
class Ministry(Editable):
    """Whose register this is: one row."""

    home = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("home country")
    )
    name = models.CharField(
        _("name"), max_length=160, help_text=_("As it heads every page and document.")
    )

    class Meta:
        verbose_name = _("ministry")
        verbose_name_plural = _("ministry")
        triggers = [no_delete(), by_office("ministry", "change_ministry", pgtrigger.Update)]
        constraints = [
            models.CheckConstraint(name="ministry_is_one", condition=Q(id=1)),
            models.CheckConstraint(name="ministry_named", condition=in_words("name")),
        ]

    def __str__(self) -> str:
        return self.name
