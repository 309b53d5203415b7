"""The diagram of stages for the documentation."""

from cases.rules.stages import STEPS
from cases.vocabulary import Act, Stage

_ABOVE = """# The stages of a case

Drawn from `STEPS` in `cases/rules/stages.py`, which is the whole law: `python manage.py
draw_stages` prints this page, and a test holds the two together. Left out, so that it can be
read: every stage but `in_transit` can be closed, and a closed case is reopened where it was
closed.

```mermaid
stateDiagram-v2
"""


def drawing() -> str:
    """Return the page of the documentation that draws ``STEPS``, as Markdown with Mermaid."""
    arrows: dict[tuple[Stage | None, Stage], list[str]] = {}
    for step in STEPS:
        if step.act == Act.REOPEN or (step.act == Act.CLOSE and step.before != Stage.PLACED):
            continue
        arrows.setdefault((step.before, step.after), []).append(step.act.value)
    lines = [
        f"    {before or '[*]'} --> {after}: {', '.join(acts)}\n"
        for (before, after), acts in arrows.items()
    ]
    return "".join([_ABOVE, *lines, "```\n"])
