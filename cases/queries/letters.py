"""What a letter says of a child, in its language, and in whose words."""

import datetime

from django.utils.translation import override

from cases import wording
from cases.kept import said
from cases.models import Child, Letter
from cases.models.person import Person
from cases.queries.kept_words import words
from cases.rules.letters import SOURCES, filled, wording_of
from cases.vocabulary import LetterKind, LetterLanguage, Script

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
    person, script = child.person, _SCRIPTS[language]
    with override(language):
        number = person.identifiers.filter(withdrawn_at=None).order_by("-pk").first()
        return {
            "child": _name(person, script),
            "mother": _name(child.mother.person, script),
            "born": _born(person, language),
            "reference": child.reference,
            "document": number.value if number else "",
            "place": said(child.held_at.name) if child.held_at else "",
            "date": _day(on, language),
            "ministry": said(words().ministry),
        }


def _day(day: datetime.date, language: LetterLanguage) -> str:
    """Return a day in words; in Arabic in figures, since its months have other names in Iraq."""
    return f"{day:%d.%m.%Y}" if language == LetterLanguage.ARABIC else wording.day_text(day)


def _born(person: Person, language: LetterLanguage) -> str:
    """Return the day of birth if it is known, and not only a year or a month."""
    day = person.born_earliest
    return _day(day, language) if day and day == person.born_latest else ""


def _name(person: Person, script: Script) -> str:
    """Return the name in a script; a name in another one is no name in a letter."""
    names = person.names.filter(script=script, withdrawn_at=None).order_by("-is_primary", "pk")
    name = names.first()
    return name.text if name else ""


def letters_of(child: Child) -> list[Letter]:
    """Return the letters that were made, the newest first. One query."""
    return list(Letter.objects.filter(child=child).select_related("by"))
