"""How each package of the lock files is licensed: ``python -m repatriation.licences``.

Writes ``docs/licences.md`` from what the installed packages say of themselves.
"""

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
LIST = ROOT / "docs" / "licences.md"
_HEAD = """# Licences

How what the register is made of is licensed, as each package says of itself; made by `make pins`.
Nothing of it is changed; what serves pages is marked.

| package | licence | serves |
|---|---|---|
"""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_LINE = re.compile(r"^\| (?!package )(\S+) \| (.*) \| \S* ?\|$", re.MULTILINE)
UNKNOWN = "?"
#: Said in the repository of a package and not in the package.
_ELSEWHERE = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "pyrage": "MIT",
    "tzdata": "Apache-2.0",
}


def pinned(lock: str) -> set[str]:
    """Return the names of the packages in a lock file."""
    return set(_PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def written() -> dict[str, str]:
    """Return the licences in the list, by package."""
    return dict(_LINE.findall(LIST.read_text(encoding="utf-8"))) if LIST.exists() else {}


def licence_of(package: str) -> str:
    """Return the licence of an installed package; ``UNKNOWN`` where it is not installed."""
    try:
        facts = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return UNKNOWN
    if "License-Expression" in facts:
        return facts["License-Expression"]
    classes = [
        line.rpartition("::")[2].strip()
        for line in facts.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    short = facts["License"].strip().partition("\n")[0] if "License" in facts else ""
    return ", ".join(classes) or short[:60] or UNKNOWN


def lines() -> Iterator[str]:
    """Yield a line for each package; one that is not for this machine keeps its former line."""
    before, serves = written(), pinned(LOCKS[0])
    for package in sorted(set.union(*map(pinned, LOCKS))):
        licence = _ELSEWHERE.get(package) or licence_of(package)
        if licence == UNKNOWN:
            licence = before.get(package, UNKNOWN)
        yield f"| {package} | {licence.replace('|', '/')} | {'yes' if package in serves else ''} |"


if __name__ == "__main__":
    LIST.write_text(_HEAD + "\n".join(lines()) + "\n", encoding="utf-8")
