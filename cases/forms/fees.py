"""What a person types about a waiver or a reversal, and which fees were picked."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.figures.facts import AgreementFacts, agreement_facts
from cases.forms.batches import LineField
from cases.forms.dates import DayField
from cases.forms.versions import TokenField, VersionField
from cases.models import Agreement, Fee
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPeriod:
    """Which agreement an address asks for, and which days; none where they cannot be read."""

    slug: str
    agreements: list[Agreement]
    current: AgreementFacts | None
    form: PeriodForm
    since: datetime.date | None
    until: datetime.date | None

    @property
    def query(self) -> dict[str, str]:
        """The days as the query of an address."""
        days = {"since": self.since, "until": self.until}
        return {name: day.isoformat() for name, day in days.items() if day}


def money_period(data: QueryDict, *, on: datetime.date) -> MoneyPeriod:
    """Return what figures of money an address asks for. The first agreement where it names none."""
    slug, facts = data.get("agreement", ""), agreement_facts(on=on)
    form = PeriodForm(data if {"since", "until"} & set(data) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return MoneyPeriod(
        slug=slug,
        agreements=[each.agreement for each in facts],
        current=next((f for f in facts if f.agreement.slug == slug), next(iter(facts), None)),
        form=form,
        since=days.get("since"),
        until=days.get("until"),
    )


class PickForm(forms.Form):
    """Which fees were picked on the ledger: one by one, or all that its filter finds."""

    token = TokenField()
    version = VersionField()
    every = forms.BooleanField(required=False)
    filter = forms.CharField(required=False, max_length=2000)
    fee = forms.ModelMultipleChoiceField(queryset=Fee.objects.all(), required=False)
