"""What one child costs under an agreement: proposed by one person, approved by another."""

from collections.abc import Collection

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    Editable,
    at_commit,
    before,
    four_eyes,
    has_start,
    in_words,
    keeps_history,
    never_overlap,
    no_delete,
    one_of,
    refusal,
    refuse_if,
    refuses,
)
from cases.models.prepared import Day
from cases.models.user import User
from cases.vocabulary import DueEvent, FeeBasis


class FeeScheduleQuerySet(models.QuerySet["FeeSchedule"]):
    def agreed(self) -> "FeeScheduleQuerySet":
        """Return the schedules that a second person has approved; only these count."""
        return self.filter(approved_by__isnull=False)

    def in_force(self, *, on: Day) -> "FeeScheduleQuerySet":
        return self.agreed().filter(during__contains=on)

    def proposed(self) -> "FeeScheduleQuerySet":
        """Return the schedules that wait for a second person."""
        return self.filter(asked_by__isnull=False, approved_by__isnull=True)

    def open(self) -> "FeeScheduleQuerySet":
        """Return the proposed schedules, and those whose proposal was undone by a change."""
        return self.filter(approved_by__isnull=True)


#: What a schedule says. Another day on which it ends is agreed with its successor.
_SAYS = (
    "agreement",
    "amount",
    "currency",
    "standard_amount",
    "basis",
    "due_event",
    "due_event_source",
    "paid_before_clearing",
    "source",
)


_SAID = ", ".join(f"{{0}}.{name}" for name in ("agreement_id", *_SAYS[1:]))


_PROPOSAL = four_eyes("fee_schedule", first="asked", second="approved", final=True)


@keeps_history()
class FeeSchedule(Editable):
    """What one child costs, from which day on, and what makes it due.

    One person proposes it, and it counts when another has approved it.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="fee_schedules", verbose_name=_("agreement")
    )
    amount = models.DecimalField(_("amount per child"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    standard_amount = models.DecimalField(
        _("standard rate"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    basis = models.CharField(_("basis"), max_length=8, choices=FeeBasis.choices)
    due_event = models.CharField(_("due when"), max_length=10, choices=DueEvent.choices)
    due_event_source = models.CharField(
        _("source of the due event"),
        max_length=300,
        blank=True,
        help_text=_("Empty: our assumption, not published."),
    )
    paid_before_clearing = models.BooleanField(
        _("must be paid before the child is cleared to travel"), default=False
    )
    during = DateRangeField(_("in force"))
    source = models.CharField(_("source"), max_length=300)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    asked_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    returned_reason = models.CharField(
        _("sent back because"), max_length=300, blank=True, editable=False
    )
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = FeeScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        permissions = [
            ("propose_feeschedule", "Propose a fee schedule"),
            ("approve_feeschedule", "Approve a fee schedule as the second person"),
        ]
        triggers = [
            no_delete(),
            refuses(
                "fee_schedule_starts_proposed",
                pgtrigger.Insert,
                "NEW.approved_by_id IS NOT NULL",
                "A fee schedule is proposed before it is approved.",
            ),
            before(
                "fee_schedule_agreed_stays",
                pgtrigger.Update,
                refuse_if(
                    "OLD.approved_by_id IS NOT NULL AND NOT (lower(NEW.during) = lower(OLD.during) "
                    "AND upper(NEW.during) < COALESCE(upper(OLD.during), 'infinity') "
                    f"AND ({_SAID.format('NEW')}) IS NOT DISTINCT FROM ({_SAID.format('OLD')}))",
                    "fee_schedule_agreed_stays",
                    "What two people agreed on is never changed; a new schedule replaces it.",
                )
                + refuse_if(
                    "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL",
                    "fee_schedule_approved_as_asked",
                    "A fee schedule is approved as it was proposed.",
                )
                # Whoever rewrites a proposal proposes it anew, or nobody does.
                + "IF OLD.approved_by_id IS NULL AND "
                "NEW.asked_at IS NOT DISTINCT FROM OLD.asked_at THEN "
                "NEW.asked_by_id := NULL; NEW.asked_at := NULL; END IF;",
                condition=pgtrigger.AnyChange(*_SAYS, "during"),
            ),
            *_PROPOSAL.triggers,
            at_commit(
                "fee_schedule_ends_for_another",
                pgtrigger.UpdateOf("during"),
                "IF NEW.approved_by_id IS NOT NULL AND NEW.during <> OLD.during AND NOT EXISTS ("
                "SELECT 1 FROM cases_feeschedule s WHERE s.agreement_id = NEW.agreement_id "
                "AND s.approved_by_id IS NOT NULL AND lower(s.during) = upper(NEW.during)) THEN "
                + refusal(
                    "fee_schedule_ends_for_another",
                    "A fee schedule ends on the day on which another begins.",
                )
                + " END IF; IF EXISTS (SELECT 1 FROM cases_fee f WHERE f.schedule_id = NEW.id "
                "AND NOT NEW.during @> f.due_on) THEN "
                + refusal("fee_of_its_schedule", "A fee is what the schedule says on its day.")
                + " END IF;",
            ),
        ]
        constraints = [
            *_PROPOSAL.constraints,
            models.CheckConstraint(
                name="fee_schedule_returned_whole",
                condition=Q(returned_reason="", returned_by__isnull=True)
                | in_words("returned_reason") & Q(returned_by__isnull=False, asked_by__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(approved_by__isnull=True),
                name="fee_schedule_one_proposed",
                violation_error_message=_(
                    "A fee schedule of this agreement awaits a second person. Change that one."
                ),
            ),
            models.CheckConstraint(
                name="fee_schedule_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Enter a fee above zero."),
            ),
            models.CheckConstraint(
                name="fee_schedule_standard_positive",
                condition=Q(standard_amount__isnull=True) | Q(standard_amount__gt=0),
                violation_error_message=_("Enter a standard fee above zero, or leave it empty."),
            ),
            models.CheckConstraint(
                name="fee_schedule_currency_is_iso",
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                violation_error_message=_(
                    "Enter the currency as three capital letters, such as USD."
                ),
            ),
            one_of("fee_schedule_due_event_known", "due_event", DueEvent),
            has_start("fee_schedule_has_start"),
            never_overlap(
                "fee_schedule_never_overlaps", "agreement", among=Q(approved_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Validate the constraints of a proposal too, whose form has no approval."""
        super().validate_constraints({*(exclude or ())} - {"approved_by"})

    @property
    def is_agreed(self) -> bool:
        return self.approved_by_id is not None
