"""An age as people say it: years, months, weeks and days, their halves and ranges."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cases.rules.date_words import words_in
from cases.rules.months import months_before
from cases.rules.number_words import in_figures, starting_number

AgeUnit = Literal["age_years", "age_months", "age_weeks", "age_days"]

_WORDS: dict[AgeUnit, str] = {
    "age_years": (
        "y yr yrs yo y.o y/o year years г год года годов годик годика лет л летний летняя летнего "
        "годиков еш ешда ешли яшар йил yosh yoshda yoshli yil yaş yaşında "
        "сол солу сола солаи соли солаву солаю sol solu sola soli god goda let "
        "سنه سنوات سنين عام اعوام عاما سال ساله"
    ),
    "age_months": (
        "m mo mos mon mth mths month months м мес месяц месяца месяцев месячный месячная "
        "месячного мох моху моха мохаи мохаву мохаю moh mohu moha mes "
        "ой ойлик oy oylik شهر اشهر شهور شهرا ماه ماهه"
    ),
    "age_weeks": (
        "w wk wks week weeks нед неделя недели недель неделю недельный недельная "
        "хафта хафтаи хафтаина хафтаву hafta اسبوع اسابيع هفته"
    ),
    "age_days": (
        "d day days дн день дня дней сутки суток сут руз рузу руза рузаи ruz ruza "
        "يوم ايام يوما روز روزه"
    ),
}
_UNITS = {word: unit for unit, words in _WORDS.items() for word in words_in(words)}
_ONE_WORD = "год|годик|месяц|неделя|сол|мох|хафта|سنه|شهر|اسبوع|عام"
# Arabic words that say "two" by their form.
_PAIRS = {"سنتان": "سنه", "سنتين": "سنه", "عامان": "عام", "عامين": "عام"}
_PAIRS |= {"شهران": "شهر", "شهرين": "شهر", "اسبوعان": "اسبوع", "اسبوعين": "اسبوع"}
_PAIRS |= {"يومان": "يوم", "يومين": "يوم"}

_NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
#: In Tajik "and" is a sound at the end of the first word: 5 солу 3 моҳ.
_AND = r"(?:\s*(?:и|ва|and|و|,|&|\+)\s*|\s*)"
_OR = r"\s*(?:-|/|или|е|yo|or|to|до|то|او|الى|يا|تا)\s*"
_PART = re.compile(rf"{_NUMBER}(?:-?(?:ти|ми|х)\b)?\s*-?\s*({_UNIT})(?![^\W\d_])\.?")
_PARTS = re.compile(rf"{_PART.pattern}(?:{_AND}{_PART.pattern})*")
_RANGE = re.compile(
    rf"(?:от|аз|from|من|از)?\s*(\d{{1,3}})\s*(?:{_UNIT})?\.?(?:{_OR}|\s*\.{{2,3}}\s*)"
    rf"(\d{{1,3}})\s*-?\s*({_UNIT})\.?"
)
_BETWEEN = re.compile(
    rf"(?:между|between|байни|بين)\s*(\d{{1,3}})\s*(?:и|and|ва|و)\s*(\d{{1,3}})\s*({_UNIT})\.?"
)
#: "A year" without a number, at the beginning or after "and".
_ALONE = re.compile(
    rf"(?:^|(?<=\bи )|(?<=\bва ))(?=(?:{_ONE_WORD})(?:$|\s*(?:и|ва|and|و|,)?\s*\d))"
)
_AROUND = re.compile(
    r"(?:\b(?:old|of age|aged|age|от роду|возраст|ей|ему|исполнилос|пол(?:ных|ные|ный)"
    r"|full|completed|синну сол|син|пурра|дорад|аст|عمرها|عمره|العمر|عمر)\b|(?<=\w)-(?=old\b)|:)"
)
_HALF = r"(?:с половиной|and a half|و ?(?:نصف|نص|نيم)|(?:ва )?(?:ним|нисф))"
_HALVES = (
    (re.compile(r"\b(\d+) ?\( ?\1 ?\)"), r"\1"),  # 5 (пять) лет
    (re.compile(r"\b(сола?|моха?|хафта)-(?:у|ю|ву)\b"), r"\1 ва"),
    (re.compile(rf"(\d+) {_HALF} ({_UNIT})"), r"\1.5 \2"),
    (re.compile(rf"(\d+) ({_UNIT}) {_HALF}"), r"\1.5 \2"),
    (
        re.compile(
            r"^(?:полгода|пол[ -]года|полугодовал(?:ый|ая)|half (?:a )?year|ним ?сола?"
            r"|نصف سنه|نصف عام|نيم ?سال)$"
        ),
        "6 мес",
    ),
    (re.compile(r"^(?:полтора|полторы|як ?(?:ва )?у?ним)(?=\b|сол|мох)"), "1.5"),
    (re.compile(rf"^(?:год|сол|سنه|عام|a year) {_HALF}$"), "1.5 год"),
    (re.compile(r"^годовал(?:ый|ая)$"), "1 год"),
    (re.compile(r"^(?=(?:года|месяца|недели)$)"), "1 "),  # what is left of "около года"
    (re.compile(r"^an? (year|month|week|day)\b"), r"1 \1"),
    (re.compile(r"^(سنه|عام|شهر|اسبوع|يوم) 1(?!\d)"), r"1 \1"),
    (re.compile(r"(\d)\s+(?:\.5|1/2\b)"), r"\1.5"),
    (re.compile(r"^\.5"), "0.5"),
)

_LETTER = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"(-?\d{1,3})\.?")
_SHORTEST = 3  # letters of a unit that is joined to its number
_MONTHLY = ("age_years", "age_months")


@dataclass(frozen=True, slots=True)
class SaidAge:
    """An age as it is said: months and days that are full, and the unit of the last number.

    ``most`` is the upper end of a range, in that unit, else equal to ``least``.
    """

    months: int
    days: int
    unit: AgeUnit
    least: int
    most: int

    @property
    def longest_months(self) -> int:
        """Return roughly how many months it is at most."""
        months = {"age_years": 12, "age_months": 1}.get(self.unit, 0) * self.most
        days = {"age_weeks": 7, "age_days": 1}.get(self.unit, 0) * self.most
        return self.months + months + (self.days + days) // 31

    def born(self, on: date, *, about: bool = False) -> tuple[date, date]:
        """Return the first and the last day of birth of somebody of this age on a day."""
        earliest = self._back(on, self.most + 1 + about) + timedelta(days=1)
        return earliest, self._back(on, max(0, self.least - about))

    def _back(self, on: date, count: int) -> date:
        months = {"age_years": 12, "age_months": 1}.get(self.unit, 0) * count
        days = {"age_weeks": 7, "age_days": 1}.get(self.unit, 0) * count
        return months_before(on, self.months + months) - timedelta(days=self.days + days)


def said_age(text: str) -> SaidAge | None:
    """Return the age in ``plain`` text, None if it is none."""
    if not _LETTER.search(text):
        return None
    text = _in_figures(text)
    if several := _RANGE.fullmatch(text) or _BETWEEN.fullmatch(text):
        least, most = sorted((int(several[1]), int(several[2])))
        return SaidAge(0, 0, _UNITS[several[3]], least, most)
    if not _PARTS.fullmatch(text):
        return None
    wholes = [_whole(number, _UNITS[word]) for number, word in _PART.findall(text)]
    parts = [(number, unit) for number, unit in wholes if unit]
    order = [list(_WORDS).index(unit) for _, unit in parts]
    if len(parts) < len(wholes) or sorted(set(order)) != order:
        return None
    if len(parts) == 1 and parts[0][1] == "age_years" and parts[0][0] > 999:  # 2017 года
        return None
    return _sum(parts)


def _sum(parts: list[tuple[int, AgeUnit]]) -> SaidAge:
    *larger, (number, unit) = parts
    months = sum(n * (12 if of == "age_years" else 1) for n, of in larger if of in _MONTHLY)
    days = sum(n * 7 for n, of in larger if of == "age_weeks")
    if unit == "age_months":
        return SaidAge(0, 0, unit, number + months, number + months)
    return SaidAge(months, days, unit, number, number)


def _whole(number: str, unit: AgeUnit) -> tuple[int, AgeUnit | None]:
    """Return a number of whole units: 1.5 years are 18 months; without a unit if it is neither."""
    count = float(number.replace(",", "."))
    if count.is_integer():
        return int(count), unit
    if unit == "age_months":
        return int(count), unit
    if unit == "age_years" and (count * 4).is_integer():
        return int(count * 12), "age_months"
    return 0, None


def bare_number(text: str) -> int | None:
    """Return the number in ``plain`` text that says no unit, in figures or in a word."""
    number = _BARE.fullmatch(_in_figures(text))
    return int(number[1]) if number else None


def _in_figures(text: str) -> str:
    text = in_figures(_AROUND.sub(" ", text))
    text = " ".join(re.sub(r"[^\W\d_]+", lambda word: _figures(word[0]), text).split())
    for half, figures in _HALVES:
        text = half.sub(figures, text)
    return _ALONE.sub("1 ", text).strip()


def _figures(word: str) -> str:
    """Return a word that says a number and its unit in one as both: сесола, سنتان, وشهر."""
    conjunction, rest = ("و ", word[1:]) if word.startswith("و") else ("", word)
    if rest in _PAIRS:
        return f"{conjunction}2 {_PAIRS[rest]}"
    if conjunction and rest in _UNITS:
        return f"{conjunction}1 {rest}"
    number = starting_number(word)
    if number and len(number[1]) >= _SHORTEST and number[1] in _UNITS:
        return f"{number[0]} {number[1]}"
    return word
