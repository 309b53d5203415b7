"""The parts of a page with samples in them, for whoever changes the pages."""

from typing import Any

from django.utils.translation import gettext as _

from cases.forms.fees import PeriodForm
from cases.pages.charts import FunnelRow, Segment
from cases.pages.facts import Amount, Chip, Fact, TableCell, WayStep
from cases.rules.stages import ORDER, WAY_HOME
from cases.vocabulary import FeeStatus, FollowUpResult

TONES = ("ok", "warn", "bad", "info", "acc", "idle")
#: Words of the stylesheet that an element of text takes.
OF_TEXT = ("ref", "num", "muted", "small", "alt", "strong", "nw", "vh", "mt", "hint", "count")
#: Those that say where something is seen.
OF_PLACE = ("hide-s", "no-print", "only-print", "break")
#: Those of a button beside ``btn``.
OF_BUTTONS = ("", "primary", "quiet", "danger", "sm")
COLUMNS = (4, 5, 6, 7, 8, 12)


def samples() -> dict[str, Any]:
    """Return what each part needs to be shown; nobody in it is real."""
    here, day = "#", _("Today")
    states = ("done", "done", "current", "later")
    shares = ("q1", "q2", "q3", "q4", "q5")
    parts = [
        Segment(label=str(status.label), value=20, x=20 * at, w=20, tone=tone, url=here)
        for at, (tone, status) in enumerate(zip(shares, FeeStatus, strict=False))
    ]
    result = FollowUpResult.WELL.label
    return {
        "sentence": _("An extra follow-up, beyond those the agreement requires."),
        "word": result,
        "person": "TJ-IQ-0001-1",
        "day": day,
        "tones": TONES,
        "stages": ORDER,
        "of_text": OF_TEXT,
        "of_place": OF_PLACE,
        "of_buttons": OF_BUTTONS,
        "columns": COLUMNS,
        "facts": [
            Fact(label=_("Added"), value=day, alt="TJ-IQ-0001-1", url=here),
            Fact(label=_("Document on file"), value="", picture=""),
        ],
        "amounts": [Amount(label=_("Fees"), value="$400", url=here)],
        "segments": parts,
        "bars": [
            FunnelRow(label=day, value=20, share="20 %", w=20, tone="q1", url=here)
            for _each in parts[:3]
        ],
        "steps": [
            WayStep(label=stage.label, state=state)
            for stage, state in zip(WAY_HOME, states, strict=False)
        ],
        "chips": [Chip(label=result, url=here)],
        "entries": [
            {"title": result, "when": day, "by": "TJ", "text": "", "quiet": False},
            {"title": result, "when": day, "by": "TJ", "text": "", "undone": True},
        ],
        "heads": [_("Child"), _("Status")],
        "rows": [[TableCell("TJ-IQ-0001-1"), TableCell(result, tone="ok")]],
        "wrong": PeriodForm({"since": "?", "until": "?"}),
    }
