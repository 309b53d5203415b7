"""Who matches a search, in groups with a heading, and which word of a name matched."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Place, User
from cases.pages.child_table import age_text, masked_age
from cases.pages.facts import ShownName
from cases.pages.parts import shown_names
from cases.queries.access import Part
from cases.queries.numbered import Numbered, NumberedRecord
from cases.queries.search import FoundChild, FoundMother, SearchResult
from cases.rules.names import fold
from cases.rules.text import whole_number
from cases.vocabulary import Stage

#: The words of a spelling, each with whether it is what was searched for.
Lit = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildMatch:
    url: str
    reference: str
    names: ShownName
    why: Lit
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
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSection:
    """A group with its heading; ``kind`` is child or mother."""

    title: str
    kind: str
    rows: list[ChildMatch] | list[MotherMatch]


def sections(
    found: SearchResult, text: str, user: User, *, on: datetime.date
) -> list[SearchSection]:
    """Return the groups that hold somebody: what matches, then what is spelt nearly so."""
    words = fold(text).split()
    close = _("Spelling close to “%(typed)s”") % {"typed": text}
    groups = (
        (_("Children"), "child", [_child(each, user, words, on) for each in found.children]),
        (_("Mothers"), "mother", [_mother(each, user, words) for each in found.mothers]),
        (close, "child", [_child(each, user, [], on) for each in found.close_children]),
        (f"{close}: {_('mothers')}", "mother", [_mother(m, user, []) for m in found.close_mothers]),
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


def is_year(text: str) -> bool:
    """Return whether ``text`` looks like a year of birth, which nobody is found by."""
    year = whole_number(text, most=2199)
    return year is not None and year >= 1900


def _child(found: FoundChild, user: User, words: list[str], on: datetime.date) -> ChildMatch:
    child = found.row.child
    masked = found.row.part is Part.MASKED
    return ChildMatch(
        url=child.get_absolute_url(),
        reference=child.reference,
        names=shown_names(found.row.names, user),
        why=_lit(found.spelling, words),
        age=masked_age(child, on) if masked else age_text(child, on),
        sex=child.person.get_sex_display(),
        stage=child.stage,
        stage_label=Stage(child.stage).short,
    )


def _mother(found: FoundMother, user: User, words: list[str]) -> MotherMatch:
    mother = found.mother
    return MotherMatch(
        url=mother.get_absolute_url(),
        reference=mother.reference,
        names=shown_names(found.names, user),
        why=_lit(found.spelling, words),
        place=mother.held_at,
    )


def _lit(spelling: str, words: list[str]) -> Lit:
    return [(word, any(letters in fold(word) for letters in words)) for word in spelling.split()]
