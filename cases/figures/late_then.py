"""What was overdue on the evening of a past day, as the register stood then.

Nobody is late with what was not yet on record, so this is counted by what had been entered: from
every version of a case and of its tasks. Source: decision 0231.
"""

import datetime
from collections import Counter as Numbers
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from cases.figures.overdue import Late
from cases.figures.progress import Tally
from cases.models.prepared import Statement

# A limit that was in force that day; whatever else as the newest version of that evening says.
_LATE = Statement("""
SELECT day, stage, kind, count(*)::bigint FROM (
    SELECT w.day, v.stage, CASE
        WHEN v.stage = 'closed' THEN NULL
        WHEN d.due_on < w.day AND d.due_on = v.review_due_on THEN 'review'
        WHEN d.due_on < w.day AND d.due_on = v.hold_until THEN 'hold'
        WHEN d.due_on < w.day THEN 'stage'
        WHEN EXISTS (SELECT FROM cases_task t CROSS JOIN LATERAL (
                SELECT e.outcome, e.due_on FROM cases_taskevent e
                WHERE e.pgh_obj_id = t.id AND e.pgh_created_at < w.ends
                ORDER BY e.pgh_id DESC LIMIT 1) AS one
            WHERE t.child_id = c.id AND one.outcome IS NULL AND one.due_on < w.day) THEN 'task'
        END AS kind
    FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS w (day, ends)
    JOIN cases_child c ON c.agreement_id = ANY (%(agreements)s)
    CROSS JOIN LATERAL (
        SELECT e.stage, e.stage_entered_on, e.review_due_on, e.hold_until
        FROM cases_childevent e
        WHERE e.pgh_obj_id = c.id AND e.pgh_created_at < w.ends
        ORDER BY e.pgh_id DESC LIMIT 1) AS v
    LEFT JOIN cases_stagelimit l ON l.agreement_id = c.agreement_id AND l.stage = v.stage
        AND l.during @> w.day
    CROSS JOIN LATERAL (SELECT LEAST(
        v.review_due_on, v.hold_until, v.stage_entered_on + l.days) AS due_on) AS d
    ) AS evenings GROUP BY 1, 2, 3
""")


def _end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day of the ministry has ended."""
    after = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(after, timezone.get_default_timezone())


def with_late_then(
    tallies: dict[datetime.date, Tally], agreements: Sequence[int]
) -> dict[datetime.date, Tally]:
    """Return the tallies of past days with what was overdue on the evening of each. One query.

    None without a day: the planner may look through every child before it finds that there is
    none. Of an evening on which nobody was in the register yet it is not known.
    """
    if not tallies:
        return tallies
    stages: dict[datetime.date, Numbers[str]] = {}
    kinds: dict[datetime.date, Numbers[str]] = {}
    days = sorted(tallies)
    ends = list(map(_end_of, days))
    for day, stage, kind, n in _LATE.tuples(agreements=list(agreements), days=days, ends=ends):
        late = stages.setdefault(day, Numbers()), kinds.setdefault(day, Numbers())
        if kind:
            late[0][stage] += n
            late[1][kind] += n
    return {
        day: replace(
            counts,
            stages=tuple(replace(row, overdue=stages[day][row.stage]) for row in counts.stages),
            late=tuple((kind, kinds[day][kind]) for kind in Late if kinds[day][kind]),
            is_late_known=True,
        )
        if day in kinds
        else counts
        for day, counts in tallies.items()
    }
