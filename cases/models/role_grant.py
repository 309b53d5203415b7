"""Roles assigned and removed."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.guards import append_only
from cases.models.user import User


class RoleGrant(models.Model):
    """A role that was assigned or removed; shown to the auditor.

    Written by triggers on roles and users, also for plain SQL; then ``by`` is None.
    """

    #: Empty for a permission that a role got or lost: everybody of the role has it.
    whom = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("role", "user"),
    )
    role = models.CharField(_("role"), max_length=150)
    given = models.BooleanField(_("assigned"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("granted role")
        verbose_name_plural = _("granted roles")
        ordering = ["-id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.whom or '–'}: {self.role}"
