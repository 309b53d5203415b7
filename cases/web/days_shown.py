"""The day of a page of figures and of its files: as its reader may be shown it, or told why not."""

import datetime
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cases.figures.past import first_day
from cases.figures.published import published_days
from cases.web.agreement_choice import last_choice
from cases.web.asked_days import AskedDays, RegisterDays, asked_days
from cases.web.gates import StaffRequest, View


def days_of(request: StaffRequest, now: datetime.datetime, *, slug: str = "") -> AskedDays:
    """Return the day the address asks about: ends of months for those who see no movements.

    Days of published figures are those of the agreement ``slug``, or of the one chosen.
    """
    published = partial(published_days, slug or last_choice(request))
    register = RegisterDays(first=first_day, published=published)
    by_month = not request.user.has_perm("cases.see_movements")
    return asked_days(request.GET, register, today=timezone.localdate(now), by_month=by_month)


def of_a_day_shown(page: str) -> Callable[[View], View]:
    """Hand out a file of days that can be shown, and of no other: ``page`` then says why not."""

    def kept_to(view: View) -> View:
        @wraps(view)
        def handed_out(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            slug = kwargs.get("slug", "")
            if days_of(request, timezone.now(), slug=slug).is_refused:
                at = {"slug": slug} if slug else {}
                return redirect(reverse(page, kwargs=at, query=request.GET))
            return view(request, *args, **kwargs)

        return handed_out

    return kept_to
