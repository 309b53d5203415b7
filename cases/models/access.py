"""The access log: who was shown what."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document
from cases.models.guards import append_only
from cases.models.mother import Mother
from cases.models.user import User
from cases.vocabulary import Purpose


class AccessRow(models.Model):
    """Who was shown what; written before the page."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    page = models.CharField(_("page"), max_length=60)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="accesses")
    mother = models.ForeignKey(
        Mother, models.PROTECT, null=True, blank=True, related_name="accesses"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="accesses"
    )
    rows = models.PositiveIntegerField(_("rows"), default=1)
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, blank=True, db_default=""
    )

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-id"]
        permissions = [("ask_names", "See names for a stated purpose")]
        constraints = [
            models.CheckConstraint(
                name="access_purpose_known", condition=Q(purpose__in=["", *Purpose.values])
            )
        ]
        indexes = [
            # How often somebody searched in the last minutes.
            models.Index(fields=["by", "page", "at"], name="access_row_by_page"),
            # Who opened many records in the last days: rows come in the order of time.
            BrinIndex(fields=["at"], name="access_row_at"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
