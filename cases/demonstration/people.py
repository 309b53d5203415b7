"""Invented people: common names of the region, combined by counting."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import Place
from cases.rules.births import read_birth
from cases.vocabulary import BirthBasis, FatherStatus, NameKind, Proceedings, Sentence, Sex

#: Given names and family names of mothers: as the family says them, on an Iraqi document.
GIVEN = (
    ("Нигина", "نكينة"),
    ("Ситора", "ستارة"),
    ("Манижа", "منيجة"),
    ("Парвина", "بروينة"),
    ("Зебо", "زيبا"),
    ("Тахмина", "تهمينة"),
    ("Гулнора", "كولنورا"),
    ("Шаҳло", "شهلا"),
    ("Фарзона", "فرزانة"),
    ("Рухшона", "رخشانة"),
    ("Наргис", "نركس"),
)
FAMILY = (
    ("Сафарова", "سفروفا"),
    ("Қосимзода", "قاسم زاده"),
    ("Одинаева", "آديناييفا"),
    ("Ғафурова", "غفوروفا"),
)
GIRLS = (
    ("Сумая", "سمية"),
    ("Хадича", "خديجة"),
    ("Амина", "أمينة"),
    ("Маряма", "مريم"),
    ("Асмо", "أسماء"),
    ("Фотима", "فاطمة"),
    ("Руқия", "رقية"),
    ("Зайнаб", "زينب"),
)
BOYS = (
    ("Билол", "بلال"),
    ("Идрис", "إدريس"),
    ("Юсуф", "يوسف"),
    ("Ҳамза", "حمزة"),
    ("Умар", "عمر"),
    ("Исмоил", "إسماعيل"),
    ("Мӯсо", "موسى"),
    ("Яҳё", "يحيى"),
    ("Иброҳим", "إبراهيم"),
)
#: How many children each of the 43 mothers has: 92 in all.
FAMILY_SIZES = (
    4,
    *(3,) * 4,
    *(2,) * 5,
    1,
    1,
    2,
    2,
    3,
    2,
    1,
    4,
    4,
    *(3,) * 5,
    *(2,) * 12,
    *(1,) * 7,
)

_FATHERS = (
    (FatherStatus.DECEASED, "Court record of 2018"),
    (FatherStatus.DECEASED, "Death certificate"),
    (FatherStatus.NOT_DOCUMENTED, ""),
    (FatherStatus.MISSING, ""),
    (FatherStatus.UNKNOWN, ""),
)
_SENTENCES = (
    (Proceedings.CONVICTED, Sentence.LIFE, None),
    (Proceedings.CONVICTED, Sentence.FIXED, 180),
    (Proceedings.CONVICTED, Sentence.FIXED, 240),
    (Proceedings.APPEAL, Sentence.FIXED, 180),
    (Proceedings.ON_TRIAL, Sentence.NONE, None),
)
_AGES = ("2y", "10m", "~3", "5y", "7y", "4y", "~9", "6y", "11y", "1y", "13y", "8y")


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """A mother and her children, ready to be registered."""

    mother: MotherFacts
    children: tuple[ChildFacts, ...]


def families(
    places: list[Place], *, today: datetime.date, sizes: Sequence[int] = FAMILY_SIZES
) -> list[FamilyFacts]:
    """Return a family for each size; only the births depend on the day."""
    facts, child_number = [], 0
    for number, size in enumerate(sizes):
        numbers = range(child_number, child_number + size)
        child_number += size
        facts.append(
            FamilyFacts(
                _mother(number, places[number % len(places)], today),
                tuple(_child(n, rank, number, today) for rank, n in enumerate(numbers)),
            )
        )
    return facts


def _mother(number: int, place: Place, today: datetime.date) -> MotherFacts:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    proceedings, sentence, months = _SENTENCES[number % len(_SENTENCES)]
    return MotherFacts(
        PersonFacts(
            {
                NameKind.FAMILY: f"{given[0]} {family[0]}",
                NameKind.OFFICIAL: f"{given[1]} {family[1]}",
            },
            read_birth(f"~{31 + number % 9}", on=today),
            BirthBasis.MOTHER,
        ),
        held_at=place,
        proceedings=proceedings,
        sentence=sentence,
        sentence_months=months,
    )


def _child(number: int, rank: int, family: int, today: datetime.date) -> ChildFacts:
    sex = Sex.FEMALE if number % 2 else Sex.MALE
    names = GIRLS if sex == Sex.FEMALE else BOYS
    spoken, official = names[(number // 2 + family) % len(names)]
    own, in_arabic = FAMILY[family % len(FAMILY)]
    if sex == Sex.MALE and own.endswith(("ова", "ева")):
        own, in_arabic = own.removesuffix("а"), in_arabic.removesuffix("ا")
    age = _AGES[(number * 5 + rank) % len(_AGES)]
    status, evidence = _FATHERS[family % len(_FATHERS)]
    return ChildFacts(
        PersonFacts(
            {
                NameKind.FAMILY: f"{spoken} {own}",
                NameKind.OFFICIAL: f"{official} {in_arabic}",
            },
            read_birth(age, on=today),
            BirthBasis.OFFICER if age.startswith("~") else BirthBasis.MOTHER,
            sex,
        ),
        father_status=status,
        father_evidence=evidence,
    )
