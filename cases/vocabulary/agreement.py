"""What an agreement is, and the parts that are entered one by one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementStatus(TextChoices):
    REPORTED = "reported", _("Reported, text not public")
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class AgreementKind(TextChoices):
    TREATY = "treaty", _("Treaty")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    NOTES = "notes", _("Exchange of notes")
    VERBAL = "verbal", _("Understanding, form not published")


class StatementPart(TextChoices):
    """The part of an agreement's page a statement is in."""

    SUMMARY = "summary", _("In short")
    AGREED = "agreed", _("What was agreed")
    WHO = "who", _("Who may travel")
    HOME = "home", _("What the home country does")
    HOLDING = "holding", _("What the holding country does")
    CONTEXT = "context", _("Background, as reported")
    CONTACT = "contact", _("Contact")


class Measure(TextChoices):
    IDENTIFIED = "identified", _("Identified")
    TARGET = "target", _("Planned to return")
    RETURNED = "returned", _("Returned")
    FEE = "fee", _("Fee per child")
    MOTHERS = "mothers", _("Mothers")
    OTHER = "other", _("Other")


class TermPart(TextChoices):
    """A part of an agreement that is entered by itself, in the order in which it is needed."""

    AGREEMENT = "agreement", _("The agreement itself")
    FIGURES = "figures", _("Children identified and planned")
    PUBLISHED = "published", _("Figures as published")
    STATEMENTS = "statements", _("What was agreed, in statements")
    FEE = "fee", _("Fee schedule")
    CRITERIA = "criteria", _("Criteria set")
    REQUIREMENTS = "requirements", _("Clearances required")
    CONSENT = "consent", _("Consent rules")
    LIMITS = "limits", _("Time limits of stages")
    FOLLOW_UPS = "follow_ups", _("Follow-up rules")
    AGES = "ages", _("Ages to watch")
    RETENTION = "retention", _("How long cases are kept")
    PLACES = "places", _("Places of custody in the holding country")
    TEAMS = "teams", _("Teams")


#: What one person asks for and another approves: the terms of an agreement, besides its fee.
TERMS = (
    TermPart.AGREEMENT,
    TermPart.FIGURES,
    TermPart.PUBLISHED,
    TermPart.REQUIREMENTS,
    TermPart.CONSENT,
    TermPart.LIMITS,
    TermPart.FOLLOW_UPS,
    TermPart.AGES,
    TermPart.RETENTION,
)
