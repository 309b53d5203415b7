"""How what waits for a second person is read: the oldest rows of one kind."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypedDict

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Agreement, Mother, Team, User
from cases.models.prepared import KEY, Parameter, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.spellings import name_of
from cases.rules.names import with_family

VERIFY = "cases.verify_child"
#: What is decided on one child.
_ON_CHILDREN = {
    *(VERIFY, "cases.verify_consent", "cases.decide_assessment"),
    *("cases.decide_claim", "cases.approve_interests", "cases.approve_closing"),
    *("cases.approve_held", "cases.approve_share"),
}
#: Lines of one kind that a page shows.
MOST = 25


class Kind(StrEnum):
    """What a second person decides on."""

    VERIFY = "verify"
    CONSENT = "consent"
    ASSESSMENT = "assessment"
    CLAIM = "claim"
    INTERESTS = "interests"
    CLOSING = "closing"
    REOPENING = "reopening"
    MERGE = "merge"
    UNMERGE = "unmerge"
    CRITERIA = "criteria"
    LOCK = "lock"
    EXCEPTION = "exception"
    BATCH = "batch"
    WAIVER = "waiver"
    REVERSAL = "reversal"
    MISSED_FEE = "missed_fee"
    SCHEDULE = "schedule"
    TERMS = "terms"
    AGREEMENT = "agreement"
    MOTHER = "mother"
    RESTATED = "restated"
    FACTOR_RESET = "factor_reset"
    DISPOSAL = "disposal"
    NAMED_EXPORT = "named_export"
    HELD = "held"
    SHARE = "share"
    TELLING = "telling"
    FIGURE = "figure"
    OUTSIDE = "outside"
    LIST = "list"
    LIST_UNDO = "list_undo"


class Ground(NamedTuple):
    """What a request rests on, in a word: a document with its address, or that there is none."""

    words: str
    url: str = ""
    is_wanting: bool = False


class Numbers(NamedTuple):
    """How many rows of a kind a user can decide, how many are not ready, and how many are own.

    ``shown`` are those to decide that a document on file shows.
    """

    mine: int
    unready: int
    own: int
    shown: int = 0


class Of(NamedTuple):
    """The agreement, the team and the family of which something is asked; None where of all."""

    agreement: Agreement | None = None
    team: Team | None = None
    family: Mother | None = None

    @property
    def scope(self) -> "Scope":
        return Scope(*(each is not None for each in self))

    @property
    def values(self) -> dict[str, int | None]:
        """The values of a statement for what is asked."""
        return {
            "key": self.agreement.pk if self.agreement else None,
            "of_team": self.team.pk if self.team else None,
            "of_family": self.family.pk if self.family else None,
        }


class Scope(NamedTuple):
    """Whether one agreement, one team, one family is asked of: by these, statements are kept."""

    agreement: bool = False
    team: bool = False
    family: bool = False


#: The team of which a statement asks; its reader's own is another.
OF_TEAM = Parameter("of_team", BigIntegerField())
#: The mother of the family of which it asks.
OF_FAMILY = Parameter("of_family", BigIntegerField())


class Reading(NamedTuple):
    """Which rows of a kind are read: the oldest to decide, or those that the user cannot."""

    others_first: bool = False
    most: int = MOST


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One waiting item: its subject, who requested it, and since when.

    ``about`` are the arguments of its URL; a fee is labelled by the last, its child, anything
    else by the first. ``own`` is whether the user requested it; ``block`` is what must come
    first. ``given`` and ``family`` are the names of the child and her mother, ``grounds`` what
    it rests on, ``key`` that of its row, ``agreement`` the title of that which it is about.
    """

    about: tuple[str | int, ...]
    detail: str
    asked_by: str
    since: datetime.date
    own: bool
    block: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    grounds: tuple[Ground, ...] = ()
    key: int = 0
    agreement: str = ""

    @property
    def open(self) -> bool:
        """Whether the user can decide it now."""
        return not self.own and not self.block


@dataclass(frozen=True, slots=True)
class Queue:
    """The oldest lines of one kind; ``more`` if there are others.

    ``numbers`` counts all of the kind where there are more.
    """

    kind: Kind
    lines: tuple[WaitingLine, ...]
    more: bool
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRows:
    """The rows of one kind that wait for holders of ``permission``, and how to read them.

    ``about`` are attributes, dotted across relations; ``agreement`` is the path to the
    agreement of a row, ``team`` that to its team, "" for what is of none; ``asked_at`` defaults
    to the ``…_at`` of ``asked_by``. ``own`` marks rows that the user took part in without
    requesting them, ``shown`` those that a document on file shows. ``beside`` is read along for
    ``grounds``.
    """

    permission: str
    rows: Callable[[User], QuerySet[Any]]
    asked_by: str = "asked_by"
    asked_at: str = ""
    about: tuple[str, ...]
    agreement: str = "agreement"
    team: str = "child__mother__team"
    detail: Callable[[Any], str] = lambda _row: ""
    own: Callable[[User], Q | Exists | Value] = lambda _user: Value(False)
    grounds: Callable[[Any], tuple[Ground, ...]] = lambda _row: ()
    beside: tuple[str, ...] = ()
    shown: Q | None = None

    @property
    def family(self) -> str:
        """The path to the mother of a row; "" for what is of no family."""
        path = self.team.removesuffix("__team")
        return path if path.rpartition("__")[2] in ("mother", "moves_from") else ""

    def are_of(self, scope: Scope) -> bool:
        """Whether these rows are of an agreement, a team or a family, where one is asked of."""
        paths = (self.agreement, self.team, self.family)
        return all(path or not one for path, one in zip(paths, scope, strict=True))

    def lines(self, user: User, of: Of, reading: Reading) -> Iterable[WaitingLine]:
        """Return the oldest lines for ``user``, one more than a page shows. One query."""
        if not self.are_of(of.scope):
            return
        rows = _waiting(self, may_of(user), of.scope, reading)
        for row in rows.of(**of.values, **read_by(user)):
            asked_by, asked_at = attrgetter(self.asked_by, self.at)(row)
            yield WaitingLine(
                about=tuple(attrgetter(name)(row) for name in self.about),
                detail=self.detail(row),
                asked_by=str(asked_by or _("On the server")),
                since=wording.as_day(asked_at) if asked_at else datetime.date.min,
                own=row.touched or asked_by == user,
                **names_in(row),
                grounds=self.grounds(row),
                key=row.pk,
                agreement=self._title(row),
            )

    def _title(self, row: Any) -> str:
        path, _sign, last = self.about[0].rpartition(".")
        return str(attrgetter(path)(row)) if last == "slug" else ""

    def numbers(self, user: User, of: Of) -> Numbers:
        """Return how many rows there are for ``user``. One query."""
        rows = self.rows(user).filter(**self._of(of))
        rows = rows.order_by().annotate(touched=self.own(user), paper=self.shown or Value(False))
        own = Q(touched=True) | Q(**{self.asked_by: user})
        counts = rows.annotate(is_own=Case(When(own, then=True), default=False)).aggregate(
            mine=Count("pk", filter=Q(is_own=False)),
            own=Count("pk", filter=Q(is_own=True)),
            shown=Count("pk", filter=Q(is_own=False, paper=True)),
        )
        return Numbers(unready=0, **counts)

    @property
    def at(self) -> str:
        return self.asked_at or self.asked_by.removesuffix("by") + "at"

    def _of(self, of: Of) -> dict[str, Any]:
        paths = {self.agreement: of.agreement, self.team: of.team, self.family: of.family}
        return {path: one for path, one in paths.items() if path and one is not None}

    def every(self, user: User, scope: Scope) -> QuerySet[Any]:
        """Return the query of all rows for ``user``, narrowed by what ``scope`` asks of."""
        paths = zip(
            (self.agreement, self.team, self.family), (KEY, OF_TEAM, OF_FAMILY), strict=True
        )
        narrow = {path: value for (path, value), one in zip(paths, scope, strict=True) if one}
        return self.rows(user).filter(**narrow).order_by()

    def oldest(self, user: User, scope: Scope, reading: Reading) -> QuerySet[Any]:
        """Return the query of the oldest rows for ``user``, as ``every`` is narrowed.

        Rows of the user's own come last, so that they hide none that wait for a decision, or
        first where they are asked for.
        """
        related = [name.rpartition(".")[0].replace(".", "__") for name in self.about]
        rows = self.every(user, scope).select_related(
            self.asked_by, *filter(None, related), *self.beside
        )
        rows = rows.annotate(touched=self.own(user), **names_of(self.child_path(user)))
        mine = Q(touched=True) | Q(**{self.asked_by: user})
        last = Case(When(mine, then=0 if reading.others_first else 2), default=1)
        oldest: QuerySet[Any] = rows.order_by(last, self.at, "pk")[: reading.most + 1]
        return oldest

    def child_path(self, user: User) -> str | None:
        """Return the path to the child that ``about`` names, for who sees every name."""
        first = self.about[0]
        if not user.has_perm(VERIFY) or self.permission not in _ON_CHILDREN:
            return None
        return {"child.reference": "child__", "reference": ""}.get(first)


@lru_cache(maxsize=512)
def _waiting(waiting: WaitingRows, may: May, scope: Scope, reading: Reading) -> "Records[Any]":
    return Records(waiting.oldest(standing_for(may), scope, reading))


def names_of(child: str | None) -> dict[str, Subquery]:
    if child is None:
        return {}
    return {
        "own_name": name_of(f"{child}person"),
        "mothers_name": name_of(f"{child}mother__person"),
    }


def named(row: Any) -> str:
    """Return the name of the child of a row that was read with ``names_of``."""
    own = getattr(row, "own_name", None)
    return with_family(own, row.mothers_name or "") if own else ""


class LineNames(TypedDict):
    name: str
    given: str
    family: str


def names_in(row: Any) -> LineNames:
    """Return the names in a row that was read with ``names_of``, as a line holds them."""
    given, family = getattr(row, "own_name", None), getattr(row, "mothers_name", None)
    return {"name": named(row), "given": given or "", "family": family or ""}
