import datetime

import pytest

from cases.rules.list_headings import CannotReadList
from cases.rules.list_words import (
    Column,
    column_of,
    father,
    name_and_fate,
    sentence,
    sex,
    unit_of,
)
from cases.rules.lists import read_list
from cases.vocabulary import FatherStatus, Sentence, Sex

HEAD = ["№", "Модар (ному насаб)", "Ҷойи нигоҳдорӣ", "Кӯдак", "Санаи таваллуд ё синну сол"]


def rows(*children, title="Ба ҳолати 12.02.2019"):
    return [[title], [], HEAD, *children]


def test_blank_and_equal_cells_are_one_mother():
    read = read_list(
        rows(
            ["1", "Зебо", "Русафо", "Билол", "2016"],
            ["2", "", "", "Асмо", "2017"],
            ["3", "Зебо", "Русафо", "Умар", "2018"],
            ["4", "Нигина", "Русафо", "Исо", "2018"],
            ["5", "Зебо", "Русафо", "Мӯсо", "2015"],
        )
    )

    assert [len(family.rows) for family in read.families] == [3, 1, 1]
    assert [family.number for family in read.families] == [4, 7, 8]
    assert read.families[0].mother[Column.MOTHER] == "Зебо"


@pytest.mark.parametrize(
    "mark", ["-//-", '"', "«", "тоже", "Та же мать", "ditto", "نفس الأم", "см. выше", "↑"]
)
def test_a_mark_of_repetition_is_the_mother_above_and_nobody_after_a_blank_row(mark):
    head, named = ["Мать", "Ребёнок", "Дата рождения"], ["Назарова Зулфия", "Ҳамза", "2014"]
    table = [head, named, [mark, "Сафия", "2016"], ["", "", ""], [mark, "Алӣ", "2017"]]

    first, second = read_list(table).families

    assert [row.number for row in first.rows] == [2, 3]
    assert second.is_asked


@pytest.mark.parametrize("name", ["Зебо", "неизвестно"])
def test_a_mark_under_a_name_is_the_mother_above_with_what_is_said_of_her(name):
    read = read_list(
        rows(
            ["1", name, "Русафо", "Билол", "2016"],
            ["2", '"', "", "Асмо", "2017"],
            ["3", '"', "Бағдод", "Умар", "2018"],
        )
    )

    assert [len(family.rows) for family in read.families] == [2, 1]
    assert read.families[1].mother[Column.MOTHER] == name


def test_day_of_the_list_is_read_above_the_headings():
    assert read_list(rows(["1", "Зебо", "", "Билол", "2016"])).as_of == datetime.date(2019, 2, 12)
    assert read_list(rows(["1", "З", "", "Б", "2016"], title="31.02.2019")).as_of is None
    assert read_list(rows(["1", "З", "", "Б", "2016"], title="Рӯйхати кӯдакон")).as_of is None


def test_blank_rows_and_bare_numbers_are_passed_over():
    read = read_list(rows(["1", "Зебо", "", "Билол", "2016"], ["2"], [], ["", "", "", "", ""]))

    assert len(read.families) == 1
    assert len(read.families[0].rows) == 1


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "empty"),
        ([["", ""]], "empty"),
        ([["a", "b"], ["c", "d"]], "no_header"),
        ([HEAD], "no_rows"),
        ([HEAD, ["1", "", "", "", ""]], "no_rows"),
    ],
)
def test_what_is_no_list_is_refused(table, code):
    with pytest.raises(CannotReadList) as refusal:
        read_list(table)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Ж", Sex.FEMALE),
        ("мальч.", Sex.MALE),
        *[("دختر", Sex.FEMALE), ("أ", Sex.FEMALE), ("ذ", Sex.MALE)],
        ("м/ж", None),
        ("д", Sex.FEMALE),
        (" Писар ", Sex.MALE),
        ("", Sex.UNKNOWN),
        ("?", None),
    ],
)
def test_sex_in_many_words(text, meaning):
    assert sex(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("кушта шудааст", FatherStatus.NOT_DOCUMENTED),
        ("бедарак", FatherStatus.MISSING),
        ("дар ҳабс", FatherStatus.DETAINED),
        ("", FatherStatus.UNKNOWN),
        ("рафт", None),
    ],
)
def test_father_killed_without_a_paper_is_not_documented(text, meaning):
    assert father(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Каримов Карим", ("Каримов Карим", None)),
        ("Каримов К. (погиб в 2016 г.)", ("Каримов К.", FatherStatus.NOT_DOCUMENTED)),
        ("Каримов Карим, без вести пропал", ("Каримов Карим", FatherStatus.MISSING)),
        ("كريم - مفقود", ("كريم", FatherStatus.MISSING)),
        ("вафот", ("", FatherStatus.NOT_DOCUMENTED)),
        ("неизвестен", ("неизвестен", None)),
        ("", ("", None)),
    ],
)
def test_a_fathers_name_and_what_became_of_him_are_told_apart(text, meaning):
    assert name_and_fate(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("15 сол", (Sentence.FIXED, 180)),
        ("20 лет", (Sentence.FIXED, 240)),
        ("15 (пятнадцать) лет лишения свободы", (Sentence.FIXED, 180)),
        *[("15л.", (Sentence.FIXED, 180)), ("15 лет л/с", (Sentence.FIXED, 180))],
        ("6 месяцев", (Sentence.FIXED, 6)),
        ("18 моҳ ҳабс", (Sentence.FIXED, 18)),
        ("ПЛС", (Sentence.LIFE, None)),
        ("ҳабси абад", (Sentence.LIFE, None)),
        ("0 лет", None),
        ("5 мес. 10 дней", None),
        ("15 лет и 20 лет", None),
        ("якумрӣ", (Sentence.LIFE, None)),
        ("life", (Sentence.LIFE, None)),
        ("номаълум", (Sentence.UNKNOWN, None)),
        ("", (Sentence.UNKNOWN, None)),
        ("15 бор", None),
        ("пятнадцать лет", (Sentence.FIXED, 180)),
        ("понздаҳ сол", (Sentence.FIXED, 180)),
        ("عشر سنوات", (Sentence.FIXED, 120)),
        ("15 let", (Sentence.FIXED, 180)),
        ("10 to 15 years", None),
        ("15 лет + 5 лет", None),
        ("15 лет, 20 лет", None),
        ("пожизн.", (Sentence.LIFE, None)),
        ("пожизненно, заменено на 15 лет", None),
        ("смертная казнь", (Sentence.DEATH, None)),
        ("приговорена к смертной казни через повешение", (Sentence.DEATH, None)),
        ("ҳукми қатл", (Sentence.DEATH, None)),
        ("الإعدام شنقا", (Sentence.DEATH, None)),
        ("грозит смертная казнь", None),
        ("смертная казнь (апелляция)", None),
        ("барои қатл", None),
    ],
)
def test_sentence_in_words(text, meaning):
    assert sentence(text) == meaning


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Ф.И.О. матери", Column.MOTHER),
        ("Ному насаби модар", Column.MOTHER),
        ("Mother's full name", Column.MOTHER),
        ("الأم", Column.MOTHER_ARABIC),
        ("Фамилия, имя, отчество ребенка", Column.CHILD),
        ("Кӯдак / Ребёнок", Column.CHILD),
        ("اسم الطفل", Column.CHILD_ARABIC),
        ("Дата рожд.", Column.CHILD_BORN),
        ("Д/р ребёнка", Column.CHILD_BORN),
        ("تاريخ الميلاد", Column.CHILD_BORN),
        ("Возраст (полных лет)", Column.CHILD_AGE),
        ("العمر", Column.CHILD_AGE),
        ("Дата рождения матери", Column.MOTHER_BORN),
        ("Пол (м/ж)", Column.SEX),
        ("Sex (M/F)", Column.SEX),
        ("Father status", Column.FATHER),
        ("حالة الأب", Column.FATHER),
        ("Чинс", Column.SEX),
        ("№ п/п", Column.NUMBER),
        ("Место рождения", None),
        ("Документы ребенка", None),
        ("Дата смерти отца", None),
        ("ФИО отца", Column.FATHER_NAME),
        ("Срок наказания", Column.SENTENCE),
        ("FIO materi", Column.MOTHER),
        ("Data rozhdeniya rebenka", Column.CHILD_BORN),
        ("Mesto soderzhaniya", Column.HELD_AT),
        ("Nomi kudak", Column.CHILD),
        ("نام مادر", Column.MOTHER_ARABIC),
        ("نام طفل", Column.CHILD_ARABIC),
        ("Примечание", Column.REMARK),
        ("Comments", Column.REMARK),
    ],
)
def test_a_heading_is_read_by_all_its_words(heading, column):
    assert column_of(heading) == column


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Возраст", "y"),
        ("Возраст (лет/мес.)", ""),
        ("Синну сол (сол, моҳ)", ""),
        ("Age in months", "m"),
        ("Синну сол (моҳ)", "m"),
        ("Синну сол", "y"),
    ],
)
def test_a_heading_gives_ages_their_unit(heading, unit):
    assert unit_of(heading) == unit
