"""A document put into words for its page and for the lists of its child and its mother."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.models import Child, Document, ReceiptScan
from cases.pages.doors import address
from cases.pages.facts import Fact, StatusLine, Words
from cases.queries.documents import DocumentPage
from cases.queries.filed import Filed
from cases.vocabulary import VirusCheck

NOBODY: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A document as its page shows it, or its original, or a translation of it."""

    title: str
    url: str
    open_url: str
    file_url: str
    is_shown: bool
    is_sensitive: bool
    is_apart: bool


def listed(rows: Iterable[Filed], names: Mapping[int, str] = NOBODY) -> list[StatusLine]:
    """Return documents as a list shows them; of a sensitive one its kind alone.

    ``names`` says whose a document is, where a list holds those of several children.
    """
    return [
        StatusLine(
            label=_of(row.kind.label, names.get(row.of or 0)),
            url=address("document", row.key),
            status=_status(row),
            tone=_tone(row),
            why="" if row.is_sensitive else " · ".join(_origin(row)),
        )
        for row in rows
    ]


def beside_a_decision(rows: Iterable[Filed]) -> list[Fact]:
    """Return documents as they stand beside a decision, with their first pages.

    None of what is opened on request alone, or waits for the virus scanner. Source: decision 0262.
    """
    return [
        Fact(
            label=_status(row),
            value=row.kind.label,
            alt="" if row.is_sensitive else " · ".join(_origin(row)),
            url=address("document", row.key),
            picture="" if _is_covered(row) else address("document-first-page", row.key),
        )
        for row in rows
    ]


def _is_covered(row: Filed) -> bool:
    return row.is_sensitive or row.virus_check in (VirusCheck.WAITING, VirusCheck.INFECTED)


def _of(label: Words, name: str | None) -> Words:
    return f"{label}, {name}" if name else label


def _status(row: Filed) -> str:
    if row.is_withdrawn:
        return _("Withdrawn from the file")
    if row.virus_check in (VirusCheck.WAITING, VirusCheck.INFECTED):
        return str(row.virus_check.label)
    return _("Sensitive") if row.is_sensitive else str(row.language.label)


def _tone(row: Filed) -> str:
    if row.is_withdrawn:
        return "idle"
    if row.virus_check == VirusCheck.INFECTED:
        return "bad"
    return "warn" if row.is_sensitive or row.virus_check == VirusCheck.WAITING else ""


def _origin(row: Filed) -> Iterable[str]:
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


def apart_sentence(file: Document | ReceiptScan) -> str:
    """Return why nobody opens a file, "" if it can be opened."""
    if file.virus_check == VirusCheck.WAITING:
        return _(
            "This file has waited for the virus check since %(when)s. It can be opened once no"
            " virus is found in it."
        ) % {"when": wording.moment_text(file.uploaded_at)}
    if file.virus_check == VirusCheck.INFECTED:
        return _("A virus was found in this file. It cannot be opened. Add another copy.")
    return ""


def facts(page: DocumentPage) -> list[Fact]:
    """Return what is on record of a document."""
    document, whose = page.document, page.document.whose
    resting = (f"{row} ({row.child.reference})" for row in page.resting)
    rows = [
        Fact(
            label=_("Child") if isinstance(whose, Child) else _("Mother"),
            value=whose.reference,
            url=whose.get_absolute_url(),
        ),
        Fact(label=_("Confidentiality"), value=document.get_confidentiality_display()),
        Fact(
            label=_("Added"),
            value=wording.moment_text(document.uploaded_at),
            alt=str(document.uploaded_by),
        ),
        Fact(
            label=_("File"),
            value=document.get_content_type_display(),
            alt=filesizeformat(document.size),
        ),
        Fact(label=_("Name as it was sent"), value=document.name),
        Fact(label=_("Used by"), value=", ".join(resting) or _("Nothing yet")),
    ]
    if document.withdrawn_at:
        withdrawn = f"{wording.moment_text(document.withdrawn_at)}, {document.withdrawn_by}"
        reason = document.get_withdrawn_reason_display()
        rows.append(Fact(label=pgettext("document", "Withdrawn"), value=reason, alt=withdrawn))
    return rows


def sheets(page: DocumentPage) -> list[Sheet]:
    """Return the document, and beside it its original or its translations."""
    rows = [_sheet(page.document, str(page.document))]
    if original := page.document.translation_of:
        rows.append(_sheet(original, _("Original: %(document)s") % {"document": original}))
    title = _("Translation: %(document)s")
    return [*rows, *(_sheet(row, title % {"document": row}) for row in page.translations)]


def _sheet(document: Document, title: str) -> Sheet:
    return Sheet(
        title=title,
        url=address("document", document.stored_as),
        open_url=address("document-preview", document.stored_as),
        file_url=address("document-file", document.stored_as),
        is_shown=document.is_image and not document.is_sensitive and not document.is_kept_apart,
        is_apart=document.is_kept_apart,
        is_sensitive=document.is_sensitive,
    )
