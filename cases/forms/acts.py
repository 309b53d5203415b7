"""What a person enters when taking a step of a case."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.dates import DayField, set_day, set_planned_day
from cases.forms.fields import Form, StaffField, field, unmark
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, Once, OnDay, TokenField, Versioned, facts_of
from cases.models import Child, User
from cases.models.guards import Editable
from cases.models.user import BY_NAME, name_among
from cases.queries.papers import papers_of
from cases.queries.refusals import not_followed_up
from cases.queries.task_lines import family_tasks
from cases.rules.references import LONGEST, written
from cases.vocabulary import ClosedReason, DocumentKind, HoldReason, Reason, Stage, TaskRule

#: Why a case is put off.
DEFERRING = (
    Reason.NURSING,
    Reason.CONSENT,
    Reason.NO_RELATIVE,
    Reason.DOCUMENTS,
    Reason.COURT,
    Reason.HEALTH,
    Reason.OTHER,
)
#: Why a case is taken up again.
TAKING_UP = (Reason.NEW_FACT, Reason.CONSENT, Reason.DOCUMENTS, Reason.COURT, Reason.HEALTH)
#: Why a reviewer sends something back.
SENDING_BACK = (Reason.INCOMPLETE, Reason.MISTAKE)
#: Why a closed case is opened again.
REOPENING = (Reason.NEW_FACT, Reason.MISTAKE, Reason.OTHER)

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
APPROVE, SEND_BACK = "approve", "return"
Record = TypeVar("Record", bound=Editable)


class PersonField(StaffField):
    """Somebody who works on cases."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Choose …"))
        super().__init__(User.objects.none(), **options)

    def offer(self) -> None:
        """Offer those who work on cases now; each form calls it when it is opened."""
        self.queryset = (
            User.objects.with_perm(
                "cases.work_case", include_superusers=False, backend=MODEL_BACKEND
            )
            .order_by(*BY_NAME)
            .annotate(name_apart=name_among())
        )


def choices(words: Any) -> list[tuple[str, Any]]:
    """Return what a select offers: nothing chosen yet, then each word."""
    return [("", _("Choose …")), *((word.value, word.label) for word in words)]


class Reasoned(OnDay):
    reason: Reason


class Deferred(Reasoned):
    review_due_on: datetime.date


class Reconsidered(Reasoned):
    fact: str


class Held(OnDay):
    reason: HoldReason
    until: datetime.date


class Assigned(OnDay):
    caseworker: User


class IdentityVerified(OnDay):
    without_paper: str


class Closing(OnDay):
    reason: ClosedReason
    duplicate_of: Child | None
    note: str


class Noted(Once):
    text: str
    sensitive: bool
    drops: list[str]


class ChildForm(Form):
    """A form about one child, opened on a day by somebody who may see the child."""

    def __init__(self, *args: Any, child: Child, by: User, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.child, self.by, self.on = child, by, on
        if isinstance(self, Versioned):
            self.open_at(self.opened_record())
        self.prepare()

    def opened_record(self) -> Editable:
        """Return the record whose version the form carries."""
        return self.child

    def prepare(self) -> None:
        """Set what depends on the child and the day."""


class TodayForm(ChildForm, Versioned):
    """An act that is entered on the day it is done."""

    def facts(self) -> OnDay:
        return facts_of(self, OnDay)


class OfRecord(ChildForm, Versioned, Generic[Record]):
    """A form about one record of a child's case, which carries the record's own version."""

    record: Record

    def __init__(self, *args: Any, record: Record, **rest: Any) -> None:
        self.record = record
        super().__init__(*args, **rest)

    def opened_record(self) -> Record:
        return self.record


class RecordForm(OfRecord[Record], TodayForm):
    """An act on one record of a child's case, entered on the day it is done."""


class StepForm(ChildForm, Versioned):
    """A step, and the day it was taken: not before the one it follows, not in the future."""

    on_day = DayField(label=_("Date of this event"))

    def prepare(self) -> None:
        since = self.child.stage_since
        set_day(self, "on_day", earliest=since, latest=self.on, initial=self.on)

    def facts(self) -> OnDay:
        return facts_of(self, OnDay)


class OtherInWords(Form):
    """A form on a case whose reason may be another one: that is said in words, in a note."""

    words = TextField(
        label=_("The other reason, in words"),
        limit=300,
        required=False,
        widget=forms.TextInput,
        help_text=_("Kept as a note on the case."),
    )

    #: The field that may say "see the notes".
    reasoned = "reason"

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        unmark(self, "words")  # it is asked for where it is shown

    def order_fields(self, field_order: Iterable[str] | None) -> None:
        """Put the words after the reason."""
        super().order_fields(field_order)
        names = [name for name in self.fields if name != "words"]
        names.insert(names.index(self.reasoned) + 1, "words")
        super().order_fields(names)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get(self.reasoned) != Reason.OTHER:
            cleaned["words"] = ""
            self.errors.pop("words", None)
        elif not cleaned.get("words", "-"):
            self.add_error("words", _("Enter the other reason in words."))


class WithoutPaperForm(ChildForm):
    """A confirmation; where no document on file shows what is confirmed, it says why."""

    without_paper = TextField(
        label=_("No document on file shows this. Why do you confirm it all the same?"),
        limit=300,
        error_messages={
            "required": _("No document on file shows this. Enter why you confirm it all the same.")
        },
    )

    def shown_by(self) -> Collection[DocumentKind]:
        """Return the kinds of documents that can show what is confirmed."""
        raise NotImplementedError

    def prepare(self) -> None:
        super().prepare()
        if papers_of(self.child, self.shown_by()):
            del self.fields["without_paper"]


class DeferForm(OtherInWords, StepForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(DEFERRING))
    review_due_on = DayField(label=_("Review due on"))

    field_order = ("version", "reason", "review_due_on", "on_day")

    def prepare(self) -> None:
        super().prepare()
        set_planned_day(self, "review_due_on", earliest=self.on + datetime.timedelta(days=1))

    def facts(self) -> Deferred:
        return facts_of(self, Deferred)


class ReconsiderForm(StepForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(TAKING_UP))
    fact = TextField(label=_("New facts"), limit=4000, help_text=_("Kept as a note on the case."))

    field_order = ("version", "reason", "fact", "on_day")

    def facts(self) -> Reconsidered:
        return facts_of(self, Reconsidered)


class HoldForm(OtherInWords, TodayForm):
    reason = forms.ChoiceField(label=_("On hold because"), choices=lambda: choices(HoldReason))
    until = DayField(label=_("On hold until"))

    def prepare(self) -> None:
        set_planned_day(self, "until", earliest=self.on + datetime.timedelta(days=1))

    def facts(self) -> Held:
        return facts_of(self, Held)


class AssignForm(TodayForm):
    caseworker = PersonField(label=_("Caseworker"))

    def prepare(self) -> None:
        field(self, "caseworker", PersonField).offer()
        self.fields["caseworker"].initial = self.child.caseworker_id

    def facts(self) -> Assigned:
        return facts_of(self, Assigned)


class CloseForm(TodayForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(ClosedReason))
    duplicate_of = forms.CharField(
        label=_("Duplicate of"),
        required=False,
        max_length=LONGEST,
        help_text=_("The number of the other case, as at the head of its page."),
    )
    note = TextField(
        label=_("Why it is closed with follow-ups open"),
        limit=500,
        required=False,
        help_text=_("For a completed case. The reviewer reads it beside the open follow-ups."),
    )

    def clean_duplicate_of(self) -> Child | None:
        """Return the other case of a duplicate; for any other reason the box is not shown."""
        if self.cleaned_data.get("reason") != ClosedReason.DUPLICATE:
            return None
        reference = written(self.cleaned_data["duplicate_of"].strip())
        if not reference:
            raise forms.ValidationError(_("Enter the case that this one duplicates."))
        other = Child.objects.visible_to(self.by).called(reference).first()
        if other is None:
            raise forms.ValidationError(_("There is no such case. Check the number."))
        return other

    def prepare(self) -> None:
        if not self.child.follow_ups.open().exists():
            del self.fields["note"]
        if self.child.stage != Stage.PLACED:
            reasons = [reason for reason in ClosedReason if reason != ClosedReason.COMPLETED]
            field(self, "reason", forms.ChoiceField).choices = choices(reasons)

    def clean(self) -> None:
        super().clean()
        why = not_followed_up(self.child, self.cleaned_data.get("reason"))
        if why and "note" in self.cleaned_data and not self.cleaned_data["note"]:
            self.add_error("note", why)

    def facts(self) -> Closing:
        return facts_of(self, Closing, note=self.cleaned_data.get("note", ""))


class ReopenForm(OtherInWords, TodayForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(REOPENING))

    def facts(self) -> Reasoned:
        return facts_of(self, Reasoned)


class WordForm(Form):
    """The word of the second person: it is so, or it goes back with a reason."""

    word = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Approve")), (SEND_BACK, _("Send back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Reason for sending it back"),
        choices=lambda: choices(SENDING_BACK),
        required=False,
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("word") == SEND_BACK and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Enter the reason for sending it back."))

    @property
    def sends_back(self) -> Reason | None:
        """The reason for sending it back; None where it is approved."""
        if self.cleaned_data["word"] == APPROVE:
            return None
        return Reason(self.cleaned_data["reason"])


class RefusalForm(Form):
    """The word of the second person: it is granted, or refused for a reason in words."""

    word = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("Approve")), (SEND_BACK, _("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = TextField(label=_("Your reason"), limit=1000, required=False)

    use_required_attribute = False

    def clean(self) -> None:
        super().clean()
        if self.refuses and not self.cleaned_data.get("answer", "-"):
            self.add_error("answer", _("Enter the reason of the refusal."))

    @property
    def refuses(self) -> bool:
        return self.cleaned_data.get("word") == SEND_BACK


class WordOnCase(OtherInWords, WordForm):
    """The word of the second person on what was requested for a case."""

    reason = forms.ChoiceField(
        label=_("Reason for sending it back"),
        choices=lambda: choices((*SENDING_BACK, Reason.OTHER)),
        required=False,
    )

    def clean(self) -> None:
        if self.cleaned_data.get("word") == APPROVE:
            self.cleaned_data["reason"] = ""
        super().clean()


class SecondPersonForm(WordOnCase, StepForm):
    """The second person's word on a step of a case, and the day it was given."""

    field_order = ("version", "word", "reason", "on_day")


class NoteForm(ChildForm):
    token = TokenField()
    text = TextField(label=_("Note"), limit=4000)
    sensitive = forms.BooleanField(
        label=_("Sensitive: shown on request only; each view is recorded"), required=False
    )
    drops = forms.MultipleChoiceField(
        label=_("It says why this is not requested or written again"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def prepare(self) -> None:
        """Offer what was sent back and waits."""
        lines = [line for line in family_tasks([self.child]) if line.rule == TaskRule.RETURNED]
        field(self, "drops", forms.MultipleChoiceField).choices = [
            (line.about, line.sentence) for line in lines
        ]
        if not lines:
            del self.fields["drops"]

    def facts(self) -> Noted:
        return facts_of(self, Noted, drops=self.cleaned_data.get("drops", []))


class VersionForm(Versioned, Generic[Record]):
    """An act that asks for nothing but the version of the record it is about, if it has one."""

    record: Record

    def __init__(self, *args: Any, record: Record | None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if record is not None:
            self.open_at(record)

    def facts(self) -> OfVersion:
        return facts_of(self, OfVersion)
