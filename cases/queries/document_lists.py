"""Papers of all cases that somebody works on: which end, lack a scan or a translation."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    UUIDField,
    Value,
)
from django.db.models.functions import Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Child, Clearance, Document, Handover, Mother, Requirement, User
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
_COLUMNS = ("child_id", "mother_id", "what", "day", "language", "key", "sensitive")


def papers(which: PaperList, user: User, *, on: datetime.date, kind: str = "") -> Rows:
    """Return the rows of a list of the cases whose whole record ``user`` may open."""
    narrow = {"kind": kind} if kind and kind != HANDOVER else {}
    if which.is_of_documents:
        return _columns(_documents(which, user).filter(**narrow)).order_by("-day", "key")
    rows: Rows = _granted(user, on).filter(**narrow)
    if which is PaperList.ENDING:
        soon = on + datetime.timedelta(days=ENDING_DAYS)
        return _columns(rows.filter(day__lte=soon)).order_by("day", "child_id", "what")
    missing = rows.filter(Q(document__isnull=True) | Q(document__withdrawn_at__isnull=False))
    clearances, handovers = _columns(missing).order_by(), _columns(_handovers(user)).order_by()
    if kind:
        return (handovers if kind == HANDOVER else clearances).order_by("child_id", "what")
    return clearances.union(handovers, all=True).order_by("child_id", "what")


def _columns(rows: Rows) -> Rows:
    table: Rows = rows.values(*_COLUMNS)
    return table


def counts(user: User, *, on: datetime.date) -> dict[PaperList, int]:
    """Return how many papers each list has. One query for each."""
    return {which: papers(which, user, on=on).count() for which in PaperList}


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


def _granted(user: User, on: datetime.date) -> QuerySet[Clearance]:
    """Return the granted clearances that count, each with the last day on which it holds."""
    newer = Clearance.objects.filter(
        child=OuterRef("child"), kind=OuterRef("kind"), pk__gt=OuterRef("pk")
    )
    required = Requirement.objects.filter(
        agreement=OuterRef("child__agreement"), clearance=OuterRef("kind"), during__contains=on
    )
    ahead = whole_children(user).filter(stage__in=OPEN - HOME)
    rows = Clearance.objects.filter(
        ~Exists(newer), status=ClearanceStatus.GRANTED, child__in=ahead.values("pk")
    )
    valid = Subquery(required.order_by("valid_days").values("valid_days")[:1])
    return rows.annotate(
        mother_id=F("child__mother_id"),
        what=F("kind"),
        day=Least("valid_until", _Later(F("issued_on"), valid)),
        language=Value("", output_field=CharField()),
        key=Value(None, output_field=UUIDField()),
        sensitive=Value(False),
    )


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
