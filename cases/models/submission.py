"""Submitted forms, so that none is submitted twice."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import no_delete, no_truncate, refuses
from cases.models.user import User


class Submission(models.Model):
    """A submitted form; submitting it again is refused."""

    token = models.UUIDField(primary_key=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    location = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("submitted form")
        verbose_name_plural = _("submitted forms")
        triggers = [
            no_delete(),
            no_truncate(),
            refuses(
                "submission_leads_where_it_led",
                pgtrigger.Update,
                "OLD.location <> '' OR NEW.by_id <> cases_actor()",
                "Where a form led does not change.",
                condition=pgtrigger.AnyChange("location"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)
