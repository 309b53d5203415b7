"""Which of what waits for a second person the address asks for: of one kind, of one team."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.http import QueryDict

from cases.models import Team, User
from cases.models.prepared import Records
from cases.queries.waiting_rows import Kind
from cases.rules.text import whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """What the address asks for; ``teams`` are those to choose from, for who sees several."""

    kind: Kind | None
    team: Team | None
    teams: Sequence[Team]

    @property
    def query(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        values = {"kind": self.kind, "team": self.team and str(self.team.pk)}
        return {name: str(value) for name, value in values.items() if value}

    def kinds(self, waiting: Sequence[Kind]) -> list[Kind]:
        """Return the kinds of ``waiting`` that are asked for."""
        return [kind for kind in waiting if self.kind in (None, kind)]


def review_filter(data: QueryDict, *, to: User) -> ReviewFilter:
    """Return what an address asks for; what is not offered to its reader is ignored. One query."""
    teams = _teams().of() if to.has_perm("cases.view_every_child") else []
    teams = teams if len(teams) > 1 else []
    code, key = data.get("kind", ""), whole_number(data.get("team", ""), most=2**31)
    return ReviewFilter(
        kind=Kind(code) if code in set(Kind) else None,
        team=next((team for team in teams if team.pk == key), None),
        teams=teams,
    )


@cache
def _teams() -> Records[Team]:
    return Records(Team.objects.all())
