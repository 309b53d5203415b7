"""What waits for a second person, and the publication of criteria."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import assessments
from cases.casework.confirmed import confirm_all
from cases.filters.reviews import NARROWS, ReviewFilter, review_filter
from cases.forms.acts import VersionForm
from cases.forms.restatements import SeenForm
from cases.models import CriteriaSet
from cases.pages.facts import Tab
from cases.pages.judged import judged_rows, review_tabs
from cases.pages.review_kinds import JUDGED, TABS, ReviewTab, Section
from cases.pages.reviews import (
    ReviewSection,
    ShownBy,
    addresses,
    in_short,
    kinds_of,
    narrowing,
    sections,
    tab_numbers,
)
from cases.queries import reviews
from cases.queries.confirmations import Pick, party, with_papers
from cases.queries.judged import decided_by, judged_by, sent_back_by
from cases.queries.terms import every_agreement
from cases.queries.waiting_rows import Kind, Of, Queue
from cases.rules.text import whole_number
from cases.vocabulary import CriteriaStatus, RestatedPart
from cases.web.acts import Step, opened_over, take
from cases.web.agreement_choice import AgreementChoice, choice_of
from cases.web.gates import StaffRequest, gate, put_on_record, require_safe_or_post
from cases.web.in_order import MOST
from cases.web.paging import page_of

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
    choice, only = _choices(request)
    code, alone = request.GET.get("tab", ""), request.GET.get("section", "")
    tab = ReviewTab(code) if code in set(ReviewTab) else ReviewTab.MINE
    only = only.without_narrowing() if tab in JUDGED else only
    of = _of(choice, only)
    on = timezone.localdate()
    kinds = reviews.kinds_waiting(request.user, of)
    waiting = reviews.waiting_for(
        request.user,
        on=on,
        of=of,
        kinds=only.kinds(kinds),
        others_first=tab not in (ReviewTab.MINE, *JUDGED),
        at_length=kinds_of(alone),
    )
    if tab in JUDGED:
        return _judged(request, tab, waiting, choice, on)
    listed = _sections(waiting, on=on, tab=tab, alone=alone, query=only.query)
    tabs, number = _tabs(request, tab, waiting, on), tab_numbers(waiting)[tab]
    put_on_record(request, rows=sum(len(row.items) for each in listed for row in each.rows))
    context = {
        "choice": choice,
        "tab": tab,
        "tabs": tabs,
        "unready": dict(zip(TABS, tabs, strict=True))[ReviewTab.UNREADY],
        "narrowing": narrowing(only, kinds),
        "confirm_url": reverse("reviews-confirm", query=only.query or None),
        "keep": [(name, request.GET[name]) for name in ("tab",) if name in request.GET],
        "number": number,
        "in_short": in_short(listed, number=number),
        "sections": listed,
        "alone": alone in set(Section),
    }
    return render(request, "cases/reviews/list.html", context)


def _choices(request: StaffRequest) -> tuple[AgreementChoice, ReviewFilter]:
    """Return what its reader chose: the agreement that is kept, and what the address asks for."""
    choice = choice_of(request, every_agreement(), first_all=True)
    return choice, review_filter(request.GET, to=request.user)


def _of(choice: AgreementChoice, only: ReviewFilter) -> Of:
    return Of(choice.agreement if choice.offered else None, only.team, only.family)


def _list(only: ReviewFilter) -> str:
    return reverse("reviews", query=only.query or None)


def _judged(
    request: StaffRequest,
    tab: ReviewTab,
    waiting: Sequence[Queue],
    choice: AgreementChoice,
    on: datetime.date,
) -> HttpResponse:
    """Show what the reader has decided, or has sent back."""
    rows = _JUDGED[tab](request.user, on)
    page = page_of(rows, request.GET)
    entries = list(page.rows)
    put_on_record(request, rows=len(entries))
    context = {
        "choice": choice,
        "tab": tab,
        "tabs": _tabs(request, tab, waiting, on),
        "page": page,
        "rows": judged_rows(entries),
    }
    return render(request, "cases/reviews/judged.html", context)


_JUDGED = {
    ReviewTab.SENT_BACK: lambda user, _on: sent_back_by(user),
    ReviewTab.DECIDED: lambda user, on: decided_by(user, on=on),
}


def _tabs(
    request: StaffRequest, current: ReviewTab, waiting: Sequence[Queue], on: datetime.date
) -> list[Tab]:
    numbers = tab_numbers(waiting)
    judged = judged_by(request.user, on=on)
    numbers |= {ReviewTab.SENT_BACK: judged.sent_back, ReviewTab.DECIDED: judged.decided}
    leaves = ("tab", "section", "page", *(NARROWS if current in JUDGED else ()))
    query = {name: str(value) for name, value in request.GET.items() if name not in leaves}
    return review_tabs(numbers, current, query)


def _sections(
    waiting: Sequence[Queue],
    *,
    on: datetime.date,
    tab: ReviewTab,
    alone: str,
    query: Mapping[str, str],
) -> list[ReviewSection]:
    """Return what stands on a tab. Two queries for documents, five for assessments."""
    compared = reviews.compared(waiting, on=on)
    shown_by = _shown_by(compared)
    return sections(compared, shown_by, on=on, tab=tab, alone=alone, query=query)


def _shown_by(waiting: Iterable[Queue]) -> ShownBy:
    """Return which documents show what is to be confirmed. Two queries, if anything is."""
    picks = [
        (str(line.about[0]), str(line.about[1]) if line.about[1:] else RestatedPart.IDENTITY.value)
        for queue in waiting
        if queue.kind in (Kind.RESTATED, Kind.VERIFY)
        for line in queue.lines
    ]
    papers = with_papers(picks) if picks else {}
    return {(reference, part): papers[reference, part] for reference, part in papers}


@require_safe
@gate(*REVIEWERS)
def step(request: StaffRequest) -> HttpResponse:
    """Go from one review to the next or the one before, as they stand now in the same list."""
    on = timezone.localdate()
    choice, only = _choices(request)
    of = _of(choice, only)
    kinds = only.kinds(reviews.kinds_waiting(request.user, of))
    waiting = reviews.waiting_for(request.user, on=on, of=of, kinds=kinds)
    urls = addresses(sections(waiting, _shown_by(waiting), on=on, query=only.query))
    page, back = request.GET.get("page", ""), request.GET.get("by") == "-1"
    at = whole_number(request.GET.get("at", ""), most=MOST) or 1
    here = next((n for n, url in enumerate(urls) if url.partition("?")[0] == page), None)
    # What is decided has left the list: what came after it stands in its place.
    before, behind = (at - 2, at - 1) if here is None else (here - 1, here + 1)
    following = before if back else behind
    if 0 <= following < len(urls):
        return redirect(urls[following])
    messages.info(request, _("That was the first.") if back else _("That was the last."))
    return redirect(_list(only))


CONFIRM = Step(title=gettext_lazy("Confirm together"), submit=gettext_lazy("Confirm"), done=str)


@require_POST
@gate("cases.verify_child")
def confirm_together(request: StaffRequest) -> HttpResponse:
    """Confirm several consents and changes that documents show: counted again, asked, done."""
    picks = [
        (reference, part)
        for reference, _sign, part in (
            pick.partition(":")
            for row in request.POST.getlist("confirm")[:MOST_AT_ONCE]
            for pick in row.split()[:MOST_AT_ONCE]
        )
    ]

    def act(form: SeenForm) -> str:
        on = timezone.localdate()
        done = confirm_all(picks=picks, by=request.user, on=on, **form.facts())
        n = len(done.rows)
        said_of = ngettext("%(n)s confirmed.", "%(n)s confirmed.", n)
        return said_of % {"n": n}

    show = partial(_together, request, picks=picks)
    if "seen" not in request.POST:
        return show(SeenForm())
    back = _list(review_filter(request.GET, to=request.user))
    return take(request, SeenForm, act, step=CONFIRM, show=show, back=back)


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
        "list_url": _list(review_filter(request.GET, to=request.user)),
    }
    return render(request, "cases/reviews/together.html", context, status=status)


PUBLISH = Step(
    title=gettext_lazy("Criteria"),
    submit=gettext_lazy("Publish the criteria"),
    done=gettext_lazy("The criteria are published. Any earlier set is no longer in use."),
    judges=True,
)


@require_safe_or_post
@gate("cases.approve_criteria")
def criteria(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    sets = CriteriaSet.objects.select_related("agreement", "publish_asked_by")

    fetch = partial(get_object_or_404, sets, agreement__slug=slug, number=number)
    return take(
        request,
        opened_over(VersionForm[CriteriaSet], fetch),
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
