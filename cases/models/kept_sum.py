"""The sums that figures are read from; rows are added, folded, and never changed."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models.guards import before, no_truncate, refusal


class KeptSum(models.Model):
    """So many children, or fees, more or fewer: a figure is the sum of such rows.

    A ``kind`` of a team ("team_stage") or of a caseworker ("own_stage") is a sum of its own.
    ``part`` and ``detail`` say what of a ``kind``: a stage and whether home, a stage and why it is
    late, the status or the schedule of a fee and its currency. ``day`` is the day from which on a
    row counts, and ``entered_on`` the day its event was entered; null where a figure does not ask.
    """

    kind = models.TextField()
    agreement_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True)
    caseworker_id = models.BigIntegerField(null=True)
    part = models.TextField()
    detail = models.TextField()
    day = models.DateField(null=True)
    entered_on = models.DateField(null=True)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    is_folded = models.BooleanField()

    class Meta:
        triggers = [
            before(
                "sum_is_never_changed",
                pgtrigger.Update,
                refusal("sum_is_never_changed", "A sum is added to, never changed."),
            ),
            no_truncate(),
        ]
        indexes = [
            # Every figure.
            models.Index(
                fields=["agreement_id", "kind", "day"],
                include=["team_id", "caseworker_id", "part", "detail", "n", "amount"],
                name="kept_sum_by_kind",
            ),
            # Figures of a team, and those of a caseworker.
            models.Index(
                fields=["team_id", "kind", "day"],
                condition=Q(team_id__isnull=False, caseworker_id__isnull=True),
                name="kept_sum_by_team",
            ),
            models.Index(
                fields=["caseworker_id", "kind", "day"],
                condition=Q(caseworker_id__isnull=False),
                name="kept_sum_by_caseworker",
            ),
            # Folding.
            models.Index(fields=["id"], condition=Q(is_folded=False), name="kept_sum_unfolded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.part} {self.detail} {self.n}"
