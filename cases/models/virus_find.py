"""Viruses that the scanner found in files."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only
from cases.models.user import User


class VirusFind(models.Model):
    """A virus in a file that somebody sent; ``stored_as`` where the file was kept, to wait."""

    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    virus = models.CharField(_("virus"), max_length=200)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    sent_sha256 = models.CharField(max_length=64)
    stored_as = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("virus found")
        verbose_name_plural = _("viruses found")
        ordering = ["-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return self.virus
