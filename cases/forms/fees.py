"""What a person enters about a waiver or a reversal, and which fees are picked."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.figures.facts import AgreementFacts, agreement_facts
from cases.forms.acts import choices
from cases.forms.batches import LedgerForm, LineField
from cases.forms.bulk import BulkForm, CountedAgain
from cases.forms.dates import DayField, set_day
from cases.forms.fields import Form, offer
from cases.forms.versions import Hidden, OfVersion, OnDay, TokenField, facts_of
from cases.models import Agreement, Fee, PaymentBatch
from cases.queries.reversals import asked_reversal, creditable
from cases.rules.text import LARGEST_KEY, whole_number
from cases.vocabulary import Reason, ReversalKind

#: Why nothing is paid for a child.
WAIVING = (
    Reason.HEALTH,
    Reason.COURT,
    Reason.CANCELLED,
    Reason.NEW_FACT,
    Reason.MISTAKE,
)


class Waiver(OfVersion):
    reason: Reason


class WaiverOfAll(CountedAgain):
    reason: Reason


class Claim(Waiver):
    kind: ReversalKind
    credited_to: Fee | None


class Refund(OnDay):
    refunded_on: datetime.date
    bank_reference: str


class NewBatch(TypedDict):
    token: uuid.UUID
    fees_picked: list[Fee]


class Picks(OfVersion):
    fees_picked: list[Fee]


class WaiverForm(LedgerForm[Fee]):
    """The request for a waiver; the field holds the reason that is on record."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(WAIVING))

    def prepare(self) -> None:
        self.fields["reason"].initial = self.record.waiver_reason

    def facts(self) -> Waiver:
        return facts_of(self, Waiver)


class WaiverOfAllForm(BulkForm):
    """The request for the waiver of several fees, for one reason."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(WAIVING))

    def facts(self) -> WaiverOfAll:
        return facts_of(self, WaiverOfAll)


#: Why a child for whom money was paid does not travel.
REVERSING = (
    Reason.CONSENT,
    Reason.COURT,
    Reason.HEALTH,
    Reason.CANCELLED,
    Reason.NEW_FACT,
    Reason.MISTAKE,
)


class ChildOfFee(forms.ModelChoiceField):
    """A fee is picked by the reference of its child."""

    def label_from_instance(self, fee: Fee) -> str:
        return fee.child.reference


class ReversalForm(LedgerForm[Fee]):
    """What becomes of money that was paid for a child who does not travel.

    The fields hold what is asked for already, if anything is.
    """

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
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices(REVERSING))

    def prepare(self) -> None:
        offer(self, "credited_to", creditable(self.record).select_related("child"))
        if claim := asked_reversal(self.record):
            self.initial = {
                "kind": claim.kind,
                "credited_to": claim.credited_to_id,
                "reason": claim.reason,
            }

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("kind") == ReversalKind.REFUND:
            cleaned["credited_to"] = None
        elif "credited_to" in cleaned and cleaned["credited_to"] is None:
            self.add_error("credited_to", gettext("Select the child whose fee the credit pays."))

    def facts(self) -> Claim:
        return facts_of(self, Claim)


class RefundForm(LedgerForm[Fee]):
    """The refund that has arrived; the fields hold the one that is on record."""

    refunded_on = DayField(label=_("Refunded on"))
    bank_reference = LineField(limit=60, label=_("Bank reference"))

    def prepare(self) -> None:
        set_day(self, "refunded_on", latest=self.on, initial=self.on)
        claim = self.record.reversals.agreed().last()
        if claim and claim.refunded_on:
            self.initial = {
                "refunded_on": claim.refunded_on,
                "bank_reference": claim.bank_reference,
            }

    def facts(self) -> Refund:
        return facts_of(self, Refund)


class PeriodForm(Form):
    """The two days between which money moved; both may be left open."""

    since = DayField(label=pgettext_lazy("period", "From"), required=False)
    until = DayField(label=pgettext_lazy("period", "To"), required=False)

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The period ends before it begins."))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPeriod:
    """The agreements, and the days that an address asks for; none where they cannot be read."""

    facts: list[AgreementFacts]
    form: PeriodForm
    since: datetime.date | None
    until: datetime.date | None

    @property
    def agreements(self) -> list[Agreement]:
        return [each.agreement for each in self.facts]

    def shown(self, agreement: Agreement | None) -> list[AgreementFacts]:
        """Return the facts of ``agreement``, of all for None."""
        return [each for each in self.facts if agreement in (None, each.agreement)]

    @property
    def query(self) -> dict[str, str]:
        """The days as the query of an address."""
        days = {"since": self.since, "until": self.until}
        return {name: day.isoformat() for name, day in days.items() if day}


def money_period(data: QueryDict, *, on: datetime.date) -> MoneyPeriod:
    """Return the agreements with figures of money, and the days that an address asks for."""
    facts = agreement_facts(on=on)
    form = PeriodForm(data if {"since", "until"} & set(data) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return MoneyPeriod(
        facts=facts,
        form=form,
        since=days.get("since"),
        until=days.get("until"),
    )


class PickedFees(forms.ModelMultipleChoiceField):
    """Fees by the references of their children."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = dict.fromkeys(
        ("invalid_choice", "invalid_pk_value", "list"),
        _("Select the fees again: they were unreadable."),
    )

    def label_from_instance(self, fee: Fee) -> str:
        return fee.child.reference


class PicksForm(Form):
    """Which fees are picked: one by one, or all that the ledger's filter finds.

    ``ledger`` returns the payable fees of a filter.
    """

    every = forms.BooleanField(required=False, widget=Hidden)
    filter = forms.CharField(required=False, max_length=2000, widget=Hidden)
    fee = PickedFees(label=_("Fees"), queryset=Fee.objects.none(), required=False)

    def __init__(
        self, *args: Any, ledger: Callable[[QueryDict], list[Fee]] = lambda _: [], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.ledger = ledger
        if isinstance(self.data, QueryDict):
            keys = [key for key in self.data.getlist("fee") if whole_number(key, most=LARGEST_KEY)]
            offer(self, "fee", Fee.objects.filter(pk__in=keys).select_related("child"))

    def fees_picked(self) -> list[Fee]:
        """Return the fees that are ticked, or all payable ones that the filter finds."""
        if self.cleaned_data["every"]:
            return self.ledger(QueryDict(self.cleaned_data["filter"]))
        return list(self.cleaned_data["fee"])


class NewBatchForm(PicksForm):
    token = TokenField()

    def facts(self) -> NewBatch:
        return {"token": self.cleaned_data["token"], "fees_picked": self.fees_picked()}


class BatchPicksForm(PicksForm, LedgerForm[PaymentBatch]):
    """Which fees are put into a batch, or taken out of it."""

    def facts(self) -> Picks:
        return {"version": self.cleaned_data["version"], "fees_picked": self.fees_picked()}
