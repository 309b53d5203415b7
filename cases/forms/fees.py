"""What a person types about a waiver or a reversal, and which fees were picked."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms.batches import LineField
from cases.forms.dates import DayField
from cases.forms.versions import TokenField, VersionField
from cases.models import Fee
from cases.vocabulary import Reason, ReversalKind

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


#: Why a child for whom money was paid does not travel.
REVERSING = (
    Reason.CONSENT,
    Reason.COURT,
    Reason.HEALTH,
    Reason.CANCELLED,
    Reason.NEW_FACT,
    Reason.MISTAKE,
    Reason.OTHER,
)


class ChildOfFee(forms.ModelChoiceField):
    """A fee is picked by the reference of its child."""

    def label_from_instance(self, fee: Fee) -> str:
        return fee.child.reference


class ReversalForm(forms.Form):
    """What becomes of money that was paid for a child who does not travel."""

    version = VersionField()
    kind = forms.ChoiceField(
        label=_("What to do with the money"),
        choices=ReversalKind.choices,
        widget=forms.RadioSelect,
        initial=ReversalKind.REFUND,
    )
    credited_to = ChildOfFee(
        label=_("Child whose fee it pays"),
        queryset=Fee.objects.none(),
        required=False,
        empty_label=_("Choose …"),
        help_text=_("Children whose fee is due, of the same agreement and amount."),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: [("", _("Choose …")), *((word.value, word.label) for word in REVERSING)],
    )

    def __init__(self, *args: Any, creditable: "QuerySet[Fee]", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["credited_to"].queryset = creditable.select_related("child")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ReversalKind.REFUND:
            cleaned["credited_to"] = None
        elif "credited_to" in cleaned and cleaned["credited_to"] is None:
            self.add_error("credited_to", gettext("Select the child whose fee the credit pays."))
        return cleaned


class RefundForm(forms.Form):
    """The refund that has arrived."""

    version = VersionField()
    refunded_on = DayField(label=_("Refunded on"))
    bank_reference = LineField(limit=60, label=_("Bank reference"))

    def __init__(self, *args: Any, on: datetime.date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["refunded_on"].initial = self.fields["refunded_on"].latest = on


class PeriodForm(forms.Form):
    """The two days between which money moved; both may be left open."""

    since = DayField(label=pgettext_lazy("period", "From"), required=False)
    until = DayField(label=pgettext_lazy("period", "To"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The period ends before it begins."))
        return cleaned


class PickForm(forms.Form):
    """Which fees were picked on the ledger: one by one, or all that its filter finds."""

    token = TokenField()
    version = VersionField()
    every = forms.BooleanField(required=False)
    filter = forms.CharField(required=False, max_length=2000)
    fee = forms.ModelMultipleChoiceField(queryset=Fee.objects.all(), required=False)
