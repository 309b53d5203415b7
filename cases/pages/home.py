"""The first page in words: what waits, what is to be done, which drafts were begun."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cases import wording
from cases.casework.drafts import FAMILY, UNSENT
from cases.casework.statements import FORM as STATEMENT
from cases.models import Draft
from cases.pages.access import page_title
from cases.pages.reviews import PAGES
from cases.queries.my_work import Next, TaskRow
from cases.queries.reviews import Queue

#: The sentence of what a role does next, and the page where it is done.
_SENTENCES = {
    Next.FEES: (
        ngettext_lazy(
            "%(count)s fee is due and in no batch",
            "%(count)s fees are due and in no batch",
            "count",
        ),
        "fees",
    ),
    Next.RETURNED: (
        ngettext_lazy(
            "%(count)s batch was sent back to you",
            "%(count)s batches were sent back to you",
            "count",
        ),
        "batches",
    ),
    Next.TRANSFERS: (
        ngettext_lazy(
            "%(count)s approved batch is to be sent to the bank",
            "%(count)s approved batches are to be sent to the bank",
            "count",
        ),
        "batches",
    ),
    Next.PLACES: (
        ngettext_lazy(
            "%(count)s child is cleared to travel and has no place yet",
            "%(count)s children are cleared to travel and have no place yet",
            "count",
        ),
        "movements",
    ),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A heading, how many there are in all, the first of them, and the list of all."""

    title: str
    total: int
    rows: list[TaskRow]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """What was begun: where it is continued, and where it is thrown away."""

    pk: int
    title: str
    about: str
    saved: str
    url: str
    discard: str


def waiting(queues: Iterable[Queue], counts: Mapping[Next, int]) -> list[tuple[str, str]]:
    """Return a sentence and an address for each kind of work that waits for its reader."""
    lines = []
    for queue in queues:
        if count := sum(not line.own and not line.block for line in queue.lines):
            number = _("over %(count)s") % {"count": count} if queue.more else str(count)
            title, _route = PAGES[queue.kind]
            sentence = _("%(what)s: %(number)s") % {"what": title, "number": number}
            lines.append((sentence, f"{reverse('reviews')}#q-{queue.kind}"))
    for kind, count in counts.items():
        counted, route = _SENTENCES[kind]
        lines.append((counted % {"count": count}, reverse(route)))
    return lines


def draft_row(draft: Draft) -> DraftRow:
    """Return where a draft is continued."""
    discard, about = reverse("draft-discard", args=[draft.pk]), ""
    if draft.form == FAMILY:
        title, url = _("A family"), reverse("family-new", query={"draft": draft.pk})
    elif draft.form == STATEMENT:
        title, url = _("Bank statement"), reverse("statement-try", args=[draft.pk])
        discard = reverse("statement-discard", args=[draft.pk])
    elif draft.form == UNSENT:
        title, about = _("Unsent form"), page_title(draft.data["path"])
        url = reverse("draft", args=[draft.pk])
    else:
        about = draft.form.rpartition(" ")[2]
        title, url = _("Assessment"), reverse("child-assess", args=[about])
    saved = wording.moment_text(draft.saved_at)
    return DraftRow(pk=draft.pk, title=title, about=about, saved=saved, url=url, discard=discard)
