"""An assessment as its page and its form show it."""

from functools import cache

from django.db.models import IntegerField, prefetch_related_objects

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
            "child__person", "criteria_set__agreement", "assessed_by", "decided_by", "supersedes"
        )
    )


def returned_of(child: Child) -> Assessment | None:
    """Return the newest assessment if more information was needed to decide it. One query."""
    newest = _newest().of(key=child.pk)
    return newest[0] if newest and newest[0].decided == Decision.NEEDS_INFORMATION else None


@cache
def _newest() -> Records[Assessment]:
    records = Assessment.objects.filter(child=KEY).select_related("decided_by").order_by("-n")
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
