"""The manifest in its languages, as data for a paper and for a spreadsheet.

It is for a carrier and a border post, so its languages are not its reader's.
Arabic words: glossary of the design page, not yet checked by a translator; the paper says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import groupby

import pycountry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cases import wording
from cases.models import Movement, Place, User
from cases.pages.doors import address
from cases.queries.manifests import Traveller
from cases.rules.manifests import asks_for_arabic, sheets_of
from cases.vocabulary import Sex


class Pair(StrEnum):
    """The languages of a manifest."""

    ENGLISH_ARABIC = "en-ar"
    ENGLISH = "en"
    RUSSIAN = "ru"


#: A word, and what stands below it in Arabic.
_TITLE = (gettext_noop("Passenger list"), "قائمة الركاب")
_HEADS = (
    (gettext_noop("No."), "الرقم"),
    (gettext_noop("Name as on the travel document"), "الاسم كما في وثيقة السفر"),
    (gettext_noop("Name in Arabic"), "الاسم"),
    (gettext_noop("Type"), "الفئة"),
    (gettext_noop("Sex"), "الجنس"),
    (gettext_noop("Born"), "تاريخ الميلاد"),
    (gettext_noop("Nationality"), "الجنسية"),
    (gettext_noop("Document"), "رقم الوثيقة"),
    (gettext_noop("Valid to"), "صالحة حتى"),
    (gettext_noop("Exit permit"), "إذن الخروج"),
    (gettext_noop("On board"), "صعد"),
)
#: What a passenger is, which carriers count apart.
_INFANT, _CHILD, _ESCORT = (
    (gettext_noop("Infant"), "رضيع"),
    (gettext_noop("Child"), "طفل"),
    (gettext_noop("Escort"), "مرافق"),
)
_MOTHER = (gettext_noop("Mother"), "الأم")
_GUARDIAN = (gettext_noop("Guardian"), "الوصي")
_ESCORTS = (gettext_noop("Escorts"), "المرافقون")
_CYRILLIC = gettext_noop("Name in Cyrillic")
_UNCHECKED = gettext_noop("Arabic wording: not yet checked by a translator.")
_COUNT = (
    gettext_noop(
        "Passengers: %(all)s. Children: %(children)s, infants among them: %(infants)s. "
        "Escorts: %(escorts)s."
    ),
    "الركاب: %(all)s. الأطفال: %(children)s، منهم رضّع: %(infants)s. المرافقون: %(escorts)s.",
)
_GIRLS = gettext_noop("Girls: %(girls)s. Boys: %(boys)s.")
_SIGN = (
    (gettext_noop("Handed over by: name, office, date, time"), "المسلِّم"),
    (gettext_noop("Received by the escort: name, date, time"), "المستلِم (المرافق)"),
    (gettext_noop("Embassy: stamp"), "ختم السفارة"),
)
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M"}
_SHEET = gettext_noop("Sheet %(number)s of %(all)s, passengers %(first)s to %(last)s")
_NOTES = (
    gettext_noop("Where only the year or the month of birth is known, only that is written."),
    gettext_noop("Infant: may be under two years old on the day of departure."),
    gettext_noop("* The Latin name is not recorded as one on a travel document."),
    gettext_noop("Contains personal data of children: return or destroy it after the arrival."),
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a carrier would send the list back for; ``url`` is where a Latin name is entered."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The languages of a list that is handed out, and what its two files are called."""

    pair: Pair
    pdf: str
    xlsx: str


def offers(movement: Movement) -> list[Offer]:
    """Return the languages of the list of a movement: with Arabic only where a border reads it."""
    first = (
        Offer(Pair.ENGLISH_ARABIC, _("PDF, English and Arabic"), _("xlsx, English and Arabic"))
        if reads_arabic(movement)
        else Offer(Pair.ENGLISH, _("PDF, English"), _("xlsx, English"))
    )
    return [first, Offer(Pair.RUSSIAN, _("PDF, Russian"), _("xlsx, Russian"))]


def reads_arabic(movement: Movement) -> bool:
    ends = (movement.origin, movement.destination)
    return asks_for_arabic(place.country.code for place in ends)


def lacking(
    movement: Movement, families: Iterable[Sequence[Traveller]], user: User
) -> list[Lacking]:
    """Return what the passengers of a list lack, a sentence for each, for its reader."""
    arabic = reads_arabic(movement)
    may_enter = user.has_perm("cases.register_child")
    return [
        Lacking(
            _("Passenger %(number)s: %(what)s") % {"number": each.number, "what": ", ".join(lacks)},
            address("child-edit", each.reference, "travel-name")
            if may_enter and each.is_child and _is_shown(each) and not each.on_document
            else "",
        )
        for family in families
        for each in family
        if (lacks := list(_lacks(each, arabic)))
    ]


def _is_shown(each: Traveller) -> bool:
    """Return whether the reader sees who it is: every child has a name."""
    return bool(each.latin or each.cyrillic or each.arabic)


def _lacks(each: Traveller, arabic: bool) -> Iterator[str]:
    if not each.latin:
        yield _("no name in Latin letters")
    elif not each.on_document:
        yield _("the Latin name is not recorded as one on a travel document")
    if arabic and not each.arabic:
        yield _("no name in Arabic")
    if not each.document:
        yield _("no number of a travel document")
    if not each.nationality:
        yield _("no nationality")
    if each.born is None:
        yield _("no date of birth")


def manifest_paper(
    movement: Movement,
    families: Sequence[Sequence[Traveller]],
    pair: Pair,
    *,
    by: User,
    at: datetime,
) -> dict[str, object]:
    """Return the data of the paper; in the language of the pair, whatever its reader's is.

    Two prints of the same list have the same checksum.
    """
    with override(language_of(pair)):
        rows = [each for family in families for each in family]
        sheets = sheets_of(families)
        return {
            "lang": language_of(pair),
            "rtl": False,
            "flipped": True,
            "narrow": True,
            "title": f"{_(_TITLE[0])} {movement.reference}",
            "arabic_title": _TITLE[1] if pair is Pair.ENGLISH_ARABIC else "",
            "agreement": str(movement.agreement),
            "internal": "",  # goes to the airline and the border
            "reference": f"{movement.reference} · {_checksum(families)}",
            "as_of": _("Printed %(moment)s by %(who)s")
            % {"moment": wording.moment_text(at), "who": by},
            "facts": [],
            "route": [
                " · ".join(f"{label}: {words}" for label, words in _facts(movement) if words)
            ],
            "count": _counted(rows, _COUNT[0]) + " " + _sexes(rows),
            "arabic_count": _counted(rows, _COUNT[1]) if pair is Pair.ENGLISH_ARABIC else "",
            "heads": _heads(pair),
            "names": 1 if pair is Pair.ENGLISH else 2,
            "sheets": [
                _sheet(sheet, number, len(sheets), pair)
                for number, sheet in enumerate(sheets, start=1)
            ],
            "sign": [_pair(words, pair) for words in _SIGN],
            "notes": [_(note) for note in _notes(pair)],
        }


def manifest_table(
    families: Sequence[Sequence[Traveller]], pair: Pair
) -> tuple[list[str], list[tuple[str, list[list[object]]]]]:
    """Return the titles, and each sheet by its name with its rows, for a spreadsheet."""
    with override(language_of(pair)):
        heads = [" / ".join(filter(None, head)) for head in _heads(pair)[:-1]]
        titles = [*heads, _("Mother or guardian"), _("Case number")]
        sheets = [
            (str(number), [_row(each, pair) for each in rows])
            for number, rows in enumerate(sheets_of(families), start=1)
        ]
    return titles, sheets


def _row(each: Traveller, pair: Pair) -> list[object]:
    whose = _whose(each, pair)[0] if each.is_child else ""
    return [*_cells(each, pair)[:-1], whose, each.reference]


def _sheet(rows: Sequence[Traveller], number: int, of: int, pair: Pair) -> dict[str, object]:
    """Return a sheet: its families, each below who answers for it."""
    places = {"number": number, "all": of, "first": rows[0].number, "last": rows[-1].number}
    families = groupby(rows, key=lambda each: _whose(each, pair))
    return {
        "label": _(_SHEET) % places,
        "families": [
            {"whose": whose, "rows": [_cells(each, pair) for each in family]}
            for whose, family in families
        ],
    }


def _cells(each: Traveller, pair: Pair) -> list[str]:
    mark = "" if each.on_document or not each.latin else " *"
    country = pycountry.countries.get(alpha_2=each.nationality) if each.nationality else None
    return [
        str(each.number),
        f"{each.latin}{mark}" or each.reference,
        *_second_name(each, pair),
        _type(each, pair),
        _SEXES.get(Sex(each.sex), "") if each.sex else "",
        _born(each),
        country.alpha_3 if country else "",
        each.document,
        f"{each.valid_until:%d.%m.%Y}" if each.valid_until else "",
        each.permit,
        "",
    ]


def _second_name(each: Traveller, pair: Pair) -> list[str]:
    if pair is Pair.ENGLISH:
        return []
    return [each.cyrillic if pair is Pair.RUSSIAN else each.arabic]


def _born(each: Traveller) -> str:
    """Return a birth as digits, no more exact than it is known."""
    if each.born is None:
        return ""
    first, last = each.born
    if first == last:
        return f"{first:%d.%m.%Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%m.%Y}"
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _notes(pair: Pair) -> tuple[str, ...]:
    return (*_NOTES, _UNCHECKED) if pair is Pair.ENGLISH_ARABIC else _NOTES


def _type(each: Traveller, pair: Pair) -> str:
    words = _INFANT if each.infant else _CHILD if each.is_child else _ESCORT
    return " / ".join(filter(None, _pair(words, pair)))


def _whose(each: Traveller, pair: Pair) -> tuple[str, str]:
    """Return who answers for a child, and that in Arabic; of an escort, that it is one."""
    if each.mother is None:
        return _pair(_ESCORTS, pair)
    answering = [(_MOTHER, each.mother), (_GUARDIAN, each.guardian)]
    people = [(_pair(label, pair), who) for label, who in answering if who]
    theirs = [(words, who.arabic) for (_words, words), who in people if words and who.arabic]
    return (
        " · ".join(f"{words}: {_called(who, pair)}" for (words, _arabic), who in people),
        " · ".join(f"{words}: {name}" for words, name in theirs),
    )


def _called(who: Traveller, pair: Pair) -> str:
    names = (who.cyrillic, who.latin) if pair is Pair.RUSSIAN else (who.latin, who.cyrillic)
    return next(filter(None, (*names, who.arabic)), who.reference)


def language_of(pair: Pair) -> str:
    return "ru" if pair is Pair.RUSSIAN else "en"


def _checksum(families: Sequence[Sequence[Traveller]]) -> str:
    whole = (Pair.ENGLISH_ARABIC, Pair.RUSSIAN)  # every name, whatever is printed
    rows = repr([[_cells(each, pair) for family in families for each in family] for pair in whole])
    return _("checksum %(sum)s") % {"sum": sha256(rows.encode()).hexdigest()[:8]}


def _heads(pair: Pair) -> list[tuple[str, str]]:
    heads = [_pair(words, pair) for words in _HEADS]
    if pair is Pair.RUSSIAN:
        heads[2] = (_(_CYRILLIC), "")
    return heads[:2] + heads[3:] if pair is Pair.ENGLISH else heads


def _pair(words: tuple[str, str], pair: Pair) -> tuple[str, str]:
    return _(words[0]), words[1] if pair is Pair.ENGLISH_ARABIC else ""


def _facts(movement: Movement) -> list[tuple[str, str]]:
    locked = ""
    if movement.lock_approved_at:
        locked = _("%(who)s and %(second)s, %(when)s") % {
            "who": movement.lock_asked_by,
            "second": movement.lock_approved_by,
            "when": wording.moment_text(movement.lock_approved_at),
        }
    return [
        (_("Carrier"), f"{movement.carrier} {movement.number}".strip()),
        (_("From"), _stop(movement.origin, movement.departs_at)),
        (_("To"), _stop(movement.destination, movement.arrives_at)),
        (_("Locked by"), locked),
    ]


def _stop(place: Place, moment: datetime) -> str:
    return f"{place}, {wording.local_text(moment, place.zone)}"


def _counted(rows: Sequence[Traveller], words: str) -> str:
    children = sum(each.is_child for each in rows)
    infants = sum(each.infant for each in rows)
    counts = {"all": len(rows), "children": children, "escorts": len(rows) - children}
    counts |= {"infants": infants}
    return _(words) % counts


def _sexes(rows: Sequence[Traveller]) -> str:
    children = [each.sex for each in rows if each.is_child]
    return _(_GIRLS) % {"girls": children.count(Sex.FEMALE), "boys": children.count(Sex.MALE)}
