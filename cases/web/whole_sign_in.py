"""A sign-in is whole when the second factor was shown, the own password chosen, a factor set.

What is still to do stands in the session: no page asks the database for it. Until then each
address leads to the page of the next thing to do, the administration's too.
"""

from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.queries.second_factors import has_factor
from cases.web import senders
from cases.web.frame import is_demonstration
from cases.web.gates import Next, StaffRequest

#: What the session says of the second factor.
STATE = "second_factor"
DONE, ASKED, TO_SET = "done", "asked", "to_set"
#: Open whatever is still to do.
_ALWAYS = ("login", "logout", "language")
#: The page of each thing to do, and those that belong to it.
_SHOW = ("second-factor",)
_PASSWORD = ("password-change",)
_SET = ("factors", "factor-app", "factor-key", "factor-codes", "confirm")


def is_required() -> bool:
    """Return whether everybody sets a second factor: not among invented people."""
    return settings.SECOND_FACTOR and not is_demonstration()


def begin(request: StaffRequest) -> None:
    """Note after the password what is still to do, or that nothing is."""
    missing = TO_SET if is_required() else DONE
    request.session[STATE] = ASKED if has_factor(request.user) else missing


def is_done(request: StaffRequest) -> bool:
    return bool(request.session.get(STATE) == DONE)


def complete(request: StaffRequest) -> None:
    """Note that the second factor was shown, or set; the session gets another key."""
    request.session[STATE] = DONE
    request.session.cycle_key()


def whole_sign_in_first(get_response: Next) -> Next:
    """Lead to what is still to do; what was typed into a form is kept as a draft."""

    def answer(request: HttpRequest) -> HttpResponse:
        staff = cast("StaffRequest", request)
        pages = _still_to_do(staff) if request.user.is_authenticated else ()
        if pages and request.path_info not in map(reverse, (*pages, *_ALWAYS)):
            page = reverse(pages[0])
            is_first = pages == _PASSWORD  # nothing was asked for yet but to sign in
            return redirect(page) if is_first else redirect_to_login(_way_on(request), page)
        return get_response(request)

    return answer


def _still_to_do(request: StaffRequest) -> tuple[str, ...]:
    """Return the pages that are open, the first of which is to be dealt with; none when whole."""
    if STATE not in request.session:  # it began before there was a second factor
        begin(request)
    state = request.session[STATE]
    if state == ASKED:
        return _SHOW
    if request.user.must_change_password:
        return _PASSWORD
    return _SET if state == TO_SET else ()


def _way_on(request: HttpRequest) -> str:
    mark = senders.mark_of(request) if request.method == "POST" else None
    if mark is None or mark.user_key != request.user.pk:
        return request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    draft = senders.keep_for_author(request)
    return reverse("draft", args=[draft.pk]) if draft else "/"
