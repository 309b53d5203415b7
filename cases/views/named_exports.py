"""A list of children with names: asked for, agreed to by a second person, taken within a day."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import named_exports
from cases.filters.children import ChildList, child_list
from cases.forms.acts import VersionForm
from cases.forms.audit import AuditForm, Listing
from cases.forms.named_exports import NamedExportForm
from cases.models import NamedExport
from cases.pages import named_exports as pages
from cases.pages.facts import TableCell
from cases.queries import named_exports as queries
from cases.queries.audit import REQUEST_KINDS
from cases.queries.child_rows import list_choices
from cases.views.listings import as_csv, shown
from cases.web.acts import Step, press, take
from cases.web.again import confirmed_again
from cases.web.exports import as_file, separator_for
from cases.web.gates import StaffRequest, gate, put_on_record, require_safe_or_post

TAKES, AGREES = "cases.export_identified", "cases.approve_namedexport"
READS = "cases.read_audit"
ASK = Step(title=_("Export with names"), submit=_("Request the list"), adds=True)
APPROVE = Step(
    title=_("Export with names"),
    submit=_("Approve"),
    done=_("Approved. The list can be taken for a day."),
    judges=True,
)
DROP = Step(title=_("Export with names"), submit=_("Do not export"), done=_("Not exported."))

TAKEN = Listing(
    title=_("Exports with names"),
    sub=_("Lists that left the register with names, newest first"),
    empty=_("No list has left with names"),
    heads=(
        *(_("Number"), _("Who"), _("When"), _("Children"), _("Filters"), _("Purpose")),
        *(_("Second person"), _("Files made"), _("Status")),
    ),
    form=partial(AuditForm, kinds=REQUEST_KINDS, about=""),
    rows=queries.exports_asked,
)


@require_safe_or_post
@gate(TAKES)
@confirmed_again
def named_export_ask(request: StaffRequest) -> HttpResponse:
    """Ask to take the list away as it is narrowed by the address."""
    listing = child_list(request.GET, user=request.user, on=timezone.localdate())
    keys = _keys(listing)

    def ask(form: NamedExportForm) -> NamedExport:
        query = urlencode(listing.filter.chosen, doseq=True)
        return named_exports.ask(by=request.user, narrowed=query, children=keys, **form.facts())

    def show(form: NamedExportForm, *, status: int = 200) -> HttpResponse:
        wanted = NamedExport(filter=urlencode(listing.filter.chosen, doseq=True), children=keys)
        wanted.asked_by, wanted.asked_at = request.user, timezone.now()
        context = {
            "form": form,
            "step": ASK,
            "blocks": () if form.is_bound else queries.ask_refusals(keys, by=request.user),
            "wanted": wanted,
            "words": pages.filter_words(wanted, listing.filter.choices, reader=request.user),
        }
        return render(request, "cases/exports/ask.html", context, status=status)

    return take(request, NamedExportForm, ask, step=ASK, show=show)


@require_safe
@gate(TAKES, AGREES, READS)
def named_export(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what was asked for, with what the reader may do about it."""
    export, now = _export(pk), timezone.now()
    listing = _listing(export)
    keys, by = _keys(listing), request.user
    words = pages.filter_words(export, listing.filter.choices, reader=by)
    own = export.asked_by_id == by.pk
    waits = not queries.answer_refusals(export)
    agrees, takes = by.has_perm(AGREES) and waits, by.has_perm(TAKES) and own and not waits
    context = {
        "export": export,
        "facts": pages.facts(export, words, at=now),
        "agrees": agrees,
        "takes": takes,
        "blocks": queries.approve_refusals(export, keys, by=by)
        if agrees
        else queries.take_refusals(export, keys, by=by, at=now)
        if takes
        else [],
        "may_drop": waits and (agrees or own),
        "own": own,
    }
    return render(request, "cases/exports/detail.html", context)


@require_POST
@gate(AGREES)
@confirmed_again
def named_export_approve(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm[NamedExport]) -> NamedExport:
        keys = _keys(_listing(form.record))
        return named_exports.approve(
            export=form.record, by=request.user, children=keys, **form.facts()
        )

    back = _export(pk).get_absolute_url()
    return press(request, act, step=APPROVE, back=back, record=partial(_export, pk))


@require_POST
@gate(AGREES, TAKES)
def named_export_drop(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm[NamedExport]) -> NamedExport:
        return named_exports.drop(export=form.record, by=request.user, **form.facts())

    back = _export(pk).get_absolute_url()
    return press(request, act, step=DROP, back=back, record=partial(_export, pk))


@require_safe
@gate(TAKES)
@confirmed_again
def named_export_file(request: StaffRequest, pk: int, ending: str) -> HttpResponseBase:
    """Hand the file out, made now; each time is on record."""
    export, now = _export(pk), timezone.localtime()
    keys = _keys(_listing(export))
    if reasons := queries.take_refusals(export, keys, by=request.user, at=now):
        context = {"step": ASK, "reasons": reasons, "back_url": export.get_absolute_url()}
        return render(request, "cases/refused.html", context, status=409)
    put_on_record(request, rows=export.rows)
    named_exports.hand_out(export=export, by=request.user, children=keys, ending=ending, at=now)
    mark = pages.stamp(export, now)
    return as_file(
        pages.titles(),
        pages.cells(queries.named_rows(export, to=request.user), mark),
        name=f"children-with-names-{export}-{now:%Y-%m-%d}",
        ending=ending,
        separator=separator_for(request.user),
        stamp=mark,
    )


@require_safe
@gate(READS)
def named_exports_taken(request: StaffRequest) -> HttpResponse:
    """Show the auditor every request, and when each file was made."""
    return shown(request, TAKEN, _cells(request), file="audit-exports-csv")


@require_safe
@gate(READS)
def named_exports_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, TAKEN, _cells(request), name="exports-with-names")


def _cells(request: StaffRequest) -> Callable[[NamedExport], list[TableCell]]:
    choices, now = list_choices(named=True), timezone.now()
    return partial(pages.export_cells, choices=choices, reader=request.user, at=now)


def _export(pk: int) -> NamedExport:
    people = NamedExport.objects.select_related("asked_by", "approved_by", "dropped_by")
    return get_object_or_404(people, pk=pk)


def _listing(export: NamedExport) -> ChildList:
    """Return the list as who asked for it sees it today."""
    return child_list(QueryDict(export.filter), user=export.asked_by, on=timezone.localdate())


def _keys(listing: ChildList) -> list[int]:
    return queries.keys_of(queries.named(listing.rows, to=listing.filter.user))
