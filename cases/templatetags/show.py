"""Filters for days, births, ages, money and references."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django import template
from django.forms import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from cases import kept, wording
from cases.models import Person, User
from cases.rules import names
from cases.rules.births import age as age_between
from cases.templatetags.rows import whole
from cases.vocabulary.why import why_of

register = template.Library()
#: A reference of a family or a child: a line may break between letters, never before digits.
_BREAKS = re.compile(r"\b[A-Z]{2}-[A-Z]{2}-\d{1,9}(?:-\d{1,3})?\b")


class HasCode(Protocol):
    """A country by its ISO code, with its English name."""

    code: str
    name: str


class HasBirth(Protocol):
    """Anything with a range of birth: a person, or a line of a draft."""

    born_earliest: date | None
    born_latest: date | None


@register.filter
def with_family(name: str, mother: str | None) -> str:
    """Билол Юнусова: a name of one word, with the mother's family name."""
    return names.with_family(name, mother or "")


@register.filter
def name_for(person: Person, reader: User) -> str:
    """Гулнора Назарова: the name in the alphabet its reader chose, else the one shown first."""
    spellings = sorted(
        person.names.all(),
        key=lambda name: (name.script != reader.preferred_script, not name.is_primary, name.pk),
    )
    return spellings[0].text if spellings else ""


@register.filter
def why(field: BoundField) -> object:
    """Why a form asks for this; empty for most fields."""
    return why_of(type(field.form), field.name)


@register.filter
def day(value: date | None) -> str:
    """15 Mar 2019."""
    return wording.day_text(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """15 Mar 2019, 14:05 (Dushanbe)."""
    return wording.moment_text(value) if value else ""


@register.filter
def local(value: datetime | None, zone: str) -> str:
    """15 Mar 2019, 12:05 (Baghdad), in the time of a place."""
    return wording.local_text(value, zone) if value else ""


@register.filter
def said(text: str) -> str:
    """A title, question, source or name of the database, in the reader's language."""
    return kept.said(text)


@register.filter
def born(person: HasBirth) -> str:
    """15 Mar 2017 · March 2017 · 2015 or 2016."""
    if person.born_earliest is None or person.born_latest is None:
        return gettext("not known yet")
    return wording.born_text(person.born_earliest, person.born_latest)


@register.filter
def age(person: HasBirth, on: date) -> str:
    """3 y 4 m; the day stands beside it, in a heading or a caption."""
    if person.born_earliest is None or person.born_latest is None:
        return gettext("not known yet")
    on = wording.as_day(on)
    return wording.age_text(age_between(person.born_earliest, person.born_latest, on))


@register.filter
def age_today(person: HasBirth, on: date) -> str:
    """3 y 4 m today; ``on`` is today."""
    if person.born_earliest is None:
        return gettext("age not known yet")
    return gettext("%(age)s today") % {"age": age(person, on)}


@register.filter
def age_on(person: HasBirth, on: date) -> str:
    """3 y 4 m on 30 Apr 2019."""
    if person.born_earliest is None:
        return gettext("age not known yet")
    return gettext("%(age)s on %(day)s") % {"age": age(person, on), "day": wording.day_text(on)}


@register.filter
def money(amount: Decimal | int | None, currency: str) -> str:
    """$14,400; put it into <bdi>."""
    return "" if amount is None else wording.money_text(amount, currency)


@register.filter
def country(value: HasCode) -> str:
    """Tajikistan, in the reader's language."""
    return wording.country_text(value.code, value.name)


@register.filter
def whole_refs(words: object) -> SafeString:
    """Ask TJ-IQ-0041-2 about it: the words, in which no reference breaks after a hyphen."""
    text = str(words)
    if isinstance(text, SafeString):
        return text
    plain = escape(text)
    if "-" not in plain:
        return plain
    return whole([_BREAKS.sub(r'<span class="ref">\g<0></span>', plain)])


@register.filter
def ref(reference: str | None) -> str:
    """TJ-IQ-0041-2, or "new" where none is given yet; put it into <bdi>."""
    return reference or pgettext("reference", "new")
