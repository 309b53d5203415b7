"""The manifest of a movement: to look at, and as a paper once two people have locked it."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cases.models import Movement
from cases.models.movement import AGREED
from cases.pages.manifests import (
    Pair,
    lacking,
    language_of,
    manifest_paper,
    manifest_table,
    offers,
    reads_arabic,
)
from cases.queries.manifests import Traveller, travellers
from cases.queries.movement_files import movement_file
from cases.rules.manifests import sheets_of
from cases.web.exports import as_workbook
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.records import movement_for
from cases.web.typeset import paper

SEE_MANIFEST = ("cases.plan_movement", "cases.approve_lock")


@require_safe
@gate(*SEE_MANIFEST)
def movement_manifest(request: StaffRequest, reference: str) -> HttpResponse:
    movement = movement_for(request, reference)
    families = _families(request, movement)
    context = {
        "movement": movement,
        "sheets": sheets_of(families),
        "lacking": lacking(movement, families, request.user),
        "offers": offers(movement),
        "reads_arabic": reads_arabic(movement),
        "is_agreed": movement.status in AGREED,
    }
    return render(request, "cases/movements/manifest.html", context)


@require_safe
@gate(*SEE_MANIFEST)
def manifest_pdf(request: StaffRequest, reference: str, pair: str) -> HttpResponse:
    movement = movement_for(request, reference)
    if movement.status not in AGREED:
        return redirect("movement-manifest", reference)
    families, languages = _families(request, movement), _pair(pair)
    data = manifest_paper(movement, families, languages, by=request.user, at=timezone.now())
    with override(language_of(languages)):
        return paper("manifest", data, name=f"manifest-{movement.reference}-{pair}")


@require_safe
@gate(*SEE_MANIFEST)
def manifest_xlsx(request: StaffRequest, reference: str, pair: str) -> HttpResponseBase:
    movement = movement_for(request, reference)
    if movement.status not in AGREED:
        return redirect("movement-manifest", reference)
    titles, sheets = manifest_table(_families(request, movement), _pair(pair))
    return as_workbook(titles, sheets, name=f"manifest-{movement.reference}-{pair}")


def _pair(word: str) -> Pair:
    if word not in [*Pair]:
        raise Http404
    return Pair(word)


def _families(request: StaffRequest, movement: Movement) -> list[list[Traveller]]:
    """Return the passengers, put on record as shown."""
    file = movement_file(movement, by=request.user, on=timezone.localdate())
    families = travellers(file)
    put_on_record(request, rows=sum(map(len, families)))
    return families
