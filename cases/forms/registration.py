"""A mother and her children as they are entered, person by person."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.forms.births import BirthField, understood
from cases.forms.fields import Form, field, unmark
from cases.forms.names import LatinNameField, NameField
from cases.forms.places import custody
from cases.models import Country, Team, User
from cases.rules.births import Birth
from cases.vocabulary import BirthBasis, FatherStatus, NameKind, Sex

SEXES = Sex.choices
BIRTH_WANTED = _("Enter a date of birth, a year, or an age such as “2y” or “~2”.")


def near_birth() -> forms.BooleanField:
    """Return the field that confirms births of one mother close to one another."""
    return forms.BooleanField(
        label=_("The dates were checked: both children are hers"), required=False
    )


def near_sentence(other: str) -> str:
    """Return the question about a birth too near that of ``other``, a child of the same mother."""
    return gettext(
        "Fewer than nine months lie between this birth and another (%(child)s). Check both dates "
        "and that both children are hers, then tick."
    ) % {"child": other}


class PersonForm(Form):
    """Names and birth; a subclass adds its own fields."""

    unmarked: tuple[str, ...] = ("name_family",)
    names = {
        "name_family": NameKind.FAMILY,
        "name_official": NameKind.OFFICIAL,
        "name_travel": NameKind.TRAVEL,
    }

    name_family = NameField(label=_("Name as the family says it"), required=False)
    name_official = NameField(label=_("Name on a document of the holding country"), required=False)
    name_travel = LatinNameField(required=False)
    born = BirthField(required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, on: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unmark(self, *self.unmarked)
        born = field(self, "born", BirthField)
        born.on = self.today = on
        born.widget.attrs["data-echo"] = ""
        for name in ("name_family", "name_official", "born"):
            self.fields[name].widget.attrs["data-duplicates"] = ""

    def name_country(self, holding: Country) -> None:
        """Let the form say of which country the document is."""
        self.fields["name_official"].label = _("Name on a document of %(country)s") % {
            "country": wording.country_text(holding.code, holding.name)
        }

    def say_what_was_understood(self) -> None:
        """Put the echo under the box of the birth, where no error stands."""
        born = field(self, "born", BirthField)
        wrong = self.is_bound and "born" in self.errors
        born.echo = "" if wrong else understood(str(self["born"].value() or ""), on=self.today)

    def names_entered(self) -> dict[NameKind, str]:
        """Return the names that were entered, by their kind."""
        cleaned = self.cleaned_data
        return {kind: cleaned[name] for name, kind in self.names.items() if cleaned.get(name)}

    def birth(self) -> Birth | None:
        return self.cleaned_data.get("born")

    def _refuse_nameless(self, sentence: str | Promise) -> None:
        """Refuse a person without a name; a name with an error counts as one."""
        if not self.names_entered() and not any(name in self.errors for name in self.names):
            self.add_error("name_family", ValidationError(str(sentence), code="required"))


class MotherForm(PersonForm):
    """The mother; "mother unknown" is an answer too."""

    summary_name = _("Mother")
    unmarked = (*PersonForm.unmarked, "held_at")

    name_family = NameField(
        label=_("Name as the family says it"),
        required=False,
        unknown=_("Leave this empty and tick “The mother is not known”."),
    )
    held_at = custody(label=_("Where she is now"))
    unknown = forms.BooleanField(label=_("The mother is not known"), required=False)

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("unknown"):
            self._refuse_nameless(_("Enter her name, or tick “The mother is not known”."))
        elif self.names_entered():
            self.add_error("unknown", _("Either enter her name or tick that she is not known."))

    def facts(self, basis: str) -> MotherFacts:
        """Return the mother of a form without errors on names and birth."""
        birth = self.birth()
        person = PersonFacts(self.names_entered(), birth, basis if birth else "", Sex.FEMALE)
        return MotherFacts(person, held_at=self.cleaned_data.get("held_at"))


class NewChildForm(PersonForm):
    """One child: any name and any age; all else may come later."""

    unmarked = (*PersonForm.unmarked, "sex", "born")

    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, widget=forms.RadioSelect, required=False)
    young_mother = forms.BooleanField(
        label=_("The dates were checked: she was under 14 at this birth"), required=False
    )
    near_birth = near_birth()
    another_child = forms.BooleanField(
        label=_("These are two children, not one entered twice"), required=False
    )

    def __init__(self, *args: Any, number: int | str = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        self.summary_name = _("Child %(number)s") % {"number": number}

    @property
    def questions(self) -> "list[forms.BoundField]":
        """Return the ticks that were asked for, or that are set."""
        ticks = (self[name] for name in ("young_mother", "near_birth", "another_child"))
        return [tick for tick in ticks if tick.errors or tick.value()]

    def ask(self, name: str, question: str) -> None:
        """Ask about this child what the tick ``name`` confirms, unless it is set."""
        if not self.cleaned_data.get(name):
            self.add_error(name, question)

    def clean(self) -> None:
        super().clean()
        self._refuse_nameless(_("The child needs a name, in any script."))
        if "born" not in self.errors and self.cleaned_data.get("born") is None:
            self.add_error("born", BIRTH_WANTED)

    def facts(self, basis: str, shared: dict) -> ChildFacts:
        """Return the child, with what holds for all children of the page."""
        birth = self.birth()
        sex = Sex(self.cleaned_data.get("sex") or Sex.UNKNOWN)
        person = PersonFacts(self.names_entered(), birth, basis if birth else "", sex)
        return ChildFacts(person, **shared)


class SharedForm(Form):
    """What is the same for all children of the form; one child's is changed on its own page."""

    summary_name = _("All children")

    father_name = NameField(label=_("Father's name"), required=False)
    father_status = forms.ChoiceField(
        label=_("Father"),
        choices=FatherStatus.choices,
        initial=FatherStatus.UNKNOWN,
        required=False,
    )
    born_basis = forms.ChoiceField(
        label=_("The births are known from"),
        choices=BirthBasis.choices,
        initial=BirthBasis.MOTHER,
        required=False,
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unmark(self, "father_status", "born_basis")

    def basis(self) -> str:
        return getattr(self, "cleaned_data", {}).get("born_basis") or BirthBasis.MOTHER

    def for_each_child(self) -> dict:
        """Return the fields of ``ChildFacts`` that all children share."""
        cleaned = getattr(self, "cleaned_data", {})
        return {
            "father_name": cleaned.get("father_name", ""),
            "father_status": FatherStatus(cleaned.get("father_status") or FatherStatus.UNKNOWN),
        }


class TeamForm(Form):
    """The team of a new family, asked of those who work for every team."""

    summary_name = _("Family")

    team = forms.ModelChoiceField(
        Team.objects.all(),
        label=_("Team"),
        error_messages={"required": _("Choose the team that works with the family.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["team"].initial = user.team_id
        if not user.has_perm("cases.view_every_child"):
            del self.fields["team"]

    def clean(self) -> None:
        super().clean()
        if "team" not in self.fields:
            self.cleaned_data["team"] = self.user.team
            if self.user.team is None:
                self.add_error(None, _("You are not in a team yet. Ask an admin."))
