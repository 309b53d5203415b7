"""Who a person is: sex, birth, names and numbers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "f", _("Girl")
    MALE = "m", _("Boy")
    UNKNOWN = "u", _("Not known yet")


class AgeBand(TextChoices):
    """A band of ages, by the youngest possible age."""

    UNDER_3 = "under_3", _("Under 3")
    FROM_3 = "3_to_5", _("3 to 5")
    FROM_6 = "6_to_11", _("6 to 11")
    FROM_12 = "12_to_17", _("12 to 17")
    ADULT = "adult", _("18 or older")
    UNKNOWN = "unknown", _("Age not known yet")


class BirthBasis(TextChoices):
    DOCUMENT = "document", _("Document")
    MOTHER = "mother", _("Said by the mother")
    OFFICER = "officer", _("Estimated by an officer")


class Script(TextChoices):
    CYRILLIC = "Cyrl", _("Cyrillic")
    ARABIC = "Arab", _("Arabic")
    LATIN = "Latn", _("Latin")


class NameKind(TextChoices):
    FAMILY = "family", _("As the family says it")
    OFFICIAL = "official", _("On a document of the holding country")
    TRAVEL = "travel", _("On a travel document")
    BIRTH = "birth", _("At birth")
    ALIAS = "alias", _("Also known as")
    COURT = "court", _("In a court file")


class NameWithdrawn(TextChoices):
    """Why a name or a number of a person does not count any more."""

    MISTAKE = "mistake", _("It was entered by mistake")
    NOT_THEIRS = "not_theirs", _("It belongs to another person")
    NOT_USED = "not_used", _("It is not used any more")


class IdentifierScheme(TextChoices):
    PASSPORT = "passport", _("Passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    NATIONAL_ID = "national_id", _("National identity card")
    COURT_FILE = "court_file", _("Court file")
    RETURN_CERTIFICATE = "return_certificate", _("Certificate of return")


class DuplicateVerdict(TextChoices):
    SAME = "same", _("The same person")
    NOT_SAME = "not_same", _("Not the same person")


class AnswerOnPair(TextChoices):
    """What is written of a pair: an answer, or that the one before is taken back."""

    SAME = DuplicateVerdict.SAME.value, DuplicateVerdict.SAME.label
    NOT_SAME = DuplicateVerdict.NOT_SAME.value, DuplicateVerdict.NOT_SAME.label
    TAKEN_BACK = "taken", _("The answer is taken back")


class RestatedPart(TextChoices):
    """What a second person confirms when it is restated."""

    IDENTITY = "identity", _("Identity")
    FATHER = "father", _("Death of the father")
