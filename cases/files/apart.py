"""Reads a sent file in a process of its own, so that a hostile file cannot harm the register.

``python -m cases.files.apart KIND SECONDS MEMORY`` reads the file from standard input and writes
a line of JSON, then the file as it is kept. Any exit code but 0 is a refusal.
"""

import json
import resource
import sys

from cases.files.outcome import Outcome, Unfit


def _read(kind: str, sent: bytes) -> Outcome:
    """Read a file with the one library that it needs: each takes its time to be loaded."""
    if kind == "PDF":
        from cases.files import pdfs

        return pdfs.examined(sent)
    from cases.files import images

    read = {"HEIC": images.from_heic, "TIFF": images.pages_of}
    return read.get(kind, images.made_anew)(sent)


def answer(kind: str, sent: bytes) -> tuple[dict[str, object], bytes]:
    """Return what is said of a file of ``kind``, and the file as it is kept."""
    try:
        outcome = _read(kind, sent)
    except Unfit as refusal:
        return {"refused": refusal.code, "most": refusal.most}, b""
    except MemoryError:
        return {"refused": "too_heavy"}, b""
    facts: dict[str, object] = {
        "content_type": outcome.content_type,
        "pages": outcome.pages,
        "smaller": outcome.smaller,
        "repaired": outcome.repaired,
    }
    return facts, outcome.content


def main() -> None:
    """Read a file and write what came of it."""
    kind, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        resource.setrlimit(limit, (most, most))
    facts, content = answer(kind, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
