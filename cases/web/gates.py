"""Who may open a page: each view says it, in one of three ways.

``@gate("cases.work_case", …)``: any of these permissions, else 403, whatever the
address names. ``@open_to_everyone_signed_in``: no permission is asked.
``@signed_out``: no sign-in either. The record comes after the role: a view
fetches it through ``visible_to(request.user)``, so that a record one may not
see is 404 like one that does not exist. ``tests/access_matrix.csv`` has a row
for each page and a test that walks them.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol, TypedDict, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.casework.access import shown, shown_together
from cases.models import Child, Document, Mother, User

View = Callable[..., HttpResponseBase]
#: What a middleware asks for the answer, and what it makes of that.
Next = Callable[[HttpRequest], HttpResponse]

#: Lets a page show a form and take it.
require_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])

#: Whoever may see some children, if only masked.
SEE_CHILDREN = (
    "cases.view_every_child",
    "cases.view_team_children",
    "cases.view_children_with_fee",
    "cases.view_travelling_children",
)


#: Where the session keeps the purposes that were stated, by the key of the child.
STATED = "purposes"
#: Where it keeps the purpose for which lists say the names outside the own team.
STATED_FOR_LISTS = "list_purpose"


class Whose(TypedDict, total=False):
    """Whose record a page shows, or how many rows of a list, for the log of access."""

    child: Child | None
    mother: Mother | None
    document: Document | None
    rows: int


class Gated(Protocol):
    """A view that says which permissions open it."""

    permissions: tuple[str, ...]


class StaffRequest(HttpRequest):
    """The request of somebody who is signed in, as every gated view gets it."""

    user: User


def may(user: Any, permissions: tuple[str, ...]) -> bool:
    """Return whether ``user`` has any of ``permissions``; an empty tuple asks for none."""
    return not permissions or any(user.has_perm(name) for name in permissions)


def gate(*permissions: str) -> Callable[[View], View]:
    """Open a view to those who have any of ``permissions``; the role is asked first."""
    if not permissions:
        raise ValueError("A gate names at least one permission.")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, permissions):
                raise PermissionDenied
            if any("\0" in word for word in kwargs.values() if isinstance(word, str)):
                raise Http404  # no reference holds the one sign that the database cannot
            return view(request, *args, **kwargs)

        return _declare(guarded, permissions)

    return decorate


def _declare(view: View, permissions: tuple[str, ...]) -> View:
    cast("Gated", view).permissions = permissions
    return view


def open_to_everyone_signed_in(view: View) -> View:
    """Mark a view that every signed-in person may open."""
    return _declare(view, ())


def signed_out(view: View) -> View:
    """Mark a view that needs no sign-in: the sign-in page itself."""
    return login_not_required(_declare(view, ()))


def render_on_record(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    *,
    child: Child | None = None,
    mother: Mother | None = None,
    document: Document | None = None,
    rows: int = 1,
    status: int = 200,
    purpose: str = "",
) -> HttpResponse:
    """Write down who is shown this page, then make it; when the first fails there is no page."""
    put_on_record(
        request, child=child, mother=mother, document=document, rows=rows, purpose=purpose
    )
    return render(request, template, context, status=status)


def put_on_record(
    request: StaffRequest,
    *,
    child: Child | None = None,
    mother: Mother | None = None,
    document: Document | None = None,
    rows: int = 1,
    purpose: str = "",
    part: str = "",
) -> None:
    """Write down who is shown this page: of ``child``, of ``mother``, or a list of ``rows``.

    ``part`` says which of the tables that one page hands out it is.
    """
    match = request.resolver_match
    page = match.url_name if match and match.url_name else request.path
    page = f"{page}-{part}" if part else page
    if child and not purpose:
        purpose = request.session.get(STATED, {}).get(str(child.pk), "")
    if not (child or mother or document):
        purpose = purpose or request.session.get(STATED_FOR_LISTS, "")
    shown(
        by=request.user,
        page=page,
        child=child,
        mother=mother,
        document=document,
        rows=rows,
        purpose=purpose,
    )


def put_children_on_record(request: StaffRequest, children: Iterable[Child]) -> None:
    """Write down that this page shows each of ``children`` beside the others."""
    match = request.resolver_match
    shown_together(
        by=request.user,
        page=match.url_name if match and match.url_name else request.path,
        children=children,
        purpose=request.session.get(STATED_FOR_LISTS, ""),
    )
