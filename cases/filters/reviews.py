"""Which of what waits for a second person the address asks for: of a kind, a team, a family."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.http import QueryDict

from cases.models import Mother, Team, User
from cases.models.prepared import Records
from cases.queries.waiting_rows import Kind
from cases.rules.references import LONGEST, written
from cases.rules.text import whole_number

#: What narrows the list, by its name in the address.
NARROWS = ("kind", "team", "family")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """What the address asks for; ``teams`` are those to choose from, for who sees several.

    ``number`` is that of the family, as it is in the address: None is of it where its reader sees
    no such ``family``.
    """

    kind: Kind | None
    team: Team | None
    teams: Sequence[Team]
    number: str
    family: Mother | None

    @property
    def query(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        values = (self.kind, self.team and self.team.pk, self.number)
        return {name: str(value) for name, value in zip(NARROWS, values, strict=True) if value}

    def kinds(self, waiting: Sequence[Kind]) -> list[Kind]:
        """Return the kinds of ``waiting`` that are asked for."""
        if self.number and not self.family:
            return []
        return [kind for kind in waiting if self.kind in (None, kind)]

    def without_narrowing(self) -> "ReviewFilter":
        """Return the same without what narrows the list."""
        return replace(self, kind=None, team=None, number="", family=None)


def review_filter(data: QueryDict, *, to: User) -> ReviewFilter:
    """Return what an address asks for; what is not offered to its reader is ignored.

    One query, two for a family.
    """
    teams = _teams().of() if to.has_perm("cases.view_every_child") else []
    teams = teams if len(teams) > 1 else []
    code, key = data.get("kind", ""), whole_number(data.get("team", ""), most=2**31)
    number = written(data.get("family", "").strip()[:LONGEST])
    families = Mother.objects.visible_to(to).called(number) if number else Mother.objects.none()
    family = families.first()
    return ReviewFilter(
        kind=Kind(code) if code in set(Kind) else None,
        team=next((team for team in teams if team.pk == key), None),
        teams=teams,
        number=family.reference if family else number,
        family=family,
    )


@cache
def _teams() -> Records[Team]:
    return Records(Team.objects.all())
