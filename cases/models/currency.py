"""Currencies of ISO 4217, and which of them are in use here."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.guards import Editable, by_office, keeps_history, no_delete, no_truncate, stays


@keeps_history()
class Currency(Editable):
    """A currency of ISO 4217; migrating adds them, and an admin says which are in use.

    ``minor_units`` are the digits of its smaller unit: 2 for cents. What is on record in a currency
    stays when it is no longer in use; forms offer only those that are.
    """

    code = models.CharField(_("code"), max_length=3, unique=True)
    minor_units = models.PositiveSmallIntegerField(_("digits of the smaller unit"))
    in_use = models.BooleanField(
        _("in use"), default=False, help_text=_("Offered where a currency is entered.")
    )

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="currency_code_is_iso",
                condition=Q(code__regex=r"^[A-Z]{3}$"),
                violation_error_message=_("Enter the three letters of ISO 4217, such as USD."),
            ),
            models.CheckConstraint(name="currency_units_known", condition=Q(minor_units__lte=4)),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            by_office("currency", "change_currency", pgtrigger.Insert | pgtrigger.Update),
            stays("currency_stays", "A currency is what ISO 4217 says.", "minor_units"),
        ]

    def __str__(self) -> str:
        return self.code
