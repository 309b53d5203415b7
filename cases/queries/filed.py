"""The documents on file as a list shows them: what they are, never what their file is called."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Clearance, Consent, Document, Mother
from cases.models.prepared import RowsOf
from cases.models.user import shown_name
from cases.vocabulary import ClearanceKind, Confidentiality, DocumentKind, GiverRole, Language


@dataclass(frozen=True, slots=True)
class Filed:
    """One document; ``proves`` and ``form_of`` are the clearances and consents that rest on it."""

    key: str
    kind: DocumentKind
    language: Language
    is_sensitive: bool
    is_mothers: bool
    is_translation: bool
    is_withdrawn: bool
    proves: tuple[ClearanceKind, ...]
    form_of: tuple[GiverRole, ...]
    at: datetime.datetime
    by: str


def filed(whose: Q) -> "QuerySet[Any, Any]":
    """Return the rows that ``read_filed`` reads: those on file first, then the newest first."""
    documents = Document.objects.filter(whose)
    return documents.order_by(F("withdrawn_at").desc(nulls_first=True), "-pk").values(
        facts=JSONObject(
            key="stored_as",
            kind="kind",
            language="language",
            sensitive=_is(confidentiality=Confidentiality.SENSITIVE),
            mothers=_is(mother__isnull=False),
            translation=_is(translation_of__isnull=False),
            withdrawn=_is(withdrawn_at__isnull=False),
            proves=_used_by(Clearance, "kind"),
            form_of=_used_by(Consent, "giver_role"),
            at="uploaded_at",
            by=shown_name("uploaded_by"),
        )
    )


def read_filed(row: Mapping[str, Any]) -> Filed:
    """Return a document of a list from one of the ``facts`` of ``filed``."""
    return Filed(
        row["key"],
        DocumentKind(row["kind"]),
        Language(row["language"]),
        row["sensitive"],
        row["mothers"],
        row["translation"],
        row["withdrawn"],
        tuple(map(ClearanceKind, row["proves"])),
        tuple(map(GiverRole, row["form_of"])),
        datetime.datetime.fromisoformat(row["at"]),
        row["by"],
    )


def filed_of(mother: Mother) -> tuple[Filed, ...]:
    """Return the mother's own documents; her children's are on their pages. One query."""
    return tuple(map(read_filed, filed(Q(mother=mother)).values_list("facts", flat=True)))


def _is(**condition: Any) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(Q(**condition), output_field=BooleanField())


def _used_by(model: type[Clearance] | type[Consent], column: str) -> RowsOf:
    """Return the words of ``column`` of the rows that rest on a document, each once."""
    rows = model._default_manager.filter(document=OuterRef("pk")).order_by(column)
    return RowsOf(rows.values(column).distinct())
