"""Documents: put on file, looked at beside their translations, opened, withdrawn.

Every file that is opened is on record before its first byte is sent.
"""

import uuid
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.casework import documents
from cases.casework.access import shown
from cases.casework.cases import with_note
from cases.files.papers import first_page_of
from cases.forms.documents import DocumentForm, WithdrawForm
from cases.models import Child, Document, Mother
from cases.pages.access import look
from cases.pages.documents import apart_sentence, facts, sheets
from cases.queries.documents import document_page, newest_looks
from cases.vocabulary import ContentType
from cases.web.acts import Step, take
from cases.web.downloads import file_response
from cases.web.gates import StaffRequest, gate, render_on_record, require_safe_or_post
from cases.web.hidden_names import is_hidden
from cases.web.records import case_for, whose_page

WHO = "cases.work_case"
#: A sheet that nobody has written on.
NO_PICTURE = "img/paper.svg"
ADD = Step(
    title=gettext_lazy("Add a document"),
    submit=gettext_lazy("Add the document"),
    done=gettext_lazy("Document added."),
)
WITHDRAW = Step(
    title=gettext_lazy("Withdraw the document"),
    submit=gettext_lazy("Withdraw the document"),
    done=gettext_lazy("Document withdrawn. Its entry stays in the register."),
)


@require_safe_or_post
@gate(WHO)
def child_document_new(request: StaffRequest, reference: str) -> HttpResponse:
    return _new(request, case_for(request, reference))


@require_safe_or_post
@gate(WHO)
def mother_document_new(request: StaffRequest, reference: str) -> HttpResponse:
    mothers = Mother.objects.visible_to(request.user).with_names()
    return _new(request, get_object_or_404(mothers, reference=reference))


def _new(request: StaffRequest, whose: Child | Mother) -> HttpResponse:
    def show(form: DocumentForm, *, status: int = 200) -> HttpResponse:
        context = {"whose": whose, "form": form}
        page = "cases/documents/new.html"
        return render_on_record(request, page, context, **whose_page(whose), status=status)

    return take(
        request,
        partial(DocumentForm, whose=whose, by=request.user),
        lambda form: documents.add(
            whose=whose, by=request.user, on=timezone.localdate(), **form.facts()
        ),
        step=ADD,
        show=show,
    )


@require_safe
@gate(WHO)
def document(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    record = _document_for(request, key)
    page = document_page(record)
    context = {
        "document": record,
        "facts": facts(page),
        "sheets": sheets(page),
        "apart": apart_sentence(record),
        "is_there": record.is_kept_apart or documents.content_of(record) is not None,
        "looks": [look(row) for row in newest_looks(record)]
        if request.user.has_perm("cases.view_access")
        else None,
    }
    return render_on_record(request, "cases/documents/detail.html", context, **whose_page(record))


@require_safe
@gate(WHO)
def document_file(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Send the file to be kept by the person who asked."""
    return _send(request, key, "document-file", "attachment")


@require_safe
@gate(WHO)
def document_preview(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Send the file to be looked at in the browser."""
    return _send(request, key, "document-preview", "inline")


@require_safe
@gate(WHO)
def document_first_page(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """Send the first page, drawn small, to stand beside what somebody confirms.

    Never of what is opened on request alone, nor to whom names are hidden. Source: decision 0262.
    """
    record = _document_for(request, key)
    if record.is_sensitive or record.is_kept_apart or is_hidden(request):
        return redirect(static(NO_PICTURE))
    shown(by=request.user, page="document-first-page", **whose_page(record))
    content = documents.content_of(record)
    drawn = first_page_of(content) if content else None
    if drawn is None:
        return redirect(static(NO_PICTURE))
    name = f"{record.whose.reference}-{record.kind}.jpg"
    return file_response(drawn, ContentType.JPEG, how="inline", name=name)


def _send(request: StaffRequest, key: uuid.UUID, page: str, how: str) -> HttpResponse:
    record = _document_for(request, key)
    page = "document-sensitive" if record.is_sensitive else page
    shown(by=request.user, page=page, **whose_page(record))
    content = documents.content_of(record)
    if record.is_kept_apart:
        messages.error(request, apart_sentence(record))
        return redirect(record)
    if content is None:
        messages.error(request, _("The file of this document is missing or damaged."))
        return redirect(record)
    ending = ContentType(record.content_type).endings[0]
    name = f"{record.whose.reference}-{record.kind}-{record.language}.{ending}"
    return file_response(content, record.content_type, how=how, name=name)


@require_safe_or_post
@gate(WHO)
def document_withdraw(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    record = _document_for(request, key)
    if request.method != "POST" and record.withdrawn_at:
        messages.info(request, documents.WITHDRAWN)
        return redirect(record)

    def show(form: WithdrawForm, *, status: int = 200) -> HttpResponse:
        context = {"document": record, "form": form}
        page = "cases/documents/withdraw.html"
        return render_on_record(request, page, context, **whose_page(record), status=status)

    def withdraw(form: WithdrawForm) -> None:
        by, on = request.user, timezone.localdate()
        act = partial(documents.withdraw, document=record, by=by, on=on, **form.facts())
        if record.child is None:
            act()
        else:
            with_note(act, form.cleaned_data["words"], child=record.child, by=by, on=on)

    return take(
        request,
        partial(WithdrawForm, of_mother=record.child is None),
        withdraw,
        step=WITHDRAW,
        show=show,
        back=record,
    )


def _document_for(request: StaffRequest, key: uuid.UUID) -> Document:
    """Return a document of a child or a mother this person may see whole; else 404."""
    record = get_object_or_404(
        Document.objects.select_related(
            "child__mother", "mother", "uploaded_by", "withdrawn_by", "translation_of"
        ),
        stored_as=key,
    )
    if record.child:
        case_for(request, record.child.reference)
    elif not Mother.objects.visible_to(request.user).filter(pk=record.mother_id).exists():
        raise Http404
    return record
