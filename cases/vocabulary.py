"""The words that are stored in the database, spelled once.

Source: the project's glossary, docs/glossary.md.
"""

from collections.abc import Iterator
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.kept import kept_words, said


class Role(TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    REVIEWER = "reviewer", _("Reviewer")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    FINANCE_APPROVER = "finance_approver", _("Finance approver")
    TRAVEL_OFFICER = "travel_officer", _("Travel officer")
    OFFICIAL = "official", _("Official")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Admin")


class FactorKind(TextChoices):
    """What somebody shows beside the password."""

    APP = "app", _("Authenticator app")
    KEY = "key", _("Security key")
    RECOVERY = "recovery", _("Recovery code")


class Stage(TextChoices):
    REGISTERED = "registered", _("Registered")
    VERIFIED = "verified", pgettext_lazy("stage", "Verified")
    ELIGIBLE = "eligible", pgettext_lazy("stage", "Eligible")
    CLEARED = "cleared", _("Cleared to travel")
    BOOKED = "booked", _("Booked")
    IN_TRANSIT = "in_transit", _("In transit")
    RETURNED = "returned", pgettext_lazy("stage", "Arrived home")
    PLACED = "placed", _("Placed in care")
    CLOSED = "closed", _("Closed")
    DEFERRED = "deferred", _("Deferred")
    INELIGIBLE = "ineligible", pgettext_lazy("stage", "Not eligible under current rules")

    @property
    def short(self) -> str:
        """The name where there is little room, as in a list."""
        return str(_SHORT_STAGES.get(self.value, self.label))


_SHORT_STAGES = {
    "cleared": pgettext_lazy("stage", "Cleared"),
    "ineligible": pgettext_lazy("stage", "Not eligible"),
}


class Act(TextChoices):
    REGISTER = "register", _("Registered")
    EDIT = "edit", _("Record changed")
    ASSIGN = "assign", _("Assigned")
    NOTE = "note", _("Note added")
    CONSENT = "consent", _("Consent recorded")
    VERIFY_CONSENT = "verify_consent", _("Consent verified")
    CLEARANCE = "clearance", _("Clearance recorded")
    VERIFY = "verify", _("Identity verified")
    ASSESS = "assess", _("Eligibility assessed")
    DECIDE = "decide", _("Eligibility decided")
    DEFER = "defer", _("Deferred")
    RECONSIDER = "reconsider", _("Case resumed")
    CLEAR = "clear", _("Cleared to travel")
    LAPSE = "lapse", _("No longer cleared to travel")
    HOLD = "hold", _("Put on hold")
    RELEASE_HOLD = "release_hold", _("Hold ended")
    FEE_DUE = "fee_due", _("Fee became due")
    FEE_PAID = "fee_paid", _("Fee paid")
    FEE_UNPAID = "fee_unpaid", _("Bank line withdrawn: matched by mistake")
    FEE_RECEIPTED = "fee_receipted", _("Fee receipted")
    FEE_WAIVED = "fee_waived", _("Fee waived")
    WAIVER_DROPPED = "waiver_dropped", _("Waiver request refused or withdrawn")
    FEE_CLAIMED = "fee_claimed", _("Refund requested")
    FEE_REFUNDED = "fee_refunded", _("Fee refunded")
    FEE_CREDITED = "fee_credited", _("Fee credited to another child")
    PROPOSE = "propose", _("Place proposed")
    LOCK = "lock", _("Booked: passenger list locked")
    BOARD = "board", _("On board")
    TAKE_OFF = "take_off", _("Removed from the list")
    RELEASE = "release", _("Place released")
    DEPART = "depart", _("Departed")
    ARRIVE = "arrive", pgettext_lazy("act", "Returned home")
    TURN_BACK = "turn_back", _("Turned back")
    HAND_OVER = "hand_over", _("Handed over")
    SCAN_HANDOVER = "scan_handover", _("Scan of the handover added")
    PLACE = "place", _("Placed in care")
    ASK_CLOSE = "ask_close", _("Closing requested")
    CLOSE = "close", _("Closed")
    ASK_REOPEN = "ask_reopen", _("Reopening requested")
    REOPEN = "reopen", _("Reopened")
    RETURN = "return", _("Sent back by the reviewer")
    UNDO = "undo", _("Undone")
    WRITE_INTERESTS = "write_interests", _("Best-interests note written")
    APPROVE_INTERESTS = "approve_interests", _("Best-interests note approved")
    PLAN_FOLLOW_UP = "plan_follow_up", _("Follow-up planned")
    FOLLOW_UP = "follow_up", _("Follow-up recorded")
    ASK_AGREEMENT = "ask_agreement", _("Move to another agreement requested")
    DROP_AGREEMENT = "drop_agreement", _("Request to move to another agreement withdrawn")
    AGREEMENT = "agreement", _("Moved to another agreement")
    ANSWER_DUPLICATE = "answer_duplicate", _("Possible duplicate answered")
    HEARING = "hearing", _("Court hearing")
    CLAIM = "claim", _("Kinship claim")
    DOCUMENT = "document", _("Document added")
    WITHDRAW_DOCUMENT = "withdraw_document", _("Document withdrawn")


class EntryKind(TextChoices):
    """What an entry of the journal is about, by which a timeline is narrowed."""

    DECISION = "decision", _("Steps and decisions")
    PAPER = "paper", _("Consents and clearances")
    JOURNEY = "journey", _("Movement and care")
    MONEY = "money", _("Fee")
    RECORD = "record", _("Record and notes")


class Sex(TextChoices):
    FEMALE = "f", _("Girl")
    MALE = "m", _("Boy")
    UNKNOWN = "u", _("Not known yet")


class AgeBand(TextChoices):
    """A band of ages, by the youngest possible age."""

    UNDER_3 = "under_3", _("Under 3")
    FROM_3 = "3_to_5", _("3 to 5")
    FROM_6 = "6_to_11", _("6 to 11")
    FROM_12 = "12_to_17", _("12 to 17")
    ADULT = "adult", _("18 or older")
    UNKNOWN = "unknown", _("Age not known yet")


class BirthBasis(TextChoices):
    DOCUMENT = "document", _("Document")
    MOTHER = "mother", _("Said by the mother")
    OFFICER = "officer", _("Estimated by an officer")


class Script(TextChoices):
    CYRILLIC = "Cyrl", _("Cyrillic")
    ARABIC = "Arab", _("Arabic")
    LATIN = "Latn", _("Latin")


class NameKind(TextChoices):
    FAMILY = "family", _("As the family says it")
    OFFICIAL = "official", _("On a document of the holding country")
    TRAVEL = "travel", _("On a travel document")
    BIRTH = "birth", _("At birth")
    ALIAS = "alias", _("Also known as")
    COURT = "court", _("In a court file")


class IdentifierScheme(TextChoices):
    PASSPORT = "passport", _("Passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    NATIONAL_ID = "national_id", _("National identity card")
    COURT_FILE = "court_file", _("Court file")
    RETURN_CERTIFICATE = "return_certificate", _("Certificate of return")


class Proceedings(TextChoices):
    AWAITING_TRIAL = "awaiting_trial", _("Awaiting trial")
    ON_TRIAL = "on_trial", _("On trial")
    CONVICTED = "convicted", _("Convicted")
    APPEAL = "appeal", _("Appeal pending")
    RELEASED = "released", _("Released")
    DECEASED = "deceased", pgettext_lazy("mother", "Deceased")
    UNKNOWN = "unknown", _("Not known yet")


class Sentence(TextChoices):
    NONE = "none", _("No sentence")
    FIXED = "fixed", _("Fixed term")
    LIFE = "life", _("Life")
    DEATH = "death", _("Death")
    UNKNOWN = "unknown", _("Not known yet")


class FatherStatus(TextChoices):
    DECEASED = "deceased", pgettext_lazy("father", "Deceased")
    NOT_DOCUMENTED = "not_documented", _("Death not documented")
    MISSING = "missing", _("Missing")
    DETAINED = "detained", _("Detained")
    ALIVE = "alive", _("Alive")
    UNKNOWN = "unknown", _("Not known yet")


class ClosedReason(TextChoices):
    COMPLETED = "completed", _("Completed: home and in care")
    OTHER_STATE = "other_state", _("Returned by another state")
    NOT_NATIONAL = "not_national", _("Not a national")
    DECEASED = "deceased", _("Deceased")
    DUPLICATE = "duplicate", _("Duplicate of another case")
    ERROR = "error", _("Entered in error")
    ADULT = "adult", _("Adult, other procedure")


class HoldReason(TextChoices):
    FAMILY_ASKED = "family_asked", _("The family asked to wait")
    COURT = "court", _("A court asked to wait")
    HEALTH = "health", _("Health")
    DOCUMENTS = "documents", _("Documents are being renewed")
    OTHER = "other", _("Another reason, see the notes")


class Reason(TextChoices):
    """Why an act was done, in codes: the journal holds no free text."""

    NURSING = "nursing", _("Nursing infant")
    CONSENT = "consent", _("A consent is missing or withdrawn")
    NO_RELATIVE = "no_relative", _("No receiving relative")
    DOCUMENTS = "documents", _("Documents are missing")
    COURT = "court", _("A court decision is awaited")
    HEALTH = "health", _("Health")
    NEW_FACT = "new_fact", _("A new fact")
    EXPIRED = "expired", _("A clearance expired or was withdrawn")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED = "cancelled", _("The movement was cancelled")
    DIVERTED = "diverted", _("The movement was diverted or returned")
    MISTAKE = "mistake", _("Entered by mistake")
    FEAR = "fear", _("Fear")
    INCOMPLETE = "incomplete", _("Something is missing")
    OTHER = "other", _("Another reason, see the notes")


class PlacePurpose(TextChoices):
    """What a field asks a place for; each field offers its own purpose only."""

    CUSTODY = "custody", pgettext_lazy("place", "Custody")
    COURT = "court", _("Court")
    CARE = "care", pgettext_lazy("place", "Care")
    ROUTE = "route", _("Border and airport")
    TOWN = "town", _("Town or district")


class PlaceKind(TextChoices):
    PRISON = "prison", _("Prison")
    ORPHANAGE = "orphanage", _("Orphanage")
    CAMP = "camp", _("Camp")
    HOSPITAL = "hospital", _("Hospital")
    AIRPORT = "airport", _("Airport")
    BORDER = "border", _("Border crossing")
    CARE = "care", _("Care institution")
    COURT = "court", _("Court")
    TOWN = "town", _("Town or district")
    OTHER = "other", _("Other place where people are held")

    @property
    def purpose(self) -> PlacePurpose:
        return PURPOSE_OF_KIND[self]


PURPOSE_OF_KIND = {
    PlaceKind.PRISON: PlacePurpose.CUSTODY,
    PlaceKind.ORPHANAGE: PlacePurpose.CUSTODY,
    PlaceKind.CAMP: PlacePurpose.CUSTODY,
    PlaceKind.HOSPITAL: PlacePurpose.CUSTODY,
    PlaceKind.OTHER: PlacePurpose.CUSTODY,
    PlaceKind.AIRPORT: PlacePurpose.ROUTE,
    PlaceKind.BORDER: PlacePurpose.ROUTE,
    PlaceKind.CARE: PlacePurpose.CARE,
    PlaceKind.COURT: PlacePurpose.COURT,
    PlaceKind.TOWN: PlacePurpose.TOWN,
}


class AgreementStatus(TextChoices):
    REPORTED = "reported", _("Reported, text not public")
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class AgreementKind(TextChoices):
    TREATY = "treaty", _("Treaty")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    NOTES = "notes", _("Exchange of notes")
    VERBAL = "verbal", _("Understanding, form not published")


class StatementPart(TextChoices):
    """The part of an agreement's page a statement is in."""

    SUMMARY = "summary", _("In short")
    AGREED = "agreed", _("What was agreed")
    WHO = "who", _("Who may travel")
    HOME = "home", _("What the home country does")
    HOLDING = "holding", _("What the holding country does")
    CONTEXT = "context", _("Background, as reported")
    CONTACT = "contact", _("Contact")


class ShippedClearance(TextChoices):
    """The kinds of clearance that every register begins with; an admin adds more."""

    IDENTITY = "identity", _("Identity")
    KINSHIP = "kinship", _("Kinship")
    NATIONALITY = "nationality", _("Nationality")
    COURT_ORDER = "court_order", _("Court order")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    TRAVEL_DOCUMENT = "travel_document", _("Travel document")
    FIT_TO_TRAVEL = "fit_to_travel", _("Fit to travel")
    CAREGIVER = "caregiver", _("Caregiver at home")


class _Kinds(type):
    """Lets the kinds that were read last be gone through, as those of a vocabulary."""

    def __iter__(cls) -> Iterator["ClearanceKind"]:
        return map(ClearanceKind, cls.values)

    @property
    def values(cls) -> list[str]:
        return list(kept_words().clearances or ShippedClearance.values)


class ClearanceKind(str, metaclass=_Kinds):
    """A kind of clearance, by the code that an admin gave it; its name is kept in the database."""

    __slots__ = ()

    IDENTITY: ClassVar["ClearanceKind"]
    KINSHIP: ClassVar["ClearanceKind"]
    NATIONALITY: ClassVar["ClearanceKind"]
    COURT_ORDER: ClassVar["ClearanceKind"]
    EXIT_PERMIT: ClassVar["ClearanceKind"]
    TRAVEL_DOCUMENT: ClassVar["ClearanceKind"]
    FIT_TO_TRAVEL: ClassVar["ClearanceKind"]
    CAREGIVER: ClassVar["ClearanceKind"]

    @property
    def value(self) -> str:
        return str(self)

    @property
    def label(self) -> str:
        """The name in the language in use; of one that was never read, the code."""
        if kept := kept_words().clearances.get(self):
            return said(kept.name)
        shipped = self.value in ShippedClearance.values
        return str(ShippedClearance(self.value).label) if shipped else self.value

    @property
    def position(self) -> int:
        """Where it stands among the others."""
        return [*ClearanceKind.values, self.value].index(self.value)


for _shipped in ShippedClearance:
    setattr(ClearanceKind, _shipped.name, ClearanceKind(_shipped.value))


class ClearanceStatus(TextChoices):
    PENDING = "pending", _("Pending")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NeededFor(TextChoices):
    VERIFY = "verify", _("Verifying identity")
    CLEAR = "clear", _("Marking as cleared to travel")
    DEPART = "depart", _("Departure")


class TrackState(TextChoices):
    """The state of a clearance or a consent on a day; computed, not stored."""

    MISSING = "missing", pgettext_lazy("track", "Missing")
    PENDING = "pending", _("Pending")
    UNVERIFIED = "unverified", _("Waiting for a second person")
    GRANTED = "granted", pgettext_lazy("track", "Granted")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    REFUSED = "refused", pgettext_lazy("track", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("track", "Withdrawn")


class ConsentPurpose(TextChoices):
    REPATRIATION = "repatriation", _("Repatriation")
    DNA = "dna", _("DNA sample")
    TRACING = "tracing", _("Tracing of relatives")
    SHARING = "sharing", _("Sharing of the record")
    MEDICAL = "medical", _("Medical care")


class GiverRole(TextChoices):
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GUARDIAN = "guardian", _("Guardian")
    COURT = "court", _("Court, instead of a parent")
    CHILD = "child", _("The child's own view")


class ConsentDecision(TextChoices):
    GIVEN = "given", _("Given")
    WITHHELD = "withheld", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConsentMethod(TextChoices):
    SIGNED = "signed", _("Signed form")
    INTERVIEW = "interview", _("Said at an interview")
    LETTER = "letter", _("Letter")
    COURT = "court", _("Court record")


class HearingPurpose(TextChoices):
    """What a court is asked for."""

    COURT_ORDER = "court_order", _("Court order")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    KINSHIP = "kinship", _("Kinship")
    NATIONALITY = "nationality", _("Nationality")
    GUARDIANSHIP = "guardianship", _("Guardianship")
    OTHER = "other", _("Another matter, see the notes")


class HearingOutcome(TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("hearing", "Scheduled")
    HELD = "held", pgettext_lazy("hearing", "Held")
    ADJOURNED = "adjourned", pgettext_lazy("hearing", "Adjourned")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "Cancelled")


class AdjournmentReason(TextChoices):
    JUDGE = "judge", _("Judge absent")
    PAPERS = "papers", _("Documents missing")
    INTERPRETER = "interpreter", _("No interpreter")
    MOTHER = "mother", _("Mother not brought to court")
    WITNESS = "witness", _("A witness or party absent")
    MORE_TIME = "more_time", _("The court needs more time")
    CLOSED = "closed", _("Court closed")
    OTHER = "other", _("Another reason, see the notes")


class Relation(TextChoices):
    """The claimed relation to a child."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GRANDPARENT = "grandparent", _("Grandparent")
    AUNT = "aunt", _("Aunt")
    UNCLE = "uncle", _("Uncle")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other relative")


class ClaimStatus(TextChoices):
    OPEN = "open", pgettext_lazy("claim", "Open")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    REJECTED = "rejected", pgettext_lazy("claim", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "Withdrawn")


class EvidenceKind(TextChoices):
    DOCUMENT = "document", _("Document")
    TESTIMONY = "testimony", _("Testimony")
    DNA = "dna", _("DNA result")
    COURT_PAPER = "court_paper", _("Court document")
    VISIT = "visit", _("Visit report")
    OTHER = "other", _("Other")


class Language(TextChoices):
    """The language of a document, or of the explanation of a consent."""

    TAJIK = "tg", _("Tajik")
    RUSSIAN = "ru", _("Russian")
    UZBEK = "uz", _("Uzbek")
    ARABIC = "ar", _("Arabic")
    KURDISH = "ku", _("Kurdish")
    ENGLISH = "en", _("English")
    OTHER = "other", _("Another language")


class PhraseLanguage(TextChoices):
    """The languages into which an admin puts titles, questions, sources and names."""

    RUSSIAN = "ru", _("Russian")
    TAJIK = "tg", _("Tajik")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")


class DocumentKind(TextChoices):
    BIRTH = "birth", _("Birth certificate")
    IDENTITY = "identity", _("Identity document")
    KINSHIP = "kinship", _("Proof of kinship")
    COURT_ORDER = "court_order", _("Court order")
    CONSENT = "consent", _("Consent form")
    MEDICAL = "medical", _("Medical document")
    TRAVEL = "travel", _("Travel document")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    DEATH = "death", _("Death certificate")
    LETTER = "letter", _("Letter of an authority")
    PHOTO = "photo", _("Photograph of a document")
    OTHER = "other", _("Another document")


class Confidentiality(TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    SENSITIVE = "sensitive", _("Sensitive")


class VirusCheck(TextChoices):
    """How it stands with a file; only what waits is checked later."""

    NONE = "none", _("Not checked: no virus scanner")
    CLEAN = "clean", _("No virus found")
    WAITING = "waiting", _("Waiting for the virus check")
    INFECTED = "infected", _("A virus was found")


class ContentType(TextChoices):
    """The types of files that are stored; recognised by their bytes."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of file names of this type; the first is that of downloads."""
        return {"PDF": ("pdf",), "JPEG": ("jpg", "jpeg"), "PNG": ("png",)}[self.name]


class NameWithdrawn(TextChoices):
    """Why a name or a number of a person does not count any more."""

    MISTAKE = "mistake", _("It was entered by mistake")
    NOT_THEIRS = "not_theirs", _("It belongs to another person")
    NOT_USED = "not_used", _("It is not used any more")


class WithdrawnReason(TextChoices):
    WRONG_FILE = "wrong_file", _("The wrong file")
    WRONG_PERSON = "wrong_person", _("It belongs to another person")
    BETTER_COPY = "better_copy", _("A better copy is on file")
    NOT_GENUINE = "not_genuine", _("Found not to be genuine")
    CONSENT = "consent", _("The family withdrew it")
    OTHER = "other", _("Another reason, see the notes")


class CriteriaStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("No longer in use")


class Decision(TextChoices):
    ELIGIBLE = "eligible", pgettext_lazy("decision", "Eligible")
    DEFERRED = "deferred", pgettext_lazy("decision", "Deferred")
    INELIGIBLE = "ineligible", pgettext_lazy("decision", "Not eligible under current rules")
    NEEDS_INFORMATION = "needs_information", _("Needs information")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class AskedFact(TextChoices):
    """A fact of the register that a question of eligibility may ask about, besides clearances.

    With a hyphen in each, which no code of a kind of clearance has.
    """

    NATIONAL = "is-national", _("The child is a national of the home country")
    UNDER_18 = "is-under-18", _("The child is under 18")
    MOTHER_AGREES = "consent-mother", _("The mother agrees to the return")
    FATHER_AGREES = "consent-father", _("The father agrees to the return")
    GUARDIAN_AGREES = "consent-guardian", _("The guardian agrees to the return")
    COURT_AGREES = "consent-court", _("A court agrees instead of a parent")
    CHILD_AGREES = "consent-child", _("The child agrees to the return")
    FATHER_DEAD = "father-dead", _("The father is dead")
    RELEASE_DATE = "release-date", _("The mother has a release date")


class InterestsTrigger(TextChoices):
    """What requires a best-interests note; computed from the case."""

    CONSENT_CONTESTED = "consent", _("Consent is contested")
    CHILD_OBJECTS = "objects", _("The child objects")
    SIBLINGS_SPLIT = "siblings", _("Siblings would be split")
    COMPETING_CLAIMS = "claims", _("Several relatives claim the child")
    NO_CAREGIVER = "caregiver", _("Nobody to care for the child at home")
    SERIOUS_ILLNESS = "illness", _("Serious illness")


class NotHeard(TextChoices):
    """Why a child's own view is not in a best-interests note."""

    TOO_YOUNG = "too_young", _("Too young to say")
    ILL = "ill", _("Too ill to be asked")
    UNREACHABLE = "unreachable", _("Could not be reached")
    UNSAFE = "unsafe", _("Not safe to ask where the child is")
    DECLINED = "declined", _("Did not want to speak")


class Recommendation(TextChoices):
    RETURN = "return", _("Return home")
    OTHER_CARE = "other_care", _("Return home, into other care than planned")
    WAIT = "wait", _("Wait, and review again")
    REMAIN = "remain", _("Not return for now")


class FollowUpKind(TextChoices):
    VISIT = "visit", _("Visit where the child lives")
    SCHOOL = "school", _("School")
    MEDICAL = "medical", _("Health")


class FollowUpResult(TextChoices):
    WELL = "well", _("The child is well")
    CONCERN = "concern", _("There is a concern, see the note")
    NOT_MET = "not_met", _("The child was not met")
    MOVED = "moved", _("The child lives elsewhere now")


class RetentionClass(TextChoices):
    """What a closed case came to, which decides how long it is kept."""

    HOME = "home", _("Case of a child who came home")
    AWAY = "away", _("Case closed without a return")
    MISTAKE = "mistake", _("Case closed as a duplicate or an error")


class KeptFrom(TextChoices):
    CLOSING = "closing", _("The day the case was closed")
    PLACEMENT = "placement", _("The first day of the last placement")


class DueEvent(TextChoices):
    VERIFIED = "verified", _("The child is verified")
    ELIGIBLE = "eligible", _("The child is found eligible")
    CLEARED = "cleared", _("The child is cleared to travel")
    RETURNED = "returned", _("The child has returned")


class TermPart(TextChoices):
    """A part of an agreement that is entered by itself, in the order in which it is needed."""

    AGREEMENT = "agreement", _("The agreement itself")
    FIGURES = "figures", _("Children identified and planned")
    PUBLISHED = "published", _("Figures as published")
    STATEMENTS = "statements", _("What was agreed, in statements")
    FEE = "fee", _("Fee schedule")
    CRITERIA = "criteria", _("Criteria set")
    REQUIREMENTS = "requirements", _("Clearances required")
    CONSENT = "consent", _("Consent rules")
    LIMITS = "limits", _("Time limits of stages")
    FOLLOW_UPS = "follow_ups", _("Follow-up rules")
    AGES = "ages", _("Ages to watch")
    RETENTION = "retention", _("How long cases are kept")
    PLACES = "places", _("Places of custody in the holding country")
    TEAMS = "teams", _("Teams")


#: What one person asks for and another approves: the terms of an agreement, besides its fee.
TERMS = (
    TermPart.AGREEMENT,
    TermPart.FIGURES,
    TermPart.PUBLISHED,
    TermPart.REQUIREMENTS,
    TermPart.CONSENT,
    TermPart.LIMITS,
    TermPart.FOLLOW_UPS,
    TermPart.AGES,
    TermPart.RETENTION,
)


class FeeBasis(TextChoices):
    DUTY = "duty", _("Duty")
    FINE = "fine", _("Fine")
    SERVICE = "service", _("Service")
    UNKNOWN = "unknown", _("Not published")


class FeeStatus(TextChoices):
    DUE = "due", pgettext_lazy("fee", "Due")
    BATCHED = "batched", _("In a batch")
    PAID = "paid", _("Paid")
    RECEIPTED = "receipted", _("Receipted")
    WAIVED = "waived", _("Waived")
    REFUND_DUE = "refund_due", _("Refund due")
    REFUNDED = "refunded", _("Refunded")
    CREDITED = "credited", _("Credited to another child")


class ReversalKind(TextChoices):
    """What happens to money paid for a child who does not travel."""

    REFUND = "refund", _("Request a refund")
    CREDIT = "credit", _("Credit it to another child's fee")


class WaitsFor(TextChoices):
    """What open money waits for; used in figures and lists."""

    PAYMENT = "payment", _("Due, not paid")
    RECEIPT = "receipt", _("Paid, not receipted")
    REFUND = "refund", _("Refund requested, not received")


class AgeOfMoney(TextChoices):
    """How many days money has waited; used in figures and lists."""

    MONTH = "30", _("Up to 30 days")
    TWO_MONTHS = "60", _("31 to 60 days")
    THREE_MONTHS = "90", _("61 to 90 days")
    LONGER = "more", _("More than 90 days")


class MoneyMove(TextChoices):
    """A kind of move of money in a period; used in figures and lists."""

    DUE = "due", _("Became due")
    BATCHED = "batched", pgettext_lazy("money", "Put into a batch")
    PAID = "paid", pgettext_lazy("money", "Paid")
    RECEIPTED = "receipted", pgettext_lazy("money", "Receipted")
    WAIVED = "waived", pgettext_lazy("money", "Waived")
    CLAIMED = "claimed", _("Refund requested")
    REFUNDED = "refunded", pgettext_lazy("money", "Refunded")
    CREDITED = "credited", pgettext_lazy("money", "Credited to another child")


class Posted(TextChoices):
    """The source of a posting; part of its number, so it never changes."""

    DUE = "due", _("Fee became due")
    WAIVED = "waived", _("Fee waived")
    PAID = "paid", _("Fee paid")
    UNPAID = "unpaid", _("Fee payment withdrawn: matched by mistake")
    CHARGES = "charges", _("Bank charges")
    CLAIMED = "claimed", _("Refund requested")
    REFUNDED = "refunded", _("Fee refunded")
    UNREFUNDED = "unrefunded", _("Fee refund withdrawn: matched by mistake")
    CREDITED = "credited", _("Fee paid by credit from another child")


class Account(TextChoices):
    """What a posting debits or credits; the treasury maps these words to accounts of its own."""

    FEES = "fees", _("Fees for children (expense)")
    OWED = "owed", _("Fees owed (liability)")
    BANK = "bank", _("Bank")
    CHARGES = "charges", _("Bank charges (expense)")
    CLAIMS = "claims", _("Refunds awaited (claim)")


class BatchStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent to the bank")
    SETTLED = "settled", _("Settled")
    VOID = "void", _("Void")


class MovementStatus(TextChoices):
    PLANNING = "planning", _("Planning")
    LOCKED = "locked", _("Passenger list locked")
    DEPARTED = "departed", pgettext_lazy("movement", "Departed")
    ARRIVED = "arrived", pgettext_lazy("movement", "Arrived")
    CANCELLED = "cancelled", _("Cancelled")
    RETURNED = "returned", pgettext_lazy("movement", "Turned back")


class PassengerStatus(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    BOARDED = "boarded", _("On board")
    NO_SHOW = "no_show", _("Did not come")
    TAKEN_OFF = "taken_off", _("Removed from the list")


class PlacementKind(TextChoices):
    RELATIVE = "relative", _("Relative")
    FOSTER = "foster", _("Foster family")
    INSTITUTION = "institution", _("Institution")
    OTHER = "other", _("Other care")


class Measure(TextChoices):
    IDENTIFIED = "identified", _("Identified")
    TARGET = "target", _("Planned to return")
    RETURNED = "returned", _("Returned")
    FEE = "fee", _("Fee per child")
    MOTHERS = "mothers", _("Mothers")
    OTHER = "other", _("Other")


class DuplicateVerdict(TextChoices):
    SAME = "same", _("The same person")
    NOT_SAME = "not_same", _("Not the same person")


class Purpose(TextChoices):
    """Why a user opens a record outside the own team."""

    SECOND = "second", _("To decide as the second person")
    SUPERVISION = "supervision", _("To supervise the work of a team")
    FAMILY = "family", _("A question of the family or of a lawyer")
    COMPLAINT = "complaint", _("A complaint")
    AUDIT = "audit", _("An audit")


class SharedPart(TextChoices):
    """A part of a child's record that another authority may be given."""

    IDENTITY = "identity", _("Names, birth and identifiers")
    PAPERS = "papers", _("Clearances, and the list of documents")
    COURT = "court", _("Court hearings")
    ELIGIBILITY = "eligibility", _("Eligibility")
    CONSENT = "consent", _("Consents")
    JOURNEY = "journey", _("Movement and handover")
    CARE = "care", _("Care at home and follow-ups")


class HeldKind(TextChoices):
    """What somebody asks about what is held on a person."""

    FILE = "file", _("What is held on the child, in one file")
    CORRECTION = "correction", _("A correction")
    HER_FILE = "her_file", _("What is held on the mother, in one file")
    HER_WORDS = "her_words", _("A correction of what is held on the mother")


#: What leaves as a file, and what the mother asks about herself.
HELD_FILES = (HeldKind.FILE, HeldKind.HER_FILE)
OF_THE_MOTHER = (HeldKind.HER_FILE, HeldKind.HER_WORDS)


class Assignment(TextChoices):
    """How a record belonged to the work of whoever was shown it, on that day."""

    CASEWORKER = "caseworker", _("Caseworker of the case")
    TEAM = "team", _("Case of the own team")
    OUTSIDE = "outside", _("Not assigned")


class RestatedPart(TextChoices):
    """What a second person confirms when it is restated."""

    IDENTITY = "identity", _("Identity")
    FATHER = "father", _("Death of the father")


class TaskRule(TextChoices):
    """Why there is a task: the rule that made it, or a person."""

    REQUIREMENT = "requirement", _("Clearance needed for the next step")
    CONSENT = "consent", _("Consent needed for the next step")
    APPROACH = "approach", _("Ask again for a consent")
    SECOND_PERSON = "second_person", _("Waiting for a second person")
    RETURNED = "returned", _("Sent back by a reviewer")
    LAPSED = "lapsed", _("Mark as cleared to travel again")
    STEP = "step", _("Next step can be taken")
    BLOCKS_DEPARTURE = "blocks_departure", _("Blocks departure")
    EXPIRING = "expiring", _("Clearance ends soon")
    REVIEW = "review", _("Review date")
    HOLD = "hold", _("End of a hold")
    HEARING = "hearing", _("Court hearing")
    AGE = "age", _("Age to watch")
    SIBLING = "sibling", _("Sibling on a locked passenger list")
    INTERESTS = "interests", _("Best interests to be considered")
    FOLLOW_UP = "follow_up", _("Follow-up")
    FEE = "fee", _("Fee that is not due yet")
    SCAN = "scan", _("Scan of the handover missing")
    CASEWORKER = "caseworker", _("No caseworker")
    NO_NEXT_STEP = "no_next_step", _("No next step")
    MANUAL = "manual", _("Added by staff")


class TaskOutcome(TextChoices):
    DONE = "done", pgettext_lazy("task", "Done")
    OBSOLETE = "obsolete", pgettext_lazy("task", "No longer needed")


class Theme(TextChoices):
    SYSTEM = "", _("Same as the computer")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(TextChoices):
    USUAL = "", _("As usual")
    LARGE = "large", _("Large")
    LARGER = "larger", _("Very large")


class Density(TextChoices):
    """How close the rows of lists stand."""

    USUAL = "", _("As usual")
    CLOSE = "close", _("Close together")


class Separator(TextChoices):
    """What stands between the columns of a csv; a spreadsheet asks for that of its language."""

    LANGUAGE = "", _("Same as the language")
    SEMICOLON = ";", _("Semicolons, and commas in sums")
    COMMA = ",", _("Commas, and points in sums")


class Difference(TextChoices):
    """Where two sides of the money differ."""

    BANK = "bank", _("Bank statement differs from the payment order")
    RECEIPT = "receipt", _("Not acknowledged by a receipt")
    REFUND = "refund", _("Refund requested, not received yet")
    LINE = "line", _("On a bank statement, not in the register")


class MatchReason(TextChoices):
    """Why a line of a bank statement and a record belong together."""

    NAMED = "named", _("The details name it, and the amount is right")
    TOGETHER = "together", _("The details name all of them, and the sum is right")
    INSTALMENT = "instalment", _("The details name it, and several lines make up its amount")
    REFERENCE = "reference", _("The bank reference is the one recorded")
    NEAR = "near", _("The details nearly name it; a person confirmed it")
    LESS = "less", _("The details name it, the amount is a part; a person confirmed it")
    MORE = "more", _("The details name it, the amount is more; a person confirmed it")


class Explained(TextChoices):
    """Why two sides differ."""

    IN_TRANSIT = "in_transit", _("In transit, expected later")
    CHARGES = "charges", _("Bank charges")
    RATE = "rate", _("Another rate, or rounding")
    OTHER_PAYMENT = "other_pay", _("Another payment of the ministry")
    BANK_ERROR = "bank_error", _("Bank error, being corrected")
    OURS = "ours", _("Our error, see the note")
    OTHER = "other", _("Another reason, see the note")
