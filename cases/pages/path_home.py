"""The path home in words: what is done, for whom, by whom, and by when; or why no day works."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.models import Child, User
from cases.pages.doors import DOORS, address
from cases.pages.facts import Words
from cases.pages.parts import shown_names
from cases.rules.path_home import NeededAct, NoPath, PathAct, PathHome, Refusal, Round
from cases.vocabulary import Act, Role

_LABELS: dict[PathAct, Words] = {
    PathAct.RECONSIDER: gettext_lazy("Resume the case"),
    PathAct.VERIFY: gettext_lazy("Verify the identity"),
    PathAct.ASSESS: gettext_lazy("Assess eligibility"),
    PathAct.DECIDE: gettext_lazy("Decide that the child is eligible"),
    PathAct.RECORD_FEE: gettext_lazy("Record the missing fee"),
    PathAct.PAY: gettext_lazy("Pay the fee"),
    PathAct.CONFIRM_FATHER: gettext_lazy("Confirm the death of the father"),
    PathAct.CONFIRM_IDENTITY: gettext_lazy("Confirm the changed identity"),
    PathAct.WEIGH: gettext_lazy("Best-interests note on the contested consent, approved"),
    PathAct.CLEAR: gettext_lazy("Mark as cleared to travel"),
    PathAct.PLAN: gettext_lazy("Plan a movement on this day, with a seat for each"),
    PathAct.LEAVE_SEAT: gettext_lazy("Release the place on another movement"),
    PathAct.SEAT: gettext_lazy("Propose a place on the movement of this day"),
    PathAct.EXCEPTION: gettext_lazy("Exception: a sibling who cannot fly on this day stays"),
    PathAct.LOCK: gettext_lazy("Lock the passenger list"),
}
_REVIEWER_ALONE = (Role.REVIEWER,)
_OWNERS: dict[PathAct, tuple[Role, ...]] = {
    PathAct.VERIFY: _REVIEWER_ALONE,
    PathAct.DECIDE: _REVIEWER_ALONE,
    PathAct.VERIFY_CONSENT: _REVIEWER_ALONE,
    PathAct.CONFIRM_FATHER: _REVIEWER_ALONE,
    PathAct.CONFIRM_IDENTITY: _REVIEWER_ALONE,
    PathAct.WEIGH: (Role.CASEWORKER, Role.REVIEWER),
    PathAct.RECORD_FEE: (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER),
    PathAct.PAY: (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER),
    PathAct.PLAN: (Role.TRAVEL_OFFICER,),
    PathAct.LEAVE_SEAT: (Role.TRAVEL_OFFICER,),
    PathAct.SEAT: (Role.TRAVEL_OFFICER,),
    PathAct.ESCORTS: (Role.TRAVEL_OFFICER,),
    PathAct.EXCEPTION: (Role.TRAVEL_OFFICER, Role.REVIEWER),
    PathAct.LOCK: (Role.TRAVEL_OFFICER, Role.REVIEWER),
}
_WHY: dict[NoPath, Words] = {
    NoPath.CLOSED: gettext_lazy("The case is closed. Reopen it first, if it is to go on."),
    NoPath.TRAVELLING: gettext_lazy("The child is on the way already."),
    NoPath.HOME: gettext_lazy("The child is home already."),
    NoPath.NO_TERMS: gettext_lazy(
        "No requirement of the agreement is in force on this day. A reviewer approves it first."
    ),
    NoPath.HEARING_LATER: gettext_lazy("%(what)s: the hearing is on %(day)s, after this day."),
    NoPath.ASKED_LATER: gettext_lazy(
        "Consent to the return (%(what)s): refused, to be asked again on %(day)s."
    ),
    NoPath.TOO_SHORT: gettext_lazy(
        "%(what)s: would not be valid until the arrival even if issued on this day."
    ),
    NoPath.GONE_BY: gettext_lazy("This day has passed."),
}
#: Where an act of the list is recorded at any time before its last day.
_DOORS = {
    PathAct.PAPER: (Act.CLEARANCE, "kind"),
    PathAct.CONSENT: (Act.CONSENT, "giver"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One act: for whom (empty where for all), who does it, and between which days."""

    label: Words
    names: str
    who: str
    latest: datetime.date
    first: datetime.date | None
    is_late: bool
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathWords:
    """The answer: the acts, or the sentences why no day or not this day."""

    rows: tuple[PathRow, ...]
    refusals: tuple[str, ...]
    earliest: datetime.date | None
    is_ready: bool
    is_short: bool


def path_words(
    path: PathHome, children: Sequence[Child], user: User, *, today: datetime.date
) -> PathWords:
    """Return the answer as its reader reads it; acts that are alike for siblings share a row."""
    family = {child.pk: child for child in children}
    groups: dict[tuple[object, ...], list[NeededAct]] = {}
    for due in path.acts:
        groups.setdefault((due.round, due.act, due.subject), []).append(due)
    rows = tuple(_row(group, family, user, today) for group in groups.values())
    starts = path.starts_by
    return PathWords(
        rows=rows,
        refusals=tuple(_refusal(each, family, user) for each in path.refusals),
        earliest=_earliest(path, today),
        is_ready=not (rows or path.refusals),
        is_short=starts is not None and starts < today,
    )


def _earliest(path: PathHome, today: datetime.date) -> datetime.date | None:
    """Return the first day to ask for instead: when what is in the way is over, or at one day a
    round from today."""
    days = [each.day for each in path.refusals]
    if days and all(days):
        return max(day for day in days if day)
    if path.starts_by and path.starts_by < today:
        return today + datetime.timedelta(days=path.days - 1)
    return None


def _row(
    group: Sequence[NeededAct], family: Mapping[int, Child], user: User, today: datetime.date
) -> PathRow:
    due, latest = group[0], group[0].latest or today
    children = [family[each.child] for each in group if each.child]
    return PathRow(
        label=_label(due),
        names=wording.names_text(_name(child, user) for child in children),
        who=_who(due, children),
        latest=latest,
        first=due.first if due.first and due.first > today else None,
        is_late=latest < today,
        url=_door(due, children, user),
    )


def _label(due: NeededAct) -> Words:
    if due.act == PathAct.ESCORTS:
        words = ngettext("Add %(n)s escort", "Add %(n)s escorts", due.number)
        return words % {"n": due.number}
    if due.act in _LABELS or due.subject is None:
        return _LABELS[due.act]
    if due.act == PathAct.CONSENT:
        return _("Record the consent: %(who)s") % {"who": due.subject.label}
    if due.act == PathAct.VERIFY_CONSENT:
        return _("Verify the consent: %(who)s") % {"who": due.subject.label}
    if due.round == Round.BEFORE_DEPARTURE:
        return _("%(what)s, granted and valid on the day") % {"what": due.subject.label}
    return _("%(what)s, granted and valid until the arrival") % {"what": due.subject.label}


def _who(due: NeededAct, children: Iterable[Child]) -> str:
    roles = _OWNERS.get(due.act, (Role.CASEWORKER,))
    if roles == (Role.CASEWORKER,):
        people = dict.fromkeys(str(child.caseworker) for child in children if child.caseworker)
        if people:
            return wording.names_text(people)
    if len(roles) == 1:
        return str(roles[0].label)
    first, second = roles
    return _("%(first)s, then %(second)s") % {"first": first.label, "second": second.label}


def _door(due: NeededAct, children: Sequence[Child], user: User) -> str:
    if due.act not in _DOORS or due.subject is None:
        return ""
    act, key = _DOORS[due.act]
    if not DOORS[act].is_open_to(user):
        return ""
    others = ",".join(child.reference for child in children[1:])
    query = {key: due.subject.value, **({"for": others} if others else {})}
    return address(DOORS[act].route, children[0].reference, **query)


def _refusal(refusal: Refusal, family: Mapping[int, Child], user: User) -> str:
    sentence = str(_WHY[refusal.why])
    if refusal.subject is not None:
        day = wording.day_text(refusal.day) if refusal.day else ""
        sentence %= {"what": refusal.subject.label, "day": day}
    if len(family) == 1:
        return sentence
    name = _name(family[refusal.child], user)
    return _("%(child)s: %(sentence)s") % {"child": name, "sentence": sentence}


def _name(child: Child, user: User) -> str:
    return shown_names(child.person.names.all(), user).name or child.reference
