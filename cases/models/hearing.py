"""Court hearings and their outcomes."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.clearance import Clearance
from cases.models.guards import (
    TODAY,
    Editable,
    before,
    keeps_history,
    no_delete,
    one_of,
    refuse_if,
    refuses,
)
from cases.models.place import Place, place_serves
from cases.models.user import User
from cases.vocabulary import AdjournmentReason, HearingOutcome, HearingPurpose, PlacePurpose

_FOLLOWS = (
    "SELECT 1 FROM cases_hearing h WHERE h.id = NEW.adjourned_to_id AND h.child_id = NEW.child_id "
    "AND h.purpose = NEW.purpose AND h.scheduled_on > NEW.scheduled_on"
)
_OF_THE_COUNTRY = (
    "SELECT 1 FROM cases_place p JOIN cases_agreement a ON a.holding_id = p.country_id "
    "JOIN cases_child c ON c.agreement_id = a.id "
    "WHERE p.id = NEW.court_id AND c.id = NEW.child_id"
)
_OF_THE_CHILD = (
    "SELECT 1 FROM cases_clearance WHERE id = NEW.clearance_id AND child_id = NEW.child_id"
)


class HearingQuerySet(models.QuerySet["Hearing"]):
    def open(self) -> "HearingQuerySet":
        """Return the hearings without an outcome, past ones too."""
        return self.filter(outcome=HearingOutcome.SCHEDULED)


@keeps_history()
class Hearing(Editable):
    """One day in court for one purpose; its outcome is recorded once.

    An adjourned hearing leads to the next one, if the court has set its date.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="hearings")
    n = models.PositiveSmallIntegerField(_("number"))
    court = models.ForeignKey(
        Place, models.PROTECT, related_name="hearings", verbose_name=_("court")
    )
    scheduled_on = models.DateField(_("hearing date"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=HearingPurpose.choices)
    outcome = models.CharField(
        _("outcome"),
        max_length=9,
        choices=HearingOutcome.choices,
        default=HearingOutcome.SCHEDULED,
    )
    outcome_on = models.DateField(_("outcome date"), null=True, blank=True)
    adjournment_reason = models.CharField(
        _("reason for the adjournment"),
        max_length=12,
        choices=AdjournmentReason.choices,
        blank=True,
    )
    adjourned_to = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="adjourned_from"
    )
    clearance = models.ForeignKey(
        Clearance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hearings",
        verbose_name=_("clearance it led to"),
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("court hearing")
        verbose_name_plural = _("court hearings")
        ordering = ["-n"]
        indexes = [
            # The calendar.
            models.Index(fields=["scheduled_on", "child"], name="hearing_by_day")
        ]
        constraints = [
            one_of("hearing_purpose_known", "purpose", HearingPurpose),
            one_of("hearing_outcome_known", "outcome", HearingOutcome),
            models.UniqueConstraint(fields=["child", "n"], name="hearing_number_once"),
            models.UniqueConstraint(
                fields=["child", "purpose"],
                condition=Q(outcome=HearingOutcome.SCHEDULED),
                name="hearing_one_open_of_a_purpose",
            ),
            models.CheckConstraint(
                name="hearing_adjourned_iff_reason",
                condition=Q(
                    outcome=HearingOutcome.ADJOURNED,
                    adjournment_reason__in=AdjournmentReason.values,
                )
                | (
                    ~Q(outcome=HearingOutcome.ADJOURNED)
                    & Q(adjournment_reason="", adjourned_to__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="hearing_outcome_iff_day",
                condition=Q(outcome=HearingOutcome.SCHEDULED, outcome_on__isnull=True)
                | (~Q(outcome=HearingOutcome.SCHEDULED) & Q(outcome_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="hearing_held_on_its_day_or_later",
                condition=~Q(outcome=HearingOutcome.HELD)
                | Q(outcome_on__isnull=False, outcome_on__gte=F("scheduled_on")),
            ),
            models.CheckConstraint(
                name="hearing_clearance_only_when_held",
                condition=Q(clearance__isnull=True) | Q(outcome=HearingOutcome.HELD),
            ),
        ]
        triggers = [
            no_delete(),
            before(
                "hearing_is_possible",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_if(
                    f"NEW.outcome_on > {TODAY}",
                    "hearing_outcome_by_today",
                    "The outcome of a hearing cannot lie in the future.",
                )
                + refuse_if(
                    f"NEW.adjourned_to_id IS NOT NULL AND NOT EXISTS ({_FOLLOWS})",
                    "hearing_next_follows",
                    "The next hearing is of the same child and purpose, and later.",
                )
                + refuse_if(
                    f"NEW.clearance_id IS NOT NULL AND NOT EXISTS ({_OF_THE_CHILD})",
                    "hearing_clearance_of_the_child",
                    "The clearance is another child's.",
                ),
            ),
            before(
                "hearing_in_a_court",
                pgtrigger.Insert | pgtrigger.UpdateOf("court_id"),
                place_serves("court_id", "hearing_in_a_court", PlacePurpose.COURT),
            ),
            refuses(
                "hearing_in_the_holding_country",
                pgtrigger.Insert,
                f"NOT EXISTS ({_OF_THE_COUNTRY})",
                "A hearing is in a court of the country that holds the child.",
            ),
            before(
                "hearing_stays",
                pgtrigger.Update,
                refuse_if(
                    "(OLD.child_id, OLD.n, OLD.scheduled_on, OLD.purpose, OLD.recorded_by_id) "
                    "IS DISTINCT FROM (NEW.child_id, NEW.n, NEW.scheduled_on, NEW.purpose, "
                    "NEW.recorded_by_id) OR NEW.court_id <> OLD.court_id "
                    "AND NEW.court_id IS DISTINCT FROM cases_joined_into(OLD.court_id)",
                    "hearing_day_stays",
                    "The day of a hearing is not changed; it is adjourned or cancelled.",
                )
                + refuse_if(
                    "OLD.outcome <> 'scheduled' AND (OLD.outcome, OLD.outcome_on, "
                    "OLD.adjournment_reason, OLD.clearance_id) IS DISTINCT FROM (NEW.outcome, "
                    "NEW.outcome_on, NEW.adjournment_reason, NEW.clearance_id)"
                    " OR OLD.adjourned_to_id IS NOT NULL"
                    " AND NEW.adjourned_to_id IS DISTINCT FROM OLD.adjourned_to_id",
                    "hearing_outcome_stays",
                    "The outcome of a hearing is written once.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} / {self.n}"
