"""Why somebody opens a record outside the own work: asked once a session, kept with each look."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cases.forms.purposes import PurposeForm
from cases.models import Child
from cases.queries.access import Part, is_outside
from cases.web import names_beyond
from cases.web.gates import STATED, StaffRequest, gate, require_safe_or_post

#: What an address says where the record of the whole family was asked for.
FAMILY = "family"


def stated(request: StaffRequest, child: Child) -> str:
    """Return the purpose that was stated in this session for ``child``, or an empty string."""
    purpose: str = request.session.get(STATED, {}).get(str(child.pk), "")
    return purpose


def is_wanted(request: StaffRequest, child: Child, part: Part) -> bool:
    """Tell whether this person must say why before the whole record is shown.

    Source: security page, section 2, "W".
    """
    outside = part is Part.WHOLE and is_outside(child, by=request.user)
    return outside and not stated(request, child)


def of_family(request: StaffRequest, children: Iterable[Child]) -> tuple[str, Child | None]:
    """Return the purpose stated for a family, and the child for whom it must be asked first.

    It is stated for one of the children: the page of the mother names all of them.
    """
    outside = [child for child in children if is_outside(child, by=request.user)]
    purposes = [purpose for child in outside if (purpose := stated(request, child))]
    is_own = any(child not in outside for child in children)
    return next(iter(purposes), ""), None if is_own or purposes else next(iter(outside), None)


def ask(
    request: StaffRequest,
    child: Child,
    form: PurposeForm | None = None,
    *,
    of_family: bool = False,
) -> HttpResponse:
    """Return the page that asks; it names nobody."""
    query = f"?{FAMILY}=1" if of_family or FAMILY in request.GET else ""
    context = {"child": child, "form": form or PurposeForm(), "query": query}
    return render(request, "cases/children/purpose.html", context)


@require_safe_or_post
@gate("cases.verify_child", "cases.ask_names")
def child_purpose(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask why, and lead to the record; the look itself is recorded with the purpose."""
    child = get_object_or_404(Child.objects.visible_to(request.user), reference=reference)
    if request.method != "POST":
        return ask(request, child)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return ask(request, child, form)
    purposes = request.session.get(STATED, {})
    request.session[STATED] = purposes | {str(child.pk): form.cleaned_data["purpose"]}
    return redirect(child.mother if FAMILY in request.GET else child)


@require_POST
@gate("cases.verify_child")
def list_purpose(request: StaffRequest) -> HttpResponse:
    """Keep why lists say the names outside the own team, and go back to the list."""
    names_beyond.state(request)
    back = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if is_own else reverse("children"))
