"""Words that admins keep in the database, as they were read last.

``queries.kept_words`` reads them; here they are at hand for a label or a sentence, in the
language in use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import get_language, gettext


class KeptClearance(NamedTuple):
    """The name of a kind of clearance, and the agreement it is of; None for every agreement."""

    name: str
    agreement: int | None


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Texts by language and source, the kinds of clearance by code, and the ministry."""

    moment: str = ""
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clearances: Mapping[str, KeptClearance] = field(default_factory=dict)
    ministry: str = ""


class _Held:
    """What was read last; replaced as a whole."""

    words = KeptWords()


def kept_words() -> KeptWords:
    """Return what was read last."""
    return _Held.words


def keep(words: KeptWords) -> None:
    """Let ``words`` be what is said from now on."""
    _Held.words = words


def said(text: str) -> str:
    """Return a text of the database in the language in use: as an admin translated it, else as
    the catalogue has it, else as it is.
    """
    if not text:
        return text
    language = (get_language() or "en").split("-")[0]
    own = _Held.words.phrases.get(language, {}).get(text)
    return own or (gettext(text) if language != "en" else text)
