"""How long an agreement's closed cases are kept, before they may be disposed of."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import Editable, has_start, keeps_history, never_overlap, one_of
from cases.models.term_change import term_guards
from cases.vocabulary import KeptFrom, RetentionClass, TermPart


@keeps_history()
class RetentionTerm(Editable):
    """For how many years, and from which day on, a class of closed cases is kept."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="retention_terms", verbose_name=_("agreement")
    )
    records = models.CharField(_("records"), max_length=8, choices=RetentionClass.choices)
    years = models.PositiveSmallIntegerField(_("years kept"))
    counted_from = models.CharField(
        _("counted from"), max_length=9, choices=KeptFrom.choices, default=KeptFrom.CLOSING
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Empty: our assumption.")
    )
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        ordering = ["records"]
        triggers = term_guards("retention_term", TermPart.RETENTION, "source")
        constraints = [
            one_of("retention_term_records_known", "records", RetentionClass),
            one_of("retention_term_counted_from_known", "counted_from", KeptFrom),
            has_start("retention_term_has_start"),
            never_overlap("retention_term_never_overlaps", "agreement", "records"),
            models.CheckConstraint(
                name="retention_term_within_a_life",
                condition=Q(years__lte=100),
                violation_error_message=_("Enter from 0 to 100 years."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_records_display()}: {self.years}"
