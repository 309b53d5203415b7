"""What a person shows beside the password, as the pages tell it."""

from dataclasses import dataclass

from cases.models import SecondFactor, User
from cases.vocabulary import FactorKind


@dataclass(frozen=True, slots=True)
class Factors:
    """The apps and keys of a person, and how many recovery codes are left."""

    shown: tuple[SecondFactor, ...]
    codes_left: int

    @property
    def keys(self) -> tuple[SecondFactor, ...]:
        return tuple(factor for factor in self.shown if factor.kind == FactorKind.KEY)

    @property
    def has_app(self) -> bool:
        return any(factor.kind == FactorKind.APP for factor in self.shown)


def factors_of(user: User) -> Factors:
    """Return what ``user`` has set. One query."""
    rows = list(user.second_factors.all())
    codes = [row for row in rows if row.kind == FactorKind.RECOVERY]
    return Factors(
        tuple(row for row in rows if row.kind != FactorKind.RECOVERY),
        sum(code.used_at is None for code in codes),
    )


def has_factor(user: User) -> bool:
    """Return whether ``user`` has set an app or a key. One query."""
    return user.second_factors.shown().exists()
