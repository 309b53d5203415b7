"""Whose office it is to sign: the permissions of which whoever signs a row holds one, by the column
that says who it was, and by the act that an entry of the journal tells of. Source: decision 0206.
"""

from django.db import models

from cases.vocabulary import Act

_WORKS, _MOVES, _REGISTERS = ("work_case",), ("move_case",), ("register_child",)
_PREPARES, _APPROVES = ("prepare_payment",), ("approve_payment",)
_PLANS, _LOCKS, _VERIFIES = ("plan_movement",), ("approve_lock",), ("verify_child",)
_PROPOSES, _EXPLAINS = ("propose_outsidetotals",), ("explain_figure",)
_EXPORTS, _LETS_OUT = ("export_identified",), ("approve_namedexport",)

#: Columns that anybody signs who is signed in, each with the reason.
ANYBODY = {
    "AccessRow.by": "whoever looks",
    "Draft.author": "one's own form",
    "EscortChange.by": "told by a trigger",
    "Journal.by": "by its act, below",
    "RefusedAttempt.by": "whoever was refused",
    "RoleGrant.by": "told by a trigger",
    "SavedView.owner": "one's own list",
    "SecondFactor.user": "one's own",
    "Submission.by": "one's own form",
    "VirusFind.sent_by": "whoever sent the file",
}


def _asked(model: str, asks: tuple[str, ...], answers: tuple[str, ...]) -> dict[str, tuple]:
    """Return the offices of a request, which who asks withdraws and who answers refuses."""
    return {
        f"{model}.asked_by": asks,
        f"{model}.approved_by": answers,
        f"{model}.dropped_by": asks + answers,
    }


#: Requests that only who asked withdraws; who answers refuses them.
WITHDRAWN_BY_WHO_ASKED = {"AgreementChange", "HeldRequest", "MotherChange", "Sharing", "Telling"}
#: The tasks of a case follow its facts, whoever has just changed one.
TOUCH_CASES = (
    *("work_case", "plan_movement", "prepare_payment", "approve_payment"),
    *("approve_feeschedule", "approve_missedfee", "change_place"),
)
#: The permissions of which whoever signs a column holds one.
OFFICES: dict[str, tuple[str, ...]] = {
    "Place.typed_by": (*_WORKS, *_REGISTERS),
    "Place.checked_by": ("change_place",),
    "PersonName.withdrawn_by": _REGISTERS,
    "Identifier.withdrawn_by": _REGISTERS,
    "Child.registered_by": _REGISTERS,
    "Child.verified_by": _VERIFIES,
    "Child.closing_asked_by": _MOVES,
    "Child.closing_approved_by": ("approve_closing",),
    "Child.reopening_asked_by": _MOVES,
    "Child.reopening_approved_by": ("approve_closing",),
    "Document.uploaded_by": _WORKS,
    "Document.withdrawn_by": _WORKS,
    "AccessKey.given_by": ("give_accesskey",),
    "AccessKey.ended_by": ("give_accesskey",),
    **_asked("TermChange", ("ask_termchange",), ("approve_termchange",)),
    **_asked("AgreementChange", _REGISTERS, _VERIFIES),
    **_asked("MotherChange", _REGISTERS, _VERIFIES),
    "CriteriaSet.publish_asked_by": ("change_criteriaset",),
    "CriteriaSet.publish_approved_by": ("approve_criteria",),
    "Assessment.assessed_by": ("assess_child",),
    "Assessment.decided_by": ("decide_assessment",),
    "Assessment.set_aside_by": ("assess_child",),
    "BankLayout.saved_by": _PREPARES,
    "ListLayout.saved_by": _REGISTERS,
    "FeeSchedule.asked_by": ("propose_feeschedule",),
    "FeeSchedule.approved_by": ("approve_feeschedule",),
    "FeeSchedule.returned_by": ("approve_feeschedule",),
    "Fee.waiver_asked_by": _PREPARES,
    "Fee.waiver_approved_by": _APPROVES,
    "PaymentBatch.prepared_by": _PREPARES,
    "PaymentBatch.submitted_by": _PREPARES,
    "PaymentBatch.approved_by": _APPROVES,
    "PaymentBatch.returned_by": _APPROVES,
    "BatchLine.added_by": _PREPARES,
    "BatchLine.released_by": _PREPARES,
    **_asked("Reversal", _PREPARES, _APPROVES),
    "Reversal.recorded_by": _PREPARES,
    "BankStatement.imported_by": _PREPARES,
    "BankMatch.matched_by": _PREPARES,
    "UndoneMatch.undone_by": _PREPARES,
    "Clearance.recorded_by": _WORKS,
    "Consent.recorded_by": _WORKS,
    "ConsentVerification.by": ("verify_consent",),
    "Briefing.by": ("write_briefing",),
    **_asked("Disposal", ("ask_disposal",), ("approve_disposal",)),
    "DrawnLook.answered_by": ("answer_look",),
    "DuplicateAnswer.by": _WORKS,
    "Enquiry.recorded_by": _WORKS,
    "Enquiry.decided_by": _WORKS,
    "EnquiryAnswer.by": _WORKS,
    **_asked("Telling", _WORKS, ("approve_telling",)),
    "Explanation.by": _PREPARES,
    **_asked("FigureExplanation", _EXPLAINS, _EXPLAINS),
    "FollowUp.done_by": _WORKS,
    "FollowUp.planned_by": _WORKS,
    "Handover.recorded_by": _MOVES,
    "Hearing.recorded_by": _WORKS,
    **_asked("HeldRequest", _WORKS, ("approve_held",)),
    "HeldFile.by": (*_WORKS, "approve_held"),
    **_asked("ImportedList", _REGISTERS, _VERIFIES),
    "ImportedList.begun_by": _REGISTERS,
    "ImportedList.applied_by": _REGISTERS,
    "ImportedList.undo_asked_by": _REGISTERS,
    "ImportedList.undone_by": _VERIFIES,
    **_asked("Merge", _MOVES, ("approve_closing",)),
    # Whoever corrects the record voids what was requested of it.
    "Merge.dropped_by": (*_MOVES, "approve_closing", *_REGISTERS, *_WORKS),
    "Merge.undo_asked_by": _MOVES,
    "Merge.undo_approved_by": ("approve_closing",),
    "BestInterestsNote.written_by": _WORKS,
    "BestInterestsNote.approved_by": ("approve_interests",),
    "KinshipClaim.recorded_by": _WORKS,
    "KinshipClaim.decided_by": _WORKS,
    "ClaimEvidence.recorded_by": _WORKS,
    "Letter.by": _WORKS,
    **_asked("MissedFee", ("ask_missedfee",), ("approve_missedfee",)),
    "Movement.planned_by": _PLANS,
    "Movement.changed_by": _PLANS,
    "Movement.lock_asked_by": _PLANS,
    "Movement.lock_approved_by": _LOCKS,
    "Movement.lock_returned_by": _LOCKS,
    **_asked("NamedExport", _EXPORTS, _LETS_OUT),
    "NamedExportFile.by": _EXPORTS,
    "Note.by": _WORKS,
    **_asked("OutsideTotals", _PROPOSES, _PROPOSES),
    "Placement.recorded_by": _MOVES,
    "Receipt.recorded_by": _PREPARES,
    "Receipt.withdrawn_by": _PREPARES,
    "ReceiptScan.uploaded_by": _PREPARES,
    "ReceiptScan.withdrawn_by": _PREPARES,
    "Restatement.by": (*_REGISTERS, "approve_closing"),
    "Restatement.confirmed_by": _VERIFIES,
    **_asked("FactorReset", ("ask_factorreset",), ("approve_factorreset",)),
    **_asked("Sharing", _WORKS, ("approve_share",)),
    "ShareFile.by": (*_WORKS, "approve_share"),
    "SiblingException.asked_by": _PLANS,
    "SiblingException.approved_by": _LOCKS,
    "Task.made_by": _WORKS,
    "Task.closed_by": TOUCH_CASES,
}
#: What follows from an act is entered by whoever did it: a fee from a decision, an arrival or a
#: move to another agreement; a lapse, and a seat given up, from a consent that was withdrawn.
_DUE = ("decide_assessment", "plan_movement", "verify_child", "approve_missedfee")
_LAPSES = (*_MOVES, *_WORKS)
#: The permissions of which whoever enters an act into the journal holds one.
OFFICE_OF_ACT: dict[Act, tuple[str, ...]] = {
    Act.REGISTER: _REGISTERS,
    Act.EDIT: (*_REGISTERS, *_VERIFIES, "change_place"),
    Act.ASSIGN: ("assign_child",),
    Act.NOTE: _WORKS,
    Act.CONSENT: _WORKS,
    Act.VERIFY_CONSENT: ("verify_consent",),
    Act.CLEARANCE: _WORKS,
    Act.VERIFY: _VERIFIES,
    Act.ASSESS: ("assess_child",),
    Act.DROP_ASSESSMENT: ("assess_child",),
    Act.DECIDE: ("decide_assessment",),
    Act.DEFER: _MOVES,
    Act.RECONSIDER: _MOVES,
    Act.CLEAR: _MOVES,
    Act.LAPSE: _LAPSES,
    Act.HOLD: _WORKS,
    Act.RELEASE_HOLD: _WORKS,
    Act.FEE_DUE: _DUE,
    Act.FEE_PAID: (*_PREPARES, *_APPROVES),
    Act.FEE_UNPAID: (*_PREPARES, *_APPROVES),
    Act.FEE_RECEIPTED: _PREPARES,
    Act.FEE_UNRECEIPTED: _PREPARES,
    Act.FEE_WAIVED: _APPROVES,
    Act.WAIVER_DROPPED: (*_PREPARES, *_APPROVES),
    Act.FEE_CLAIMED: _APPROVES,
    Act.FEE_REFUNDED: _PREPARES,
    Act.FEE_CREDITED: _APPROVES,
    Act.PROPOSE: _PLANS,
    Act.LOCK: _LOCKS,
    Act.BOARD: _PLANS,
    Act.TAKE_OFF: (*_PLANS, *_LAPSES),
    Act.RELEASE: (*_PLANS, *_LAPSES),
    Act.DEPART: _PLANS,
    Act.ARRIVE: _PLANS,
    Act.TURN_BACK: _PLANS,
    Act.HAND_OVER: _MOVES,
    Act.SCAN_HANDOVER: _MOVES,
    Act.PLACE: _MOVES,
    Act.ASK_CLOSE: _MOVES,
    Act.CLOSE: ("approve_closing",),
    Act.ASK_REOPEN: _MOVES,
    Act.REOPEN: ("approve_closing",),
    Act.RETURN: ("approve_closing", "approve_interests", *_VERIFIES),
    Act.UNDO: (*_MOVES, *_WORKS, *_VERIFIES, *_PLANS),
    Act.WRITE_INTERESTS: _WORKS,
    Act.APPROVE_INTERESTS: ("approve_interests",),
    Act.PLAN_FOLLOW_UP: _WORKS,
    Act.FOLLOW_UP: _WORKS,
    Act.ASK_AGREEMENT: _REGISTERS,
    Act.DROP_AGREEMENT: _REGISTERS,
    Act.AGREEMENT: _VERIFIES,
    Act.ASK_MOTHER: _REGISTERS,
    Act.DROP_MOTHER: _REGISTERS,
    Act.MOTHER: _VERIFIES,
    Act.MERGE: ("approve_closing",),
    Act.ASK_UNMERGE: _MOVES,
    Act.UNMERGE: ("approve_closing",),
    Act.ANSWER_DUPLICATE: _WORKS,
    Act.HEARING: _WORKS,
    Act.CLAIM: _WORKS,
    Act.DOCUMENT: _WORKS,
    Act.WITHDRAW_DOCUMENT: _WORKS,
}


def signed_by_office(model: type[models.Model], hand: str) -> str:
    """Return the SQL that refuses a signature in a column to who has no such office."""
    permissions = OFFICES.get(f"{model.__name__}.{hand}")
    if permissions is None:
        return ""
    guard = f"{model._meta.model_name}_by_office"
    if hand == "dropped_by" and model.__name__ in WITHDRAWN_BY_WHO_ASKED:
        answers = of_office(OFFICES[f"{model.__name__}.approved_by"], guard)
        asks = of_office(permissions, guard)
        return f"IF NEW.dropped_by_id = NEW.asked_by_id THEN {asks} ELSE {answers} END IF;"
    return of_office(permissions, guard)


def of_office(permissions: tuple[str, ...], guard: str) -> str:
    """Return the SQL that refuses whoever holds none of ``permissions``."""
    return f"PERFORM cases_refuse_other_office({_list(permissions)}, '{guard}');"


def offices_of_acts() -> str:
    """Return the branches of SQL that name the permissions for each act."""
    return "\n        ".join(
        f"WHEN '{act.value}' THEN {_list(names)}" for act, names in OFFICE_OF_ACT.items()
    )


def _list(names: tuple[str, ...]) -> str:
    return "'{" + ",".join(sorted(set(names))) + "}'::text[]"
