"""The seals on what is only ever added: a digest of each row, chained, and where each seal ends.

Written by the functions of ``sql/seal.sql`` alone; see decision 0146.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only


class Seal(models.Model):
    """All rows that were sealed at one moment, and the head of the chain after them."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    #: The last position of the chain that this seal holds.
    through = models.PositiveBigIntegerField()
    #: The columns that each of its tables had then: one added later is in no digest.
    shapes = models.JSONField()
    head = models.BinaryField()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-number"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.number}"


class SealedRow(models.Model):
    """The digest of one row of one table, at its position of the chain."""

    position = models.PositiveBigIntegerField(primary_key=True)
    # No constraint: one check for each of 100,000 rows would take longer than the seal.
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", db_constraint=False)
    of_table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    digest = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        verbose_name = _("sealed row")
        verbose_name_plural = _("sealed rows")
        indexes = [models.Index(fields=["of_table", "row"], name="sealed_row_of_table")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.of_table} {self.row}"


class Sealing(models.Model):
    """When rows were last sealed and the chain last verified, and what was found; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True, db_default="")
    #: The last head that was written outside the database, as it stands there.
    head = models.TextField(blank=True, db_default="")

    class Meta:
        verbose_name = _("state of the seals")
        verbose_name_plural = _("state of the seals")
        constraints = [models.CheckConstraint(name="sealing_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.sealed_at}"
