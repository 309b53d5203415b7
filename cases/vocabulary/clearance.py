"""The clearances of a child, and how they stand."""

from collections.abc import Iterator
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.kept import kept_words, said


class ShippedClearance(TextChoices):
    """The kinds of clearance that every register begins with; an admin adds more."""

    IDENTITY = "identity", _("Identity")
    KINSHIP = "kinship", _("Kinship")
    NATIONALITY = "nationality", _("Nationality")
    COURT_ORDER = "court_order", _("Court order")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    TRAVEL_DOCUMENT = "travel_document", _("Travel document")
    FIT_TO_TRAVEL = "fit_to_travel", _("Fit to travel")
    CAREGIVER = "caregiver", _("Caregiver at home")


class _Kinds(type):
    """Lets the kinds that were read last be gone through, as those of a vocabulary."""

    def __iter__(cls) -> Iterator["ClearanceKind"]:
        return map(ClearanceKind, cls.values)

    @property
    def values(cls) -> list[str]:
        return list(kept_words().clearances or ShippedClearance.values)


class ClearanceKind(str, metaclass=_Kinds):
    """A kind of clearance, by the code that an admin gave it; its name is kept in the database."""

    __slots__ = ()

    IDENTITY: ClassVar["ClearanceKind"]
    KINSHIP: ClassVar["ClearanceKind"]
    NATIONALITY: ClassVar["ClearanceKind"]
    COURT_ORDER: ClassVar["ClearanceKind"]
    EXIT_PERMIT: ClassVar["ClearanceKind"]
    TRAVEL_DOCUMENT: ClassVar["ClearanceKind"]
    FIT_TO_TRAVEL: ClassVar["ClearanceKind"]
    CAREGIVER: ClassVar["ClearanceKind"]

    @property
    def value(self) -> str:
        return str(self)

    @property
    def label(self) -> str:
        """The name in the language in use; of one that was never read, the code."""
        if word := kept_words().clearances.get(self):
            return said(word.name)
        shipped = self.value in ShippedClearance.values
        return str(ShippedClearance(self.value).label) if shipped else self.value

    @property
    def position(self) -> int:
        """Where it stands among the others."""
        return [*ClearanceKind.values, self.value].index(self.value)


for _shipped in ShippedClearance:
    setattr(ClearanceKind, _shipped.name, ClearanceKind(_shipped.value))


class ClearanceStatus(TextChoices):
    PENDING = "pending", _("Pending")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NeededFor(TextChoices):
    VERIFY = "verify", _("Verifying identity")
    CLEAR = "clear", _("Marking as cleared to travel")
    DEPART = "depart", _("Departure")


class TrackState(TextChoices):
    """The state of a clearance or a consent on a day; computed, not stored."""

    MISSING = "missing", pgettext_lazy("track", "Missing")
    PENDING = "pending", _("Pending")
    UNVERIFIED = "unverified", _("Waiting for a second person")
    GRANTED = "granted", pgettext_lazy("track", "Granted")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    REFUSED = "refused", pgettext_lazy("track", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("track", "Withdrawn")
