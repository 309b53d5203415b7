"""Whether an answer to a question of eligibility agrees with what is on record.

What is on record of a fact: that it holds, that it does not, or neither of both (None).
"""

import datetime

from cases.rules.tracks import MET
from cases.vocabulary import (
    Answer,
    ConsentDecision,
    FatherStatus,
    Proceedings,
    Sentence,
    TrackState,
)

_ENDED = frozenset({TrackState.REFUSED, TrackState.WITHDRAWN, TrackState.EXPIRED})


def disagree(answer: Answer | str, holds: bool | None) -> bool:
    """Return whether an answer and the record cannot both stand without a word of why.

    Of a "yes" that nothing on record supports yet, the reader judges.
    """
    if answer == Answer.YES:
        return holds is False
    if answer == Answer.UNKNOWN:
        return holds is not None
    return holds is True  # "no", and "does not apply"


def is_unshown(answer: Answer | str, holds: bool | None) -> bool:
    """Return whether a "yes" stands on the word of who assessed alone."""
    return answer == Answer.YES and holds is None


def clearance_holds(state: TrackState) -> bool | None:
    if state in MET:
        return True
    return False if state in _ENDED else None


def consent_holds(decision: ConsentDecision | None) -> bool | None:
    return None if decision is None else decision == ConsentDecision.GIVEN


def is_under(limit: int, *, youngest: int, oldest: int) -> bool | None:
    """Return whether somebody is younger than ``limit``, whose age in years lies between two."""
    if oldest < limit:
        return True
    return False if youngest >= limit else None


def father_is_dead(status: FatherStatus) -> bool | None:
    if status == FatherStatus.DECEASED:
        return True
    return False if status in (FatherStatus.ALIVE, FatherStatus.DETAINED) else None


def has_release_date(
    proceedings: Proceedings,
    sentence: Sentence,
    *,
    months: int | None,
    since: datetime.date | None,
) -> bool | None:
    """Return whether the mother's release has a day: a term that ends, or she is released."""
    if proceedings == Proceedings.RELEASED:
        return True
    if sentence in (Sentence.LIFE, Sentence.DEATH):
        return False
    return True if sentence == Sentence.FIXED and months and since else None
