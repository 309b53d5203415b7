"""The mark of a database of invented people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Demonstration(models.Model):
    """Marks a database of invented people only; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    loaded_on = models.DateField()

    class Meta:
        verbose_name = _("demonstration mark")
        verbose_name_plural = _("demonstration mark")
        constraints = [models.CheckConstraint(name="demonstration_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.loaded_on:%Y-%m-%d}"
