"""Bank statements: sent, looked at line by line, applied as a whole, and matched again later."""

from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casework import statements
from cases.forms.acts import VersionForm
from cases.forms.statements import ApplyForm, MatchForm, StatementForm
from cases.models import BankStatement, Draft
from cases.pages.statements import groups, layout
from cases.queries.bank_matches import Shows
from cases.queries.batch_files import newest_funder
from cases.views.fees import PER_PAGE
from cases.web.acts import Step, press, take
from cases.web.gates import StaffRequest, gate, render_on_record

OF_OPEN_LINES = Q(
    lines__batch__isnull=True, lines__reversal__isnull=True, lines__repeats__isnull=True
)


def _matched(count: int) -> str:
    words = ngettext("%(count)s line is matched.", "%(count)s lines are matched.", count)
    return words % {"count": count}


READ = Step(title=gettext_lazy("Read a statement"), submit=gettext_lazy("Read the file"), done="")
APPLY = Step(
    title=gettext_lazy("Bank statement, not applied yet"),
    submit=gettext_lazy("Apply the bank statement"),
    done=gettext_lazy("Bank statement applied."),
)
DISCARD = Step(
    title=gettext_lazy("Bank statement, not applied yet"),
    submit=gettext_lazy("Delete the file"),
    done=gettext_lazy("File deleted. Nothing was saved from it."),
)
MATCH = Step(title=gettext_lazy("Bank statement"), submit=gettext_lazy("Match them"), done=_matched)


@require_safe
@gate("cases.view_ledger")
def statement_list(request: StaffRequest) -> HttpResponse:
    return _list(request, StatementForm())


@require_POST
@gate("cases.prepare_payment")
def statement_new(request: StaffRequest) -> HttpResponse:
    """Keep the file that was sent and lead to its lines."""

    def act(form: StatementForm) -> str:
        draft = statements.keep(**form.facts(), on=timezone.localdate(), by=request.user)
        return reverse("statement-try", args=[draft.pk])

    return take(request, StatementForm, act, step=READ, show=partial(_list, request))


def _list(request: StaffRequest, form: StatementForm, *, status: int = 200) -> HttpResponse:
    may_prepare = request.user.has_perm("cases.prepare_payment")
    visible = BankStatement.objects.visible_to(request.user).select_related("imported_by")
    visible = visible.annotate(
        rows=Count("lines"),
        open=Count("lines", filter=OF_OPEN_LINES),
        since=Min("lines__value_date"),
        until=Max("lines__value_date"),
    )
    context = {
        "form": form if may_prepare else None,
        "layout": layout(),
        "page": Paginator(visible.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "drafts": list(_drafts(request)) if may_prepare else [],
    }
    return render(request, "cases/statements/list.html", context, status=status)


def _drafts(request: StaffRequest) -> "QuerySet[Draft]":
    """Return the statements that this person has read and not applied."""
    return Draft.objects.filter(author=request.user, form=statements.FORM)


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def statement_try(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what the lines of a statement would record, and record it."""

    def open_form(data: QueryDict | None = None, files: object = None) -> ApplyForm:
        return ApplyForm(data, draft=get_object_or_404(_drafts(request), pk=pk), funder=funder)

    def act(form: ApplyForm) -> BankStatement:
        on = timezone.localdate()
        return statements.apply(draft=form.draft, by=request.user, on=on, **form.facts())

    funder = newest_funder()
    return take(request, open_form, act, step=APPLY, show=partial(_trial, request))


def _trial(request: StaffRequest, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    trial = statements.tried(form.draft)
    context = {
        "draft": form.draft,
        "form": form,
        "seen": trial.seen,
        "groups": groups(trial.matches),
        "recorded": len(trial.that(Shows.TRANSFER, Shows.REFUND)),
        "transfers": len(trial.that(Shows.TRANSFER)),
    }
    page, rows = "cases/statements/try.html", len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=status)


@require_POST
@gate("cases.prepare_payment")
def statement_discard(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm) -> None:
        get_object_or_404(_drafts(request), pk=pk).delete()

    return press(request, act, step=DISCARD, back="statements")


@require_safe
@gate("cases.view_ledger")
def statement(request: StaffRequest, reference: str) -> HttpResponse:
    return _page(request, reference, MatchForm())


@require_POST
@gate("cases.prepare_payment")
def statement_match(request: StaffRequest, reference: str) -> HttpResponse:
    def act(form: MatchForm) -> int:
        return statements.match_again(
            statement=_statement(request, reference),
            by=request.user,
            on=timezone.localdate(),
            **form.facts(),
        )

    return take(
        request,
        MatchForm,
        act,
        step=MATCH,
        show=partial(_page, request, reference),
        back=reverse("statement", args=[reference]),
    )


def _statement(request: StaffRequest, reference: str) -> BankStatement:
    visible = BankStatement.objects.visible_to(request.user).select_related("imported_by")
    return get_object_or_404(visible, reference=reference)


def _page(
    request: StaffRequest, reference: str, form: MatchForm, *, status: int = 200
) -> HttpResponse:
    record = _statement(request, reference)
    trial = statements.open_lines(record)
    shown = statements.shown_lines(record)
    context = {
        "statement": record,
        "form": form,
        "seen": trial.seen,
        "matching": len(trial.that(Shows.TRANSFER, Shows.REFUND, Shows.KNOWN)),
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
        "groups": groups((*shown, *trial.matches)),
    }
    page, rows = "cases/statements/detail.html", len(shown) + len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=status)
