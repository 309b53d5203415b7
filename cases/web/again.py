"""Who is at the keyboard: asked again before what would harm most in a stranger's hands.

``@confirmed_again`` stands below the gate of a view. It lets in whoever signed in, or confirmed
it, within the last minutes. Anybody else is asked for the password (or a code) on a page that
carries what was posted along, so that nothing typed is lost and nothing is done before.
"""

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import accounts
from cases.forms.accounts import ProofForm
from cases.web.gates import StaffRequest, View
from cases.web.waiting import Tries

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

#: In the session: when it was last proved who is at the keyboard, in seconds since 1970.
CONFIRMED_AT = "confirmed_at"
#: For how many seconds that holds. Source: security page, section 1, row 4.
HOLDS = 5 * 60


def confirmed_again(view: View) -> View:
    """Ask who is at the keyboard, unless that was proved within the last five minutes."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_confirmed(request):
            if request.method != "POST":
                return redirect_to_login(request.get_full_path(), reverse("confirm"))
            if page := _to_be_confirmed(request):
                return page
        if ProofForm.NAME in request.POST:
            request.POST = cast("_ImmutableQueryDict", _typed(request.POST))
        return view(request, *args, **kwargs)

    return guarded


def is_confirmed(request: StaffRequest) -> bool:
    """Return whether it was proved a short while ago who is at the keyboard."""
    return 0 <= _now() - request.session.get(CONFIRMED_AT, 0) < HOLDS


def confirmed_now(request: StaffRequest) -> None:
    """Note in the session that it was proved just now."""
    request.session[CONFIRMED_AT] = _now()


def confirm(request: StaffRequest, form: ProofForm) -> HttpResponse | None:
    """Take what proves it; return None if it does, else the page that asks again or to wait."""
    tries = Tries(request, "again")
    if page := tries.must_wait():
        return page
    word = form.cleaned_data.get(ProofForm.NAME, "") if form.is_valid() else ""
    if word and accounts.is_proof(word, by=request.user, at=timezone.now()):
        tries.succeeded()
        confirmed_now(request)
        return None
    if word:
        form.add_error(ProofForm.NAME, _("This is not your password, nor a valid code."))
    return tries.failed() or ask(request, form)


def ask(request: StaffRequest, form: ProofForm, *, status: int = 200) -> HttpResponse:
    """Show the page that asks, and sends what was posted to another page once more."""
    texts = [] if request.path == reverse("confirm") else _typed(request.POST).lists()
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "sent": [(name, value) for name, values in texts for value in values],
        "has_files": bool(request.FILES),
    }
    return render(request, "cases/accounts/confirm.html", context, status=status)


def _to_be_confirmed(request: StaffRequest) -> HttpResponse | None:
    if ProofForm.NAME in request.POST:
        return confirm(request, ProofForm(request.POST))
    return ask(request, ProofForm(), status=403)


def _typed(data: QueryDict) -> QueryDict:
    """Return what was posted to the view itself; a password is typed anew."""
    copy = data.copy()
    for name in data:
        if name in (ProofForm.NAME, "csrfmiddlewaretoken") or "password" in name:
            del copy[name]
    return copy


def _now() -> int:
    return int(timezone.now().timestamp())
