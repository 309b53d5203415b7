"""Places and their names."""

from collections.abc import Iterable, Mapping
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from cases.kept import said
from cases.models.alphabet import in_alphabet
from cases.models.country import Country
from cases.models.guards import (
    Editable,
    after,
    before,
    both_or_neither,
    by_office,
    keeps_history,
    no_delete,
    one_of,
    refuse_if,
    without_controls,
)
from cases.models.user import User
from cases.rules.places import spelling
from cases.vocabulary import PURPOSE_OF_KIND, PlaceKind, PlacePurpose
from cases.wording import country_text

_PURPOSE = Case(
    *(When(kind=kind, then=Value(purpose.value)) for kind, purpose in PURPOSE_OF_KIND.items()),
    output_field=CharField(max_length=8),
)


class PlaceQuerySet(models.QuerySet["Place"]):
    def serving(self, *purposes: PlacePurpose) -> "PlaceQuerySet":
        """Return the places of one of ``purposes``, but not those joined with another."""
        return self.filter(purpose__in=purposes, joined_into=None)

    def called(self) -> "PlaceQuerySet":
        """Return the places with their country and every name."""
        return self.select_related("country").prefetch_related("names")

    def unchecked(self) -> "PlaceQuerySet":
        """Return the places that somebody typed and no admin has checked."""
        return self.filter(typed_by__isnull=False, checked_at=None, joined_into=None)


def place_serves(column: str, name: str, *purposes: PlacePurpose) -> str:
    """Return the SQL that refuses a row whose place does not serve one of ``purposes``."""
    return f"PERFORM cases_refuse_place(NEW.{column}, {_words(purposes)}, '{name}');"


def place_suits(
    column: str, name: str, of: str, table: Mapping[Any, tuple[PlacePurpose, ...]]
) -> str:
    """Return the same SQL, where the purposes follow by ``table`` from the column ``of``."""
    cases = " ".join(f"WHEN '{word}' THEN {_words(served)}" for word, served in table.items())
    return f"PERFORM cases_refuse_place(NEW.{column}, CASE NEW.{of} {cases} END, '{name}');"


def _words(purposes: Iterable[PlacePurpose]) -> str:
    return "ARRAY[" + ", ".join(f"'{purpose.value}'" for purpose in purposes) + "]"


@keeps_history()
class Place(Editable):
    """Where people are held, cared for, or travel through.

    A town that a caseworker typed is kept until an admin checks it: confirms it, or joins it
    with the place it is another spelling of.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    purpose = models.GeneratedField(
        expression=_PURPOSE,
        output_field=CharField(_("purpose"), max_length=8, choices=PlacePurpose.choices),
        db_persist=True,
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="places", verbose_name=_("country")
    )
    zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        help_text=_("As Asia/Dushanbe. Empty: that of the country."),
    )
    typed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", editable=False
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = [in_alphabet("name")]
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="place_named_once_in_country"),
            without_controls("place", "name"),
            one_of("place_kind_known", "kind", PlaceKind),
            both_or_neither("place_checked_whole", "checked_by", "checked_at"),
            models.CheckConstraint(
                name="place_typed_is_a_town",
                condition=Q(typed_by=None) | Q(checked_at__isnull=False) | Q(kind=PlaceKind.TOWN),
                violation_error_message=_("A place not yet checked is a town or district."),
            ),
            models.CheckConstraint(
                name="place_joined_with_another",
                condition=Q(joined_into=None) | ~Q(joined_into=F("id")),
                violation_error_message=_("Choose another place to join this one with."),
            ),
            models.CheckConstraint(
                name="place_joined_is_checked",
                condition=Q(joined_into=None) | Q(checked_at__isnull=False),
            ),
        ]
        triggers = [
            no_delete(),
            by_office("place", "change_place", pgtrigger.Update, "name"),
            before(
                "place_typed_or_by_office",
                pgtrigger.Insert,
                # A town that staff type waits to be checked.
                "IF NEW.typed_by_id IS NULL OR NEW.checked_at IS NOT NULL THEN "
                "PERFORM cases_refuse_without('change_place', 'place_by_office'); END IF;",
            ),
            before(
                "place_zone_known",
                pgtrigger.Insert | pgtrigger.UpdateOf("zone"),
                "NEW.zone := cases_zone_of(NEW.zone, NEW.country_id);",
            ),
            after(
                "place_purpose_stays",
                pgtrigger.Update,
                refuse_if(
                    "(NEW.country_id, NEW.purpose) IS DISTINCT FROM (OLD.country_id, OLD.purpose) "
                    "AND cases_place_is_used(NEW.id)",
                    "place_purpose_stays",
                    "A place on record keeps its purpose and its country.",
                ),
                condition=pgtrigger.AnyChange("kind", "country"),
            ),
            after(
                "place_joined_with_its_like",
                pgtrigger.Insert | pgtrigger.Update,
                refuse_if(
                    "NOT EXISTS (SELECT 1 FROM cases_place p WHERE p.id = NEW.joined_into_id AND "
                    "p.joined_into_id IS NULL AND p.country_id = NEW.country_id AND "
                    "p.purpose = NEW.purpose) OR "
                    "EXISTS (SELECT 1 FROM cases_place p WHERE p.joined_into_id = NEW.id)",
                    "place_joined_with_its_like",
                    "A place is joined with one of its country and purpose.",
                ),
                condition=pgtrigger.Q(new__joined_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return said(self.name)

    @property
    def whole_name(self) -> str:
        """Return "Dushanbe Airport, Tajikistan", in the language in use."""
        return f"{self}, {country_text(self.country.code, self.country.name)}"

    @property
    def spellings(self) -> set[str]:
        """Return each name, as ``rules.places.spelling`` compares them."""
        country = self.country
        countries = {country.name, country_text(country.code, country.name)}
        names = {str(self), *self.all_names}
        return {spelling(name) for name in names} | {
            spelling(f"{name}, {country}") for name in names for country in countries
        }

    @property
    def all_names(self) -> list[str]:
        """Return the name and those in other languages, aliases too."""
        return [self.name, *(other.name for other in self.names.all())]

    @property
    def is_checked(self) -> bool:
        return self.typed_by_id is None or self.checked_at is not None


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
        triggers = [
            by_office(
                "place_name",
                "change_placename",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            )
        ]
        constraints = [
            without_controls("place_name", "name"),
            models.UniqueConstraint(fields=["place", "language", "name"], name="place_name_once"),
        ]
        indexes = [
            # Serves the import of lists, which looks places up by alias.
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="place_name_trgm")
        ]

    def __str__(self) -> str:
        return self.name
