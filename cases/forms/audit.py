"""What narrows the list of looks, and the answer for one that was drawn by lot."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import VersionForm
from cases.forms.dates import DayField
from cases.forms.fields import offer
from cases.forms.names import TextField
from cases.forms.versions import OfVersion, facts_of
from cases.models import DrawnLook, User
from cases.queries.audit import KINDS, Asked, viewers
from cases.rules.references import LONGEST, written


class LooksForm(forms.Form):
    """What the auditor asks of the list; what cannot be read narrows nothing."""

    kind = forms.ChoiceField(label=_("What was shown"), required=False)
    viewer = forms.ModelChoiceField(
        User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    about = forms.CharField(label=_("Case number"), required=False, max_length=LONGEST)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        kinds = [(word, label) for word, (label, _narrow) in KINDS.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("What was shown"), required=False, choices=[("", _("Everything")), *kinds]
        )
        offer(self, "viewer", viewers())

    def asked(self) -> Asked:
        """Return what the list is narrowed to."""
        self.full_clean()
        clean = self.cleaned_data
        viewer, until = clean.get("viewer"), clean.get("until")
        return Asked(
            kind=clean.get("kind", ""),
            viewer=viewer.pk if viewer else None,
            about=written(clean.get("about", "")),
            since=_begin(clean.get("since")),
            until=_begin(until + datetime.timedelta(days=1) if until else None),
        )


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
