"""What is held on one person: given out in one file, or corrected, on request."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    Editable,
    append_only,
    asked_then_answered,
    before,
    keeps_history,
    no_truncate,
    one_of,
    refused_or_withdrawn,
)
from cases.models.user import User
from cases.vocabulary import HeldKind


class HeldRequestQuerySet(models.QuerySet["HeldRequest"]):
    def asked(self) -> "HeldRequestQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)


_REQUEST = asked_then_answered(
    "held_request", content=("child", "kind", "words"), once=("child", "kind"), answer=("answer",)
)


@keeps_history()
class HeldRequest(Editable):
    """Somebody asks for what is held on a child, or for its correction; another answers.

    ``words`` say who asked and for what; ``answer`` is why it was refused.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="held_requests")
    kind = models.CharField(_("request"), max_length=10, choices=HeldKind.choices)
    words = models.CharField(_("who asked, and for what"), max_length=1000)
    answer = models.CharField(_("reason of the refusal"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = HeldRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")
        ordering = ["-pk"]
        permissions = [("approve_held", "Answer what a person asks about the own data")]
        constraints = [
            *_REQUEST.constraints,
            one_of("held_request_kind_known", "kind", HeldKind),
            models.CheckConstraint(
                name="held_request_says_who_asked", condition=~Q(words__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="held_request_answer_of_a_refusal",
                condition=Q(dropped_by__isnull=False) | Q(answer=""),
            ),
            refused_or_withdrawn("held_request"),
        ]
        triggers = [*_REQUEST.triggers, no_truncate()]

    def __str__(self) -> str:
        return self.get_kind_display()


class HeldFile(models.Model):
    """A file of what is held that was made and handed out; ``sha256`` is of the file."""

    wish = models.ForeignKey(HeldRequest, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file of what is held")
        verbose_name_plural = _("files of what is held")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="held_file_hash_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            )
        ]
        triggers = [
            *append_only(),
            before(
                "held_file_agreed",
                pgtrigger.Insert,
                "PERFORM cases_refuse_held_file(NEW);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.at:%Y-%m-%d}"
