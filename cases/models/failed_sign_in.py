"""Wrong passwords and codes, for the auditor."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.guards import append_only


class FailedSignIn(models.Model):
    """A wrong password or code; ``name`` is a hash of what was typed, which may be a password.

    What is tried while one has to wait is answered without a look at it, and leaves no row.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    page = models.CharField(_("page"), max_length=60)
    name = models.CharField(_("user name, hashed"), max_length=64)
    address = models.GenericIPAddressField(_("address"), null=True)

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], name="failed_sign_in_at")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
