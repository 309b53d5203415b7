"""Disposal of a closed case, or of an enquiry about no child: requested by one person, approved by
another, certified.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.enquiry import Enquiry
from cases.models.guards import (
    Editable,
    append_only,
    asked_then_answered,
    at_commit,
    before,
    keeps_history,
    no_truncate,
    one_of,
    refuses,
)
from cases.models.user import User
from cases.vocabulary import RetentionClass


class DisposalQuerySet(models.QuerySet["Disposal"]):
    def asked(self) -> "DisposalQuerySet":
        """Return the requests that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def made(self) -> "DisposalQuerySet":
        """Return the disposals that were approved, which is to say made."""
        return self.filter(approved_by__isnull=False)


_REQUEST = asked_then_answered(
    "disposal", content=("child", "enquiry", "records", "kept_until"), once=("child",)
)


@keeps_history()
class Disposal(Editable):
    """The request that a case or an enquiry past its term be disposed of; approved, it is."""

    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="disposals"
    )
    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, null=True, blank=True, related_name="disposals"
    )
    records = models.CharField(_("records"), max_length=8, choices=RetentionClass.choices)
    kept_until = models.DateField(_("due since"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        ordering = ["-pk"]
        permissions = [
            ("ask_disposal", "Ask for the disposal of a case past its term"),
            ("approve_disposal", "Approve a disposal as the second person"),
        ]
        constraints = [
            *_REQUEST.constraints,
            one_of("disposal_records_known", "records", RetentionClass),
            models.CheckConstraint(
                name="disposal_of_a_case_or_an_enquiry",
                condition=Q(records=RetentionClass.ENQUIRY, child__isnull=True)
                & Q(enquiry__isnull=False)
                | ~Q(records=RetentionClass.ENQUIRY) & Q(child__isnull=False, enquiry__isnull=True),
            ),
            models.UniqueConstraint(
                name="disposal_of_an_enquiry_once",
                fields=["enquiry"],
                condition=Q(dropped_by__isnull=True),
            ),
            models.UniqueConstraint(
                name="disposal_made_once", fields=["child"], condition=Q(approved_by__isnull=False)
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            before(
                "disposal_of_what_is_due",
                pgtrigger.Insert | pgtrigger.UpdateOf("approved_by_id"),
                "PERFORM cases_refuse_disposal(NEW);",
            ),
            refuses(
                "disposal_is_made",
                pgtrigger.UpdateOf("approved_by_id"),
                "NEW.approved_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 "
                "FROM cases_disposalcertificate WHERE disposal_id = NEW.id)",
                "An approved disposal is made.",
                run=at_commit,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child or self.enquiry}"

    @property
    def reference(self) -> str:
        """By which the case or the enquiry is called."""
        return self.child.reference if self.child else f"{self.enquiry}"

    def get_absolute_url(self) -> str:
        return reverse("disposal", args=[self.reference])


class DisposalCertificate(models.Model):
    """What was disposed of, counted; written by ``cases_dispose`` alone.

    ``rows`` is empty, within the one transaction, until all of it is done: so long no guard
    speaks. ``backups_until`` is the last day on which a backup still holds the person.
    """

    disposal = models.OneToOneField(Disposal, models.PROTECT, related_name="certificate")
    at = models.DateTimeField(db_default=Now(), editable=False)
    rows = models.JSONField(null=True)
    files = models.PositiveIntegerField()
    resealed = models.PositiveIntegerField()
    backups_until = models.DateField()

    class Meta:
        verbose_name = _("certificate of disposal")
        verbose_name_plural = _("certificates of disposal")
        ordering = ["-pk"]
        triggers = [
            *append_only(),
            refuses(
                "certificate_is_whole",
                pgtrigger.Insert,
                "EXISTS (SELECT 1 FROM cases_disposalcertificate "
                "WHERE id = NEW.id AND rows IS NULL)",
                "A certificate says what was disposed of.",
                run=at_commit,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disposal}"


class ResealedRow(models.Model):
    """A sealed row that a disposal blanked: its digest before, and the one it has since."""

    certificate = models.ForeignKey(
        DisposalCertificate, models.PROTECT, related_name="resealed_rows"
    )
    of_table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    former = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        verbose_name = _("row sealed anew")
        verbose_name_plural = _("rows sealed anew")
        indexes = [models.Index(fields=["of_table", "row"], name="resealed_row_of_table")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.of_table} {self.row}"
