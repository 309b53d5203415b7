"""What is on record, and what may never be on record; one module per noun."""

from cases.models.access import AccessRow, RefusedAttempt
from cases.models.access_key import AccessKey
from cases.models.age_clock import AgeClock
from cases.models.agreement import Agreement, AgreementFigures, AgreementStatement
from cases.models.agreement_change import AgreementChange, FormerReference
from cases.models.assessment import Assessment, Finding
from cases.models.bank_layout import BankLayout
from cases.models.bank_match import BankMatch, UndoneMatch
from cases.models.batch import BatchLine, PaymentBatch
from cases.models.briefing import Briefing
from cases.models.changed_case import ChangedCase
from cases.models.child import Child
from cases.models.clearance import Clearance
from cases.models.consent import Consent, ConsentVerification
from cases.models.consent_rule import ConsentRule
from cases.models.country import Country
from cases.models.criteria_set import CriteriaSet, Criterion
from cases.models.currency import Currency
from cases.models.demonstration import Demonstration
from cases.models.disposal import Disposal, DisposalCertificate, ResealedRow
from cases.models.document import Document
from cases.models.draft import Draft
from cases.models.drawn_look import DrawnLook
from cases.models.duplicate_answer import DuplicateAnswer
from cases.models.enquiry import Enquiry, EnquiryAnswer, Telling
from cases.models.escort_change import EscortChange
from cases.models.explanation import Explanation
from cases.models.failed_sign_in import FailedSignIn
from cases.models.fee import Fee
from cases.models.fee_schedule import FeeSchedule
from cases.models.figure_explanation import FigureExplanation
from cases.models.follow_up import FollowUp
from cases.models.follow_up_rule import FollowUpRule
from cases.models.handover import Handover
from cases.models.hearing import Hearing
from cases.models.held_request import HeldFile, HeldRequest
from cases.models.imported_list import ImportedList, ImportedRow
from cases.models.interests import BestInterestsNote
from cases.models.journal import Journal
from cases.models.kept_case import KeptCase
from cases.models.kept_forecast import KeptForecast
from cases.models.kept_past import KeptPast
from cases.models.kept_sum import KeptSum
from cases.models.kind_of_clearance import KindOfClearance
from cases.models.kinship import ClaimEvidence, KinshipClaim
from cases.models.letter import Letter
from cases.models.list_layout import ListLayout
from cases.models.merge import Merge, MergedRow
from cases.models.message import Message
from cases.models.ministry import Ministry
from cases.models.missed_fee import MissedFee
from cases.models.mother import Mother
from cases.models.mother_change import MotherChange, MovedChild
from cases.models.movement import Movement, Passenger
from cases.models.named_export import NamedExport, NamedExportFile
from cases.models.note import Note
from cases.models.outside_totals import OutsideTotals
from cases.models.person import Identifier, NameWord, Person, PersonName
from cases.models.phrase import Phrase
from cases.models.place import Place, PlaceName
from cases.models.placement import Placement
from cases.models.possible_pair import PossiblePair, ToCompare
from cases.models.published_figure import PublishedFigure
from cases.models.receipt import Receipt, ReceiptLine, ReceiptScan
from cases.models.requirement import Requirement
from cases.models.restatement import Restatement
from cases.models.retention import RetentionTerm
from cases.models.reversal import Reversal
from cases.models.role_grant import RoleGrant
from cases.models.saved_view import SavedView
from cases.models.seal import Seal, SealedRow, Sealing
from cases.models.second_factor import FactorReset, SecondFactor
from cases.models.share import ShareFile, Sharing
from cases.models.sibling_exception import SiblingException
from cases.models.stage_limit import StageLimit
from cases.models.statement import BankStatement, StatementLine
from cases.models.submission import Submission
from cases.models.task import Task
from cases.models.team import Team
from cases.models.term_change import TermChange
from cases.models.undone_record import UndoneRecord
from cases.models.user import User
from cases.models.virus_find import VirusFind
from cases.models.withdrawn_payment import WithdrawnPayment
