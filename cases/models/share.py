"""What of a child's record is shared with another authority: an act of two people."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.consent import Consent
from cases.models.country import Country
from cases.models.guards import (
    Editable,
    after,
    append_only,
    asked_then_answered,
    before,
    in_words,
    keeps_history,
    no_truncate,
    refuse_if,
    refused_or_withdrawn,
)
from cases.models.named_export import HOLDS
from cases.models.user import User
from cases.vocabulary import SharedPart


class ShareQuerySet(models.QuerySet["Sharing"]):
    def asked(self) -> "ShareQuerySet":
        """Return those that wait for a second person."""
        return self.filter(approved_by__isnull=True, dropped_by__isnull=True)

    def with_standing(self) -> "ShareQuerySet":
        """Annotate ``stands``: no consent that it needs was withdrawn, as the guards see it."""
        stands = Func(F("pk"), function="cases_share_stands", output_field=BooleanField())
        return self.annotate(stands=stands)


_REQUEST = asked_then_answered(
    "share",
    content=("child", "authority", "country", "consent", "basis", "parts", "purpose"),
    once=("child", "authority", "country"),
    answer=("answer",),
)


@keeps_history()
class Sharing(Editable):
    """Parts of a child's record for an authority of a country, by consent or on a legal basis.

    ``answer`` are the reviewer's words: why it is shared without a consent, or why it is not.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="shares")
    authority = models.CharField(_("authority"), max_length=200)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("country")
    )
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("consent"),
    )
    basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    parts = ArrayField(models.CharField(max_length=12), verbose_name=_("what is shared"))
    purpose = models.CharField(_("purpose"), max_length=500)
    answer = models.CharField(_("words of the reviewer"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("requested at"))
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing with an authority")
        verbose_name_plural = _("sharings with authorities")
        ordering = ["-pk"]
        permissions = [("approve_share", "Agree that a record is shared with another authority")]
        constraints = [
            *_REQUEST.constraints,
            models.CheckConstraint(
                name="share_says_to_whom_and_why",
                condition=in_words("authority") & in_words("purpose"),
            ),
            models.CheckConstraint(
                name="share_by_consent_or_basis",
                condition=Q(consent__isnull=False) | in_words("basis"),
            ),
            models.CheckConstraint(
                name="share_parts_known",
                condition=Q(parts__len__gt=0, parts__contained_by=list(SharedPart.values)),
            ),
            models.CheckConstraint(
                name="share_without_consent_by_a_reviewers_words",
                condition=Q(approved_by__isnull=True)
                | Q(consent__isnull=False)
                | in_words("answer"),
            ),
            models.CheckConstraint(
                name="share_words_with_the_answer",
                condition=Q(answer="") | Q(approved_by__isnull=False) | Q(dropped_by__isnull=False),
            ),
            refused_or_withdrawn("share"),
        ]
        triggers = [
            *_REQUEST.triggers,
            no_truncate(),
            after(
                "share_on_a_consent_that_stands",
                pgtrigger.Insert | pgtrigger.UpdateOf("approved_by_id"),
                refuse_if(
                    "NOT cases_share_stands(NEW.id)",
                    "share_on_a_consent_that_stands",
                    "The consent is none for sharing, or was withdrawn.",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}, {self.country}"

    @property
    def words_of_parts(self) -> list[str]:
        return [str(SharedPart(part).label) for part in self.parts]


class ShareFile(models.Model):
    """A file that was made for the authority and handed out; ``sha256`` is of the file."""

    share = models.ForeignKey(Sharing, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file that was shared")
        verbose_name_plural = _("files that were shared")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="share_file_hash_whole", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            )
        ]
        triggers = [
            *append_only(),
            before(
                "shared_as_agreed",
                pgtrigger.Insert,
                "PERFORM cases_refuse_share_file(NEW, "
                f"make_interval(secs => {int(HOLDS.total_seconds())}));",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share} {self.at:%Y-%m-%d}"
