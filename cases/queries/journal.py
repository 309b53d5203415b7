"""The journal of a case."""

from cases.models import Child, Journal
from cases.vocabulary import Act


def newest_entry(child: Child, act: Act) -> Journal:
    """Return the newest entry of an act that was done to the case."""
    return child.journal.filter(act=act).latest("pk")


def last_entry(child: Child) -> Journal:
    """Return the newest entry of a case other than notes; its registration is always there."""
    return child.journal.exclude(act=Act.NOTE).latest("pk")
