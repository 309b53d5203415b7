"""The minister's sheet: to read, to take away as PDF and docx, and its words to be written."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.casework import briefings
from cases.figures.dashboard import Dashboard
from cases.files.docx import DOCX
from cases.forms.briefings import BriefingForm
from cases.models import Briefing
from cases.pages.briefings import briefing, sheet_document, sheet_page
from cases.queries.briefings import words_of
from cases.views.dashboard import asked_figures, links_of
from cases.web.acts import Data, Files, Step, take
from cases.web.asked_days import AskedDays
from cases.web.days_shown import of_a_day_shown
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, may, require_safe_or_post
from cases.web.typeset import paper

WRITES = "cases.write_briefing"
WRITE = Step(
    title=_("Words of the briefing"),
    submit=_("Keep the words"),
    done=_("The words are kept. The sheet has its number."),
)


@require_safe
@gate("cases.view_dashboard")
def briefing_sheet(request: StaffRequest) -> HttpResponse:
    days, board = _asked(request)
    context = {
        **sheet_page(board, _words(board), links_of(request, board, days)),
        "days": days,
        "query": _query(board, days),
        "agreement": board.slug,
        "writes": request.user.has_perm(WRITES),
        "is_exact": may(request.user, SEE_CHILDREN),
    }
    return render(request, "cases/dashboard/briefing.html", context)


@require_safe
@gate("cases.view_dashboard")
@of_a_day_shown("briefing-sheet")
def briefing_pdf(request: StaffRequest, kind: str) -> HttpResponse:
    """Hand out the day as a sheet for the minister, or as a report with every figure."""
    days, board = _asked(request)
    data = briefing(board, _words(board), whole=kind == "report")
    return paper("briefing", data, name=f"{kind}-{board.slug}-{days.on}-internal")


@require_safe
@gate(*SEE_CHILDREN)
@of_a_day_shown("briefing-sheet")
def briefing_docx(request: StaffRequest) -> HttpResponse:
    """Hand out the sheet to be worked on: not to who sees figures alone, as they are exact."""
    days, board = _asked(request)
    sheet = briefing(board, _words(board))
    content = sheet_document(sheet, language=get_language() or "en", rtl=get_language_bidi())
    response = HttpResponse(content, content_type=DOCX)
    name = f"briefing-{board.slug}-{days.on}-internal.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe_or_post
@gate(WRITES)
def briefing_words(request: StaffRequest) -> HttpResponse:
    days, board = _asked(request)
    back = f"{reverse('briefing-sheet')}?{_query(board, days)}"

    def opened(data: Data = None, files: Files = None) -> BriefingForm:
        return BriefingForm(data, words=_words(board))

    def act(form: BriefingForm) -> Briefing:
        agreement = board.overview.agreement
        return briefings.write(agreement=agreement, on=days.on, by=request.user, **form.facts())

    def show(form: BriefingForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "step": WRITE,
            "days": days,
            "agreement": board.overview.agreement,
            "back_url": back,
        }
        return render(request, "cases/dashboard/words.html", context, status=status)

    return take(request, opened, act, step=WRITE, show=show, back=back)


def _asked(request: StaffRequest) -> tuple[AskedDays, Dashboard]:
    days, board = asked_figures(request)
    if board is None:
        raise Http404
    return days, board


def _words(board: Dashboard) -> Briefing | None:
    one = board.overview.agreement
    return words_of(one.pk if one else None, on=board.on)


def _query(board: Dashboard, days: AskedDays) -> str:
    return urlencode({"agreement": board.slug} | days.query)
