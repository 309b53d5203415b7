"""Compiles catalogues of messages without the gettext programs, and checks them."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation import templatize

BASE = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")


def compile_all(base: Path = BASE) -> list[Path]:
    """Write each .mo file that is missing or older than its .po file; return what was written."""
    written = []
    for source in sorted(base.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(".unfinished")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.rename(target)
        written.append(target)
    return written


def problems(base: Path = BASE) -> list[str]:
    """Return the problems of catalogues: one line for each message, with its place."""
    used = dict(messages_in_use(base))
    lines = []
    for path in sorted(base.glob("locale/*/LC_MESSAGES/django.po")):
        if "pseudo" not in path.parts:
            lines += _problems_of(path, used)
    return lines


def _problems_of(path: Path, used: dict[tuple[str, str], str]) -> list[str]:
    language = path.parent.parent.name
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    keys = {(entry.msgctxt or "", entry.msgid) for entry in entries}
    lines = [
        f"{language}: not in the catalogue ({place}): {message!r}"
        for (context, message), place in used.items()
        if (context, message) not in keys
    ]
    for entry in entries:
        if entry.fuzzy:
            lines.append(f"{language}: fuzzy: {entry.msgid!r}")
        elif not entry.translated():
            lines.append(f"{language}: not translated: {entry.msgid!r}")
        elif lost := _lost_placeholders(entry):
            lines.append(f"{language}: {', '.join(lost)} lost in {entry.msgid!r}")
    return lines


def _lost_placeholders(entry: polib.POEntry) -> list[str]:
    """Return the named values missing in a translation; "one child" may drop its count."""
    if entry.msgid_plural:
        wanted, forms = set(PLACEHOLDER.findall(entry.msgid_plural)), entry.msgstr_plural.values()
        wanted -= {"%(count)s", "%(count)d", "%d"}
    else:
        wanted, forms = set(PLACEHOLDER.findall(entry.msgid)), [entry.msgstr]
    return sorted({name for form in forms for name in wanted - set(PLACEHOLDER.findall(form))})


def messages_in_use(base: Path = BASE) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield ((context, message), place) for each message of the Python code and the templates."""
    for folder in ("cases", "repatriation"):
        for path in sorted((base / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _extracted(path.read_bytes(), path, base)
    for path in sorted((base / "templates").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for number, line in enumerate(text.splitlines(), start=1):
            if "gettext" in line:  # the rest of a template is no Python, not even in form
                yield from _extracted(line.strip().encode(), path, base, number)


def _extracted(
    text: bytes, path: Path, base: Path, number: int = 0
) -> Iterator[tuple[tuple[str, str], str]]:
    for line, message, _comments, context in extract("python", io.BytesIO(text), KEYWORDS):
        first = message[0] if isinstance(message, tuple) else message
        if first:
            yield (context or "", first), f"{path.relative_to(base)}:{number or line}"


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        compile_all()
        return 0
    lines = problems()
    print("\n".join(lines), file=sys.stderr, end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
