"""At home: the handover is written down, and in whose care the child is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.casework import homecoming
from cases.forms.homecoming import ContactForm, HandoverForm, HandoverScanForm, PlacementForm
from cases.models import Child, Handover, Placement
from cases.pages.homecoming import handover_facts, recorded
from cases.vocabulary import Act
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, require_safe_or_post
from cases.web.records import case_for
from cases.web.steps import case_act, opened, take_step, undoable

HAND_OVER = Step(
    title=_("Record the handover"),
    submit=_("Record the handover"),
    done=recorded,
)
SCAN = Step(
    title=_("Add the scan of the handover"),
    submit=_("Add the scan"),
    done=_("Scan added."),
    text=_("The signed document, as it was scanned or photographed."),
)
CONTACT = Step(
    title=_("How to reach the caregiver"),
    submit=_("Save"),
    done=_("Saved: how to reach the caregiver."),
)
PLACE = Step(
    title=_("Record the placement"),
    submit=_("Record the placement"),
    done=undoable(_("Placement recorded."), Act.PLACE),
)


child_handover = case_act(
    "cases.move_case",
    HandoverForm,
    lambda form: homecoming.hand_over(child=form.child, by=form.by, **form.facts()),
    step=HAND_OVER,
    page="cases/homecoming/handover.html",
)
child_place = case_act(
    "cases.move_case",
    PlacementForm,
    lambda form: homecoming.place(child=form.child, by=form.by, **form.facts()),
    step=PLACE,
    page="cases/homecoming/place.html",
)


@require_safe_or_post
@gate("cases.move_case")
def child_contact(request: StaffRequest, reference: str, placement_pk: int) -> HttpResponse:
    """Show and change how to reach the caregiver of one placement; each look is recorded."""

    def placement(child: Child) -> Placement:
        # Whoever sends the form after the placement was undone is told so.
        rows = Placement._base_manager if request.method == "POST" else Placement.objects
        row: Placement = get_object_or_404(rows, pk=placement_pk, child=child)
        row.child = child
        return row

    return take_step(
        request,
        opened(request, reference, ContactForm, record=placement),
        lambda form: homecoming.edit_contact(placement=form.record, by=form.by, **form.facts()),
        step=CONTACT,
    )


@require_safe_or_post
@gate("cases.move_case")
def child_handover_scan(request: StaffRequest, reference: str) -> HttpResponse:
    rows = case_for(request, reference).handovers
    if request.method != "POST" and rows.exists() and not rows.filter(document=None).exists():
        messages.info(request, gettext("The scan of the handover is on file already."))
        return redirect("child", reference)

    def handover(child: Child) -> Handover:
        rows = child.handovers.order_by("-pk")
        lacking = rows.filter(document__isnull=True)
        # A second person who sends a scan is told that one is on file.
        rows = rows if request.method == "POST" and not lacking.exists() else lacking
        row: Handover = get_object_or_404(rows[:1])
        row.child = child
        return row

    return take_step(
        request,
        opened(request, reference, HandoverScanForm, record=handover),
        lambda form: homecoming.add_scan(handover=form.record, by=form.by, **form.facts()),
        step=SCAN,
        facts=lambda form: handover_facts(form.record),
    )
