"""Court hearings put into words: the card of a child's page, and the tag of one hearing."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Child, Hearing
from cases.pages.doors import address
from cases.queries.hearings import Chain
from cases.vocabulary import AdjournmentReason, HearingOutcome

Rows = list[dict[str, Any]]


def rows(child: Child, chains: Iterable[Chain], *, on: datetime.date, may: bool) -> Rows:
    """Return a row for each chain: where it stands, how often it was put off, what to record."""
    return [
        {
            "purpose": chain.newest.get_purpose_display(),
            "court": chain.newest.court,
            "day": wording.day_text(chain.newest.scheduled_on),
            "tag": _today(chain.newest, on) or tag(chain.newest, on=on),
            "why": " ".join(_why(chain)),
            "acts": _acts(child, chain.newest, on) if may else [],
        }
        for chain in chains
    ]


def hearing_facts(hearing: Hearing) -> Rows:
    """Return what is known of a hearing, beside the form of its outcome."""
    return [
        {"label": _("Purpose of the hearing"), "value": hearing.get_purpose_display()},
        {"label": _("Court"), "value": hearing.court},
        {"label": _("Hearing date"), "value": wording.day_text(hearing.scheduled_on)},
    ]


def not_before_sentence(hearing: Hearing) -> str:
    """Return why a hearing that lies ahead is not recorded as held."""
    sentence = _("The hearing is on %(day)s. Record it as held on or after that date.")
    return sentence % {"day": wording.day_text(hearing.scheduled_on)}


def tag(hearing: Hearing, *, on: datetime.date) -> dict[str, Any]:
    """Return label and tone of what a hearing has come to on a day."""
    if hearing.outcome == HearingOutcome.SCHEDULED and hearing.scheduled_on < on:
        return {"label": _("Outcome not recorded yet"), "tone": "bad"}
    tones = {HearingOutcome.SCHEDULED: "info", HearingOutcome.HELD: "ok"}
    tones[HearingOutcome.ADJOURNED] = "warn"
    return {"label": hearing.get_outcome_display(), "tone": tones.get(hearing.outcome, "idle")}


def _today(hearing: Hearing, on: datetime.date) -> dict[str, Any] | None:
    is_open = hearing.outcome == HearingOutcome.SCHEDULED
    return {"label": _("Today"), "tone": "acc"} if is_open and hearing.scheduled_on == on else None


def adjourned_text(reasons: Sequence[AdjournmentReason]) -> str:
    """Return "Adjourned 2 times: judge absent, papers missing."; empty when never."""
    if not reasons:
        return ""
    labels = (str(reason.label) for reason in reasons)
    said = ", ".join(label[:1].lower() + label[1:] for label in labels)
    return ngettext(
        "Adjourned once: %(reasons)s.", "Adjourned %(count)s times: %(reasons)s.", len(reasons)
    ) % {"count": len(reasons), "reasons": said}


def _why(chain: Chain) -> Iterable[str]:
    yield adjourned_text(chain.reasons)
    if chain.newest.outcome == HearingOutcome.ADJOURNED:
        yield _("The court has not set a new date yet.")
    if chain.newest.clearance:
        yield _("It led to: %(clearance)s.") % {"clearance": chain.newest.clearance}


def _acts(child: Child, hearing: Hearing, on: datetime.date) -> list[tuple[str, str]]:
    """Return label and address of what may be recorded of a hearing now."""
    if hearing.outcome == HearingOutcome.ADJOURNED and child.is_open:
        url = address("child-hearing", child.reference, purpose=hearing.purpose)
        return [(_("Set the next hearing"), url)]
    if hearing.outcome != HearingOutcome.SCHEDULED:
        return []
    doors = [(_("Adjourn"), "hearing-adjourn"), (_("Cancel"), "hearing-cancel")]
    if hearing.scheduled_on <= on:
        doors.insert(0, (_("Record as held"), "hearing-held"))
    return [(label, address(route, child.reference, hearing.n)) for label, route in doors]
