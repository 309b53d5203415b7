"""The second factor: shown at each sign-in, and set by each person for the own account."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cases.casework import second_factors
from cases.casework.accounts import end_sessions
from cases.casework.secrecy import conceal, reveal
from cases.demonstration.staff import demo_code
from cases.forms.acts import VersionForm
from cases.forms.second_factors import NewAppForm, NewKeyForm, ShowFactorForm
from cases.models.guards import Editable
from cases.pages.second_factors import new_app
from cases.queries.second_factors import Factors, factors_of
from cases.rules.codes import bare, is_app_code
from cases.views.accounts import way_on
from cases.web import security_keys, whole_sign_in
from cases.web.acts import Step, press, take
from cases.web.again import confirmed_again
from cases.web.frame import is_demonstration
from cases.web.gates import StaffRequest, open_to_everyone_signed_in, require_safe_or_post
from cases.web.waiting import Tries

#: In the session, sealed, until they are shown: the new recovery codes.
NEW_CODES = "new_codes"
APP = Step(
    title=_("Authenticator app"), submit=_("Turn it on"), done=_("The authenticator app is set up.")
)
KEY = Step(title=_("Security key"), submit=_("Add the key"), done=_("The key is added."))
REMOVE = Step(title=_("Second factor"), submit=_("Remove"), done=_("The second factor is removed."))
CODES = Step(title=_("Recovery codes"), submit=_("Make new codes"), done="")


@require_safe_or_post
@sensitive_post_parameters()
@open_to_everyone_signed_in
def second_factor(request: StaffRequest) -> HttpResponse:
    """Ask for the second factor after the password, then open what was asked for."""
    factors = factors_of(request.user)
    if whole_sign_in.is_done(request):
        return redirect(way_on(request))
    if not factors.shown:  # reset since the password was taken
        whole_sign_in.begin(request)
        return redirect(way_on(request))
    form = ShowFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if page := _refusal(request, form, factors):
            return page
        if form.is_valid():
            whole_sign_in.complete(request)
            return redirect(way_on(request))
    can_sign = factors.keys and security_keys.are_possible(request)
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "options": security_keys.to_sign(request, factors.keys) if can_sign else "",
        "demo_code": demo_code(request.user, at=timezone.now()) if is_demonstration() else None,
    }
    return render(request, "cases/accounts/second_factor.html", context)


def _refusal(request: StaffRequest, form: ShowFactorForm, factors: Factors) -> HttpResponse | None:
    """Use what was sent; what is wrong stands in the form. Return the page of waiting if due.

    Only codes of six digits can be guessed, and so only they wait.
    """
    if not form.is_valid():
        return None
    if form.cleaned_data["answer"]:
        if not _signed(request, form.cleaned_data["answer"], factors):
            form.add_error("code", _("The key was not recognised. Try again, or enter a code."))
        return None
    code, tries = bare(form.cleaned_data["code"]), Tries(request, "factor")
    can_be_guessed = is_app_code(code)
    if can_be_guessed and (page := tries.must_wait()):
        return page
    if second_factors.use_code(code, by=request.user, at=timezone.now()):
        tries.succeeded()
        return None
    form.add_error("code", _("This code is wrong, or was already used. Wait for the next one."))
    return tries.failed() if can_be_guessed else None


def _signed(request: StaffRequest, answer: str, factors: Factors) -> bool:
    signature = security_keys.signed(request, answer, factors.keys)
    if signature is None:
        return False
    key, counter = signature
    return second_factors.use_key(key, counter=counter, at=timezone.now())


@require_safe
@open_to_everyone_signed_in
@confirmed_again
def factors(request: StaffRequest) -> HttpResponse:
    """Show what the person has set, and lead to what can be added."""
    context = {
        "factors": factors_of(request.user),
        "is_first": not whole_sign_in.is_done(request),
        "can_have_key": security_keys.are_possible(request),
    }
    return render(request, "cases/accounts/factors.html", context)


@require_safe_or_post
@sensitive_post_parameters()
@open_to_everyone_signed_in
@confirmed_again
def factor_app(request: StaffRequest) -> HttpResponse:
    """Set an app, with its first code."""

    def show(form: NewAppForm, *, status: int = 200) -> HttpResponse:
        token = form["token"].value() or ""
        secret = second_factors.secret_of_new(token, user=request.user)
        if not secret:
            token = second_factors.new_app(request.user)
            secret = second_factors.secret_of_new(token, user=request.user)
        context = {"form": form, "token": token, "app": new_app(secret, user=request.user)}
        return render(request, "cases/accounts/factor_app.html", context, status=status)

    def act(form: NewAppForm) -> None:
        now = timezone.now()
        _set(request, second_factors.add_app(by=request.user, at=now, **form.facts()))

    return take(request, NewAppForm, act, step=APP, show=show, back="factor-codes")


@require_safe_or_post
@open_to_everyone_signed_in
@confirmed_again
def factor_key(request: StaffRequest) -> HttpResponse:
    """Add a security key, which the browser asks to answer."""

    def show(form: NewKeyForm, *, status: int = 200) -> HttpResponse:
        can = security_keys.are_possible(request)
        keys = factors_of(request.user).keys
        options = security_keys.to_register(request, keys) if can else ""
        context = {"form": form, "options": options}
        return render(request, "cases/accounts/factor_key.html", context, status=status)

    def act(form: NewKeyForm) -> None:
        facts = form.facts()
        key = security_keys.registered(request, facts["answer"])
        _set(request, second_factors.add_key(by=request.user, key=key, name=facts["name"]))

    return take(request, NewKeyForm, act, step=KEY, show=show, back="factor-codes")


@require_safe_or_post
@open_to_everyone_signed_in
@confirmed_again
def factor_codes(request: StaffRequest) -> HttpResponse:
    """Show new recovery codes once; a POST makes them."""
    if request.method == "POST":

        def act(_form: VersionForm[Editable]) -> None:
            _remember(request, second_factors.new_codes(by=request.user))

        return press(request, act, step=CODES, back="factor-codes")
    if NEW_CODES not in request.session:
        return redirect("factors")
    codes = reveal(request.session.pop(NEW_CODES)).split()
    return render(request, "cases/accounts/factor_codes.html", {"codes": codes})


@require_POST
@open_to_everyone_signed_in
@confirmed_again
def factor_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Give up an app or a key."""
    factor = get_object_or_404(request.user.second_factors.shown(), pk=pk)

    def act(_form: VersionForm[Editable]) -> None:
        is_required = whole_sign_in.is_required()
        second_factors.remove(factor, by=request.user, is_required=is_required)
        end_sessions(request.user, but=request.session.session_key)

    return press(request, act, step=REMOVE, back="factors")


def _set(request: StaffRequest, codes: list[str]) -> None:
    """Note that there is a second factor, and end what began without it."""
    _remember(request, codes)
    whole_sign_in.complete(request)
    end_sessions(request.user, but=request.session.session_key)


def _remember(request: StaffRequest, codes: list[str]) -> None:
    if codes:
        request.session[NEW_CODES] = conceal(" ".join(codes))
