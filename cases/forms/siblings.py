"""Which of her siblings a form about a child is for as well."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.db.models import BigIntegerField, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.casework.together import One
from cases.forms.acts import ChildForm, IdentityVerified, StepForm, WithoutPaperForm
from cases.forms.documents import PaperFacts, PaperForm
from cases.forms.fields import field
from cases.forms.versions import HiddenJSONField, OnDay, facts_of
from cases.models import Child, Document
from cases.models.prepared import KEY, Parameter, Records
from cases.models.reader import May, may_of, read_by, standing_for
from cases.queries.access import whole_children
from cases.queries.case_files import CaseFile, case_files
from cases.queries.refusals import refusals
from cases.rules.papers import SHOWS
from cases.vocabulary import Act, DocumentKind, RestatedPart

#: What the address ticks beforehand: references, with commas between.
TICKED = "for"
#: More children than a mother has; the rest are on their own pages.
MOST = 30


@lru_cache(maxsize=64)
def _siblings(may: May) -> "Records[Child]":
    # Put into words and planned once: it joins so many tables that PostgreSQL plans it for 11 ms.
    of_mother = {"mother": Parameter("mother", BigIntegerField())}
    rows = whole_children(standing_for(may)).filter(**of_mother).exclude(pk=KEY).with_names()
    return Records(rows.select_related("agreement__holding").order_by("pk")[:MOST])


class VersionsField(HiddenJSONField):
    """The versions of the siblings when the form was opened, by reference."""

    def clean(self, value: Any) -> dict[str, int]:
        versions = super().clean(value)
        return versions if isinstance(versions, dict) else {}


class SiblingsField(forms.MultipleChoiceField):
    """The siblings for whom the same can be done; of the others it says why not."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("The same for"), required=False, **options)
        self.whys: dict[str, str] = {}

    def validate(self, value: Any) -> None:
        for reference in value:
            if why := self.whys.get(reference):
                raise forms.ValidationError(why)
        super().validate(value)


@dataclass(frozen=True, slots=True)
class Beside:
    """A sibling of a form's child, how it stands, and why it is not for her, if it is not."""

    file: CaseFile
    why_not: str = ""

    @property
    def child(self) -> Child:
        return self.file.child

    @property
    def name(self) -> str:
        return self.child.person.name or self.child.reference


class SiblingsForm(ChildForm):
    """A form about a child, and about those of her siblings who are ticked."""

    also = SiblingsField()
    versions = VersionsField()

    siblings: list[Beside]
    #: Whether one goes on from it to the next requirement of the family.
    leads_on = False
    field_order: Sequence[str] = ("also",)

    @property
    def name(self) -> str:
        """The child's own name, as that of a sibling is said."""
        return self.child.person.name or self.child.reference

    def key(self) -> str:
        """Return the requirement that the form is about, as the family's grid names it."""
        return ""

    def why_not(self, file: CaseFile) -> str:
        """Return why the same cannot be done for a sibling; empty where it can."""
        return "" if file.child.is_open else _("The case is closed.")

    def stands(self, file: CaseFile) -> str:
        """Return how it stands with a sibling, beside her name."""
        return file.child.get_stage_display()

    def offer_siblings(self) -> None:
        """Offer the siblings whose whole record this person is shown, as they stand now."""
        self.siblings = [Beside(file, self.why_not(file)) for file in self._files()]
        if not self.siblings:
            del self.fields["also"], self.fields["versions"]
            return
        also = field(self, "also", SiblingsField)
        free = [each for each in self.siblings if not each.why_not]
        also.choices = [(s.child.reference, f"{s.name} · {self.stands(s.file)}") for s in free]
        shut = [s for s in self.siblings if s.why_not]
        also.whys = {s.child.reference: f"{s.name}: {s.why_not}" for s in shut}
        also.help_text = " ".join(also.whys.values())
        also.initial = self.initial.get("also", [])
        now = {each.child.reference: self.version_of(each.file) for each in free}
        self.fields["versions"].initial = now

    def _files(self) -> list[CaseFile]:
        values = {"key": self.child.pk, "mother": self.child.mother_id, **read_by(self.by)}
        children = _siblings(may_of(self.by)).of(**values)
        return list(case_files(children, on=self.on).values()) if children else []

    def ticked(self) -> list[Beside]:
        """Return the siblings who are ticked."""
        references = self.cleaned_data.get("also", ()) if self.is_bound else ()
        return [each for each in self.siblings if each.child.reference in references]

    def version_of(self, file: CaseFile) -> int:
        """Return the version of what the form is about, of a sibling."""
        return file.child.version

    def party(self) -> list[One]:
        """Return the form's child and the ticked siblings, each with the version that was shown."""
        versions = self.cleaned_data.get("versions", {})
        own = One(self.child, self.cleaned_data.get("version"))
        return [own, *(One(s.child, versions.get(s.child.reference)) for s in self.ticked())]


class FamilyStepForm(SiblingsForm, StepForm):
    """A step of one case or of several; who cannot take it is not offered."""

    act: ClassVar[Act]

    def prepare(self) -> None:
        super().prepare()
        self.offer_siblings()

    def why_not(self, file: CaseFile) -> str:
        return " ".join(refusals(file, self.act, by=self.by))

    def facts_for(self, one: One) -> OnDay:
        """Return the facts of one child: the day of all, the version of her own."""
        return {"on": self.facts()["on"], "version": one.version}


class ClearForm(FamilyStepForm):
    act = Act.CLEAR
    field_order = ("also", "version", "on_day")


class VerifyForm(WithoutPaperForm, FamilyStepForm):
    """Who the child is, and who her siblings are, confirmed by a second person."""

    act = Act.VERIFY
    field_order = ("also", "version", "without_paper", "on_day")

    def shown_by(self) -> Collection[DocumentKind]:
        return SHOWS[RestatedPart.IDENTITY]

    def offer_siblings(self) -> None:
        family = Q(child__mother=self.child.mother_id) | Q(mother=self.child.mother_id)
        papers = Document.objects.on_file().filter(family, kind__in=self.shown_by())
        self.papers = [(paper.child_id, paper.get_kind_display()) for paper in papers]
        super().offer_siblings()

    def why_not(self, file: CaseFile) -> str:
        if not self._papers(file.child) and "without_paper" not in self.fields:
            return _("No document on file shows who this child is.")
        return super().why_not(file)

    def stands(self, file: CaseFile) -> str:
        """Return what is confirmed of a sibling: birth, sex, and the papers that show it."""
        person, papers = file.child.person, self._papers(file.child)
        shown = ", ".join(dict.fromkeys(papers)) or _("no document on file")
        granted = ", ".join(str(track.subject.label) for track in file.clearances if track.is_met)
        birth = ""
        if person.born_earliest and person.born_latest:
            birth = wording.born_text(person.born_earliest, person.born_latest)
        return " · ".join(filter(None, (birth, person.get_sex_display(), shown, granted)))

    def _papers(self, child: Child) -> list[str]:
        return [kind for whose, kind in self.papers if whose in (None, child.pk)]

    def facts(self) -> IdentityVerified:
        reason = self.cleaned_data.get("without_paper", "")
        return facts_of(self, IdentityVerified, without_paper=reason)

    def verified_for(self, one: One) -> IdentityVerified:
        """Return the facts of one child: day and reason of all, the version of her own."""
        return {**self.facts(), "version": one.version}


class FamilyPaperForm(SiblingsForm, PaperForm):
    """A record of one child or of several; its paper is filed once for all of them."""

    leads_on = True

    def clean(self) -> None:
        super().clean()
        paper = self.cleaned_data.get("document")
        if paper and paper.mother_id is None and self.cleaned_data.get("also"):
            sentence = _("This document is of one child alone. Choose a new file for all of them.")
            self.add_error("document", sentence)

    def share(self, facts: PaperFacts, one: One) -> None:
        """Let one child of several rest on what was filed for all; the token is the first one's."""
        if one.document is not None:
            facts["document"], facts["new"] = one.document, None
        if one.child.pk != self.child.pk:
            facts["token"] = uuid.uuid4()
