"""What two states agreed on, as dated rows with their sources."""

import datetime

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.guards import (
    TODAY,
    Editable,
    asked_first,
    at_commit,
    before,
    both_or_neither,
    keeps_history,
    no_delete,
    one_of,
    refusal,
    refuse_if,
    two_people,
)
from cases.models.place import Country
from cases.models.staff import User
from cases.vocabulary import (
    AgreementKind,
    AgreementStatus,
    ClearanceKind,
    ConsentPurpose,
    DueEvent,
    FeeBasis,
    FollowUpKind,
    GiverRole,
    Measure,
    NeededFor,
    Stage,
    StatementPart,
)


def has_start(name: str) -> models.CheckConstraint:
    """Return the CHECK that ``during`` is not empty and has a first day."""
    return models.CheckConstraint(
        name=name,
        condition=Q(during__isempty=False, during__startswith__isnull=False),
    )


def never_overlap(name: str, *fields: str, among: Q | None = None) -> ExclusionConstraint:
    """Return the exclusion of two rows (``among`` some of them) for ``fields`` on one day."""
    return ExclusionConstraint(
        name=name,
        condition=among,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("during", RangeOperators.OVERLAPS),
        ],
    )


@keeps_history()
class Agreement(Editable):
    """An agreement on bringing children home from one country to another."""

    slug = models.SlugField(_("address"), unique=True)
    home = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("home"))
    holding = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("holding country")
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind.choices)
    status = models.CharField(_("status"), max_length=12, choices=AgreementStatus.choices)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title"]
        triggers = [no_delete()]
        constraints = [
            models.CheckConstraint(
                name="agreement_between_two_countries", condition=~Q(home=F("holding"))
            ),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.slug])


@keeps_history()
class AgreementFigures(Editable):
    """How many children were identified, and how many of them are to return."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="figures", verbose_name=_("agreement")
    )
    as_of = models.DateField(_("as of"))
    identified = models.PositiveIntegerField(_("identified"))
    target = models.PositiveIntegerField(_("target"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("figures of an agreement")
        verbose_name_plural = _("figures of agreements")
        ordering = ["-as_of"]
        triggers = [no_delete()]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "as_of"], name="figures_once_a_day"),
            models.CheckConstraint(
                name="figures_target_within_identified",
                condition=Q(target__gt=0, target__lte=F("identified")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} / {self.identified}, {self.as_of:%Y-%m-%d}"


@keeps_history()
class AgreementStatement(Editable):
    """One short sentence of what was agreed, with its date and source."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="statements", verbose_name=_("agreement")
    )
    part = models.CharField(
        _("part of the page"),
        max_length=8,
        choices=StatementPart.choices,
        default=StatementPart.AGREED,
    )
    position = models.PositiveSmallIntegerField(_("position"))
    language = models.CharField(_("language"), max_length=8, default="en")
    text = models.TextField(_("text"), blank=True, help_text=_("Empty: text to be supplied."))
    heading = models.CharField(_("heading"), max_length=120)
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("statement of an agreement")
        verbose_name_plural = _("statements of agreements")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "language", "position"], name="statement_position_once"
            ),
            one_of("statement_part_known", "part", StatementPart),
            models.CheckConstraint(
                name="statement_has_source",
                condition=Q(text="") | (~Q(source="") & Q(stated_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.heading


@keeps_history()
class Requirement(Editable):
    """A clearance that an agreement asks for, and for which act."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="requirements", verbose_name=_("agreement")
    )
    clearance = models.CharField(_("clearance"), max_length=16, choices=ClearanceKind.choices)
    needed_for = models.CharField(_("needed for"), max_length=8, choices=NeededFor.choices)
    valid_days = models.PositiveIntegerField(
        _("valid for (days)"), null=True, blank=True, help_text=_("Empty: as the document says.")
    )
    during = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            one_of("requirement_clearance_known", "clearance", ClearanceKind),
            one_of("requirement_needed_for_known", "needed_for", NeededFor),
            has_start("requirement_has_start"),
            never_overlap("requirement_never_overlaps", "agreement", "clearance", "needed_for"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clearance_display()} · {self.get_needed_for_display()}"


#: What was asked for on a day that has passed is never rewritten.
_RULE = "{0}.agreement_id, {0}.purpose, {0}.giver_role, {0}.from_age, lower({0}.during)"


@keeps_history()
class ConsentRule(Editable):
    """Who must agree before a purpose may go ahead; in force it is only ended."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="consent_rules", verbose_name=_("agreement")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=ConsentPurpose.choices)
    giver_role = models.CharField(_("who must agree"), max_length=8, choices=GiverRole.choices)
    from_age = models.PositiveSmallIntegerField(
        _("from the age of"),
        null=True,
        blank=True,
        help_text=_("Years; only for the child's own view."),
    )
    during = DateRangeField(_("in force"))
    legal_source = models.CharField(_("legal source"), max_length=300)

    class Meta:
        verbose_name = _("consent rule")
        verbose_name_plural = _("consent rules")
        triggers = [
            no_delete(),
            before(
                "in_force_stays",
                pgtrigger.Update,
                refuse_if(
                    f"lower(OLD.during) <= {TODAY} AND lower(NEW.during) IS NOT NULL AND ("
                    f"({_RULE.format('NEW')}) IS DISTINCT FROM ({_RULE.format('OLD')}) "
                    "OR upper(NEW.during) IS DISTINCT FROM upper(OLD.during) "
                    f"AND LEAST(upper(NEW.during), upper(OLD.during)) <= {TODAY})",
                    "consent_rule_in_force_stays",
                    "A consent rule in force is only ended, from tomorrow on or later.",
                ),
            ),
        ]
        constraints = [
            one_of("consent_rule_purpose_known", "purpose", ConsentPurpose),
            one_of("consent_rule_giver_known", "giver_role", GiverRole),
            models.CheckConstraint(
                name="consent_rule_age_iff_child",
                condition=Q(giver_role=GiverRole.CHILD, from_age__isnull=False)
                | (~Q(giver_role=GiverRole.CHILD) & Q(from_age__isnull=True)),
            ),
            has_start("consent_rule_has_start"),
            never_overlap("consent_rule_never_overlaps", "agreement", "purpose", "giver_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_giver_role_display()}"


class FeeScheduleQuerySet(models.QuerySet["FeeSchedule"]):
    def agreed(self) -> "FeeScheduleQuerySet":
        """Return the schedules that a second person has approved: the only ones that count."""
        return self.filter(approved_by__isnull=False)

    def in_force(self, *, on: datetime.date) -> "FeeScheduleQuerySet":
        return self.agreed().filter(during__contains=on)

    def proposed(self) -> "FeeScheduleQuerySet":
        """Return the schedules that wait for a second person."""
        return self.filter(asked_by__isnull=False, approved_by__isnull=True)


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

    objects = FeeScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        permissions = [("approve_feeschedule", "Approve a fee schedule as the second person")]
        triggers = [
            no_delete(),
            before(
                "fee_schedule_starts_proposed",
                pgtrigger.Insert,
                refuse_if(
                    "NEW.approved_by_id IS NOT NULL",
                    "fee_schedule_starts_proposed",
                    "A fee schedule is proposed before it is approved.",
                ),
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
            before(
                "fee_schedule_approval_stays",
                pgtrigger.Update,
                refuse_if(
                    "OLD.approved_by_id IS NOT NULL",
                    "fee_schedule_approval_stays",
                    "An approval is not taken back; a new schedule replaces this one.",
                ),
                condition=pgtrigger.AnyChange("approved_by", "approved_at"),
            ),
            asked_first("fee_schedule_asked_first", "asked_by", "asked_at", approved="approved_by"),
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
            both_or_neither("fee_schedule_asked_whole", "asked_by", "asked_at"),
            both_or_neither("fee_schedule_approved_whole", "approved_by", "approved_at"),
            two_people("fee_schedule_approved_by_another", "asked_by", "approved_by"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(approved_by__isnull=True),
                name="fee_schedule_one_proposed",
                violation_error_message=_(
                    "A fee schedule of this agreement awaits a second person. Change that one."
                ),
            ),
            models.CheckConstraint(name="fee_schedule_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="fee_schedule_standard_positive",
                condition=Q(standard_amount__isnull=True) | Q(standard_amount__gt=0),
            ),
            models.CheckConstraint(
                name="fee_schedule_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")
            ),
            one_of("fee_schedule_due_event_known", "due_event", DueEvent),
            has_start("fee_schedule_has_start"),
            never_overlap(
                "fee_schedule_never_overlaps", "agreement", among=Q(approved_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def is_agreed(self) -> bool:
        return self.approved_by_id is not None


@keeps_history()
class StageLimit(Editable):
    """How many days a case may stay in a stage before it counts as overdue."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="stage_limits", verbose_name=_("agreement")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("stage limit")
        verbose_name_plural = _("stage limits")
        constraints = [
            one_of("stage_limit_stage_known", "stage", Stage),
            models.UniqueConstraint(fields=["agreement", "stage"], name="stage_limit_once"),
            models.CheckConstraint(name="stage_limit_days_positive", condition=Q(days__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.days}"


@keeps_history()
class FollowUpRule(Editable):
    """A follow-up planned so many months after a placement."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="follow_up_rules", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FollowUpKind.choices)
    months = models.PositiveSmallIntegerField(_("months after the placement"))
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Empty: our assumption, not published."),
    )

    class Meta:
        verbose_name = _("follow-up rule")
        verbose_name_plural = _("follow-up rules")
        ordering = ["months", "kind"]
        constraints = [
            one_of("follow_up_rule_kind_known", "kind", FollowUpKind),
            models.UniqueConstraint(
                fields=["agreement", "kind", "months"], name="follow_up_rule_once"
            ),
            models.CheckConstraint(
                name="follow_up_rule_months_positive", condition=Q(months__gt=0, months__lte=240)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"


@keeps_history()
class AgeClock(Editable):
    """An age at which something changes for a child, and how long before it a task is made."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="age_clocks", verbose_name=_("agreement")
    )
    years = models.PositiveSmallIntegerField(_("age in years"))
    days_before = models.PositiveSmallIntegerField(_("days before"), default=90)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Empty: our assumption.")
    )

    class Meta:
        verbose_name = _("age clock")
        verbose_name_plural = _("age clocks")
        ordering = ["years"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "years"], name="age_clock_once"),
            models.CheckConstraint(
                name="age_clock_of_a_child", condition=Q(years__gt=0, years__lte=18)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.years}"


@keeps_history()
class PublishedFigure(Editable):
    """A figure as somebody published it; it is never recomputed."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="published", verbose_name=_("agreement")
    )
    published_on = models.DateField(_("published on"))
    speaker = models.CharField(_("speaker"), max_length=120)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure.choices)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    definition = models.CharField(_("definition"), max_length=300)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-published_on"]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"
