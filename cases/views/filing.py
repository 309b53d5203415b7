"""How a record of the case file is written: asked for, refused in sentences, or done once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.submissions import AlreadyTaken
from cases.forms.acts import ChildForm
from cases.models import Child
from cases.views.steps import Words, conflict_rows
from cases.web.gates import StaffRequest, render_on_record


@dataclass(frozen=True, slots=True)
class Filing:
    """The words around a record's form, where it leads back, and what stands in its way.

    ``stands`` says how the record stands when somebody else was faster.
    """

    title: Words
    submit: Words
    done: Words
    back: str
    text: Words = ""
    about: Words = ""
    danger: bool = False
    blocks: tuple[str, ...] = ()
    facts: tuple[dict[str, Any], ...] = ()
    stands: Callable[[Any], str] = str


def file_record(
    request: StaffRequest,
    child: Child,
    filing: Filing,
    make: Callable[[Any], ChildForm],
    act: Callable[..., Any],
) -> HttpResponse:
    """Show the form that ``make`` makes of what was typed, or do ``act`` and go back."""
    typed = request.POST if request.method == "POST" else None
    form = make(typed)
    if typed is None or not form.is_valid():
        return _page(request, child, filing, form)
    try:
        act(by=request.user, **form.cleaned_data)
    except CannotMove as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return _page(request, child, filing, form)
    except Stale as stale:
        return _conflict(request, child, filing, make, form, stale)
    except AlreadyTaken:
        messages.info(request, _("This form was sent before; it was recorded once."))
    else:
        messages.success(request, str(filing.done))
    return redirect(filing.back)


def _page(request: StaffRequest, child: Child, filing: Filing, form: ChildForm) -> HttpResponse:
    context = {
        "child": child,
        "step": filing,
        "form": form,
        "blocks": filing.blocks,
        "facts": filing.facts,
        "asks": form.is_bound or not filing.blocks,
    }
    return render_on_record(request, "cases/children/step.html", context, child=child)


def _conflict(
    request: StaffRequest,
    child: Child,
    filing: Filing,
    make: Callable[[Any], ChildForm],
    form: ChildForm,
    stale: Stale,
) -> HttpResponse:
    """Show both versions; the form below holds what was typed and the version as it is now."""
    typed = request.POST.copy()
    typed["version"] = str(stale.record.version)
    last = child.journal.select_related("by").first()
    now = {"label": _("Now"), "theirs": filing.stands(stale.record), "yours": filing.title}
    context = {
        "child": child,
        "step": filing,
        "form": make(typed),
        "rows": [now | {"differs": True}, *conflict_rows(form, child)],
        "who": last.by,
        "when": wording.moment_text(last.at),
    }
    page = "cases/children/conflict.html"
    return render_on_record(request, page, context, child=child, status=409)
