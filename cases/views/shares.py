"""A child's record shared with another authority: asked, agreed to, handed out, listed."""

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases import wording
from cases.casework import shares
from cases.files.zips import zipped
from cases.forms.acts import VersionForm
from cases.forms.audit import Listing, SharesForm
from cases.forms.shares import ShareDecisionForm, ShareForm
from cases.models import Child, Sharing
from cases.pages import shares as pages
from cases.pages.held import files
from cases.queries import shares as queries
from cases.queries.second_person import answer_refusals
from cases.views.listings import as_csv, shown
from cases.web.acts import Step, by_word, press, take
from cases.web.again import confirmed_again
from cases.web.downloads import file_response
from cases.web.gates import (
    StaffRequest,
    gate,
    put_on_record,
    render_on_record,
    require_safe_or_post,
)
from cases.web.records import case_for
from cases.web.steps import case_act, opened

if TYPE_CHECKING:
    from cases.queries.shares import StandingShare

ASKS, AGREES = "cases.work_case", "cases.approve_share"
ASK = Step(
    title=_("Share with another authority"),
    submit=_("Request the sharing"),
    done=_("Requested. A reviewer must approve it."),
)
DECIDE = Step(
    title=_("Decide on sharing a record"),
    submit=_("Record the decision"),
    says=by_word(_("The sharing is approved."), _("The sharing is refused.")),
    judges=True,
)
WITHDRAW = Step(title=ASK.title, submit=_("Withdraw the request"), done=_("Request withdrawn."))
SHARED = Listing(
    title=_("Shared with authorities"),
    sub=_("What was shared with other authorities, newest first"),
    empty=_("Nothing was shared yet"),
    heads=(
        *(_("Case number"), _("Authority"), _("What is shared"), _("Purpose"), _("Legal basis")),
        *(_("Who"), _("When"), _("Status"), _("Files made")),
    ),
    form=SharesForm,
    rows=queries.shares_asked,
)


@require_safe
@gate(ASKS, AGREES)
def child_shares(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what of the record was shared with whom."""
    child, now = case_for(request, reference), timezone.now()
    rows = queries.shares().filter(child=child)
    context = {
        "child": child,
        "rows": [pages.share_row(each, reader=request.user, at=now) for each in rows],
        "may_ask": request.user.has_perm(ASKS),
    }
    return render_on_record(request, "cases/shares/list.html", context, child=child)


share_ask = case_act(
    ASKS,
    ShareForm,
    lambda form: shares.ask(child=form.child, by=form.by, **form.facts()),
    step=ASK,
    back="child-shares",
)


@require_safe_or_post
@gate(AGREES)
@confirmed_again
def share_decide(request: StaffRequest, reference: str, share_pk: int) -> HttpResponse:
    """Decide on a sharing; what would leave is shown before."""

    def decide(form: ShareDecisionForm) -> Sharing:
        act = shares.refuse if form.refuses else shares.approve
        return act(share=form.record, by=form.by, **form.facts())

    return take(
        request,
        opened(request, reference, ShareDecisionForm, record=partial(_share, pk=share_pk)),
        decide,
        step=DECIDE,
        show=partial(_decide_page, request),
        back=reverse("child-shares", args=[reference]),
        whose=lambda form: {"child": form.child},
    )


def _decide_page(
    request: StaffRequest, form: ShareDecisionForm, *, status: int = 200
) -> HttpResponse:
    share = _share(form.child, form.record.pk)
    blocks = answer_refusals(share, by=request.user)
    context = {
        "child": form.child,
        "form": form,
        "step": DECIDE,
        "facts": pages.facts(share),
        "blocks": () if form.is_bound else blocks,
        "stopped": queries.withdrawn_refusals(share),
        "held": queries.what_is_shared(share),
        "back_url": reverse("child-shares", args=[form.child.reference]),
    }
    page = "cases/shares/decide.html"
    return render_on_record(request, page, context, child=form.child, status=status)


@require_safe
@gate(ASKS, AGREES)
@confirmed_again
def share_file(request: StaffRequest, reference: str, share_pk: int) -> HttpResponse:
    """Hand the file for the authority out, made now; its hash stays on record."""
    child, now = case_for(request, reference), timezone.now()
    share = _share(child, share_pk)
    if reasons := queries.file_refusals(share, by=request.user, at=now):
        back = reverse("child-shares", args=[reference])
        context = {"step": ASK, "reasons": reasons, "back_url": back}
        return render(request, "cases/refused.html", context, status=409)
    put_on_record(request, child=child)
    day = wording.day_text(timezone.localdate())
    content = zipped(files(queries.what_is_shared(share), day=day))
    sha256 = hashlib.sha256(content).hexdigest()
    shares.hand_out(share=share, by=request.user, sha256=sha256, at=now)
    return file_response(content, "application/zip", how="attachment", name=f"{reference}.zip")


@require_POST
@gate(ASKS)
def share_withdraw(request: StaffRequest, reference: str, share_pk: int) -> HttpResponse:
    def act(form: VersionForm[Sharing]) -> Sharing:
        return shares.withdraw(share=form.record, by=request.user, **form.facts())

    return press(
        request,
        act,
        step=WITHDRAW,
        back=reverse("child-shares", args=[reference]),
        record=lambda: _share(case_for(request, reference), share_pk),
    )


@require_safe
@gate("cases.read_audit")
def audit_shares(request: StaffRequest) -> HttpResponse:
    """Show the auditor everything that was shared; cases by their numbers alone."""
    return shown(request, SHARED, pages.share_cells, file="audit-shares-csv")


@require_safe
@gate("cases.read_audit")
def audit_shares_file(request: StaffRequest) -> HttpResponseBase:
    return as_csv(request, SHARED, pages.share_cells, name="shared")


def _share(child: Child, pk: int) -> "StandingShare":
    return get_object_or_404(queries.shares().filter(child=child), pk=pk)
