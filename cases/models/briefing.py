"""What is written beside the figures of a day for the minister, and the number of the sheet."""

import pgtrigger
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import TODAY, append_only, by_office, refuses
from cases.models.user import User


class Briefing(models.Model):
    """The words of a sheet: of an agreement, or of all, with the figures of one day.

    Words that are changed are a further row, the next ``edition`` under the same number. Each of
    ``questions`` has what is to be decided, what it changes, who prepared it and until when.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, related_name="briefings", verbose_name=_("agreement")
    )
    as_of = models.DateField(_("figures of"))
    year = models.PositiveSmallIntegerField(_("year"))
    n = models.PositiveIntegerField(_("number"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    questions = models.JSONField(_("questions"), default=list)
    unknown = models.CharField(_("what is not known"), max_length=320, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("written at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["-pk"]
        permissions = [("write_briefing", "Write the words of the briefing")]
        constraints = [
            models.UniqueConstraint(fields=["year", "n", "edition"], name="briefing_number_once"),
            models.UniqueConstraint(
                fields=["agreement", "as_of", "edition"],
                nulls_distinct=False,
                name="briefing_edition_once",
            ),
            models.CheckConstraint(
                name="briefing_three_questions_at_most",
                condition=LessThanOrEqual(
                    Func(
                        F("questions"),
                        function="jsonb_array_length",
                        output_field=models.IntegerField(),
                    ),
                    3,
                ),
            ),
        ]
        triggers = [
            *append_only(),
            by_office("briefing", "write_briefing", pgtrigger.Insert),
            refuses(
                "briefing_in_order",
                pgtrigger.Insert,
                f"NEW.as_of > {TODAY} OR NEW.n < 1 OR NEW.edition NOT BETWEEN 1 AND 1 + (SELECT "
                "count(*) FROM cases_briefing b WHERE b.as_of = NEW.as_of "
                "AND b.agreement_id IS NOT DISTINCT FROM NEW.agreement_id) "
                r"OR NEW.edition = 1 AND NEW.unknown !~ '\S' AND NEW.questions = '[]'",
                "A briefing is of a day that has come, and its words follow one another.",
                trigger="in_order",
            ),
            refuses(
                "briefing_one_number_a_day",
                pgtrigger.Insert,
                "EXISTS (SELECT 1 FROM cases_briefing b WHERE "
                "((b.agreement_id, b.as_of) IS NOT DISTINCT FROM (NEW.agreement_id, "
                "NEW.as_of)) <> "
                "((b.year, b.n) = (NEW.year, NEW.n)))",
                "A briefing has one number, and no other one has it.",
                trigger="one_number_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"BR-{self.year}-{self.n}"
