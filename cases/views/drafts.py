"""Drafts: what somebody entered and could not send is shown to them alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.casework import drafts
from cases.models import Draft
from cases.pages.access import page_title
from cases.pages.drafts import saved_text
from cases.web.errors import long_texts
from cases.web.gates import StaffRequest, open_to_everyone_signed_in
from cases.web.records import NoLonger
from cases.web.senders import REOPEN, keep_open

NO_DRAFT = gettext_lazy("You have no such draft. Once its form is sent, a draft is not stored.")


@require_safe
@open_to_everyone_signed_in
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a form that was not sent, with the way to put it back where it was typed."""
    record = Draft.objects.filter(pk=pk, author=request.user, form=drafts.UNSENT).first()
    if record is None:
        raise NoLonger(NO_DRAFT, reverse("home"), _("My work"))
    entered = record.data["typed"]
    context = {
        "pk": record.pk,
        "path": record.data["path"],
        "title": page_title(record.data["path"]),
        "saved_at": record.saved_at,
        "typed": long_texts(entered),
        "has_files": record.data["has_files"],
        "is_open": record.data.get("is_open", False),
        "sent": [
            (REOPEN, record.data["token"]),
            *((name, value) for name, values in entered.items() for value in values),
        ],
    }
    return render(request, "cases/drafts/unsent.html", context)


@require_POST
@open_to_everyone_signed_in
def draft_keep(request: StaffRequest) -> HttpResponse:
    """Keep a form with a long text while it is typed into, and say when; else 409."""
    record = keep_open(request, request.GET.get("path", ""))
    if record is None:
        return HttpResponse(status=409)
    text = saved_text(record, today=timezone.localdate())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@open_to_everyone_signed_in
def draft_offer(request: StaffRequest) -> HttpResponse:
    """Show that a form was left unsent, with the way to continue; nothing where it was not."""
    record = drafts.open_draft(request.GET.get("path", ""), by=request.user)
    if record is None:
        return HttpResponse()
    text = saved_text(record, today=timezone.localdate())
    return render(request, "cases/drafts/offer.html", {"pk": record.pk, "text": text})


@require_POST
@open_to_everyone_signed_in
def draft_discard(request: StaffRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Draft, pk=pk, author=request.user)
    drafts.discard(token=uuid.UUID(record.data["token"]), by=request.user)
    messages.success(request, _("Draft deleted."))
    return redirect("home")
