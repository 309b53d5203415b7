"""A name as a person may type it: letters, and the few signs that names are written with."""

import unicodedata
from functools import lru_cache

from cases.rules.date_words import is_not_known, plain, words_in
from cases.rules.names import NON_JOINER, CannotUseName, clean_name
from cases.rules.text import mark_at

#: What a name holds besides letters and the marks on them.
SIGNS_OF_NAMES = frozenset(" '’‘ʻ-‐‑–." + NON_JOINER)
_BETWEEN_WORDS = frozenset(" -‐‑–.")
_ALPHABETS = ("ARABIC", "CYRILLIC", "LATIN")
#: Words that say "not known" are longer, or they may be names.
FEWEST_OF_UNKNOWN = 3
_OF_WHOM = words_in(
    "мать матери мама модар модари mother mothers имя ном номи name names фио ребенок кудак child "
    "отец падар father женщина зан woman الام ام اسم الاب اب الطفل طفل امراه"
)
_SAYS_UNKNOWN = (
    "неизвестная|неизвестный|неизвестны|номаълума|нет|аноним|анонимно|без имени|безымянная"
    "|не назван|не названа|x|xx|xxx|х|хх|ххх|безымянный|беном|бе ном|ношинос|no name|nameless"
    "|без фамилии"
    "|مجهول الهوية|مجهولة الهوية|بدون|بلا|بدون اسم|بلا اسم"
)
_UNKNOWN = frozenset(plain(words) for words in _SAYS_UNKNOWN.split("|"))


def entered_name(text: str) -> str:
    """Return a name as ``clean_name`` does; letters, marks on them and signs of names only.

    Raises ``CannotUseName`` for figures, tags and formulas too, for a word in two alphabets,
    which looks like another word and is not found by it, and for words that say that nobody
    knows the name.
    """
    if says_unknown(text):
        raise CannotUseName("not_known")
    name = clean_name(text)
    for place, sign in enumerate(name):
        if not _is_of_names(sign):
            raise CannotUseName("not_letters", mark=mark_at(name, place))
    if stray := _stray(name):
        raise CannotUseName("mixed", mark=mark_at(name, stray))
    return name


@lru_cache(maxsize=1000)
def _is_of_names(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" or sign in SIGNS_OF_NAMES


@lru_cache(maxsize=1000)
def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ")[0]


def _stray(name: str) -> int | None:
    """Return the place of a letter that is of another alphabet than its word began in."""
    begun = ""
    for place, sign in enumerate(name):
        alphabet = _alphabet(sign)
        if alphabet in _ALPHABETS:
            if begun and begun != alphabet:
                return place
            begun = alphabet
        elif sign in _BETWEEN_WORDS:
            begun = ""
    return None


def says_unknown(text: str) -> bool:
    """Return whether words typed as a name say that the name is not known."""
    words = [word for word in plain(text).split() if word.strip(".,:()") not in _OF_WHOM]
    rest = " ".join(words).strip(" .,:()[]")
    is_word = len(rest) > FEWEST_OF_UNKNOWN or "/" in rest
    whole = " ".join(plain(text).split()).strip(" .,:()[]")
    return rest in _UNKNOWN or whole in _UNKNOWN or (is_word and is_not_known(rest))
