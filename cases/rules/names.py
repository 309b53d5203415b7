"""Names as typed, and the key that matches spellings of one name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from anyascii import anyascii

from cases.rules.births import Span, months_apart
from cases.rules.skeletons import endings, folded, words_of
from cases.rules.text import DIRECTION, RefusedSign, is_control, mark_at, without_balanced
from cases.vocabulary import Script, Sex

LONGEST = 120  # characters of a name, and of its key
#: From this likeness on, two keys are called one name.
LIKELY = 0.85
#: So near are two spellings of one name.
_ONE_NAME = 0.8

#: The letters of Tajik and Russian in the order of the Tajik alphabet, and, for SQL's
#: ``translate(lower(name), ALPHABET, ORDER)`` under COLLATE "C", signs in that same order.
ALPHABET = "абвгғдеёжзиӣйкқлмнопрстуӯфхҳцчҷшщъыьэюя"
ORDER = "".join(chr(0x0400 + place) for place in range(len(ALPHABET)))
_ORDERED = str.maketrans(ALPHABET, ORDER)
_WEIGHTS = {"birth_overlaps": 0.15, "same_mother": 0.15, "same_place": 0.05, "same_sex": 0.05}
#: The score of two children of one mother and one name who were born at other times, at most.
_APART = 0.2
_SPACES = re.compile("[\t\r\n\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
#: Keeps two Arabic letters of one word apart, as in علی‌زاده.
NON_JOINER = "\u200c"
_FORMS = tuple(f"<{form}>" for form in ("initial", "medial", "final", "isolated", "compat", "wide"))
# Soft hyphens and soft marks of direction say nothing in a name.
_TAKEN_OUT = re.compile("[\xad\u061c\u200e\u200f]")
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180d\u2028\u2029\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
_PLAIN = str.maketrans("ғқҳҷىیکةٱ", "гкхчييكها", "ـ'’ʼ")
_HAMZA = str.maketrans("أإآٱ", "اااا")
#: How family names of the region end.
_OF_FAMILIES = ("ова", "ева", "ёва", "зода", "zoda", "ova", "eva")
_VOWELS = re.compile("[aeiouyw'`]")
_ONE_WORD, _SOME_WORDS = 0.9, 0.95  # of a longer name


class CannotUseName(Exception):
    """The text is not a name.

    ``code`` is one of empty, too_long (limit), direction, invisible, control, no_letters,
    not_letters, mixed, not_known; ``mark`` is the sign that is to blame.
    """

    def __init__(self, code: str, *, mark: RefusedSign | None = None, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.mark = mark
        self.params = params


@dataclass(frozen=True, slots=True)
class Parts:
    """A name's words as skeletons, and the surname endings that were taken off."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts by which two records of one person are recognised; ``None`` is unknown."""

    keys: frozenset[str]
    earliest: date | None = None
    latest: date | None = None
    sex: str | None = None
    mother_key: str | None = None
    place_id: int | None = None
    mother_id: int | None = None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Two records that may be one person: how likely, and the reasons in codes.

    The codes: same_name or similar_name, birth_overlaps or births_apart, same_mother, same_place,
    same_sex.
    """

    score: float
    reasons: tuple[str, ...]


def clean_name(text: str) -> str:
    """Return a name in composed letters with single spaces, letters otherwise as typed.

    Letters in the forms in which a PDF prints them become the letters themselves.
    Soft hyphens and the marks of direction that programs put around a name are taken out; a
    zero-width non-joiner between two Arabic letters stays. Raises ``CannotUseName`` for other
    invisible, control and direction characters, which can make one name look like another,
    and for a name without letters.
    """
    name = without_balanced(_TAKEN_OUT.sub("", text[: 10 * LONGEST]))
    name = _composed(name)
    name = re.sub(" +", " ", _SPACES.sub(" ", name)).strip()
    if not name:
        raise CannotUseName("empty")
    if len(name) > LONGEST:
        raise CannotUseName("too_long", limit=LONGEST)
    for place, sign in enumerate(name):
        if not _is_plain(sign) and (code := _hidden(name, place, sign)):
            raise CannotUseName(code, mark=mark_at(name, place))
    if not any(sign.isalpha() for sign in name):
        raise CannotUseName("no_letters")
    return name


def taken_out(text: str, name: str) -> tuple[str, ...]:
    """Return the signs of a typed ``text`` that its ``name`` lacks; spaces are no signs."""
    lost = Counter(_composed(text)) - Counter(name)
    return tuple(sign for sign in lost if not _SPACES.match(sign) and sign != " ")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(map(_letter_itself, text)))


@lru_cache(maxsize=1000)
def _letter_itself(sign: str) -> str:
    """Return the letters of a ligature or of a form within a word: محمد of ﻣﺤﻤﺪ, fi of ﬁ."""
    is_form = sign.isalpha() and unicodedata.decomposition(sign).startswith(_FORMS)
    return unicodedata.normalize("NFKC", sign) if is_form else sign


@lru_cache(maxsize=1000)
def _is_plain(sign: str) -> bool:
    """Return whether a sign may stand anywhere: a letter, or a space."""
    return sign == " " or (sign.isalpha() and not _INVISIBLE.match(sign))


def _hidden(name: str, place: int, sign: str) -> str:
    """Return the code of a sign that a name must not hold, else ""."""
    if DIRECTION.match(sign):
        return "direction"
    if sign == NON_JOINER and all(map(_is_arabic, (name[place - 1 : place], name[place + 1 :]))):
        return ""
    if _INVISIBLE.match(sign) or unicodedata.category(sign) == "Cf":
        return "invisible"
    return "control" if is_control(sign) else ""


def _is_arabic(text: str) -> bool:
    return unicodedata.name(text[:1] or " ").startswith("ARABIC LETTER")


def script_of(text: str) -> Script:
    """Return the script that most letters of ``text`` are in; Latin when there is no other."""
    blocks = {"CYRILLIC": Script.CYRILLIC, "ARABIC": Script.ARABIC}
    names = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    counts = Counter(blocks.get(name, Script.LATIN) for name in names)
    return counts.most_common(1)[0][0] if counts else Script.LATIN


def is_latin(name: str) -> bool:
    """Return whether every letter of a name is a Latin one."""
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())


def parts(text: str) -> Parts:
    """Return the words of a name as skeletons in the order typed, and its weak endings."""
    words = words_of(text)
    return Parts(
        strong=tuple(word.strong for word in words if word.strong),
        weak=tuple(word.weak for word in words if word.weak),
    )


@lru_cache(maxsize=20_000)  # a list of many names is read anew for each of its pages
def match_key(text: str) -> str:
    """Return the key of a name: its skeletons in alphabetical order, at most 120 characters.

    Small Latin letters and spaces only, so that ``pg_trgm`` finds near keys by an index.
    It is never shown. Empty when the name has no letter that sounds.
    """
    return " ".join(sorted(parts(text).strong))[:LONGEST].strip()


def likeness(one: str, other: str) -> float:
    """Return how alike two keys are, 0 to 1; words are paired whatever their order.

    A name of fewer words is compared with the best of the other's, at a small discount.
    """
    few, many = sorted((one.split(), other.split()), key=len)
    if not few:
        return 0.0
    left, right, total = set(range(len(few))), set(range(len(many))), 0.0
    for alike, i, j in _pairs(few, many):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            total += alike
    if not right:
        return total / len(few)
    return total / len(few) * (_SOME_WORDS if len(few) > 1 else _ONE_WORD)


def nearness(text: str, name: str) -> float:
    """Return how near a spelling is to what was typed, vowels and endings counted, 0 to 1.

    For putting namesakes in order, whose keys are equal; the order of the words is none.
    """
    return (_shared(_pairs_of_letters, text, name) + _shared(_endings, text, name)) / 2


def is_one_name(texts: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether two people have a name that is one, spelled alike.

    Ҳасан and Ҳусейн, who have one key, are not: they are brothers.
    """
    return any(
        match_key(one) == match_key(other) and nearness(one, other) >= _ONE_NAME
        for one, other in product(texts, others)
    )


def letters_in(text: str, name: str) -> float:
    """Return the share of what was typed, by its pairs of letters, that a name has, 0 to 1.

    Tells a misspelling from letters at random. Beside a name in Arabic vowels do not count.
    """
    pairs, others = _pairs_of_letters(text), _pairs_of_letters(name)
    if Script.ARABIC in (script_of(text), script_of(name)):
        pairs, others = _pairs_of_letters(_bare(text)), _pairs_of_letters(_bare(name))
    return (pairs & others).total() / pairs.total() if pairs else 1.0


def _bare(text: str) -> str:
    return _VOWELS.sub("", anyascii(folded(text)).casefold())


def _shared(parts_of: Callable[[str], Counter[str]], text: str, name: str) -> float:
    """Return the share of the parts of two names that are in both; 1 where neither has any."""
    one, other = parts_of(text), parts_of(name)
    every = one.total() + other.total()
    return 2 * (one & other).total() / every if every else 1.0


@lru_cache(maxsize=10_000)
def _endings(text: str) -> Counter[str]:
    return endings(text)


@lru_cache(maxsize=10_000)
def _pairs_of_letters(text: str) -> Counter[str]:
    spoken = anyascii(folded(text)).casefold()
    words = (f" {word} " for word in spoken.split())
    return Counter(word[at : at + 2] for word in words for at in range(len(word) - 1))


def sort_key(text: str) -> str:
    """Return what sorts names as Tajik does (г before ғ) and Arabic ones without their article."""
    text = unicodedata.normalize("NFC", visible(text)).lower().translate(_HAMZA)
    return re.sub(r"\bال(?=\w)", "", text).translate(_ORDERED)[: 2 * LONGEST]


def visible(text: str) -> str:
    """Return ``text`` without signs that have no shape, such as a zero-width non-joiner."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def letters(text: str) -> str:
    """Return a name for comparing it letter by letter: small letters, composed, single spaces."""
    return " ".join(unicodedata.normalize("NFC", visible(text)).casefold().split())


def fold(text: str) -> str:
    """Return a name for a search in its own script: lower case, plain letters, no marks.

    г typed for ғ, и for ӣ, ا for أ and e for é all match. At most 240 characters.
    """
    signs = unicodedata.normalize("NFKD", visible(text).casefold())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(bare.translate(_PLAIN).split())[: 2 * LONGEST].rstrip()


def likely_same(a: Facts, b: Facts) -> NameMatch | None:
    """Return whether two records may be of one person, and why; ``None`` if nothing suggests it.

    It takes a likely name and births that overlap or are unknown. A given name alone is too
    common: it takes the same mother too, or, if a mother is unknown, the same place and a
    birth that overlaps; where nobody knows mother or place of either, the same name and such a
    birth. The score (0 to 1) is for ordering.
    """
    name = max((likeness(one, other) for one, other in product(a.keys, b.keys)), default=0.0)
    overlap = _overlap(a, b)
    if name < LIKELY or overlap is False:
        return None
    mothers = _same_mother(a, b)
    reasons = {
        "same_name": not a.keys.isdisjoint(b.keys),
        "similar_name": a.keys.isdisjoint(b.keys),
        "birth_overlaps": overlap is True,
        "same_mother": mothers is True,
        "same_place": a.place_id is not None and a.place_id == b.place_id,
        "same_sex": _known_sex(a) is not None and _known_sex(a) == _known_sex(b),
    }
    here = reasons["same_place"] or (reasons["same_name"] and _is_of_nobody(a) and _is_of_nobody(b))
    elsewhere = mothers is None and reasons["birth_overlaps"] and here
    if not (_full_names(a, b) or reasons["same_mother"] or elsewhere):
        return None
    score = 0.6 * name + sum(_WEIGHTS.get(reason, 0) for reason, holds in reasons.items() if holds)
    if mothers is False or {_known_sex(a), _known_sex(b)} == {Sex.FEMALE, Sex.MALE}:
        score /= 2
    return NameMatch(round(score, 3), tuple(reason for reason, holds in reasons.items() if holds))


def one_though_apart(
    a: Facts, b: Facts, names: Collection[str], others: Collection[str]
) -> NameMatch | None:
    """Return why two children of one mother may be one though they were born at other times.

    A year is often written wrongly, and two children of one mother and one given name are rare.
    Less likely than whatever ``likely_same`` says; the nearer the births, the likelier.
    """
    is_other_sex = {_known_sex(a), _known_sex(b)} == {Sex.FEMALE, Sex.MALE}
    if is_other_sex or _overlap(a, b) is not False or not _same_mother(a, b):
        return None
    if not any(_has_one_name(one, other) for one, other in product(names, others)):
        return None
    years = months_apart(_born(a), _born(b)) / 12
    return NameMatch(round(_APART / (1 + years), 3), ("same_name", "births_apart", "same_mother"))


def _born(facts: Facts) -> Span | None:
    if facts.earliest is None or facts.latest is None:
        return None
    return Span(facts.earliest, facts.latest)


def _has_one_name(one: str, other: str) -> bool:
    """Return whether two names are one, or one of them a word of the other."""
    few, many = sorted((one.split(), other.split()), key=len)
    return is_one_name([one], [other]) or (len(few) == 1 and is_one_name(few, many))


def _is_of_nobody(facts: Facts) -> bool:
    return facts.mother_key is None and facts.place_id is None


def _overlap(a: Facts, b: Facts) -> bool | None:
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return None
    return a.earliest <= b.latest and b.earliest <= a.latest


def _same_mother(a: Facts, b: Facts) -> bool | None:
    if a.mother_id is not None and a.mother_id == b.mother_id:
        return True
    if a.mother_key and b.mother_key:
        return likeness(a.mother_key, b.mother_key) >= LIKELY
    return None


def _full_names(a: Facts, b: Facts) -> bool:
    """Return whether the names agree in two words or more, a given and a family name."""
    return any(
        likeness(one, other) >= LIKELY and " " in one and " " in other
        for one, other in product(a.keys, b.keys)
    )


def _known_sex(facts: Facts) -> str | None:
    return facts.sex if facts.sex in {Sex.FEMALE, Sex.MALE} else None


def _pairs(few: list[str], many: list[str]) -> list[tuple[float, int, int]]:
    """Return every pair of two words with its likeness, best first."""
    pairs = [(_alike(a, b), i, j) for (i, a), (j, b) in product(enumerate(few), enumerate(many))]
    return sorted(pairs, key=lambda pair: (-pair[0], *sorted((few[pair[1]], many[pair[2]]))))


@lru_cache(maxsize=10_000)  # a search compares few words with one another, time and again
def _alike(one: str, other: str) -> float:
    """Return 1 less the share of letters that must change to make one word of the other."""
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
        before = row
    return 1 - before[-1] / max(len(one), len(other))


def with_family(name: str, mother: str) -> str:
    """Return a child's name; one of a single word with its mother's family name behind it.

    The family name is the word of ``mother`` that ends as one does, else her last word; it
    is added in the same alphabet only.
    """
    if not name or len(name.split()) > 1 or len(mother.split()) < 2:
        return name
    words = mother.split()
    family = next((word for word in words if word.casefold().endswith(_OF_FAMILIES)), words[-1])
    return f"{name} {family}" if alphabet_of(name) == alphabet_of(family) else name


def alphabet_of(name: str) -> str:
    """Return the alphabet of the first letter of a name."""
    return unicodedata.name(name[0], "").partition(" ")[0]


def with_parts(name: str, parts: Iterable[str]) -> str:
    """Return a name with its patronymic and family name behind it; a whole name has them."""
    words = letters(name).split()
    is_whole = len(words) > 1
    more = [part for part in parts if not (is_whole and {*letters(part).split()} <= {*words})]
    return " ".join(filter(None, [name, *more]))
