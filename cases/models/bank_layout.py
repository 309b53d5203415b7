"""What the columns of a bank's files hold, as a person has said once."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.guards import before, by_office, in_words, keeps_history
from cases.models.user import User


@keeps_history()
class BankLayout(models.Model):
    """The columns of the files of one bank or account, told by their ``headings``.

    ``columns`` holds the meaning of each column in their order, "" for one that is not read.
    """

    bank = models.CharField(_("bank or account"), max_length=60)
    headings = models.CharField(_("headings"), max_length=1000, unique=True)
    columns = ArrayField(models.CharField(max_length=20, blank=True))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    #: How days are written where their order may be another; None where the file shows it.
    month_first = models.BooleanField(_("the month comes first"), null=True, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("columns of a bank's files")
        verbose_name_plural = _("columns of banks' files")
        ordering = ["bank"]
        triggers = [
            by_office(
                "bank_layout",
                "prepare_payment",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            ),
            before(
                "bank_layout_saved_by",
                pgtrigger.Update,
                "PERFORM cases_refuse_another_hand(NEW.saved_by_id, 'bank_layout_saved_by');",
            ),
        ]
        constraints = [
            models.CheckConstraint(name="bank_layout_names_its_bank", condition=in_words("bank")),
            models.CheckConstraint(
                name="bank_layout_currency_is_iso",
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.bank
