"""Who gets an access key, for what and until when."""

import datetime
from typing import Any, TypedDict

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casework.access_keys import LONGEST
from cases.forms.acts import choices
from cases.forms.batches import LineField
from cases.forms.dates import DayField
from cases.forms.fields import Form, field
from cases.forms.versions import facts_of
from cases.models import Agreement
from cases.vocabulary import KeyScope


class KeyGiven(TypedDict):
    client: str
    scope: KeyScope
    agreement: Agreement | None
    good_until: datetime.date


class AccessKeyForm(Form):
    client = LineField(
        limit=120, label=_("Client"), help_text=_("The system that reads, and whose it is.")
    )
    scope = forms.ChoiceField(label=_("What it reads"), choices=lambda: choices(KeyScope))
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Agreement"),
        required=False,
        empty_label=_("All agreements"),
    )
    good_until = DayField(label=_("Good until"))

    use_required_attribute = False

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field(self, "agreement", forms.ModelChoiceField).queryset = Agreement.objects.order_by("pk")
        today = timezone.localdate()
        box = field(self, "good_until", DayField)
        box.earliest, box.latest = today, today + datetime.timedelta(days=LONGEST)

    def facts(self) -> KeyGiven:
        return facts_of(self, KeyGiven)
