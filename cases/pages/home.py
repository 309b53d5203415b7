"""The first page in words: what waits, what is to be done, which drafts were begun."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cases.pages.reviews import PAGES
from cases.queries.my_work import ChildTask, Next
from cases.queries.waiting_rows import Queue

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
    Next.MISSED: (
        ngettext_lazy(
            "%(count)s fee should be due, and was not made",
            "%(count)s fees should be due, and were not made",
            "count",
        ),
        "missed-fees",
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
    Next.TOWNS: (
        ngettext_lazy(
            "%(count)s place that was typed is to be checked",
            "%(count)s places that were typed are to be checked",
            "count",
        ),
        "places",
    ),
}


@dataclass(frozen=True, slots=True)
class WorkCard:
    """A heading, how many there are in all, the first of them, and the list of all."""

    title: str
    total: int
    rows: list[ChildTask]
    url: str


def waiting(
    queues: Iterable[Queue], counts: Mapping[Next, int], query: dict[str, str]
) -> list[tuple[str, str]]:
    """Return a sentence and an address for each kind of work that waits for its reader.

    ``query`` lets each list show all that is counted here.
    """
    lines = []
    for queue in queues:
        if count := sum(line.open for line in queue.lines):
            number = _("over %(count)s") % {"count": count} if queue.more else str(count)
            title, _route = PAGES[queue.kind]
            sentence = _("%(what)s: %(number)s") % {"what": title, "number": number}
            lines.append((sentence, f"{reverse('reviews', query=query or None)}#q-{queue.kind}"))
    for kind, count in counts.items():
        counted, route = _SENTENCES[kind]
        every = {"agreement": "all"} if route == "fees" else query
        lines.append((counted % {"count": count}, reverse(route, query=every or None)))
    return lines
