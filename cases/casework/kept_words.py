"""What every register begins with: the shipped kinds of clearance, and whose register it is."""

from collections.abc import Mapping

from django.utils import translation

from cases.casework.editing import save
from cases.models import Country, KindOfClearance, Ministry, Phrase
from cases.vocabulary import ShippedClearance

#: Until ``manage.py setup`` or an admin says whose register it is.
_HOME, SHIPPED_NAME = "TJ", "Ministry of Foreign Affairs · Republic of Tajikistan"
_IN_RUSSIAN = "Министерство иностранных дел · Республика Таджикистан"


def set_up_kept_words(using: str = "default") -> None:
    """Add what is not yet on record. Idempotent; needs the countries."""
    with translation.override("en"):
        kinds = [
            KindOfClearance(code=kind.value, name=str(kind.label), position=position)
            for position, kind in enumerate(ShippedClearance, start=1)
        ]
    KindOfClearance.objects.using(using).bulk_create(kinds, ignore_conflicts=True)
    if not Ministry.objects.using(using).exists():
        home = Country.objects.using(using).get(code=_HOME)
        Ministry.objects.using(using).create(pk=1, home=home, name=SHIPPED_NAME)
        say(SHIPPED_NAME, using=using, ru=_IN_RUSSIAN)


def reword(text: str, in_language: Mapping[str, str]) -> None:
    """Keep ``text`` as said in each language; an empty one takes it away."""
    for language, words in in_language.items():
        phrases = Phrase.objects.filter(source=text, language=language)
        phrase = phrases.first()
        if phrase is None and words:
            Phrase.objects.create(source=text, language=language, text=words)
        elif phrase is not None and not words:
            phrase.delete()
        elif phrase is not None and phrase.text != words:
            phrase.text = words
            save(phrase, "text")


def say(text: str, *, using: str = "default", **in_language: str) -> None:
    """Keep a text in other languages; one that is kept already stays."""
    for language, words in in_language.items():
        phrases = Phrase.objects.using(using)
        phrases.get_or_create(source=text, language=language, defaults={"text": words})
