"""Permissions for a child to stay while a sibling travels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import Editable, four_eyes, keeps_history, no_delete
from cases.models.movement import Movement
from cases.models.user import User
from cases.vocabulary import Reason

_EXCEPTION = four_eyes(
    "sibling_exception",
    first="asked",
    second="approved",
    content=("movement", "child", "reason", "note"),
    final=True,
)


@keeps_history()
class SiblingException(Editable):
    """Permission for one child to stay while a sibling travels; two people."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="exceptions")
    child = models.ForeignKey(Child, models.PROTECT, related_name="left_behind")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sibling exception")
        verbose_name_plural = _("sibling exceptions")
        triggers = [
            no_delete(),
            *_EXCEPTION.triggers,
        ]
        constraints = [
            models.UniqueConstraint(fields=["movement", "child"], name="sibling_exception_once"),
            *_EXCEPTION.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.movement} {self.child}"
