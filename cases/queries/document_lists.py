"""Papers of all cases that somebody works on: which end, lack a scan or a translation."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Child, Clearance, Document, Handover, Mother, Requirement, User
from cases.models.long_lists import number_of
from cases.queries.access import whole_children
from cases.rules.stages import HOME, OPEN
from cases.vocabulary import ClearanceKind, ClearanceStatus, Confidentiality, DocumentKind, Language

#: A paper is shown as ending so many days before.
ENDING_DAYS = 60
#: Languages that the staff read; a paper in another one wants a translation.
READ_HERE = (Language.TAJIK, Language.RUSSIAN, Language.ENGLISH)
#: What a handover is called among the kinds of papers.
HANDOVER = "handover"


class PaperList(TextChoices):
    ENDING = "ending", _("Ending or expired")
    NO_SCAN = "no_scan", _("Scan missing")
    UNTRANSLATED = "untranslated", _("Translation missing")
    ON_FILE = "on_file", _("On file")

    @property
    def is_of_documents(self) -> bool:
        return self in (PaperList.UNTRANSLATED, PaperList.ON_FILE)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper: a document by its ``key``, else a clearance or a handover by ``what``."""

    what: str
    whose: Child | Mother
    day: datetime.date | None
    language: str
    key: uuid.UUID | None
    is_sensitive: bool


Rows = QuerySet[Any, Any]
#: An agreement, a kind of clearance, and how many days old one may be.
Ages = tuple[tuple[int, str, int], ...]
_COLUMNS = ("child_id", "mother_id", "what", "day", "language", "key", "sensitive")


@dataclass(frozen=True, slots=True)
class PapersInTwo:
    """The rows of two QuerySets in one order, cut into pages: each is read no further than that."""

    one: Rows
    other: Rows
    order: tuple[str, ...]

    def __getitem__(self, part: slice) -> Rows:
        first, second = (rows.order_by(*self.order)[: part.stop] for rows in (self.one, self.other))
        rows: Rows = first.union(second, all=True).order_by(*self.order)[part]
        return rows

    def count(self, *, most: int | None = None) -> int:
        """Return how many rows there are, counted up to ``most``. One query."""
        return self.one.order_by().union(self.other.order_by(), all=True)[:most].count()


def papers(
    which: PaperList, user: User, *, on: datetime.date, kind: str = ""
) -> Rows | PapersInTwo:
    """Return the rows of a list of the cases whose whole record ``user`` may open."""
    narrow = {"kind": kind} if kind and kind != HANDOVER else {}
    if which.is_of_documents:
        return _columns(_documents(which, user).filter(**narrow)).order_by("-day", "key")
    terms = _ages(on)
    rows: Rows = _granted(user, terms).filter(**narrow)
    if which is PaperList.ENDING:
        soon = on + datetime.timedelta(days=ENDING_DAYS)
        return _columns(rows.filter(_ends_by(soon, terms))).order_by("day", "child_id", "what")
    missing = rows.filter(Q(document__isnull=True) | Q(document__withdrawn_at__isnull=False))
    clearances, handovers, order = _columns(missing), _columns(_handovers(user)), ("child", "what")
    if kind:
        return (handovers if kind == HANDOVER else clearances).order_by(*order)
    return PapersInTwo(clearances, handovers, order)


def _columns(rows: Rows) -> Rows:
    table: Rows = rows.values(*_COLUMNS)
    return table


def counts(user: User, *, on: datetime.date) -> dict[PaperList, int | None]:
    """Return how many papers each list has; None for too many. One query for each, two of some."""
    return {which: number_of(papers(which, user, on=on)) for which in PaperList}


def lines(rows: Iterable[Mapping[str, Any]]) -> list[PaperLine]:
    """Return the rows of a page with those whose papers they are. Four queries."""
    rows = tuple(rows)
    young = Child.objects.filter(pk__in=[row["child_id"] for row in rows if row["child_id"]])
    children = {child.pk: child for child in young.with_names()}
    parents = Mother.objects.filter(
        pk__in=[row["mother_id"] for row in rows if not row["child_id"]]
    )
    mothers = {mother.pk: mother for mother in parents.with_names()}
    return [
        PaperLine(
            what=row["what"],
            whose=children.get(row["child_id"]) or mothers[row["mother_id"]],
            day=row["day"],
            language=row["language"],
            key=row["key"],
            is_sensitive=bool(row["sensitive"]),
        )
        for row in rows
    ]


def kinds_of(which: PaperList) -> list[tuple[str, str]]:
    """Return the kinds by which a list is narrowed."""
    if which.is_of_documents:
        return [(kind.value, str(kind.label)) for kind in DocumentKind]
    kinds = [
        (ClearanceKind(kind).value, ClearanceKind(kind).label) for kind in ClearanceKind.values
    ]
    return [*kinds, (HANDOVER, gettext("Handover"))] if which is PaperList.NO_SCAN else kinds


def _granted(user: User, terms: Ages) -> QuerySet[Clearance]:
    """Return the granted clearances that count, each with the last day on which it holds."""
    newer = Clearance.objects.filter(
        child=OuterRef("child"), kind=OuterRef("kind"), pk__gt=OuterRef("pk")
    )
    ahead = whole_children(user).filter(stage__in=OPEN - HOME)
    rows = Clearance.objects.filter(
        ~Exists(newer), status=ClearanceStatus.GRANTED, child__in=ahead.values("pk")
    )
    young = (
        When(child__agreement=agreement, kind=kind, then=_Later(F("issued_on"), Value(days)))
        for agreement, kind, days in terms
    )
    return rows.annotate(
        mother_id=F("child__mother_id"),
        what=F("kind"),
        day=Least("valid_until", Case(*young, default=None, output_field=DateField())),
        language=Value("", output_field=CharField()),
        key=Value(None, output_field=UUIDField()),
        sensitive=Value(False),
    )


def _ages(on: datetime.date) -> Ages:
    """Return how many days old a clearance of a kind may be, by agreement. One query.

    These few are read before, and not anew for each of very many clearances.
    """
    terms = Requirement.objects.filter(during__contains=on, valid_days__isnull=False)
    rows = terms.order_by().values_list("agreement", "clearance").annotate(Min("valid_days"))
    return tuple(rows)


def _ends_by(day: datetime.date, terms: Ages) -> Q:
    """Return the condition that a clearance holds no longer than until ``day``, by its columns."""
    ends = Q(valid_until__lte=day)
    for agreement, kind, days in terms:
        oldest = day - datetime.timedelta(days=days)
        ends |= Q(child__agreement=agreement, kind=kind, issued_on__lte=oldest)
    return ends


def _handovers(user: User) -> QuerySet[Handover]:
    rows = Handover.objects.filter(
        document__isnull=True, child__in=whole_children(user).filter(stage__in=OPEN).values("pk")
    )
    return rows.annotate(
        mother_id=F("child__mother_id"),
        what=Value(HANDOVER, output_field=CharField()),
        day=F("signed_on"),
        language=Value("", output_field=CharField()),
        key=Value(None, output_field=UUIDField()),
        sensitive=Value(False),
    )


def _documents(which: PaperList, user: User) -> QuerySet[Document]:
    whose = Q(child__in=whole_children(user).values("pk")) | Q(
        mother__in=Mother.objects.visible_to(user).values("pk")
    )
    rows = Document.objects.on_file().kept().filter(whose)
    if which is PaperList.UNTRANSLATED:
        translations = Document.objects.on_file().filter(translation_of=OuterRef("pk"))
        rows = rows.exclude(language__in=READ_HERE).filter(~Exists(translations))
        rows = rows.filter(translation_of__isnull=True)
    return rows.annotate(
        what=F("kind"),
        day=Func(F("uploaded_at"), template="(%(expressions)s)::date", output_field=DateField()),
        key=F("stored_as"),
        sensitive=Q(confidentiality=Confidentiality.SENSITIVE),
    )


class _Later(Func):
    """A day and a number of days behind it."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()
