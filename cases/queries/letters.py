"""What a letter says of a child, in its language, and in whose words."""

import datetime

from django.utils.translation import override

from cases import wording
from cases.kept import said
from cases.models import Child, Letter
from cases.models.person import Person
from cases.queries.kept_words import words
from cases.queries.spellings import spelling
from cases.rules.letters import SOURCES, filled, wording_of
from cases.vocabulary import ClearanceKind, ClearanceStatus, LetterKind, LetterLanguage, Script

_SCRIPTS = {
    LetterLanguage.ENGLISH: Script.LATIN,
    LetterLanguage.RUSSIAN: Script.CYRILLIC,
    LetterLanguage.ARABIC: Script.ARABIC,
}


def letter_text(
    child: Child, kind: LetterKind, language: LetterLanguage, *, on: datetime.date
) -> tuple[str, bool]:
    """Return the text of a letter, and whether it is for sending: in the ministry's own words."""
    own = words().phrases.get(language, {}).get(SOURCES[kind], "")
    text = own or wording_of(kind, language)
    return filled(text, _facts(child, language, on)), bool(own)


def _facts(child: Child, language: LetterLanguage, on: datetime.date) -> dict[str, str]:
    person, mother, script = child.person, child.mother.person, _SCRIPTS[language]
    with override(language):
        return {
            "child": spelling(person, script, mother),
            "mother": spelling(mother, script),
            "born": _born(person, language),
            "reference": child.reference,
            "document": _travel_document(child),
            "place": said(child.held_at.name) if child.held_at else "",
            "date": _day(on, language),
            "ministry": said(words().ministry),
        }


def _day(day: datetime.date, language: LetterLanguage) -> str:
    """Return a day in words; in Arabic in figures, since its months have other names in Iraq."""
    return f"{day:%d.%m.%Y}" if language == LetterLanguage.ARABIC else wording.day_text(day)


def _born(person: Person, language: LetterLanguage) -> str:
    """Return the day of birth, or the years between which it lies: no more than is known."""
    first, last = person.born_earliest, person.born_latest
    if first is None or last is None:
        return ""
    if first == last:
        return _day(first, language)
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _travel_document(child: Child) -> str:
    """Return the number of the child's newest travel document, if it is granted."""
    newest = child.clearances.filter(kind=ClearanceKind.TRAVEL_DOCUMENT).order_by("-pk").first()
    return newest.number if newest and newest.status == ClearanceStatus.GRANTED else ""


def letters_of(child: Child) -> list[Letter]:
    """Return the letters that were made, the newest first. One query."""
    return list(Letter.objects.filter(child=child).select_related("by"))
