"""What a disposal leaves of a case, or of an enquiry about no child: every column that could tell
who somebody is, one by one.

A test walks the columns of texts, documents and days of birth of all tables: each is blanked
here, or kept with a reason. A history table goes as the table it is the history of.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db.models import ForeignKey

#: What stands where something was written.
BLANK = "–"
WORD = f"CASE WHEN t.{{0}} = '' THEN '' ELSE '{BLANK}' END"
NOTHING = "NULL"
#: A digest tells whoever has the file whose case it was in.
NO_DIGEST = "repeat('0', 64)"

_OF_CHILD = "t.child_id = $1"
_OF_PERSON = "t.person_id = ANY ($2)"
_OF_MOTHER = "t.mother_id = $3"


class Blanked(NamedTuple):
    """Whose rows go with a case ($1 the child, $2 the people, $3 the mother) or an enquiry ($5)."""

    whose: str
    columns: Mapping[str, str]


def _words(*columns: str, **others: str) -> dict[str, str]:
    return {column: WORD.format(column) for column in columns} | others


#: By the name of the model.
BLANKED: dict[str, Blanked] = {
    "Person": Blanked(
        "t.id = ANY ($2)",
        {
            **dict.fromkeys(("born_earliest", "born_latest", "born_stated_on"), NOTHING),
            **dict.fromkeys(("birthplace_id", "nationality_id"), NOTHING),
            "born_basis": "''",
        },
    ),
    "PersonName": Blanked(
        _OF_PERSON,
        _words("text") | dict.fromkeys(("folded", "sort_key", "match_key"), "''"),
    ),
    "Identifier": Blanked(_OF_PERSON, {"value": "'–' || t.id"}),
    "Mother": Blanked(
        "t.id = $3",
        {
            **dict.fromkeys(("held_at_id", "sentence_months", "sentenced_on"), NOTHING),
            **dict.fromkeys(("proceedings", "sentence"), "'unknown'"),
        },
    ),
    "DuplicateAnswer": Blanked("t.one_id = ANY ($2) OR t.other_id = ANY ($2)", _words("reason")),
    "AgreementChange": Blanked(_OF_MOTHER, _words("reason")),
    # Why children moved, once none of them is kept.
    "MotherChange": Blanked(
        "t.id IN (SELECT change_id FROM cases_movedchild WHERE child_id = $1) AND NOT EXISTS ("
        "SELECT FROM cases_movedchild d "
        "WHERE d.change_id = t.id AND NOT cases_is_disposed(d.child_id))",
        _words("reason", "new_name"),
    ),
    "Child": Blanked(
        "t.id = $1",
        _words("father_name", "father_evidence", "verified_without_paper", "closing_note")
        | {"father_status": "'unknown'"},
    ),
    "Document": Blanked(
        f"{_OF_CHILD} OR {_OF_MOTHER}",
        _words("name") | dict.fromkeys(("sha256", "sent_sha256"), NO_DIGEST),
    ),
    "Assessment": Blanked(_OF_CHILD, _words("proposal_reasons", "reasons")),
    "Finding": Blanked(
        "t.assessment_id IN (SELECT id FROM cases_assessment WHERE child_id = $1)", _words("note")
    ),
    "BestInterestsNote": Blanked(
        _OF_CHILD, _words("child_view", "reasons", "dissent", panel="E'–\\n–'")
    ),
    "Clearance": Blanked(_OF_CHILD, _words("number", "issuer")),
    "ConsentVerification": Blanked(
        "t.consent_id IN (SELECT id FROM cases_consent WHERE child_id = $1)",
        _words("without_paper"),
    ),
    "KinshipClaim": Blanked(_OF_CHILD, _words("reasons")),
    "ClaimEvidence": Blanked(
        "t.claim_id IN (SELECT id FROM cases_kinshipclaim WHERE child_id = $1)",
        {"reference": "'0-' || t.id"},
    ),
    "Restatement": Blanked(_OF_CHILD, _words("without_paper")),
    "Handover": Blanked(_OF_CHILD, _words("paper", "handed_by", "received_by")),
    # In whose care a child is says where a relative lives.
    "Placement": Blanked(
        _OF_CHILD,
        _words("contact") | {"place_id": "CASE WHEN t.caregiver_id IS NULL THEN t.place_id END"},
    ),
    "FollowUp": Blanked(_OF_CHILD, _words("note", "early_reason")),
    "SiblingException": Blanked(_OF_CHILD, _words("note")),
    # Why a reviewer sent the list back on which the child stood.
    "Movement": Blanked(
        "t.id IN (SELECT movement_id FROM cases_passenger WHERE child_id = $1) AND EXISTS ("
        "SELECT FROM cases_movementevent e "
        "WHERE e.pgh_obj_id = t.id AND e.lock_returned_reason <> '')",
        _words("lock_returned_reason"),
    ),
    "Note": Blanked(_OF_CHILD, _words("text")),
    "Letter": Blanked(_OF_CHILD, _words("body")),
    "HeldRequest": Blanked(_OF_CHILD, _words("words", "answer")),
    "HeldFile": Blanked(
        "t.wish_id IN (SELECT id FROM cases_heldrequest WHERE child_id = $1)",
        {"sha256": NO_DIGEST},
    ),
    # Why names left the register, once nobody of the list is kept.
    "NamedExport": Blanked(
        "$1 = ANY (t.children) AND NOT EXISTS ("
        "SELECT FROM unnest(t.children) AS c WHERE NOT cases_is_disposed(c))",
        _words("purpose"),
    ),
    "Sharing": Blanked(_OF_CHILD, _words("authority", "basis", "purpose", "answer")),
    "ShareFile": Blanked(
        "t.share_id IN (SELECT id FROM cases_sharing WHERE child_id = $1)", {"sha256": NO_DIGEST}
    ),
    # Who asks, and for whom; the relative is nobody of the register.
    "Enquiry": Blanked(
        f"{_OF_CHILD} OR t.id = $5",
        _words("asker", "contact", "child_name", "mother_name", "place", "words")
        | dict.fromkeys(("born_earliest", "born_latest", "born_stated_on"), NOTHING),
    ),
    "Telling": Blanked(
        "t.enquiry_id IN (SELECT id FROM cases_enquiry WHERE child_id = $1 OR id = $5)",
        _words("answer"),
    ),
    "Task": Blanked(_OF_CHILD, _words("text")),
    "Merge": Blanked("$1 IN (t.keeps_id, t.gives_up_id)", _words("reason", "undo_reason")),
    "MergedRow": Blanked(
        "t.merge_id IN (SELECT id FROM cases_merge WHERE $1 IN (keeps_id, gives_up_id))",
        {"was": "'{}'", "became": "'{}'"},
    ),
    # A sibling's row goes with that sibling.
    "ImportedRow": Blanked(_OF_CHILD, {"cells": "'{}'", "corrections": "'{}'", "hers": NOTHING}),
    "DrawnLook": Blanked(
        "t.look_id IN (SELECT id FROM cases_accessrow "
        "WHERE child_id = $1 OR child_id IS NULL AND mother_id = $3)",
        _words("answer"),
    ),
    # A town as somebody typed it, when nothing but what was disposed of names it.
    "Place": Blanked("t.id = ANY ($4)", {"name": "'–' || t.id"}),
}

_CODE = "a code or a reference, by a CHECK or from the register's own words"
_TERMS = "what an agreement says, of nobody"
_MONEY = "money between states; it names no person"
_STAFF = "staff and their accounts"
_SEALS = "digests of rows"
#: The models, or single columns of them, that stay as they are, and why.
KEPT: dict[str, str] = {
    **dict.fromkeys(
        (
            *("Agreement", "AgreementFigures", "AgreementStatement", "AgeClock", "ConsentRule"),
            *("Country", "CriteriaSet", "Currency", "Criterion", "FeeSchedule", "FollowUpRule"),
            *("AccessKey", "Briefing", "FigureExplanation", "OutsideTotals"),
            *("KindOfClearance", "Ministry", "Phrase", "PlaceName", "PublishedFigure"),
            *("Requirement", "RetentionTerm", "StageLimit", "TermChange"),
        ),
        _TERMS,
    ),
    **dict.fromkeys(
        (
            *("BankLayout", "BankMatch", "BankStatement", "Explanation", "Fee", "MissedFee"),
            *("PaymentBatch", "Receipt", "ReceiptScan", "Reversal", "StatementLine"),
            *("UndoneMatch", "WithdrawnPayment"),
        ),
        _MONEY,
    ),
    **dict.fromkeys(("FactorReset", "RoleGrant", "SecondFactor", "Team", "User"), _STAFF),
    **dict.fromkeys(("ResealedRow", "Seal", "SealedRow", "Sealing"), _SEALS),
    **dict.fromkeys(("Disposal", "DisposalCertificate"), "what was disposed of, in codes"),
    **dict.fromkeys(("ChangedCase", "KeptCase", "KeptForecast", "KeptPast", "KeptSum"), "figures"),
    **dict.fromkeys(
        (
            *("AccessRow", "EscortChange", "FormerReference", "Journal", "MovedChild"),
            *("Passenger", "Consent"),
        ),
        _CODE,
    ),
    **dict.fromkeys(("ImportedList", "VirusFind"), "digests of files that were sent"),
    "NamedExportFile": _CODE,
    "RefusedAttempt": "the name of a page",
    "FailedSignIn": "the name of a page, and a user name as a keyed hash",
    "Hearing": "a day and a court, in codes",
    "EnquiryAnswer": _CODE,
    "ListLayout": "the headings of lists, of nobody",
    "Message": _CODE,
    **dict.fromkeys(
        ("Movement.carrier", "Movement.number", "Movement.reference"), "a journey of many children"
    ),
    **dict.fromkeys(("PossiblePair", "ToCompare"), _CODE),
    "Draft": "deleted where it names the case or bears one of its names",
    "Submission.token": "drawn by lot, or a keyed digest of what was typed",
    "Submission.location": "emptied where it names the case",
    "NameWord.text": "deleted where nobody else bears the word",
    "Child.reference": "the case opens by it for ever",
    "Mother.reference": "the case opens by it for ever",
    "Document.stored_as": "drawn by lot; the file is deleted",
    "Place.zone": "a time zone",
    "MergedRow.of_table": _CODE,
    "Task.about": _CODE,
    "SavedView": "the query of a list, which never holds a name, and what staff call it",
    "NamedExport.filter": "the query of a list, which never holds a name",
    "Clearance.kind": _CODE,
}


def blanked_tables() -> Iterator[tuple[str, str, str, str]]:
    """Yield each table to be blanked, its history table ("" for none), whose rows, and the SET."""
    for name, blanked in BLANKED.items():
        model = apps.get_model("cases", name)
        table = model._meta.db_table
        history = f"{table}event" if hasattr(model, "pgh_event_model") else ""
        values = ", ".join(f"{column} = {blank}" for column, blank in blanked.columns.items())
        yield table, history, blanked.whose, values


#: Models that name people and no one case; an escort goes with the cases of all whom he escorted.
_NOT_OF_ONE_CASE = ("duplicateanswer", "passenger")


def links_to_people() -> Iterator[str]:
    """Yield the SQL of each pair of a person and the child who is why he is on record."""
    person, child = apps.get_model("cases", "Person"), apps.get_model("cases", "Child")
    for model in apps.get_app_config("cases").get_models():
        if model._meta.model_name in _NOT_OF_ONE_CASE or hasattr(model, "pgh_tracked_model"):
            continue
        fields = {field.name: field for field in model._meta.concrete_fields}
        for field in fields.values():
            if not isinstance(field, ForeignKey) or field.related_model is not person:
                continue
            table, column = model._meta.db_table, field.column
            if model is child:
                yield f"SELECT {column} AS person, id AS child FROM {table}"
            elif model._meta.model_name == "mother":
                yield (
                    f"SELECT m.{column}, c.id FROM {table} m "
                    "LEFT JOIN cases_child c ON c.mother_id = m.id"
                )
            elif "child" in fields:
                yield f"SELECT {column}, child_id FROM {table} WHERE {column} IS NOT NULL"
