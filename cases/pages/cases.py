"""What the page of a step says of the case: what was asked, and what was done last."""

from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child
from cases.pages.journal import timeline
from cases.queries.journal import last_entry


def asked_closing(child: Child) -> list[dict[str, Any]]:
    """Return who asked to close the case, and why; nothing where nobody did."""
    if child.closing_asked_by is None or child.closing_asked_at is None:
        return []
    return [
        {"label": _("Reason for closing"), "value": child.get_closing_reason_display()},
        *(
            [{"label": _("Duplicate of"), "value": child.duplicate_of}]
            if child.duplicate_of
            else []
        ),
        {
            "label": _("Requested by"),
            "value": child.closing_asked_by,
            "alt": wording.moment_text(child.closing_asked_at),
        },
    ]


def asked_reopening(child: Child) -> list[dict[str, Any]]:
    """Return who asked to reopen the case; nothing where nobody did."""
    if child.reopening_asked_by is None or child.reopening_asked_at is None:
        return []
    return [
        {"label": _("Closed because"), "value": child.get_closed_reason_display()},
        {
            "label": _("Requested by"),
            "value": child.reopening_asked_by,
            "alt": wording.moment_text(child.reopening_asked_at),
        },
    ]


def last_step(child: Child) -> list[dict[str, Any]]:
    """Return what would be undone."""
    return [
        {"label": row["title"], "value": row["text"] or row["when"], "alt": str(row["by"])}
        for row in timeline([last_entry(child)])
    ]
