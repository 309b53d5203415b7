"""The acts that the journal holds, and their reasons."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
