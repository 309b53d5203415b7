"""Fees picked from the ledger, or all that its filter finds: which of them can be waived."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, Fee
from cases.queries.bulk import MOST, Skipped, state_of
from cases.vocabulary import FeeStatus


@dataclass(frozen=True, slots=True)
class FeesPicked:
    """The fees of a request; ``seen`` marks how they all stand, with those it skips."""

    fees: tuple[Fee, ...]
    skipped: tuple[Skipped, ...]
    seen: str
    counted: int

    @property
    def children(self) -> list[Child]:
        return [fee.child for fee in self.fees]

    @property
    def families(self) -> int:
        return len({child.mother_id for child in self.children})


def picked_fees(rows: "QuerySet[Fee]") -> FeesPicked:
    """Return the fees of ``rows`` in key order, one more than ``MOST`` at most. One query."""
    every = list(rows.order_by("pk").select_related("child__mother", "agreement")[: MOST + 1])
    reasons = [(fee, why_not_waived(fee)) for fee in every]
    return FeesPicked(
        fees=tuple(fee for fee, why in reasons if not why),
        skipped=tuple(Skipped(fee.child, why) for fee, why in reasons if why),
        seen=state_of(every),
        counted=len(every),
    )


def why_not_waived(fee: Fee) -> str:
    """Return why no waiver of ``fee`` can be requested; empty if it can."""
    if fee.status != FeeStatus.DUE:
        return _("Only a fee that is due can be waived.")
    if fee.waiver_asked_by_id is not None:
        return _("A waiver has already been requested.")
    return ""
