"""What the journal says of a case."""

from cases.models import Child, Journal
from cases.vocabulary import Act


def last_entry(child: Child) -> Journal:
    """Return the newest entry of a case but for notes, on which nothing rests.

    A case has at least the entry of its registering.
    """
    return child.journal.exclude(act=Act.NOTE).latest("pk")
