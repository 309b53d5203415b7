"""The journal of a case."""

from collections.abc import Iterable

from cases.models import BestInterestsNote, Child, Journal
from cases.vocabulary import Act


def newest_entry(child: Child, act: Act) -> Journal:
    """Return the newest entry of an act that was done to the case."""
    return child.journal.filter(act=act).latest("pk")


def last_entry(child: Child) -> Journal:
    """Return the newest entry of a case other than notes; its registration is always there."""
    return child.journal.exclude(act=Act.NOTE).latest("pk")


def last_entries(children: Iterable[Child]) -> dict[int, Journal]:
    """Return the newest entry of each case, by the child's key; notes and what was undone stay out.

    One query.
    """
    standing = Journal.objects.filter(child__in=children, undoes=None, undone_by=None)
    newest = standing.exclude(act=Act.NOTE).order_by("child_id", "-pk").distinct("child_id")
    newest = newest.select_related("child", "by")
    return {entry.child_id: entry for entry in newest}


def sent_back_detail(note: BestInterestsNote) -> str:
    """Return the detail of the entry that tells of a best-interests note sent back."""
    return f"{Act.WRITE_INTERESTS}:{note.n}"


def sending_back(note: BestInterestsNote) -> Journal | None:
    """Return the entry by which a best-interests note was sent back last, if it was. One query."""
    entries = Journal.objects.filter(child=note.child_id, act=Act.RETURN)
    return entries.filter(detail=sent_back_detail(note)).select_related("by").order_by("pk").last()
