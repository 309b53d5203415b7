"""Keys by which other systems read the public totals: made by an admin, told to the auditor."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.guards import (
    Editable,
    both_or_neither,
    by_office,
    in_words,
    keeps_history,
    no_delete,
    no_truncate,
    one_of,
    refuses,
    stays,
)
from cases.models.user import User
from cases.vocabulary import KeyScope


@keeps_history(exclude=("digest",))
class AccessKey(Editable):
    """A key of one client; only its hash is kept. It is never extended, only ended and made anew.

    ``agreement`` is the only one it reads, None for all.
    """

    client = models.CharField(_("client"), max_length=120)
    scope = models.CharField(_("what it reads"), max_length=12, choices=KeyScope.choices)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreement"),
    )
    digest = models.CharField(max_length=64, unique=True)
    good_until = models.DateField(_("good until"))
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("made at"), db_default=Now(), editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering = ["-pk"]
        permissions = [("give_accesskey", "Make and end access keys of other systems")]
        constraints = [
            one_of("access_key_scope_known", "scope", KeyScope),
            models.CheckConstraint(
                name="access_key_of_a_client",
                condition=in_words("client") & Q(digest__regex="^[0-9a-f]{64}$"),
            ),
            both_or_neither("access_key_ended_whole", "ended_by", "ended_at"),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            by_office("access_key", "give_accesskey", pgtrigger.Insert | pgtrigger.Update),
            stays(
                "access_key_stays",
                "An access key is ended and made anew.",
                *("client", "scope", "agreement", "digest", "good_until", "given_by", "given_at"),
            ),
            refuses(
                "access_key_ended_once",
                pgtrigger.Update,
                "OLD.ended_by_id IS NOT NULL",
                "An access key that ended stays ended.",
                condition=pgtrigger.AnyChange("ended_by", "ended_at"),
            ),
            refuses(
                "access_key_starts_good",
                pgtrigger.Insert,
                "NEW.ended_by_id IS NOT NULL OR NEW.good_until < cases_day(now()) "
                "OR NEW.good_until > cases_day(now()) + 366",
                "A new access key is good for a year at most.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} ({self.get_scope_display()})"
