"""An entry of the journal comes with the record it tells of, written in the same transaction: the
mirror of ``cases/models/journalled.py``. Source: decision 0205.
"""

from typing import NamedTuple

from django.apps import apps

from cases.models.columns import hands, instants
from cases.rules.papers import NO_PAPER
from cases.rules.stages import ALWAYS_STEPS
from cases.vocabulary import Act

_HERS = "(SELECT mother_id FROM cases_child WHERE id = the_child)"
_SELF = "(SELECT person_id FROM cases_child WHERE id = the_child)"
_MOTHER = f"(SELECT person_id FROM cases_mother WHERE id = {_HERS})"
_PEOPLE = (
    "(SELECT l.person FROM ({LINKS_TO_PEOPLE}) AS l (person, child) WHERE l.child = the_child)"
)
#: The SQL of whether a row is on record for a child, where it does not name one.
_WHOSE = {
    "AgreementChange": f"r.mother_id = {_HERS}",
    "Child": "r.id = the_child",
    "ClaimEvidence": "r.claim_id IN (SELECT id FROM cases_kinshipclaim WHERE child_id = the_child)",
    "ConsentVerification": "r.consent_id IN "
    "(SELECT id FROM cases_consent WHERE child_id = the_child)",
    "Document": f"(r.child_id = the_child OR r.mother_id = {_HERS})",
    # An answer on two mothers is entered for a child of each.
    "DuplicateAnswer": f"({_SELF} IN (r.one_id, r.other_id) "
    f"OR {_MOTHER} IN (r.one_id, r.other_id))",
    "Identifier": f"r.person_id IN {_PEOPLE}",
    "Merge": "the_child IN (r.keeps_id, r.gives_up_id)",
    "Mother": f"r.id = {_HERS}",
    "MotherChange": "r.id IN (SELECT change_id FROM cases_movedchild WHERE child_id = the_child)",
    "Person": f"r.id IN {_PEOPLE}",
    "PersonName": f"r.person_id IN {_PEOPLE}",
    "UndoneRecord": "r.entry_id IN (SELECT id FROM cases_journal WHERE child_id = the_child)",
}


class NewRow(NamedTuple):
    """New rows of whoever made the entry; its instant is guarded, or history has it."""

    model: str

    def counted(self) -> str:
        """Return the SQL of how many there are."""
        model = apps.get_model("cases", self.model)
        source, where = f"{model._meta.db_table} r", _whose(self.model)
        if entered := instants(model):
            where += f" AND r.{entered[0]} >= now() AND cases_is_ours(r.xmin)"
        else:
            source += _history(self.model)
            where += f" AND {_WRITTEN_NOW} AND e.pgh_label = 'insert'"
        if hands_of := ", ".join(f"r.{hand}_id" for hand in hands(model)):
            where += f" AND (hand IS NULL OR hand IN ({hands_of}))"
        return f"(SELECT count(*) FROM {source} WHERE {where})"


class ChangedRow(NamedTuple):
    """Changes of rows, of these ``columns`` or of any but the version, to what ``then`` says."""

    model: str
    columns: tuple[str, ...] = ()
    then: str = ""

    def counted(self) -> str:
        """Return the SQL of how many there are."""
        table = apps.get_model("cases", self.model)._meta.db_table
        label = " AND e.pgh_label = 'update'" if self.columns else ""
        now, was = (
            f"ROW({', '.join(f'{row}.{each}' for each in self.columns)})"
            if self.columns
            else f"to_jsonb({row}) - ARRAY[{_OF_THE_VERSION}]"
            for row in "eb"
        )
        # A new row has none before it, from which it differs.
        where = (
            f"{_whose(self.model)} AND {_WRITTEN_NOW}{label} AND {now} "
            f"IS DISTINCT FROM (SELECT {was} FROM {table}event b "
            "WHERE b.pgh_obj_id = r.id AND b.pgh_id < e.pgh_id ORDER BY b.pgh_id DESC LIMIT 1)"
        )
        if self.then:
            where += f" AND e.{self.then}"
        return f"(SELECT count(*) FROM {table} r{_history(self.model)} WHERE {where})"


class ConfirmedRow(NamedTuple):
    """Rows that whoever made the entry confirmed; history does not keep them."""

    model: str

    def counted(self) -> str:
        """Return the SQL of how many there are; the server of the pages has its own clock."""
        table = apps.get_model("cases", self.model)._meta.db_table
        return (
            f"(SELECT count(*) FROM {table} r WHERE {_whose(self.model)} AND "
            "r.confirmed_by_id = hand AND r.confirmed_at >= now() - interval '10 minutes' "
            "AND cases_is_ours(r.xmin))"
        )


def _whose(model: str) -> str:
    return _WHOSE.get(model, "r.child_id = the_child")


def _history(model: str) -> str:
    return f" JOIN {apps.get_model('cases', model)._meta.db_table}event e ON e.pgh_obj_id = r.id"


#: That a version is of this very transaction.
_WRITTEN_NOW = "e.pgh_created_at >= now() AND cases_is_ours(e.xmin)"
#: What differs between any two versions of a row.
_OF_THE_VERSION = (
    "'version', 'pgh_id', 'pgh_created_at', 'pgh_label', 'pgh_context', 'pgh_context_id'"
)
_HOLD = ("hold_reason", "hold_until")
_ON_RECORD = ("Child", "Mother", "Person", "PersonName", "Identifier", "Hearing", "Placement")


def _fee(status: str) -> tuple[ChangedRow]:
    return (ChangedRow("Fee", ("status",), f"status {status}"),)


#: What must have been written for an entry of this act, by the one who made it: as many as entries.
RECORDS: dict[Act, tuple[NewRow | ChangedRow | ConfirmedRow, ...]] = {
    Act.EDIT: (*map(ChangedRow, _ON_RECORD), NewRow("Restatement"), ConfirmedRow("Restatement")),
    Act.ASSIGN: (ChangedRow("Child", ("caseworker_id",)), ChangedRow("Mother", ("team_id",))),
    Act.NOTE: (NewRow("Note"),),
    Act.CONSENT: (NewRow("Consent"),),
    Act.VERIFY_CONSENT: (NewRow("ConsentVerification"),),
    Act.CLEARANCE: (NewRow("Clearance"),),
    Act.ASSESS: (NewRow("Assessment"),),
    Act.DROP_ASSESSMENT: (
        ChangedRow("Assessment", ("set_aside_by_id",), "set_aside_by_id IS NOT NULL"),
    ),
    Act.HOLD: (ChangedRow("Child", _HOLD, "hold_reason IS NOT NULL"),),
    Act.RELEASE_HOLD: (ChangedRow("Child", _HOLD, "hold_reason IS NULL"),),
    Act.FEE_PAID: _fee("IN ('paid', 'receipted')"),
    Act.FEE_UNPAID: _fee("IN ('batched', 'refund_due')"),
    Act.FEE_RECEIPTED: _fee("= 'receipted'"),
    Act.FEE_UNRECEIPTED: _fee("= 'paid'"),
    Act.FEE_WAIVED: _fee("= 'waived'"),
    Act.WAIVER_DROPPED: (ChangedRow("Fee", ("waiver_asked_at",), "waiver_asked_at IS NULL"),),
    Act.FEE_CLAIMED: _fee("= 'refund_due'"),
    Act.FEE_REFUNDED: _fee("= 'refunded'"),
    Act.FEE_CREDITED: _fee("= 'credited'"),
    Act.PROPOSE: (NewRow("Passenger"),),
    Act.BOARD: (ChangedRow("Passenger", ("status",), "status = 'boarded'"),),
    Act.TAKE_OFF: (ChangedRow("Passenger", ("status",), "status IN ('no_show', 'taken_off')"),),
    Act.HAND_OVER: (NewRow("Handover"),),
    Act.SCAN_HANDOVER: (ChangedRow("Handover", ("document_id",), "document_id IS NOT NULL"),),
    Act.ASK_CLOSE: (ChangedRow("Child", ("closing_asked_at",), "closing_asked_at IS NOT NULL"),),
    Act.ASK_REOPEN: (
        ChangedRow("Child", ("reopening_asked_at",), "reopening_asked_at IS NOT NULL"),
    ),
    Act.RETURN: (
        ChangedRow("Child", ("closing_asked_at",), "closing_asked_at IS NULL"),
        ChangedRow("Child", ("reopening_asked_at",), "reopening_asked_at IS NULL"),
        ChangedRow("BestInterestsNote", ("asked_at",), "asked_at IS NULL"),
        ChangedRow("AgreementChange", ("dropped_at",), "dropped_at IS NOT NULL"),
        ChangedRow("MotherChange", ("dropped_at",), "dropped_at IS NOT NULL"),
        ChangedRow("Merge", ("undo_asked_at",), "undo_asked_at IS NULL"),
    ),
    Act.UNDO: (ChangedRow("Child"), NewRow("UndoneRecord")),
    Act.WRITE_INTERESTS: (
        NewRow("BestInterestsNote"),
        ChangedRow("BestInterestsNote", ("asked_at",), "asked_at IS NOT NULL"),
    ),
    Act.APPROVE_INTERESTS: (
        ChangedRow("BestInterestsNote", ("approved_at",), "approved_at IS NOT NULL"),
    ),
    Act.PLAN_FOLLOW_UP: (NewRow("FollowUp"),),
    Act.FOLLOW_UP: (ChangedRow("FollowUp", ("done_on",), "done_on IS NOT NULL"),),
    Act.ASK_AGREEMENT: (NewRow("AgreementChange"),),
    Act.DROP_AGREEMENT: (ChangedRow("AgreementChange", ("dropped_at",), "dropped_at IS NOT NULL"),),
    Act.AGREEMENT: (ChangedRow("AgreementChange", ("approved_at",), "approved_at IS NOT NULL"),),
    Act.ASK_MOTHER: (NewRow("MotherChange"),),
    Act.DROP_MOTHER: (ChangedRow("MotherChange", ("dropped_at",), "dropped_at IS NOT NULL"),),
    Act.MOTHER: (ChangedRow("Child", ("mother_id",)),),
    Act.ANSWER_DUPLICATE: (NewRow("DuplicateAnswer"),),
    Act.MERGE: (ChangedRow("Merge", ("approved_at",), "approved_at IS NOT NULL"),),
    Act.ASK_UNMERGE: (ChangedRow("Merge", ("undo_asked_at",), "undo_asked_at IS NOT NULL"),),
    Act.UNMERGE: (ChangedRow("Merge", ("undo_approved_at",), "undo_approved_at IS NOT NULL"),),
    Act.HEARING: (NewRow("Hearing"), ChangedRow("Hearing", ("outcome",))),
    Act.CLAIM: (
        NewRow("KinshipClaim"),
        ChangedRow("KinshipClaim", ("status",)),
        NewRow("ClaimEvidence"),
    ),
    Act.DOCUMENT: (NewRow("Document"),),
    Act.WITHDRAW_DOCUMENT: (ChangedRow("Document", ("withdrawn_at",), "withdrawn_at IS NOT NULL"),),
}
#: Acts whose records have a guard of their own: the step of a stage, a decision, a due fee.
OF_THEIR_OWN = ALWAYS_STEPS | {Act.DECIDE, Act.FEE_DUE}
#: Acts of which one entry tells of one record, and of no second one.
ONE_EACH = frozenset(
    {
        Act.NOTE,
        Act.CONSENT,
        Act.VERIFY_CONSENT,
        Act.CLEARANCE,
        Act.ASSESS,
        Act.DROP_ASSESSMENT,
        Act.PROPOSE,
        Act.HAND_OVER,
        Act.SCAN_HANDOVER,
        Act.FOLLOW_UP,
        Act.HEARING,
        Act.CLAIM,
        Act.DOCUMENT,
        Act.WITHDRAW_DOCUMENT,
    }
)


#: What an entry says in ``detail``, where that is a word of the record it tells of: the model, and
#: the SQL of the word, of a version (``e``) or, without history, of the row (``r``).
DETAILS: dict[Act, tuple[str, str]] = {
    Act.NOTE: ("Note", "''"),
    Act.RELEASE_HOLD: ("Child", "''"),
    Act.HOLD: ("Child", "e.hold_reason"),
    Act.ASSIGN: ("Child", "e.caseworker_id::text"),
    Act.ASK_CLOSE: ("Child", "e.closing_reason"),
    Act.CLEARANCE: ("Clearance", "e.kind || ':' || e.status"),
    Act.CONSENT: ("Consent", "r.purpose || ':' || r.giver_role || ':' || r.decision"),
    Act.VERIFY_CONSENT: (
        "ConsentVerification",
        (
            "(SELECT c.purpose || ':' || c.giver_role FROM cases_consent c "
            "WHERE c.id = r.consent_id) "
            f"|| CASE r.without_paper WHEN '' THEN '' ELSE '{NO_PAPER}' END"
        ),
    ),
    Act.ASSESS: ("Assessment", "e.n || ':' || e.proposed"),
    Act.DROP_ASSESSMENT: ("Assessment", "e.n::text"),
    Act.PROPOSE: (
        "Passenger",
        "(SELECT m.reference FROM cases_movement m WHERE m.id = e.movement_id)",
    ),
    Act.PLAN_FOLLOW_UP: ("FollowUp", "e.n || ':' || e.kind"),
    Act.FOLLOW_UP: ("FollowUp", "e.n || ':' || e.kind || ':' || e.result"),
}


#: The SQL of the reason that such an entry gives; all others give none.
REASONS: dict[Act, str] = {Act.CONSENT: "r.reason"}
_NO_REASON = "''"


def details_of_acts() -> str:
    """Return the branches of SQL that say which reason and detail an entry of each act may have."""
    return "\n    ".join(
        f"WHEN '{act.value}' THEN RETURN ARRAY("
        f"SELECT {REASONS.get(act, _NO_REASON)} || '/' || {word} FROM {_written(model)});"
        for act, (model, word) in DETAILS.items()
    )


def _written(name: str) -> str:
    """Return the SQL of what this transaction wrote for a child: versions, or rows."""
    model = apps.get_model("cases", name)
    rows = f"{model._meta.db_table} r"
    if hasattr(model, "pgh_event_model"):
        return f"{rows}{_history(name)} WHERE {_whose(name)} AND {_WRITTEN_NOW}"
    now = f"r.{instants(model)[0]} >= now() AND cases_is_ours(r.xmin)"
    return f"{rows} WHERE {_whose(name)} AND {now}"


def records_of_acts() -> str:
    """Return the branches of SQL that count the records of each act."""
    return "\n    ".join(
        f"WHEN '{act.value}' THEN RETURN {' + '.join(record.counted() for record in records)};"
        for act, records in RECORDS.items()
    )
