"""Letters made of a case, as they were made."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import append_only, in_words, one_of
from cases.models.user import User
from cases.vocabulary import LetterKind, LetterLanguage


class Letter(models.Model):
    """A letter as it was made; ``for_sending`` unless nobody has checked its wording."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=LetterLanguage.choices)
    body = models.TextField(_("text"), max_length=40_000)
    for_sending = models.BooleanField(_("for sending"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    at = models.DateTimeField(_("made at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            one_of("letter_kind_known", "kind", LetterKind),
            one_of("letter_language_known", "language", LetterLanguage),
            models.CheckConstraint(name="letter_says_something", condition=in_words("body")),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
