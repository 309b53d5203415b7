"""How long to wait after too many wrong passwords and codes."""

#: Failures before the first wait: with one name from one address; names that failed from one
#: address; wrong codes of one account, from wherever.
FAILURES_ALLOWED, NAMES_ALLOWED, CODES_ALLOWED = 5, 10, 30
LONGEST = 15


def minutes_to_wait(failures: int, allowed: int = FAILURES_ALLOWED) -> int:
    """Return the minutes of waiting after the last of ``failures``: 0, then 1, 2, 4 … 15.

    Source: security page, threat 12.
    """
    if failures < allowed:
        return 0
    doublings = min(failures - allowed, LONGEST)
    return min(LONGEST, 1 << doublings)
