"""What is on record, and what may never be on record; one module per noun."""

from cases.models.agreement import (
    AgeClock,
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    FeeSchedule,
    FollowUpRule,
    PublishedFigure,
    Requirement,
    StageLimit,
)
from cases.models.assessment import Assessment, CriteriaSet, Criterion, Finding
from cases.models.batch import BatchLine, PaymentBatch
from cases.models.child import Child
from cases.models.clearance import Clearance
from cases.models.consent import Consent, ConsentVerification
from cases.models.document import Document
from cases.models.explanation import Explanation
from cases.models.fee import Fee
from cases.models.hearing import Hearing
from cases.models.homecoming import FollowUp, Handover, Placement
from cases.models.interests import BestInterestsNote
from cases.models.kinship import ClaimEvidence, KinshipClaim
from cases.models.mother import Mother
from cases.models.movement import Movement, Passenger, SiblingException
from cases.models.person import Identifier, NameWord, Person, PersonName
from cases.models.place import Country, Place, PlaceName
from cases.models.receipt import Receipt, ReceiptLine, ReceiptScan
from cases.models.restatement import Restatement
from cases.models.reversal import Reversal
from cases.models.staff import RoleGrant, Team, User
from cases.models.statement import BankStatement, StatementLine
from cases.models.task import Task
from cases.models.work import (
    AccessRow,
    Demonstration,
    Draft,
    DuplicateAnswer,
    ImportedList,
    Journal,
    Note,
    Submission,
)

__all__ = [
    "AccessRow",
    "AgeClock",
    "Agreement",
    "AgreementFigures",
    "AgreementStatement",
    "Assessment",
    "BankStatement",
    "BatchLine",
    "BestInterestsNote",
    "Child",
    "ClaimEvidence",
    "Clearance",
    "Consent",
    "ConsentRule",
    "ConsentVerification",
    "Country",
    "CriteriaSet",
    "Criterion",
    "Demonstration",
    "Document",
    "Draft",
    "DuplicateAnswer",
    "Explanation",
    "Fee",
    "FeeSchedule",
    "Finding",
    "FollowUp",
    "FollowUpRule",
    "Handover",
    "Hearing",
    "Identifier",
    "ImportedList",
    "Journal",
    "KinshipClaim",
    "Mother",
    "Movement",
    "NameWord",
    "Note",
    "Passenger",
    "PaymentBatch",
    "Person",
    "PersonName",
    "Place",
    "PlaceName",
    "Placement",
    "PublishedFigure",
    "Receipt",
    "ReceiptLine",
    "ReceiptScan",
    "Requirement",
    "Restatement",
    "Reversal",
    "RoleGrant",
    "SiblingException",
    "StageLimit",
    "StatementLine",
    "Submission",
    "Task",
    "Team",
    "User",
]
