"""Hiding names on every page of this session, and showing them again."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cases.web.gates import StaffRequest, open_to_everyone_signed_in
from cases.web.hidden_names import HIDDEN, is_hidden


@require_POST
@open_to_everyone_signed_in
def names(request: StaffRequest) -> HttpResponse:
    """Turn the mode on or off, and go back to the page on which that was asked."""
    request.session[HIDDEN] = not is_hidden(request)
    back = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if is_own else reverse("home"))
