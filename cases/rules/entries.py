"""What each entry of a case's journal is about."""

from cases.vocabulary import Act, EntryKind

_ABOUT = {
    EntryKind.DECISION: (
        Act.REGISTER,
        Act.VERIFY,
        Act.ASSESS,
        Act.DECIDE,
        Act.DEFER,
        Act.RECONSIDER,
        Act.CLEAR,
        Act.LAPSE,
        Act.HOLD,
        Act.RELEASE_HOLD,
        Act.WRITE_INTERESTS,
        Act.APPROVE_INTERESTS,
        Act.ASK_CLOSE,
        Act.CLOSE,
        Act.ASK_REOPEN,
        Act.REOPEN,
        Act.ASK_AGREEMENT,
        Act.DROP_AGREEMENT,
        Act.AGREEMENT,
        Act.MERGE,
        Act.ASK_UNMERGE,
        Act.UNMERGE,
        Act.RETURN,
        Act.UNDO,
    ),
    EntryKind.PAPER: (
        Act.CONSENT,
        Act.VERIFY_CONSENT,
        Act.CLEARANCE,
        Act.HEARING,
        Act.CLAIM,
        Act.DOCUMENT,
        Act.WITHDRAW_DOCUMENT,
    ),
    EntryKind.JOURNEY: (
        Act.PROPOSE,
        Act.LOCK,
        Act.BOARD,
        Act.TAKE_OFF,
        Act.RELEASE,
        Act.DEPART,
        Act.ARRIVE,
        Act.TURN_BACK,
        Act.HAND_OVER,
        Act.SCAN_HANDOVER,
        Act.PLACE,
    ),
    EntryKind.MONEY: (
        Act.FEE_DUE,
        Act.FEE_PAID,
        Act.FEE_UNPAID,
        Act.FEE_RECEIPTED,
        Act.FEE_WAIVED,
        Act.WAIVER_DROPPED,
        Act.FEE_CLAIMED,
        Act.FEE_REFUNDED,
        Act.FEE_CREDITED,
    ),
}
_NAMED = {act for acts in _ABOUT.values() for act in acts}
#: The acts of each kind; what no other kind names is of the record.
ACTS_ABOUT = _ABOUT | {EntryKind.RECORD: tuple(act for act in Act if act not in _NAMED)}
