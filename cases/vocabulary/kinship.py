"""Claims of relatives, and their evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Relation(TextChoices):
    """The claimed relation to a child."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GRANDPARENT = "grandparent", _("Grandparent")
    AUNT = "aunt", _("Aunt")
    UNCLE = "uncle", _("Uncle")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other relative")


class ClaimStatus(TextChoices):
    OPEN = "open", pgettext_lazy("claim", "Open")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    REJECTED = "rejected", pgettext_lazy("claim", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "Withdrawn")


class EvidenceKind(TextChoices):
    DOCUMENT = "document", _("Document")
    TESTIMONY = "testimony", _("Testimony")
    DNA = "dna", _("DNA result")
    COURT_PAPER = "court_paper", _("Court document")
    VISIT = "visit", _("Visit report")
    OTHER = "other", _("Other")
