"""The children whose identity waits for a second person."""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Case, CharField, Exists, F, Func, OuterRef, Value, When

from cases.models import Child, Requirement, User
from cases.models.prepared import DAY, KEY, KEYS, AnyOf, Inlined, Records, Statement, prepared
from cases.models.reader import May, Reader, may_of, read_by, standing_for
from cases.queries.case_files import NONE_IN_FORCE, track_sentence
from cases.queries.waiting_rows import (
    OF_FAMILY,
    OF_TEAM,
    Numbers,
    Of,
    Reading,
    Scope,
    WaitingLine,
    names_in,
    names_of,
)
from cases.rules.tracks import Track
from cases.vocabulary import ClearanceKind, NeededFor, TrackState


def to_verify(user: User, on: datetime.date, of: Of, reading: Reading) -> Iterable[WaitingLine]:
    """Return the children with all their papers, then the others; each oldest first."""
    records = _registered(may_of(user), of.scope, reading)
    rows = records.of(on=on, **of.values, **read_by(user))
    for child in sorted(rows, key=lambda child: child.unmet is not None):
        yield WaitingLine(
            about=(child.reference,),
            detail="",
            asked_by=str(child.registered_by),
            since=child.stage_entered_on,
            own=child.registered_by == user,
            block=_block(child),
            **names_in(child),
            key=child.pk,
        )


def number_to_verify(user: User, on: datetime.date, of: Of) -> Numbers:
    """Return how many children are ready, are not, and were registered by ``user``. One query.

    Who sees every child reads sums; those of a team, or seen by anybody else, are counted.
    """
    statement = _number(may_of(user), of.scope)
    [(every, ready, own, own_ready)] = statement.tuples(on=on, **of.values, **read_by(user))
    mine = ready - own_ready
    return Numbers(mine=mine, unready=every - own - mine, own=own)


_SUMS = """
SELECT
    (SELECT COALESCE(sum(n), 0) FROM cases_keptsum s
        WHERE kind = 'stage' AND part = 'registered' AND {of})::int,
    (SELECT COALESCE(sum(n), 0) FROM cases_keptsum s
        WHERE kind = 'ready' AND day <= %(on)s AND {of})::int,
    count(*), count(*) FILTER (WHERE k.ready @> %(on)s::date)
FROM cases_keptcase k
WHERE k.stage = 'registered' AND k.registered_by_id = %(reader)s AND {of}
"""
_COUNTED = """
SELECT count(*), count(*) FILTER (WHERE k.ready @> %(on)s::date),
    count(*) FILTER (WHERE k.registered_by_id = %(reader)s),
    count(*) FILTER (WHERE k.registered_by_id = %(reader)s AND k.ready @> %(on)s::date)
FROM cases_keptcase k WHERE k.stage = 'registered' AND {of} AND {seen}
"""


_OF_FAMILY = "child_id IN (SELECT id FROM cases_child WHERE mother_id = %(of_family)s)"


@lru_cache(maxsize=64)
def _number(may: May, scope: Scope) -> Statement:
    of, seen = _of(scope), _seen(may)
    if seen or scope.team or scope.family:
        return Statement(_COUNTED.format(of=of, seen=seen or "true"))
    return Statement(_SUMS.format(of=of))


def _of(scope: Scope) -> str:
    terms = ["agreement_id = %(key)s"] if scope.agreement else []
    terms += ["team_id = %(of_team)s"] if scope.team else []
    terms += [_OF_FAMILY] if scope.family else []
    return " AND ".join(terms) or "true"


def _seen(may: May) -> str:
    """Return the condition on the rows k that somebody sees; empty for who sees every child."""
    if may.is_superuser or "cases.view_every_child" in may.granted:
        return ""
    visible = prepared(Child.objects.visible_to(standing_for(may)).order_by().values("pk"))
    return f"k.child_id IN ({visible.sql})"


#: The keys of the first children. Few children lack a paper on other days than the others of their
#: agreement, so that rows alike are few parts, each in the order of an index: as many of each part
#: are read as are shown, at any number of children.
_FIRST = """
WITH RECURSIVE parts AS (
    (SELECT k.agreement_id, k.lacking FROM cases_keptcase k
        WHERE k.stage = 'registered' AND {of} ORDER BY 1, 2 LIMIT 1)
    UNION ALL
    SELECT further.* FROM parts p CROSS JOIN LATERAL (
        SELECT k.agreement_id, k.lacking FROM cases_keptcase k
        WHERE k.stage = 'registered' AND {of}
            AND (k.agreement_id, k.lacking) > (p.agreement_id, p.lacking)
        ORDER BY 1, 2 LIMIT 1) AS further
)
SELECT f.child_id FROM parts p CROSS JOIN LATERAL (
    {others} UNION ALL {own}
) AS f
ORDER BY p.lacking @> %(on)s::date {turn}, f.own, f.since, f.child_id LIMIT {most}
"""
_PART = """(
    SELECT k.child_id, k.since, {is_own} AS own FROM cases_keptcase k
    WHERE k.stage = 'registered' AND k.agreement_id = p.agreement_id AND k.lacking = p.lacking
        AND k.registered_by_id {sign} %(reader)s AND {seen} AND {team} AND {family}
    ORDER BY k.since, k.child_id LIMIT {most})"""


def _keys(may: May, scope: Scope, reading: Reading) -> Inlined:
    """Return the keys of the first children for whoever is granted that, in one array."""
    how = {
        "most": reading.most + 1,
        "seen": _seen(may) or "true",
        "team": "k.team_id = %(of_team)s" if scope.team else "true",
        "family": f"k.{_OF_FAMILY}" if scope.family else "true",
    }
    rows = _FIRST.format(
        of=_of(scope),
        others=_PART.format(is_own=0, sign="<>", **how),
        own=_PART.format(is_own=1, sign="=", **how),
        turn="DESC" if reading.others_first else "",
        most=how["most"],
    )
    reader = Reader(may)
    values = (DAY, KEY, OF_TEAM, OF_FAMILY, reader.pk, reader.team_id)
    return Inlined(f"ARRAY({rows})", *values, output_field=KEYS.output_field)


def _lacks() -> Func:
    """Return whether a paper is asked for that was never granted."""
    lacking = {"template": "(%(expressions)s)", "arg_joiner": " @> "}
    return Func(F("kept__lacking"), DAY, output_field=BooleanField(), **lacking)


def _unmet() -> Func:
    return Func(
        F("pk"),
        Value([NeededFor.VERIFY.value]),
        DAY,
        function="cases_unmet_requirement",
        output_field=CharField(),
    )


def _may_be() -> Exists:
    return Exists(
        Requirement.objects.filter(agreement=OuterRef("agreement_id"), during__contains=DAY)
    )


@lru_cache(maxsize=64)
def _registered(may: May, scope: Scope, reading: Reading) -> "Records[Any]":
    """Return the query of the children to verify, of what ``scope`` asks of, or of all.

    The database function is slow, so it runs only for the rows that are shown, as does all that is
    read beside them; these are selected by what is kept of their papers.
    """
    shown = Child.objects.filter(AnyOf(F("pk"), _keys(may, scope, reading)))
    shown = shown.select_related("registered_by").annotate(
        lacks=_lacks(), unmet=_unmet(), may_be_verified=_may_be(), **names_of("")
    )
    own = Case(When(registered_by=standing_for(may), then=1), default=0)
    lacks = "-lacks" if reading.others_first else "lacks"
    return Records(shown.order_by(lacks, own, "stage_entered_on", "pk"))


def _block(child: Any) -> str:
    """Return what must come before a child is verified; empty where nothing does."""
    if not child.may_be_verified:
        return str(NONE_IN_FORCE)
    if child.unmet is None:
        return ""
    return track_sentence(Track(NeededFor.VERIFY, ClearanceKind(child.unmet), TrackState.MISSING))
