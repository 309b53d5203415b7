"""The facts and the documents beside what a second person confirms."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Clearance, Consent, Document
from cases.pages import restatements
from cases.pages.facts import Fact
from cases.queries.case_files import CaseFile
from cases.queries.papers import newest_clearances, papers_of
from cases.rules.papers import SHOWS
from cases.vocabulary import ClearanceKind, NeededFor, RestatedPart


def on_file(documents: Iterable[Document]) -> list[Fact]:
    """Return each document on file, or that there is none."""
    label = _("Document on file")
    return [_paper(label, document) for document in documents] or [_none(label)]


def forms_of(consents: Iterable[Consent]) -> list[Fact]:
    """Return the form of each consent, or that there is none."""
    rows = []
    for consent in consents:
        label = _("Scanned form: %(who)s") % {"who": consent.get_giver_role_display()}
        document = consent.document
        rows.append(_paper(label, document) if document else _none(label))
    return rows


def of_identity(file: CaseFile) -> list[Fact]:
    """Return what is confirmed by verifying a child: the facts, the clearances, the documents."""
    child = file.child
    waiting = child.restatements.waiting().filter(part=RestatedPart.IDENTITY)
    changes = waiting.select_related("by").order_by("-pk")
    return [
        *restatements.restated(child, RestatedPart.IDENTITY, changes),
        *_nationality(child),
        *_clearances(file),
        *on_file(papers_of(child, SHOWS[RestatedPart.IDENTITY])),
    ]


def _nationality(child: Child) -> list[Fact]:
    """Return the nationality where one is on record beside its proof, which is a clearance."""
    country = child.person.nationality
    return [Fact(label=_("Nationality"), value=country)] if country else []


def _clearances(file: CaseFile) -> Iterator[Fact]:
    rows = newest_clearances(file.child)
    needed = {track.subject for track in file.clearances if track.needed_for == NeededFor.VERIFY}
    for kind, row in rows.items():
        if kind in needed:
            yield _clearance(row)


def _clearance(row: Clearance) -> Fact:
    words = [row.get_status_display(), row.number, row.issuer]
    if row.issued_on:
        words.append(_("issued on %(day)s") % {"day": wording.day_text(row.issued_on)})
    document = row.document if row.document and not row.document.withdrawn_at else None
    return Fact(
        label=ClearanceKind(row.kind).label,
        value=" · ".join(filter(None, words)),
        alt=document or _("No document on file"),
        url=document.get_absolute_url() if document else "",
    )


def _paper(label: str, document: Document) -> Fact:
    added = _("added on %(day)s") % {"day": wording.day_text(document.uploaded_at)}
    shown = not (document.is_sensitive or document.is_kept_apart)
    return Fact(
        label=label,
        value=document,
        alt=added,
        url=document.get_absolute_url(),
        picture=reverse("document-first-page", args=[document.stored_as]) if shown else "",
    )


def _none(label: str) -> Fact:
    return Fact(label=label, value=_("No document on file"))
