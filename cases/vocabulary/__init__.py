"""The words that are stored in the database, spelled once; one module a noun.

Source: the project's glossary, docs/glossary.md.
"""

from cases.vocabulary.access import Assignment, Purpose
from cases.vocabulary.agreement import (
    TERMS,
    AgreementKind,
    AgreementStatus,
    CohortChange,
    ForecastRefusal,
    Measure,
    StatementPart,
    TermPart,
    WhyOtherwise,
)
from cases.vocabulary.care import FollowUpKind, FollowUpResult, PlacementKind
from cases.vocabulary.case import CaseState, ClosedReason, DueBy, HoldReason
from cases.vocabulary.clearance import (
    ClearanceKind,
    ClearanceStatus,
    NeededFor,
    ShippedClearance,
    TrackState,
)
from cases.vocabulary.consent import ConsentDecision, ConsentMethod, ConsentPurpose, GiverRole
from cases.vocabulary.document import (
    Confidentiality,
    ContentType,
    DocumentKind,
    VirusCheck,
    WithdrawnReason,
)
from cases.vocabulary.eligibility import Answer, AskedFact, CriteriaStatus, Decision
from cases.vocabulary.enquiry import FINAL, TELLING, EnquiryWay, MayBeTold
from cases.vocabulary.fee import BatchStatus, DueEvent, FeeBasis, FeeStatus, ReversalKind
from cases.vocabulary.hearing import AdjournmentReason, HearingOutcome, HearingPurpose
from cases.vocabulary.interests import InterestsTrigger, NotHeard, Recommendation
from cases.vocabulary.journal import Act, EntryKind, Reason
from cases.vocabulary.kinship import ClaimStatus, EvidenceKind, Relation
from cases.vocabulary.language import Language, PhraseLanguage
from cases.vocabulary.ledger import Account, AgeOfMoney, MoneyMove, Posted, WaitsFor
from cases.vocabulary.letter import LetterKind, LetterLanguage
from cases.vocabulary.listed import RowState
from cases.vocabulary.merge import MergedField
from cases.vocabulary.message import MessageKind
from cases.vocabulary.movement import MovementStatus, PassengerStatus
from cases.vocabulary.outside import KeyScope, OutsideGroup
from cases.vocabulary.parents import FatherStatus, Proceedings, Sentence
from cases.vocabulary.person import (
    AgeBand,
    AnswerOnPair,
    BirthBasis,
    DuplicateVerdict,
    IdentifierScheme,
    NameKind,
    NameWithdrawn,
    RestatedPart,
    Script,
    Sex,
)
from cases.vocabulary.place import PURPOSE_OF_KIND, PlaceKind, PlacePurpose
from cases.vocabulary.retention import KeptFrom, RetentionClass
from cases.vocabulary.saved_view import SharedWith
from cases.vocabulary.share import HELD_FILES, OF_THE_MOTHER, HeldKind, SharedPart
from cases.vocabulary.stage import Stage
from cases.vocabulary.statement import Difference, Explained, MatchReason
from cases.vocabulary.task import TaskOutcome, TaskRule
from cases.vocabulary.user import Density, FactorKind, Role, Separator, TextSize, Theme
