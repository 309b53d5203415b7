"""What a reviewer writes beside the figures for the minister."""

import datetime
import re
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from cases.forms.batches import LineField
from cases.forms.dates import DayField
from cases.forms.fields import Form
from cases.forms.versions import VersionField
from cases.models import Briefing

QUESTIONS = range(1, 4)
#: Signs of a question, of what it changes, of who prepared it and of what is not known, so that all
#: stays on one sheet.
DECISION, CHANGES, PREPARED, UNKNOWN = 160, 120, 60, 240
_REFERENCE = re.compile(r"\b[A-Z]{2}-[A-Z]{2}-\d{3,}")


class BriefingFacts(TypedDict):
    edition: int | None
    questions: list[dict[str, str]]
    unknown: str


class BriefingForm(Form):
    """Three questions at most, and what is not known."""

    use_required_attribute = False

    def __init__(self, *args: Any, words: Briefing | None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["edition"] = VersionField(initial=words.edition if words else None)
        for n in QUESTIONS:
            before = words.questions[n - 1] if words and len(words.questions) >= n else {}
            self._add_question(n, before)
        self.fields["unknown"] = LineField(
            limit=UNKNOWN,
            required=False,
            label=_("What we do not know"),
            initial=words.unknown if words else "",
            help_text=_("Stands before what the figures themselves leave open."),
        )

    def _add_question(self, n: int, before: dict[str, str]) -> None:
        words, day = {"n": n}, datetime.date.fromisoformat
        labels = {
            "decision": (_("Question %(n)s: what is to be decided"), DECISION),
            "changes": (_("Question %(n)s: what it changes"), CHANGES),
            "prepared": (_("Question %(n)s: prepared by"), PREPARED),
        }
        for name, (label, most) in labels.items():
            self.fields[f"{name}_{n}"] = LineField(
                limit=most, required=False, label=label % words, initial=before.get(name, "")
            )
        self.fields[f"wanted_{n}"] = DayField(
            required=False,
            label=_("Question %(n)s: wanted by") % words,
            initial=day(before["wanted"]) if before.get("wanted") else None,
        )

    def clean(self) -> dict[str, Any]:
        for name, value in [*self.cleaned_data.items()]:
            if isinstance(value, str) and _REFERENCE.search(value):
                self.add_error(name, _("Name no child here: this is a case number."))
        for n in QUESTIONS:
            others = ("changes", "prepared", "wanted")
            if not self._value("decision", n) and any(self._value(each, n) for each in others):
                self.add_error(f"decision_{n}", _("Write what is to be decided."))
        return self.cleaned_data

    def _value(self, name: str, n: int) -> Any:
        return self.cleaned_data.get(f"{name}_{n}")

    def facts(self) -> BriefingFacts:
        questions = [self._question(n) for n in QUESTIONS if self._value("decision", n)]
        return {
            "edition": self.cleaned_data["edition"],
            "questions": questions,
            "unknown": self.cleaned_data["unknown"],
        }

    def _question(self, n: int) -> dict[str, str]:
        wanted = self._value("wanted", n)
        words = {name: self._value(name, n) or "" for name in ("decision", "changes", "prepared")}
        return words | {"wanted": wanted.isoformat() if wanted else ""}
