"""A document put into words for its page and for the lists of its child and its mother."""

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.models import Child, Consent, Document
from cases.pages.access import PAGES
from cases.pages.doors import address
from cases.queries.filed import Filed

Rows = list[dict[str, Any]]
#: Looks at a document that its page lists, newest first.
LOOKS = 20


def listed(rows: Iterable[Filed]) -> Rows:
    """Return documents as a list shows them; of a sensitive one its kind alone."""
    return [
        {
            "label": row.kind.label,
            "url": address("document", row.key),
            "status": _status(row),
            "tone": "idle" if row.is_withdrawn else "warn" if row.is_sensitive else "",
            "why": "" if row.is_sensitive else " · ".join(_said(row)),
        }
        for row in rows
    ]


def _status(row: Filed) -> str:
    if row.is_withdrawn:
        return _("Withdrawn from the file")
    return _("Sensitive") if row.is_sensitive else str(row.language.label)


def _said(row: Filed) -> Iterable[str]:
    if row.is_withdrawn:
        yield str(row.language.label)
    if row.is_translation:
        yield _("a translation")
    if row.is_mothers:
        yield _("a document of the mother")
    for kind in row.proves:
        yield _("clearance: %(what)s") % {"what": kind.label}
    for giver in row.form_of:
        yield _("consent: %(who)s") % {"who": giver.label}
    yield _("added on %(day)s by %(who)s") % {"day": wording.day_text(row.at), "who": row.by}


def facts(document: Document) -> Rows:
    """Return what is known of a document."""
    whose = document.whose
    rows: Rows = [
        {
            "label": _("Child") if isinstance(whose, Child) else _("Mother"),
            "value": whose.reference,
            "url": whose.get_absolute_url(),
        },
        {"label": _("Confidentiality"), "value": document.get_confidentiality_display()},
        {
            "label": _("Added"),
            "value": wording.moment_text(document.uploaded_at),
            "alt": str(document.uploaded_by),
        },
        {
            "label": _("File"),
            "value": document.get_content_type_display(),
            "alt": filesizeformat(document.size),
        },
        {"label": _("Name as it was sent"), "value": document.name},
        {"label": _("Used by"), "value": ", ".join(_resting(document)) or _("Nothing yet")},
    ]
    if document.withdrawn_at:
        rows.append(
            {
                "label": pgettext("document", "Withdrawn"),
                "value": document.get_withdrawn_reason_display(),
                "alt": f"{wording.moment_text(document.withdrawn_at)}, {document.withdrawn_by}",
            }
        )
    return rows


def _resting(document: Document) -> Iterable[str]:
    used = [
        *document.clearances.select_related("child"),
        *document.consents.select_related("child"),
    ]
    return (f"{row} ({row.child.reference})" for row in used)


def sheets(document: Document) -> Rows:
    """Return the document, and beside it its original or its translations."""
    rows = [_sheet(document, str(document))]
    if original := document.translation_of:
        rows.append(_sheet(original, _("Original: %(document)s") % {"document": original}))
    translations = document.translations.on_file().order_by("pk")
    return [
        *rows,
        *(_sheet(row, _("Translation: %(document)s") % {"document": row}) for row in translations),
    ]


def _sheet(document: Document, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "url": address("document", document.stored_as),
        "open_url": address("document-preview", document.stored_as),
        "file_url": address("document-file", document.stored_as),
        "is_shown": document.is_image and not document.is_sensitive,
        "is_sensitive": document.is_sensitive,
    }


def scanned_forms(child: Child) -> Rows:
    """Return the scanned forms of the consents that wait for a second person."""
    waiting = Consent.objects.waiting().filter(child=child, document__isnull=False)
    return [
        {
            "label": _("Scanned form: %(who)s") % {"who": consent.get_giver_role_display()},
            "value": str(consent.document),
            "url": consent.document.get_absolute_url(),
        }
        for consent in waiting.select_related("document")
    ]


def looks(document: Document) -> Rows:
    """Return who has opened the document or its page, newest first."""
    rows = document.accesses.select_related("by").order_by("-pk")[:LOOKS]
    return [
        {"by": row.by, "when": wording.moment_text(row.at), "page": PAGES.get(row.page, row.page)}
        for row in rows
    ]
