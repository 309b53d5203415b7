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
    ELIGIBLE = "eligible", _("Eligible")
    TARGET = "target", _("Planned to return")
    RETURNED = "returned", _("Returned")
    FEE = "fee", _("Fee per child")
    MOTHERS = "mothers", _("Mothers")
    OTHER = "other", _("Other")


class WhyOtherwise(TextChoices):
    """Why a published figure is another than the register's, where no child tells it."""

    DEFINITION = "definition", _("Another definition")
    ROUNDED = "rounded", _("Rounded")
    SPEAKER = "speaker", _("Error of the speaker")
    BEFORE = "before", _("Before the register began")


class CohortChange(TextChoices):
    """Why a child is counted on one reading of a day and not on another."""

    LATER = "later", _("Entered later")
    ADDED = "added", _("Corrected since: counted")
    MOVED_IN = "moved_in", _("Moved here from another agreement")
    TAKEN = "taken", _("Corrected since: not counted")
    MOVED_OUT = "moved_out", _("Moved to another agreement")
    JOINED = "joined", _("Joined after that day")
    LEFT = "left", _("Left after that day")


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


class ForecastRefusal(TextChoices):
    """Why no forecast is given: the first that fits, as a sentence."""

    NOBODY = "nobody", _("No child is in the register yet.")
    NO_TARGET = "no_target", _("No target is set.")
    REACHED = "reached", _("%(target)s were home on %(day)s.")
    NO_JOURNEY = "no_journey", _("No child has travelled yet.")
    FEW = "few", _("Not enough data: after the second movement.")
    TRACK_STILL = (
        "track_still",
        _("Stood still: “%(track)s” had no result since %(day)s. No forecast until it moves."),
    )
    JOURNEYS_STILL = (
        "journeys_still",
        _("Stood still: the last movement was on %(day)s, and none is booked. No forecast yet."),
    )
    OUT_OF_REACH = (
        "out_of_reach",
        _("On the present facts %(target)s are not reached: too few children can still travel."),
    )
    TOO_MANY = "too_many", _("Too many children to simulate each one’s way.")
