"""A second person confirms by a paper on file, or says why without one."""

from cases.casework.journal import CannotMove
from cases.queries.papers import no_paper_refusal


def reason_kept(reason: str, *, has_paper: bool) -> str:
    """Return the reason to keep for a confirmation without a paper: none where there is one.

    Raises ``CannotMove`` where there is neither.
    """
    if has_paper:
        return ""
    if not reason:
        raise CannotMove(no_paper_refusal(), field="without_paper")
    return reason
