"""The documents on file beside what a second person confirms."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from cases.models import Child, Clearance, Document
from cases.vocabulary import ClearanceKind, DocumentKind


def papers_of(child: Child, kinds: Collection[DocumentKind]) -> list[Document]:
    """Return the documents of these kinds on file for the child or the mother. One query."""
    return list(Document.objects.of_case(child).on_file().filter(kind__in=kinds))


def newest_clearances(child: Child) -> dict[ClearanceKind, Clearance]:
    """Return the newest clearance of each kind, with its document. One query."""
    rows = Clearance.objects.filter(child=child).select_related("document")
    newest = rows.order_by("kind", "-pk").distinct("kind")
    return {ClearanceKind(row.kind): row for row in newest}


def no_paper_refusal() -> str:
    """Return that a confirmation without a paper must say why."""
    return _("No document on file shows this. Enter why you confirm it all the same.")
