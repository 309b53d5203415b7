"""Countries."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.guards import Editable, before, by_office, keeps_history, no_delete


@keeps_history()
class Country(Editable):
    """A state, by its ISO 3166-1 code; names come from the data library."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80, help_text=_("English name, ISO 3166-1."))

    zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        help_text=_("Of new places. Empty: the country has several; each place says its own."),
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        triggers = [
            no_delete(),
            by_office("country", "change_country", pgtrigger.Insert | pgtrigger.Update),
            before(
                "country_zone_known",
                pgtrigger.UpdateOf("zone"),
                "IF NEW.zone <> '' THEN "
                "PERFORM cases_refuse_zone(NEW.zone, 'country_zone_known'); END IF;",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="country_code_is_iso",
                condition=models.Q(code__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("Enter the code as two capital letters, such as TJ."),
            )
        ]

    def __str__(self) -> str:
        return self.name
