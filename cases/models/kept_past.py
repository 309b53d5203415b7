"""What each child adds to the figures of past days: one row, written by the database alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models.child import Child
from cases.models.guards import no_delete, no_truncate
from cases.models.kept import sums_past


class KeptPast(models.Model):
    """The days on which what is counted of one child changed, and what it changed to.

    Each of ``deltas`` has its kind, day, part, detail, number and amount.
    """

    child = models.OneToOneField(
        Child, models.PROTECT, primary_key=True, db_constraint=False, related_name="kept_past"
    )
    agreement_id = models.BigIntegerField()
    deltas = ArrayField(models.TextField())

    class Meta:
        triggers = [no_delete(), no_truncate(), *sums_past()]

    def __str__(self) -> str:
        return f"{self.child_id} {len(self.deltas)}"
