"""Places and their names."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from cases.models.country import Country
from cases.models.guards import Editable, keeps_history, no_delete
from cases.vocabulary import PlaceKind


@keeps_history()
class Place(Editable):
    """Where people are held, cared for, or travel through."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="places", verbose_name=_("country")
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        triggers = [no_delete()]
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="place_named_once_in_country")
        ]

    def __str__(self) -> str:
        return self.name


@keeps_history()
class PlaceName(models.Model):
    """A name of a place in another language, or an alias that lists use."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names", verbose_name=_("place"))
    language = models.CharField(
        _("language"), max_length=8, blank=True, help_text=_("Empty for an alias.")
    )
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        constraints = [
            models.UniqueConstraint(fields=["place", "language", "name"], name="place_name_once")
        ]
        indexes = [
            # Serves the import of lists, which looks places up by alias.
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="place_name_trgm")
        ]

    def __str__(self) -> str:
        return self.name
