"""Days, births, ages and sums of money, put into words of the language in use.

Used by pages, messages and refusals.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_symbol
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.rules.births import Age, CannotReadBirth
from cases.rules.days import CannotReadDay, both_readings
from cases.rules.journeys import EscortRule

NBSP = "\N{NO-BREAK SPACE}"
LRM = "\N{LEFT-TO-RIGHT MARK}"
MOST_NAMED = 3
FIRST_YEARS = 6  # below this age the months are said too

# Django's own tables say "15 март 2019 г." in Tajik and the Egyptian names in Arabic.
_MONTHS = {
    "tg": (
        *("январи", "феврали", "марти", "апрели", "майи", "июни"),
        *("июли", "августи", "сентябри", "октябри", "ноябри", "декабри"),
    ),
    "ar": (
        *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
        *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
    ),
}


_MATCH_REASONS = {
    "same_name": _("same name"),
    "similar_name": _("similar name"),
    "birth_overlaps": _("births overlap"),
    "same_mother": _("same mother"),
    "same_place": _("same place"),
}


def match_reasons(codes: Iterable[str]) -> list[str]:
    """Return why two records may be of one person, by the codes of ``rules.names.Match``."""
    return [str(_MATCH_REASONS[code]) for code in codes if code in _MATCH_REASONS]


def as_day(moment: date) -> date:
    """Return the date of a date or a datetime in the office's time zone."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def day_text(day: date) -> str:
    """Return "15 Mar 2019"."""
    return _day_text(as_day(day), get_language())


@lru_cache(maxsize=4096)
def _day_text(day: date, _in_use: str | None) -> str:
    """Return the words of a day, which a list says of each row, in the language in use."""
    months = _MONTHS.get(_language())
    if months:
        return f"{day.day} {months[day.month - 1]} {day.year}"
    return date_format(day, "DATE_FORMAT")


def days_text(during: DateRange) -> str:
    """Return "from 1 Mar 2019" or "from 1 Mar 2019, until 1 Jan 2020"."""
    first = {"first": day_text(during.lower)}
    if during.upper is None:
        return gettext("from %(first)s") % first
    last = {"last": day_text(during.upper)}
    return gettext("from %(first)s, until %(last)s") % (first | last)


def month_text(day: date) -> str:
    """Return "March 2019"."""
    return f"{month_name(day)} {day.year}"


def month_name(day: date) -> str:
    """Return "March", small where a month is no name, as in Russian."""
    months = _MONTHS.get(_language())
    return months[day.month - 1] if months else _small(date_format(day, "F"))


def weekday_text(day: date) -> str:
    """Return "Friday", small where a day of the week is no name."""
    return _small(date_format(as_day(day), "l"))


def _small(text: str) -> str:
    return text if _language() == "en" else text.lower()


def moment_text(moment: datetime) -> str:
    """Return "15 Mar 2019, 14:05 (Dushanbe)", in the ministry's time."""
    return local_text(moment, settings.TIME_ZONE)


def local_text(moment: datetime, zone: str) -> str:
    """Return "15 Mar 2019, 12:05 (Baghdad)", in the time of a zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return gettext("%(day)s, %(time)s (%(city)s)") % {
        "day": day_text(local.date()),
        "time": f"{local:%H:%M}",
        "city": city_text(zone),
    }


def city_text(zone: str) -> str:
    """Return the city a time zone is named after, in the language in use."""
    return _city(zone, _language())


@cache
def _city(zone: str, language: str) -> str:
    return get_timezone_location(zone, locale=language, return_city=True)


def born_text(earliest: date, latest: date) -> str:
    """Return the birth, as exactly as it is known."""
    if earliest == latest:
        return day_text(earliest)
    months = latest.year * 12 + latest.month - earliest.year * 12 - earliest.month
    if months == 0 and earliest.day > 1:
        return gettext("between %(first_day)s and %(last_day)s") % {
            "first_day": day_text(earliest),
            "last_day": day_text(latest),
        }
    if months == 0:
        return month_text(earliest)
    if months == 1 and earliest.year == latest.year:
        return gettext("%(month)s or %(next_month)s") % {
            "month": month_name(earliest),
            "next_month": month_text(latest),
        }
    if months == 1:
        return gettext("%(month)s or %(next_month)s") % {
            "month": month_text(earliest),
            "next_month": month_text(latest),
        }
    if earliest.year == latest.year:
        return str(earliest.year)
    if latest.year == earliest.year + 1:
        years = {"year": earliest.year, "next_year": latest.year}
        return gettext("%(year)s or %(next_year)s") % years
    years = {"first_year": earliest.year, "last_year": latest.year}
    return gettext("between %(first_year)s and %(last_year)s") % years


_UNREADABLE_DATES = {
    "four_digit_year": _("Write the year with four digits, for example 2017."),
    "no_such_month": _(
        "There is no month %(month)s. Write the day first, then the month: 15.03.2017."
    ),
    "letter": _("A letter stands among the digits, such as O for 0. Use digits only."),
    "other_calendar": _(
        "This looks like a year of the Islamic or the Solar (Persian) calendar. Ask for the "
        "converted date and enter that, for example 15.03.2017."
    ),
}
_UNREADABLE_DAYS = _UNREADABLE_DATES | {
    "unreadable": _("This is not a date. Write it like 15.03.2019."),
    "no_day": _("The day is missing. Write the date like 15.03.2019."),
    "far_year": _("Check the year, %(year)s. Write the date like 15.03.2019."),
}
_UNREADABLE_BIRTHS = _UNREADABLE_DATES | {
    "which_unit": _(
        "Is this %(number)s years or %(number)s months? Write “%(number)sy” or “%(number)sm”."
    ),
    "future": _("This date is in the future. Enter a date of birth up to today."),
    "negative_age": _("An age cannot be below 0. Enter the date, a year, or an age such as “2y”."),
    "too_old": _("This is more than 120 years ago. Check the year, or enter an age such as “2y”."),
    "not_known": _("Leave this empty when the date of birth and the age are not known."),
    "serial_number": _(
        "This is how a spreadsheet counts days. If %(date)s is meant, enter that date."
    ),
    "year_in_day_cell": _(
        "A spreadsheet makes this day of the year %(number)s. If that year is meant, enter "
        "%(number)s."
    ),
    "two_numbers": _("Years or months? Write “5-6y”, “5.5y” or “5-6m”."),
    "two_births": _("The date and the age in brackets do not agree. Keep what is right."),
    "unsure": _(
        "A “?” or “*” stands beside it. Leave that out if this is certain, or write “~2017” for "
        "about that year."
    ),
    "part_of_year": _(
        "This is a part of a year. Write its months, such as “03.2017 - 05.2017”, or the year."
    ),
    "one_sided": _(
        "This has only one end. Write both, such as “2014/2016” or “5-8y”, as far as is known."
    ),
    "newborn": _("Write when the child was born, or how old it is, such as “2w” or “0m”."),
    "unreadable": _(
        "This is not a date or an age. Enter the date, a year, or an age such as “2y”."
    ),
}


def birth_refusal(refusal: CannotReadBirth) -> str:
    """Return the sentence for a birth that could not be read: what is wrong and what to type."""
    values: dict[str, object] = {**refusal.params}
    if refusal.code == "no_such_day":
        return ngettext(
            "%(month)s had %(days)s day. Enter the date, a year, or an age such as “2y”.",
            "%(month)s had %(days)s days. Enter the date, a year, or an age such as “2y”.",
            refusal.params["days"],
        ) % _month_and_days(refusal)
    if refusal.code == "serial_number":
        values["date"] = f"{date(**refusal.params):%d.%m.%Y}"
    if refusal.code == "day_order":
        return two_readings(refusal)
    return str(_UNREADABLE_BIRTHS[refusal.code]) % values


def day_refusal(refusal: CannotReadDay) -> str:
    """Return the sentence for a day that could not be read: what is wrong and what to type."""
    if refusal.code == "no_such_day":
        return ngettext(
            "%(month)s has %(days)s day. Write the date like 15.03.2019.",
            "%(month)s has %(days)s days. Write the date like 15.03.2019.",
            refusal.params["days"],
        ) % _month_and_days(refusal)
    if refusal.code == "day_order":
        return two_readings(refusal)
    return str(_UNREADABLE_DAYS[refusal.code]) % refusal.params


def two_readings(refusal: CannotReadBirth | CannotReadDay) -> str:
    """Return the question about a date that is another with the month first."""
    day_first, month_first = both_readings(refusal)
    return gettext(
        "Is this %(day)s or %(other_day)s? Write %(typed)s for the first or %(other_typed)s for "
        "the second."
    ) % {
        "day": day_text(day_first),
        "other_day": day_text(month_first),
        "typed": f"{day_first:%d.%m.%Y}",
        "other_typed": f"{month_first:%d.%m.%Y}",
    }


def _month_and_days(refusal: CannotReadBirth | CannotReadDay) -> dict[str, object]:
    month = month_text(date(refusal.params["year"], refusal.params["month"], 1))
    return {"month": month, "days": refusal.params["days"]}


def age_text(age: Age) -> str:
    """Return "3 y 4 m" under six, "7 y" from then on, and both ends of an age not known exactly."""
    if age.exact:
        return _exact_age(age.youngest_months)
    if age.oldest_months < 12:
        return _months_between(age.youngest_months, age.oldest_months)
    return _years_between(age.youngest_years, age.oldest_years)


def months_text(months: int) -> str:
    """Return a time in months as an age is said: "2 y", "3 y 4 m", "5 m"."""
    return _exact_age(months)


def money_text(amount: Decimal | int, currency: str) -> str:
    """Return "$14,400" or "14 400 $", with cents only where there are any.

    Nothing in it breaks over two lines; from right to left it keeps its own direction. Without
    a currency it is the number alone.
    """
    amount = Decimal(amount)
    whole = amount == amount.to_integral_value()
    digits = f"{abs(amount):,.0f}" if whole else f"{abs(amount):,.2f}"
    symbol = _symbol(currency) if currency else ""
    sign = "−" if amount < 0 else ""
    if _language() in {"ru", "tg"}:
        local = digits.replace(",", NBSP).replace(".", ",")
        return f"{sign}{local}{NBSP}{symbol}" if symbol else f"{sign}{local}"
    gap = NBSP if symbol[-1:].isalpha() else ""
    mark = LRM if get_language_bidi() else ""
    return f"{mark}{sign}{symbol}{gap}{digits}"


@cache
def _symbol(currency: str) -> str:
    return get_currency_symbol(currency, locale="en")


def rate_text(rate: Decimal, paid: str, currency: str) -> str:
    """Return "10.92 TJS for 1 USD": units of ``paid`` for one of ``currency``."""
    digits = format_decimal(rate.normalize(), format="#,##0.######", locale=_language())
    return gettext("%(rate)s %(paid)s for 1 %(currency)s") % {
        "rate": digits,
        "paid": paid,
        "currency": currency,
    }


def escorts_text(rule: EscortRule) -> str:
    """Return what an agreement asks for: an escort for so many children, for so many infants."""
    children = ngettext(
        "The agreement asks for an escort for each child.",
        "The agreement asks for an escort for every %(n)s children.",
        rule.children or 0,
    )
    infants = ngettext(
        "The agreement asks for an escort for each child under two.",
        "The agreement asks for an escort for every %(n)s children under two.",
        rule.infants or 0,
    )
    sentences = ((children, rule.children), (infants, rule.infants))
    return " ".join(words % {"n": number} for words, number in sentences if number)


def people_text(names: Iterable[str]) -> str:
    """Return "A, B or C", or "A, B, C or 2 others"; empty for nobody."""
    everybody = list(names)
    people, others = everybody[:MOST_NAMED], len(everybody) - MOST_NAMED
    if others > 0:
        words = ngettext("%(count)s other person", "%(count)s other people", others)
        people.append(words % {"count": others})
    return format_list(people, style="or", locale=_language())


def names_text(names: Iterable[str]) -> str:
    """Return "A, B and C"; empty for nobody."""
    return format_list(list(names), locale=_language())


def country_text(code: str, name: str) -> str:
    """Return the name of a country in the language in use, else ``name``."""
    return str(Locale.parse(_language()).territories.get(code, name))


def _exact_age(months: int) -> str:
    years, rest = divmod(months, 12)
    values = {"years": years, "months": rest}
    if not years:
        return gettext("%(months)s m") % values
    if years < FIRST_YEARS and rest:
        return ngettext("%(years)s y %(months)s m", "%(years)s y %(months)s m", years) % values
    return ngettext("%(years)s y", "%(years)s y", years) % values


def _months_between(youngest: int, oldest: int) -> str:
    values = {"youngest": youngest, "oldest": oldest}
    if youngest == oldest:
        return gettext("about %(oldest)s m (est.)") % values
    return gettext("%(youngest)s to %(oldest)s m (est.)") % values


def _years_between(youngest: int, oldest: int) -> str:
    if youngest == oldest:
        text = ngettext("about %(oldest)s y (est.)", "about %(oldest)s y (est.)", oldest)
    elif oldest == youngest + 1:
        text = ngettext(
            "%(youngest)s or %(oldest)s y (est.)", "%(youngest)s or %(oldest)s y (est.)", oldest
        )
    else:
        text = ngettext(
            "%(youngest)s to %(oldest)s y (est.)", "%(youngest)s to %(oldest)s y (est.)", oldest
        )
    return text % {"youngest": youngest, "oldest": oldest}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
