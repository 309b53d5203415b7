"""How clearances and consents stand, put into words, each with the form that brings it on."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.models import Child, User
from cases.pages.doors import DOORS, address
from cases.pages.facts import Fact, StatusLine, Words
from cases.queries.case_files import CaseFile, subject_label
from cases.queries.circumstances import Restated
from cases.rules.tracks import Track
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ConsentDecision,
    FatherStatus,
    GiverRole,
    NeededFor,
    Reason,
    RestatedPart,
    Stage,
    TrackState,
)

#: How loud a state is; what is done is plain text.
TONES = {
    TrackState.MISSING: "idle",
    TrackState.PENDING: "info",
    TrackState.UNVERIFIED: "info",
    TrackState.EXPIRING: "warn",
    TrackState.EXPIRED: "bad",
    TrackState.REFUSED: "bad",
    TrackState.WITHDRAWN: "bad",
}
_SAID = {
    TrackState.GRANTED: ConsentDecision.GIVEN,
    TrackState.REFUSED: ConsentDecision.WITHHELD,
}


def travel_document(file: CaseFile, user: User) -> list[Fact]:
    """Return how the travel document stands, where the agreement asks for one."""
    return [
        Fact(
            label=subject_label(track.subject),
            value=status_of(track.subject, track.state),
            alt=" · ".join(facts_of(track, file)),
            url=door_of(track, file, user),
        )
        for track in file.clearances
        if track.subject == ClearanceKind.TRAVEL_DOCUMENT
    ]


#: What the card of clearances and consents is called at a stage.
_TITLES = {
    Stage.REGISTERED: gettext_lazy("Before the decision"),
    Stage.VERIFIED: gettext_lazy("Before the decision"),
    Stage.ELIGIBLE: gettext_lazy("Before the child can travel"),
    Stage.CLEARED: gettext_lazy("Before the child can travel"),
    Stage.BOOKED: gettext_lazy("The movement"),
    Stage.IN_TRANSIT: gettext_lazy("The movement"),
}


def title(child: Child) -> Words:
    """Return what the card is called: by the stage, beside the way home by what is on it."""
    if child.returned_on:
        return _("Before the return")
    return _TITLES.get(Stage(child.stage), gettext_lazy("Clearances and consents"))


def journey(file: CaseFile) -> Iterable[StatusLine]:
    """Yield the place on a movement, of a child who has one or is under way."""
    child = file.child
    if file.seat and child.stage in (Stage.BOOKED, Stage.IN_TRANSIT):
        yield StatusLine(
            label=_("Movement %(reference)s") % {"reference": file.seat},
            url=address("movement", file.seat),
            status=child.get_stage_display(),
        )


def act_on(track: Track) -> str:
    """Return what brings a track on: it is recorded, or verified by another person."""
    verb = _("Verify: %(what)s") if waits(track) else _("Record: %(what)s")
    return verb % {"what": subject_label(track.subject)}


def tracks(file: CaseFile, user: User) -> list[StatusLine]:
    """Return the clearances and consents, each with its state and its form, the open ones first.

    The papers of an identity are one line when all of them are granted.
    """
    papers = [track for track in file.clearances if track.needed_for == NeededFor.VERIFY]
    if len(papers) < 2 or any(track.state != TrackState.GRANTED for track in papers):
        papers = []
    both = [track for track in (*file.clearances, *file.consents) if track not in papers]
    open_ = [line_of(track, file, user) for track in both if track.state in TONES]
    met = [line_of(track, file, user) for track in both if track.state not in TONES]
    return [*open_, *_in_one(papers, file, user), *met, *_not_asked(file, user)]


def _in_one(papers: Sequence[Track], file: CaseFile, user: User) -> Iterable[StatusLine]:
    """Yield the line of papers that are all granted; what is alike of them is said once."""
    if not papers:
        return
    lines = [line_of(track, file, user) for track in papers]
    of_each = [list(facts_of(track, file)) for track in papers]
    every = [
        f"{line.label}: {', '.join(facts)}"
        for line, facts in zip(lines, of_each, strict=True)
        if facts
    ]
    alike = all(facts == of_each[0] for facts in of_each)
    why = (_needed_for(papers[0]), *(of_each[0] if alike else every))
    beside = [(line.label, line.url) for line in lines[1:]]
    yield replace(lines[0], why=" · ".join(why), others=beside)


def line_of(track: Track, file: CaseFile, user: User) -> StatusLine:
    """Return how a clearance or a consent stands, with the form that brings it on."""
    return StatusLine(
        label=subject_label(track.subject),
        url=door_of(track, file, user),
        status=_("Not needed") if is_replaced(track) else status_of(track.subject, track.state),
        tone=TONES.get(track.state, ""),
        why=" · ".join(_why(track, file, user)),
    )


def is_replaced(track: Track) -> bool:
    """Return whether the documented death of the father stands for his consent."""
    return track.by_death and track.is_met


def death_of_father(file: CaseFile) -> str:
    """Return on what it is known that the father died."""
    return _("His death is documented: %(what)s") % {"what": file.child.father_evidence}


def _not_asked(file: CaseFile, user: User) -> Iterable[StatusLine]:
    """Yield why the consent of a father who died is not needed, where nobody asks for it."""
    child = file.child
    died = child.father_status == FatherStatus.DECEASED and bool(child.father_evidence)
    is_open = GiverRole.FATHER in file.decisions or file.waits_for(RestatedPart.FATHER)
    if is_open or any(track.subject == GiverRole.FATHER for track in file.consents):
        return
    if died and user.has_perm("cases.see_family"):
        yield StatusLine(
            label=subject_label(GiverRole.FATHER),
            status=_("Not needed"),
            why=f"{death_of_father(file)} · {_('not required by the agreement')}",
        )


def status_of(subject: ClearanceKind | GiverRole, state: TrackState) -> Words:
    """Return a state as staff say it: a consent is given or withheld, never refused."""
    if isinstance(subject, GiverRole) and state in _SAID:
        return _SAID[state].label
    return state.label


def waits(track: Track) -> bool:
    return track.state == TrackState.UNVERIFIED


def door_of(track: Track, file: CaseFile, user: User) -> str:
    """Return where ``user`` can bring a track on; empty where another person must."""
    reference = file.child.reference
    if not file.child.is_open:
        return ""
    if isinstance(track.subject, GiverRole):
        decision = file.decisions.get(track.subject)
        if waits(track) and track.by_death:
            may = user.has_perm("cases.verify_child")
            may = may and Restated(RestatedPart.FATHER, user.pk) not in file.restated
            return address("child-confirm", reference, RestatedPart.FATHER) if may else ""
        if waits(track):
            own = decision is not None and decision.recorded_by_id == user.pk
            may = DOORS[Act.VERIFY_CONSENT].is_open_to(user) and not own
            return address("child-verify-consent", reference) if may else ""
        may = DOORS[Act.CONSENT].is_open_to(user)
        return address("child-consent", reference, giver=track.subject.value) if may else ""
    may = DOORS[Act.CLEARANCE].is_open_to(user)
    return address("child-clearance", reference, kind=track.subject.value) if may else ""


def _needed_for(track: Track) -> str:
    return _("Needed for: %(act)s") % {"act": track.needed_for.label}


def _why(track: Track, file: CaseFile, user: User) -> Iterable[str]:
    if not is_replaced(track):
        yield _needed_for(track)
    if track.by_death and user.has_perm("cases.see_family"):
        yield death_of_father(file)
    yield from facts_of(track, file)


def facts_of(track: Track, file: CaseFile) -> Iterable[str]:
    """Return what is on record of a clearance or a consent: days, numbers, reasons."""
    if isinstance(track.subject, GiverRole):
        yield from _decision(track.subject, file)
    else:
        yield from _paper(track.subject, track, file)


def _decision(giver: GiverRole, file: CaseFile) -> Iterable[str]:
    decision = file.decisions.get(giver)
    if decision is None:
        return
    words = ConsentDecision(decision.decision).label
    yield _("%(decision)s on %(day)s") % {
        "decision": words,
        "day": wording.day_text(decision.decided_on),
    }
    if decision.reason:
        yield str(Reason(decision.reason).label)
    if decision.decision == ConsentDecision.WITHHELD:
        yield asking_again(decision.next_approach_on, on=file.on)


def asking_again(day: datetime.date | None, *, on: datetime.date) -> str:
    """Return when somebody who withheld a consent is asked again, or should have been."""
    if day is None:
        return _("no date to ask again yet")
    if day < on:
        return _("was to be asked again on %(day)s") % {"day": wording.day_text(day)}
    return _("ask again on %(day)s") % {"day": wording.day_text(day)}


def _paper(kind: ClearanceKind, track: Track, file: CaseFile) -> Iterable[str]:
    paper = file.papers.get(kind)
    if paper is None:
        return
    if paper.issued_on:
        yield _("issued on %(day)s") % {"day": wording.day_text(paper.issued_on)}
    if track.until:
        yield _("valid until %(day)s") % {"day": wording.day_text(track.until)}
    if paper.number:
        yield _("No. %(number)s") % {"number": paper.number}
