"""Everything that waits for a second person, oldest first."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from cases import wording
from cases.casework.case_files import track_sentence
from cases.models import (
    Assessment,
    BestInterestsNote,
    Child,
    ClaimEvidence,
    Clearance,
    Consent,
    CriteriaSet,
    Fee,
    FeeSchedule,
    KinshipClaim,
    Movement,
    PaymentBatch,
    Requirement,
    Restatement,
    Reversal,
    SiblingException,
    User,
)
from cases.rules.tracks import Track
from cases.vocabulary import (
    BatchStatus,
    ClearanceKind,
    ClearanceStatus,
    CriteriaStatus,
    FatherStatus,
    FeeStatus,
    MovementStatus,
    NeededFor,
    RestatedPart,
    Stage,
    TrackState,
)

#: Lines of one kind that a page shows; the rest come when these are done.
MOST = 25


class Kind(StrEnum):
    """What a second person is asked for."""

    VERIFY = "verify"
    CONSENT = "consent"
    ASSESSMENT = "assessment"
    CLAIM = "claim"
    INTERESTS = "interests"
    CLOSING = "closing"
    REOPENING = "reopening"
    CRITERIA = "criteria"
    LOCK = "lock"
    EXCEPTION = "exception"
    BATCH = "batch"
    WAIVER = "waiver"
    REVERSAL = "reversal"
    SCHEDULE = "schedule"
    RESTATED = "restated"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: whom or what it is about, who asked, and since when.

    ``about`` are the words of its address; a fee is shown by its child, the last of them,
    everything else by the first. ``own`` tells that the reader asked; ``block`` says what must
    come first.
    """

    about: tuple[str | int, ...]
    detail: str
    asked_by: str
    since: datetime.date
    own: bool
    block: str = ""


class Asked(NamedTuple):
    """Who asked, and on which day or at which moment."""

    by: User | None
    on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Queue:
    """The oldest lines of one kind; ``more`` when there are others behind them."""

    kind: Kind
    lines: tuple[Line, ...]
    more: bool


def waiting_for(user: User, *, on: datetime.date) -> tuple[Queue, ...]:
    """Return what waits for the roles of ``user``, one queue a kind; empty ones are left out.

    One query for each kind, whatever waits.
    """
    queues = (
        _queue(kind, read(user, on))
        for kind, (permission, read) in _KINDS.items()
        if user.has_perm(f"cases.{permission}")
    )
    return tuple(queue for queue in queues if queue.lines)


def _queue(kind: Kind, lines: Iterable[Line]) -> Queue:
    found = tuple(lines)
    return Queue(kind, found[:MOST], len(found) > MOST)


def _to_verify(user: User, on: datetime.date) -> Iterable[Line]:
    """Return the children whose papers are all there, then the others; each oldest first.

    The database's own question is dear, so it is asked only of the rows that are shown;
    which rows these are, a cheaper one decides: is there a granted paper of each kind?
    """
    granted = Clearance.objects.filter(
        child=OuterRef(OuterRef("pk")), kind=OuterRef("clearance"), status=ClearanceStatus.GRANTED
    )
    lacking = Requirement.objects.filter(
        ~Exists(granted),
        agreement=OuterRef("agreement_id"),
        needed_for=NeededFor.VERIFY,
        during__contains=on,
    )
    unmet = Func(
        F("pk"),
        Value([NeededFor.VERIFY.value]),
        Value(on),
        function="cases_unmet_requirement",
        output_field=CharField(),
    )
    registered = Child.objects.visible_to(user).filter(stage=Stage.REGISTERED)
    registered = registered.select_related("registered_by").annotate(
        lacks=Exists(lacking), unmet=unmet
    )
    rows = registered.order_by("lacks", "stage_since", "pk")[: MOST + 1]
    for child in sorted(rows, key=lambda row: vars(row)["unmet"] is not None):
        kind = vars(child)["unmet"]
        yield _verify_line(child, user, lacking=ClearanceKind(kind) if kind else None)


def _verify_line(child: Child, user: User, lacking: ClearanceKind | None = None) -> Line:
    missing = Track(NeededFor.VERIFY, lacking, TrackState.MISSING) if lacking else None
    asked = Asked(child.registered_by, child.stage_since)
    return _line(user, asked, child.reference, block=track_sentence(missing) if missing else "")


def _consents(user: User, on: datetime.date) -> Iterable[Line]:
    rows = _of_visible(Consent.objects.waiting(), user).select_related("child", "recorded_by")
    for row in rows.order_by("decided_on", "pk")[: MOST + 1]:
        asked = Asked(row.recorded_by, row.decided_on)
        yield _line(user, asked, row.child.reference, detail=row.get_giver_role_display())


def _restated(user: User, on: datetime.date) -> Iterable[Line]:
    """Return what was stated anew and holds something up, one line for each part of a record."""
    identity = Q(part=RestatedPart.IDENTITY, child__verified_by__isnull=False)
    death = Q(part=RestatedPart.FATHER, child__father_status=FatherStatus.DECEASED)
    rows = _of_visible(Restatement.objects.waiting().filter(identity | death), user)
    rows = rows.exclude(child__stage=Stage.CLOSED).exclude(death, child__father_evidence="")
    newest = rows.order_by("child_id", "part", "-pk").distinct("child_id", "part").values("pk")
    shown = Restatement.objects.filter(pk__in=newest).select_related("child", "by")
    for row in shown.order_by("at", "pk")[: MOST + 1]:
        asked, about = Asked(row.by, wording.as_day(row.at)), (row.child.reference, row.part)
        yield _line(user, asked, *about, detail=row.get_part_display())


def _assessments(user: User, on: datetime.date) -> Iterable[Line]:
    rows = _of_visible(Assessment.objects.filter(decided__isnull=True), user)
    rows = rows.select_related("child", "assessed_by").order_by("assessed_at", "pk")
    for row in rows[: MOST + 1]:
        asked = Asked(row.assessed_by, row.assessed_at)
        yield _line(user, asked, row.child.reference, row.n, detail=row.get_proposed_display())


def _claims(user: User, on: datetime.date) -> Iterable[Line]:
    """Return the open claims; ``own`` also where the reader recorded evidence."""
    recorded = ClaimEvidence.objects.filter(claim=OuterRef("pk"), recorded_by=user)
    rows = _of_visible(KinshipClaim.objects.open(), user).annotate(touched=Exists(recorded))
    rows = rows.select_related("child", "recorded_by").order_by("recorded_at", "pk")
    for row in rows[: MOST + 1]:
        asked, told = Asked(row.recorded_by, row.recorded_at), row.get_relation_display()
        line = _line(user, asked, row.child.reference, row.n, detail=told)
        yield replace(line, own=line.own or vars(row)["touched"])


def _closings(user: User, on: datetime.date) -> Iterable[Line]:
    rows = Child.objects.visible_to(user).open().filter(closing_asked_by__isnull=False)
    rows = rows.select_related("closing_asked_by").order_by("closing_asked_at")
    for row in rows[: MOST + 1]:
        asked = Asked(row.closing_asked_by, row.closing_asked_at)
        yield _line(user, asked, row.reference, detail=row.get_closing_reason_display() or "")


def _reopenings(user: User, on: datetime.date) -> Iterable[Line]:
    rows = Child.objects.visible_to(user).filter(
        stage=Stage.CLOSED,
        reopening_asked_by__isnull=False,
        reopening_approved_by__isnull=True,
    )
    rows = rows.select_related("reopening_asked_by").order_by("reopening_asked_at")
    for row in rows[: MOST + 1]:
        asked = Asked(row.reopening_asked_by, row.reopening_asked_at)
        yield _line(user, asked, row.reference, detail=row.get_closed_reason_display() or "")


def _criteria(user: User, on: datetime.date) -> Iterable[Line]:
    rows = CriteriaSet.objects.filter(status=CriteriaStatus.DRAFT, publish_asked_by__isnull=False)
    rows = rows.select_related("agreement", "publish_asked_by").order_by("publish_asked_at")
    for row in rows[: MOST + 1]:
        asked, told = Asked(row.publish_asked_by, row.publish_asked_at), row.agreement.title
        yield _line(user, asked, row.agreement.slug, row.number, detail=told)


def _locks(user: User, on: datetime.date) -> Iterable[Line]:
    rows = Movement.objects.filter(status=MovementStatus.PLANNING, lock_asked_by__isnull=False)
    for row in rows.select_related("lock_asked_by").order_by("lock_asked_at")[: MOST + 1]:
        yield _line(user, Asked(row.lock_asked_by, row.lock_asked_at), row.reference)


def _exceptions(user: User, on: datetime.date) -> Iterable[Line]:
    rows = SiblingException.objects.filter(
        approved_by__isnull=True,
        movement__status__in=(MovementStatus.PLANNING, MovementStatus.LOCKED),
    )
    rows = rows.select_related("movement", "child", "asked_by").order_by("asked_at")
    for row in rows[: MOST + 1]:
        about = (row.movement.reference, row.child.reference)
        yield _line(user, Asked(row.asked_by, row.asked_at), *about, detail=row.child.reference)


def _interests(user: User, on: datetime.date) -> Iterable[Line]:
    rows = _of_visible(BestInterestsNote.objects.waiting(), user)
    rows = rows.select_related("child", "written_by").only(
        "n", "asked_at", "recommendation", "child__reference", "written_by"
    )
    for row in rows.order_by("asked_at", "pk")[: MOST + 1]:
        asked = Asked(row.written_by, row.asked_at)
        yield _line(
            user, asked, row.child.reference, row.n, detail=row.get_recommendation_display()
        )


def _batches(user: User, on: datetime.date) -> Iterable[Line]:
    rows = PaymentBatch.objects.filter(status=BatchStatus.SUBMITTED)
    rows = rows.select_related("submitted_by").order_by("submitted_at", "pk")
    for row in rows[: MOST + 1]:
        asked = Asked(row.submitted_by, row.submitted_at)
        line = _line(user, asked, row.reference)
        yield replace(line, own=line.own or row.prepared_by_id == user.pk)


def _waivers(user: User, on: datetime.date) -> Iterable[Line]:
    rows = Fee.objects.filter(
        status=FeeStatus.DUE, waiver_asked_by__isnull=False, waiver_approved_by__isnull=True
    )
    rows = rows.select_related("child", "agreement", "waiver_asked_by").order_by("waiver_asked_at")
    for row in rows[: MOST + 1]:
        asked = Asked(row.waiver_asked_by, row.waiver_asked_at)
        about = (row.agreement.slug, row.child.reference)
        yield _line(user, asked, *about, detail=row.get_waiver_reason_display())


def _reversals(user: User, on: datetime.date) -> Iterable[Line]:
    rows = Reversal.objects.asked().select_related("fee__child", "fee__agreement", "asked_by")
    for row in rows.order_by("asked_at")[: MOST + 1]:
        about = (row.fee.agreement.slug, row.fee.child.reference)
        asked = Asked(row.asked_by, row.asked_at)
        yield _line(user, asked, *about, detail=row.get_kind_display())


def _schedules(user: User, on: datetime.date) -> Iterable[Line]:
    rows = FeeSchedule.objects.proposed().select_related("agreement", "asked_by")
    for row in rows.order_by("asked_at", "pk")[: MOST + 1]:
        asked = Asked(row.asked_by, row.asked_at)
        told = wording.money_text(row.amount, row.currency)
        yield _line(user, asked, row.agreement.slug, detail=told)


def _line(user: User, asked: Asked, *about: str | int, detail: str = "", block: str = "") -> Line:
    return Line(
        about,
        detail,
        str(asked.by or _("On the server")),
        wording.as_day(asked.on) if asked.on else datetime.date.min,
        asked.by == user,
        block,
    )


def _of_visible(rows: "QuerySet[Any]", user: User) -> "QuerySet[Any]":
    if user.has_perm("cases.view_every_child"):
        return rows
    return rows.filter(child__in=Child.objects.visible_to(user))


_Read = Callable[[User, datetime.date], Iterable[Line]]
#: Who is asked, and how the lines are read; in the order of a child's way.
_KINDS: dict[Kind, tuple[str, _Read]] = {
    Kind.VERIFY: ("verify_child", _to_verify),
    Kind.CONSENT: ("verify_consent", _consents),
    Kind.RESTATED: ("verify_child", _restated),
    Kind.ASSESSMENT: ("decide_assessment", _assessments),
    Kind.CLAIM: ("decide_claim", _claims),
    Kind.INTERESTS: ("approve_interests", _interests),
    Kind.CLOSING: ("approve_closing", _closings),
    Kind.REOPENING: ("approve_closing", _reopenings),
    Kind.CRITERIA: ("approve_criteria", _criteria),
    Kind.LOCK: ("approve_lock", _locks),
    Kind.EXCEPTION: ("approve_lock", _exceptions),
    Kind.BATCH: ("approve_payment", _batches),
    Kind.WAIVER: ("approve_payment", _waivers),
    Kind.REVERSAL: ("approve_payment", _reversals),
    Kind.SCHEDULE: ("approve_feeschedule", _schedules),
}
