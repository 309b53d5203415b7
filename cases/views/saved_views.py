"""Lists of children that somebody saved: to open, to change, to share."""

from functools import partial

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.casework import saved_views
from cases.filters.children import child_list
from cases.forms.acts import VersionForm
from cases.forms.saved_views import SavedViewForm
from cases.models import SavedView
from cases.pages.saved_views import in_words, lists_of, query_of, row
from cases.web.acts import Data, Files, Step, opened_over, take
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, require_safe_or_post
from cases.web.records import NoLonger

#: Says that a view is saved with the list in the address, not with its own.
ANEW = "anew"
SAVE = Step(
    title=gettext_lazy("Save this list"),
    submit=gettext_lazy("Save"),
    done=lambda view: _("Saved: %(view)s.") % {"view": view.name},
)
CHANGE = Step(title=gettext_lazy("Change a saved view"), submit=SAVE.submit, done=SAVE.done)
DELETE = Step(
    title=gettext_lazy("Delete a saved view"),
    submit=gettext_lazy("Delete"),
    done=gettext_lazy("The saved view is deleted. No case is changed by it."),
    danger=True,
)


@require_safe
@gate(*SEE_CHILDREN)
def views(request: StaffRequest) -> HttpResponse:
    rows = list(SavedView.objects.seen_by(request.user))
    lists = lists_of(rows, to=request.user, on=timezone.localdate())
    context = {"rows": [row(view, lists[view.pk], to=request.user) for view in rows]}
    return render(request, "cases/saved_views/list.html", context)


@require_safe_or_post
@gate(*SEE_CHILDREN)
def view_new(request: StaffRequest) -> HttpResponse:
    query = _asked(request)

    return take(
        request,
        partial(SavedViewForm, by=request.user),
        lambda form: saved_views.save(by=request.user, query=query, **form.facts()),
        step=SAVE,
        show=partial(_page, request, step=SAVE, query=query),
        back=None,
    )


@require_safe_or_post
@gate(*SEE_CHILDREN)
def view_change(request: StaffRequest, view: int) -> HttpResponse:
    query = _asked(request) if ANEW in request.GET else _own(request, view).query

    return take(
        request,
        opened_over(SavedViewForm, lambda: _own(request, view), by=request.user),
        lambda form: saved_views.save(
            view=form.record, by=request.user, query=query, **form.facts()
        ),
        step=CHANGE,
        show=partial(_page, request, step=CHANGE, query=query),
    )


@require_safe_or_post
@gate(*SEE_CHILDREN)
def view_delete(request: StaffRequest, view: int) -> HttpResponse:
    def opened(data: Data = None, files: Files = None) -> VersionForm[SavedView]:
        form: VersionForm[SavedView] = VersionForm(data, record=_own(request, view))
        form.record = _own(request, view)
        return form

    return take(
        request,
        opened,
        lambda form: saved_views.delete(view=form.record, by=request.user, **form.facts()),
        step=DELETE,
        show=partial(_page, request, step=DELETE, query=_own(request, view).query),
        back="views",
    )


def _own(request: StaffRequest, key: int) -> SavedView:
    view = SavedView.objects.filter(pk=key, owner=request.user).first()
    if view is None:
        sentence = _("You have no such saved view. You may have deleted it.")
        raise NoLonger(sentence, reverse("views"), _("Saved views"))
    return view


def _asked(request: StaffRequest) -> str:
    """Return the list in the address, as far as it holds."""
    return query_of(child_list(request.GET, user=request.user, on=timezone.localdate()))


def _page(
    request: StaffRequest,
    form: SavedViewForm | VersionForm[SavedView],
    *,
    step: Step,
    query: str,
    status: int = 200,
) -> HttpResponse:
    listing = child_list(QueryDict(query), user=request.user, on=timezone.localdate())
    context = {
        "form": form,
        "step": step,
        "words": in_words(listing),
        "back_url": f"{reverse('children')}?{query}" if step is SAVE else reverse("views"),
    }
    return render(request, "cases/saved_views/form.html", context, status=status)
