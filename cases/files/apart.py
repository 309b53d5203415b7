"""Reads a sent file in a process of its own, so that a hostile file cannot harm the register.

``python -m cases.files.apart KIND SECONDS MEMORY BYTES ANEW`` reads the file from standard input
and writes a line of JSON, then the file as it is kept. Any exit code but 0 is a refusal.
"""

import json
import resource
import sys

from cases.files.outcome import Outcome, Unfit

#: Not a file to be kept, but the first page of one that is kept, to be looked at.
FIRST_PAGE = "FIRST_PAGE"


def _read(kind: str, sent: bytes, most: int, anew: bool) -> Outcome:
    """Read a file with the one library that it needs: each takes its time to be loaded."""
    if kind == "PDF":
        from cases.files import pdfs

        return pdfs.examined(sent, anew=anew)
    if kind == FIRST_PAGE:
        from cases.files import first_pages

        return first_pages.first_page(sent)
    from cases.files import images

    if kind == "TIFF":
        return images.pages_of(sent)
    read = images.from_heic if kind == "HEIC" else images.made_anew
    return read(sent, most=most)


def answer(
    kind: str, sent: bytes, *, most: int, anew: bool = False
) -> tuple[dict[str, object], bytes]:
    """Return what is said of a file of ``kind``, and the file: a photo of ``most`` bytes."""
    try:
        outcome = _read(kind, sent, most, anew)
    except Unfit as refusal:
        return {"refused": refusal.code, "most": refusal.most, "parts": refusal.parts}, b""
    except MemoryError:
        return {"refused": "too_heavy"}, b""
    facts: dict[str, object] = {
        "content_type": outcome.content_type,
        "pages": outcome.pages,
        "smaller": outcome.smaller,
        "repaired": outcome.repaired,
        "taken_off": outcome.taken_off,
    }
    return facts, outcome.content


def main() -> None:
    """Read a file and write what came of it."""
    kind, (seconds, memory, most, anew) = sys.argv[1], map(int, sys.argv[2:6])
    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        resource.setrlimit(limit, (value, value))
    facts, content = answer(kind, sys.stdin.buffer.read(), most=most, anew=bool(anew))
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
