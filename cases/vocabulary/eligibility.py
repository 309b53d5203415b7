"""Criteria, the answers to them, and what is decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CriteriaStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("No longer in use")


class Decision(TextChoices):
    ELIGIBLE = "eligible", pgettext_lazy("decision", "Eligible")
    DEFERRED = "deferred", pgettext_lazy("decision", "Deferred")
    INELIGIBLE = "ineligible", pgettext_lazy("decision", "Not eligible under current rules")
    NEEDS_INFORMATION = "needs_information", _("Needs information")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class AskedFact(TextChoices):
    """A fact of the register that a question of eligibility may ask about, besides clearances.

    With a hyphen in each, which no code of a kind of clearance has.
    """

    NATIONAL = "is-national", _("The child is a national of the home country")
    UNDER_18 = "is-under-18", _("The child is under 18")
    MOTHER_AGREES = "consent-mother", _("The mother agrees to the return")
    FATHER_AGREES = "consent-father", _("The father agrees to the return")
    GUARDIAN_AGREES = "consent-guardian", _("The guardian agrees to the return")
    COURT_AGREES = "consent-court", _("A court agrees instead of a parent")
    CHILD_AGREES = "consent-child", _("The child agrees to the return")
    FATHER_DEAD = "father-dead", _("The father is dead")
    RELEASE_DATE = "release-date", _("The mother has a release date")
