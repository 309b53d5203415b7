"""The access log: who was shown what."""

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document
from cases.models.guards import append_only, before
from cases.models.mother import Mother
from cases.models.user import User
from cases.vocabulary import Assignment, Purpose


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

    #: Set by the database, from the history of the day; empty where no record is named.
    assigned = models.CharField(
        _("assigned then"), max_length=10, choices=Assignment.choices, blank=True, db_default=""
    )

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-id"]
        permissions = [
            ("ask_names", "See names for a stated purpose"),
            ("read_audit", "Read who looked at what in the whole register"),
            ("answer_look", "Answer for a look that was drawn by lot"),
        ]
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
            # Looks outside the own work, newest first.
            models.Index(
                F("id").desc(),
                condition=Q(assigned=Assignment.OUTSIDE),
                name="access_row_outside",
            ),
        ]
        triggers = [
            *append_only(),
            before(
                "knows_whether_assigned",
                pgtrigger.Insert,
                "NEW.assigned = cases_assigned(NEW.by_id, NEW.child_id, NEW.mother_id, NEW.at);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"


class RefusedAttempt(models.Model):
    """A page that somebody signed in asked for and was not given; no record is named."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    page = models.CharField(_("page"), max_length=60)
    status = models.PositiveSmallIntegerField(_("answer"))

    class Meta:
        verbose_name = _("refused attempt")
        verbose_name_plural = _("refused attempts")
        ordering = ["-id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
