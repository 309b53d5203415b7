"""What eligible children still lack to be cleared: each is counted once, at the first thing.

What the others wait for follows from their stage. Source: decision 0284.
"""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from cases.figures.kept_sums import Own, own_values
from cases.models.prepared import Statement
from cases.vocabulary import ClearanceKind, NeededFor, Stage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models import Child

#: Of more eligible children only their number is told: each asks for its consents and papers.
MOST = 100
#: What may be missing beside the kinds of clearance.
CONSENT, FEE, CLEARING = "consent", "fee", "clear"


class Missing(NamedTuple):
    """How many eligible children lack something first, and how many of them are the user's own."""

    what: str
    n: int
    own: int


_MISSING = Statement("""
SELECT w.what, count(*)::bigint, count(*) FILTER (
    WHERE m.team_id = %(team_id)s OR c.caseworker_id = %(caseworker_id)s)::bigint
FROM cases_first_missing(ARRAY(SELECT id FROM cases_child
    WHERE agreement_id = ANY (%(agreements)s) AND stage = 'eligible'), %(on)s) AS w
JOIN cases_child c ON c.id = w.child_id JOIN cases_mother m ON m.id = c.mother_id
GROUP BY 1 ORDER BY 2 DESC, 1
""")


def first_missing(
    agreements: Sequence[int], *, own: Own | None = None, on: datetime.date
) -> tuple[Missing, ...]:
    """Return what the eligible children of some agreements lack today, most first. One query."""
    rows = _MISSING.tuples(agreements=list(agreements), on=on, **own_values(own))
    return tuple(Missing(*row) for row in rows)


def lacking(children: "QuerySet[Child]", what: str, *, on: datetime.date) -> "QuerySet[Child]":
    """Return the eligible ones of ``children`` for whom this is the first thing missing."""
    eligible = RawSQL(
        """
        SELECT child_id FROM cases_first_missing(
            ARRAY(SELECT id FROM cases_child WHERE stage = 'eligible'), %s) WHERE what = %s
        """,
        (on, what),
    )
    return children.filter(stage=Stage.ELIGIBLE, pk__in=eligible)


def kinds_of_missing() -> dict[str, str]:
    """Return the words of everything that may be missing, in the order in which it is asked for."""
    papers = {kind.value: str(kind.label) for kind in ClearanceKind}
    last = {FEE: _("Payment of the fee"), CLEARING: str(NeededFor.CLEAR.label)}
    return {CONSENT: _("Consent"), **papers, **last}
