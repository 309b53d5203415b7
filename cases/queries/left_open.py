"""What is still open on a case: whoever asks to close it and whoever approves read the same."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child
from cases.queries.missed_fees import money_left_open
from cases.vocabulary import FollowUpKind


def left_open(child: Child) -> tuple[str, ...]:
    """Return what is still open on a case and of its fee, a sentence each. Three queries."""
    return (*_follow_ups(child), *money_left_open(child))


def _follow_ups(child: Child) -> Iterator[str]:
    rows = child.follow_ups.open().order_by("due_on", "n").values_list("kind", "due_on")
    for kind, due_on in rows:
        yield _("Follow-up not done: %(kind)s, due on %(day)s.") % {
            "kind": FollowUpKind(kind).label,
            "day": wording.day_text(due_on),
        }
