"""The box for a birth or an age: what it accepts, and the sentence that says it back."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.fields import QuietField
from cases.rules.births import Birth, CannotReadBirth, Span, age, as_typed, read_birth
from cases.wording import birth_refusal


class BirthField(QuietField):
    """A birth or an age in one box; cleans to a ``Birth``, or ``None`` when left empty.

    The form sets ``on``, the day of asking, before it is cleaned:
    ``field(self, "born", BirthField).on = today``. A form that edits calls ``remember`` too.
    """

    on: date | None = None
    recorded: Birth | None = None
    #: What was understood, for the page to show under the box.
    echo = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Date of birth or age"))
        options.setdefault("help_text", _("15.03.2017, 03.2017, 2017, 3y, 10m, ~29"))
        super().__init__(**options)

    def remember(self, earliest: date | None, latest: date | None, stated_on: date | None) -> None:
        """Show what is on record, and keep it unless something else is entered.

        "3y" typed in May and saved again in June must not make the child younger.
        """
        if earliest is None or latest is None or stated_on is None:
            return
        text = as_typed(Span(earliest, latest), stated_on=stated_on)
        self.initial = text or wording.born_text(earliest, latest)
        self.recorded = (
            read_birth(text, on=stated_on)
            if text
            else Birth(earliest, latest, stated_on, unit="month")
        )

    def clean(self, value: Any) -> Birth | None:
        text = super().clean(value)
        if not text:
            return None
        if self.recorded and text == self.initial:
            return self.recorded
        if self.on is None:
            raise TypeError("BirthField.on must be set: an age is counted from a day")
        try:
            return read_birth(text, on=self.on)
        except CannotReadBirth as refusal:
            raise ValidationError(birth_refusal(refusal), code=refusal.code) from refusal


def understood(text: str, *, on: date) -> str:
    """Return how a birth is understood, why it is refused, or nothing for an empty box."""
    if not text.strip():
        return ""
    try:
        return birth_echo(read_birth(text, on=on))
    except CannotReadBirth as refusal:
        return birth_refusal(refusal)


def birth_echo(birth: Birth) -> str:
    """Return what was understood, to stand under the box."""
    if birth.unit in {"age_years", "age_months"}:
        return _age_echo(birth)
    if birth.about and birth.unit == "year":
        return gettext("About %(year)s → born %(born)s (estimated on %(day)s)") % {
            "year": birth.number,
            "born": wording.born_text(birth.earliest, birth.latest),
            "day": wording.day_text(birth.stated_on),
        }
    if birth.unit == "year":
        return _year_echo(birth)
    return gettext("Born %(born)s → %(age)s") % {
        "born": wording.born_text(birth.earliest, birth.latest),
        "age": wording.age_text(age(birth.earliest, birth.latest, birth.stated_on)),
    }


def _age_echo(birth: Birth) -> str:
    values = {
        "count": birth.number,
        "born": wording.born_text(birth.earliest, birth.latest),
        "day": wording.day_text(birth.stated_on),
    }
    if birth.about and birth.unit == "age_years":
        text = ngettext(
            "About %(count)s year old → born %(born)s (estimated on %(day)s)",
            "About %(count)s years old → born %(born)s (estimated on %(day)s)",
            birth.number,
        )
    elif birth.about:
        text = ngettext(
            "About %(count)s month old → born %(born)s (estimated on %(day)s)",
            "About %(count)s months old → born %(born)s (estimated on %(day)s)",
            birth.number,
        )
    elif birth.unit == "age_years":
        text = ngettext(
            "%(count)s year → born %(born)s (year estimated)",
            "%(count)s years → born %(born)s (year estimated)",
            birth.number,
        )
    else:
        text = ngettext(
            "%(count)s month → born %(born)s (month estimated)",
            "%(count)s months → born %(born)s (month estimated)",
            birth.number,
        )
    return text % values


def _year_echo(birth: Birth) -> str:
    ages = age(birth.earliest, birth.latest, birth.stated_on)
    youngest, oldest = ages.youngest_years, ages.oldest_years
    if youngest == oldest:
        text = ngettext(
            "Born in %(year)s → %(oldest)s year old",
            "Born in %(year)s → %(oldest)s years old",
            oldest,
        )
    else:
        text = ngettext(
            "Born in %(year)s → %(youngest)s or %(oldest)s year old",
            "Born in %(year)s → %(youngest)s or %(oldest)s years old",
            oldest,
        )
    return text % {"year": birth.number, "youngest": youngest, "oldest": oldest}
