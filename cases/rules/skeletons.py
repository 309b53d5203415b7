"""Names in Tajik, Russian, Arabic and Latin letters, folded to one skeleton of consonants.

Vowels, long vowels and w are dropped, since Iraqi papers write none or all of them alike;
consonants that the four scripts mix up fall together (k q g gh; h kh; j zh ch; s z; b p).
A word that begins with a vowel keeps an "a" there. A surname's ending is weak: sisters and
brothers may lawfully bear different ones.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from anyascii import anyascii

_LETTERS = {
    **dict(zip("бпвфдтзслмнрц", "bbvfdtsslmnrs", strict=True)),
    **dict.fromkeys("гғкқ", "k"),
    **dict.fromkeys("хҳ", "h"),
    **dict.fromkeys("ҷжч", "j"),
    **dict.fromkeys("шщ", "x"),
    **dict.fromkeys("аеиоуыэюяєі", "a"),
    **dict(zip("bpvwfdtzslmnrxchj", "bbvvfdtsslmnrxkhj", strict=True)),
    **dict.fromkeys("gkq", "k"),
    **dict.fromkeys("aeiouy", "a"),
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تط", "t"),
    **dict.fromkeys("ثذزسصضظ", "s"),
    **dict.fromkeys("جچژ", "j"),
    **dict.fromkeys("حخه", "h"),
    **dict.fromkeys("غقكگ", "k"),
    **dict(zip("درشفڤلمنو", "drxfvlmnv", strict=True)),
    **dict.fromkeys("ايءع", "a"),
}
_SILENT = frozenset("ьъـ")
_SAME = str.maketrans(
    {
        "ş": "sh",
        "š": "sh",
        "ç": "ch",
        "č": "ch",
        "ž": "zh",
        "ğ": "g",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
    }
)
_GROUPS = {
    **dict.fromkeys(("dzh", "дж", "zh", "dj", "ch"), "j"),
    **dict.fromkeys(("shch", "sh"), "x"),
    **dict.fromkeys(("ts", "th"), "s"),
    "kh": "х",
    "gh": "g",
    "ph": "f",
}
_GROUP = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_SOFT_END = re.compile("(?<=[aeo])h$|(?<=[ао])ҳ$|ه$")

# Each ending with the consonants that must stand before it, or it is part of a given name.
_ZODA = "зода|заде|зоде|z[oa]d(?:a|e|eh|ah)|زاد[ها]"
_ENDINGS = [
    (re.compile(f"(?:{ending})$"), least)
    for ending, least in (
        ("[ое]в(?:а|на|ич)?|[oe]v(?:a|na|ich)?|[oe]wa?|off?|eff", 2),
        ("و[فڤ](?:ا|نا|يتش)?|[ايو]ي[فڤ](?:ا|نا|يتش)?|ي[فڤ]ا", 2),
        (_ZODA, 2),
        ("иен|иян|иан|iyan|iyon|ian|يان", 3),
        ("фар|пур|far|pou?r|فر|پور|بور", 3),
    )
]
_LONG_I = ("и", "i", "y", "ي")
_WHOLE = frozenset(  # given names that only look as if they had such an ending
    {"yusof", "yousof", "raof", "raouf", "marof", "maarof", "muzaffar", "музаффар"}
    | {"معروف", "رووف", "مظفر"}
)
_ARTICLES = frozenset(
    {"al", "el", "ul", "il", "ad", "ud", "ar", "ur", "as", "us", "an", "un", "ash", "ush"}
    | {"ал", "эл", "ул", "ил", "ад", "уд", "ар", "ур", "ас", "ус", "ан", "ун", "аш", "уш"}
)
_SERVANT = frozenset({"عبد", "abd", "abdul", "abdal", "abdel", "abdur", "абд", "абдул", "абду"})
_SON = frozenset(
    {"bin", "ibn", "bint", "binti", "бин", "ибн", "ибни", "бинт", "бинти", "بن", "ابن", "بنت"}
)
_NO_ARTICLE = frozenset({"الياس", "الهام"})
_JOINED = re.compile("(?<=عبد)(?=ال..)|(?<=..)(?=الدين|الله)")
_SUN = tuple("tdrsxln")  # before these the l of the article is not heard


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: its skeleton, the ending that was taken off, and what binds it."""

    strong: str
    weak: str = ""
    article: bool = False
    servant: bool = False


def words_of(text: str) -> list[Word]:
    """Return the words of a name, those that belong together joined, without particles."""
    joined: list[Word] = []
    for word in _words(folded(text).split()):
        last = joined[-1] if joined else None
        if last and last.servant and word.strong:
            link = "" if word.strong.startswith(_SUN) else "l"
            joined[-1] = Word(last.strong + link + word.strong.removeprefix("a"), word.weak)
        elif last and word.article and (word.strong == "l" or word.strong.startswith("dn")):
            joined[-1] = Word(last.strong + word.strong, word.weak)
        else:
            joined.append(word)
    return [word for word in joined if word.strong or word.weak]


def folded(text: str) -> str:
    """Return ``text`` in small letters of the three alphabets, without marks and signs."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_SAME)
    text = unicodedata.normalize("NFKD", text).translate(_SAME)
    return _JOINED.sub(" ", "".join(map(_letter, text)))


def endings(text: str) -> Counter[str]:
    """Return how the words of a name end: o or e of -ov and -ev, with an a for a woman; z, i, f."""
    kinds = (_ending(word) for word in folded(text).split())
    return Counter(kind for kind in kinds if kind)


def _ending(word: str) -> str:
    ending = word if re.fullmatch(_ZODA, word) else _without_ending(word)[1]
    spoken = anyascii(ending)
    if not spoken:
        return "i" if word.endswith(_LONG_I) else ""
    if spoken.startswith(("z", "f", "p")):
        return spoken[0]
    if re.fullmatch("i?[iy][aeo]?n", spoken):
        return "n"
    return ("o" if spoken[0] in "ouw" else "e") + ("a" if ending.endswith(("a", "а", "ا")) else "")


def skeleton(word: str) -> str:
    """Return the consonants of one folded word; "a" stands for a vowel at its beginning."""
    word = _SOFT_END.sub("", word)
    if not re.search("[ء-ۿ]", word):  # Arabic writes a letter twice only around a vowel
        word = re.sub(r"(.)\1+", r"\1", word)
    word = _GROUP.sub(lambda group: _GROUPS[group[0]], word)
    signs = "".join(_LETTERS.get(letter, "") for letter in word)
    bones = signs[:1] + re.sub("[av]", "", signs[1:])
    return bones[:-1] if bones.endswith("h") and len(bones) > 3 else bones


def _letter(sign: str) -> str:
    if sign in _LETTERS:
        return sign
    if sign in _SILENT or unicodedata.combining(sign):
        return ""
    if sign.isalpha():
        return anyascii(sign).casefold()
    return " " if sign.isspace() or sign in "-–—.,/" else ""


def _words(tokens: list[str]) -> Iterator[Word]:
    article = False
    for token in tokens:
        if len(tokens) > 1 and token in _ARTICLES | _SON:
            article = token in _ARTICLES
            continue
        bare = token
        if token.startswith("ال") and len(token) > 3 and token not in _NO_ARTICLE:
            article, bare = True, token[2:].replace("لله", "له")
        if len(tokens) > 1 and re.fullmatch(_ZODA, token):
            yield Word("", token)
        elif token in _SERVANT:
            yield Word("abd", servant=True)
        else:
            stem, ending = _without_ending(bare)
            yield Word(skeleton(stem), ending, article)
        article = False


def _without_ending(word: str) -> tuple[str, str]:
    for ending, least in _ENDINGS:
        match = ending.search(word)
        if match and word not in _WHOLE and len(skeleton(word[: match.start()])) >= least:
            return word[: match.start()], match[0]
    return word, ""
