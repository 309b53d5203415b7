"""One review after another: the address of a page says where it stands among them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from cases.rules.text import whole_number

#: What an address says behind ``in=`` where the page was opened out of the reviews.
REVIEWS = "reviews"
#: What narrows the list out of which it was opened.
NARROWED = ("kind", "team")
#: More are not counted.
MOST = 99_999


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInOrder:
    """The place of a page among the reviews, and the addresses beside it."""

    at: int
    of: int
    previous: str
    next: str


def standing(request: HttpRequest) -> PlaceInOrder | None:
    """Return where this page stands among the reviews; None if it was not opened out of them."""
    if request.GET.get("in") != REVIEWS:
        return None
    at, of = (whole_number(request.GET.get(name, ""), most=MOST) or 0 for name in ("at", "of"))
    return PlaceInOrder(at=at, of=of, previous=_step(request, at, -1), next=_step(request, at, 1))


def after(request: HttpRequest) -> str:
    """Return where to go when a review is done; empty if it was not opened out of them."""
    place = standing(request)
    return place.next if place else ""


def _step(request: HttpRequest, at: int, by: int) -> str:
    query = {name: request.GET[name] for name in NARROWED if name in request.GET}
    return reverse("reviews-step", query={"page": request.path, "at": at, "by": by, **query})
