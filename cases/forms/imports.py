"""A list of children as it is sent, what its columns hold, and what is corrected in its rows."""

import datetime
import re
from collections.abc import Sequence
from typing import Any, TypedDict

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.casework.list_checks import LONGEST_CELL, MOST_COLUMNS, headings_on_record
from cases.files.delimited import ENCODINGS, says_itself
from cases.files.sheets import TEXT, ListSheet, sheets_of
from cases.files.spreadsheets import MOST_BYTES, MOST_ROWS, CannotReadFile
from cases.forms.agreements import only_agreement, open_agreements
from cases.forms.dates import DayField
from cases.forms.fields import Form, SizedFile, field, offer, unmark
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, Versioned, facts_of
from cases.models import Agreement, ImportedList, ImportedRow, ListLayout
from cases.rules.list_headings import ABOVE, missing
from cases.rules.list_words import Column
from cases.rules.listed_names import are_two_scripts
from cases.rules.lists import MAY_STAND_TWICE, days_of
from cases.rules.text import CannotUseText, clean_text, whole_number
from cases.wording import day_text

COLUMN_NAMES = {
    Column.NUMBER: gettext_lazy("Number in the list"),
    Column.MOTHER: gettext_lazy("Mother’s name"),
    Column.MOTHER_FAMILY: gettext_lazy("Mother’s family name"),
    Column.MOTHER_PATRONYMIC: gettext_lazy("Mother’s patronymic"),
    Column.MOTHER_LATIN: gettext_lazy("Mother’s name, Latin letters"),
    Column.MOTHER_ARABIC: gettext_lazy("Mother’s name, Arabic letters"),
    Column.MOTHER_BORN: gettext_lazy("Mother’s birth"),
    Column.HELD_AT: gettext_lazy("Where held"),
    Column.SENTENCE: gettext_lazy("Sentence"),
    Column.CHILD: gettext_lazy("Child’s name"),
    Column.CHILD_FAMILY: gettext_lazy("Child’s family name"),
    Column.CHILD_PATRONYMIC: gettext_lazy("Child’s patronymic"),
    Column.CHILD_ARABIC: gettext_lazy("Child’s name, Arabic letters"),
    Column.CHILD_BORN: gettext_lazy("Child’s birth"),
    Column.CHILD_AGE: gettext_lazy("Child’s age"),
    Column.SEX: gettext_lazy("Sex"),
    Column.FATHER: gettext_lazy("Father: what became of him"),
    Column.FATHER_NAME: gettext_lazy("Father’s name"),
    Column.FATHER_FAMILY: gettext_lazy("Father’s family name"),
    Column.FATHER_PATRONYMIC: gettext_lazy("Father’s patronymic"),
    Column.CONSENT: gettext_lazy("Consent"),
    Column.REMARK: gettext_lazy("Remark, shown beside the row"),
}
_LETTERS = {
    "cp1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "cp1256": gettext_lazy("Arabic (Windows-1256)"),
    "cp866": gettext_lazy("Cyrillic (DOS, 866)"),
    "koi8-r": gettext_lazy("Cyrillic (KOI8-R)"),
    "cp1252": gettext_lazy("Western (Windows-1252)"),
}
_CELL = re.compile(r"cell-(\d{1,5})-(\d{1,2})")
_ASIDE = re.compile(r"aside-(\d{1,5})")
#: What is sent for a row that was set aside, or taken up again.
TAKEN, ASIDE = "0", "1"


class SentList(TypedDict):
    name: str
    content: bytes
    sheets: list[ListSheet]
    encoding: str
    agreement: Agreement


class ReadAgain(OfVersion):
    sheets: list[ListSheet]
    sheet: str
    encoding: str


class Chosen(OfVersion):
    layout: str
    header: int
    columns: list[str]
    as_of: datetime.date
    with_hidden: bool
    with_struck: bool


class Corrected(OfVersion):
    cells: dict[tuple[int, int], str]
    answers: dict[str, str]
    aside: dict[int, bool]


class CorrectedAll(OfVersion):
    at: int
    former: str
    text: str


class ListForm(Form):
    """A list as an embassy sends it; it is read as it arrives."""

    file = forms.FileField(
        label=gettext_lazy("File of the list"),
        help_text=gettext_lazy("A spreadsheet (.xlsx) or a text (.csv, .txt). At most 5 MB."),
        widget=SizedFile(attrs={"accept": ",".join((".xlsx", *TEXT))}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=gettext_lazy("Agreement"),
        empty_label=gettext_lazy("Choose an agreement"),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if only_agreement() is None:
            offer(self, "agreement", open_agreements())
        else:
            del self.fields["agreement"]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # A little more than may be taken, so that a larger file is told in its own sentence.
        self.content = file.read(MOST_BYTES + 1)
        is_text = (file.name or "").lower().endswith(TEXT)
        self.encoding = "" if not is_text or says_itself(self.content) else ENCODINGS[0]
        try:
            self.sheets = sheets_of(file.name or "", self.content, self.encoding)
        except CannotReadFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def facts(self) -> SentList:
        return {
            "name": self.cleaned_data["file"].name or "",
            "content": self.content,
            "sheets": self.sheets,
            "encoding": self.encoding,
            "agreement": self.cleaned_data.get("agreement") or open_agreements().get(),
        }


class SheetForm(Versioned):
    """Another sheet of the file, or other letters of its text."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False, widget=forms.RadioSelect)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters of the file"),
        required=False,
        help_text=gettext_lazy("Choose others until the names below can be read."),
    )

    record: ImportedList

    def __init__(self, *args: Any, record: ImportedList, **rest: Any) -> None:
        super().__init__(*args, **rest)
        sheets = field(self, "sheet", forms.ChoiceField)
        sheets.choices = [(each[0], _sheet_text(*each)) for each in record.sheets]
        sheets.initial = record.sheet
        if len(record.sheets) < 2:
            del self.fields["sheet"]
        else:
            unmark(self, "sheet")
        if record.encoding:
            letters = field(self, "encoding", forms.ChoiceField)
            letters.choices = [(code, _LETTERS[code]) for code in ENCODINGS]
            self.fields["encoding"].initial = record.encoding
        else:
            del self.fields["encoding"]
        self.open_at(record)

    def clean(self) -> None:
        super().clean()
        encoding = self.cleaned_data.get("encoding", "") or self.record.encoding
        try:
            self.sheets = sheets_of(self.record.name, bytes(self.record.content), encoding)
        except CannotReadFile as refusal:
            self.add_error(None, str(refusal))

    def facts(self) -> ReadAgain:
        return facts_of(
            self,
            ReadAgain,
            sheets=self.sheets,
            sheet=self.cleaned_data.get("sheet", self.record.sheet),
            encoding=self.cleaned_data.get("encoding", "") or self.record.encoding,
        )


def _sheet_text(name: str, rows: int, is_hidden: bool) -> str:
    words = {"name": name, "rows": rows}
    if is_hidden:
        return _("%(name)s: %(rows)s rows, hidden in the file") % words
    return _("%(name)s: %(rows)s rows") % words


class ColumnsOfList(Versioned):
    """What each column of a list holds, and what day the list is of."""

    header = forms.IntegerField(
        label=gettext_lazy("Row of the headings"),
        min_value=1,
        max_value=ABOVE,
        error_messages={"required": gettext_lazy("Say in which row the headings stand.")},
    )
    as_of = DayField(
        label=gettext_lazy("Day of the list"),
        help_text=gettext_lazy("Ages are counted from it."),
        error_messages={"required": gettext_lazy("Say of which day the list is.")},
    )
    layout = TextField(
        label=gettext_lazy("Keep this match under a name"),
        limit=60,
        required=False,
        widget=forms.TextInput,
        help_text=gettext_lazy("The sender’s, for lists with the same headings."),
    )
    with_hidden = forms.BooleanField(required=False)
    with_struck = forms.BooleanField(required=False)

    use_required_attribute = False
    record: ImportedList

    def __init__(
        self,
        *args: Any,
        record: ImportedList,
        rows: Sequence[ImportedRow],
        on: datetime.date,
        layouts: Sequence[ListLayout] = (),
        wanted: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.rows, self.layouts = rows, layouts
        picked = next((each for each in layouts if str(each.pk) == wanted), None)
        columns = picked.columns if picked else record.columns
        same = [each.name for each in layouts if each.columns == columns]
        self.fields["layout"].initial = picked.name if picked else next(iter(same), "")
        self.fields["header"].initial = record.header
        self.days = days_of([row.cells for row in rows[: (record.header or 1) - 1]])
        day = field(self, "as_of", DayField)
        day.initial = record.as_of or (self.days[0] if len(self.days) == 1 else None)
        day.latest = on
        if len(self.days) > 1:
            days = ", ".join(map(day_text, self.days))
            day.help_text = _("The title names several: %(days)s. Ages are counted from it.") % {
                "days": days
            }
        self.hidden = [row.number for row in rows if row.is_hidden]
        self.struck = [row.number for row in rows if row.is_struck]
        for name, sentence, numbers in (
            ("with_hidden", _("Take in hidden rows: %(rows)s"), self.hidden),
            ("with_struck", _("Take in rows struck out: %(rows)s"), self.struck),
        ):
            self.fields[name].label = sentence % {"rows": ", ".join(map(str, numbers[:30]))}
            if not numbers:
                del self.fields[name]
        choices = [("", _("Not read")), *COLUMN_NAMES.items()]
        for at in range(min(max((len(row.cells) for row in rows), default=0), MOST_COLUMNS)):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=_("Column %(number)s") % {"number": at + 1},
                required=False,
                choices=choices,
                initial="".join(columns[at : at + 1]),
            )
        self.open_at(record)

    @property
    def samples(self) -> list[tuple[forms.BoundField, str, list[str], bool]]:
        """Each column with its heading, its first texts, and whether it is hidden in the file."""
        at = self.record.header or 1
        head = headings_on_record(at, self.rows).texts
        below = [row.cells for row in self.rows[at:]]
        samples = []
        for place in range(MOST_COLUMNS):
            if f"column-{place}" not in self.fields:
                break
            texts = [text for cells in below for text in cells[place : place + 1] if text]
            heading = "".join(head[place : place + 1])
            hidden = place in self.record.hidden_columns
            if heading or texts:
                samples.append((self[f"column-{place}"], heading, texts[:5], hidden))
        return samples

    def clean(self) -> None:
        super().clean()
        names = [name for name in self.fields if name.startswith("column-")]
        self.picked = [self.cleaned_data.get(name, "") for name in names]
        for column, words in COLUMN_NAMES.items():
            if self.picked.count(column) > 1 and not self._may_stand_twice(column):
                sentence = _("Two columns are “%(column)s”. Choose one.")
                self.add_error(None, sentence % {"column": words})
        for column in missing({Column(name) for name in self.picked if name}):
            sentence = _("Say which column is “%(column)s”.")
            self.add_error(None, sentence % {"column": COLUMN_NAMES[column]})

    def _may_stand_twice(self, column: Column) -> bool:
        """Return whether columns of one meaning hold a name in two scripts, or remarks."""
        places = [at for at, name in enumerate(self.picked) if name == column]
        below = [row.texts for row in self.rows[self.cleaned_data.get("header") or 0 :]]
        is_name = column in MAY_STAND_TWICE and are_two_scripts(below, places)
        return is_name or column == Column.REMARK

    def facts(self) -> Chosen:
        return facts_of(
            self,
            Chosen,
            columns=self.picked,
            with_hidden=self.cleaned_data.get("with_hidden", False),
            with_struck=self.cleaned_data.get("with_struck", False),
        )


class CheckForm(Versioned):
    """What is corrected in the rows of a list, answered, and set aside.

    Its fields are those that were sent: ``cell-ROW-COLUMN``, ``aside-ROW``, ``answer-NUMBER``
    beside ``key-NUMBER``.
    """

    record: ImportedList

    def __init__(self, *args: Any, record: ImportedList, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.open_at(record)

    def clean(self) -> None:
        super().clean()
        self.cells = {
            (int(match[1]), int(match[2])): self._text(text)
            for name, text in self.data.items()
            if (match := _CELL.fullmatch(name)) and int(match[2]) < MOST_COLUMNS
        }
        self.aside = {
            int(match[1]): value == ASIDE
            for name, value in self.data.items()
            if (match := _ASIDE.fullmatch(name)) and value in (TAKEN, ASIDE)
        }
        self.answers = {
            self.data.get(f"key-{name.removeprefix('answer-')}", ""): answer
            for name, answer in self.data.items()
            if name.startswith("answer-") and answer
        }

    def _text(self, text: str) -> str:
        try:
            return clean_text(text, limit=LONGEST_CELL)
        except CannotUseText:
            self.add_error(None, _("A text has hidden characters or is too long. Type it anew."))
            return ""

    def facts(self) -> Corrected:
        return facts_of(self, Corrected, cells=self.cells, answers=self.answers, aside=self.aside)


class CorrectAllForm(Versioned):
    """One correction for every cell of a column that says the same."""

    at = forms.CharField(widget=forms.HiddenInput)
    former = forms.CharField(widget=forms.HiddenInput, strip=False)
    text = forms.CharField(max_length=200, required=False)

    record: ImportedList

    def __init__(self, *args: Any, record: ImportedList, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.open_at(record)

    def clean_at(self) -> int:
        at = whole_number(self.cleaned_data["at"], most=MOST_ROWS)
        if at is None or at >= MOST_COLUMNS:
            raise forms.ValidationError(_("There is no such column."))
        return at

    def clean_text(self) -> str:
        try:
            return clean_text(self.cleaned_data["text"], limit=200)
        except CannotUseText as refusal:
            raise forms.ValidationError(
                _("A text has hidden characters or is too long. Type it anew.")
            ) from refusal

    def facts(self) -> CorrectedAll:
        return facts_of(self, CorrectedAll)
