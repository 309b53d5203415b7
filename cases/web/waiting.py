"""Waiting after failures: of one name from one address, of many names from one, of one account.

It is the same whether a name exists or not. What an outsider does at one address makes nobody
wait at another: decision 0143.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import FailedSignIn
from cases.rules.waiting import CODES_ALLOWED, FAILURES_ALLOWED, NAMES_ALLOWED, minutes_to_wait
from cases.web.gates import StaffRequest

Credentials = dict[str, Any] | None


class _Attempt(HttpRequest):
    axes_attempt_time: datetime
    axes_ip_address: str | None


class LongerEachTime(AxesDatabaseHandler):
    """Counts failures as django-axes does; each further one makes the wait longer."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        return self.waits_until(request, credentials) is not None

    def waits_until(self, request: HttpRequest, credentials: Credentials = None) -> datetime | None:
        """Return the moment from which this name may be tried again, None if it may now."""
        attempt = cast("_Attempt", request)
        [of_name] = self.get_user_attempts(request, credentials)
        of_address = AccessAttempt.objects.filter(
            ip_address=attempt.axes_ip_address,
            attempt_time__gt=attempt.axes_attempt_time - settings.AXES_COOLOFF_TIME,
        )
        ends = (
            _end_of_wait(of_name, Sum("failures_since_start"), FAILURES_ALLOWED),
            _end_of_wait(of_address, Count("username", distinct=True), NAMES_ALLOWED),
        )
        return _later_than(attempt.axes_attempt_time, ends)

    def user_login_failed(
        self, sender: object, credentials: Any, request: Any = None, **more: Any
    ) -> None:
        """Count a failure; what was sent is not kept, which holds more than django-axes masks."""
        username = name_unread(request, credentials)
        if request is not None and not self.is_locked(request, credentials):
            _keep(request, "login", username)
        super().user_login_failed(sender, credentials, request, **more)
        AccessAttempt.objects.filter(username=username).update(get_data="", post_data="")


def _end_of_wait(attempts: Any, failures: Sum | Count, allowed: int) -> datetime | None:
    sums = attempts.aggregate(failures=failures, last=Max("attempt_time"))
    minutes = minutes_to_wait(sums["failures"] or 0, allowed)
    return sums["last"] + timedelta(minutes=minutes) if minutes else None


def _later_than(now: datetime, ends: Iterable[datetime | None]) -> datetime | None:
    return max((end for end in ends if end and end > now), default=None)


def _keep(request: HttpRequest, page: str, name: str) -> None:
    FailedSignIn.objects.create(page=page, name=name, address=address_of(request))


class Tries:
    """Wrong passwords or codes of the person whom a session names, on one kind of page."""

    def __init__(self, request: StaffRequest, page: str) -> None:
        self.request, self.page, self.name = request, page, _unread(f"{page} {request.user.pk}")
        self._all = AccessAttempt.objects.filter(
            username=self.name, attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME
        )
        self._here = self._all.filter(ip_address=address_of(request))

    def must_wait(self) -> HttpResponse | None:
        """Return the page that says how long to wait, None where it may be tried now."""
        failures, now = Sum("failures_since_start"), timezone.now()
        ends = (
            _end_of_wait(self._here, failures, FAILURES_ALLOWED),
            _end_of_wait(self._all, failures, CODES_ALLOWED),
        )
        until = _later_than(now, ends)
        return _page(self.request, until - now) if until else None

    def failed(self) -> HttpResponse | None:
        """Count a failure; return what ``must_wait`` returns from now on."""
        with transaction.atomic():
            attempt, _is_new = AccessAttempt.objects.select_for_update().get_or_create(
                username=self.name,
                ip_address=address_of(self.request),
                user_agent="",
                defaults={"failures_since_start": 0},
            )
            attempt.failures_since_start = F("failures_since_start") + 1
            attempt.attempt_time = timezone.now()
            attempt.save(update_fields=["failures_since_start", "attempt_time"])
            _keep(self.request, self.page, self.name)
        return self.must_wait()

    def succeeded(self) -> None:
        """Forget the failures from everywhere."""
        self._all.delete()


def address_of(request: HttpRequest) -> str | None:
    """Return the address of the client; a proxy's word is taken only where one is set up."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or None


def name_unread(request: HttpRequest, credentials: Credentials = None) -> str:
    """Return what a typed user name is counted by: somebody may have typed a password there."""
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return _unread(str(name).casefold())


def _unread(words: str) -> str:
    return salted_hmac("cases.web.waiting", words, algorithm="sha256").hexdigest()


def told_to_wait(
    request: HttpRequest, response: HttpResponse, credentials: Credentials
) -> HttpResponse:
    """Answer a sign-in that must wait, and say how long."""
    until = AxesProxyHandler.get_implementation().waits_until(request, credentials)
    now = cast("_Attempt", request).axes_attempt_time
    return _page(request, until - now if until else timedelta(minutes=1))


def _page(request: HttpRequest, left: timedelta) -> HttpResponse:
    seconds = max(1, round(left.total_seconds()))
    page = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
