"""Teams: the desks of caseworkers."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.kept import said
from cases.models.alphabet import in_alphabet
from cases.models.guards import Editable, by_office, keeps_history, no_delete


@keeps_history()
class Team(Editable):
    """A desk of caseworkers; a family belongs to exactly one."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = [in_alphabet("name")]
        triggers = [
            no_delete(),
            by_office("team", "change_team", pgtrigger.Insert | pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return said(self.name)
