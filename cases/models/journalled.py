"""A change of the record of a case comes with an entry of its journal, in the same transaction
and of the person who makes the change. Source: decision 0175.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pgtrigger
from django.apps import apps

from cases.models.entries import ONE_EACH
from cases.models.guards import array, at_commit
from cases.rules.papers import NO_PAPER
from cases.vocabulary import Act, RestatedPart

_HERS = "ARRAY(SELECT id FROM cases_child WHERE mother_id = NEW.id)"
#: The SQL of the children whose record a row is part of, where it is not its ``child``.
_WHOSE = {
    "Child": "ARRAY[NEW.id]",
    "Mother": _HERS,
    "Person": "cases_children_of(NEW.id)",
    "PersonName": "cases_children_of(NEW.person_id)",
    "Identifier": "cases_children_of(NEW.person_id)",
    "Document": "ARRAY(SELECT id FROM cases_child "
    "WHERE id = NEW.child_id OR mother_id = NEW.mother_id)",
    "Finding": "ARRAY(SELECT child_id FROM cases_assessment WHERE id = NEW.assessment_id)",
    "ConsentVerification": "ARRAY(SELECT child_id FROM cases_consent WHERE id = NEW.consent_id)",
    "DuplicateAnswer": "cases_children_of(NEW.one_id) || cases_children_of(NEW.other_id)",
    "ClaimEvidence": "ARRAY(SELECT child_id FROM cases_kinshipclaim WHERE id = NEW.claim_id)",
    "Merge": "ARRAY[NEW.keeps_id, NEW.gives_up_id]",
    "AgreementChange": "ARRAY(SELECT id FROM cases_child WHERE mother_id = NEW.mother_id)",
    "MotherChange": "ARRAY(SELECT child_id FROM cases_movedchild WHERE change_id = NEW.id)",
}


class Told(NamedTuple):
    """The entries of which a change of these columns needs one; without columns, a new row does."""

    model: str
    acts: tuple[Act, ...]
    columns: tuple[str, ...] = ()
    #: What an entry "record changed" says was changed.
    edited: tuple[str, ...] = ()

    @property
    def is_one_each(self) -> bool:
        """Whether one entry tells of one such record, and of no second one."""
        return len(self.acts) == 1 and self.acts[0] in ONE_EACH


_EDITED = (Act.EDIT, Act.MERGE, Act.UNMERGE)
_WHO = ("identity", "mother-identity")
_CONFIRMED = tuple(
    f"{part.value}-confirmed{paper}" for part in RestatedPart for paper in ("", NO_PAPER)
)
_FATHER = ("father_name", "father_status", "father_evidence")
_ASKED = ("closing_reason", "closing_note", "closing_asked_by", "duplicate_of")
_COURT = ("proceedings", "sentence", "sentence_months", "sentenced_on")
_IDENTITY = ("sex", "born_earliest", "born_latest", "born_stated_on", "born_basis")
_NAMED = (Act.REGISTER, Act.EDIT, Act.CLAIM, Act.PLACE, Act.CONSENT, Act.MOTHER)
_WEIGHED = (Act.WRITE_INTERESTS, Act.APPROVE_INTERESTS, Act.RETURN)
_ASKING = (*(Act.ASK_CLOSE, Act.RETURN, Act.EDIT, Act.AGREEMENT, Act.MOTHER, Act.REOPEN, Act.UNDO),)
_SEAT = (
    *(Act.LOCK, Act.BOARD, Act.TAKE_OFF, Act.RELEASE, Act.LAPSE),
    *(Act.DEPART, Act.ARRIVE, Act.TURN_BACK, Act.UNDO),
)
_WEIGHING = (
    *("triggers", "panel", "held_on", "child_view", "not_heard", "recommendation", "reasons"),
    *("dissent", "asked_at", "approved_at"),
)
_STOPPED = (Act.HOLD, Act.RELEASE_HOLD, Act.UNDO, Act.CLOSE)
_REVIEWED = (Act.DEFER, Act.RECONSIDER, Act.DECIDE, Act.UNDO, Act.CLOSE)

TOLD = (
    Told("Child", _EDITED, _FATHER, ("father",)),
    Told("Child", (Act.MOTHER,), ("mother",)),
    Told("Child", (*_EDITED, Act.ARRIVE, Act.PLACE, Act.UNDO), ("held_at",), ("place",)),
    Told("Child", (Act.ASSIGN, Act.UNDO), ("caseworker",)),
    Told("Child", _REVIEWED, ("review_due_on",)),
    Told("Child", _STOPPED, ("hold_reason", "hold_until")),
    Told("Child", _ASKING, _ASKED, ("identity", "father")),
    Told("Mother", (Act.EDIT,), ("held_at",), ("mother-place",)),
    Told("Mother", (Act.EDIT,), _COURT, ("mother-legal",)),
    Told("Mother", (Act.ASSIGN,), ("team",)),
    Told("Mother", (Act.REGISTER, Act.MOTHER), ("children_given",)),
    Told("Person", _EDITED, (*_IDENTITY, "nationality"), _WHO),
    Told("Person", _EDITED, ("birthplace",), _WHO),
    Told("PersonName", _NAMED, edited=_WHO),
    Told("PersonName", _EDITED, ("text", "is_primary", "withdrawn_at"), _WHO),
    Told("Identifier", (Act.REGISTER, Act.EDIT), edited=_WHO),
    Told("Identifier", (Act.EDIT,), ("withdrawn_at",), _WHO),
    Told("DuplicateAnswer", (Act.ANSWER_DUPLICATE, Act.REGISTER)),
    Told("Merge", (Act.ASK_CLOSE,)),
    Told("Merge", (Act.MERGE,), ("approved_at",)),
    Told("Merge", (Act.ASK_UNMERGE, Act.RETURN, Act.UNMERGE), ("undo_asked_at",)),
    Told("Merge", (Act.UNMERGE,), ("undo_approved_at",)),
    Told("AgreementChange", (Act.ASK_AGREEMENT,)),
    Told("AgreementChange", (Act.DROP_AGREEMENT, Act.RETURN), ("dropped_at",)),
    Told("MotherChange", (Act.ASK_MOTHER,)),
    Told("MotherChange", (Act.DROP_MOTHER, Act.RETURN), ("dropped_at",)),
    Told("Clearance", (Act.CLEARANCE,)),
    Told("Note", (Act.NOTE,)),
    Told("Document", (Act.DOCUMENT,)),
    Told("Document", (Act.WITHDRAW_DOCUMENT,), ("withdrawn_at",)),
    Told("Assessment", (Act.ASSESS,)),
    Told(
        "Assessment",
        (Act.DECIDE, Act.DROP_ASSESSMENT, Act.AGREEMENT),
        ("decided", "reasons", "set_aside_at"),
    ),
    Told("Finding", (Act.ASSESS,)),
    Told("BestInterestsNote", (Act.WRITE_INTERESTS,)),
    Told("BestInterestsNote", _WEIGHED, _WEIGHING),
    Told("Consent", (Act.CONSENT,)),
    Told("ConsentVerification", (Act.VERIFY_CONSENT,)),
    Told("Hearing", (Act.HEARING,)),
    Told("Hearing", (Act.HEARING,), ("outcome", "outcome_on", "adjourned_to", "clearance")),
    Told("KinshipClaim", (Act.CLAIM,)),
    Told("KinshipClaim", (Act.CLAIM,), ("status", "reasons", "decided_on")),
    Told("ClaimEvidence", (Act.CLAIM,)),
    Told("Restatement", (Act.EDIT, Act.VERIFY), ("confirmed_at",), _CONFIRMED),
    Told("Passenger", (Act.PROPOSE,)),
    Told("Passenger", _SEAT, ("status",)),
    Told("Handover", (Act.HAND_OVER,)),
    Told("Handover", (Act.SCAN_HANDOVER,), ("document",)),
    Told("Placement", (Act.PLACE,)),
    Told("Placement", (Act.UNDO,), ("undone_with",)),
    Told("Placement", (Act.EDIT,), ("contact",), ("contact",)),
    Told("FollowUp", (Act.UNDO,), ("withdrawn_with",)),
    Told("FollowUp", (Act.PLACE, Act.PLAN_FOLLOW_UP)),
    Told("FollowUp", (Act.FOLLOW_UP,), ("done_on", "result", "note", "early_reason")),
)


def _guard(entry: Told) -> pgtrigger.Trigger:
    name = entry.model.lower()
    whose = _WHOSE.get(entry.model, "ARRAY[NEW.child_id]")
    guard = f"'{name}_in_journal'"
    edited = ",".join(entry.edited)
    body = f"PERFORM cases_refuse_untold({whose}, {array(entry.acts)}, '{{{edited}}}', {guard});"
    if entry.is_one_each:
        (act,) = entry.acts
        body = f"PERFORM cases_refuse_shared_entry({whose}, '{act.value}', {guard});"
    if entry.columns in (("held_at",), ("birthplace",)):
        # Of a place that was joined with another nobody says anything new.
        column = f"{entry.columns[0]}_id"
        moved = f"NEW.{column} IS DISTINCT FROM cases_joined_into(OLD.{column})"
        body = f"IF {moved} THEN {body} END IF;"
    return at_commit(
        f"told_of_{entry.columns[0]}" if entry.columns else "told_of_new",
        pgtrigger.Update if entry.columns else pgtrigger.Insert,
        body,
        condition=pgtrigger.AnyChange(*entry.columns) if entry.columns else None,
    )


def guards() -> Iterator[tuple[str, pgtrigger.Trigger]]:
    """Yield the name of each model that is part of a case, and a guard of it."""
    for entry in TOLD:
        yield entry.model, _guard(entry)


def guard_journalled() -> None:
    """Let no record of a case change without its entry in the journal."""
    for name, trigger in guards():
        pgtrigger.register(trigger)(apps.get_model("cases", name))
