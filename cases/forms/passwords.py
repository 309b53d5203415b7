"""What a password may not be, beside what Django asks of it."""

import re

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import User

#: Parts of a name that are shorter stand in many an honest password.
SHORTEST_NAME = 4
_TRIMMINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class UnlikeTheName(UserAttributeSimilarityValidator):
    """Refuses what resembles the user name or a name of the person, or has one inside."""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        names = (str(getattr(user, name, "")) for name in self.user_attributes)
        parts = (part for name in names for part in re.split(r"\W+", name.casefold()))
        letters = password.casefold()
        for part in parts:
            if len(part) >= SHORTEST_NAME and (part in letters or part[::-1] in letters):
                raise ValidationError(_("The password is too similar to your name."))


class NotCommon(CommonPasswordValidator):
    """Refuses a common password also with digits and signs around it: Password-2026!"""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        super().validate(_TRIMMINGS.sub("", password), user)
