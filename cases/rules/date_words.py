"""Text of dates and ages brought to one form, and the names of months, in four languages."""

import re
import unicodedata
from functools import lru_cache

from cases.rules.misspelt import Speller

LONGEST = 80  # characters; the longest readable text is shorter

# Marks of direction that an Arabic keyboard or a spreadsheet leaves around numbers.
_NOISE = dict.fromkeys(
    [
        *(0xAD, 0x61C, 0x640, 0x2060, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    ]
)
_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u066b\u066c\u06d4\u00b7", "."),
    **dict.fromkeys("\u060c\uff0c", ","),
    **dict.fromkeys("«»“”„‟\"'’‘`´", " "),
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "*"),  # of notes, never a figure
    "½": ".5",
    "¼": ".25",
    "¾": ".75",
    "⁄": "/",
    "∕": "/",
}
_PLAINER = _NOISE | {ord(sign): plainer for sign, plainer in _SIGNS.items()}
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
# Letters that are typed for one another: ё, Tajik ones on a Russian keyboard, Arabic ones.
_LETTERS = str.maketrans("ёғқӣӯҳҷأإآٱةىیکھ", "егкиухчااااهييكه", "ьъ")

#: A word of letters of two alphabets, as keyboards that were switched too late leave it.
_MIXED = re.compile(r"[^\W\d_]*(?:[a-z][а-я]|[а-я][a-z])[^\W\d_]*")
_ALIKE = ("aceopxykmtbh", "асеорхукмтвн")

_MONTHS = (
    "январ января январе январи янв january jan|يناير|ژانويه|كانون الثاني|كانون ثاني",
    "феврал февраля феврале феврали фев февр february feb|شباط|فبراير|فوريه",
    "март марта марте марти мар march mar|اذار|مارس",
    "апрел апреля апреле апрели апр april apr|نيسان|ابريل|اوريل",
    "май мая маи мае майи may|ايار|مايو",
    "июн июня июне июни june jun|حزيران|يونيو|يونيه|ژوئن",
    "июл июля июле июли july jul|تموز|يوليو|يوليه|ژوئيه",
    "август августа августе августи авг august aug|اب|اغسطس|اوت",
    "сентябр сентября сентябре сентябри сен сент september sep sept|ايلول|سبتمبر|سپتامبر",
    "октябр октября октябре октябри окт october oct|اكتوبر|اكتبر|تشرين الاول|تشرين اول",
    "ноябр ноября ноябре ноябри ноя нояб nov november|نوفمبر|نوامبر|تشرين الثاني|تشرين ثاني",
    "декабр декабря декабре декабри дек december dec|ديسمبر|دسامبر|كانون الاول|كانون اول",
)
# Tajik and Russian months typed in Latin letters, with the ending of either language.
_IN_LATIN = "yanvar fevral mart aprel may iyun iyul avgust sentyabr oktyabr noyabr dekabr"
_ENDINGS = ("", "i", "a", "ya")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# Words of the Islamic year and of the Solar year of Iran and Afghanistan.
_OTHER_CALENDARS = (
    "мухаррам сафар рачаб раджаб раджаба шабан шаабан шаъбон рамазон рамазони рамазан рамазана "
    "рамадан рамадана шаввал шаввол зулкаъда зулхичча зулхиджа хичри хичрии хиджра хиджри хиджры "
    "muharram safar rajab shaban ramadan ramazan shawwal hijri ah "
    "хамал савр чавзо саратон асад сунбула мизон акраб кавс чадй чади далв хут "
    "محرم صفر ربيع رجب شعبان رمضان شوال هجري هجريه هـ قمري شمسي "
    "فروردين ارديبهشت خرداد تير مرداد شهريور مهر ابان اذر دي بهمن اسفند "
    "حمل ثور جوزا سرطان اسد سنبله ميزان عقرب قوس جدي دلو حوت"
)
# Words around a date that add nothing to it.
_FILLERS = (
    "год года году годом г гг р гр тав y year сол д др дата "
    "рожд рождения рождении родился родилась род "
    "число числа месяц месяца в во от го е й ого ый уми ум юми соли соле сол солхои мохи мохи мох "
    "йил йили йилда тугилган yil yili yilda "
    "таваллуд таваллуди таваллудаш шуда шудааст санаи дар рузи руз с т "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "сешанбе чоршанбе панчшанбе чумъа шанбе якшанбе "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "of the on in st nd rd th born b dob date birth "
    "تاريخ الميلاد الولاده "
    "سنه عام شهر يوم في من مواليد المواليد مولود مولوده ولد ولدت تولد سال ماه روز ميلادي ميلاديه م"
)
_NOT_KNOWN = (
    "неизвестно|неизвестна|неизвестен|неизв|неиз|не известно|не известна|не известен|не изв"
    "|нет данных|нет сведений|нет св|данных нет|сведений нет|нет|не уст|неуст|н/у"
    "|не установлено|не установлена|не указано|не указана|не знает|не помнит|б/д|б/н|н/д|н/и|н.д"
    "|номаълум|маълум нест|маълум не|намедонад|null|нест|маълумот нест"
    "|unknown|not known|no data|none|n/a|na|nil|not available|not stated|anonymous|nn|n.n"
    "|غير معروف|غير معروفه|غير معلوم|غير معلومه|مجهول|مجهوله|غير محدد|لا يوجد|لا يعرف|نامعلوم"
    "|-|--|---|?|??|???|."
)


@lru_cache(maxsize=10_000)  # a list says the same in many of its cells
def plain(text: str) -> str:
    """Return ``text`` in small letters and western digits, with plain signs and single spaces."""
    text = unicodedata.normalize("NFKC", text.translate(_PLAINER)).casefold()
    text = _MIXED.sub(_of_one_alphabet, unicodedata.normalize("NFC", text).translate(_LETTERS))
    return " ".join(_OTHER_DIGITS.sub(_western, text).split())


def is_not_known(text: str) -> bool:
    """Return whether ``text`` says that something is not known, in one of four languages."""
    words = plain(text)
    return words.strip(" .!()[]") in _SAYS_NOT_KNOWN or words in _SAYS_NOT_KNOWN


def says_not_known(text: str) -> bool:
    """Return whether ``text`` says so of a date or a birth that it names: дата неизвестна."""
    words = [word for word in plain(text).split() if word.strip(" .,:()") not in FILLERS]
    return is_not_known(" ".join(words))


def words_in(text: str) -> frozenset[str]:
    """Return the words of a list in the form in which ``plain`` brings them."""
    return frozenset(plain(text).split())


def _of_one_alphabet(word: re.Match[str]) -> str:
    """Return a word with the letters of the other alphabet that look the same, if all do."""
    for letters, others in (_ALIKE, _ALIKE[::-1]):
        whole = word[0].translate(str.maketrans(letters, others))
        if not _MIXED.search(whole):
            return whole
    return word[0]


def _western(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit[0]))


_SAYS_NOT_KNOWN = frozenset(plain(words) for words in _NOT_KNOWN.split("|"))
OTHER_CALENDARS = words_in(_OTHER_CALENDARS)
FILLERS = words_in(_FILLERS)
MONTHS = {
    plain(name): n
    for n, names in enumerate(_MONTHS, 1)
    for name in (*names.split("|")[1:], *names.split("|")[0].split())
}
MONTHS |= {
    f"{name}{ending}": n for n, name in enumerate(_IN_LATIN.split(), 1) for ending in _ENDINGS
}
_SPELLER = Speller({**{word: word for word in FILLERS | OTHER_CALENDARS}, **MONTHS})
#: Months as Soviet papers write them: 15.III.2017.
ROMAN = {month: n for n, month in enumerate(_ROMAN, 1)}
#: A name of a month as it stands in plain text, the longest first: some are of two words.
A_WORD = re.compile(
    "|".join(sorted((re.escape(name) for name in MONTHS if " " in name), key=len, reverse=True))
    + r"|[^\W\d_]+"
)


def respelt(text: str) -> str:
    """Return ``text`` with the month that a word of it is one mistake away from, else ""."""
    words = A_WORD.findall(plain(text))
    others = {word: _SPELLER.meant(word) for word in words if word not in FILLERS | MONTHS.keys()}
    months = {word: other for word, other in others.items() if other in MONTHS}
    if len(months) != 1:
        return ""
    [(word, month)] = months.items()
    return plain(text).replace(word, month)
