"""Waiting after failed sign-ins, for one name from one address, whether the name exists or not."""

from datetime import datetime, timedelta
from typing import Any, cast

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from cases.rules.waiting import minutes_to_wait

Credentials = dict[str, Any] | None


class _Attempt(HttpRequest):
    axes_attempt_time: datetime


class LongerEachTime(AxesDatabaseHandler):
    """Counts failures as django-axes does; each further one makes the wait longer."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        return self.waits_until(request, credentials) is not None

    def waits_until(self, request: HttpRequest, credentials: Credentials = None) -> datetime | None:
        """Return the moment from which this name may be tried again, None if it may now."""
        [attempts] = self.get_user_attempts(request, credentials)
        failures = attempts.aggregate(
            failures=Sum("failures_since_start"), last=Max("attempt_time")
        )
        minutes = minutes_to_wait(failures["failures"] or 0)
        if not minutes:
            return None
        until = failures["last"] + timedelta(minutes=minutes)
        return until if until > _attempted_at(request) else None


def _attempted_at(request: HttpRequest) -> datetime:
    """Return the moment of a sign-in, which django-axes has noted on its request."""
    return cast("_Attempt", request).axes_attempt_time


def address_of(request: HttpRequest) -> str | None:
    """Return the address of the client; a proxy's word is taken only where one is set up."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or None


def name_unread(request: HttpRequest, credentials: Credentials = None) -> str:
    """Return what a typed user name is counted by: somebody may have typed a password there."""
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return salted_hmac("cases.web.waiting", str(name).casefold()).hexdigest()


def told_to_wait(
    request: HttpRequest, response: HttpResponse, credentials: Credentials
) -> HttpResponse:
    """Answer a sign-in that must wait, and say how long."""
    until = AxesProxyHandler.get_implementation().waits_until(request, credentials)
    left = (until - _attempted_at(request)).total_seconds() if until else 60
    seconds = max(1, round(left))
    context = {"minutes": -(-seconds // 60)}
    page = render(request, "429.html", context, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
