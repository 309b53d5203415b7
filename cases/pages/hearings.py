"""Court hearings put into words: the card of a child's page, and the tag of one hearing."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases import wording
from cases.models import Child, Hearing, Mother, Place, User
from cases.pages.doors import address
from cases.pages.facts import Fact, ShownName, Tag
from cases.pages.parts import shown_names
from cases.queries.hearings import Chain
from cases.rules.months import months_after, months_before
from cases.rules.names import with_family
from cases.vocabulary import AdjournmentReason, HearingOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRow:
    """A hearing with those it follows; ``acts`` are label and address of what may be recorded."""

    purpose: str
    court: Place
    day: str
    tag: Tag
    why: str
    acts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLine:
    """The hearing of one child on a line of the calendar."""

    child: Child
    name: ShownName
    purpose: str
    tag: Tag
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtDay:
    """A line of the calendar: a family, a court, a day."""

    day: str
    weekday: str
    iso: str
    today: bool
    mother: Mother
    court: Place
    hearings: list[HearingLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    value: str
    label: str


def rows(child: Child, chains: Iterable[Chain], *, on: datetime.date, may: bool) -> list[ChainRow]:
    """Return a row for each chain: where it stands, how often it was put off, what to record."""
    return [
        ChainRow(
            purpose=chain.newest.get_purpose_display(),
            court=chain.newest.court,
            day=wording.day_text(chain.newest.scheduled_on),
            tag=_today(chain.newest, on) or tag(chain.newest, on=on),
            why=" ".join(_why(chain)),
            acts=_acts(child, chain.newest, on) if may else [],
        )
        for chain in chains
    ]


def hearing_facts(hearing: Hearing) -> list[Fact]:
    """Return what is known of a hearing, beside the form of its outcome."""
    return [
        Fact(label=_("Purpose of the hearing"), value=hearing.get_purpose_display()),
        Fact(label=_("Court"), value=hearing.court),
        Fact(label=_("Hearing date"), value=wording.day_text(hearing.scheduled_on)),
    ]


def tag(hearing: Hearing, *, on: datetime.date) -> Tag:
    """Return label and tone of what a hearing has come to on a day."""
    if hearing.outcome == HearingOutcome.SCHEDULED and hearing.scheduled_on < on:
        return Tag(label=_("Outcome not recorded yet"), tone="bad")
    tones = {HearingOutcome.SCHEDULED: "info", HearingOutcome.HELD: "ok"}
    tones[HearingOutcome.ADJOURNED] = "warn"
    tone = tones.get(HearingOutcome(hearing.outcome), "idle")
    return Tag(label=hearing.get_outcome_display(), tone=tone)


def _today(hearing: Hearing, on: datetime.date) -> Tag | None:
    is_open = hearing.outcome == HearingOutcome.SCHEDULED
    return Tag(label=_("Today"), tone="acc") if is_open and hearing.scheduled_on == on else None


def adjourned_text(reasons: Sequence[AdjournmentReason]) -> str:
    """Return "Adjourned 2 times: judge absent, papers missing."; empty when never."""
    if not reasons:
        return ""
    labels = (str(reason.label) for reason in reasons)
    text = ", ".join(label[:1].lower() + label[1:] for label in labels)
    return ngettext(
        "Adjourned once: %(reasons)s.", "Adjourned %(count)s times: %(reasons)s.", len(reasons)
    ) % {"count": len(reasons), "reasons": text}


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
    doors = [(_("Adjourn"), "hearing-adjourn"), (pgettext("hearing", "Cancel"), "hearing-cancel")]
    if hearing.scheduled_on <= on:
        doors.insert(0, (_("Record as held"), "hearing-held"))
    return [(label, address(route, child.reference, hearing.n)) for label, route in doors]


def court_days(hearings: Iterable[Hearing], user: User, *, today: datetime.date) -> list[CourtDay]:
    """Return a line for each family, court and day; children of one family stand together."""
    return [
        CourtDay(
            day=wording.day_text(day),
            weekday=wording.weekday_text(day),
            iso=f"{day:%Y-%m-%d}",
            today=day == today,
            mother=mother,
            court=court,
            hearings=[_line(hearing, user, today) for hearing in together],
        )
        for (day, mother, court), together in groupby(hearings, key=_family)
    ]


def _family(hearing: Hearing) -> tuple[datetime.date, Mother, Place]:
    return hearing.scheduled_on, hearing.child.mother, hearing.court


def _line(hearing: Hearing, user: User, today: datetime.date) -> HearingLine:
    following = hearing.adjourned_to
    name = shown_names(hearing.child.person.names.all(), user)
    note = ""
    if following is not None:
        note = _("next on %(day)s") % {"day": wording.day_text(following.scheduled_on)}
    elif hearing.outcome == HearingOutcome.ADJOURNED:
        note = _("no new date yet")
    reason = hearing.get_adjournment_reason_display() if hearing.adjournment_reason else ""
    return HearingLine(
        child=hearing.child,
        name=replace(
            name, name=with_family(name.name, getattr(hearing, "mothers_name", None) or "")
        ),
        purpose=hearing.get_purpose_display(),
        tag=tag(hearing, on=today),
        note=" · ".join(filter(None, (str(reason), note))),
    )


def months_around(first: datetime.date, *, today: datetime.date) -> dict[str, Month]:
    """Return the months before and after, and the present one where another is shown."""
    months = {"previous": months_before(first, 1), "next": months_after(first, 1)}
    if first != today.replace(day=1):
        months["this"] = today.replace(day=1)
    return {
        name: Month(value=f"{day:%Y-%m}", label=wording.month_text(day))
        for name, day in months.items()
    }


def is_quiet(hearings: Iterable[Hearing], first: datetime.date, *, today: datetime.date) -> bool:
    """Tell whether the page is of this month and today is a day without a hearing."""
    return first == today.replace(day=1) and not any(
        hearing.scheduled_on == today for hearing in hearings
    )
