"""Print the layers of the app as a page for the documentation."""

import ast
import tomllib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

_ABOVE = """# The layers

Drawn from the import contract in `pyproject.toml`, which `make check` holds: `python manage.py
draw_layers` prints this page, and a test holds the two together. A room may import from any room
below it, never from above, and none that stands beside it across a dot. What a room is for stands
in the first line of its package; which line of code belongs where, in `CONTRIBUTING.md`.

```mermaid
flowchart TD
"""


class Command(BaseCommand):
    help = "Print the layers and what else may not be imported (docs/architecture.md)."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        self.stdout.write(drawing(), ending="")


def drawing() -> str:
    """Return the page that draws the import contract, as Markdown with Mermaid."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(row["layers"] for row in contracts if row["type"] == "layers")
    floors = [[room.strip() for room in layer.split("|")] for layer in layers]
    nodes = [f"    {number}[{' · '.join(rooms)}]\n" for number, rooms in enumerate(floors)]
    arrows = [f"    {number} --> {number + 1}\n" for number in range(len(floors) - 1)]
    rooms = [f"| `{room}` | {_purpose(room)} |\n" for rooms in floors for room in rooms]
    others = [f"- {row['name']}\n" for row in contracts if row["type"] != "layers"]
    return "".join(
        [
            *(_ABOVE, *nodes, *arrows, "```\n\n"),
            *("| room | what is in it |\n|---|---|\n", *rooms),
            *("\nHeld by the same check:\n\n", *others),
        ]
    )


def _purpose(room: str) -> str:
    """Return the first line of a package's or module's docstring, which says what it holds."""
    cases = settings.BASE_DIR / "cases"
    package = cases / room / "__init__.py"
    source = package if package.exists() else cases / f"{room}.py"
    text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]
