"""A changed consent rule in words, and the children for whom something else is missing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Child
from cases.pages.facts import Words
from cases.pages.tracks import status_of
from cases.queries.case_files import track_sentence
from cases.queries.consent_changes import Affected, AffectedNumber, RuleChange
from cases.rules.tracks import ConsentRuleFacts, Track
from cases.vocabulary import ConsentPurpose, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTab:
    label: str
    day: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedRow:
    """A child whom the change affects: what is missing now, what no more, and what that makes."""

    child: Child
    missing: list[str]
    no_longer: list[str]
    becomes_complete: bool
    becomes_incomplete: bool


def tabs(days: Iterable[datetime.date], current: datetime.date | None) -> list[DayTab]:
    """Return the days of change."""
    return [
        DayTab(label=wording.day_text(day), day=day.isoformat(), current=day == current)
        for day in days
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedCount:
    """How many children are affected, each counted once; ``query`` asks for their lines.

    It is empty for who may not open them all.
    """

    label: Words
    n: int
    query: str
    current: bool


def counts(
    numbers: Iterable[AffectedNumber], day: datetime.date, stage: Stage | None
) -> list[AffectedCount]:
    """Return how many children of each stage are affected."""
    return [
        AffectedCount(
            label=each.stage.label,
            n=each.children,
            query=urlencode({"day": day.isoformat(), "stage": each.stage.value})
            if each.is_seen
            else "",
            current=each.stage == stage,
        )
        for each in numbers
    ]


def sentence(change: RuleChange) -> str:
    """Return who is asked in addition for a purpose, and who no more."""
    parts = [_("also required: %(who)s") % {"who": _who(rule)} for rule in change.added]
    parts += [_("no longer required: %(who)s") % {"who": _who(rule)} for rule in change.ended]
    return _("%(purpose)s: %(what)s") % {"purpose": change.purpose.label, "what": "; ".join(parts)}


def _who(rule: ConsentRuleFacts) -> str:
    if rule.from_age is None:
        return str(rule.giver_role.label)
    return ngettext(
        "%(who)s from the age of %(years)s year",
        "%(who)s from the age of %(years)s years",
        rule.from_age,
    ) % {"who": rule.giver_role.label, "years": rule.from_age}


def row(one: Affected) -> AffectedRow:
    """Return what the change means for one child and purpose."""
    return AffectedRow(
        child=one.child,
        missing=[_missing(one.purpose, track) for track in one.missing],
        no_longer=[str(track.subject.label) for track in one.no_longer],
        becomes_complete=one.is_complete and not one.was_complete,
        becomes_incomplete=one.was_complete and not one.is_complete,
    )


def _missing(purpose: ConsentPurpose, track: Track) -> str:
    if purpose == ConsentPurpose.REPATRIATION:
        return track_sentence(track)
    return _("%(purpose)s (%(who)s): %(state)s") % {
        "purpose": purpose.label,
        "who": track.subject.label,
        "state": status_of(track.subject, track.state),
    }
