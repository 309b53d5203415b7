"""Names as lists hold them: in several scripts, and beside what is no name."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

from cases.rules.date_words import plain, words_in
from cases.rules.entered_names import SIGNS_OF_NAMES
from cases.rules.names import letters, likeness, match_key, script_of

_WORD = re.compile(r"[^\W\d_]+")
#: What stands between two spellings, and around the second.
_BETWEEN = " \n\t,;:/\\|()[]{}=–—-"
#: A letter of each script.
_LETTERS = tuple(
    map(re.compile, ("[A-Za-z\u00c0-\u024f]", "[\u0400-\u052f]", "[\u0600-\u06ff\ufb50-\ufefc]"))
)
_SIGNS = SIGNS_OF_NAMES.union(_BETWEEN)
#: So much of two spellings sounds alike, if both are of one name.
_ALIKE = 0.5
#: A dash with a space on both sides stands between two people, as a comma, a number and a word
#: do; a letter with a point is of somebody's name.
_APART = re.compile(
    r"\s[-‐‑–—]\s|[^\W\d_]\s*(?:[,;/+&|]|\s\d{1,2}[.)])\s*[^\W\d_]"
    r"|(?-i:[^\W\d_]{2}\s[мжmf]$)"  # a boy or a girl
    r"|[^\W\d_]{2}\s+(?:и|ё|е|و|или|or|yo|ака|aka|a\.?\s?k\.?\s?a\.?)\s+[^\W\d_]{2}",
    re.IGNORECASE,
)
#: Latin letters that look like Cyrillic ones, and those.
_LOOKS = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_BACK = {other: letter for letter, other in _LOOKS.items()}
#: Words of a cell that is of two people, or says something of one instead of the name.
_NO_NAMES = words_in(
    "ва and дети детей детьми детях ребенок ребенком кудак кудаки кудакон кудакаш фарзанд "
    "фарзанди фарзандон child children kids baby newborn infant младенец младенца новорожденный "
    "сын сына дочь дочери мальчик девочка писар духтар boy girl son daughter гр гражданка тел "
    "новорожденная новорожденного навзод навзоди близнец близнецы двойня двойняшки дугоник "
    "дугоникхо twin twins сирота orphan умер умерла умерший умершая скончался скончалась погиб "
    "погибла погибший погибшая убит убита мертв мертва вафот кушта мархум мархума фавтида dead "
    "died deceased killed беременна беременная хомила pregnant طفل اطفال الاطفال اولاد اولادها "
    "الطفل رضيع رضيعه توام متوفي متوفيه حامل mr mrs ms miss dr он она урожденная урожд nee alias"
)


def spellings(text: str) -> list[str]:
    """Return a name in each script in which ``text`` has it: Билол and Bilol of "Билол / Bilol".

    A text in one script is returned as it is, and one of which it is not plain what is whose: the
    words of each script stand together, and no word mixes two.
    """
    if "\n" not in text and len(_scripts(text)) < 2:
        return [text]
    if not all(unicodedata.category(sign)[0] in "LM" or sign in _SIGNS for sign in text):
        return [text]
    runs: list[tuple[list[int], int]] = []
    for word in _WORD.finditer(text):
        if len(scripts := _scripts(word[0])) > 1:
            return [text]
        if not runs or runs[-1][0] != scripts:
            runs.append((scripts, word.start()))
    order = [scripts for scripts, _at in runs]
    if any(order.count(each) > 1 for each in order):
        return [text]
    if len(runs) < 2:
        lines = {letters(line): line for line in text.split("\n") if line.strip()}
        return [*lines.values()] if len(lines) == 1 else [text]
    starts = [0, *(at for _script, at in runs[1:]), len(text)]
    parts = [text[at:end] for at, end in pairwise(starts)]
    return [part.strip(_BETWEEN) for part in parts]


def in_one_alphabet(text: str) -> str:
    """Return a name with words of letters of two alphabets in one, where they only look so."""
    return _WORD.sub(_in_one, text)


def _in_one(word: re.Match[str]) -> str:
    if len(_scripts(word[0])) < 2:
        return word[0]
    others = (word[0].translate(_LOOKS), word[0].translate(_BACK))
    return next((other for other in others if len(_scripts(other)) < 2), word[0])


def _scripts(text: str) -> list[int]:
    """Return the scripts that a text has letters of, by their place among ``_LETTERS``."""
    return [at for at, letter in enumerate(_LETTERS) if letter.search(text)]


def are_two_scripts(rows: Sequence[Sequence[str]], places: Collection[int]) -> bool:
    """Return whether columns hold one name in several scripts: no two cells of a row are in one."""
    is_seen = False
    for row in rows:
        scripts = [script_of(row[at]) for at in places if at < len(row) and row[at]]
        if len({*scripts}) < len(scripts):
            return False
        is_seen = is_seen or len(scripts) > 1
    return is_seen


def sound_alike(one: str, other: str) -> bool:
    """Return whether two spellings may be of one name."""
    keys = [match_key(one), match_key(other)]
    joined = [key.replace(" ", "") for key in keys]
    return max(likeness(*keys), likeness(*joined)) >= _ALIKE


def is_more(text: str) -> bool:
    """Return whether a text is of two people, or says something of a person beside the name."""
    return bool(_APART.search(text) or {*re.findall(r"\w+", plain(text))} & _NO_NAMES)
