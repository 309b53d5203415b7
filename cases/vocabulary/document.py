"""Documents, and the files of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    BIRTH = "birth", _("Birth certificate")
    IDENTITY = "identity", _("Identity document")
    KINSHIP = "kinship", _("Proof of kinship")
    COURT_ORDER = "court_order", _("Court order")
    CONSENT = "consent", _("Consent form")
    MEDICAL = "medical", _("Medical document")
    TRAVEL = "travel", _("Travel document")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    DEATH = "death", _("Death certificate")
    LETTER = "letter", _("Letter of an authority")
    PHOTO = "photo", _("Photograph of a document")
    OTHER = "other", _("Another document")


class Confidentiality(TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    SENSITIVE = "sensitive", _("Sensitive")


class VirusCheck(TextChoices):
    """How it stands with a file; only what waits is checked later."""

    NONE = "none", _("Not checked: no virus scanner")
    CLEAN = "clean", _("No virus found")
    WAITING = "waiting", _("Waiting for the virus check")
    INFECTED = "infected", _("A virus was found")


class ContentType(TextChoices):
    """The types of files that are stored; recognised by their bytes."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of file names of this type; the first is that of downloads."""
        return {"PDF": ("pdf",), "JPEG": ("jpg", "jpeg"), "PNG": ("png",)}[self.name]


class WithdrawnReason(TextChoices):
    WRONG_FILE = "wrong_file", _("The wrong file")
    WRONG_PERSON = "wrong_person", _("It belongs to another person")
    BETTER_COPY = "better_copy", _("A better copy is on file")
    NOT_GENUINE = "not_genuine", _("Found not to be genuine")
    CONSENT = "consent", _("The family withdrew it")
    OTHER = "other", _("Another reason, see the notes")
