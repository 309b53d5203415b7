"""Documents and checks a child needs before an act."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document, of_the_same_case
from cases.models.guards import (
    Editable,
    before,
    keeps_history,
    no_delete,
    one_of,
    stays,
    written_once,
)
from cases.models.kept import counts_case
from cases.models.numbers import bare_number
from cases.models.user import User
from cases.vocabulary import ClearanceKind, ClearanceStatus


class StandingClearances(models.Manager["Clearance"]):
    """Clearances that were not undone."""

    def get_queryset(self) -> "models.QuerySet[Clearance]":
        # By the column that joins: the server knows then that it looks for what is not there.
        return super().get_queryset().filter(undone__clearance=None)


@keeps_history()
class Clearance(Editable):
    """One document or check; the newest of its kind counts."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="clearances")
    kind = models.CharField(_("clearance"), max_length=16)
    status = models.CharField(_("status"), max_length=9, choices=ClearanceStatus.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clearances",
        verbose_name=_("document"),
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StandingClearances()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["kind", "-pk"]
        indexes = [
            # What ends soon, or has.
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False, status=ClearanceStatus.GRANTED),
                name="clearance_ends",
            ),
            models.Index(fields=["child", "kind", "-id"], name="clearance_newest"),
            models.Index(bare_number("number"), name="clearance_by_number"),
        ]
        triggers = [
            no_delete(),
            *counts_case("r.kind", "r.status", "r.issued_on", "r.valid_until"),
            before(
                "clearance_kind_known",
                pgtrigger.Insert | pgtrigger.UpdateOf("kind"),
                "PERFORM cases_refuse_kind(NEW.kind, "
                "(SELECT agreement_id FROM cases_child WHERE id = NEW.child_id), "
                "'clearance_kind_known');",
            ),
            of_the_same_case("clearance_document_of_the_case"),
            written_once(
                "clearance",
                *("status", "number", "issued_on", "valid_until", "issuer", "document"),
            ),
            stays("clearance_recorder_stays", "Who recorded a clearance stays.", "recorded_by"),
        ]
        constraints = [
            one_of("clearance_status_known", "status", ClearanceStatus),
            models.CheckConstraint(
                name="clearance_granted_has_day",
                condition=~Q(status=ClearanceStatus.GRANTED) | Q(issued_on__isnull=False),
            ),
            models.CheckConstraint(
                name="clearance_valid_after_issue",
                condition=Q(valid_until__isnull=True)
                | Q(issued_on__isnull=False, valid_until__gte=F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_status_display()}"

    def get_kind_display(self) -> str:
        """Return the name of the kind; Django writes this method for choices only."""
        return ClearanceKind(self.kind).label
