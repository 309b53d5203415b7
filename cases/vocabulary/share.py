"""What is given out of a record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SharedPart(TextChoices):
    """A part of a child's record that another authority may be given."""

    IDENTITY = "identity", _("Names, birth and identifiers")
    PAPERS = "papers", _("Clearances, and the list of documents")
    COURT = "court", _("Court hearings")
    ELIGIBILITY = "eligibility", _("Eligibility")
    CONSENT = "consent", _("Consents")
    JOURNEY = "journey", _("Movement and handover")
    CARE = "care", _("Care at home and follow-ups")


class HeldKind(TextChoices):
    """What somebody asks about what is held on a person."""

    FILE = "file", _("What is held on the child, in one file")
    CORRECTION = "correction", _("A correction")
    HER_FILE = "her_file", _("What is held on the mother, in one file")
    HER_WORDS = "her_words", _("A correction of what is held on the mother")


#: What leaves as a file, and what the mother asks about herself.
HELD_FILES = (HeldKind.FILE, HeldKind.HER_FILE)
OF_THE_MOTHER = (HeldKind.HER_FILE, HeldKind.HER_WORDS)
