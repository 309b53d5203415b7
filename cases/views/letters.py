"""The letters of a case: made of templates, kept as made, handed out as PDF and docx."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.casework import letters
from cases.files.docx import DOCX
from cases.forms.letters import LetterForm
from cases.models import Letter
from cases.pages.letters import letter_document, letter_paper
from cases.queries.letters import letters_of
from cases.web.acts import Step
from cases.web.gates import StaffRequest, gate, put_on_record, require_safe_or_post
from cases.web.records import case_for
from cases.web.steps import opened, take_step
from cases.web.typeset import paper


@require_safe_or_post
@gate("cases.work_case")
def child_letters(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        title=_("Letters"),
        submit=_("Make the letter"),
        done=_("Letter made. It is kept as it is."),
        text=_("The letter is filled in from the record. An admin enters the ministry's wording."),
        adds=True,
    )
    return take_step(
        request,
        opened(request, reference, LetterForm),
        lambda form: letters.make(child=form.child, by=form.by, on=form.on, **form.facts()),
        step=step,
        facts=lambda form: letters_of(form.child),
        back=request.path,
        page="cases/children/letters.html",
    )


@require_safe
@gate("cases.work_case")
def letter_pdf(request: StaffRequest, reference: str, letter: int) -> HttpResponse:
    one = _letter(request, reference, letter)
    return paper("letter", letter_paper(one), name=_name(one))


@require_safe
@gate("cases.work_case")
def letter_docx(request: StaffRequest, reference: str, letter: int) -> HttpResponse:
    one = _letter(request, reference, letter)
    response = HttpResponse(letter_document(one), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{_name(one)}.docx"'
    return response


def _letter(request: StaffRequest, reference: str, letter: int) -> Letter:
    """Return a letter of a case, put on record as handed out."""
    child = case_for(request, reference)
    one = get_object_or_404(Letter, pk=letter, child=child)
    put_on_record(request, child=child)
    return one


def _name(letter: Letter) -> str:
    return f"letter-{letter.child.reference}-{letter.pk}-{letter.language}"
