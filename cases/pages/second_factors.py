"""The square that an authenticator app reads, as the path of a drawing."""

from dataclasses import dataclass

import pyotp
import segno

from cases.models import User

ISSUER = "Child Return Register"
#: White squares around the black ones, without which no camera finds them.
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Square:
    """A drawing of ``side`` units each way; ``path`` blackens what is black."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class NewApp:
    """What a new app is told: to be scanned, to be followed on a telephone, or to be typed."""

    square: Square
    address: str
    secret: str


def new_app(secret: str, *, user: User) -> NewApp:
    """Return how the app of ``user`` learns its secret."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=ISSUER)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return NewApp(_square(address), address, groups)


def _square(text: str) -> Square:
    matrix = segno.make(text, error="m", micro=False).matrix
    dark = (
        f"M{x + MARGIN} {y + MARGIN}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Square(len(matrix) + 2 * MARGIN, "".join(dark))
