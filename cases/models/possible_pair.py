"""Pairs of records that may be of one person, and who is still to be compared.

A change of what is compared marks the person; a command on the server scores the pairs.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import no_truncate, refuses
from cases.models.person import Person


def _by_command(name: str) -> list[pgtrigger.Trigger]:
    """Return the guards that no page writes what a command on the server keeps."""
    return [
        refuses(
            name,
            pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            "cases_is_page()",
            "This is done on the server, and by no page.",
        ),
        no_truncate(),
    ]


class ToCompare(models.Model):
    """A mark that a person is to be compared; one for each change, so that none waits."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("person to compare")
        verbose_name_plural = _("people to compare")
        triggers = _by_command("to_compare_by_command")

    def __str__(self) -> str:
        return f"#{self.person_id}"


class PossiblePair(models.Model):
    """Two people who may be one, with the codes of ``rules.names.NameMatch`` why."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    score = models.DecimalField(_("likeness"), max_digits=4, decimal_places=3)
    reasons = ArrayField(models.CharField(max_length=16))
    found_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        triggers = _by_command("possible_pair_by_command")
        constraints = [
            models.CheckConstraint(name="possible_pair_in_order", condition=Q(one__lt=F("other"))),
            models.UniqueConstraint(fields=["one", "other"], name="possible_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
