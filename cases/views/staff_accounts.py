"""The account of somebody, for those who look after accounts: sessions, reset of the factor."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import factor_resets
from cases.casework.accounts import sign_out
from cases.forms.acts import VersionForm
from cases.models import FactorReset, User
from cases.models.user import SYSTEM
from cases.pages.sessions import session_rows
from cases.queries.factor_resets import approve_refusals, ask_refusals, factor_state
from cases.queries.sessions import open_sessions
from cases.web.acts import Step, press
from cases.web.again import confirmed_again
from cases.web.gates import StaffRequest, gate, may, open_to_everyone_signed_in

KEEPS = ("cases.change_user",)
ASKS, CONFIRMS = "cases.ask_factorreset", "cases.approve_factorreset"
ASK = Step(
    title=_("Second factor"),
    submit=_("Ask for a reset"),
    done=_("Requested. A reviewer or another admin must confirm it."),
)
APPROVE = Step(
    title=_("Second factor"),
    submit=_("Confirm the reset"),
    done=_("The second factor is reset. The next sign-in sets another."),
    judges=True,
)
DROP = Step(title=_("Second factor"), submit=_("Do not reset"), done=_("The request is cancelled."))


@require_safe
@open_to_everyone_signed_in
def sessions(request: StaffRequest) -> HttpResponse:
    """Show where this person is signed in."""
    rows = session_rows(open_sessions(request.user), key=request.session.session_key)
    return render(request, "cases/accounts/sessions.html", {"rows": rows})


@require_POST
@open_to_everyone_signed_in
def sessions_end(request: StaffRequest) -> HttpResponse:
    """End one's own session that is named, or all but this one."""
    _end(request, request.user)
    return redirect("sessions")


@require_safe
@gate(*KEEPS, ASKS, CONFIRMS)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how somebody signs in, and what the reader may do about it."""
    whom = _account(request, pk)
    state, keeps = factor_state(whom), may(request.user, KEEPS)
    can_ask = request.user.has_perm(ASKS) and not ask_refusals(whom, state, by=request.user)
    confirms = request.user.has_perm(CONFIRMS)
    context = {
        "whom": whom,
        "state": state,
        "keeps": keeps,
        "rows": session_rows(open_sessions(whom), key=request.session.session_key) if keeps else [],
        "may_ask": can_ask,
        "blocks": approve_refusals(state.reset, by=request.user) if state.reset else [],
        "confirms": confirms,
        "may_drop": state.reset and (confirms or request.user.has_perm(ASKS)),
    }
    return render(request, "cases/accounts/account.html", context)


@require_POST
@gate(*KEEPS)
def account_sessions_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a session of somebody that is named, or all."""
    whom = _account(request, pk)
    _end(request, whom)
    return redirect("account", whom.pk)


def _end(request: StaffRequest, whom: User) -> None:
    mark, own = request.POST.get("session", ""), request.session.session_key
    ended = sign_out(whom, mark=mark, but=own)
    sentence = ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", ended)
    messages.success(request, sentence % {"count": ended})


@require_POST
@gate(ASKS)
@confirmed_again
def account_reset_ask(request: StaffRequest, pk: int) -> HttpResponse:
    whom = _account(request, pk)

    def act(_form: VersionForm[FactorReset]) -> None:
        factor_resets.ask(whom=whom, by=request.user)

    return press(request, act, step=ASK, back=whom.get_absolute_url())


@require_POST
@gate(CONFIRMS)
@confirmed_again
def account_reset_approve(request: StaffRequest, pk: int) -> HttpResponse:
    whom = _account(request, pk)

    def act(form: VersionForm[FactorReset]) -> None:
        factor_resets.approve(reset=form.record, by=request.user, **form.facts())

    back = whom.get_absolute_url()
    return press(request, act, step=APPROVE, back=back, record=partial(_newest, whom))


@require_POST
@gate(ASKS, CONFIRMS)
def account_reset_drop(request: StaffRequest, pk: int) -> HttpResponse:
    whom = _account(request, pk)

    def act(form: VersionForm[FactorReset]) -> None:
        factor_resets.drop(reset=form.record, by=request.user, **form.facts())

    back = whom.get_absolute_url()
    return press(request, act, step=DROP, back=back, record=partial(_newest, whom))


def _newest(whom: User) -> FactorReset:
    """Return the newest request; the slower of two is told what became of it."""
    resets = FactorReset.objects.select_related("whom", "asked_by").filter(whom=whom)
    return get_object_or_404(resets.order_by("-pk")[:1])


def _account(request: StaffRequest, pk: int) -> User:
    """Return the account; a superuser's is for superusers alone, and the system's for nobody."""
    people = User.objects.exclude(username=SYSTEM)
    people = people if request.user.is_superuser else people.exclude(is_superuser=True)
    return get_object_or_404(people, pk=pk)
