"""Claims of kin."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from cases.models import KinshipClaim
from tests import factories
from tests.acts.example import EXAMPLES, ON, Example


def _claim(route: str, rows: "Callable[[KinshipClaim], QuerySet[Any]]", **typed: str) -> None:
    def make() -> Example:
        claim = factories.claim(factories.child())
        factories.evidence(claim)
        data = {"version": claim.version, **typed}
        return Example((claim.child.reference, claim.n), data, rows(claim), child=claim.child)

    EXAMPLES[route] = make


def _of_status(status: str) -> "Callable[[KinshipClaim], QuerySet[Any]]":
    return lambda claim: KinshipClaim.objects.filter(pk=claim.pk, status=status)


_claim(
    "claim-evidence",
    lambda claim: claim.evidence.all(),
    kind="testimony",
    reference="T-7",
    dated_on=ON,
)
_claim(
    "claim-decide", _of_status("accepted"), status="accepted", decided_on=ON, reasons="The result."
)
_claim("claim-withdraw", _of_status("withdrawn"))
