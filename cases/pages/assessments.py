"""What an assessment has come to."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Assessment, Finding
from cases.pages.facts import Fact
from cases.queries.asked_facts import OnRecord


def decided_facts(assessment: Assessment) -> list[Fact]:
    """Return what was decided on an assessment, why and by whom; nothing while it waits."""
    if not assessment.decided or not assessment.decided_at:
        return []
    when = f"{assessment.decided_by} · {wording.moment_text(assessment.decided_at)}"
    return [
        Fact(label=_("Decided"), value=assessment.get_decided_display()),
        Fact(label=_("Reasons"), value=assessment.reasons, alt=when),
    ]


def found_rows(
    findings: Iterable[Finding], facts: Mapping[int, OnRecord]
) -> list[tuple[Finding, str, str]]:
    """Return each finding, what is on record of its criterion, and how that contradicts it."""
    on_record = ((each, facts.get(each.criterion_id)) for each in findings)
    return [
        (each, fact.beside, fact.against(each.answer)) if fact else (each, "", "")
        for each, fact in on_record
    ]
