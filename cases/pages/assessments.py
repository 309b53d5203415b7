"""What an assessment has come to."""

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Assessment
from cases.pages.facts import Fact


def decided_facts(assessment: Assessment) -> list[Fact]:
    """Return what was decided on an assessment, why and by whom; nothing while it waits."""
    if not assessment.decided or not assessment.decided_at:
        return []
    when = f"{assessment.decided_by} · {wording.moment_text(assessment.decided_at)}"
    return [
        Fact(label=_("Decided"), value=assessment.get_decided_display()),
        Fact(label=_("Reasons"), value=assessment.reasons, alt=when),
    ]
