"""Drafts: what somebody entered and could not send is shown to them alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.casework import drafts
from cases.models import Draft
from cases.pages.access import page_title
from cases.web.errors import long_texts
from cases.web.gates import StaffRequest, open_to_everyone_signed_in
from cases.web.senders import REOPEN


@require_safe
@open_to_everyone_signed_in
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a form that was not sent, with the way to put it back where it was typed."""
    record = get_object_or_404(Draft, pk=pk, author=request.user, form=drafts.UNSENT)
    entered = record.data["typed"]
    context = {
        "pk": record.pk,
        "path": record.data["path"],
        "title": page_title(record.data["path"]),
        "saved_at": record.saved_at,
        "typed": long_texts(entered),
        "has_files": record.data["has_files"],
        "sent": [
            (REOPEN, record.data["token"]),
            *((name, value) for name, values in entered.items() for value in values),
        ],
    }
    return render(request, "cases/drafts/unsent.html", context)


@require_POST
@open_to_everyone_signed_in
def draft_discard(request: StaffRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Draft, pk=pk, author=request.user)
    drafts.discard(token=uuid.UUID(record.data["token"]), by=request.user)
    messages.success(request, _("Draft deleted."))
    return redirect("home")
