"""Lists that were imported whole."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only, by_command, two_people
from cases.models.user import User


class ImportedList(models.Model):
    """An imported list: its file, the number of rows, and its two people."""

    digest = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    as_of = models.DateField(_("as of"))
    rows = models.PositiveIntegerField(_("rows"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        triggers = [*append_only(), by_command("imported_list")]
        constraints = [two_people("imported_list_approved_by_another", "asked_by", "approved_by")]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}: {self.rows}"
