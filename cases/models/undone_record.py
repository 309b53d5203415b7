"""Records that were undone: they stay, and count no longer."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.clearance import Clearance
from cases.models.consent import Consent
from cases.models.guards import append_only, before
from cases.models.journal import Journal
from cases.models.kept import counts_cases_of


class UndoneRecord(models.Model):
    """A clearance or a consent that was recorded by mistake, and the entry that undid it."""

    entry = models.OneToOneField(Journal, models.PROTECT, related_name="undone_record")
    clearance = models.OneToOneField(Clearance, models.PROTECT, null=True, related_name="undone")
    consent = models.OneToOneField(Consent, models.PROTECT, null=True, related_name="undone")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("record that was undone")
        verbose_name_plural = _("records that were undone")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="undone_record_is_one",
                condition=Q(clearance=None, consent__isnull=False)
                | Q(clearance__isnull=False, consent=None),
            )
        ]
        triggers = [
            *append_only(),
            counts_cases_of(
                "counts_new",
                pgtrigger.Insert,
                "SELECT g.child_id FROM n JOIN cases_clearance g ON g.id = n.clearance_id "
                "UNION SELECT g.child_id FROM n JOIN cases_consent g ON g.id = n.consent_id",
            ),
            before("of_its_entry", pgtrigger.Insert, "PERFORM cases_refuse_undone_record(NEW);"),
        ]

    def __str__(self) -> str:
        return f"{self.clearance or self.consent}"
