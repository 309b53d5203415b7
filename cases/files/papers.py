"""Uploaded files: checked, made harmless, or refused in one sentence."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.files import viruses
from cases.files.apart import FIRST_PAGE
from cases.files.outcome import Outcome
from cases.rules import files
from cases.rules.files import SentAs
from cases.vocabulary import ContentType, VirusCheck

#: What reading a file may cost: seconds of the processor, and bytes of memory.
SECONDS = 20
#: What drawing a first page may cost, of which several stand on a page.
FIRST_PAGE_SECONDS = 4
MEMORY = 1024**3
#: The reason of a refusal that ``take_in`` overcomes ``anew``.
CAN_BE_RID = "pdf_active"
_HOME = Path(__file__).parents[2]


class CannotTakePaper(Exception):
    """The file is refused; the message says why and what to do.

    ``code`` is that of the reason: ``CAN_BE_RID`` where the pages could be kept without the rest.
    ``infected`` is for the admin to know.
    """

    def __init__(
        self, sentence: str, code: str = "refused", infected: "Infected | None" = None
    ) -> None:
        super().__init__(sentence)
        self.code, self.infected = code, infected


@dataclass(frozen=True, slots=True)
class Infected:
    """A virus that was found in a file, and the hash of the file as it was sent."""

    virus: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it will be stored; ``sent_sha256`` is of the bytes that were sent.

    ``changes`` are sentences for the person who sent it: what was done to the file.
    """

    name: str
    content_type: ContentType
    content: bytes
    sent_sha256: str
    changes: tuple[str, ...] = ()
    virus_check: VirusCheck = VirusCheck.NONE

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def take_in(name: str, file: "File[bytes]", *, anew: bool = False) -> Paper:
    """Return the sent file as it will be stored. Raises ``CannotTakePaper``.

    Of a PDF in which something runs ``anew`` keeps the pages, printed anew without that.
    """
    try:
        return _taken(name, file, anew)
    except files.CannotTakeFile as refusal:
        params = refusal.params | {"parts": _listed(refusal.parts)}
        raise CannotTakePaper(_SENTENCES[refusal.code] % params, refusal.code) from refusal


def too_large(largest: int) -> str:
    """Return the sentence about a file of more than the ``largest`` number of bytes."""
    return str(_SENTENCES["too_large"]) % {"most": largest // 1024**2}


def _taken(name: str, file: "File[bytes]", anew: bool) -> Paper:
    name = files.clean_file_name(name)
    most = settings.PHOTO_MOST_BYTES if _is_photograph(file) else settings.DOCUMENT_MOST_BYTES
    if file.size > most:
        raise files.CannotTakeFile("too_large", most=most // 1024**2)
    sent = file.read()
    kind = files.look_at(name, sent)
    checked = viruses.checked(sent)
    if checked.outcome == VirusCheck.INFECTED:
        infected = Infected(checked.virus, hashlib.sha256(sent).hexdigest())
        raise CannotTakePaper(gettext("A virus was found in this file."), "infected", infected)
    outcome = _read_apart(kind, sent, anew)
    content_type = ContentType(outcome.content_type)
    return Paper(
        files.kept_name(name, content_type),
        content_type,
        outcome.content,
        hashlib.sha256(sent).hexdigest(),
        (*_changes(kind, outcome), *_waits(checked.outcome)),
        checked.outcome,
    )


def _waits(check: VirusCheck) -> Iterator[str]:
    if check == VirusCheck.WAITING:
        yield gettext(
            "The virus scanner does not answer. The file is kept, and can be opened once it has"
            " been checked."
        )


def _is_photograph(file: "File[bytes]") -> bool:
    start = file.read(16)
    file.seek(0)
    return files.is_photograph(start)


def _read_apart(kind: SentAs, sent: bytes, anew: bool) -> Outcome:
    """Return what came of a file in a process of its own. Raises ``CannotTakeFile``."""
    try:
        done = _apart(kind.name, sent, seconds=SECONDS, anew=anew)
    except subprocess.TimeoutExpired:
        raise files.CannotTakeFile("too_heavy") from None
    if done.returncode:  # a signal ends what takes too long
        damaged = _DAMAGED.get(kind, "damaged")
        raise files.CannotTakeFile("too_heavy" if done.returncode < 0 else damaged)
    line, _end, content = done.stdout.partition(b"\n")
    facts = json.loads(line)
    if code := facts.pop("refused", None):
        most, parts = _in_millions(facts.get("most", 0)), facts.get("parts", ())
        raise files.CannotTakeFile(code, most=most, parts=parts)
    return Outcome(content=content, **facts)


def first_page_of(content: bytes) -> bytes | None:
    """Return a small JPEG of the first page of a kept file, None where it is no scan."""
    try:
        done = _apart(FIRST_PAGE, content, seconds=FIRST_PAGE_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    line, _end, drawn = done.stdout.partition(b"\n")
    return None if done.returncode or "refused" in json.loads(line) else drawn


def _apart(
    kind: str, sent: bytes, *, seconds: int, anew: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    """Read a file in a process of its own. Raises ``subprocess.TimeoutExpired``."""
    program = [sys.executable, "-E", "-s", "-B", "-m", "cases.files.apart"]
    limits = (seconds, MEMORY, settings.DOCUMENT_MOST_BYTES, int(anew))
    return subprocess.run(  # noqa: S603 (our own program)
        [*program, kind, *map(str, limits)],
        input=sent,
        capture_output=True,
        timeout=2 * seconds,
        cwd=_HOME,
        env={"MALLOC_ARENA_MAX": "1"},
        check=False,
    )


def _in_millions(most: int) -> int:
    return most // 1_000_000 if most >= 1_000_000 else most


def _changes(kind: SentAs, outcome: Outcome) -> Iterator[str]:
    if kind.name != ContentType(outcome.content_type).name:
        yield _converted(kind, outcome)
    if outcome.smaller:
        yield gettext("The image was very large. It was made smaller.")
    if outcome.repaired:
        yield gettext("The PDF had small errors and was repaired. Check that it is whole.")
    if outcome.taken_off:
        yield gettext(
            "Removed from the PDF: %(parts)s. Its pages were kept as they look; a signature on the"
            " file no longer holds."
        ) % {"parts": _listed(outcome.taken_off)}


def _listed(parts: Iterable[str]) -> str:
    """Return what was found in a PDF, the worst first."""
    return ", ".join(str(words) for part, words in _PARTS.items() if part in parts)


def _converted(kind: SentAs, outcome: Outcome) -> str:
    if outcome.content_type != ContentType.PDF:
        return gettext("The %(kind)s image was converted to JPEG.") % {"kind": kind.name}
    return ngettext(
        "The %(kind)s file was converted to a PDF of %(count)s page.",
        "The %(kind)s file was converted to a PDF of %(count)s pages.",
        outcome.pages,
    ) % {"kind": kind.name, "count": outcome.pages}


_PARTS = {
    "script": _("a script"),
    "act": _("an act at opening, or one that leads outside the file"),
    "form": _("a form that changes or sends itself"),
    "file": _("another file"),
    "media": _("a sound or a film"),
    "hidden": _("a hidden part"),
}
_DAMAGED = {SentAs.PDF: "pdf_cut", SentAs.TIFF: "tiff_unread"}
_SENTENCES = {
    "path": _("The file name contains a path. Rename the file and choose it again."),
    "hidden_sign": _("The file name has a hidden character. Rename the file and choose it again."),
    "empty": _("The file is empty. Choose the file again, or another copy of it."),
    "too_large": _(
        "The file is larger than %(most)s MB. Scan or photograph it at a lower resolution."
    ),
    "program": _("This is a program. Programs cannot be added."),
    "markup": _("This is a web page or a drawing made of code. Save it as PDF."),
    "macros": _("The file contains macros. Save it as PDF."),
    "office": _("This Office file may contain macros or be locked. Save it as PDF."),
    "locked_archive": _(
        "This is an archive locked by a password. Send each document as a separate file."
    ),
    "archive": _("This is an archive. Send each document as a separate file."),
    "other_image": _("Images of this kind are not accepted. Save it as PNG."),
    "other_pages": _("Files of this kind are not accepted. Save it as PDF, which keeps all pages."),
    "unknown": _(
        "This is not a PDF, JPEG, PNG, TIFF or HEIC file. Scan the document, or save it as PDF."
    ),
    "ending": _(
        "This file is a %(kind)s, but its name says otherwise. Make the name end in .%(ending)s."
    ),
    "pdf_cut": _("The PDF is cut short or damaged. Choose a whole copy."),
    "pdf_locked": _(
        "The PDF is locked by a password, or against changes. Print it to PDF, and choose that."
    ),
    "pdf_active": _(
        "The PDF contains %(parts)s. Print it to PDF again, or have its pages alone kept."
    ),
    "pdf_not_rid": _(
        "The PDF contains %(parts)s, which cannot be removed here. Print it to PDF again."
    ),
    "damaged": _("The image is damaged or not whole. Choose another copy."),
    "tiff_unread": _(
        "The TIFF file cannot be read. Save it as PDF, which keeps all pages, or choose another"
        " copy."
    ),
    "too_many_pixels": _(
        "The image has more than %(most)s million pixels. Save it at a lower resolution."
    ),
    "too_many_pages": _("The file has more than %(most)s pages. Split it, or save it as PDF."),
    "too_heavy": _("Reading this file takes too long. Print it to PDF again, or split it."),
}
