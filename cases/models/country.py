"""Countries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.guards import Editable, keeps_history, no_delete


@keeps_history()
class Country(Editable):
    """A state, by its ISO 3166-1 code; names come from the data library."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80, help_text=_("English name, ISO 3166-1."))

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        triggers = [no_delete()]
        constraints = [
            models.CheckConstraint(
                name="country_code_is_iso",
                condition=models.Q(code__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("Enter the code as two capital letters, such as TJ."),
            )
        ]

    def __str__(self) -> str:
        return self.name
