"""The towns that caseworkers typed: an admin confirms each, or joins it with another."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.casework.places import check
from cases.forms.place_checks import PlaceCheckForm
from cases.models import Place
from cases.queries.places import unchecked
from cases.web.acts import Step, opened_over, take
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.paging import page_of


@require_safe
@gate("cases.change_place")
def places(request: StaffRequest) -> HttpResponse:
    rows = unchecked()
    page = page_of(rows, request.GET)
    return render(request, "cases/places/list.html", {"page": page})


@require_safe_or_post
@gate("cases.change_place")
def place(request: StaffRequest, pk: int) -> HttpResponse:
    checked = get_object_or_404(Place, pk=pk)
    # A second person who answers is told what the first one did.
    if request.method != "POST" and not unchecked().filter(pk=pk).exists():
        messages.info(request, _("%(place)s is checked already.") % {"place": checked.name})
        return redirect("places")

    return take(
        request,
        opened_over(PlaceCheckForm, lambda: Place.objects.called().get(pk=checked.pk)),
        lambda form: check(place=checked, by=request.user, **form.facts()),
        step=Step(
            title=gettext_lazy("Check a place"),
            submit=gettext_lazy("Save"),
            done=lambda place: _("Checked: %(place)s.") % {"place": place.name},
        ),
        show=partial(_page, request, place=checked),
        back="places",
    )


def _page(
    request: StaffRequest, form: PlaceCheckForm, *, place: Place, status: int = 200
) -> HttpResponse:
    context = {"form": form, "place": place}
    return render(request, "cases/places/check.html", context, status=status)
