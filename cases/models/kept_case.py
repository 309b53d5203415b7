"""What is counted of each child: one narrow row, written by the database alone."""

from django.db import models
from django.db.models import Q

from cases.models.child import Child
from cases.models.guards import no_delete, no_truncate
from cases.models.kept import sums_cases
from cases.vocabulary import DueEvent, Stage


class DateSpells(models.Field):
    """Days of several periods, ``datemultirange``; read by the database alone."""

    def db_type(self, connection) -> str:  # noqa: ARG002
        return "datemultirange"


class KeptCase(models.Model):
    """What the figures count of one child.

    ``due_on`` is the last day of the case itself before it is late, for ``due_kind``; ``task_on``
    the earliest day of its open tasks, ``late_from`` the earlier one. ``family`` are its days in a
    family. Each event has the day it happened on and the day it was entered on.

    Of a registered child, by all terms there are or will be: ``lacking`` are the days on which a
    paper is asked for that was never granted, ``ready`` those on which it can be verified. Of a
    child without a fee, ``feeless_`` and an event is the day on which it first happened. Whoever
    ``is_unverified`` has, on an open case, a consent given that no second person has verified.
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
    registered_by_id = models.BigIntegerField()
    lacking = DateSpells()
    ready = DateSpells()
    feeless_verified = models.DateField(null=True)
    feeless_eligible = models.DateField(null=True)
    feeless_cleared = models.DateField(null=True)
    feeless_returned = models.DateField(null=True)
    is_unverified = models.BooleanField()

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
        indexes += [
            # Who waits to be verified, oldest first: of all, and those whom somebody registered.
            models.Index(
                fields=["agreement_id", "lacking", "since", "child"],
                include=["registered_by_id", "ready"],
                condition=Q(stage=Stage.REGISTERED),
                name="kept_to_verify",
            ),
            models.Index(
                fields=["registered_by_id", "agreement_id", "lacking", "since", "child"],
                include=["ready"],
                condition=Q(stage=Stage.REGISTERED),
                name="kept_to_verify_by",
            ),
            models.Index(fields=["child"], condition=Q(is_unverified=True), name="kept_unverified"),
        ]
        # Whose fee may be missing: few, where a fee is made due by the event itself.
        indexes += [
            models.Index(
                fields=["agreement_id", f"feeless_{event}"],
                include=["child"],
                condition=Q(**{f"feeless_{event}__isnull": False}),
                name=f"kept_feeless_{event}",
            )
            for event in DueEvent.values
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.stage}"
