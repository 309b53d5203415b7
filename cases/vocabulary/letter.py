"""Letters that are made of a case, and their languages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterKind(TextChoices):
    EXIT_PERMIT = "exit_permit", _("Note verbale asking for an exit permit")
    HEARING = "hearing", _("Request for a hearing")
    HANDOVER = "handover", _("Certificate of handover")


class LetterLanguage(TextChoices):
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    ARABIC = "ar", pgettext_lazy("language", "Arabic")
