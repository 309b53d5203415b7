"""What two states agreed on: an agreement, its statements and its figures, with sources."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.kept import said
from cases.models.country import Country
from cases.models.guards import (
    Editable,
    agreed_by_two,
    by_office,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
)
from cases.vocabulary import AgreementKind, AgreementStatus, StatementPart, TermPart

#: What an agreement is called, which decides nothing and is no term.
CALLED = ("slug", "title")


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
    children_per_escort = models.PositiveSmallIntegerField(
        _("children an escort"),
        null=True,
        blank=True,
        help_text=_(
            "How many children one escort may travel with: no passenger list is locked with fewer "
            "escorts. Empty: one escort is enough."
        ),
    )
    infants_per_escort = models.PositiveSmallIntegerField(
        _("infants an escort"),
        null=True,
        blank=True,
        help_text=_(
            "How many children under two one escort may travel with, among all the children. "
            "Empty: they count as any other child."
        ),
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title"]
        triggers = [
            no_delete(),
            by_office("agreement", "change_agreement", pgtrigger.Update, *CALLED),
            by_office("agreement_new", "add_agreement", pgtrigger.Insert),
            # Entered by one person; what is entered counts once the first terms are approved.
            agreed_by_two(
                "cases_agreement",
                "agreement",
                TermPart.AGREEMENT,
                pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["version", *CALLED]),
                words=CALLED,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_between_two_countries",
                condition=~Q(home=F("holding")),
                violation_error_message=_("Choose two different countries."),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="agreement_escort_of_children",
                condition=Q(children_per_escort__isnull=True) | Q(children_per_escort__gt=0),
                violation_error_message=_("An escort travels with at least one child."),
            ),
            models.CheckConstraint(
                name="agreement_escort_of_infants",
                condition=Q(infants_per_escort__isnull=True) | Q(infants_per_escort__gt=0),
                violation_error_message=_("An escort travels with at least one infant."),
            ),
        ]

    def __str__(self) -> str:
        return said(self.title)

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
        triggers = [
            no_delete(),
            no_truncate(),
            agreed_by_two(
                "cases_agreementfigures",
                "figures",
                TermPart.FIGURES,
                pgtrigger.Insert | pgtrigger.Update,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "as_of"], name="figures_once_a_day"),
            models.CheckConstraint(
                name="figures_target_within_identified",
                condition=Q(target__gt=0, target__lte=F("identified")),
                violation_error_message=_(
                    "The target is at least 1 and at most the number of identified children."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} / {self.identified}, {wording.day_text(self.as_of)}"


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
        triggers = [
            by_office(
                "statement",
                "change_agreementstatement",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "language", "position"], name="statement_position_once"
            ),
            one_of("statement_part_known", "part", StatementPart),
            models.CheckConstraint(
                name="statement_has_source",
                condition=Q(text="") | (in_words("source") & Q(stated_on__isnull=False)),
                violation_error_message=_("Enter the source of the text, and its date."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading
