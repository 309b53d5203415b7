"""Registering: a family on one page, and one more child of a known mother."""

import uuid
from collections.abc import Callable
from functools import partial

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from cases.casework import drafts, families
from cases.forms import family_rows as rows
from cases.forms.families import FamilyForms
from cases.forms.family_rows import children_in
from cases.models import Draft, Mother
from cases.pages.drafts import saved_text
from cases.rules.text import LARGEST_KEY, whole_number
from cases.views.drafts import NO_DRAFT
from cases.views.typing import keep
from cases.web.acts import Step, say_taken_out, take
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.records import NoLonger, token_of
from cases.web.senders import REOPEN, remember_reopened

Act = Callable[[FamilyForms], Mother]


@require_http_methods(["GET", "POST"])
@gate("cases.register_child")
def family_new(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return _start(request)
    if REOPEN in request.POST:
        remember_reopened(request)
        return _again(request, request.POST)
    if "register" in request.POST:
        return _submit(request, rows.without_blanks(request.POST), partial(_register, request))
    if "add_child" in request.POST:
        return _again(request, rows.with_one_more(request.POST), focus="last")
    if "remove_child" in request.POST:
        row = whole_number(request.POST["remove_child"], most=rows.MOST)
        rest = rows.without(request.POST, -1 if row is None else row)
        return _again(request, rest, focus="last")
    if "suggest_names" in request.POST:
        return _again(request, rows.with_latin(request.POST))
    if draft := keep(request):
        return redirect(reverse("family-new", query={"draft": draft.pk}))
    return _again(request, request.POST)


@require_http_methods(["GET", "POST"])
@gate("cases.register_child")
def mother_child_new(request: StaffRequest, reference: str) -> HttpResponse:
    mothers = (
        Mother.objects.visible_to(request.user).with_names().select_related("agreement__holding")
    )
    mother = get_object_or_404(mothers, reference=reference)
    if request.method == "GET":
        forms = forms_of(request, QueryDict(), checked=False, known=mother)
        return _page(request, forms, focus="last")
    if REOPEN in request.POST:
        remember_reopened(request)
        return _page(request, forms_of(request, request.POST, checked=False, known=mother))
    if "suggest_names" in request.POST:
        data = rows.with_latin(request.POST, mother=mother.person.name)
        return _page(request, forms_of(request, data, checked=False, known=mother))
    return _submit(request, request.POST, partial(_add_child, request, mother), known=mother)


def forms_of(
    request: StaffRequest, typed: QueryDict, *, checked: bool = True, known: Mother | None = None
) -> FamilyForms:
    """Return the page's forms over what was typed."""
    return FamilyForms(
        typed, user=request.user, on=timezone.localdate(), checked=checked, record=known
    )


def _start(request: StaffRequest) -> HttpResponse:
    if "draft" not in request.GET:
        return _page(request, forms_of(request, QueryDict(), checked=False), focus="first")
    own = Draft.objects.filter(author=request.user, form=drafts.FAMILY)
    draft = own.filter(pk=whole_number(request.GET["draft"], most=LARGEST_KEY) or 0).first()
    if draft is None:
        raise NoLonger(NO_DRAFT, reverse("family-new"), _("Register a family"))
    forms = forms_of(request, rows.from_draft(draft.data), checked=False)
    token = uuid.UUID(draft.data["token"])
    return _page(
        request, forms, token=token, status_text=saved_text(draft, today=timezone.localdate())
    )


def _again(request: StaffRequest, typed: QueryDict, *, focus: str = "") -> HttpResponse:
    """Show what was typed without judging it; likely duplicates are asked about already."""
    forms = forms_of(request, typed, checked=False)
    compared = forms_of(request, typed)
    compared.compare(judged=False)
    say_taken_out(request, compared)
    forms.duplicates = compared.duplicates
    return _page(request, forms, token=token_of(request), focus=focus)


def _submit(
    request: StaffRequest, typed: QueryDict, act: Act, *, known: Mother | None = None
) -> HttpResponse:
    """Register what was typed; ``known`` is the mother of one more child."""

    def opened(data: QueryDict, _files: object = None) -> FamilyForms:
        return forms_of(request, typed, known=known)

    def done(mother: Mother) -> str:
        return _registered(mother, 1 if known else children_in(typed))

    def show(form: FamilyForms, *, status: int = 200) -> HttpResponse:
        return _page(request, form, token=form.token, status=status)

    step = Step(title=_("Register a family"), submit=pgettext("act", "Register"), done=done)
    return take(request, opened, act, step=step, show=show)


def _register(request: StaffRequest, forms: FamilyForms) -> Mother:
    family, token = forms.family(forms.duplicates.answers), forms.token or uuid.uuid4()
    by, on = request.user, timezone.localdate()
    if mother := forms.duplicates.joined:
        return families.join(token=token, mother=mother, family=family, by=by, on=on)
    where = forms.destination
    return families.register(
        token=token, agreement=where["agreement"], team=where["team"], family=family, by=by, on=on
    )


def _add_child(request: StaffRequest, mother: Mother, forms: FamilyForms) -> Mother:
    families.add_child(
        token=forms.token or uuid.uuid4(),
        mother=mother,
        family=forms.family(forms.duplicates.answers),
        by=request.user,
        on=timezone.localdate(),
    )
    return mother


def _page(
    request: StaffRequest,
    forms: FamilyForms,
    *,
    token: uuid.UUID | None = None,
    status_text: str = "",
    focus: str = "",
    status: int = 200,
) -> HttpResponse:
    forms.say_what_was_understood()
    if focus:
        forms.first_field(focus).widget.attrs["autofocus"] = ""
    if forms.record or forms.duplicates.people_shown:
        put_on_record(
            request, mother=forms.record, rows=forms.duplicates.people_shown + bool(forms.record)
        )
    context = {
        "family": forms,
        "mother": forms.record,
        "token": token or uuid.uuid4(),
        "status_text": status_text,
        "total": len(forms.children),
    }
    page = "child_new" if forms.record else "new"
    return render(request, f"cases/mothers/{page}.html", context, status=status)


def _registered(mother: Mother, count: int) -> str:
    return ngettext(
        "%(reference)s is registered: %(count)s child.",
        "%(reference)s is registered: %(count)s children.",
        count,
    ) % {"reference": mother.reference, "count": count}
