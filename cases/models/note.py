"""Notes: free text on a case."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import in_words, keeps_history, no_delete, written_once
from cases.models.user import User


@keeps_history()
class Note(models.Model):
    """Free text on a case; a sensitive one is fetched only on request."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-id"]
        triggers = [no_delete(), written_once("note", "text", "sensitive")]
        constraints = [models.CheckConstraint(name="note_not_empty", condition=in_words("text"))]

    def __str__(self) -> str:
        return f"#{self.pk}"
