"""Best-interests notes."""

from cases.vocabulary import Role
from tests import factories
from tests.acts.example import ON, Example, example

_WEIGHING = {
    "triggers": ["consent"],
    "held_on": ON,
    "panel": "Sitora Karimova, caseworker\nDr Nazarov, physician",
    "child_view": "With my brother.",
    "recommendation": "return",
    "reasons": "The grandmother waits.",
}


@example("interests-new")
def _() -> Example:
    child = factories.child()
    return Example((child.reference,), _WEIGHING, child.interests_notes.all(), child=child)


@example("interests-note")
def _() -> Example:
    child = factories.child()
    note = factories.interests_note(child)
    typed = {"version": note.version, "word": "approve"}
    rows = child.interests_notes.filter(approved_by__isnull=False)
    return Example((child.reference, note.n), typed, rows, who=Role.REVIEWER, child=child)


@example("interests-revise")
def _() -> Example:
    child, author = factories.child(), factories.user(Role.CASEWORKER)
    note = factories.interests_note(child, by=author)
    typed = _WEIGHING | {"version": note.version, "reasons": "She waits no more."}
    rows = child.interests_notes.filter(reasons="She waits no more.")
    return Example((child.reference, note.n), typed, rows, by=author, child=child)
