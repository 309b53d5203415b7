"""The page of a family: its forms together, and what they say as a whole."""

import datetime
import uuid
from collections.abc import Mapping
from itertools import combinations
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.casework.duplicates import facts_of_person, likely
from cases.casework.families import (
    Answers,
    FamilyEntry,
    RegisteredMeanwhile,
    fee_in_force,
    proposed_fee,
)
from cases.casework.people import span_of
from cases.casework.refused import Refused
from cases.casework.registration import (
    CannotRegister,
    MotherFacts,
    PersonFacts,
    newest_child,
    same_child,
)
from cases.forms.agreements import FOLLOWING, AgreementForm
from cases.forms.duplicates import DuplicatesForm
from cases.forms.family_rows import children_in
from cases.forms.registration import (
    MotherForm,
    NewChildForm,
    PersonForm,
    SharedForm,
    TeamForm,
    near_sentence,
)
from cases.forms.versions import token_from
from cases.models import FeeSchedule, Mother, Place, User
from cases.rules.births import motherhood
from cases.rules.names import likely_same
from cases.rules.siblings import too_close
from cases.vocabulary import Sex

Part = TypeVar("Part", bound=forms.Form)
NOBODY = MotherFacts(PersonFacts({}))


class FamilyForms:
    """Mother, children and what they share, over one set of posted fields.

    Unchecked forms show what was entered without an error. With ``record``, a mother of the
    register, one child of hers is asked for and nothing else.
    """

    #: The page is taken once, by a token of its own.
    fields = ("token",)

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        user: User,
        on: datetime.date,
        checked: bool,
        record: Mother | None = None,
    ) -> None:
        self._data, self._checked, self._on = data, checked, on
        self.user, self.record = user, record
        self.mother = None if record else self._form(MotherForm, "mother", on=on)
        self.shared = self._form(SharedForm, "shared")
        under = record.agreement if record else None
        self.agreement = self._form(AgreementForm, "family", place=self._place, record=under)
        self.team = None if record else self._form(TeamForm, "family", user=user)
        if self.mother and self.agreement.has_choice:
            self.mother.fields["held_at"].widget.attrs["data-says"] = FOLLOWING
        self.children = [self._child(n) for n in range(1 if record else children_in(data))]
        self._name_country(*filter(None, (self.mother, *self.children)))
        self.duplicates, self._newest = DuplicatesForm([], {}, judged=False), 0

    @property
    def destination(self) -> dict[str, Any]:
        """The agreement and the team of a new family."""
        return self.agreement.cleaned_data | (self.team.cleaned_data if self.team else {})

    @property
    def parts(self) -> list[forms.Form]:
        """Return the forms in the order of the page, for the summary of errors."""
        forms = (self.duplicates, self.agreement, self.mother, *self.children, self.shared)
        return [form for form in (*forms, self.team) if form]

    @property
    def wrong_forms(self) -> list[forms.Form]:
        return [form for form in self.parts if self._checked and form.errors]

    @property
    def blank_child(self) -> NewChildForm:
        """Return the row that the page copies for one more child."""
        blank = NewChildForm(prefix="child-__prefix__", number="__number__", on=self._on)
        self._name_country(blank)
        return blank

    @property
    def has_many(self) -> bool:
        return len(self.children) > 1

    @property
    def more_is_open(self) -> bool:
        """Tell whether the folded part of the page must be seen."""
        return any(form in self.wrong_forms for form in (self.shared, self.team))

    @property
    def token(self) -> uuid.UUID | None:
        """The token of the page, by which it is taken once."""
        return token_from(self._data.get("token", ""))

    def is_valid(self) -> bool:
        """Check each person by itself, then the family, then whom they may duplicate."""
        for form in self.parts:
            form.full_clean()
        self._check_doubles()
        self._check_gaps()
        self._check_motherhood()
        if self.record:
            self._check_siblings(self.record)
        valid = not self.wrong_forms
        self.compare(judged=valid)
        if not (valid and self.duplicates.is_valid()) or self.token is None:
            return False
        if not self.record and (joined := self.duplicates.joined):
            self._check_siblings(joined)
            self.agreement.accepts(joined)
        return not self.wrong_forms

    def compare(self, *, judged: bool) -> None:
        """Look for likely duplicates of everybody entered, and ask about them.

        With ``judged`` a question without an answer is an error.
        """
        self._newest, family = newest_child(), self.family()
        matches = likely(family.mother, family.children, to=self.user, record=self.record)
        first = self._number(0)
        self.duplicates = DuplicatesForm(matches, self._data, judged=judged, first=first)

    def family(self, answers: Answers = ()) -> FamilyEntry:
        """Return the family as entered, as far as it can be read."""
        basis, shared = _cleaned(self.shared).basis(), self.shared.for_each_child()
        mother = _cleaned(self.mother).facts(basis) if self.mother else NOBODY
        children = [_cleaned(child).facts(basis, shared) for child in self.children]
        return FamilyEntry(mother, children, answers, self._newest)

    def refuse(self, refusal: Refused) -> None:
        """Put what the act refused beside the person it speaks of, or ask about a new match."""
        if isinstance(refusal, RegisteredMeanwhile):
            self.compare(judged=True)
            self.duplicates.add_error(None, str(refusal))
        elif not isinstance(refusal, CannotRegister) or refusal.child is None:
            (self.mother or self.children[0]).add_error(None, str(refusal))
        else:
            self.children[refusal.child].add_error("born", str(refusal))

    def first_field(self, focus: str) -> forms.Field:
        """Return the field to begin with: the "first" of the page, else the last child's name."""
        if focus == "first" and self.agreement.has_choice:
            return self.agreement.fields["agreement"]
        person = self.mother if self.mother and focus == "first" else self.children[-1]
        return person.fields["name_family"]

    def say_what_was_understood(self) -> None:
        for person in (self.mother, *self.children):
            if person:
                person.say_what_was_understood()
        self.agreement.say_what_follows()

    def sum_sentence(self) -> str:
        """Return "3 children · $1,200 in fees if all are found eligible"."""
        agreement = self.agreement.current
        schedule = fee_in_force(agreement, on=self._on) if agreement else None
        count = len(self.children)
        if schedule is None:
            words = ngettext("%(count)s child", "%(count)s children", count) % {"count": count}
            waiting = proposed_fee(agreement) if agreement else None
            return f"{words} · {_waiting_sentence(waiting)}" if waiting else words
        return ngettext(
            "%(count)s child · %(fees)s in fees if found eligible",
            "%(count)s children · %(fees)s in fees if all are found eligible",
            count,
        ) % {
            "count": count,
            "fees": wording.money_text(count * schedule.amount, schedule.currency),
        }

    def _form(self, kind: type[Part], prefix: str, **options: Any) -> Part:
        if self._checked:
            return kind(self._data, prefix=prefix, **options)
        names = {name: f"{prefix}-{name}" for name in kind.base_fields}
        initial = {name: self._data[key] for name, key in names.items() if key in self._data}
        return kind(initial=initial, prefix=prefix, **options)

    def _name_country(self, *people: PersonForm) -> None:
        """Say in the label of each box whose papers are meant, as soon as that is known."""
        if agreement := self.agreement.current:
            for person in people:
                person.name_country(agreement.holding)

    def _child(self, position: int) -> NewChildForm:
        number = self._number(position)
        return self._form(NewChildForm, f"child-{position}", number=number, on=self._on)

    def _number(self, position: int) -> int:
        return (self.record.children_given if self.record else 0) + position + 1

    def _place(self) -> Place | None:
        """Return where the mother is, as far as it can be read."""
        if self.mother is None:
            return self.record.held_at if self.record else None
        box = self.mother["held_at"]
        try:
            place = box.field.clean(box.value())
        except ValidationError:
            return None
        return place if isinstance(place, Place) else None

    def _check_doubles(self) -> None:
        """Refuse a child entered twice, and ask about children who are much alike."""
        for first, second in combinations(self.children, 2):
            if not (first.names_entered() and second.names_entered()):
                continue
            one, other = first.facts("", {}).person, second.facts("", {}).person
            if same_child(one, other):
                same = _("Child %(number)s has the same name and birth. Remove one of them.")
                second.add_error("name_family", same % {"number": first.number})
            elif _alike(one, other):
                alike = _("Child %(number)s has a similar name. If these are two children, tick.")
                second.ask("another_child", alike % {"number": first.number})

    def _check_gaps(self) -> None:
        for first, second in combinations(self.children, 2):
            if too_close(first.birth(), second.birth()):
                second.ask("near_birth", near_sentence(str(first.summary_name)))

    def _check_siblings(self, mother: Mother) -> None:
        """Ask about births too near those of her children on record."""
        siblings = list(mother.children.select_related("person"))
        for child in self.children:
            for sibling in siblings:
                if too_close(span_of(sibling.person), child.birth()):
                    child.ask("near_birth", near_sentence(sibling.reference))

    def _check_motherhood(self) -> None:
        birth = self.mother.birth() if self.mother else None
        hers = span_of(self.record.person) if self.record else birth
        for child in self.children:
            verdict = motherhood(hers, child.birth())
            if verdict == "impossible":
                child.add_error(
                    "born",
                    _("Check the dates: mother and child are born fewer than 10 years apart."),
                )
            elif verdict == "unlikely":
                child.ask(
                    "young_mother",
                    _("She would have been under 14 at this birth. Check both dates, then tick."),
                )


def _alike(one: PersonFacts, other: PersonFacts) -> bool:
    """Return whether two children of one page may be one, entered twice."""
    boy_and_girl = {one.sex, other.sex} == {Sex.FEMALE, Sex.MALE}
    return not boy_and_girl and bool(likely_same(facts_of_person(one), facts_of_person(other)))


def _cleaned(form: Part) -> Part:
    """Return the form cleaned, whatever errors it has."""
    form.is_valid()
    return form


def _waiting_sentence(schedule: FeeSchedule) -> str:
    amount = wording.money_text(schedule.amount, schedule.currency)
    return _("%(amount)s per child, waiting for approval") % {"amount": amount}
