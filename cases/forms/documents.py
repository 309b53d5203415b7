"""What a person says of a paper that is put on file, and which paper a record rests on."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, TypedDict

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.casework.documents import NewDocument, counts_for, same_file, to_use_again, twin_sentence
from cases.files.papers import CAN_BE_RID, CannotTakePaper, Paper, take_in, too_large
from cases.forms.acts import ChildForm, OtherInWords, choices
from cases.forms.fields import Form, SizedFile, field, offer
from cases.forms.versions import Once, TokenField, facts_of
from cases.models import Child, Document, Mother, User
from cases.rules.files import SentAs
from cases.vocabulary import DocumentKind, Language, WithdrawnReason

Words = str | Promise

_FOR_CHILD = _("Use the document on file for this child too")
_ENDINGS = ",".join(f".{ending}" for kind in SentAs for ending in kind.value)
_SENSITIVE = _("Sensitive: opened on request only; each view is recorded")


class PaperInput(SizedFile):
    """Asks for a file; after a refusal for its pages alone, or for the same file on record.

    A file that is sent comes before the one on record, whose box is ticked beforehand.
    """

    template_name = "cases/documents/file_input.html"

    def __init__(self) -> None:
        super().__init__(attrs={"accept": _ENDINGS})
        self.offers_pages = self.asks_pages = False
        self.offers = self.key = ""
        self.offer: Words = ""

    @property
    def largest(self) -> int:
        """The largest photo; of a smaller file the register tells itself what is wrong."""
        return int(settings.PHOTO_MOST_BYTES)

    def too_large(self) -> str:
        return too_large(self.largest)

    def offer_document(self, document: Document, words: Words) -> None:
        """Offer a document on file instead of a new file, if there are words for it."""
        self.offers, self.offer = str(document.stored_as) if words else "", words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.asks_pages = f"{name}-pages" in data
        self.key = data.get(f"{name}-twin", "")
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        more = {"offers_pages": self.offers_pages, "offers": self.offers, "offer": self.offer}
        return super().get_context(name, value, attrs) | more


class PaperField(forms.FileField):
    """A file as it was sent; cleans to a ``Paper``, or ``None`` where none was chosen."""

    widget: PaperInput  # type of the instance that each form has of its own
    default_error_messages = {"required": _("Choose a file.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=PaperInput(), **options)
        self.twin: Document | None = None
        self.find: Callable[[str], tuple[Document, Paper] | None] = lambda _key: None

    def clean(self, data: UploadedFile | None, _initial: Any = None) -> Paper | None:
        if not data:
            if twin := self.find(self.widget.key):
                self.twin, paper = twin
                return paper
            self.validate(data)
            return None
        try:
            return take_in(data.name or "", data, anew=self.widget.asks_pages)
        except CannotTakePaper as refusal:
            self.widget.offers_pages = refusal.code == CAN_BE_RID
            raise forms.ValidationError(
                str(refusal), code=refusal.code, params={"infected": refusal.infected}
            ) from refusal


class FileChoice(forms.ModelChoiceField):
    """One of the documents on file."""

    def label_from_instance(self, document: Document) -> str:
        return _("%(document)s, added on %(day)s") % {
            "document": document,
            "day": wording.day_text(document.uploaded_at),
        }


def limits() -> str:
    """Return which files may be sent."""
    most, photos = settings.DOCUMENT_MOST_BYTES // 1024**2, settings.PHOTO_MOST_BYTES // 1024**2
    return _(
        "PDF, JPEG, PNG, TIFF or HEIC, up to %(most)s MB, photos up to %(photos)s MB."
        " Location data is removed from photos."
    ) % {"most": most, "photos": photos}


def tell_twin(
    form: forms.Form, whose: Child | Mother, by: User, *, offer: Callable[[Document], Words]
) -> None:
    """Refuse a file that is on record already, unless the form says that this is meant.

    The boxes to say so, or to use the one on record, appear only then; ``offer`` says for whom.
    """
    paper, own = form.cleaned_data.get("file"), field(form, "file", PaperField)
    if not paper or form.cleaned_data.get("again"):
        return
    twin = own.twin or same_file(paper, whose, by=by)
    if twin is None:
        return
    if not twin.is_kept_apart:
        own.widget.offer_document(twin, offer(twin))
    if own.twin is None:
        form.add_error("file", twin_sentence(twin))
        box = form["again"]
        box.field.widget = forms.CheckboxInput()
        box.help_text = format_html('<a href="{}">{}</a>', twin.get_absolute_url(), twin)


def again_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Add it again anyway"), required=False, widget=forms.HiddenInput
    )


class NewDocumentFacts(TypedDict):
    token: uuid.UUID
    new: NewDocument


class WithdrawnFacts(TypedDict):
    reason: WithdrawnReason


class PaperFacts(Once):
    document: Document | None
    new: NewDocument | None


class DocumentForm(Form):
    """A new document of a child or of a mother."""

    token = TokenField()
    file = PaperField(label=_("File"))
    again = again_field()
    kind = forms.ChoiceField(label=_("Kind of document"), choices=lambda: choices(DocumentKind))
    language = forms.ChoiceField(label=_("Language"), choices=lambda: choices(Language))
    translation_of = FileChoice(
        label=_("Translation of"),
        queryset=Document.objects.none(),
        empty_label=_("Not a translation"),
        required=False,
    )
    sensitive = forms.BooleanField(label=_SENSITIVE, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, whose: Child | Mother, by: User, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.whose, self.by = whose, by
        self.fields["file"].help_text = limits()
        field(self, "file", PaperField).find = partial(to_use_again, whose=whose, by=by)
        offer(self, "translation_of", whose.documents.on_file())

    def clean(self) -> None:
        super().clean()
        tell_twin(self, self.whose, self.by, offer=self._offer)

    def _offer(self, twin: Document) -> Words:
        if counts_for(twin, self.whose):
            return ""
        return (
            _FOR_CHILD
            if isinstance(self.whose, Child)
            else _("Use the document on file for the mother too")
        )

    def facts(self) -> NewDocumentFacts:
        cleaned, twin = self.cleaned_data, field(self, "file", PaperField).twin
        new = NewDocument(
            cleaned["file"],
            kind=cleaned["kind"],
            language=cleaned["language"],
            sensitive=cleaned["sensitive"] or bool(twin and twin.is_sensitive),
            again=cleaned["again"],
            twin=twin,
            translation_of=cleaned["translation_of"],
        )
        return {"token": cleaned["token"], "new": new}


class WithdrawForm(OtherInWords):
    reason = forms.ChoiceField(
        label=_("Reason for withdrawal"), choices=WithdrawnReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, of_mother: bool, **rest: Any) -> None:
        """Offer no other reason for a document of a mother, who has no notes."""
        super().__init__(*args, **rest)
        if of_mother:
            del self.fields["words"]
            reasons = [each for each in WithdrawnReason if each != WithdrawnReason.OTHER]
            field(self, "reason", forms.ChoiceField).choices = [
                (each.value, each.label) for each in reasons
            ]

    def facts(self) -> WithdrawnFacts:
        return facts_of(self, WithdrawnFacts)


class PaperForm(ChildForm):
    """A record that may rest on a paper: one on file, or a new one sent with the same form."""

    template_name = "cases/documents/with_paper.html"
    PAPER = ("document", "file", "again", "file_kind", "file_language", "file_sensitive")

    document = FileChoice(
        label=_("Document on file"),
        queryset=Document.objects.none(),
        empty_label=_("None of these"),
        required=False,
    )
    file = PaperField(label=_("Or a new file"), required=False)
    again = again_field()
    file_kind = forms.ChoiceField(
        label=_("What the new file is"), choices=lambda: choices(DocumentKind), required=False
    )
    file_language = forms.ChoiceField(
        label=_("Language of the new file"), choices=lambda: choices(Language), required=False
    )
    file_sensitive = forms.BooleanField(label=_SENSITIVE, required=False)

    use_required_attribute = False

    def prepare(self) -> None:
        self.fields["file"].help_text = limits()
        field(self, "file", PaperField).find = partial(to_use_again, whose=self.child, by=self.by)
        offer(self, "document", Document.objects.of_case(self.child).on_file())

    def own_fields(self) -> list[forms.BoundField]:
        """Return the fields of the record itself."""
        return [bound for bound in self.visible_fields() if bound.name not in self.PAPER]

    def paper_fields(self) -> list[forms.BoundField]:
        """Return the fields of the paper that it rests on."""
        return [bound for bound in self.visible_fields() if bound.name in self.PAPER]

    def clean(self) -> None:
        super().clean()
        cleaned, twin = self.cleaned_data, field(self, "file", PaperField).twin
        if twin and (cleaned.get("document") or self._is_there(twin)):
            # One chosen from the list comes before the box that was ticked beforehand.
            cleaned["document"], cleaned["file"] = cleaned.get("document") or twin, None
            field(self, "file", PaperField).widget.offer_document(twin, self._offer(twin))
        if cleaned.get("file"):
            self._look_at_paper(cleaned)

    def _is_there(self, twin: Document) -> bool:
        """Return whether a document may be chosen as it is for all whom the form is about."""
        own = None if self.cleaned_data.get("also") else self.child.pk
        return twin.mother_id is not None or twin.child_id == own

    def _offer(self, twin: Document) -> Words:
        if self._is_there(twin):
            return _("Use the document on file")
        return (
            _("Use the document on file for all of them")
            if self.cleaned_data.get("also")
            else _FOR_CHILD
        )

    def new_document(self) -> NewDocument | None:
        """Return the paper that was sent with the form, if one was."""
        cleaned, twin = self.cleaned_data, field(self, "file", PaperField).twin
        if not cleaned["file"]:
            return None
        return NewDocument(
            cleaned["file"],
            kind=cleaned["file_kind"],
            language=cleaned["file_language"],
            sensitive=cleaned["file_sensitive"] or bool(twin and twin.is_sensitive),
            again=cleaned["again"],
            twin=twin,
        )

    def _look_at_paper(self, cleaned: dict[str, Any]) -> None:
        tell_twin(self, self.child, self.by, offer=self._offer)
        if cleaned.get("document"):
            self.add_error("file", _("Choose a document on file or a new file, not both."))
        for name, sentence in (
            ("file_kind", _("Choose what the new file is.")),
            ("file_language", _("Choose the language of the new file.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
