"""Reads the words that admins keep in the database, when they have changed."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Count, Max, Model, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import translation

from cases.kept import KeptClearance, KeptWords, keep, kept_words, said
from cases.models import (
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    Criterion,
    FeeSchedule,
    KindOfClearance,
    Ministry,
    Phrase,
    PlaceName,
)
from cases.rules.names import script_of
from cases.vocabulary import CriteriaStatus, PhraseLanguage, Script


def moment() -> Concat:
    """Return the column that changes whenever one of these words does.

    A page has it from the query that reads who has signed in. It is the number of the newest
    row of each history and how many rows there are, since a lower number may be committed later.
    """
    return Concat(*(part for model in _KEPT for part in (_at(model), Value(" "))))


def _at(model: type[Model]) -> Coalesce:
    rows = apps.get_model("cases", f"{model.__name__}Event")._default_manager.order_by()
    newest, number = (Cast(each("pgh_id"), CharField()) for each in (Max, Count))
    at = rows.values(all=Value(1)).annotate(at=Concat(newest, Value(" "), number)).values("at")
    return Coalesce(Subquery(at), Value(""))


def refresh(at: str) -> None:
    """Read the words anew where they changed: ``at`` is what ``moment`` is now."""
    if at != kept_words().moment:
        keep(_read(at))


def words() -> KeptWords:
    """Return the words as they were read last; the first time they are read."""
    if not kept_words().clearances:
        keep(_read(""))
    return kept_words()


_SCRIPTS = {
    PhraseLanguage.RUSSIAN.value: Script.CYRILLIC,
    PhraseLanguage.TAJIK.value: Script.CYRILLIC,
    PhraseLanguage.ARABIC.value: Script.ARABIC,
    PhraseLanguage.ENGLISH.value: Script.LATIN,
}
_KEPT = (Phrase, KindOfClearance, Ministry, PlaceName)


def _read(at: str) -> KeptWords:
    phrases: dict[str, dict[str, str]] = defaultdict(dict)
    places = PlaceName.objects.exclude(language="").order_by("-pk")
    for language, source, text in places.values_list("language", "place__name", "name"):
        phrases[language][source] = text
    for language, source, text in Phrase.objects.values_list("language", "source", "text"):
        phrases[language][source] = text
    kinds = KindOfClearance.objects.values_list("code", "name", "agreement_id")
    return KeptWords(
        moment=at,
        phrases=phrases,
        clearances={code: KeptClearance(name, agreement) for code, name, agreement in kinds},
        ministry=Ministry.objects.values_list("name", flat=True).first() or "",
    )


def is_of_agreement(kind: str, agreement_id: int) -> bool:
    """Return whether a kind of clearance is one of the agreement's, or of every agreement's."""
    of = Q(agreement=None) | Q(agreement=agreement_id)
    return KindOfClearance.objects.filter(of, code=kind).exists()


def untranslated(agreement: Agreement) -> list[tuple[str, str]]:
    """Return the texts of an agreement that a language lacks: its code, and the text. One query."""
    texts = [text for text in _texts_of(agreement) if any(sign.isalpha() for sign in text)]
    missing = []
    for language in PhraseLanguage.values:
        if language in dict(settings.LANGUAGES):
            with translation.override(language):
                missing += [(language, text) for text in texts if _is_foreign(text, language)]
    return missing


def _is_foreign(text: str, language: str) -> bool:
    """Return whether a text is not said in the language in use, nor written in its script."""
    return said(text) == text and script_of(text) != _SCRIPTS[language]


def _texts_of(agreement: Agreement) -> list[str]:
    """Return what admins wrote for an agreement and everybody reads, each text once."""
    of = {"agreement": agreement}
    published = {
        "criteria_set__agreement": agreement,
        "criteria_set__status": CriteriaStatus.PUBLISHED,
    }
    statements = AgreementStatement.objects.filter(**of, language="en")
    columns: list[tuple[QuerySet[Any], str]] = [
        (Agreement.objects.filter(pk=agreement.pk), "title"),
        (KindOfClearance.objects.filter(**of), "name"),
        (Criterion.objects.filter(**published), "text"),
        (ConsentRule.objects.filter(**of), "legal_source"),
        (statements, "heading"),
        (statements, "text"),
        (FeeSchedule.objects.filter(**of), "source"),
        (AgreementFigures.objects.filter(**of), "source"),
    ]
    first, *rest = (
        rows.order_by().values_list(Cast(name, TextField()), flat=True) for rows, name in columns
    )
    return sorted(first.union(*rest))
