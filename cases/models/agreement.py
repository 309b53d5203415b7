"""What two states agreed on, as dated rows with their sources."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.guards import Editable, keeps_history, no_delete, one_of
from cases.models.place import Country
from cases.vocabulary import (
    AgreementKind,
    AgreementStatus,
    ClearanceKind,
    ConsentPurpose,
    DueEvent,
    FeeBasis,
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


def never_overlap(name: str, *fields: str) -> ExclusionConstraint:
    """Return the exclusion of two rows for the same ``fields`` on one day."""
    return ExclusionConstraint(
        name=name,
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
        _("valid for (days)"), null=True, blank=True, help_text=_("Empty: as the paper says.")
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


@keeps_history()
class ConsentRule(Editable):
    """Who must agree before a purpose may go ahead."""

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


@keeps_history()
class FeeSchedule(Editable):
    """What one child costs, from which day on, and what makes it due."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="fee_schedules", verbose_name=_("agreement")
    )
    amount = models.DecimalField(_("amount per child"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    standard_amount = models.DecimalField(
        _("standard amount"), max_digits=12, decimal_places=2, null=True, blank=True
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
        _("must be paid before the child is cleared"), default=False
    )
    during = DateRangeField(_("in force"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fee schedules")
        triggers = [no_delete()]
        constraints = [
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
            never_overlap("fee_schedule_never_overlaps", "agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


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
