"""Codes of an authenticator app, and codes for the day on which it is lost."""

import datetime
import re
from hmac import compare_digest
from unicodedata import digit

from pyotp import TOTP

#: A code holds for half a minute; a clock may be so many of these before or behind.
SECONDS, SHIFT = 30, 1
DIGITS = 6
#: Signs of a recovery code that no eye confuses, and how many: 24 of 32 are 120 bits.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
RECOVERY_SIGNS, GROUP = 24, 4
_BETWEEN = re.compile(r"[\s\-]+")


def bare(text: str) -> str:
    """Return a code as it counts: digits of any keyboard, no spaces and hyphens between them."""
    signs = _BETWEEN.sub("", text).lower()
    return "".join(str(digit(sign)) if sign.isdigit() else sign for sign in signs)


def is_app_code(code: str) -> bool:
    """Return whether a bare code is one of an app, right or wrong."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def step_of(code: str, *, secret: str, at: datetime.datetime, after: int) -> int | None:
    """Return the time step whose code this is, the clock of the app one step off at most.

    None if it is none, or one that was used: at or before the step ``after``.
    Source: RFC 6238, section 5.2.
    """
    app, now = TOTP(secret, digits=DIGITS, interval=SECONDS), int(at.timestamp()) // SECONDS
    steps = range(max(now - SHIFT, after + 1), now + SHIFT + 1)
    return next((step for step in steps if compare_digest(app.generate_otp(step), code)), None)


def in_groups(code: str) -> str:
    """Return a recovery code as it is shown: abcd-efgh-…"""
    groups = (code[start : start + GROUP] for start in range(0, len(code), GROUP))
    return "-".join(groups)
