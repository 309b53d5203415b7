"""Which of two cases is kept, for which facts the other was right, and the second word on it."""

from collections.abc import Collection
from typing import Any, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casework.merges import Versions
from cases.forms.acts import WordForm
from cases.forms.names import TextField
from cases.forms.versions import Versioned, VersionField
from cases.models import Child, Merge
from cases.vocabulary import MergedField

#: A fact on which two records differ, and how each of them says it.
Differing = dict[MergedField, tuple[str, str]]


class MergeFacts(TypedDict):
    keeps: Child
    gives_up: Child
    versions: Versions
    taken: Collection[MergedField]
    reason: str


class PairVersionForm(Versioned):
    """A form over two cases: the version of each as the page showed it."""

    other_version = VersionField()

    use_required_attribute = False

    def __init__(self, *args: Any, one: Child, other: Child, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.open_at(one)
        self.one, self.other = one, other
        self.fields["other_version"].initial = other.version

    @property
    def versions(self) -> Versions:
        return self.cleaned_data["version"], self.cleaned_data["other_version"]


class MergeForm(PairVersionForm):
    """Which number is number, and each fact of which the two records differ."""

    reason = TextField(
        label=_("Why it is one child"),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whom you asked, or which document shows it."),
    )

    def __init__(
        self, *args: Any, differing: Differing, may_keep: Collection[str], **rest: Any
    ) -> None:
        """Ask about each fact of ``differing``; ``may_keep`` are the numbers that can be kept."""
        super().__init__(*args, **rest)
        self.differing = differing
        number = next(iter(may_keep), self.one.reference)
        numbers = (self.one.reference, self.other.reference)
        self._offer("keep", _("Case number that is kept"), *numbers, number)
        for field, (one, other) in differing.items():
            self._offer(field.value, field.label, one, other, number)

    def _offer(self, name: str, label: Any, one: str, other: str, number: str) -> None:
        choices = [(self.one.reference, one), (self.other.reference, other)]
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=number, widget=forms.RadioSelect
        )

    def facts(self) -> MergeFacts:
        answers, version = (
            self.cleaned_data,
            dict(zip((self.one, self.other), self.versions, strict=True)),
        )
        keeps, gives_up = (
            (self.one, self.other)
            if answers["keep"] == self.one.reference
            else (self.other, self.one)
        )
        return {
            "keeps": keeps,
            "gives_up": gives_up,
            "versions": (version[keeps], version[gives_up]),
            "taken": [
                field for field in self.differing if answers[field.value] == gives_up.reference
            ],
            "reason": answers["reason"],
        }


class OfMerge(TypedDict):
    merge: Merge
    versions: Versions


class MergeDecisionForm(WordForm, PairVersionForm):
    """The second person's word on a merge, or on the undoing of one."""

    field_order = ("version", "word", "reason")

    def __init__(self, *args: Any, merge: Merge, **rest: Any) -> None:
        super().__init__(*args, one=merge.keeps, other=merge.gives_up, **rest)
        self.merge = merge

    def facts(self) -> OfMerge:
        return {"merge": self.merge, "versions": self.versions}


class Undoing(OfMerge):
    reason: str


class UndoMergeForm(PairVersionForm):
    """Why two cases are parted again."""

    reason = TextField(
        label=_("Why it is not one child"), limit=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, merge: Merge, **rest: Any) -> None:
        super().__init__(*args, one=merge.keeps, other=merge.gives_up, **rest)
        self.merge = merge

    def facts(self) -> Undoing:
        return {
            "merge": self.merge,
            "versions": self.versions,
            "reason": self.cleaned_data["reason"],
        }
