"""Asks clamd whether a file is infected, where one is configured.

Source: clamd(8), the command INSTREAM: pieces with their length before them, an empty one last.
"""

import re
import socket
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cases.vocabulary import VirusCheck

#: How long an answer may take altogether; a scanner that is slower counts as one that is down.
SECONDS = 10
_PIECE = 256 * 1024
_LONGEST_ANSWER = 4096
_FOUND = re.compile(rb"(?:stream|instream[^:]*): ([^\0]{1,200}) FOUND\0?\n?\Z", re.IGNORECASE)
_CLEAN = re.compile(rb"(?:stream|instream[^:]*): OK\0?\n?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the scanner says of a file; ``virus`` is what it calls the virus that it found."""

    outcome: VirusCheck
    virus: str = ""


def checked(content: bytes) -> Checked:
    """Return what the scanner says: that the file waits, where it says neither the one nor other.

    Without a scanner nothing is asked.
    """
    if not settings.CLAMD:
        return Checked(VirusCheck.NONE)
    try:
        answer = _ask(content)
    except OSError:
        return Checked(VirusCheck.WAITING)
    if match := _FOUND.match(answer):
        virus = match[1].decode("ascii", errors="replace")
        return Checked(VirusCheck.INFECTED, re.sub(r"[^\w.:/ -]", "?", virus))
    return Checked(VirusCheck.CLEAN if _CLEAN.match(answer) else VirusCheck.WAITING)


def _ask(content: bytes) -> bytes:
    """Return the answer of the scanner. Raises ``OSError``, also when it takes too long."""
    until = time.monotonic() + SECONDS
    with _connected() as scanner:
        _send(scanner, b"zINSTREAM\0", until)
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            _send(scanner, struct.pack(">I", len(piece)) + piece, until)
        _send(scanner, struct.pack(">I", 0), until)
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            scanner.settimeout(_left(until))
            if not (piece := scanner.recv(_LONGEST_ANSWER)):
                break
            answer += piece
    return answer


def _connected() -> socket.socket:
    host, colon, port = settings.CLAMD.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(SECONDS)
    try:
        scanner.connect(str(Path(settings.CLAMD)))
    except OSError:
        scanner.close()
        raise
    return scanner


def _send(scanner: socket.socket, piece: bytes, until: float) -> None:
    scanner.settimeout(_left(until))
    scanner.sendall(piece)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
