"""Who looked at whom in the whole register, for the auditor."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Max, Model, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate, TruncWeek
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import AccessRow, DrawnLook, FailedSignIn, RefusedAttempt, User
from cases.models.user import BY_NAME, name_among
from cases.vocabulary import Assignment, Role

#: Pages that are opened to look, and not to do something that says by itself why.
LOOKING = (
    "child",
    "child-journal",
    "child-consents",
    "child-claims",
    "child-contact",
    "child-follow-ups",
    "note-shown",
    "interests-note",
    "assessment",
    "mother",
    "mother-legal",
    "document",
    "document-file",
    "document-preview",
    "document-first-page",
    "document-sensitive",
)
#: Roles that are shown names; what the others open is masked.
SHOWN_NAMES = (Role.CASEWORKER, Role.REVIEWER, Role.TRAVEL_OFFICER)
_WEEK = datetime.timedelta(weeks=1)
#: Whoever looked at fewer children in a week is not told of.
FEW = 10
WEEKS_BEFORE = 8

_OF_A_RECORD = Q(child__isnull=False) | Q(mother__isnull=False)
_EXPORT = Q(page__endswith="-csv") | Q(page__endswith="-xlsx") | Q(page__endswith="-paper")
_OUTSIDE = Q(assigned=Assignment.OUTSIDE)
UNEXPLAINED = _OUTSIDE & Q(purpose="", page__in=LOOKING)

Row = TypeVar("Row", bound=Model)
Kinds = dict[str, tuple[str | Promise, Q]]

#: What the list can be narrowed to, by the word in its address.
KINDS: Kinds = {
    "records": (_("Records of children and families"), _OF_A_RECORD),
    "outside": (_("Not assigned to the viewer then"), _OUTSIDE),
    "unexplained": (_("Not assigned, and no purpose stated"), UNEXPLAINED),
    "exports": (_("Exports"), _EXPORT),
    "lists": (_("Lists and searches"), ~_OF_A_RECORD & ~_EXPORT),
}


#: The same of the other lists.
REFUSED_KINDS: Kinds = {
    "role": (_("Not for this role"), Q(status=403)),
    "record": (_("No such record, or not for this person"), ~Q(status=403)),
}
DRAWN_KINDS: Kinds = {
    "open": (_("Not answered"), Q(answered_by=None)),
    "answered": (_("Answered"), Q(answered_by__isnull=False)),
}
#: Of requests that a second person answers.
REQUEST_KINDS: Kinds = {
    "open": (_("Waiting for a second person"), Q(approved_by=None, dropped_by=None)),
    "approved": (_("Approved"), Q(approved_by__isnull=False)),
    "dropped": (_("Refused or withdrawn"), Q(dropped_by__isnull=False)),
}
OFTEN_KINDS: Kinds = {"unusual": (_("Unusual"), Q())}
FAILED_KINDS: Kinds = {
    "login": (_("Sign-ins"), Q(page="login")),
    "factor": (_("Codes of the second factor"), Q(page="factor")),
    "password": (_("The own password, asked again"), ~Q(page__in=("login", "factor"))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of the list asks for; None and "" ask for nothing."""

    kind: str = ""
    viewer: int | None = None
    about: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


NO_WISH = Asked()


def looks(wish: Asked) -> "QuerySet[AccessRow]":
    """Return what was shown to whom, newest first."""
    rows = AccessRow.objects.select_related("by", "child", "mother").order_by("-pk")
    if wish.about:
        record = Q(child__reference=wish.about) | Q(mother__reference=wish.about)
        rows = rows.filter(record)
    return narrowed(rows, wish, KINDS)


def narrowed(
    rows: "QuerySet[Row]", wish: Asked, kinds: Kinds, *, by: str = "by", at: str = "at"
) -> "QuerySet[Row]":
    """Return the rows of a kind, of a person (the column ``by``) and of some days (``at``)."""
    if wish.kind in kinds:
        rows = rows.filter(kinds[wish.kind][1])
    if wish.viewer is not None:
        rows = rows.filter(**{by: wish.viewer})
    if wish.since:
        rows = rows.filter(**{f"{at}__gte": wish.since})
    if wish.until:
        rows = rows.filter(**{f"{at}__lt": wish.until})
    return rows


def viewers() -> "QuerySet[User]":
    """Return everybody who may have looked at something, for a choice, with ``name_apart``."""
    roles = User.groups.through._default_manager.filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(roles)).order_by(*BY_NAME)
    return people.annotate(name_apart=name_among())


@dataclass(slots=True, kw_only=True)
class Often:
    """How many different children somebody was shown the records of in the last week."""

    user: User
    recent: int = 0
    outside: int = 0
    #: The same in a usual week of theirs, and of those who share a role.
    own_usual: float = 0.0
    role_usual: float = 0.0
    roles: list[str] = field(default_factory=list)

    @property
    def is_unusual(self) -> bool:
        return self.recent >= FEW and self.recent > 2 * max(self.own_usual, self.role_usual)


def often(at: datetime.datetime, wish: Asked = NO_WISH) -> list[Often]:
    """Return who was shown records in the week before ``at``, the unusual ones first.

    Compared with the mean of their own eight weeks before, and with the median of their role in
    the same week, whomever it is narrowed to. Three queries.
    """
    since = at - _WEEK
    counts = _children_by_user(since, at)
    before = _usual(since)
    users = User.objects.filter(pk__in=counts).prefetch_related("groups")
    rows = [
        Often(
            user=user,
            recent=counts[user.pk][0],
            outside=counts[user.pk][1],
            own_usual=before.get(user.pk, 0) / WEEKS_BEFORE,
            roles=[group.name for group in user.groups.all()],
        )
        for user in users
    ]
    _compare_with_role(rows)
    lines = [
        each
        for each in rows
        if wish.viewer in (None, each.user.pk)
        if each.is_unusual or wish.kind not in OFTEN_KINDS
    ]
    return sorted(lines, key=lambda each: (not each.is_unusual, -each.recent))


def _children_by_user(
    since: datetime.datetime, until: datetime.datetime
) -> dict[int, tuple[int, int]]:
    rows = AccessRow.objects.filter(_OF_A_RECORD, at__gte=since, at__lt=until).order_by()
    children = Count("child", distinct=True)
    outside = Count("child", distinct=True, filter=_OUTSIDE)
    counted = rows.values("by").annotate(children=children, outside=outside)
    return {each["by"]: (each["children"], each["outside"]) for each in counted}


def _usual(until: datetime.datetime) -> dict[int, int]:
    """Return the children of each of the weeks before, added up."""
    rows = AccessRow.objects.filter(
        child__isnull=False, at__gte=until - WEEKS_BEFORE * _WEEK, at__lt=until
    ).order_by()
    weeks = rows.annotate(week=TruncWeek("at")).values("by", "week")
    total: dict[int, int] = defaultdict(int)
    for each in weeks.annotate(children=Count("child", distinct=True)):
        total[each["by"]] += each["children"]
    return total


def _compare_with_role(rows: list[Often]) -> None:
    by_role: dict[str, list[int]] = defaultdict(list)
    for each in rows:
        for role in each.roles:
            by_role[role].append(each.recent)
    for each in rows:
        usual = [median(by_role[role]) for role in each.roles if len(by_role[role]) > 2]
        each.role_usual = float(max(usual, default=0))


def drawn() -> "QuerySet[DrawnLook]":
    """Return the looks that were drawn by lot, those without an answer first."""
    rows = DrawnLook.objects.select_related(
        "look__by", "look__child", "look__mother", "asked_of", "answered_by"
    )
    return rows.order_by(F("answered_at").desc(nulls_first=True), "-pk")


def drawn_for(user: User, wish: Asked = NO_WISH) -> "QuerySet[DrawnLook]":
    """Return the drawn looks that ``user`` is shown: all to the auditor, else those of others."""
    rows = drawn_and_narrowed(wish)
    return rows if user.has_perm("cases.read_audit") else rows.exclude(look__by=user)


def to_draw_from(since: datetime.datetime, until: datetime.datetime) -> "QuerySet[AccessRow]":
    """Return the unexplained looks of a time that were not drawn yet."""
    return AccessRow.objects.filter(
        UNEXPLAINED,
        at__gte=since,
        at__lt=until,
        drawn=None,
        by__groups__name__in=SHOWN_NAMES,
    ).distinct()


def drawn_and_narrowed(wish: Asked) -> "QuerySet[DrawnLook]":
    """Return the looks that were drawn by lot; ``wish`` is about who looked, and when."""
    return narrowed(drawn(), wish, DRAWN_KINDS, by="look__by", at="look__at")


def refused(wish: Asked) -> "QuerySet[RefusedAttempt]":
    """Return who asked for a page and was not given it, newest first."""
    rows = RefusedAttempt.objects.select_related("by").order_by("-pk")
    return narrowed(rows, wish, REFUSED_KINDS)


def failed(wish: Asked) -> "QuerySet[FailedSignIn, Any]":
    """Return how often one failed at each address on each day, and with how many names."""
    rows = narrowed(FailedSignIn.objects.order_by(), wish, FAILED_KINDS)
    if wish.about:
        rows = rows.filter(address=wish.about)
    days = rows.values("address", day=TruncDate("at"))
    counted = days.annotate(
        failures=Count("pk"), names=Count("name", distinct=True), last=Max("at")
    )
    return counted.order_by("-day", "-failures", "address")
