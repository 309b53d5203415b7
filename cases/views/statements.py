"""Bank statements: sent, looked at line by line, applied as a whole, and matched again later."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import wording
from cases.casework import statements
from cases.casework.fees import CannotPay
from cases.casework.statements import Changed, KnownStatement, Trial
from cases.casework.submissions import AlreadyTaken, led_to
from cases.forms.statements import ApplyForm, StatementForm
from cases.forms.versions import TokenField
from cases.models import BankStatement, Draft
from cases.queries.bank_matches import Match, Shows
from cases.queries.batch_files import newest_funder
from cases.rules.statements import HEADINGS, Column
from cases.views.fees import PER_PAGE
from cases.web.gates import StaffRequest, gate, render_on_record

#: Sentences on what is wrong with a file that one page tells.
MOST_TOLD = 30
OF_OPEN_LINES = Q(
    lines__batch__isnull=True, lines__reversal__isnull=True, lines__repeats__isnull=True
)


@require_safe
@gate("cases.view_ledger")
def statement_list(request: StaffRequest) -> HttpResponse:
    return _list(request, StatementForm())


@require_POST
@gate("cases.prepare_payment")
def statement_new(request: StaffRequest) -> HttpResponse:
    form = StatementForm(request.POST, request.FILES)
    answer = _take(request, form) if form.is_valid() else None
    return answer or _list(request, form)


def _list(request: StaffRequest, form: StatementForm) -> HttpResponse:
    may_prepare = request.user.has_perm("cases.prepare_payment")
    known = BankStatement.objects.visible_to(request.user).select_related("imported_by")
    known = known.annotate(
        rows=Count("lines"),
        open=Count("lines", filter=OF_OPEN_LINES),
        since=Min("lines__value_date"),
        until=Max("lines__value_date"),
    )
    drafts = Draft.objects.filter(author=request.user, form=statements.FORM)
    context = {
        "form": form if may_prepare else None,
        "layout": _layout(),
        "page": Paginator(known.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "drafts": list(drafts) if may_prepare else [],
    }
    return render(request, "cases/statements/list.html", context)


def _layout() -> list[dict[str, Any]]:
    """Return the columns of a statement as the page describes them."""
    columns = {
        Column.VALUE_DATE: (_("The date of the transaction"), "15.03.2019"),
        Column.BANK_REFERENCE: (_("The bank's own reference; a column of text"), "FT19074X1"),
        Column.DETAILS: (
            _(
                "The payment details, with the batch reference or, for a refund, the child's "
                "case number. Nothing else is kept."
            ),
            "PB-0007",
        ),
        Column.AMOUNT: (
            _("Below zero for money that left the account; no commas between thousands"),
            "-8000.00",
        ),
        Column.CURRENCY: (_("The currency of the account"), "USD"),
        Column.RATE: (
            _(
                "Optional. Only if the account and the batch are in different currencies: units "
                "of the account currency for one unit of the batch currency"
            ),
            "10.92",
        ),
    }
    return [
        {"headings": HEADINGS[column], "text": text, "example": example}
        for column, (text, example) in columns.items()
    ]


def _take(request: StaffRequest, form: StatementForm) -> HttpResponse | None:
    """Keep the file that was sent and lead to its lines; None where the form tells why not."""
    name, content = form.cleaned_data["file"]
    try:
        draft = statements.keep(name, content, on=timezone.localdate(), by=request.user)
    except KnownStatement as known:
        return _known(request, known)
    except CannotPay as refusal:
        for reason in refusal.reasons[:MOST_TOLD]:
            form.add_error("file", reason)
        if len(refusal.reasons) > MOST_TOLD:
            more = len(refusal.reasons) - MOST_TOLD
            form.add_error("file", _("… and %(count)s more.") % {"count": more})
        return None
    return redirect("statement-try", draft.pk)


@require_http_methods(["GET", "POST"])
@gate("cases.prepare_payment")
def statement_try(request: StaffRequest, pk: int) -> HttpResponse:
    drafts = Draft.objects.filter(author=request.user, form=statements.FORM)
    # Once it is applied its draft is gone: a form sent twice is led to what came of it.
    if location := led_to(TokenField().clean(request.POST.get("token"))):
        messages.info(request, _("You have already sent this form. This is the result."))
        return redirect(location)
    draft = get_object_or_404(drafts, pk=pk)
    trial = statements.tried(draft)
    form = ApplyForm(request.POST or None, funder=newest_funder())
    refusal = ""
    if form.is_bound and form.is_valid():
        try:
            made = statements.apply(
                draft=draft, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except KnownStatement as known:
            return _known(request, known)
        except AlreadyTaken as taken:
            messages.info(request, _("You have already sent this form. This is the result."))
            return redirect(taken.location or "statements")
        except Changed:
            trial = statements.tried(draft)
            refusal = _changed()
        except CannotPay as told:
            refusal = str(told)
        else:
            messages.success(request, _("Bank statement applied."))
            return redirect(made)
    context = {"draft": draft, "form": form, "refusal": refusal, "seen": trial.seen, **_told(trial)}
    page, rows = "cases/statements/try.html", len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=409 if refusal else 200)


@require_POST
@gate("cases.prepare_payment")
def statement_discard(request: StaffRequest, pk: int) -> HttpResponse:
    drafts = Draft.objects.filter(author=request.user, form=statements.FORM)
    get_object_or_404(drafts, pk=pk).delete()
    messages.success(request, _("File deleted. Nothing was saved from it."))
    return redirect("statements")


@require_safe
@gate("cases.view_ledger")
def statement(request: StaffRequest, reference: str) -> HttpResponse:
    return _page(request, _statement(request, reference))


@require_POST
@gate("cases.prepare_payment")
def statement_match(request: StaffRequest, reference: str) -> HttpResponse:
    found, seen = _statement(request, reference), request.POST.get("seen", "")
    try:
        count = statements.match_again(
            statement=found, seen=seen, by=request.user, on=timezone.localdate()
        )
    except Changed:
        return _page(request, found, refusal=_changed())
    except CannotPay as refusal:
        return _page(request, found, refusal=str(refusal))
    told = ngettext("%(count)s line is matched.", "%(count)s lines are matched.", count)
    messages.success(request, told % {"count": count})
    return redirect(found)


def _changed() -> str:
    return _("The records changed while you were looking. Nothing was saved. Check again.")


def _known(request: StaffRequest, known: KnownStatement) -> HttpResponse:
    messages.info(request, _("This file was applied before. Nothing was changed."))
    return redirect(known.statement)


def _statement(request: StaffRequest, reference: str) -> BankStatement:
    known = BankStatement.objects.visible_to(request.user).select_related("imported_by")
    return get_object_or_404(known, reference=reference)


def _page(request: StaffRequest, found: BankStatement, *, refusal: str = "") -> HttpResponse:
    trial = statements.open_lines(found)
    shown = statements.shown_lines(found)
    told = _told(Trial((*shown, *trial.matches)))
    context = {
        "statement": found,
        "refusal": refusal,
        "seen": trial.seen,
        "matching": len(trial.that(Shows.TRANSFER, Shows.REFUND, Shows.KNOWN)),
        "may_prepare": request.user.has_perm("cases.prepare_payment"),
        **told,
    }
    page, rows = "cases/statements/detail.html", len(shown) + len(trial.matches)
    return render_on_record(request, page, context, rows=rows, status=409 if refusal else 200)


def _told(trial: Trial) -> dict[str, Any]:
    """Return the lines of a statement as its pages show them, group by group."""
    groups = (
        ("new", _("To be recorded"), (Shows.TRANSFER, Shows.REFUND)),
        ("known", _("Already recorded"), (Shows.KNOWN,)),
        ("repeated", _("Already recorded from an earlier statement"), (Shows.REPEATED,)),
        ("open", _("Without a match"), (Shows.NOTHING,)),
    )
    found = [(key, title, trial.that(*shows)) for key, title, shows in groups]
    return {
        "groups": [(key, title, _rows(matches)) for key, title, matches in found if matches],
        "recorded": len(trial.that(Shows.TRANSFER, Shows.REFUND)),
        "transfers": len(trial.that(Shows.TRANSFER)),
    }


def _rows(matches: Iterable[Match]) -> list[dict[str, Any]]:
    return [
        {
            "line": match.line,
            "amount": wording.money_text(match.line.amount, match.line.currency),
            "why": match.why,
            **_target(match),
        }
        for match in matches
    ]


def _target(match: Match) -> dict[str, str]:
    """Return the record a line shows, in words, and its address."""
    fee = match.fee or (match.reversal.fee if match.reversal else None)
    if match.batch:
        said = _("Transfer of %(batch)s") % {"batch": match.batch.reference}
        return {"shows": said, "url": match.batch.get_absolute_url()}
    if fee:
        said = _("Refund for %(child)s") % {"child": fee.child.reference}
        return {
            "shows": said,
            "url": reverse("fee", args=[fee.agreement.slug, fee.child.reference]),
        }
    if match.earlier:
        known = {"statement": match.earlier.statement.reference, "row": match.earlier.row}
        said = _("%(statement)s, row %(row)s") % known
        return {"shows": said, "url": match.earlier.statement.get_absolute_url()}
    return {"shows": "", "url": ""}
