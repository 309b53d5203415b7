"""Each kind of what waits for a second person: which rows, who decides, what a line tells."""

from operator import attrgetter, methodcaller
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.kept import said
from cases.models import (
    AgreementChange,
    Assessment,
    BestInterestsNote,
    Child,
    ClaimEvidence,
    Consent,
    CriteriaSet,
    Disposal,
    Enquiry,
    FactorReset,
    Fee,
    FeeSchedule,
    FigureExplanation,
    HeldRequest,
    ImportedList,
    ImportedRow,
    KinshipClaim,
    Merge,
    MissedFee,
    Mother,
    MotherChange,
    Movement,
    NamedExport,
    OutsideTotals,
    PaymentBatch,
    Restatement,
    Reversal,
    Sharing,
    SiblingException,
    Telling,
    TermChange,
    User,
)
from cases.queries.grounds import (
    evidence_ground,
    follow_ups_ground,
    heads_ground,
    paper_ground,
    shown_on_file,
    with_evidence,
    with_follow_ups,
    with_heads,
)
from cases.queries.waiting_rows import VERIFY, Kind, WaitingRows
from cases.vocabulary import (
    BatchStatus,
    CriteriaStatus,
    FatherStatus,
    FeeStatus,
    MovementStatus,
    RestatedPart,
    Stage,
)

Row = TypeVar("Row", bound=Model)


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


def _list(listed: Any) -> str:
    """Return the number of a list, its day, and how many rows it has."""
    counted = ngettext("%(count)s row", "%(count)s rows", listed.rows) % {"count": listed.rows}
    return f"{listed}: {wording.day_text(listed.as_of)}, {counted}"


def _merges(rows: "QuerySet[Merge]", user: User) -> "QuerySet[Merge]":
    """Return the merges of which ``user`` sees both cases."""
    seen = Child.objects.visible_to(user).order_by().values("pk")
    return rows.filter(keeps__in=seen, gives_up__in=seen).select_related("keeps", "gives_up")


def _of_visible(rows: "QuerySet[Row]", user: User) -> "QuerySet[Row]":
    if user.has_perm("cases.view_every_child"):
        return rows
    return rows.filter(child__in=Child.objects.visible_to(user))


#: What else waits, in the order of a child's way.
KINDS = {
    Kind.CONSENT: WaitingRows(
        permission="cases.verify_consent",
        rows=lambda user: _of_visible(Consent.objects.waiting_anywhere(), user),
        asked_by="recorded_by",
        asked_at="recorded_at",
        agreement="child__agreement",
        about=("child.reference",),
        detail=methodcaller("get_giver_role_display"),
        grounds=lambda row: paper_ground(row.document),
        beside=("document",),
        shown=Q(document__isnull=False),
    ),
    Kind.RESTATED: WaitingRows(
        permission=VERIFY,
        rows=_restated,
        asked_by="by",
        agreement="child__agreement",
        about=("child.reference", "part"),
        detail=methodcaller("get_part_display"),
        shown=shown_on_file(),
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
        rows=lambda user: with_evidence(_of_visible(KinshipClaim.objects.open(), user)),
        grounds=evidence_ground,
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
        grounds=follow_ups_ground,
        rows=lambda user: with_follow_ups(
            Child.objects.visible_to(user)
            .open()
            .filter(closing_asked_by__isnull=False)
            .exclude(Exists(Merge.objects.asked().filter(gives_up=OuterRef("pk"))))
            .exclude(
                Exists(
                    ImportedRow.objects.filter(
                        child=OuterRef("pk"),
                        is_new=True,
                        of_list__in=ImportedList.objects.undoing(),
                    )
                )
            )
        ),
        asked_by="closing_asked_by",
        team="mother__team",
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
        team="mother__team",
        about=("reference",),
        detail=methodcaller("get_closed_reason_display"),
    ),
    Kind.MERGE: WaitingRows(
        permission="cases.approve_closing",
        rows=lambda user: _merges(Merge.objects.asked(), user),
        agreement="keeps__agreement",
        team="keeps__mother__team",
        about=("pk",),
        detail=str,
    ),
    Kind.UNMERGE: WaitingRows(
        permission="cases.approve_closing",
        rows=lambda user: _merges(Merge.objects.undoing(), user),
        asked_by="undo_asked_by",
        agreement="keeps__agreement",
        team="keeps__mother__team",
        about=("pk",),
        detail=str,
    ),
    Kind.AGREEMENT: WaitingRows(
        permission=VERIFY,
        rows=lambda user: AgreementChange.objects.asked().filter(
            mother__in=Mother.objects.visible_to(user)
        ),
        agreement="moves_from",
        team="mother__team",
        about=("mother.reference",),
        detail=attrgetter("moves_to.title"),
    ),
    Kind.MOTHER: WaitingRows(
        permission=VERIFY,
        rows=lambda user: (
            MotherChange.objects.asked()
            .filter(moves_from__in=Mother.objects.visible_to(user))
            .select_related("moves_to", "document")
        ),
        agreement="moves_from__agreement",
        team="moves_from__team",
        about=("moves_from.reference",),
        detail=lambda row: row.moves_to.reference if row.moves_to else _("a new record"),
        grounds=lambda row: paper_ground(row.document),
    ),
    Kind.LIST: WaitingRows(
        permission=VERIFY,
        rows=lambda _user: ImportedList.objects.asked(),
        team="",
        about=("pk",),
        detail=_list,
    ),
    Kind.LIST_UNDO: WaitingRows(
        permission=VERIFY,
        rows=lambda _user: ImportedList.objects.undoing(),
        asked_by="undo_asked_by",
        team="",
        about=("pk",),
        detail=_list,
    ),
    Kind.CRITERIA: WaitingRows(
        permission="cases.approve_criteria",
        rows=lambda _user: CriteriaSet.objects.filter(
            status=CriteriaStatus.DRAFT, publish_asked_by__isnull=False
        ),
        asked_by="publish_asked_by",
        team="",
        about=("agreement.slug", "number"),
        detail=lambda row: str(row.agreement),
    ),
    Kind.LOCK: WaitingRows(
        permission="cases.approve_lock",
        rows=lambda _user: with_heads(Movement.objects.awaiting_lock()),
        grounds=heads_ground,
        asked_by="lock_asked_by",
        team="",
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
        team="",
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
        team="fee__child__mother__team",
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
        about=("reference",),
        beside=("child", "enquiry"),
        detail=methodcaller("get_records_display"),
    ),
    Kind.FACTOR_RESET: WaitingRows(
        permission="cases.approve_factorreset",
        rows=lambda _user: FactorReset.objects.asked(),
        agreement="",
        team="",
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
    Kind.TELLING: WaitingRows(
        permission="cases.approve_telling",
        rows=lambda user: Telling.objects.asked().filter(
            enquiry__in=Enquiry.objects.visible_to(user).order_by().values("pk")
        ),
        agreement="",
        team="enquiry__team",
        about=("enquiry.pk",),
        detail=lambda row: str(row.enquiry),
    ),
    Kind.NAMED_EXPORT: WaitingRows(
        permission="cases.approve_namedexport",
        rows=lambda _user: NamedExport.objects.asked(),
        agreement="",
        team="",
        about=("pk",),
        detail=str,
    ),
    Kind.SCHEDULE: WaitingRows(
        permission="cases.approve_feeschedule",
        rows=lambda _user: FeeSchedule.objects.proposed(),
        team="",
        about=("agreement.slug",),
        detail=lambda schedule: wording.money_text(schedule.amount, schedule.currency),
    ),
    Kind.FIGURE: WaitingRows(
        permission="cases.explain_figure",
        rows=lambda _user: FigureExplanation.objects.asked(),
        agreement="figure__agreement",
        team="",
        about=("figure.agreement.slug", "figure.pk"),
        detail=lambda row: str(row.figure),
    ),
    Kind.OUTSIDE: WaitingRows(
        permission="cases.propose_outsidetotals",
        rows=lambda _user: OutsideTotals.objects.asked(),
        team="",
        about=("agreement.slug",),
        detail=lambda row: wording.day_text(row.as_of),
    ),
    Kind.TERMS: WaitingRows(
        permission="cases.approve_termchange",
        rows=lambda _user: TermChange.objects.asked().first_of_each(),
        team="",
        about=("agreement.slug",),
        detail=_terms,
        own=lambda user: Exists(
            TermChange.objects.asked().filter(agreement=OuterRef("agreement"), asked_by=user)
        ),
    ),
}
