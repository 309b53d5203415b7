"""What waits for a second person, and the publication of criteria."""

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casework import assessments
from cases.casework.restatements import confirm_all
from cases.forms.acts import VersionForm
from cases.forms.restatements import SeenForm
from cases.models import Agreement, CriteriaSet
from cases.pages.reviews import ShownBy, addresses, queues_to_decide, queues_to_wait
from cases.queries import reviews
from cases.queries.confirmations import Pick, party, with_papers
from cases.queries.waiting_rows import Kind, Queue
from cases.rules.text import whole_number
from cases.vocabulary import CriteriaStatus
from cases.web.acts import Data, Files, Step, take
from cases.web.agreement_choice import choice_of
from cases.web.gates import StaffRequest, gate, put_on_record
from cases.web.in_order import MOST

#: Changes that are confirmed at once.
MOST_AT_ONCE = 100
REVIEWERS = (
    "cases.verify_child",
    "cases.verify_consent",
    "cases.decide_assessment",
    "cases.decide_claim",
    "cases.approve_interests",
    "cases.approve_closing",
    "cases.approve_criteria",
    "cases.approve_lock",
    "cases.approve_payment",
    "cases.approve_feeschedule",
    "cases.approve_missedfee",
    "cases.approve_termchange",
    "cases.approve_factorreset",
    "cases.approve_disposal",
    "cases.approve_namedexport",
    "cases.approve_held",
    "cases.approve_share",
)


@require_safe
@gate(*REVIEWERS)
def queue(request: StaffRequest) -> HttpResponse:
    choice = choice_of(request, list(Agreement.objects.all()), first_all=True)
    narrow = choice.agreement if choice.offered else None
    waiting = reviews.waiting_for(request.user, on=timezone.localdate(), agreement=narrow)
    rows = sum(len(queue.lines) for queue in waiting)
    if rows:
        put_on_record(request, rows=rows)
    queues = queues_to_decide(waiting, _shown_by(waiting))
    context = {
        "choice": choice,
        "queues": queues,
        "number": sum(queue.count for queue in queues),
        "waiting": queues_to_wait(waiting),
    }
    return render(request, "cases/reviews/list.html", context)


def _shown_by(waiting: Iterable[Queue]) -> ShownBy:
    """Return which documents show what is to be confirmed. Two queries, if anything is."""
    lines = [line for each in waiting if each.kind == Kind.RESTATED for line in each.lines]
    picks = [(str(reference), str(part)) for reference, part in (line.about for line in lines)]
    papers = with_papers(picks) if picks else {}
    return {(reference, part): papers[reference, part] for reference, part in papers}


@require_safe
@gate(*REVIEWERS)
def step(request: StaffRequest) -> HttpResponse:
    """Go from one review to the next or the one before, as they stand now."""
    waiting = reviews.waiting_for(request.user, on=timezone.localdate())
    urls = addresses(queues_to_decide(waiting, _shown_by(waiting)))
    page, back = request.GET.get("page", ""), request.GET.get("by") == "-1"
    at = whole_number(request.GET.get("at", ""), most=MOST) or 1
    here = next((n for n, url in enumerate(urls) if url.partition("?")[0] == page), None)
    # What is decided has left the list: what came after it stands in its place.
    before, behind = (at - 2, at - 1) if here is None else (here - 1, here + 1)
    following = before if back else behind
    if 0 <= following < len(urls):
        return redirect(urls[following])
    messages.info(request, _("That was the first.") if back else _("That was the last."))
    return redirect("reviews")


CONFIRM = Step(title=gettext_lazy("Confirm changes"), submit=gettext_lazy("Confirm"), done=str)


@require_POST
@gate("cases.verify_child")
def confirm_together(request: StaffRequest) -> HttpResponse:
    """Confirm several changes that documents show: counted again, asked, then done."""
    picks = [
        (reference, part)
        for reference, _sign, part in (
            pick.partition(":") for pick in request.POST.getlist("confirm")[:MOST_AT_ONCE]
        )
    ]

    def open_form(data: Data = None, files: Files = None) -> SeenForm:
        return SeenForm(data)

    def act(form: SeenForm) -> str:
        on = timezone.localdate()
        done = confirm_all(picks=picks, by=request.user, on=on, **form.facts())
        n = len(done.rows)
        said_of = ngettext("%(n)s change confirmed.", "%(n)s changes confirmed.", n)
        return said_of % {"n": n}

    show = partial(_together, request, picks=picks)
    if "seen" not in request.POST:
        return show(open_form())
    return take(request, open_form, act, step=CONFIRM, show=show, back="reviews")


def _together(
    request: StaffRequest, form: SeenForm, *, picks: list[Pick], status: int = 200
) -> HttpResponse:
    changes = party(picks, by=request.user)
    put_on_record(request, rows=len(changes.rows))
    context = {
        "form": form,
        "step": CONFIRM,
        "party": changes,
        "picks": request.POST.getlist("confirm"),
    }
    return render(request, "cases/reviews/together.html", context, status=status)


PUBLISH = Step(
    title=gettext_lazy("Criteria"),
    submit=gettext_lazy("Publish the criteria"),
    done=gettext_lazy("The criteria are published. The earlier set is no longer in use."),
    judges=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@gate("cases.approve_criteria")
def criteria(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    sets = CriteriaSet.objects.select_related("agreement", "publish_asked_by")

    def opened(data: Data = None, files: Files = None) -> VersionForm[CriteriaSet]:
        return VersionForm(
            data, record=get_object_or_404(sets, agreement__slug=slug, number=number)
        )

    return take(
        request,
        opened,
        lambda form: assessments.publish(criteria_set=form.record, by=request.user, **form.facts()),
        step=PUBLISH,
        show=partial(_criteria, request),
        back="reviews",
    )


def _criteria(
    request: StaffRequest, form: VersionForm[CriteriaSet], *, status: int = 200
) -> HttpResponse:
    current = form.record
    before = CriteriaSet.objects.filter(
        agreement_id=current.agreement_id, status=CriteriaStatus.PUBLISHED
    ).first()
    context = {
        "set": current,
        "criteria": current.criteria.all(),
        "before": before.criteria.all() if before and before != current else [],
        "form": form,
        "own": current.publish_asked_by_id == request.user.pk,
        "asked": current.publish_asked_by_id and current.status == CriteriaStatus.DRAFT,
    }
    return render(request, "cases/reviews/criteria.html", context, status=status)
