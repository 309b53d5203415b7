"""Places, and what each is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacePurpose(TextChoices):
    """What a field asks a place for; each field offers its own purpose only."""

    CUSTODY = "custody", pgettext_lazy("place", "Custody")
    COURT = "court", _("Court")
    CARE = "care", pgettext_lazy("place", "Care")
    ROUTE = "route", _("Border and airport")
    TOWN = "town", _("Town or district")


class PlaceKind(TextChoices):
    PRISON = "prison", _("Prison")
    ORPHANAGE = "orphanage", _("Orphanage")
    CAMP = "camp", _("Camp")
    HOSPITAL = "hospital", _("Hospital")
    AIRPORT = "airport", _("Airport")
    BORDER = "border", _("Border crossing")
    CARE = "care", _("Care institution")
    COURT = "court", _("Court")
    TOWN = "town", _("Town or district")
    OTHER = "other", _("Other place where people are held")

    @property
    def purpose(self) -> PlacePurpose:
        return PURPOSE_OF_KIND[self]


PURPOSE_OF_KIND = {
    PlaceKind.PRISON: PlacePurpose.CUSTODY,
    PlaceKind.ORPHANAGE: PlacePurpose.CUSTODY,
    PlaceKind.CAMP: PlacePurpose.CUSTODY,
    PlaceKind.HOSPITAL: PlacePurpose.CUSTODY,
    PlaceKind.OTHER: PlacePurpose.CUSTODY,
    PlaceKind.AIRPORT: PlacePurpose.ROUTE,
    PlaceKind.BORDER: PlacePurpose.ROUTE,
    PlaceKind.CARE: PlacePurpose.CARE,
    PlaceKind.COURT: PlacePurpose.COURT,
    PlaceKind.TOWN: PlacePurpose.TOWN,
}
