"""Reads the words that admins keep in the database, when they have changed."""

from collections import defaultdict

from django.apps import apps
from django.db.models import CharField, Count, Model, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from cases.kept import KeptClearance, KeptWords, keep, kept_words
from cases.models import KindOfClearance, Ministry, Phrase, PlaceName


def moment() -> Concat:
    """Return the column that changes whenever one of these words does.

    A page has it from the query that reads who has signed in. It is the number of the newest
    row of each history and how many rows there are, since a lower number may be committed later.
    """
    return Concat(*(part for model in _KEPT for part in _at(model)))


def _at(model: type[Model]) -> tuple[Combinable, ...]:
    rows = apps.get_model("cases", f"{model.__name__}Event")._default_manager.order_by()
    newest = rows.order_by("-pgh_id").values("pgh_id")[:1]
    number = rows.values(all=Value(1)).annotate(number=Count("pgh_id")).values("number")
    columns = (Coalesce(Cast(Subquery(each), CharField()), Value("")) for each in (newest, number))
    return tuple(part for column in columns for part in (column, Value(" ")))


def refresh(at: str) -> None:
    """Read the words anew where they changed: ``at`` is what ``moment`` is now."""
    if at != kept_words().moment:
        keep(_read(at))


def words() -> KeptWords:
    """Return the words as they were read last; the first time they are read."""
    if not kept_words().clearances:
        keep(_read(""))
    return kept_words()


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
