"""What is held on one child: every row about the child, with other persons left out.

Which tables those are is declared in ``held_tables``.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

import pghistory.models
from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from cases.models import (
    AccessRow,
    Child,
    HeldRequest,
    Mother,
    NamedExportFile,
    Person,
    PersonName,
    User,
)
from cases.queries.held_tables import GIVEN, GIVEN_OF_HER, HERS_ALONE
from cases.queries.held_words import column_words, value_words
from cases.vocabulary import HELD_FILES, OF_THE_MOTHER, Role
from cases.wording import day_text

#: Columns that say nothing about anybody.
_SILENT = {
    *("id", "version", "folded", "sort_key", "match_key", "stored_as", "token"),
    *(
        "pgh_id",
        "pgh_obj",
        "pgh_context",
        "pgh_context_id",
        "sha256",
        "sent_sha256",
        "upload_token",
    ),
}
#: Names of other persons that stand in a column of their own.
_OF_OTHERS = {"contact", "father_name", "handed_by", "received_by", "panel"}
_PERSONS = (Person, Mother, Child)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """The rows of one table about the child, each with a text for every column."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_former: bool = False

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of a column and what it says."""
        return [[*zip(self.columns, row, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """A day on which a team was shown the record, in which role, and how often."""

    day: str
    team: str
    roles: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOnChild:
    """Everything that is held on a child, or on a mother, fit to be given out."""

    reference: str
    tables: tuple[HeldTable, ...]
    views: tuple[Viewed, ...] = ()
    is_hers: bool = False
    #: Whether it is all, with former versions and who saw it, and not some tables.
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    """The person whose data is given, and the rows of each table that are theirs."""

    reference: str
    person: int
    family: int
    #: The rows that are this person: relations to them say the case number.
    own: dict[type[Model], int]
    rows: dict[str, Q]


def _of_child(child: Child) -> _Whose:
    rows = {name: Q(**{path: child.pk}) for name, path in GIVEN.items()}
    rows["HeldRequest"] &= ~Q(kind__in=OF_THE_MOTHER)
    rows["HeldFile"] &= ~Q(wish__kind__in=OF_THE_MOTHER)
    return _Whose(
        reference=child.reference,
        person=child.person_id,
        family=child.mother_id,
        own={Person: child.person_id, Child: child.pk},
        rows=rows,
    )


def _of_mother(mother: Mother) -> _Whose:
    alone = {name: HERS_ALONE.get(name, Q()) for name in GIVEN_OF_HER}
    return _Whose(
        reference=mother.reference,
        person=mother.person_id,
        family=mother.pk,
        own={Person: mother.person_id, Mother: mother.pk},
        rows={name: Q(**{path: mother.pk}) & alone[name] for name, path in GIVEN_OF_HER.items()},
    )


def held_on(child: Child, *, only: Collection[str] | None = None) -> HeldOnChild:
    """Return what is held on ``child``; other persons are left out by name. A few queries a table.

    ``only`` names the tables of a part of it, of which no former versions are told.
    Source: security page, section 1, row 20.
    """
    tables = _held(_of_child(child), only)
    if only is None:
        views = tuple(_views(Q(child=child), child))
        return HeldOnChild(reference=child.reference, tables=tables, views=views)
    present = tuple(table for table in tables if not table.is_former)
    return HeldOnChild(reference=child.reference, tables=present, is_whole=False)


def held_on_mother(mother: Mother) -> HeldOnChild:
    """Return what is held on ``mother``, in the same way: her children are other persons."""
    views = tuple(_views(Q(mother=mother)))
    tables = _held(_of_mother(mother))
    return HeldOnChild(reference=mother.reference, tables=tables, views=views, is_hers=True)


def what_is_asked(wish: HeldRequest) -> HeldOnChild | None:
    """Return what a request would give out; None for one that asks for no file."""
    if wish.kind not in HELD_FILES:
        return None
    child = wish.child
    return held_on_mother(child.mother) if wish.kind in OF_THE_MOTHER else held_on(child)


def _held(whose: _Whose, only: Collection[str] | None = None) -> tuple[HeldTable, ...]:
    words = _Words(whose)
    names = [name for name in whose.rows if only is None or name in only]
    models = [apps.get_model("cases", name) for name in names]
    return tuple(
        table for model in models for table in _tables(model, whose.rows[model.__name__], words)
    )


def _tables(model: type[Model], whose: Q, words: "_Words") -> Iterator[HeldTable]:
    rows = _rows(model, whose)
    if not rows:
        return
    yield _table(model, model, rows, words)
    for relation in model._meta.related_objects:
        history = cast("type[Model]", relation.related_model)
        if issubclass(history, pghistory.models.Event) and relation.field.name == "pgh_obj":
            former = _rows(history, Q(pgh_obj__in=[row.pk for row in rows]))
            yield _table(history, model, former, words, is_former=True)


def _rows(model: type[Model], of_child: Q) -> list[Model]:
    related = [
        field.name
        for field in _columns(model)
        if isinstance(field, ForeignKey) and field.related_model not in (User, *_PERSONS)
    ]
    rows = model._base_manager.filter(of_child).order_by("pk")
    return list(rows.select_related(*related) if related else rows)


def _columns(model: type[Model]) -> list["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if field.name not in _SILENT]


def _table(
    model: type[Model],
    of: type[Model],
    rows: list[Model],
    words: "_Words",
    *,
    is_former: bool = False,
) -> HeldTable:
    fields = _columns(model)
    return HeldTable(
        name=model.__name__.lower(),
        title=str(of._meta.verbose_name_plural),
        columns=tuple(column_words(field) for field in fields),
        rows=tuple(tuple(words.of(row, field) for field in fields) for row in rows),
        is_former=is_former,
    )


class _Words:
    """Puts a column of a row about one person into words, and leaves other persons out."""

    def __init__(self, whose: _Whose) -> None:
        self.own, self.reference = whose.own, whose.reference
        self.another, self.staff = gettext("another person"), gettext("a member of staff")
        others = sorted(_names_of_others(whose), key=len, reverse=True)
        self.others = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, others))})(?!\w)", re.IGNORECASE
        )
        self.knows_others = bool(others)

    def of(self, row: Model, field: "Field[Any, Any]") -> str:
        value = getattr(row, field.attname)
        if value is None or value == "":
            return ""
        if isinstance(field, ForeignKey):
            return self._of_relation(row, field, value)
        if field.name in _OF_OTHERS:
            return self.another
        if field.choices:
            return str(getattr(row, f"get_{field.name}_display")())
        return self._without_others(value_words(value))

    def _of_relation(self, row: Model, field: "ForeignKey[Any, Any]", value: int) -> str:
        if field.related_model is User:
            return self.staff
        if field.related_model in _PERSONS:
            own = self.own.get(cast("type[Model]", field.related_model)) == value
            return self.reference if own else self.another
        return self._without_others(str(getattr(row, field.name)))

    def _without_others(self, text: str) -> str:
        return self.others.sub(self.another, text) if self.knows_others else text


def _names_of_others(whose: _Whose) -> set[str]:
    """Return the words of names of everybody else who may be named in the case."""
    of_family = Q(mother=whose.family) | Q(child__mother=whose.family)
    everybody = of_family | Q(pk__in=_persons_of(whose))
    people = Person.objects.filter(everybody).exclude(pk=whose.person)
    fathers = Child.objects.filter(mother=whose.family).values_list("father_name", flat=True)
    names = PersonName.objects.filter(person__in=people).values_list("text", flat=True)
    staff = User.objects.values_list("first_name", "last_name", "username")
    texts = [*names, *fathers, *(word for row in staff for word in row)]
    own = PersonName.objects.filter(person=whose.person).values_list("text", flat=True)
    own_words = _split(own)
    whole = {text.strip() for text in texts if len(text.strip()) > 1}
    return (whole | _split(texts)) - own_words


def _split(texts: "QuerySet[PersonName, str] | list[str]") -> set[str]:
    return {word for text in texts for word in re.findall(r"\w[\w’'-]+", text) if len(word) > 2}


def _persons_of(whose: _Whose) -> list[int]:
    """Return the keys of the persons whom a row of theirs names."""
    keys: set[int] = set()
    for name, theirs in whose.rows.items():
        model = apps.get_model("cases", name)
        for field in model._meta.concrete_fields:
            if field.related_model is Person:
                rows = model._base_manager.filter(theirs)
                keys |= {*rows.values_list(field.attname, flat=True)}
    return [key for key in keys if key]


def _views(shown: Q, child: Child | None = None) -> Iterator[Viewed]:
    """Yield who saw the record, newest first: teams and roles, never a name of staff."""
    looks = AccessRow.objects.filter(shown).order_by("-at").values_list("by", "at")
    of_child = [child.pk] if child else []
    lists = NamedExportFile.objects.filter(export__children__overlap=of_child)
    rows = sorted([*looks, *lists.values_list("by", "at")], key=lambda row: row[1], reverse=True)
    people = User.objects.filter(pk__in={by for by, _at in rows}).select_related("team")
    staff = {each.pk: _of_staff(each) for each in people.prefetch_related("groups")}
    keys = [(day_text(timezone.localdate(at)), *staff[by]) for by, at in rows]
    for (day, team, roles), times in groupby(sorted(keys, key=keys.index)):
        yield Viewed(day=day, team=team, roles=roles, times=len(list(times)))


def _of_staff(person: User) -> tuple[str, str]:
    roles = [str(Role(group.name).label) for group in person.groups.all()]
    return str(person.team or ""), ", ".join(roles)


def requests_of(child: Child) -> "QuerySet[HeldRequest]":
    """Return what was asked about ``child`` and the mother, newest first. Two queries."""
    hers = Q(child__mother=child.mother_id, kind__in=OF_THE_MOTHER)
    rows = HeldRequest.objects.filter(Q(child=child) | hers)
    rows = rows.select_related("child", "asked_by", "approved_by", "dropped_by")
    return cast("QuerySet[HeldRequest]", rows.prefetch_related("files__by"))
