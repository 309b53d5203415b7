"""Numbers in words, as ages are said with them: пять, бисту панҷ, twenty-five, ثلاث عشرة."""

import re

from cases.rules.date_words import words_in

_NUMBERS = {
    1: "один одна одного одной як one واحد واحده يك",
    2: "два две двух двое ду two اثنان اثنين دو",
    3: "три трех трое се three ثلاث ثلاثه سه",
    4: "четыре четырех чор чаҳор four اربع اربعه چهار",
    5: "пять пяти панҷ five خمس خمسه پنج",
    6: "шесть шести шаш six ست سته شش",
    7: "семь семи ҳафт seven سبع سبعه هفت",
    8: "восемь восьми ҳашт eight ثمان ثماني ثمانيه هشت",
    9: "девять девяти нӯҳ nine تسع تسعه نه",
    10: "десять десяти даҳ ten عشر عشره ده",
    11: "одиннадцать одиннадцати ёздаҳ eleven يازده",
    12: "двенадцать двенадцати дувоздаҳ twelve دوازده",
    13: "тринадцать тринадцати сенздаҳ сездаҳ thirteen سيزده",
    14: "четырнадцать четырнадцати чордаҳ fourteen چهارده",
    15: "пятнадцать пятнадцати понздаҳ fifteen پانزده",
    16: "шестнадцать шестнадцати шонздаҳ sixteen شانزده",
    17: "семнадцать семнадцати ҳабдаҳ ҳафдаҳ seventeen هفده",
    18: "восемнадцать восемнадцати ҳаждаҳ eighteen هجده",
    19: "девятнадцать девятнадцати нуздаҳ nineteen نوزده",
    20: "двадцать двадцати бист twenty عشرون عشرين بيست",
    30: "тридцать тридцати сӣ thirty ثلاثون ثلاثين سي",
    40: "сорок сорока чил чиҳил forty اربعون اربعين چهل",
    50: "пятьдесят пятидесяти панҷоҳ fifty خمسون خمسين پنجاه",
}
_VALUES = {word: number for number, words in _NUMBERS.items() for word in words_in(words)}


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = _any_of(list(_VALUES))
_ONE = _any_of([word for word, number in _VALUES.items() if number < 10])
_TEN = _any_of([word for word, number in _VALUES.items() if number >= 20])
# A Tajik "and" is a sound at the end of a word, an Arabic one at the beginning of the next.
_TENS_AND_ONE = re.compile(rf"\b({_TEN})(?:[ -]|(?:у|ю|ву) | و ?)({_ONE})\b")
_ONE_AND_TENS = re.compile(rf"\b({_ONE}) و ?({_TEN})\b")
_ARABIC_TEEN = re.compile(r"\b(احد|احدي|اثنا|اثني|اثنتا|ثلاث|اربع|خمس|ست|سبع|ثماني|تسع)ه? عشره?\b")
_SMALLEST = {"احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2}
#: What the number of a day or a year begins with, where that is not the number itself.
_STEMS = {
    "перв": "один",
    "втор": "два",
    "трет": "три",
    "четверт": "чор",
    "седм": "сем",
    "восм": "восем",
    "first": "one",
    "second": "two",
    "third": "three",
    "fif": "five",
    "eigh": "eight",
    "nin": "nine",
    "twelf": "twelve",
    "twentie": "twenty",
    "thirtie": "thirty",
    "дую": "ду",
    "сею": "се",
}
_ORDINAL = re.compile(
    rf"\b({_any_of([*_STEMS, *_VALUES])})"
    r"(?:ое|ого|ый|ой|ом|ий|его|е|th|(?<=st)|(?<=[oi]nd)|(?<=ird)|уми?|юми?|ми?)\b"
)
_THOUSANDS = re.compile(r"\b(?:2 (?:тысячи?|thousand(?: and)?)|(?:ду|2) ?хазору?)\b(?: (\d\d?)\b)?")
_ALONE = re.compile(rf"\b(و?)({_WORD})(?:у|ю|ву)?\b")


def in_figures(text: str) -> str:
    """Return ``plain`` text with its numbers below 60 in figures."""
    text = _TENS_AND_ONE.sub(_sum, _ONE_AND_TENS.sub(_sum, text))
    text = _ARABIC_TEEN.sub(_teen, text)
    return _ALONE.sub(lambda number: f"{number[1]}{_VALUES[number[2]]}", text)


def date_in_figures(text: str) -> str:
    """Return ``plain`` text of a date with its day and its year in figures, of this century."""
    text = in_figures(_ORDINAL.sub(lambda number: _STEMS.get(number[1], number[1]), text))
    return _THOUSANDS.sub(lambda year: str(2000 + int(year[1] or 0)), text)


def starting_number(word: str) -> tuple[int, str] | None:
    """Return the number in words that a word begins with and the rest of it: сесола is 3, сола."""
    match = re.match(_WORD, word)
    return (_VALUES[match[0]], word[match.end() :]) if match else None


def _sum(both: re.Match[str]) -> str:
    return str(_VALUES[both[1]] + _VALUES[both[2]])


def _teen(teen: re.Match[str]) -> str:
    return str(10 + (_SMALLEST.get(teen[1]) or _VALUES[teen[1]]))
