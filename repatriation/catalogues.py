"""Compiles catalogues of messages without the gettext programs, and checks them."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import templatize

BASE = Path(__file__).resolve().parent.parent
#: Which of a function's first arguments are the message, and which its context.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"), (0, 1)),
}
_TEXT = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
#: A call that ``templatize`` makes of a tag.
CALL = re.compile(rf"\b(?:_|[np]*gettext)\({_TEXT}(?:, ?{_TEXT})*(?:, ?count)?\)")
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
    lines += [
        f"{language}: used nowhere: {message!r}" for context, message in sorted(keys - used.keys())
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
                yield from _extracted(path.read_text(encoding="utf-8"), path, base)
    for path in sorted((base / "templates").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for number, line in enumerate(text.splitlines(), start=1):
            for call in CALL.findall(line):  # the rest of a template is no Python, not even in form
                yield from _extracted(call, path, base, number)


def _extracted(
    text: str, path: Path, base: Path, number: int = 0
) -> Iterator[tuple[tuple[str, str], str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            context, message = (_constant(node, at) for at in KEYWORDS.get(name, (None, None)))
            if message:
                yield (context, message), f"{path.relative_to(base)}:{number or node.lineno}"


def _constant(call: ast.Call, at: int | None) -> str:
    """Return the text that is an argument of ``call``; empty where it is none."""
    if at is None or at >= len(call.args):
        return ""
    given = call.args[at]
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        compile_all()
        return 0
    lines = problems()
    print("\n".join(lines), file=sys.stderr, end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
