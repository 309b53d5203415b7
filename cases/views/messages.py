"""The messages of whoever is signed in: read, opened, marked as read."""

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.casework import messages
from cases.models import Message
from cases.pages.messages import message_groups, message_url
from cases.queries.messages import told_once, told_to
from cases.rules.text import LARGEST_KEY, whole_number
from cases.web.gates import StaffRequest, open_to_everyone_signed_in, put_on_record


@require_safe
@open_to_everyone_signed_in
def message_list(request: StaffRequest) -> HttpResponse:
    items = told_to(request.user)
    if children := {each.child.pk for each in items if each.child}:
        put_on_record(request, rows=len(children))
    unread = sum(each.is_unread for each in items)
    behind = getattr(request.user, "unread", unread) - unread
    context = {"groups": message_groups(items), "behind": behind}
    return render(request, "cases/messages/list.html", context)


@require_POST
@open_to_everyone_signed_in
def message_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark a message as read and lead to what it tells."""
    item = told_once(request.user, pk)
    if item is None:
        raise Http404
    messages.read([pk], by=request.user, at=timezone.now())
    return redirect(message_url(item) or "messages")


@require_POST
@open_to_everyone_signed_in
def messages_read(request: StaffRequest) -> HttpResponse:
    """Mark as read what the page showed: of one kind, or all."""
    keys = (whole_number(key, most=LARGEST_KEY) for key in request.POST.getlist("message"))
    shown = Message.objects.filter(to=request.user, pk__in=filter(None, keys))
    n = messages.read(list(shown.values_list("pk", flat=True)), by=request.user, at=timezone.now())
    notices.success(request, ngettext("%(n)s message read.", "%(n)s messages read.", n) % {"n": n})
    return redirect("messages")
