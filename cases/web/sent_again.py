"""A form that was sent, gone back to and sent again: what was typed is the same, its mark is not.

A page that is gone back to is made anew, with marks of its own. So a form that adds a record is
known by what was typed into it as well, for a day: sent again by the same person it is shown with
a link to what came of it. Whoever means it sends it once more from there.
"""

import uuid

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.casework import drafts
from cases.casework.refused import Refused
from cases.web import senders
from cases.web.gates import StaffRequest

_SALT = "cases.web.sent_again"
#: What is another one in each opening of a form.
_OF_AN_OPENING = {*senders.MARKS, "token", "version", "versions", "shown", "seen"}


def typing_of(request: StaffRequest) -> uuid.UUID | None:
    """Return what names the typing of this person into this form on this day.

    None for what no page of the register sent, and for what is sent once more knowingly.
    """
    if senders.SENDER not in request.POST:
        return None
    texts = sorted(pair for pair in request.POST.lists() if pair[0] not in _OF_AN_OPENING)
    files = [(file.name, file.size) for _name, each in request.FILES.lists() for file in each]
    whose = (request.user.pk, request.path, timezone.localdate().isoformat())
    # Keyed: without the register's secret nobody tries out whose names were typed.
    digest = salted_hmac(_SALT, repr((whose, texts, files)), algorithm="sha256").digest()
    typing = uuid.UUID(bytes=digest[:16])
    return None if request.POST.get(senders.AGAIN) == str(typing) else typing


def tell_sent_again(request: StaffRequest, typing: uuid.UUID, location: str) -> Refused:
    """Return what is said of a typing that led to ``location``; the form may be sent once more.

    What was kept of it while it was typed is no draft: it is recorded.
    """
    drafts.discard_open(request.path, by=request.user)
    vars(request)[senders.AGAIN] = typing
    sentence = _(
        "You have sent exactly this today already, and it was recorded. Send it once more only if"
        " it is to be recorded twice."
    )
    link = '{} <a href="{}">{}</a>'
    return Refused(format_html(link, sentence, location, _("See what came of it")))
