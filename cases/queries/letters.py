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
#: A dialect that the register has no catalogue of still has days and numbers.
_DAYS = {LetterLanguage.ARABIC: LetterLanguage.ENGLISH}


def letter_text(
    child: Child, kind: LetterKind, language: LetterLanguage, *, on: datetime.date
) -> tuple[str, bool]:
    """Return the text of a letter, and whether it is for sending: in the ministry's own words."""
    own = words().phrases.get(language, {}).get(SOURCES[kind], "")
    text = own or wording_of(kind, language)
    return filled(text, _facts(child, language, on)), bool(own)


def _facts(child: Child, language: LetterLanguage, on: datetime.date) -> dict[str, str]:
    person, script = child.person, _SCRIPTS[language]
    with override(_DAYS.get(language, language)):
        number = person.identifiers.filter(withdrawn_at=None).order_by("-pk").first()
        return {
            "child": _name(person, script),
            "mother": _name(child.mother.person, script),
            "born": _born(person),
            "reference": child.reference,
            "document": number.value if number else "",
            "place": said(child.held_at.name) if child.held_at else "",
            "date": wording.day_text(on),
            "ministry": said(words().ministry),
        }


def _born(person: Person) -> str:
    """Return the day of birth if it is known, and not only a year or a month."""
    day = person.born_earliest
    return wording.day_text(day) if day and day == person.born_latest else ""


def _name(person: Person, script: Script) -> str:
    """Return the name in a script; a name in another one is no name in a letter."""
    names = person.names.filter(script=script, withdrawn_at=None).order_by("-is_primary", "pk")
    name = names.first()
    return name.text if name else ""


def letters_of(child: Child) -> list[Letter]:
    """Return the letters that were made, the newest first. One query."""
    return list(Letter.objects.filter(child=child).select_related("by"))
