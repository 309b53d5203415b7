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
#: Words that whoever knows of the register tries first, as SECURITY.md lists them.
OF_THIS_PLACE = (
    *("repatriation", "return", "register", "ministry", "foreign", "affairs", "agreement"),
    *("children", "child", "mother", "caseworker", "reviewer", "tajikistan", "dushanbe"),
    *("iraq", "baghdad", "syria", "министерство", "реестр", "возвращение", "дети"),
    *("тоҷикистон", "таджикистан", "душанбе", "ирак", "багдад"),
)
#: Letters of one's own that a password has beside such words.
OWN_LETTERS = 6
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


class NotOfThisPlace:
    """Refuses what is made of words of the register, signs and digits: Register-Baghdad-2026."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 Django's
        left = password.casefold()
        for word in OF_THIS_PLACE:
            left = left.replace(word, "")
        own = len(re.sub(r"[\W\d_]", "", left))
        if left != password.casefold() and own < OWN_LETTERS:
            raise ValidationError(
                _("The password is made of words of this register. Add words of your own.")
            )

    def get_help_text(self) -> str:
        return _("Words of this register alone make no password.")
