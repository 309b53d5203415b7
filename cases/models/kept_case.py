"""What is counted of each child: one narrow row, written by the database alone."""

from django.db import models
from django.db.models import Q

from cases.models.child import Child
from cases.models.guards import no_delete, no_truncate
from cases.models.kept import sums_cases


class DateSpells(models.Field):
    """Days of several periods, ``datemultirange``; read by the database alone."""

    def db_type(self, connection) -> str:  # noqa: ARG002
        return "datemultirange"


class KeptCase(models.Model):
    """What the figures count of one child.

    ``due_on`` is the last day of the case itself before it is late, for ``due_kind``; ``task_on``
    the earliest day of its open tasks, ``late_from`` the earlier one. ``family`` are its days in a
    family. Each event has the day it happened on and the day it was entered on.
    """

    child = models.OneToOneField(
        Child, models.PROTECT, primary_key=True, db_constraint=False, related_name="kept"
    )
    agreement_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    caseworker_id = models.BigIntegerField(null=True)
    held_at_id = models.BigIntegerField(null=True)
    stage = models.TextField()
    is_home = models.BooleanField()
    is_counted = models.BooleanField()
    since = models.DateField()
    due_on = models.DateField(null=True)
    due_kind = models.TextField(null=True)
    task_on = models.DateField(null=True)
    late_from = models.DateField(null=True)
    is_assessed = models.BooleanField()
    is_paid = models.BooleanField()
    family = DateSpells()
    registered_on = models.DateField()
    registered_entered_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    returned_entered_on = models.DateField(null=True)

    class Meta:
        triggers = [no_delete(), no_truncate(), *sums_cases()]
        indexes = [
            # The cases overdue longest: of an agreement, of a team, of a caseworker.
            models.Index(
                fields=[column, "late_from", "child"],
                condition=Q(late_from__isnull=False),
                name=f"kept_late_by_{name}",
            )
            for column, name in (
                ("agreement_id", "agreement"),
                ("team_id", "team"),
                ("caseworker_id", "caseworker"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.stage}"
