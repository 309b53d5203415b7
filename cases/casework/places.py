"""Places: which one a record may name, and the towns that caseworkers type."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import journal
from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Child, Country, Mother, Place, Placement, PlaceName, User
from cases.models.guards import Editable
from cases.rules.places import spelling
from cases.vocabulary import Act, PlaceKind, PlacePurpose


class CannotUsePlace(Refused):
    """A place is not of the purpose it is wanted for, or may not be joined."""


@dataclass(frozen=True, slots=True)
class Town:
    """The name of a town or district that somebody typed; it may be on record or not."""

    name: str


#: What a form gives for a place that may be typed.
Typed = Place | Town | None


def usable(
    place: Typed,
    *purposes: PlacePurpose,
    by: User,
    home: Country | None = None,
    field: str = "held_at",
) -> Place | None:
    """Return the place to write on a record; a new town of ``home`` is kept, not yet checked.

    A place that was joined with another is that other one. Raises ``CannotUsePlace`` for one
    that serves none of ``purposes``.
    """
    if isinstance(place, Town):
        if home is None or PlacePurpose.TOWN not in purposes:
            raise CannotUsePlace(_("A town cannot be entered here."), field=field)
        return _town(place.name, home, by)
    if place is None:
        return None
    place = Place.objects.select_related("joined_into").get(pk=place.pk)
    place = place.joined_into or place
    if place.purpose not in purposes:
        wanted = ", ".join(str(purpose.label) for purpose in purposes)
        raise CannotUsePlace(
            _("%(place)s cannot be chosen here. Needed: %(wanted)s.")
            % {"place": place.name, "wanted": wanted},
            field=field,
        )
    return place


def _town(name: str, home: Country, by: User) -> Place:
    """Return the town of this name in any language; else a new one that nobody has checked."""
    ending = f", {home.name}"
    if name.casefold().endswith(ending.casefold()):
        name = name[: -len(ending)]
    for town in Place.objects.serving(PlacePurpose.TOWN).filter(country=home).called():
        if spelling(name) in town.spellings:
            return town
    town, _is_new = Place.objects.get_or_create(
        country=home, name=name, defaults={"kind": PlaceKind.TOWN, "typed_by": by}
    )
    if town.purpose != PlacePurpose.TOWN:
        raise CannotUsePlace(
            _("%(place)s is already a place of another kind. Add the district.")
            % {"place": town.name},
            field="place",
        )
    return town.joined_into or town


def check(*, place: Place, version: int | None, into: Place | None, by: User) -> Place:
    """Confirm a town that somebody typed, or join it with ``into``; return what stays.

    Raises what ``confirm`` and ``join`` raise.
    """
    if into is None:
        return confirm(place=place, version=version, by=by)
    return join(place=place, version=version, into=into, by=by)


@transaction.atomic
def confirm(*, place: Place, version: int | None, by: User) -> Place:
    """Confirm a town that somebody typed. Raises ``CannotUsePlace`` and ``Stale``."""
    place = take(Place.objects.all(), place.pk, version)
    if place.is_checked:
        raise CannotUsePlace(_("This place was checked already."))
    _check(place, by)
    return place


@transaction.atomic
def join(*, place: Place, version: int | None, into: Place, by: User) -> Place:
    """Let every record that names ``place`` name ``into``, which keeps its names as aliases.

    Each case it concerns is journalled. Raises ``CannotUsePlace`` for another purpose or
    country, for a place that was joined already, and ``Stale``.
    """
    children = _lock_who_names(place)
    place = take(Place.objects.all(), place.pk, version)
    into = Place.objects.select_for_update(no_key=True).get(pk=into.pk)
    _refuse_unlike(place, into)
    place.joined_into = into
    _check(place, by, "joined_into")
    _repoint(place, into)
    for name in (place.name, *place.names.values_list("name", flat=True)):
        if not into.names.filter(name=name).exists():
            PlaceName.objects.create(place=into, name=name)
    for child in children:
        journal.record(child, act=Act.EDIT, by=by, on=timezone.localdate(), detail="place-joined")
    journal.settle(*children, by=by)
    return into


def _check(place: Place, by: User, *also: str) -> None:
    place.checked_by, place.checked_at = by, timezone.now()
    save(place, "checked_by", "checked_at", *also)


def _refuse_unlike(place: Place, into: Place) -> None:
    if place.joined_into_id or into.joined_into_id:
        raise CannotUsePlace(_("This place was joined with another already."))
    if place.joined.exists():
        raise CannotUsePlace(
            _("Other places were joined with this one. Join the other way round."), field="into"
        )
    if place == into or (place.purpose, place.country_id) != (into.purpose, into.country_id):
        raise CannotUsePlace(
            _("A place is joined with another one of its kind, in the same country."), field="into"
        )


def _lock_who_names(place: Place) -> list[Child]:
    """Lock the families that name ``place``, mothers first; return their children who do."""
    mothers = Mother.objects.filter(held_at=place).order_by("pk")
    list(mothers.select_for_update(no_key=True, of=("self",)))
    cared_for = Placement._base_manager.filter(place=place).values("child")
    children = Child.objects.filter(held_at=place) | Child.objects.filter(pk__in=cared_for)
    return list(children.order_by("pk").select_for_update(no_key=True, of=("self",)))


def _repoint(place: Place, into: Place) -> None:
    for model, column in names_a_place():
        rows = model._base_manager.filter(**{column: place})
        rows.update(**{column: into, "version": F("version") + 1})


def names_a_place() -> Iterator[tuple[type[Editable], str]]:
    """Return each record that names a place, and the column."""
    for model in apps.get_models():
        if not issubclass(model, Editable) or model is Place:
            continue
        for column in model._meta.concrete_fields:
            if column.related_model is Place:
                yield model, column.name
