"""Documents are filed with their file on disk, or withdrawn; nothing is deleted."""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.casework import journal
from cases.casework.cases import lock_child
from cases.casework.journal import CannotMove
from cases.casework.submissions import claim, done
from cases.files import store
from cases.files.papers import Paper
from cases.models import Child, Document, Mother, ReceiptScan, User
from cases.queries.access import Part, part_of
from cases.queries.disposals import disposed_family_sentence, is_disposed_family
from cases.vocabulary import (
    Act,
    Confidentiality,
    ContentType,
    DocumentKind,
    Language,
    VirusCheck,
    WithdrawnReason,
)

P = ParamSpec("P")
Done = TypeVar("Done")

#: How long a file without a row is left alone: its upload may still be under way.
LEFT_ALONE = datetime.timedelta(days=1)
WITHDRAWN = gettext_lazy("This document is already withdrawn.")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A paper, and the name to store it under."""

    paper: Paper
    stored_as: uuid.UUID = field(default_factory=uuid.uuid4, kw_only=True)

    def row(self) -> dict[str, Any]:
        """Return the columns that describe the file."""
        return {
            "name": self.paper.name,
            "content_type": self.paper.content_type,
            "size": len(self.paper.content),
            "sha256": self.paper.sha256,
            "sent_sha256": self.paper.sent_sha256,
            "stored_as": self.stored_as,
            "virus_check": self.paper.virus_check,
        }


@dataclass(frozen=True, slots=True)
class NewDocument(NewFile):
    """A paper and its description; ``again`` files it though the same file is on record.

    ``twin`` is the document of a sibling or the mother whose file it is, filed for one more.
    """

    kind: DocumentKind
    language: Language
    sensitive: bool = False
    translation_of: Document | None = None
    again: bool = False
    twin: Document | None = None


@contextmanager
def kept(new: NewFile | None) -> Iterator[None]:
    """Write the file of ``new`` to disk; it stays if the block commits its row."""
    if new is None:
        yield
        return
    with store.kept(new.stored_as, new.paper.content):
        yield


def keeps_file(act: Callable[P, Done]) -> Callable[P, Done]:
    """Write the ``new`` file of an act to disk before the act's transaction begins."""

    @wraps(act)
    def acted(*args: P.args, **facts: P.kwargs) -> Done:
        with kept(cast("NewFile | None", facts.get("new"))):
            return act(*args, **facts)

    return acted


@keeps_file
@transaction.atomic
def add(
    *,
    whose: Child | Mother,
    by: User,
    on: datetime.date,
    new: NewDocument,
    token: uuid.UUID | None = None,
) -> Document:
    """File a document of a child or a mother: file and row, or neither.

    Raises ``CannotMove`` for a file already on record, unless ``again``, and ``AlreadyTaken``.
    """
    submission = claim(token, by=by)
    document = put_on_file(_locked(whose), new, by=by, on=on)
    done(submission, document)
    return document


def put_on_file(
    whose: Child | Mother, new: NewDocument, *, by: User, on: datetime.date
) -> Document:
    """Create the row of a document whose file is on disk; ``whose`` is locked by the act.

    Raises ``CannotMove``.
    """
    twin = None if new.again else same_file(new.paper, whose, by=by)
    if twin and (new.twin is None or counts_for(twin, whose)):
        raise CannotMove(twin_sentence(twin))
    if new.twin and not (new.again or twin):
        raise CannotMove(_("The document is no longer on file. Choose a file."))
    document = Document.objects.create(
        child=whose if isinstance(whose, Child) else None,
        mother=whose if isinstance(whose, Mother) else None,
        kind=new.kind,
        language=new.language,
        confidentiality=Confidentiality.SENSITIVE if new.sensitive else Confidentiality.ORDINARY,
        translation_of=new.translation_of,
        uploaded_by=by,
        **new.row(),
    )
    _journal(document, Act.DOCUMENT, by=by, on=on)
    return document


@transaction.atomic
def withdraw(*, document: Document, by: User, on: datetime.date, reason: WithdrawnReason) -> None:
    """Mark a document as withdrawn; row and file stay. Raises ``CannotMove``."""
    _locked(document.whose)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.withdrawn_at:
        raise CannotMove(str(WITHDRAWN))
    document.withdrawn_by, document.withdrawn_at = by, timezone.now()
    document.withdrawn_reason = reason
    document.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _journal(document, Act.WITHDRAW_DOCUMENT, by=by, on=on)


def same_file(paper: Paper, whose: Child | Mother, *, by: User) -> Document | None:
    """Return a document of the family with the same bytes that ``by`` may open, if any.

    One that counts for ``whose`` already comes first.
    """
    twins = _of_family(whose, by, sent_sha256=paper.sent_sha256)
    return min(twins, key=lambda twin: not counts_for(twin, whose), default=None)


def to_use_again(key: str, whose: Child | Mother, *, by: User) -> tuple[Document, Paper] | None:
    """Return the document of the family under this address that ``by`` may open, and its file.

    None where there is none, or where its file cannot be opened.
    """
    try:
        stored_as = uuid.UUID(key)
    except ValueError:
        return None
    for twin in _of_family(whose, by, stored_as=stored_as):
        if content := content_of(twin):
            return twin, Paper(
                name=twin.name,
                content_type=ContentType(twin.content_type),
                content=content,
                sent_sha256=twin.sent_sha256,
                virus_check=VirusCheck(twin.virus_check),
            )
    return None


def counts_for(document: Document, whose: Child | Mother) -> bool:
    """Return whether a document stands on the page of ``whose``: their own, or the mother's."""
    if isinstance(whose, Child) and document.child_id:
        return document.child_id == whose.pk
    return document.mother_id == (whose.mother_id if isinstance(whose, Child) else whose.pk)


def twin_sentence(twin: Document) -> str:
    """Return the sentence that names the document with the same file."""
    sentence = _("The same file is already on file: %(document)s, added on %(day)s.") % {
        "document": twin,
        "day": wording.day_text(twin.uploaded_at),
    }
    if twin.mother_id is None:
        return sentence
    return f"{sentence} {_('As a document of the mother it counts for each of her children.')}"


def files_missing() -> list[Document | ReceiptScan]:
    """Return the documents and scans whose file is not in the store. Two queries."""
    there = store.names()
    documents = Document.objects.kept().select_related("child", "mother").order_by("pk")
    scans = ReceiptScan.objects.select_related("receipt").order_by("pk")
    files: list[Document | ReceiptScan] = [*documents, *scans]
    return [file for file in files if file.stored_as.hex not in there]


def files_without_document() -> dict[str, float]:
    """Return the files in the store without a row, each with its time of writing."""
    rows = Document.objects.kept().values_list("stored_as", flat=True)
    names = {name.hex for name in rows.union(ReceiptScan.objects.values_list("stored_as"))}
    return {name: at for name, at in store.names().items() if name not in names}


def sweep(*, at: datetime.datetime) -> list[str]:
    """Delete files left by broken uploads; return their names.

    A file younger than ``LEFT_ALONE`` stays: its row may not be committed yet.
    """
    before = (at - LEFT_ALONE).timestamp()
    old = [name for name, written in files_without_document().items() if written < before]
    for name in old:
        store.remove(name)
    return sorted(old)


def remove(names: Iterable[uuid.UUID]) -> None:
    """Delete the files of documents that were disposed of; the sweep finds what is left of them."""
    for name in names:
        store.remove(name.hex)


def content_of(document: Document | ReceiptScan) -> bytes | None:
    """Return the file of a document or a scan, None if it is kept apart, missing or altered."""
    return None if document.is_kept_apart else bytes_of(document)


def bytes_of(document: Document | ReceiptScan) -> bytes | None:
    """Return a file whether anybody may open it or not, None if it is missing or altered."""
    try:
        content = store.path_of(document.stored_as).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == document.sha256 else None


def _of_family(whose: Child | Mother, by: User, **key: object) -> list[Document]:
    mother = whose.mother_id if isinstance(whose, Child) else whose.pk
    family = Q(child__mother=mother) | Q(mother=mother)
    rows = Document.objects.on_file().filter(family, **key)
    return [
        row
        for row in rows.select_related("child__mother", "mother")
        if row.child is None or part_of(row.child, to=by) is Part.WHOLE
    ]


def _locked(whose: Child | Mother) -> Child | Mother:
    if isinstance(whose, Child):
        return lock_child(whose)
    mother = Mother.objects.select_for_update(no_key=True).get(pk=whose.pk)
    if is_disposed_family(mother):
        raise CannotMove(disposed_family_sentence())
    return mother


def _journal(document: Document, act: Act, *, by: User, on: datetime.date) -> None:
    """Journal the act for the child, or for all children of the mother."""
    detail = "sensitive" if document.is_sensitive else f"{document.kind}:{document.language}"
    whose = document.whose
    if isinstance(whose, Child):
        journal.record(whose, act=act, by=by, on=on, detail=detail)
        return
    for child in whose.children.order_by("pk"):
        journal.record(child, act=act, by=by, on=on, detail=f"mother:{detail}")
