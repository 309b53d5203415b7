"""Languages of documents, and of what an admin puts into words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    """The language of a document, or of the explanation of a consent."""

    TAJIK = "tg", _("Tajik")
    RUSSIAN = "ru", _("Russian")
    UZBEK = "uz", _("Uzbek")
    KYRGYZ = "ky", _("Kyrgyz")
    KAZAKH = "kk", _("Kazakh")
    ARABIC = "ar", pgettext_lazy("language", "Arabic")
    KURDISH = "ku", _("Kurdish")
    TURKISH = "tr", _("Turkish")
    PERSIAN = "fa", _("Persian")
    ENGLISH = "en", _("English")
    OTHER = "other", _("Another language")


class PhraseLanguage(TextChoices):
    """The languages into which an admin puts titles, questions, sources and names."""

    RUSSIAN = "ru", _("Russian")
    TAJIK = "tg", _("Tajik")
    ARABIC = "ar", pgettext_lazy("language", "Arabic")
    ENGLISH = "en", _("English")
