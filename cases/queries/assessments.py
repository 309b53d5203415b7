"""An assessment as its page and its form show it."""

from functools import cache

from django.db.models import IntegerField, prefetch_related_objects
from django.utils.translation import gettext as _

from cases.models import Assessment, Child, Finding
from cases.models.prepared import KEY, Parameter, Records
from cases.vocabulary import Decision

#: No child has more; the database reads no longer number.
_MOST = 1_000


def assessment_of(child: Child, n: int) -> Assessment | None:
    """Return the ``n``-th assessment of a child; None where there is none. One query."""
    records = _numbered().of(key=child.pk, n=n) if n <= _MOST else ()
    return records[0] if records else None


@cache
def _numbered() -> Records[Assessment]:
    n = Parameter("n", IntegerField())
    records = Assessment.objects.filter(child=KEY, n=n)
    return Records(
        records.select_related(
            *("child__person", "criteria_set__agreement", "supersedes"),
            *("assessed_by", "decided_by", "set_aside_by"),
        )
    )


def answered_sentence(assessment: Assessment) -> str:
    """Return that an assessment waits no more, and why; "" if it waits."""
    if assessment.decided is not None:
        return _("This assessment is already decided.")
    if assessment.set_aside_by_id is not None:
        return _("This assessment was already withdrawn by its author.")
    if assessment.set_aside_at is not None:
        return _("This assessment was set aside: the family moved to another agreement.")
    return ""


def returned_of(child: Child) -> Assessment | None:
    """Return the newest assessment if it is to be made anew: withdrawn, or sent back. One query."""
    newest = _newest().of(key=child.pk)
    if not newest or newest[0].set_aside_by_id is not None:
        return newest[0] if newest else None
    return newest[0] if newest[0].decided == Decision.NEEDS_INFORMATION else None


@cache
def _newest() -> Records[Assessment]:
    records = (
        Assessment.objects.filter(child=KEY)
        .select_related("decided_by", "set_aside_by")
        .order_by("-n")
    )
    return Records(records[:1])


def findings_of(record: Assessment) -> list[Finding]:
    """Return the answers of an assessment with what they answer, in its order. One query."""
    return _findings().of(key=record.pk)


@cache
def _findings() -> Records[Finding]:
    return Records(Finding.objects.filter(assessment=KEY).select_related("criterion"))


def undecided_of(mother: int) -> list[Assessment]:
    """Return the undecided assessments of a family with their answers. Two queries at most."""
    records = _undecided().of(key=mother)
    prefetch_related_objects(records, "findings")
    return records


@cache
def _undecided() -> Records[Assessment]:
    return Records(Assessment.objects.undecided().filter(child__mother=KEY).order_by("n"))
