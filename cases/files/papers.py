"""Uploaded files: checked, made harmless, or refused in one sentence."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from cases.files import reencode
from cases.rules import files
from cases.vocabulary import ContentType

_REENCODE = Path(__file__).with_name("reencode.py")


class CannotTakePaper(Exception):
    """The file is refused; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it will be stored; ``sent_sha256`` is of the bytes that were sent."""

    name: str
    content_type: ContentType
    content: bytes
    sent_sha256: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def take_in(name: str, file: "File[bytes]") -> Paper:
    """Return the sent file as it will be stored. Raises ``CannotTakePaper``."""
    try:
        return _taken(name, file)
    except files.CannotTakeFile as refusal:
        sentence = _SENTENCES[refusal.code] % refusal.params
        raise CannotTakePaper(sentence) from refusal


def _taken(name: str, file: "File[bytes]") -> Paper:
    name = files.clean_file_name(name)
    most = settings.DOCUMENT_MOST_BYTES
    if file.size > most:
        raise files.CannotTakeFile("too_large", most=most // 1024**2)
    sent = file.read()
    kind = files.look_at(name, sent)
    content = sent if kind is ContentType.PDF else _made_anew(sent)
    return Paper(name, kind, content, hashlib.sha256(sent).hexdigest())


def _made_anew(sent: bytes) -> bytes:
    """Return an image without metadata of its place and camera."""
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-I", str(_REENCODE)],
            input=sent,
            capture_output=True,
            timeout=reencode.SECONDS + 5,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise files.CannotTakeFile("damaged") from None
    if done.returncode == reencode.TOO_MANY_PIXELS:
        raise files.CannotTakeFile("too_many_pixels", most=reencode.MOST_PIXELS // 1_000_000)
    if done.returncode or not done.stdout:
        raise files.CannotTakeFile("damaged")
    return done.stdout


_SENTENCES = {
    "path": _("The file name contains a path. Rename the file and choose it again."),
    "hidden_sign": _("The file name has a hidden character. Rename the file and choose it again."),
    "empty": _("The file is empty. Choose the file again, or another copy of it."),
    "too_large": _("The file is larger than %(most)s MB. Scan it at a lower resolution."),
    "program": _("This is a program. Programs cannot be added."),
    "markup": _("This is a web page or a drawing made of code. Save it as PDF."),
    "macros": _("The file contains macros. Save it as PDF."),
    "office": _("This Office file may contain macros or be locked. Save it as PDF."),
    "locked_archive": _(
        "This is an archive locked by a password. Send each document as a separate file."
    ),
    "archive": _("This is an archive. Send each document as a separate file."),
    "other_image": _("Images of this kind are not accepted. Save it as JPEG or PNG."),
    "unknown": _("This is not a PDF, JPEG or PNG. Scan the document, or save it as PDF."),
    "ending": _(
        "This file is a %(kind)s, but its name says otherwise. Make the name end in .%(ending)s."
    ),
    "pdf_cut": _("The PDF is cut short or damaged. Choose a whole copy."),
    "pdf_locked": _("The PDF is locked by a password. Save it without one."),
    "pdf_active": _(
        "The PDF contains a script, another file or a hidden part. Print it to PDF again."
    ),
    "damaged": _("The image is damaged or not whole. Choose another copy."),
    "too_many_pixels": _(
        "The image has more than %(most)s million pixels. Scan it at a lower resolution."
    ),
}
