"""Changes of what an agreement asks for: requested by one person, approved by another."""

import pgtrigger
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    TODAY,
    after,
    agreed_by_two,
    asked_then_answered,
    keeps_history,
    no_delete,
    no_truncate,
    refuses,
)
from cases.models.user import User
from cases.vocabulary import TERMS, Reason, TermPart


def term_guards(name: str, part: TermPart, *remarks: str) -> list[pgtrigger.Trigger]:
    """Return the guards of a table of terms: each row, and each end, is agreed on by two people.

    What a row in force says stays but for its ``remarks``, and it ends tomorrow or later. Names:
    ``<name>_agreed_by_two``, ``<name>_in_force_stays``, ``no_delete``.
    """
    stays = f"{name}_in_force_stays"
    loose = ", ".join(f"'{column}'" for column in ("version", "during", *remarks))
    ends = "upper(NEW.during) IS DISTINCT FROM upper(OLD.during)"
    return [
        no_delete(),
        no_truncate(),
        refuses(
            stays,
            pgtrigger.Update,
            f"lower(OLD.during) <= {TODAY} AND lower(NEW.during) IS NOT NULL AND ("
            f"to_jsonb(NEW) - ARRAY[{loose}] <> to_jsonb(OLD) - ARRAY[{loose}] "
            "OR lower(NEW.during) <> lower(OLD.during) "
            f"OR {ends} AND LEAST(upper(NEW.during), upper(OLD.during)) <= {TODAY})",
            "A term in force is only ended, from tomorrow on or later.",
            trigger="in_force_stays",
        ),
        agreed_by_two(
            f"cases_{name.replace('_', '')}", name, part, pgtrigger.Insert | pgtrigger.Update
        ),
    ]


class TermChangeQuerySet(models.QuerySet["TermChange"]):
    def asked(self) -> "TermChangeQuerySet":
        """Return the changes that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def first_of_each(self) -> "TermChangeQuerySet":
        """Return the oldest of each agreement; ``waiting`` is how many wait with it."""
        same = TermChange.objects.asked().filter(agreement=OuterRef("agreement")).order_by()
        number = same.values("agreement").annotate(n=Count("pk")).values("n")
        oldest = self.order_by("agreement_id", "pk").distinct("agreement_id").values("pk")
        return TermChange.objects.filter(pk__in=oldest).annotate(waiting=Subquery(number))


_REQUEST = asked_then_answered(
    "term_change",
    content=("agreement", "part", "term", "content"),
    once=("part", "term"),
    answer=("result", "reason"),
)


@keeps_history()
class TermChange(models.Model):
    """A new term of an agreement, or another content of one there is, such as its last day.

    The first says what the agreement itself says, and is approved with or before any other.

    ``term`` is the key of the row that changes, empty for a new one; ``content`` are the columns,
    and ``result`` is the key of the row that says so once it is approved.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="term_changes", verbose_name=_("agreement")
    )
    part = models.CharField(
        _("part"), max_length=12, choices=[(part.value, part.label) for part in TERMS]
    )
    term = models.BigIntegerField(null=True, blank=True)
    content = models.JSONField()
    result = models.BigIntegerField(null=True, blank=True)
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
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)

    objects = TermChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of terms")
        verbose_name_plural = _("changes of terms")
        ordering = ["pk"]
        permissions = [
            ("ask_termchange", "Ask for a change of an agreement's terms"),
            ("approve_termchange", "Approve a change of an agreement's terms"),
        ]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="term_change_part_known", condition=Q(part__in=[p.value for p in TERMS])
            ),
            models.CheckConstraint(
                name="term_change_result_iff_approved",
                condition=Q(approved_by__isnull=True, result__isnull=True)
                | Q(approved_by__isnull=False, result__isnull=False),
            ),
            models.UniqueConstraint(
                # A request for a new row makes one, and a row is made by one.
                name="term_change_makes_one",
                fields=["part", "result"],
                condition=Q(term__isnull=True),
            ),
            models.CheckConstraint(
                name="term_change_reason_when_dropped",
                condition=Q(reason="") | Q(reason__in=Reason.values, dropped_by__isnull=False),
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            refuses(
                "term_change_of_its_agreement",
                pgtrigger.Insert,
                "NEW.agreement_id::text IS DISTINCT FROM (CASE NEW.part "
                f"WHEN '{TermPart.AGREEMENT.value}' THEN NEW.term::text "
                "ELSE NEW.content ->> 'agreement_id' END)",
                "A change of terms is of one agreement.",
            ),
            after(
                "term_change_is_made",
                pgtrigger.UpdateOf("approved_by_id"),
                "IF NEW.approved_by_id IS NOT NULL THEN "
                "PERFORM cases_refuse_unmade_term(NEW); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_part_display()}"
