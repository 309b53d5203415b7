"""Looks drawn by lot, for which somebody answers."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.access import AccessRow
from cases.models.guards import (
    Editable,
    before,
    both_or_neither,
    by_command,
    in_words,
    keeps_history,
    no_delete,
    refusal,
    refuses,
    stays,
)
from cases.models.user import User


@keeps_history()
class DrawnLook(Editable):
    """A look outside the own work, without a purpose, of which a reviewer says why it was."""

    look = models.OneToOneField(AccessRow, models.PROTECT, related_name="drawn")
    drawn_at = models.DateTimeField(_("drawn"), db_default=Now(), editable=False)
    asked_of = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked of")
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("look drawn by lot")
        verbose_name_plural = _("looks drawn by lot")
        ordering = ["-pk"]
        constraints = [
            both_or_neither("drawn_look_answer_whole", "answered_by", "answered_at"),
            models.CheckConstraint(
                name="drawn_look_answer_in_words",
                condition=Q(answered_by__isnull=True, answer="")
                | Q(answered_by__isnull=False) & in_words("answer"),
            ),
        ]
        triggers = [
            no_delete(),
            by_command("drawn_look"),
            stays("drawn_look_stays", "What was drawn stays.", "look", "drawn_at", "asked_of"),
            before(
                "answer_stays",
                pgtrigger.Update,
                refusal("drawn_look_answer_stays", "An answer does not change."),
                condition=pgtrigger.Q(old__answered_by__isnull=False),
            ),
            refuses(
                "drawn_look_answered_by_another",
                pgtrigger.Insert | pgtrigger.Update,
                "(SELECT by_id FROM cases_accessrow WHERE id = NEW.look_id) "
                "IN (NEW.answered_by_id, NEW.asked_of_id)",
                "Nobody answers for their own look.",
                trigger="answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.look}"
