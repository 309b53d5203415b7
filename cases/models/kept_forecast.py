"""Forecasts as they were made, never recomputed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import append_only, in_words, refuses
from cases.rules.forecast_facts import VERSION
from cases.vocabulary import ForecastRefusal

#: How the seed of a forecast begins that was run again in a process of its own.
_AGAIN = "again "


class KeptForecastQuerySet(models.QuerySet["KeptForecast"]):
    def standing(self) -> "KeptForecastQuerySet":
        """Return those made of what was entered, and not to run another one again."""
        return self.exclude(seed__startswith=_AGAIN)

    def again(self, row: "KeptForecast", seed: str) -> "KeptForecastQuerySet":
        """Return what came of running a forecast again with a seed, by the method of today."""
        return self.filter(
            agreement=row.agreement_id,
            as_of=row.as_of,
            journal=row.journal,
            target=row.target,
            version=VERSION,
            seed=seed_again(seed),
        )


def seed_again(seed: str) -> str:
    """Return the seed under which a forecast stands that was run again with ``seed``."""
    return f"{_AGAIN}{seed}"


class KeptForecast(models.Model):
    """When the target of an agreement would be reached, as of one day; or why nobody can say.

    ``band`` has for each month end the children home: low, middle, high; ``changes`` what would
    bring the middle forward. ``journal`` is the newest entry that was read. One that was run again
    with a seed stands beside the others, and never in their place.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="forecasts", verbose_name=_("agreement")
    )
    as_of = models.DateField(_("day of the data"))
    at = models.DateTimeField(_("computed at"), db_default=Now(), editable=False)
    journal = models.BigIntegerField()
    version = models.CharField(_("version of the method"), max_length=8)
    seed = models.CharField(_("seed"), max_length=80)
    target = models.PositiveIntegerField(_("target"), null=True)
    home = models.PositiveIntegerField(_("returned"))
    booked = models.PositiveIntegerField(_("booked"))
    journeys = models.PositiveIntegerField(_("movements"))
    refusal = models.CharField(max_length=16, choices=ForecastRefusal.choices, blank=True)
    since = models.DateField(null=True)
    track = models.CharField(max_length=16, blank=True)
    low = models.DateField(null=True)
    middle = models.DateField(null=True)
    high = models.DateField(null=True)
    #: Of 1,000 simulations, so many never reach the target.
    never = models.PositiveSmallIntegerField(null=True)
    band = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    objects = KeptForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["agreement", "-as_of", "-id"], name="forecast_newest")]
        constraints = [
            models.CheckConstraint(
                name="kept_forecast_refusal_known",
                condition=Q(refusal__in=["", *ForecastRefusal.values]),
            ),
            models.CheckConstraint(
                name="kept_forecast_range_or_refusal",
                condition=Q(
                    refusal="",
                    low__isnull=False,
                    middle__isnull=False,
                    high__isnull=False,
                    never__isnull=False,
                    low__lte=F("middle"),
                    middle__lte=F("high"),
                )
                | in_words("refusal") & Q(low__isnull=True, middle__isnull=True, high__isnull=True),
            ),
        ]
        triggers = [
            *append_only(),
            refuses(
                "kept_forecast_made_by_a_command",
                pgtrigger.Insert,
                "cases_is_page()",
                "A forecast is computed by a command, and never written by a page.",
                trigger="made_by_a_command",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.as_of:%Y-%m-%d}"
