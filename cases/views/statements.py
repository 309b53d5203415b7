"""Bank statements: sent, looked at line by line, applied as a whole, and matched again later."""

import uuid
from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.casework import bank_layouts, bank_matches, statements
from cases.casework.submissions import led_to
from cases.forms.acts import VersionForm
from cases.forms.bank_columns import MOST_SHOWN, ColumnsForm, asked_of, carried
from cases.forms.statements import ApplyForm, MatchForm, RowsField, StatementForm, UndoMatchForm
from cases.models import BankLayout, BankStatement, Draft, StatementLine
from cases.pages.statements import groups, layout, not_booked, passed_over
from cases.queries.bank_records import Shows
from cases.queries.batch_files import newest_funder
from cases.web.acts import Step, press, take
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.paging import page_of
from cases.web.records import NoLonger

OF_OPEN_LINES = Q(lines__matched=0, lines__repeats__isnull=True)


def _matched(count: int) -> str:
    words = ngettext("%(count)s line is matched.", "%(count)s lines are matched.", count)
    return words % {"count": count}


READ = Step(title=gettext_lazy("Read a statement"), submit=gettext_lazy("Read the file"), done="")
COLUMNS = Step(
    title=gettext_lazy("Columns of the statement"),
    submit=gettext_lazy("Read the file"),
    done=gettext_lazy("The columns are remembered for the next file of this bank."),
)
FORGET = Step(
    title=gettext_lazy("Columns remembered"),
    submit=gettext_lazy("Forget them"),
    done=gettext_lazy("The columns are forgotten. They will be asked for again."),
)
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
UNDO = Step(
    title=gettext_lazy("Undo the match"),
    submit=gettext_lazy("Undo the match"),
    done=gettext_lazy("The match is undone; the line is open again."),
    danger=True,
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
        return reverse("statement-try", args=[draft.data["token"]])

    return take(request, StatementForm, act, step=READ, show=partial(_unread, request))


def _unread(request: StaffRequest, form: StatementForm, *, status: int = 200) -> HttpResponse:
    """Show what is wrong with a file, and its columns where they have to be chosen."""
    file = asked_of(*form.sent) if form.sent and status == 409 else None
    if file is None:
        return _list(request, form, status=status)
    reasons = map(str, form.errors.get("file", ()))
    return _columns(request, ColumnsForm(file=file), reasons=reasons, status=status)


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def statement_columns(request: StaffRequest) -> HttpResponse:
    """Show the columns that are remembered, or read a carried file as its columns were chosen."""
    if request.method == "GET":
        layouts = BankLayout.objects.select_related("saved_by")
        return render(request, "cases/statements/layouts.html", {"layouts": list(layouts)})
    file = carried(request.POST.get("packed", ""))
    if file is None:
        raise Http404

    def act(form: ColumnsForm) -> str:
        draft = bank_layouts.keep(**form.facts(), on=timezone.localdate(), by=request.user)
        return reverse("statement-try", args=[draft.data["token"]])

    return take(
        request, partial(ColumnsForm, file=file), act, step=COLUMNS, show=partial(_columns, request)
    )


def _columns(
    request: StaffRequest, form: ColumnsForm, *, reasons: Iterable[str] = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "reasons": list(reasons)}
    page, rows = "cases/statements/columns.html", MOST_SHOWN
    return render_on_record(request, page, context, rows=rows, status=status)


@require_POST
@gate("cases.prepare_payment")
def statement_forget(request: StaffRequest, pk: int) -> HttpResponse:
    def act(form: VersionForm) -> None:
        bank_layouts.forget(get_object_or_404(BankLayout, pk=pk))

    return press(request, act, step=FORGET, back="statement-columns")


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
        "page": page_of(visible.order_by("-pk"), request.GET),
        "drafts": list(_drafts(request)) if may_prepare else [],
    }
    return render(request, "cases/statements/list.html", context, status=status)


def _drafts(request: StaffRequest) -> "QuerySet[Draft]":
    """Return the statements that this person has read and not applied."""
    return Draft.objects.filter(author=request.user, form=statements.FORM)


def _draft(request: StaffRequest, token: uuid.UUID) -> Draft:
    draft = _drafts(request).filter(data__token=str(token)).first()
    if draft is None:
        sentence = _("You have no such file. Once it is applied or deleted, it is not stored.")
        raise NoLonger(sentence, reverse("statements"), _("Bank statements"))
    return draft


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def statement_try(request: StaffRequest, token: uuid.UUID) -> HttpResponse:
    """Show what the lines of a statement would record, and record it; then lead to the record."""

    def open_form(data: QueryDict | None = None, files: object = None) -> ApplyForm:
        return ApplyForm(data, draft=_draft(request, token), funder=funder)

    def act(form: ApplyForm) -> BankStatement:
        on = timezone.localdate()
        return statements.apply(draft=form.draft, by=request.user, on=on, **form.facts())

    if request.method == "GET" and (location := led_to(token, by=request.user)):
        messages.info(request, _("This file is applied already. This is its bank statement."))
        return redirect(location)
    funder = newest_funder()
    return take(request, open_form, act, step=APPLY, show=partial(_trial, request))


def _trial(request: StaffRequest, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    trial = statements.tried(form.draft)
    context = {
        "draft": form.draft,
        "form": form,
        "seen": trial.seen,
        "groups": groups(trial.matches),
        "ticked": _ticked(form),
        "passed_over": passed_over(form.draft.data.get("passed_over", []))
        + not_booked(form.draft.data.get("not_booked", [])),
        "unread": form.draft.data.get("unread", []),
        "recorded": len(trial.that(Shows.TRANSFER, Shows.REFUND)),
        "transfers": any(match.shows is Shows.TRANSFER for match in trial.matches),
    }
    page, rows = "cases/statements/try.html", len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=status)


def _ticked(form: MatchForm) -> list[int]:
    """Return the rows that were ticked when the form was sent, to be ticked again."""
    return RowsField().clean(form["rows"].value())


@require_POST
@gate("cases.prepare_payment")
def statement_discard(request: StaffRequest, token: uuid.UUID) -> HttpResponse:
    def act(form: VersionForm) -> None:
        _draft(request, token).delete()

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


@require_safe_or_post
@gate("cases.prepare_payment")
def statement_undo(request: StaffRequest, reference: str, row: int) -> HttpResponse:
    """Undo what a line was matched with by mistake."""
    lines = StatementLine.objects.filter(statement__reference=reference, row=row).unmatched()
    if request.method != "POST" and lines.exists():
        messages.info(request, bank_matches.UNMATCHED)
        return redirect("statement", reference)

    def open_form(data: QueryDict | None = None, files: object = None) -> UndoMatchForm:
        lines = StatementLine.objects.select_related("statement")
        line = get_object_or_404(lines, statement=_statement(request, reference), row=row)
        return UndoMatchForm(data, line=line)

    def show(form: UndoMatchForm, *, status: int = 200) -> HttpResponse:
        shown = [m for m in statements.shown_lines(form.line.statement) if m.line.row == row]
        context = {"form": form, "line": form.line, "groups": groups(shown), "step": UNDO}
        page = "cases/statements/undo.html"
        return render_on_record(request, page, context, rows=1, status=status)

    def act(form: UndoMatchForm) -> None:
        on = timezone.localdate()
        bank_matches.undo(line=form.line, by=request.user, on=on, **form.facts())

    back = reverse("statement", args=[reference])
    return take(request, open_form, act, step=UNDO, show=show, back=back)


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
        "offered": sum(match.offered for match in trial.matches),
        "ticked": _ticked(form),
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
        "groups": groups((*shown, *trial.matches)),
    }
    page, rows = "cases/statements/detail.html", len(shown) + len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=status)
