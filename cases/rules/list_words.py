"""The words of lists, in four languages: headings, sexes, fathers, sentences, totals.

Each word stands as ``plain`` writes it: small letters, without ё, Tajik letters and soft signs.
"""

import re
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

from cases.rules.date_words import LONGEST, is_not_known, plain, words_in
from cases.rules.misspelt import Speller
from cases.rules.number_words import in_figures
from cases.vocabulary import FatherStatus, Sentence, Sex


class Column(StrEnum):
    """What a column of a list holds; of a name in several columns, the given one is the name.

    Whose ``NAME``, ``FAMILY`` and ``PATRONYMIC`` are is told by the headings beside them.
    """

    NUMBER = "number"
    NAME = "name"
    FAMILY = "family"
    PATRONYMIC = "patronymic"
    MOTHER = "mother"
    MOTHER_FAMILY = "mother_family"
    MOTHER_PATRONYMIC = "mother_patronymic"
    MOTHER_LATIN = "mother_latin"
    MOTHER_ARABIC = "mother_arabic"
    MOTHER_BORN = "mother_born"
    HELD_AT = "held_at"
    SENTENCE = "sentence"
    CHILD = "child"
    CHILD_FAMILY = "child_family"
    CHILD_PATRONYMIC = "child_patronymic"
    CHILD_ARABIC = "child_arabic"
    CHILD_BORN = "child_born"
    CHILD_AGE = "child_age"
    SEX = "sex"
    FATHER = "father"
    FATHER_NAME = "father_name"
    FATHER_FAMILY = "father_family"
    FATHER_PATRONYMIC = "father_patronymic"
    CONSENT = "consent"
    REMARK = "remark"


_MOTHER = words_in(
    "модар модари мать матери мат мама mother mothers осужденная осужденной женщина женщины зан "
    "махбусзан заключенная заключенной онанинг онасининг "
    "detainee inmate prisoner المحكومه المراه ام الام امه والده الوالده السجينه النزيله مادر"
)
_CHILD = words_in(
    "дети детей кудакон children кудак кудаки ребенок ребенка ребенку реб child childs minor "
    "фарзанд фарзанди фарзандон боланинг اطفال الاطفال "
    "несовершеннолетний несовершеннолетнего طفل الطفل القاصر كودك فرزند"
)
_FATHER = words_in("падар падари отец отца father fathers اب الاب والد الوالد پدر")
_GIVEN = words_in("имя имени ном номи firstname forename forenames")
#: Of a name in whole, or of one of its parts that another word says.
_NAME = _GIVEN | words_in("фио ному исми اسماء name names نام اسم الاسم والاسم واللقب")
_FAMILY = words_in(
    "фамилия фамилии фам насаб насаби surname surnames lastname لقب اللقب الكنيه الشهره خانوادگي"
)
_PATRONYMIC = words_in("отчество отчества отч patronymic")
#: Words that say, beside "name" alone, which part of it.
_FIRST, _LAST = words_in("first given other الاول"), words_in("last family العائله العائلي عائله")
_MIDDLE = words_in("middle second")
#: Some of them are headings by themselves.
_ALONE = words_in("first last middle given")
_BIRTH = words_in(
    "рожд рождения рождение родился др тав таваллуд таваллуди birth born dob birthday туғилган "
    "ميلاد الميلاد الولاده ولاده تولد التولد مواليد المواليد"
)
_AGE = words_in("возраст возраста возр лет син синну синнаш age عمر العمر سن السن")
_PLACE = words_in(
    "место места местонахождение чои чой чойи тюрьма лагерь колония зиндон махбас place prison "
    "facility camp مكان السجن سجن الاحتجاز"
)
_KEPT = words_in(
    "содержания содержание нахождения нигохдори нигохдошт detention held where is she now "
    "التوقيف جهه"
)
_SENTENCE = words_in(
    "приговор приговора хукм хукми срок мера мухлат мухлати хабс "
    "sentence term наказание наказания чазо чазои "
    "حكم الحكم العقوبه مده"
)
_SEX = words_in("пол жинси чинс чинси чинсият sex gender جنس الجنس النوع")
_CONSENT = words_in("согласие согласия розиги розигии ризоият consent موافقه الموافقه")
_NUMBER = words_in("no n номер рақам рақами п т р number nr رقم الرقم شماره ت م")
_LATIN = words_in(
    "court file лат латиница латиницей латинскими latin паспорт passport بالانكليزي بالانجليزي"
)
_ARABIC = words_in("араб арабча арабски арабском арабскими arabic عربي بالعربيه")
_YEARS = words_in("лет год года годы годах г year years yrs y سنه سنوات بالسنوات سال")
_MONTHS = words_in("мес месяц месяца месяцев месяцах мох мохи мохо month months شهر اشهر بالاشهر")
_FILLERS = words_in(
    "кир кирил кириллица кириллицей cyrillic day руз рузи يوم "
    "и е или ва по в на с о ф д г ж м m f суд суда of the in or as and "
    "at to an her his s бо ба дар аз "
    "дд мм гггг гг dd mm yyyy yy день месяц йили санаси исми яз языке момент составления "
    "лишения свободы вывоз возвращение сведения информация об "
    "маълумот оид length given سنوات "
    "дата год года число сана санаи сол соли соле date year years full полных полное полностью "
    "تاريخ سنه او بال و كامل الكامل الثلاثي ذكر انثى"
)
_FATE = words_in(
    "жив умер погиб статус состояние судьба холат холати такдири вазъи вазъият status fate حاله وضع"
)
_AND = words_in("и или ва and or و او")
_REMARK = words_in(
    "доп дополнительная дополнительные примечание примечания прим "
    "комментарий комментарии эзох эзохот remark remarks comment "
    "comments note notes ملاحظات الملاحظات ملاحظه"
)
_ANY = _MOTHER.union(
    *(_CHILD, _FATHER, _NAME, _BIRTH, _AGE, _PLACE, _KEPT, _SENTENCE, _SEX, _CONSENT),
    *(_NUMBER, _LATIN, _ARABIC, _MONTHS, _FILLERS, _FATE, _REMARK),
    *(_FAMILY, _PATRONYMIC, _FIRST, _LAST, _MIDDLE),
)
#: Words of headings by how they are written in Latin letters, where those are not words already.
_FROM_LATIN = {
    anyascii(word).casefold(): word
    for word in sorted(_ANY)
    if len(word) > 2 and "а" <= word[0] <= "я"
}
for _sound, _other in (("iya", "ia"), ("kh", "h"), ("zh", "j")):
    _FROM_LATIN |= {word.replace(_sound, _other): each for word, each in _FROM_LATIN.items()}
_FROM_LATIN |= {"rebyonka": "ребенка", "rebyonok": "ребенок"}
_FROM_LATIN |= {"jins": "чинс", "jinsi": "чинси", "joi": "чои", "nigohdori": "нигохдори"}
_KINDS = (
    *(_MOTHER, _CHILD, _FATHER, _GIVEN, _NAME, _FAMILY, _PATRONYMIC, _FIRST, _LAST, _MIDDLE),
    *(_ALONE, _BIRTH, _AGE, _PLACE, _KEPT, _SENTENCE, _SEX, _CONSENT, _NUMBER, _LATIN, _ARABIC),
    *(_YEARS, _MONTHS, _FILLERS, _FATE, _AND, _REMARK),
)
_SPELLER = Speller(
    {
        word: tuple(_FROM_LATIN.get(word, word) in kind for kind in _KINDS)
        for word in {*_ANY, *_FROM_LATIN}
    }
)
#: Words of their own that are one letter from a word of headings.
_NO_MISTAKES = words_in("content convent palace махбус")
_NOT_OF_NAMES = _BIRTH.union(_AGE, _PLACE, _KEPT, _SENTENCE, _SEX, _CONSENT)
_PARTS = {
    (Column.MOTHER, Column.FAMILY): Column.MOTHER_FAMILY,
    (Column.MOTHER, Column.PATRONYMIC): Column.MOTHER_PATRONYMIC,
    (Column.CHILD, Column.FAMILY): Column.CHILD_FAMILY,
    (Column.CHILD, Column.PATRONYMIC): Column.CHILD_PATRONYMIC,
    (Column.FATHER_NAME, Column.FAMILY): Column.FATHER_FAMILY,
    (Column.FATHER_NAME, Column.PATRONYMIC): Column.FATHER_PATRONYMIC,
}
OF_FATHER = "отец"
#: Words of headings that stand above others, by one that each of those can be read with.
_GROUPS = {
    "мать": _MOTHER | words_in("матерей матерях модарон женщина женщины"),
    "ребенок": _CHILD | words_in("детей детях ребенке children"),
    OF_FATHER: _FATHER | words_in("отцов отце"),
}
#: A word with blanks between its letters, and one that is broken at the end of a line.
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .]+){2,}[^\W\d_](?![^\W_])")
#: Behind other names "the father's name" is a part of them: насаб, ном ва номи падари модар.
_PATRONYMIC_TOO = re.compile(r"\b(ном|ному|насаби?|ва)\b(?:,| ва|) номи падари?\b")
_HYPHENATED = re.compile(r"([^\W\d_]+)- ?([^\W\d_]+)")
_INITIALS = {("ф", "и", "о"): "фио", ("д", "р"): "рожд", ("г", "р"): "рожд", ("д", "рожд"): "рожд"}

_SEXES = {
    Sex.FEMALE: (
        "ж жен дев девоч женск zh zhen қиз дочка duhtar dukhtar دختر g "
        "женский женская женщина д девочка девушка дочь духтар духтарак духтарча духтари "
        "зан f fem female girl w woman daughter ♀ ا انثى انثي بنت ابنه اناث فتاه طفله"
    ),
    Sex.MALE: (
        "м муж мал мальч мужск muzh ўғил угил сынок писарча pisar پسر b "
        "мужской мужчина мальчик юноша сын п писар писарак писарбача писари мард "
        "m male boy man son ♂ ذ ذكر ولد ابن صبي ذكور"
    ),
}
# A list brings no paper: a father said to be killed is "death not documented".
_FATHERS = {
    FatherStatus.NOT_DOCUMENTED: (
        "кушта шудааст|кушта шуд|кушта|вафот кардааст|вафот кард|вафот|фавтида|мурдааст|халок шуд"
        "|халок шудааст|погиб|погибший|убит|умер|умерший|скончался|мертв|нет в живых"
        "|шахид|шахид шуд|шахид шудааст|شهيد|استشهد|martyr|martyred"
        "|killed|dead|died|deceased|was killed|is dead|متوفى|متوفي|توفي|قتل|مقتول|ميت"
    ),
    FatherStatus.MISSING: (
        "бедарак|нопадид|гум шудааст|бедарак гум шудааст|пропал|пропал без вести|без вести пропал"
        "|без вести пропавший|без вести|فقيد|missing|is missing|مفقود"
    ),
    FatherStatus.DETAINED: (
        "дар хабс|хабс|дар зиндон|махбус|в тюрьме|в заключении|заключен|арестован"
        "|отбывает наказание|detained|in prison|imprisoned|in detention|سجين|مسجون|معتقل|في السجن"
    ),
    FatherStatus.ALIVE: "зинда|зинда аст|жив|живой|alive|is alive|حي|على قيد الحياه",
}
#: What stands between a father's name and what became of him.
_BETWEEN = " ,;:–—-()/"
_SEX_OF = {word: sex for sex, words in _SEXES.items() for word in words_in(words)}
_FATHER_OF = {
    plain(words): status for status, phrases in _FATHERS.items() for words in phrases.split("|")
}
_LIFE = re.compile(
    r"\w*(?:пожизнен|pozhiznen|якумр|бессрочн|مؤبد|موبد)\w*|\b(?:пожизн|пож|пж|плс|умрбод|life|ابد)\b"
    r"|хабси абад\w*|مدي الحياه"
)
_DEATH = re.compile(
    r"\b(?:смертн|казн|марг|катл|эдом|расстрел)\w*|\b(?:вмн|death|execution|hanging)\b"
    r"|\bвысш\w+ мер\w+|\w*اعدام\w*"
)
_TERM = re.compile(
    r"(\d{1,2}) ?(?:\([^\W\d_]+(?: [^\W\d_]+)?\) ?)?"
    r"(?:сол[аи]?|лет|л|год(?:а|ам|ах)?|г|let|goda?|sol|years?|yrs?|y|سنه|سنوات|عام[ا]?|سال)\b\.?"
    r"(?:(?: и| ва| and|,)? ?(\d{1,2}) ?(?:мес\w*|мох\w*|months?|m|شهر|اشهر)\b\.?)?"
)
#: 15 (пятнадцать) once it is in figures.
_TWICE = re.compile(r"\b(\d+) ?\( ?\1 ?\)")
_MONTHS_ALONE = re.compile(r"(\d{1,2}) ?(?:мес\w*|мох\w*|months?|شهر|اشهر)\b\.?")
_OF_PRISON = words_in(
    "лишения свободы лишение заключения заключение тюрьмы тюремного тюрьма колонии строгого общего "
    "режима в на к из л с осуждена приговорена срок хабс хабси хабсу махрум махрумият махруми аз "
    "озоди ба зиндон мухлати маҳкум шудааст imprisonment imprisoned prison in of jail sentence "
    "sentenced to for a term fixed سجن السجن بالسجن حبس مع الاشغال الشاقه لمده"
)
#: Words beside those of a life or a death sentence that say no more than these.
_OF_JUDGMENTS = _OF_PRISON | words_in(
    "приговор приговору приговора мера высшая наказание наказания через повешение чазо чазои хукми "
    "хукм абад penalty punishment by the sentence حكم الحكم عقوبه عليها ب شنقا"
)
_TOTALS = re.compile(
    r"(?:хамаги|жами|чам|чами|хама|итого|всего|общее количество|total|sum"
    r"|المجموع|مجموع|الاجمالي|اجمالي)\b"
)
_SIGNED = re.compile(
    r"(?:подпис|имзо|исполнител|исп\.|тел\.?(?!\w)|составил|подготовил|консул|посол|сафир|руководител|начальник"
    r"|секретар|печат|м\.? ?п\b|ч\.? ?м\b|тартибдиханда|ичрокунанда|рохбар|муовин"
    r"|signature|signed|consul|ambassador|prepared|approved|seal|توقيع|السفير|القنصل|المسؤول|ختم)"
)
#: The same as above: signs of repetition, with lines around them.
_DITTO = re.compile(r"[\s=–—-]*[\"'«»“”„〃`’↑/\\|]+[\s\"'«»“”„〃`’/\\|=–—-]*")
_SAME_AS_ABOVE = (
    "тоже|то же|то же самое|та же|та же мать|та же самая|тот же|такой же|она же|ҳамон|ҳамон модар"
    "|айнан|ҳамин|см. выше|смотри выше|там же|ҳамон ҷо|see above|as above|same place|كذلك|نفسه"
    "|ditto|same|the same|same as above|same mother|idem|نفسها|نفس الام|نفس الشيء|ايضا"
)
_DITTOS = frozenset(plain(words) for words in _SAME_AS_ABOVE.split("|"))
_YEAR = re.compile(
    r"(?:\b(?:в|дар|соли|in|سنه|عام) )?(?:соли )?\d{4}(?: ?(?:г|году|года|сол))?\b\.?"
)


def column_of(heading: str) -> Column | None:
    """Return what the column under a heading holds; None for one that is not read."""
    words = _words(heading) if len(heading) <= LONGEST else frozenset()
    counts = "число" in words and not words & _BIRTH  # of children
    if not words or not words <= _ANY or counts:
        return None
    if words & (_FIRST | _LAST | _MIDDLE):
        words |= {"name"} if words <= _ALONE else frozenset()
        return _name_of(words, heading) if words & _NAME and not words & _NOT_OF_NAMES else None
    if words & (_REMARK | _CONSENT):
        return Column.REMARK if words & _REMARK else Column.CONSENT
    if words & _SENTENCE and not words & _BIRTH:
        return Column.SENTENCE
    if words & _PLACE:
        return None if words & (_BIRTH | _CHILD | _FATHER) else Column.HELD_AT
    if words & _SEX:
        return None if words & (_MOTHER | _FATHER) else Column.SEX
    if words & (_BIRTH | _AGE):
        return _birth_of(words)
    return _name_of(words, heading)


def says_both_sexes(heading: str) -> bool:
    """Return whether a heading has a word for boys and one for girls, perhaps of a child."""
    words = {*re.findall(r"[^\W\d_]+", plain(heading))} - _CHILD
    return len(words) == 2 and {*map(_SEX_OF.get, words)} == {Sex.MALE, Sex.FEMALE}


def says_age(heading: str) -> bool:
    """Return whether a heading says that its column holds ages."""
    return bool(_words(heading) & _AGE) and not _words(heading) & _BIRTH


def says_years(heading: str) -> bool:
    """Return whether a heading says that the numbers below it are years."""
    return bool(_words(heading) & _YEARS) and not _words(heading) & _MONTHS


def person_of(heading: str) -> str:
    """Return the word for the only person whom a heading above others speaks of, "" for none."""
    words = _words(heading) if len(heading) <= LONGEST else frozenset()
    people = [word for word, others in _GROUPS.items() if words & others]
    return people[0] if len(people) == 1 else ""


def is_about(heading: str, column: Column) -> bool:
    """Return whether a heading speaks of the mother, or of the child."""
    return bool(_words(heading) & (_MOTHER if column == Column.MOTHER else _CHILD))


def unit_of(heading: str) -> str:
    """Return the unit that a heading gives to bare numbers of an age: "m" or "y", "" for both."""
    words = _words(heading)
    if not words & _MONTHS:
        return "y"
    has_years = words & _YEARS or plain(heading).count("сол") > 1  # once of "синну сол", an age
    return "" if has_years else "m"


def sex(text: str) -> Sex | None:
    """Return the sex in a cell; None if the word is unknown."""
    word = re.sub(r"\W*\bпола?$", "", plain(text)).strip(" .")
    if not word or is_not_known(text):
        return None if word == "?" else Sex.UNKNOWN
    return _SEX_OF.get(word)


def father(text: str) -> FatherStatus | None:
    """Return the father's status in a cell; None if the words are unknown."""
    words = " ".join(_YEAR.sub(" ", plain(text)).strip(" .,()").split())
    if not words or is_not_known(words):
        return FatherStatus.UNKNOWN if not re.search(r"\d", text) else None
    return _FATHER_OF.get(words)


def name_and_fate(text: str) -> tuple[str, FatherStatus | None]:
    """Return a father's name, and what words behind it, or in its place, say became of him."""
    words = text.split()
    for at in range(len(words)):
        fate = father(" ".join(words[at:]).strip(_BETWEEN))
        if fate not in (None, FatherStatus.UNKNOWN):
            return " ".join(words[:at]).strip(_BETWEEN), fate
    return text, None


def fate_at_the_start(text: str) -> str:
    """Return the words for what became of a father that a text begins with, but for its end."""
    words = text.split()
    starts = (" ".join(words[:at]).strip(_BETWEEN) for at in range(len(words) - 1, 0, -1))
    says_nothing = (None, FatherStatus.UNKNOWN)
    return next((start for start in starts if father(start) not in says_nothing), "")


def sentence(text: str) -> tuple[Sentence, int | None] | None:
    """Return the sentence in a cell, and its months; None if it is not understood."""
    words = plain(text).strip(" .")
    if not words or is_not_known(text):
        return Sentence.UNKNOWN, None
    for kind, pattern in ((Sentence.LIFE, _LIFE), (Sentence.DEATH, _DEATH)):
        if pattern.search(words):
            return (kind, None) if _rest(pattern, words) <= _OF_JUDGMENTS else None
    words = _TWICE.sub(r"\1", in_figures(words))
    pattern = _TERM if _TERM.search(words) else _MONTHS_ALONE
    terms = [*pattern.finditer(words)]
    if len(terms) != 1 or not _rest(pattern, words) <= _OF_PRISON:
        return None
    months = int(terms[0][1])
    if pattern is _TERM:
        months = 12 * months + int(terms[0][2] or 0)
    return (Sentence.FIXED, months) if months else None


def _rest(pattern: re.Pattern[str], words: str) -> set[str]:
    """Return the words and numbers of a text besides those of a pattern."""
    return set(re.findall(r"[^\W\d_]+|\d+", pattern.sub(" ", words)))


def is_ditto(text: str) -> bool:
    """Return whether a cell says that it holds what the one above holds."""
    return plain(text).strip(" .()") in _DITTOS or _DITTO.fullmatch(text) is not None


def is_total(text: str) -> bool:
    """Return whether a cell begins a row of totals."""
    return _TOTALS.match(plain(text)) is not None


def is_signature(text: str) -> bool:
    """Return whether a cell begins a row that somebody signs."""
    return _SIGNED.match(plain(text)) is not None


def _words(heading: str) -> frozenset[str]:
    if says_both_sexes(heading):
        return frozenset({"пол"})
    text = _SPACED.sub(lambda word: re.sub(r"[ .]", "", word[0]), plain(heading))
    text = _HYPHENATED.sub(lambda word: word[0] if _is_two(word) else word[1] + word[2], text)
    words = re.findall(r"[^\W\d_]+", _PATRONYMIC_TOO.sub(r"\1 отчество", text))
    words = [_known(word) for word in words]
    for letters, meaning in _INITIALS.items():
        starts = range(len(words) - len(letters) + 1)
        if any(tuple(words[start : start + len(letters)]) == letters for start in starts):
            words.append(plain(meaning))
    return frozenset(words)


@lru_cache(maxsize=10_000)
def _known(word: str) -> str:
    """Return the word of headings that a word is, in Latin letters or with a mistake too."""
    if word in _ANY or word in _FROM_LATIN:
        return _FROM_LATIN.get(word, word)
    meant = "" if word in _NO_MISTAKES else _SPELLER.meant(word)
    return _FROM_LATIN.get(meant, meant) or word


def misspelt(heading: str) -> dict[str, str]:
    """Return the words of a heading that are read as others, with those."""
    words = re.findall(r"[^\W\d_]+", plain(heading))
    return {
        word: other
        for word in words
        if word not in _ANY and word not in _FROM_LATIN and (other := _known(word)) != word
    }


def _is_two(word: re.Match[str]) -> bool:
    """Return whether a hyphen stands between two words, and not where a line is broken."""
    return {word[1], word[2]} <= _ANY


def _birth_of(words: frozenset[str]) -> Column | None:
    if words & _FATHER or (words & _MOTHER and words & _CHILD):
        return None
    if words & _MOTHER:
        return Column.MOTHER_BORN
    return Column.CHILD_BORN if words & _BIRTH else Column.CHILD_AGE


def _name_of(words: frozenset[str], heading: str) -> Column | None:
    if words & _NUMBER and words <= _NUMBER | _MOTHER | _CHILD:
        return Column.NUMBER
    arabic = bool(words & _ARABIC) or re.search("[ء-ي]", heading) is not None
    part = _part_of(words)
    if words & _FATHER:
        return _of_father(words, part)
    if words & _MOTHER and not words & _CHILD:
        return _of_mother(words, part, arabic=arabic)
    if words & _CHILD and not words & _MOTHER:
        whole = Column.CHILD_ARABIC if arabic else Column.CHILD
        return whole if part in (None, Column.NAME) else part_of(Column.CHILD, part)
    if part and not words & _MOTHER:
        return part
    return None


def _of_mother(words: frozenset[str], part: Column | None, *, arabic: bool) -> Column:
    if part not in (None, Column.NAME):
        return part_of(Column.MOTHER, part)
    if words & _LATIN:
        return Column.MOTHER_LATIN
    return Column.MOTHER_ARABIC if arabic else Column.MOTHER


def _of_father(words: frozenset[str], part: Column | None) -> Column | None:
    """Return what a heading says of the father; None where it speaks of others too."""
    if words & _MOTHER or (words & _CHILD and (not part or words & _AND)):
        return None
    if part and words & _FATE:
        return None
    return part_of(Column.FATHER_NAME, part) if part else Column.FATHER


def part_of(person: Column, part: Column) -> Column:
    """Return the column of a part of the name of the mother, the child or the father."""
    return _PARTS.get((person, part), person)


def _part_of(words: frozenset[str]) -> Column | None:
    """Return which part of a name a heading speaks of; ``NAME`` for the whole or the given one."""
    whole = words & _NAME
    family, patronymic = words & _FAMILY, words & _PATRONYMIC
    if whole and not words & (_GIVEN | _FIRST | _FAMILY | _PATRONYMIC):
        family, patronymic = family or words & _LAST, patronymic or words & _MIDDLE
        whole = frozenset() if family or patronymic else whole
    if family and not (whole or patronymic):
        return Column.FAMILY
    if patronymic and not (whole or family):
        return Column.PATRONYMIC
    return Column.NAME if whole or family or patronymic else None
