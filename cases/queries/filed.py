"""The documents of a list, never with the names of their files."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from django.db.models import F, OuterRef, Q, QuerySet

from cases.models import Child, Clearance, Consent, Document, Mother
from cases.models.rows import JsonRows, fetch
from cases.models.user import shown_name
from cases.vocabulary import (
    ClearanceKind,
    Confidentiality,
    DocumentKind,
    GiverRole,
    Language,
    VirusCheck,
)


def _used_by(model: type[Clearance] | type[Consent], column: str) -> JsonRows:
    """Return the distinct values of ``column`` of the rows that rest on a document."""
    rows = model._default_manager.filter(document=OuterRef("pk")).order_by(column)
    return JsonRows(rows.values(column).distinct())


@dataclass(frozen=True, slots=True)
class Filed:
    """One document; ``proves`` and ``form_of`` are the clearances and consents that rest on it."""

    key: Annotated[str, "stored_as"]
    kind: DocumentKind
    language: Language
    is_sensitive: Annotated[bool, Q(confidentiality=Confidentiality.SENSITIVE)]
    is_mothers: Annotated[bool, Q(mother__isnull=False)]
    is_translation: Annotated[bool, Q(translation_of__isnull=False)]
    is_withdrawn: Annotated[bool, Q(withdrawn_at__isnull=False)]
    proves: Annotated[tuple[ClearanceKind, ...], _used_by(Clearance, "kind")]
    form_of: Annotated[tuple[GiverRole, ...], _used_by(Consent, "giver_role")]
    virus_check: VirusCheck
    at: Annotated[datetime.datetime, "uploaded_at"]
    by: Annotated[str, shown_name("uploaded_by")]
    of: Annotated[int | None, "child_id"]


def filed(whose: Q) -> QuerySet[Document]:
    """Return the documents of a list: those on file first, then the newest first."""
    documents = Document.objects.filter(whose)
    return documents.order_by(F("withdrawn_at").desc(nulls_first=True), "-pk")


def filed_of(mother: Mother, children: Collection[Child]) -> tuple[Filed, ...]:
    """Return the documents of a mother and of those of her ``children``. One query."""
    return fetch(Filed, filed(Q(mother=mother) | Q(child__in=children)))


def on_file_of(child: Child) -> tuple[Filed, ...]:
    """Return the documents of a child and of her mother that are not withdrawn. One query."""
    whose = Q(child=child) | Q(mother=child.mother_id)
    return fetch(Filed, filed(whose & Q(withdrawn_at=None)))
