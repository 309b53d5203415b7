"""Correcting one section of a mother's or a child's record."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.casework import children, mothers
from cases.forms import editing as forms
from cases.forms.editing import RecordSection
from cases.forms.travel_names import TravelNameSection
from cases.models import Child, Mother
from cases.queries.access import Part, part_of
from cases.web.acts import Step, opened_over, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.records import whose_page

#: What each section is, and the act that takes what its form says.
Sections = Mapping[str, tuple[type[RecordSection], Callable[..., bool]]]
MOTHER_SECTIONS: Sections = {
    "identity": (forms.IdentitySection, mothers.edit_identity),
    "travel-name": (TravelNameSection, mothers.edit_travel_name),
    "place": (forms.PlaceSection, mothers.edit_place),
    "legal": (forms.LegalSection, mothers.edit_legal),
}
CHILD_SECTIONS: Sections = {
    "identity": (forms.IdentitySection, children.edit_identity),
    "travel-name": (TravelNameSection, children.edit_travel_name),
    "father": (forms.FatherSection, children.edit_father),
    "place": (forms.PlaceSection, children.edit_place),
}


@require_safe_or_post
@gate("cases.register_child")
def mother_edit(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    def record() -> Mother:
        records = Mother.objects.visible_to(request.user).with_names()
        mother: Mother = get_object_or_404(records, reference=reference)
        return mother

    return _edit(request, record, MOTHER_SECTIONS, section)


@require_safe_or_post
@gate("cases.register_child")
def child_edit(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    def record() -> Child:
        records = Child.objects.visible_to(request.user).with_names()
        child: Child = get_object_or_404(records, reference=reference)
        if part_of(child, to=request.user) is not Part.WHOLE:
            raise Http404
        return child

    return _edit(request, record, CHILD_SECTIONS, section)


def _edit(
    request: StaffRequest,
    record: Callable[[], Mother | Child],
    sections: Sections,
    section: str,
) -> HttpResponse:
    if section not in sections:
        raise Http404
    kind, act = sections[section]
    on = timezone.localdate()

    def show(form: RecordSection, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "record": form.record}
        page = "cases/editing/edit.html"
        return render_on_record(request, page, context, **whose_page(form.record), status=status)

    return take(
        request,
        opened_over(kind, record, on=on),
        lambda form: act(form.record, by=request.user, on=on, **form.facts()),
        step=Step(
            title=kind.title,
            submit=_("Save"),
            done=lambda is_new: (
                gettext("Saved: %(section)s.") % {"section": kind.title}
                if is_new
                else gettext("Nothing was changed.")
            ),
        ),
        show=show,
        back=record(),
        whose=lambda form: whose_page(form.record),
    )
