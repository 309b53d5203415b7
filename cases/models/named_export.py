"""Lists of children that leave the register with their names."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models.guards import (
    Editable,
    append_only,
    asked_then_answered,
    before,
    keeps_history,
    no_truncate,
    refuses,
)
from cases.models.user import User

#: Names of more children than this, in one list or several, leave only when a second person agrees.
ALONE = 25
#: How long a request is good for, from the day it needs no further answer.
HOLDS = timedelta(hours=24)


_KEYS = ArrayField(models.BigIntegerField())


class NamedExportQuerySet(models.QuerySet["NamedExport"]):
    def asked(self) -> "NamedExportQuerySet":
        """Return those that wait for a second person."""
        waiting = self.filter(approved_by__isnull=True, dropped_by__isnull=True)
        taken = _with_taken("asked_by", "children", "asked_at")
        return waiting.alias(names=taken).filter(names__gt=ALONE)

    def with_taken(self) -> "NamedExportQuerySet":
        """Annotate ``with_taken``, as the guard counts it."""
        return self.annotate(with_taken=_with_taken("asked_by", "children", "asked_at"))


def _with_taken(*of: Any) -> models.Func:
    function = "cases_names_with_taken"
    return models.Func(*of, Value(HOLDS), function=function, output_field=models.IntegerField())


# Of two by one person at the same moment there is one; a short list waits for nobody.
_REQUEST = asked_then_answered(
    "named_export", content=("filter", "children", "purpose"), once=("asked_by", "asked_at")
)


@keeps_history()
class NamedExport(Editable):
    """A request to take a list away with names: what it was narrowed to, and who was on it.

    ``filter`` is the query of the list, which never holds a name; ``children`` are the keys of
    those on it. No file is kept: it is made each time it is fetched, while it is the same list.
    """

    filter = models.TextField(_("filters"), blank=True, max_length=2000)
    children = ArrayField(models.BigIntegerField())
    purpose = models.CharField(_("purpose"), max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = NamedExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export with names")
        verbose_name_plural = _("exports with names")
        ordering = ["-pk"]
        permissions = [
            ("export_identified", "Take a list of children away with names"),
            ("approve_namedexport", "Agree as the second person that names leave"),
        ]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="named_export_says_why", condition=~Q(purpose__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="named_export_of_somebody", condition=Q(children__len__gt=0)
            ),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            refuses(
                "named_export_allowed",
                pgtrigger.Insert,
                "NOT (SELECT exports_names FROM cases_user WHERE id = NEW.asked_by_id)",
                "Who exports names was allowed to by an admin.",
            ),
        ]

    def __str__(self) -> str:
        return f"E-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("named-export", args=[self.pk])

    @property
    def rows(self) -> int:
        return len(self.children)

    @cached_property
    def with_taken(self) -> int:
        """How many children it is with those of the lists taken alone. One query, if not read."""
        of = self.asked_by_id, Value(self.children, _KEYS), self.asked_at
        counted = _with_taken(Value(of[0]), of[1], Value(of[2]))
        return int(User.objects.filter(pk=of[0]).values_list(counted, flat=True)[0])

    @property
    def needs_another(self) -> bool:
        return self.with_taken > ALONE


class NamedExportFile(models.Model):
    """A list with names that was handed out."""

    export = models.ForeignKey(NamedExport, models.PROTECT, related_name="files")
    ending = models.CharField(_("kind of file"), max_length=4)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file with names")
        verbose_name_plural = _("files with names")
        ordering = ["-pk"]
        triggers = [
            *append_only(),
            before(
                "handed_out_as_agreed",
                pgtrigger.Insert,
                f"PERFORM cases_refuse_names(NEW, {ALONE}, "
                f"make_interval(secs => {int(HOLDS.total_seconds())}));",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export}.{self.ending}"
