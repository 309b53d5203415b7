"""What an assessment has come to."""

from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Assessment


def decided_facts(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what was decided on an assessment, why and by whom; nothing while it waits."""
    if not assessment.decided or not assessment.decided_at:
        return []
    return [
        {"label": _("Decided"), "value": assessment.get_decided_display()},
        {
            "label": _("Reasons"),
            "value": assessment.reasons,
            "alt": f"{assessment.decided_by} · {wording.moment_text(assessment.decided_at)}",
        },
    ]
