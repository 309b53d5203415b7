"""Under which agreement a family is registered; asked only where there is a choice."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.forms.fields import Form, field, unmark
from cases.models import Agreement, Country, Mother, Place
from cases.vocabulary import AgreementStatus

#: The boxes beside which the page says something else when the agreement is another one.
FOLLOWING = "id_family-agreement id_child-TOTAL_FORMS"


def open_agreements() -> "QuerySet[Agreement]":
    """Return the agreements under which children still travel."""
    rows = Agreement.objects.exclude(status=AgreementStatus.ENDED)
    return rows.select_related("home", "holding")


def only_agreement() -> Agreement | None:
    """Return the one open agreement; None where there is a choice, or none at all."""
    agreements = list(open_agreements()[:2])
    return agreements[0] if len(agreements) == 1 else None


class TickFor(forms.CheckboxInput):
    """A tick that holds for one thing only: for anything else it has not been set."""

    def __init__(self, thing: str = "") -> None:
        super().__init__({"value": thing})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        ticked = super().value_from_datadict(data, files, name)
        return bool(ticked) and data.get(name) == self.attrs["value"]


class ElsewhereField(forms.BooleanField):
    """The answer that one agreement is right for one place, although in another country."""

    widget: forms.Widget | type[forms.Widget] = TickFor

    def __init__(self) -> None:
        label = gettext_lazy("This was checked: the agreement is right")
        super().__init__(label=label, required=False)

    def ask(self, agreement: Agreement, place: Place) -> None:
        self.widget = TickFor(f"{agreement.pk}-{place.pk}")


def ask_elsewhere(
    form: forms.BaseForm, agreement: Agreement | None, place: Place | None, *, or_in: int = 0
) -> str:
    """Let a form ask about a place in another country than the one its agreement is about.

    Returns the question; empty where there is none: for a place in the holding country (or in the
    country ``or_in``), and while no other agreement is open that the family could belong to.
    """
    if agreement is None or place is None:
        return ""
    if place.country_id in (agreement.holding_id, or_in) or len(open_agreements()[:2]) < 2:
        return ""
    field(form, "elsewhere", ElsewhereField).ask(agreement, place)
    return _(
        "%(place)s is in %(country)s, but “%(agreement)s” is for children held in %(holding)s. "
        "Correct one of them, or tick that the agreement is right."
    ) % {
        "place": place,
        "country": _name(place.country),
        "agreement": agreement,
        "holding": _name(agreement.holding),
    }


def _name(country: Country) -> str:
    return wording.country_text(country.code, country.name)


class AgreementForm(Form):
    """The agreement of a new family: chosen, or the one that the mother's place leads to.

    With one open agreement there is no field. Of a family on record (``record``) the agreement is
    known, and only a place in another country is asked about.
    """

    summary_name = gettext_lazy("Family")

    agreement = forms.ChoiceField(label=gettext_lazy("Agreement"), required=False)
    elsewhere = ElsewhereField()

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        place: Callable[[], Place | None],
        record: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open = [record] if record else list(open_agreements())
        self.has_choice = len(self.open) > 1
        self._place = place() if record or self.has_choice else None
        unmark(self, "agreement", "elsewhere")
        box = field(self, "agreement", forms.ChoiceField)
        box.choices = [("", _("Choose an agreement"))]
        box.choices += [(str(each.pk), str(each)) for each in self.open]
        box.widget.attrs |= {"data-says": FOLLOWING, "data-echo-empty": ""}
        if not self.has_choice:
            del self.fields["agreement"]
        self.question = ask_elsewhere(self, self.current, self._place)

    @property
    def current(self) -> Agreement | None:
        """The agreement that was chosen, else the one the place leads to; checked or not."""
        if not self.has_choice:
            return next(iter(self.open), None)
        return self._chosen() or self._from_place()

    @property
    def asks_about_place(self) -> bool:
        return bool(self["elsewhere"].value() or self["elsewhere"].errors)

    def say_what_follows(self) -> None:
        """Put what the place says of the agreement under its box, where no error stands."""
        if self.has_choice:
            wrong = self.is_bound and bool(self.errors)
            vars(self.fields["agreement"])["echo"] = "" if wrong else self.echo()

    def echo(self) -> str:
        if self._chosen() is None and (follows := self._from_place()):
            return _("From the place: %(agreement)s") % {"agreement": follows}
        return self.question

    def clean(self) -> None:
        super().clean()
        self.cleaned_data["agreement"] = self.current
        if not self.open:
            self.add_error(None, _("There is no agreement yet. Ask an admin to add one."))
        elif self.current is None and "agreement" not in self.errors:
            self.add_error("agreement", _("Choose the agreement that the family comes under."))
        if self.question and not self.cleaned_data.get("elsewhere"):
            self.add_error("elsewhere", self.question)

    def accepts(self, mother: Mother) -> bool:
        """Refuse the children of a mother on record whose family is under another agreement."""
        if not self.has_choice or self.current == mother.agreement:
            return True
        self.add_error(
            "agreement",
            _("Her family comes under “%(agreement)s”. Choose it, or have the family moved first.")
            % {"agreement": mother.agreement},
        )
        return False

    def _chosen(self) -> Agreement | None:
        text = str(self["agreement"].value() or "")
        return next((each for each in self.open if str(each.pk) == text), None)

    def _from_place(self) -> Agreement | None:
        """Return the one open agreement with the country of the place, if it is one."""
        if self._place is None:
            return None
        there = [each for each in self.open if each.holding_id == self._place.country_id]
        return there[0] if len(there) == 1 else None
