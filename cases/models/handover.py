"""Handovers: the signed documents by which children are received at home."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.document import Document, of_the_same_case
from cases.models.guards import (
    Editable,
    in_words,
    keeps_history,
    no_delete,
    without_controls,
    written_once,
)
from cases.models.user import User


@keeps_history()
class Handover(Editable):
    """The signed document by which a child is received at home."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="handovers")
    signed_on = models.DateField(_("signed on"))
    paper = models.CharField(_("document number"), max_length=60)
    handed_by = models.CharField(_("handed over by"), max_length=120)
    received_by = models.CharField(_("received by"), max_length=120)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name=_("scan"),
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-signed_on"]
        triggers = [
            no_delete(),
            of_the_same_case("handover_document_of_the_case"),
            written_once("handover", "signed_on", "paper", "handed_by", "received_by"),
        ]
        constraints = [
            without_controls("handover", "handed_by", "received_by"),
            models.UniqueConstraint(fields=["child", "signed_on"], name="handover_once_a_day"),
            models.CheckConstraint(
                name="handover_is_signed",
                condition=in_words("paper") & in_words("handed_by") & in_words("received_by"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} {self.signed_on:%Y-%m-%d}"
