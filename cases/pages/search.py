"""Who matches a search, in groups with a heading, and why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.kept import said
from cases.models import Place, User
from cases.pages.child_table import age_text, masked_age
from cases.pages.facts import ShownName
from cases.pages.parts import shown_names
from cases.queries.access import Part
from cases.queries.numbered import Numbered, NumberedRecord
from cases.queries.search import BY_REFERENCE, FoundChild, FoundMother, SearchResult, Why
from cases.queries.search_facts import FoundPlace, year_in
from cases.rules.names import fold, script_of
from cases.rules.references import read_reference
from cases.vocabulary import Stage

#: From this likeness of their keys on two spellings sound the same; fewer words cost a little.
ONE_SOUND = 0.9
#: The words of a spelling, each with whether it is what was searched for.
Lit = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildMatch:
    url: str
    reference: str
    names: ShownName
    why: Lit
    reason: str
    apart: str
    age: str
    sex: str
    stage: str
    stage_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MotherMatch:
    url: str
    reference: str
    names: ShownName
    why: Lit
    reason: str
    apart: str
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSection:
    """A group with its heading; ``kind`` is child or mother."""

    title: str
    kind: str
    rows: list[ChildMatch] | list[MotherMatch]


def sections(
    result: SearchResult, text: str, user: User, *, on: datetime.date
) -> list[SearchSection]:
    """Return the groups that hold somebody: what matches, then what is spelt nearly so."""
    words = fold(text).split()
    reader = _Searcher(user, text, on, frozenset(words), script_of(text))
    near = [_mother(each, reader, []) for each in result.close_mothers]
    close = _("Spelling close to “%(typed)s”") % {"typed": text}
    if year_in(words)[0]:
        close = _("Spelling close to “%(typed)s”, or born in another year") % {"typed": text}
    groups = (
        (_("Children"), "child", [_child(each, reader, words) for each in result.children]),
        (_("Mothers"), "mother", [_mother(each, reader, words) for each in result.mothers]),
        (close, "child", [_child(each, reader, []) for each in result.close_children]),
        (
            f"{close}: {_('mothers')}",
            "mother",
            near,
        ),
    )
    return [
        SearchSection(title=title, kind=kind, rows=rows) for title, kind, rows in groups if rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedRow:
    """A record that is no person, by its number."""

    url: str
    words: str
    number: str


def numbered_rows(records: Iterable[NumberedRecord]) -> list[NumberedRow]:
    """Return what was found by its number, in words and with its page."""
    return [_numbered(each) for each in records]


def _numbered(each: NumberedRecord) -> NumberedRow:
    words = {
        Numbered.BATCH: _("Payment batch"),
        Numbered.MOVEMENT: _("Movement"),
        Numbered.RECEIPT: _("Receipt"),
        Numbered.STATEMENT: _("Bank statement"),
        Numbered.LINE: _("Line of a bank statement"),
        Numbered.REFUND: _("Refund"),
    }
    record, number = each.record, str(each.record)
    if each.kind is Numbered.LINE:
        number = f"{record.statement.reference}, {record.row}"
        record = record.statement
    elif each.kind is Numbered.REFUND:
        number, record = record.fee.child.reference, record.fee
    return NumberedRow(url=record.get_absolute_url(), words=words[each.kind], number=number)


@dataclass(frozen=True, slots=True)
class _Searcher:
    """Who searched, for what, and on which day; the words of it, folded, and their script."""

    user: User
    text: str
    on: datetime.date
    words: frozenset[str]
    script: str


def _child(match: FoundChild, reader: _Searcher, words: list[str]) -> ChildMatch:
    child, user, on = match.row.child, reader.user, reader.on
    masked = match.row.part is Part.MASKED
    return ChildMatch(
        url=child.get_absolute_url(),
        reference=child.reference,
        names=shown_names(match.row.names, user),
        why=_lit(match.why.spelling, words),
        reason=_reason(match.why, reader),
        apart="" if masked else _apart(child.person, _mother_text(match, user)),
        age=masked_age(child, on) if masked else age_text(child, on),
        sex=child.person.get_sex_display(),
        stage=child.stage,
        stage_label=Stage(child.stage).short,
    )


def _mother_text(match: FoundChild, user: User) -> str:
    name = shown_names(match.row.mother_names, user).name
    return _("mother %(name)s") % {"name": name} if name else ""


def _apart(person: Any, *more: str) -> str:
    """Return what tells namesakes apart: the birth, and ``more``."""
    born = ""
    if person.born_earliest and person.born_latest:
        born = wording.born_text(person.born_earliest, person.born_latest)
        born = _("born %(birth)s") % {"birth": born}
    return " · ".join(filter(None, (born, *more)))


def _reason(why: Why, reader: _Searcher) -> str:
    """Return why somebody was found, such as "same sound, other script · birth 2015"."""
    reasons = []
    if why.spelling:
        reasons.append(_spelling_reason(why, reader))
    if why.year is not None:
        reasons.append(_("birth %(year)s") % {"year": why.year})
    if why.paper is not None:
        words = {"paper": why.paper.kind.label, "number": why.paper.number}
        reasons.append(_("%(paper)s, No. %(number)s") % words)
    return " · ".join(reasons) or _("Case number")


def _spelling_reason(why: Why, reader: _Searcher) -> str:
    words, spelt = reader.words, set(fold(why.spelling).split())
    if words & spelt:
        return _("same letters")
    if any(one.startswith(other) for one in spelt for other in words):
        return _("begins the same")
    sounds_same = why.likeness >= ONE_SOUND
    if reader.script != script_of(why.spelling):
        if sounds_same:
            return _("same sound, other script")
        return _("similar sound, other script")
    return _("same sound") if sounds_same else _("similar spelling")


def _mother(match: FoundMother, reader: _Searcher, words: list[str]) -> MotherMatch:
    mother, user = match.mother, reader.user
    return MotherMatch(
        url=mother.get_absolute_url(),
        reference=mother.reference,
        names=shown_names(match.names, user),
        why=_lit(match.why.spelling, words),
        reason=_reason(match.why, reader),
        apart=_apart(mother.person),
        place=mother.held_at,
    )


def _lit(spelling: str, words: list[str]) -> Lit:
    return [(word, any(letters in fold(word) for letters in words)) for word in spelling.split()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMatch:
    url: str
    name: str
    children: int


def place_rows(places: Iterable[FoundPlace], *, children_url: str) -> list[PlaceMatch]:
    """Return the places found, each with the list of the children who are held there."""
    return [
        PlaceMatch(
            url=f"{children_url}?place={each.place.pk}",
            name=said(each.place.name),
            children=each.children,
        )
        for each in places
    ]


def only_address(result: SearchResult | None, records: list[NumberedRow], text: str) -> str:
    """Return the page of the one record that a whole reference names; empty if it names more."""
    people = result.people if result else 0
    if len(records) == 1 and not people:
        return records[0].url
    number = read_reference(text)
    if number is None or records or result is None or not _by_reference_alone(result):
        return ""
    if number.child is not None:
        return result.children[0].row.child.get_absolute_url() if people == 1 else ""
    if len(result.mothers) != 1 or people != 1 + len(result.children):
        return ""
    mother = result.mothers[0].mother
    hers = all(each.row.child.mother_id == mother.pk for each in result.children)
    return mother.get_absolute_url() if hers else ""


def _by_reference_alone(result: SearchResult) -> bool:
    whys = [each.why for each in result.children] + [each.why for each in result.mothers]
    return all(why == BY_REFERENCE for why in whys)
