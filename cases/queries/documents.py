"""One document: its translations, what rests on it, who opened it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import AccessRow, Child, Clearance, Consent, Document

#: Looks at a document that its page lists, newest first.
LOOKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document with its translations and with what rests on it."""

    document: Document
    translations: tuple[Document, ...]
    resting: tuple[Clearance | Consent, ...]


def document_page(document: Document) -> DocumentPage:
    """Return the page of a document. Three queries."""
    return DocumentPage(
        document=document,
        translations=tuple(document.translations.on_file().order_by("pk")),
        resting=(
            *document.clearances.select_related("child"),
            *document.consents.select_related("child"),
        ),
    )


def consents_to_verify(child: Child) -> "QuerySet[Consent]":
    """Return the consents that wait for a second person, with their forms. One query."""
    return Consent.objects.waiting().filter(child=child).select_related("document")


def newest_looks(document: Document) -> "QuerySet[AccessRow]":
    """Return the newest accesses to a document or its page. One query."""
    return document.accesses.select_related("by").order_by("-pk")[:LOOKS]
