"""What a person began: where it is continued, and when it was saved."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.drafts import FAMILY, UNSENT
from cases.casework.statements import FORM as STATEMENT
from cases.models import Draft
from cases.pages.access import page_title


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """What was begun: where it is continued, and where it is thrown away."""

    pk: int
    title: str
    about: str
    saved: str
    url: str
    discard: str


def draft_row(draft: Draft) -> DraftRow:
    """Return where a draft is continued."""
    discard, about = reverse("draft-discard", args=[draft.pk]), ""
    if draft.form == FAMILY:
        title, url = _family(draft), reverse("family-new", query={"draft": draft.pk})
    elif draft.form == STATEMENT:
        title, url = _("Bank statement"), reverse("statement-try", args=[draft.data["token"]])
        discard = reverse("statement-discard", args=[draft.data["token"]])
    elif draft.form == UNSENT:
        title, about = _("Unsent form"), page_title(draft.data["path"])
        url = reverse("draft", args=[draft.pk])
    else:
        about = draft.form.rpartition(" ")[2]
        title, url = _("Assessment"), reverse("child-assess", args=[about])
    saved = wording.moment_text(draft.saved_at)
    return DraftRow(pk=draft.pk, title=title, about=about, saved=saved, url=url, discard=discard)


def _family(draft: Draft) -> str:
    """Return whose family was begun: the mother's name as entered, else the first child's."""
    entered = draft.data["typed"]
    fields = ("mother-name_family", "mother-name_official", "child-0-name_family")
    names = ("".join(entered.get(field, [])).strip() for field in fields)
    name = next(filter(None, names), "")
    return _("Family of %(name)s") % {"name": name} if name else _("A family")


def saved_text(draft: Draft, *, today: datetime.date) -> str:
    """Return "Draft saved 14:05 · only you can see it"."""
    saved = timezone.localtime(draft.saved_at)
    when = f"{saved:%H:%M}" if saved.date() == today else wording.moment_text(draft.saved_at)
    return _("Draft saved %(when)s · only you can see it") % {"when": when}
