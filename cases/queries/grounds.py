"""What each request that waits for a second person rests on, in a word."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import (
    Assessment,
    Child,
    ClaimEvidence,
    Document,
    FollowUp,
    KinshipClaim,
    Movement,
    Passenger,
)
from cases.models.movement import SEATED
from cases.queries.asked_facts import on_record_for
from cases.queries.case_files import CaseFile, case_files
from cases.queries.waiting_rows import Ground
from cases.rules.papers import SHOWS
from cases.vocabulary import RestatedPart


def _number(rows: "QuerySet[Any]", of: str) -> Coalesce:
    """Return how many of ``rows`` there are, each of which names what it is ``of``."""
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def shown_on_file() -> Q:
    """Return the condition of a change that a document on file shows."""
    whose = Q(child=OuterRef("child")) | Q(mother=OuterRef("child__mother"))
    on_file = Document.objects.on_file().filter(whose)
    parts = (Q(Exists(on_file.filter(kind__in=SHOWS[part])), part=part) for part in RestatedPart)
    return next(parts) | next(parts)


def paper_ground(document: Document | None) -> tuple[Ground, ...]:
    """Return the document, or that there is none."""
    if document is None or document.withdrawn_at is not None:
        return (Ground(_("no document on file"), is_wanting=True),)
    return (Ground(document.get_kind_display(), document.get_absolute_url()),)


def with_follow_ups(rows: "QuerySet[Child]") -> "QuerySet[Child]":
    """Return the children with the number of their follow-ups, and of those that are done."""
    planned = FollowUp.objects.filter(child=OuterRef("pk"))
    return rows.annotate(
        planned=_number(planned, "child"),
        done=_number(planned.filter(done_on__isnull=False), "child"),
    )


def follow_ups_ground(child: Any) -> tuple[Ground, ...]:
    """Return "5 of 6 follow-ups done"; nothing where none was planned."""
    if not child.planned:
        return ()
    words = ngettext(
        "%(n)s of %(all)s follow-up done", "%(n)s of %(all)s follow-ups done", child.planned
    )
    counted = words % {"n": child.done, "all": child.planned}
    return (Ground(counted, is_wanting=child.done < child.planned),)


def with_evidence(rows: "QuerySet[KinshipClaim]") -> "QuerySet[KinshipClaim]":
    """Return the claims with the number of pieces of evidence of each."""
    evidence = ClaimEvidence.objects.filter(claim=OuterRef("pk"))
    return rows.annotate(pieces=_number(evidence, "claim"))


def evidence_ground(claim: Any) -> tuple[Ground, ...]:
    """Return how much evidence there is of a claim."""
    words = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", claim.pieces)
    counted = words % {"n": claim.pieces} if claim.pieces else _("no evidence yet")
    return (Ground(counted, is_wanting=not claim.pieces),)


def with_heads(rows: "QuerySet[Movement]") -> "QuerySet[Movement]":
    """Return the movements with how many children and escorts are on each."""
    aboard = Passenger.objects.filter(movement=OuterRef("pk"), status__in=SEATED)
    return rows.annotate(
        aboard=_number(aboard.filter(child__isnull=False), "movement"),
        led_by=_number(aboard.filter(escort__isnull=False), "movement"),
    )


def heads_ground(movement: Any) -> tuple[Ground, ...]:
    """Return the day of departure, the children and the escorts of a movement."""
    children = ngettext("%(n)s child", "%(n)s children", movement.aboard)
    escorts = ngettext("%(n)s escort", "%(n)s escorts", movement.led_by)
    led = escorts % {"n": movement.led_by} if movement.led_by else _("no escort")
    return (
        Ground(_("leaves on %(day)s") % {"day": wording.day_text(movement.departs_at)}),
        Ground(children % {"n": movement.aboard}),
        Ground(led, is_wanting=not movement.led_by),
    )


def differing(keys: Iterable[int], *, on: Any) -> dict[int, int]:
    """Return how many answers of each assessment the register contradicts. Five queries."""
    rows = Assessment.objects.filter(pk__in=list(keys)).prefetch_related("findings__criterion")
    records = list(rows.select_related("child__person", "child__agreement", "child__mother"))
    if not records:
        return {}
    files = case_files([record.child for record in records], on=on)
    return {record.pk: _against(record, files[record.child_id]) for record in records}


def _against(record: Assessment, file: CaseFile) -> int:
    findings = list(record.findings.all())
    facts = on_record_for(file, [finding.criterion for finding in findings])
    pairs = ((facts.get(each.criterion_id), each.answer) for each in findings)
    return sum(bool(fact and fact.against(answer)) for fact, answer in pairs)


def differing_ground(n: int) -> tuple[Ground, ...]:
    """Return how many answers differ from the register; nothing where none does."""
    words = ngettext(
        "%(n)s answer differs from the register", "%(n)s answers differ from the register", n
    )
    return (Ground(words % {"n": n}, is_wanting=True),) if n else ()
