"""Drafts: forms not yet submitted."""

import pgtrigger
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from cases.models.guards import before, refuses
from cases.models.user import User


class Draft(models.Model):
    """A form not yet submitted; visible to its author only."""

    author = models.ForeignKey(User, models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=40)
    data = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at"]
        triggers = [
            before(
                "draft_of_its_author",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "PERFORM cases_refuse_another_hand("
                "COALESCE(NEW.author_id, OLD.author_id), 'draft_of_its_author');",
            ),
            refuses(
                "draft_of_a_case_kept",
                pgtrigger.Insert | pgtrigger.Update,
                "cases_is_disposed_page(NEW.data->>'path')",
                "This case was disposed of.",
            ),
        ]
        indexes = [models.Index(fields=["author", "form"], name="draft_of_author")]
        constraints = [
            models.UniqueConstraint(
                "author", "form", KeyTextTransform("token", "data"), name="draft_one_of_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} #{self.pk}"
