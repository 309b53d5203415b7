"""What a person types about a waiver, and which fees were picked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.versions import TokenField, VersionField
from cases.models import Fee
from cases.vocabulary import Reason

#: Why nothing is paid for a child.
WAIVING = (
    Reason.HEALTH,
    Reason.COURT,
    Reason.CANCELLED,
    Reason.NEW_FACT,
    Reason.MISTAKE,
    Reason.OTHER,
)


class WaiverForm(forms.Form):
    """A waiver is asked for with a reason."""

    version = VersionField()
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: [("", _("Choose …")), *((word.value, word.label) for word in WAIVING)],
    )


class PickForm(forms.Form):
    """Which fees were picked on the ledger: one by one, or all that its filter finds."""

    token = TokenField()
    version = VersionField()
    every = forms.BooleanField(required=False)
    filter = forms.CharField(required=False, max_length=2000)
    fee = forms.ModelMultipleChoiceField(queryset=Fee.objects.all(), required=False)
