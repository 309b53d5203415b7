"""The question that each likely duplicate puts, and its answer."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.casework.duplicates import Duplicate
from cases.casework.families import Answers
from cases.forms.fields import Form, field
from cases.forms.names import TextField
from cases.forms.versions import facts_of
from cases.models import Child, Mother
from cases.vocabulary import AnswerOnPair, DuplicateVerdict

_NOT_SAME, _SAME = DuplicateVerdict.NOT_SAME.value, DuplicateVerdict.SAME.value


class DuplicatesForm(Form):
    """One question for each likely duplicate; registering waits until all are answered."""

    use_required_attribute = False

    def __init__(
        self, matches: list[Duplicate], data: Mapping[str, str], *, judged: bool, first: int = 1
    ) -> None:
        """Ask about ``matches``; only ``judged`` answers can be missing or wrong.

        ``first`` is the number under which the page shows the first child.
        """
        answers = {one.key: data.get(f"answer-{one.key}") for one in matches}
        options = {"data": data if matches else {}} if judged else {"initial": answers}
        super().__init__(prefix="answer", **options)
        self.first = first
        self.matches = {one.key: one for one in matches}
        for key, one in self.matches.items():
            self.fields[key] = _question(one)

    @property
    def questions(self) -> list[dict[str, object]]:
        """Return what the strip shows of each question; a name only where it may be seen."""
        return [_shown(one, self[key], self._who(one)) for key, one in self.matches.items()]

    def _who(self, duplicate: Duplicate) -> str:
        if duplicate.about is None:
            return _("Mother")
        return _("Child %(number)s") % {"number": duplicate.about + self.first}

    @property
    def people_shown(self) -> int:
        return sum(duplicate.open_to_user for duplicate in self.matches.values())

    @property
    def answers(self) -> Answers:
        """Return each duplicate with what was answered; call it on a valid form."""
        return [
            (duplicate, DuplicateVerdict(self.cleaned_data[key]))
            for key, duplicate in self.matches.items()
        ]

    @property
    def joined(self) -> Mother | None:
        """The mother of the register who is the same person, by the answers; None for a new one."""
        her = (d.record for d, verdict in self.answers if _is_her(d, verdict))
        return next((record for record in her if isinstance(record, Mother)), None)

    def clean(self) -> None:
        super().clean()
        same = [key for key in self.matches if self.cleaned_data.get(key) == _SAME]
        for key in same:
            duplicate = self.matches[key]
            if not duplicate.open_to_user:
                self.add_error(key, _("Ask a reviewer to assign the record to your team."))
            elif duplicate.about is not None:
                self.add_error(key, _("The child is registered. Remove the child from this form."))
        if len([key for key in same if self.matches[key].about is None]) > 1:
            self.add_error(same[0], _("Choose only one of these people."))


def _is_her(duplicate: Duplicate, verdict: DuplicateVerdict) -> bool:
    return duplicate.about is None and verdict == DuplicateVerdict.SAME


def _question(duplicate: Duplicate) -> forms.ChoiceField:
    if not duplicate.open_to_user:
        not_same = _("Reviewer's decision: not the same person")
    else:
        not_same = str(DuplicateVerdict.NOT_SAME.label)
    same = str(DuplicateVerdict.SAME.label)
    if duplicate.about is None and duplicate.open_to_user:
        same = _("The same person: add these children to her family")
    return forms.ChoiceField(
        label=_("Possible match %(reference)s") % {"reference": duplicate.record.reference},
        choices=[(_NOT_SAME, not_same), (_SAME, same)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether this is the same person.")},
    )


def _shown(duplicate: Duplicate, field: forms.BoundField, who: str) -> dict[str, object]:
    shown = {"field": field, "who": who, "reference": duplicate.record.reference}
    if not duplicate.open_to_user:
        return shown
    person = duplicate.record.person
    details = wording.match_reasons(duplicate.reasons)
    if person.born_earliest and person.born_latest:
        details.append(
            _("born %(born)s")
            % {"born": wording.born_text(person.born_earliest, person.born_latest)}
        )
    if isinstance(duplicate.record, Child):
        details.append(_("child of %(mother)s") % {"mother": duplicate.record.mother.reference})
    return shown | {
        "url": duplicate.record.get_absolute_url(),
        "name": person.name,
        "why": ", ".join(details),
    }


class PairAnswer(TypedDict):
    verdict: AnswerOnPair
    reason: str


class PairAnswerForm(Form):
    """Whether two records of the register are of one person, and how one knows.

    Of a pair that ``is_answered``, only that the answer is taken back.
    """

    verdict = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=DuplicateVerdict.choices[::-1],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=gettext_lazy("How you know"),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Whom you asked, or which document shows it."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, is_answered: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        verdict = field(self, "verdict", forms.ChoiceField)
        meanwhile = gettext_lazy("Nothing is answered on these two records themselves.")
        if is_answered:
            taken = AnswerOnPair.TAKEN_BACK
            verdict.choices = [(taken.value, taken.label)]
            meanwhile = gettext_lazy("This is already answered.")
        verdict.error_messages["invalid_choice"] = meanwhile

    def facts(self) -> PairAnswer:
        return facts_of(self, PairAnswer, verdict=AnswerOnPair(self.cleaned_data["verdict"]))
