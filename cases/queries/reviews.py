"""Everything that waits for a second person, oldest first."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter, methodcaller
from typing import Any, TypeVar

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.kept import said
from cases.models import (
    Agreement,
    AgreementChange,
    Assessment,
    BestInterestsNote,
    Child,
    ClaimEvidence,
    Clearance,
    Consent,
    CriteriaSet,
    Disposal,
    FactorReset,
    Fee,
    FeeSchedule,
    HeldRequest,
    KinshipClaim,
    MissedFee,
    Mother,
    Movement,
    NamedExport,
    PaymentBatch,
    Requirement,
    Restatement,
    Reversal,
    Sharing,
    SiblingException,
    TermChange,
    User,
)
from cases.models.prepared import DAY, KEY, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.case_files import NONE_IN_FORCE, track_sentence
from cases.queries.spellings import name_of
from cases.rules.names import with_family
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

Row = TypeVar("Row", bound=Model)
#: Lines of one kind that a page shows.
MOST = 25


class Kind(StrEnum):
    """What a second person decides on."""

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
    MISSED_FEE = "missed_fee"
    SCHEDULE = "schedule"
    TERMS = "terms"
    AGREEMENT = "agreement"
    RESTATED = "restated"
    FACTOR_RESET = "factor_reset"
    DISPOSAL = "disposal"
    NAMED_EXPORT = "named_export"
    HELD = "held"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One waiting item: its subject, who requested it, and since when.

    ``about`` are the arguments of its URL; a fee is labelled by the last, its child, anything
    else by the first. ``own`` is whether the user requested it; ``block`` is what must come
    first.
    """

    about: tuple[str | int, ...]
    detail: str
    asked_by: str
    since: datetime.date
    own: bool
    block: str = ""
    name: str = ""

    @property
    def open(self) -> bool:
        """Whether the user can decide it now."""
        return not self.own and not self.block


@dataclass(frozen=True, slots=True)
class Queue:
    """The oldest lines of one kind; ``more`` if there are others."""

    kind: Kind
    lines: tuple[WaitingLine, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRows:
    """The rows of one kind that wait for holders of ``permission``, and how to read them.

    ``about`` are attributes, dotted across relations; ``agreement`` is the path to the
    agreement of a row, "" for what is of none; ``asked_at`` defaults to the ``…_at``
    of ``asked_by``. ``own`` marks rows that the user took part in without requesting them.
    """

    permission: str
    rows: Callable[[User], QuerySet[Any]]
    asked_by: str = "asked_by"
    asked_at: str = ""
    about: tuple[str, ...]
    agreement: str = "agreement"
    detail: Callable[[Any], str] = lambda _row: ""
    own: Callable[[User], Q | Exists | Value] = lambda _user: Value(False)

    def lines(self, user: User, of: Agreement | None) -> Iterable[WaitingLine]:
        """Return the oldest lines for ``user``, one more than a page shows. One query."""
        if of and not self.agreement:
            return
        rows = _waiting(self, may_of(user), of is not None)
        for row in rows.of(key=of and of.pk, **read_by(user)):
            asked_by, asked_at = attrgetter(self.asked_by, self.at)(row)
            yield WaitingLine(
                about=tuple(attrgetter(name)(row) for name in self.about),
                detail=self.detail(row),
                asked_by=str(asked_by or _("On the server")),
                since=wording.as_day(asked_at) if asked_at else datetime.date.min,
                own=row.touched or asked_by == user,
                name=_name(row),
            )

    @property
    def at(self) -> str:
        return self.asked_at or self.asked_by.removesuffix("by") + "at"

    def oldest(self, user: User, *, of_one: bool) -> QuerySet[Any]:
        """Return the query of the oldest rows for ``user``, of one agreement, or of all.

        Rows of the user's own come last, so that they hide none that wait for a decision.
        """
        related = [name.rpartition(".")[0].replace(".", "__") for name in self.about]
        rows = self.rows(user).filter(**({self.agreement: KEY} if of_one else {}))
        rows = rows.select_related(self.asked_by, *filter(None, related))
        rows = rows.annotate(touched=self.own(user), **_names(self.child_path(user)))
        own = Case(When(Q(touched=True) | Q(**{self.asked_by: user}), then=1), default=0)
        oldest: QuerySet[Any] = rows.order_by(own, self.at, "pk")[: MOST + 1]
        return oldest

    def child_path(self, user: User) -> str | None:
        """Return the path to the child that ``about`` names, for who sees every name."""
        first = self.about[0]
        if not user.has_perm(_VERIFY) or self.permission not in _ON_CHILDREN:
            return None
        return {"child.reference": "child__", "reference": ""}.get(first)


@lru_cache(maxsize=256)
def _waiting(waiting: WaitingRows, may: May, of_one: bool) -> "Records[Any]":
    return Records(waiting.oldest(standing_for(may), of_one=of_one))


def waiting_for(
    user: User, *, on: datetime.date, agreement: Agreement | None = None
) -> tuple[Queue, ...]:
    """Return the queues of ``user`` that are not empty, of one agreement if it is given.

    One query for each kind.
    """
    verify = _to_verify(user, on, agreement) if user.has_perm(_VERIFY) else ()
    queues = [_queue(Kind.VERIFY, verify)]
    queues += [
        _queue(kind, waiting.lines(user, agreement))
        for kind, waiting in _KINDS.items()
        if user.has_perm(waiting.permission)
    ]
    return tuple(queue for queue in queues if queue.lines)


def _queue(kind: Kind, lines: Iterable[WaitingLine]) -> Queue:
    oldest = tuple(lines)
    return Queue(kind, oldest[:MOST], len(oldest) > MOST)


def _to_verify(user: User, on: datetime.date, of: Agreement | None) -> Iterable[WaitingLine]:
    """Return the children with all their papers, then the others; each oldest first."""
    records = _registered(may_of(user), of is not None)
    rows = records.of(on=on, key=of and of.pk, **read_by(user))
    for child in sorted(rows, key=lambda child: child.unmet is not None):
        yield WaitingLine(
            about=(child.reference,),
            detail="",
            asked_by=str(child.registered_by),
            since=child.stage_entered_on,
            own=child.registered_by == user,
            block=_block(child),
            name=_name(child),
        )


@lru_cache(maxsize=64)
def _registered(may: May, of_one: bool) -> "Records[Any]":
    """Return the query of the children to verify, of one agreement, or of all.

    The database function is slow, so it runs only for the rows that are shown; these are
    selected by a faster condition: a granted paper of each kind.
    """
    granted = Clearance.objects.filter(
        child=OuterRef(OuterRef("pk")), kind=OuterRef("clearance"), status=ClearanceStatus.GRANTED
    )
    lacking = Requirement.objects.filter(
        ~Exists(granted),
        agreement=OuterRef("agreement_id"),
        needed_for=NeededFor.VERIFY,
        during__contains=DAY,
    )
    unmet = Func(
        F("pk"),
        Value([NeededFor.VERIFY.value]),
        DAY,
        function="cases_unmet_requirement",
        output_field=CharField(),
    )
    registered = Child.objects.visible_to(standing_for(may)).filter(stage=Stage.REGISTERED)
    registered = registered.filter(agreement=KEY) if of_one else registered
    registered = registered.select_related("registered_by").annotate(
        lacks=Exists(lacking), unmet=unmet, **_names("")
    )
    in_force = Requirement.objects.filter(agreement=OuterRef("agreement_id"), during__contains=DAY)
    registered = registered.annotate(may_be_verified=Exists(in_force))
    own = Case(When(registered_by=standing_for(may), then=1), default=0)
    return Records(registered.order_by("lacks", own, "stage_entered_on", "pk")[: MOST + 1])


def _names(child: str | None) -> dict[str, Subquery]:
    if child is None:
        return {}
    return {
        "own_name": name_of(f"{child}person"),
        "mothers_name": name_of(f"{child}mother__person"),
    }


def _name(row: Any) -> str:
    """Return the name of the child of a row that was read with ``_names``."""
    own = getattr(row, "own_name", None)
    return with_family(own, row.mothers_name or "") if own else ""


def _block(child: Any) -> str:
    """Return what must come before a child is verified; empty where nothing does."""
    if not child.may_be_verified:
        return str(NONE_IN_FORCE)
    if child.unmet is None:
        return ""
    return track_sentence(Track(NeededFor.VERIFY, ClearanceKind(child.unmet), TrackState.MISSING))


def _restated(user: User) -> "QuerySet[Restatement]":
    """Return the unconfirmed changes that block a case, one row for each part of a record."""
    identity = Q(part=RestatedPart.IDENTITY, child__verified_by__isnull=False)
    death = Q(part=RestatedPart.FATHER, child__father_status=FatherStatus.DECEASED)
    rows = _of_visible(Restatement.objects.waiting().filter(identity | death), user)
    rows = rows.exclude(child__stage=Stage.CLOSED).exclude(death, child__father_evidence="")
    newest = rows.order_by("child_id", "part", "-pk").distinct("child_id", "part").values("pk")
    return Restatement.objects.filter(pk__in=newest)


def _interests(user: User) -> "QuerySet[BestInterestsNote]":
    """Return the notes to approve, without the long texts that only their pages show."""
    return _of_visible(BestInterestsNote.objects.waiting(), user).only(
        "n", "asked_at", "recommendation", "child__reference", "written_by"
    )


def _terms(change: Any) -> str:
    """Return the agreement, and how many changes of its terms wait with this one."""
    counted = ngettext("%(count)s change", "%(count)s changes", change.waiting)
    return f"{said(change.agreement.title)}: {counted % {'count': change.waiting}}"


def _of_visible(rows: "QuerySet[Row]", user: User) -> "QuerySet[Row]":
    if user.has_perm("cases.view_every_child"):
        return rows
    return rows.filter(child__in=Child.objects.visible_to(user))


_VERIFY = "cases.verify_child"
#: What is decided on one child.
_ON_CHILDREN = {
    *(_VERIFY, "cases.verify_consent", "cases.decide_assessment"),
    *("cases.decide_claim", "cases.approve_interests", "cases.approve_closing"),
    *("cases.approve_held", "cases.approve_share"),
}
#: What else waits, in the order of a child's way.
_KINDS = {
    Kind.CONSENT: WaitingRows(
        permission="cases.verify_consent",
        rows=lambda user: _of_visible(Consent.objects.waiting(), user),
        asked_by="recorded_by",
        asked_at="decided_on",
        agreement="child__agreement",
        about=("child.reference",),
        detail=methodcaller("get_giver_role_display"),
    ),
    Kind.RESTATED: WaitingRows(
        permission=_VERIFY,
        rows=_restated,
        asked_by="by",
        agreement="child__agreement",
        about=("child.reference", "part"),
        detail=methodcaller("get_part_display"),
    ),
    Kind.ASSESSMENT: WaitingRows(
        permission="cases.decide_assessment",
        rows=lambda user: _of_visible(Assessment.objects.undecided(), user),
        asked_by="assessed_by",
        agreement="child__agreement",
        about=("child.reference", "n"),
        detail=methodcaller("get_proposed_display"),
    ),
    Kind.CLAIM: WaitingRows(
        permission="cases.decide_claim",
        rows=lambda user: _of_visible(KinshipClaim.objects.open(), user),
        asked_by="recorded_by",
        agreement="child__agreement",
        about=("child.reference", "n"),
        detail=methodcaller("get_relation_display"),
        own=lambda user: Exists(
            ClaimEvidence.objects.filter(claim=OuterRef("pk"), recorded_by=user)
        ),
    ),
    Kind.INTERESTS: WaitingRows(
        permission="cases.approve_interests",
        rows=_interests,
        asked_by="written_by",
        asked_at="asked_at",
        agreement="child__agreement",
        about=("child.reference", "n"),
        detail=methodcaller("get_recommendation_display"),
    ),
    Kind.CLOSING: WaitingRows(
        permission="cases.approve_closing",
        rows=lambda user: (
            Child.objects.visible_to(user).open().filter(closing_asked_by__isnull=False)
        ),
        asked_by="closing_asked_by",
        about=("reference",),
        detail=methodcaller("get_closing_reason_display"),
    ),
    Kind.REOPENING: WaitingRows(
        permission="cases.approve_closing",
        rows=lambda user: Child.objects.visible_to(user).filter(
            stage=Stage.CLOSED,
            reopening_asked_by__isnull=False,
            reopening_approved_by__isnull=True,
        ),
        asked_by="reopening_asked_by",
        about=("reference",),
        detail=methodcaller("get_closed_reason_display"),
    ),
    Kind.AGREEMENT: WaitingRows(
        permission=_VERIFY,
        rows=lambda user: AgreementChange.objects.asked().filter(
            mother__in=Mother.objects.visible_to(user)
        ),
        agreement="moves_from",
        about=("mother.reference",),
        detail=attrgetter("moves_to.title"),
    ),
    Kind.CRITERIA: WaitingRows(
        permission="cases.approve_criteria",
        rows=lambda _user: CriteriaSet.objects.filter(
            status=CriteriaStatus.DRAFT, publish_asked_by__isnull=False
        ),
        asked_by="publish_asked_by",
        about=("agreement.slug", "number"),
        detail=lambda row: str(row.agreement),
    ),
    Kind.LOCK: WaitingRows(
        permission="cases.approve_lock",
        rows=lambda _user: Movement.objects.awaiting_lock(),
        asked_by="lock_asked_by",
        about=("reference",),
    ),
    Kind.EXCEPTION: WaitingRows(
        permission="cases.approve_lock",
        rows=lambda _user: SiblingException.objects.filter(
            approved_by__isnull=True,
            movement__status__in=(MovementStatus.PLANNING, MovementStatus.LOCKED),
        ),
        agreement="movement__agreement",
        about=("movement.reference", "child.reference"),
        detail=attrgetter("child.reference"),
    ),
    Kind.BATCH: WaitingRows(
        permission="cases.approve_payment",
        rows=lambda _user: PaymentBatch.objects.filter(status=BatchStatus.SUBMITTED),
        asked_by="submitted_by",
        about=("reference",),
        own=lambda user: Q(prepared_by=user),
    ),
    Kind.WAIVER: WaitingRows(
        permission="cases.approve_payment",
        rows=lambda _user: Fee.objects.filter(
            status=FeeStatus.DUE, waiver_asked_by__isnull=False, waiver_approved_by__isnull=True
        ),
        asked_by="waiver_asked_by",
        about=("agreement.slug", "child.reference"),
        detail=methodcaller("get_waiver_reason_display"),
    ),
    Kind.REVERSAL: WaitingRows(
        permission="cases.approve_payment",
        rows=lambda _user: Reversal.objects.asked(),
        agreement="fee__agreement",
        about=("fee.agreement.slug", "fee.child.reference"),
        detail=methodcaller("get_kind_display"),
    ),
    Kind.MISSED_FEE: WaitingRows(
        permission="cases.approve_missedfee",
        rows=lambda _user: MissedFee.objects.asked().select_related("schedule"),
        agreement="child__agreement",
        about=("child.reference",),
        detail=lambda row: wording.money_text(row.schedule.amount, row.schedule.currency),
    ),
    Kind.DISPOSAL: WaitingRows(
        permission="cases.approve_disposal",
        rows=lambda _user: Disposal.objects.asked(),
        agreement="child__agreement",
        about=("child.reference",),
        detail=methodcaller("get_records_display"),
    ),
    Kind.FACTOR_RESET: WaitingRows(
        permission="cases.approve_factorreset",
        rows=lambda _user: FactorReset.objects.asked(),
        agreement="",
        about=("whom.pk",),
        detail=lambda row: str(row.whom),
        own=lambda user: Q(whom=user),
    ),
    Kind.HELD: WaitingRows(
        permission="cases.approve_held",
        rows=lambda user: _of_visible(HeldRequest.objects.asked(), user),
        agreement="child__agreement",
        about=("child.reference", "pk"),
        detail=methodcaller("get_kind_display"),
    ),
    Kind.SHARE: WaitingRows(
        permission="cases.approve_share",
        rows=lambda user: _of_visible(Sharing.objects.asked(), user).select_related("country"),
        agreement="child__agreement",
        about=("child.reference", "pk"),
        detail=str,
    ),
    Kind.NAMED_EXPORT: WaitingRows(
        permission="cases.approve_namedexport",
        rows=lambda _user: NamedExport.objects.asked(),
        agreement="",
        about=("pk",),
        detail=str,
    ),
    Kind.SCHEDULE: WaitingRows(
        permission="cases.approve_feeschedule",
        rows=lambda _user: FeeSchedule.objects.proposed(),
        about=("agreement.slug",),
        detail=lambda schedule: wording.money_text(schedule.amount, schedule.currency),
    ),
    Kind.TERMS: WaitingRows(
        permission="cases.approve_termchange",
        rows=lambda _user: TermChange.objects.asked().first_of_each(),
        about=("agreement.slug",),
        detail=_terms,
        own=lambda user: Exists(
            TermChange.objects.asked().filter(agreement=OuterRef("agreement"), asked_by=user)
        ),
    ),
}
