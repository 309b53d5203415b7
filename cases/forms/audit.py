"""What narrows the list of looks, and the answer for one that was drawn by lot."""

import datetime
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import VersionForm
from cases.forms.dates import DayField
from cases.forms.fields import Form, StaffField, offer
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import DrawnLook, User
from cases.queries.audit import (
    FAILED_KINDS,
    KINDS,
    OFTEN_KINDS,
    REQUEST_KINDS,
    Asked,
    Kinds,
    viewers,
)
from cases.rules.references import LONGEST, written


class AuditForm(Form):
    """What the auditor asks of a list; what cannot be read narrows nothing."""

    kind = forms.ChoiceField(label=_("What was shown"), required=False)
    viewer = StaffField(
        User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    about = forms.CharField(required=False)
    since = DayField(label=pgettext_lazy("period", "From"), required=False)
    until = DayField(label=_("Until"), required=False)

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any], *, kinds: Kinds, about: str, people: bool = True
    ) -> None:
        super().__init__(data)
        labels = [(word, label) for word, (label, _narrow) in kinds.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), required=False, choices=[("", _("Everything")), *labels]
        )
        self.fields["about"].label = about
        if not about:
            del self.fields["about"]
        if people:
            offer(self, "viewer", viewers())
        else:
            del self.fields["viewer"]

    def asked(self) -> Asked:
        """Return what the list is narrowed to."""
        self.full_clean()
        clean = self.cleaned_data
        viewer, until = clean.get("viewer"), clean.get("until")
        return Asked(
            kind=clean.get("kind", ""),
            viewer=viewer.pk if viewer else None,
            about=self.read_about(clean.get("about", "")),
            since=_begin(clean.get("since")),
            until=_begin(until + datetime.timedelta(days=1) if until else None),
        )

    @staticmethod
    def read_about(text: str) -> str:
        """Return what a text names; "" for what can name nothing."""
        return text


class LooksForm(AuditForm):
    """The same of looks, which are at a case."""

    kinds = KINDS

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, kinds=self.kinds, about=gettext("Case number"))

    @staticmethod
    def read_about(text: str) -> str:
        return written(text[:LONGEST])


class SharesForm(LooksForm):
    """The same of sharings, which are of a case."""

    kinds = REQUEST_KINDS


class FailedForm(AuditForm):
    """The same of failed sign-ins, which come from an address and are nobody's."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, kinds=FAILED_KINDS, about=gettext("Address"), people=False)

    @staticmethod
    def read_about(text: str) -> str:
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            return ""


class OftenForm(AuditForm):
    """The same of how often people look, in the seven days up to one."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, kinds=OFTEN_KINDS, about="")
        del self.fields["since"]
        self.fields["until"].label = gettext("Seven days up to")


class Listing(NamedTuple):
    """A list: what it is called, how it is narrowed, and the cells of a row, one for each head."""

    title: str | Promise
    sub: str | Promise
    empty: str | Promise
    heads: tuple[str | Promise, ...]
    form: Callable[[Any], AuditForm]
    rows: Callable[[Asked], "QuerySet[Any, Any] | Sequence[Any]"]
    #: What its words mean, said below the table.
    hint: str | Promise = ""


def _begin(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else None


class Answered(OfVersion):
    words: str


class AnswerForm(VersionForm[DrawnLook]):
    """Why somebody looked at a record outside their work."""

    words = TextField(
        label=_("Why was this record opened?"),
        limit=500,
        help_text=_("Ask who viewed it. Do not name the child; a case number is enough."),
    )

    def facts(self) -> Answered:
        return facts_of(self, Answered)
