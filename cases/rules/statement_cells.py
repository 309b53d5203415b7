"""Cells of a bank statement: a sum, a day, a reference, read only where they mean one thing."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from cases.rules.days import CannotReadDay, read_day
from cases.rules.rates import CENT
from cases.rules.statement_words import currency_word
from cases.rules.text import DIRECTION, has_control

LONGEST_REFERENCE = 60
#: No sum and no day is longer; a cell may hold a book.
LONGEST = 60
#: A sum is read although a spreadsheet has calculated it to so much off the cent.
TAIL = Decimal("0.000001")
#: Days as a spreadsheet counts them, 1 January 2000 and 31 December 2099.
_SERIALS = range(36526, 73051)
_FIRST_DAY = datetime.date(1899, 12, 30)
_LARGEST = Decimal(10) ** 12

_MINUS = "-−–‒‑﹣－"
_BLANKS = " \u00a0\u202f\u2009\u2007"
_SPACES = f"{_BLANKS}'’٬"
_GROUPED = rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+|\d{{1,3}}(?:['’٬]\d{{3}})+"
#: Each is a number that can mean one thing only: groups of thousands told apart from cents.
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<whole>\d{1,12})",
        r"(?P<whole>\d{1,12})[.,](?P<cents>\d{1,2})",
        r"(?P<whole>0|\d{4,12})[.,](?P<cents>\d{3})",
        r"(?P<whole>\d{1,12})[.,](?P<cents>\d{4,})",
        rf"(?P<whole>{_GROUPED})(?:[.,](?P<cents>\d{{1,2}}))?",
        r"(?P<whole>\d{1,3}(?:,\d{3})+)\.(?P<cents>\d{1,3})",
        r"(?P<whole>\d{1,3}(?:\.\d{3})+),(?P<cents>\d{1,3})",
        r"(?P<whole>[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d{0,2}(?:\.\d{3}){2,})",
    )
)
_SIGNED = re.compile(
    rf"(?P<minus>[{_MINUS}]?)(?P<plus>\+?)(?P<open>\(?)(?P<number>[\d.,{_SPACES}]*\d)"
    rf"(?P<close>\)?)(?P<after>[{_MINUS}]?)"
)
#: A word after the sum, or before it, that says whether it left.
_SIDE = re.compile(r"(?i)(?<=[\d.\s])(?P<left>dr|дт)\.?$|(?<=[\d.\s])(?P<came>cr|кт)\.?$")
_BESIDE = re.compile(r"([^\d\s().,+'’٬−–‒‑﹣－-][^\d()+−–‒‑﹣－-]*)")
_RATE = re.compile(r"\d{1,8}(?:[.,]\d{1,6})?")
#: How a spreadsheet writes a long number once it has lost its last digits.
_LOST = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_TIME = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?$")
_TURNED = re.compile(r"(\d{1,2})\s*([/-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", "-", "–", "—", "0"})


class CannotReadCell(Exception):
    """A cell is not understood; ``code`` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_amount(text: str, currency: str = "") -> Decimal:
    """Return the sum of a cell: -8000.00, −8 000,00, (8,000.00), USD 8000.00-; it may be 0.

    Raises ``CannotReadCell``: amount for what is none, or may be two ("8,000" is eight, or
    eight thousand); currency_differs for one beside it that is not ``currency``.
    """
    if len(text) > LONGEST:
        raise CannotReadCell("amount")
    plain = _western(text)
    side = _SIDE.search(plain)
    plain = plain[: side.start()].rstrip() if side else plain
    beside = _BESIDE.findall(plain)
    if len(beside) > 1 or (beside and currency_word(beside[0].strip(" .")) is None):
        raise CannotReadCell("amount")
    if beside:
        other = currency_word(beside[0].strip(" ."))
        if currency and other != currency:
            raise CannotReadCell("currency_differs")
        plain = plain.replace(beside[0], " ")
    amount = _signed(re.sub(rf"(?<=[{_MINUS}+(])\s+|\s+(?=[{_MINUS})])", "", plain.strip()))
    if side and amount < 0:
        raise CannotReadCell("amount")
    return -amount if side and side["left"] else amount


def _western(text: str) -> str:
    """Return ``text`` with digits of one script."""
    plain = DIRECTION.sub("", text).replace("٫", ".").strip()
    return "".join(
        str(unicodedata.digit(sign, sign)) if sign.isdecimal() else sign for sign in plain
    )


def _signed(text: str) -> Decimal:
    match = _SIGNED.fullmatch(text)
    if match is None:
        raise CannotReadCell("amount")
    bracketed = bool(match["open"]), bool(match["close"])
    signs = [bool(match["minus"]), bool(match["plus"]), any(bracketed), bool(match["after"])]
    if sum(signs) > 1 or bracketed[0] != bracketed[1]:
        raise CannotReadCell("amount")
    number = _number(match["number"].strip())
    return number if signs[1] or not any(signs) else -number


def _number(text: str) -> Decimal:
    for pattern in _NUMBERS:
        if match := pattern.fullmatch(text):
            cents = match.groupdict().get("cents") or "0"
            exact = Decimal(re.sub(r"\D", "", match["whole"]) + "." + cents[:30])
            amount = exact.quantize(CENT, ROUND_HALF_UP)
            if abs(amount - exact) <= TAIL and amount < _LARGEST:
                return amount
    raise CannotReadCell("amount")


def shortest(text: str) -> str:
    """Return a number of a format in which a point is always one of decimals, without zeros
    at its end: dinars are written 125.500, which in a cell might be thousands.
    """
    return re.sub(r"(\.\d*?)0+$", r"\1", text).removesuffix(".")


class DayReader:
    """Reads the days of one file: 03/04/2026 is read as the other days of it are written."""

    def __init__(self, texts: Iterable[str], *, month_first: bool | None = None) -> None:
        pairs = [(int(m[1]), int(m[3])) for m in map(_turned, texts) if m]
        orders = {False for day, month in pairs if day > 12 >= month}
        orders |= {True for month, day in pairs if day > 12 >= month}
        settled = orders.pop() if len(orders) == 1 else None
        self.month_first = settled if month_first is None else month_first

    def read(self, text: str) -> datetime.date:
        """Return the day of a cell, without its time; a number is one a spreadsheet counts.

        Raises ``CannotReadCell``: day, or day_order if the month may come first.
        """
        if len(text) > LONGEST:
            raise CannotReadCell("day")
        plain = _without_time(text)
        if re.fullmatch(r"\d{5}(?:\.\d+)?", plain) and int(plain[:5]) in _SERIALS:
            return _FIRST_DAY + datetime.timedelta(days=int(plain[:5]))
        if re.fullmatch(r"20\d{6}", plain):
            plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
        if match := _turned(plain):
            first, second, year = int(match[1]), int(match[3]), match[4]
            if self.month_first is None and first != second and max(first, second) <= 12:
                raise CannotReadCell("day_order")
            day, month = (second, first) if self._turns(second) else (first, second)
            plain = f"{day:02}.{month:02}.{year}"
        try:
            return read_day(plain)
        except CannotReadDay as wrong:
            raise CannotReadCell("day_order" if wrong.code == "day_order" else "day") from wrong

    def _turns(self, second: int) -> bool:
        return second > 12 if self.month_first is None else self.month_first


def _turned(text: str) -> re.Match[str] | None:
    return _TURNED.fullmatch(_without_time(text[: LONGEST + 1]))


def _without_time(text: str) -> str:
    return _TIME.sub("", _western(text)).strip()


def read_reference(text: str) -> str:
    """Return the bank's reference, or "" where it gives none. Raises ``CannotReadCell``."""
    if text.upper() in _NO_REFERENCE:
        return ""
    if len(text) > LONGEST_REFERENCE:
        raise CannotReadCell("reference")
    if has_control(text) or DIRECTION.search(text):
        raise CannotReadCell("hidden_sign")
    if _LOST.fullmatch(text):
        raise CannotReadCell("reference_lost")
    return text


def read_currency(text: str) -> str:
    """Return the three letters of a currency. Raises ``CannotReadCell``."""
    currency = currency_word(text)
    if currency is None:
        raise CannotReadCell("currency")
    return currency


def read_rate(text: str) -> Decimal | None:
    """Return a rate, or None for an empty cell. Raises ``CannotReadCell``."""
    if not text:
        return None
    if not _RATE.fullmatch(text) or not Decimal(text.replace(",", ".")):
        raise CannotReadCell("rate")
    return Decimal(text.replace(",", "."))
