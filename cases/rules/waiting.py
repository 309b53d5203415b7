"""How long to wait after too many wrong passwords."""

FAILURES_ALLOWED = 5
LONGEST = 15


def minutes_to_wait(failures: int) -> int:
    """Return the minutes of waiting after the last of ``failures``: 0, then 1, 2, 4 … 15.

    Source: security page, threat 12.
    """
    if failures < FAILURES_ALLOWED:
        return 0
    doublings = min(failures - FAILURES_ALLOWED, LONGEST)
    return min(LONGEST, 1 << doublings)
