"""What the register holds of the facts that questions of eligibility ask about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Criterion
from cases.queries.case_files import CaseFile, track_sentence
from cases.rules import asked_facts as rules
from cases.rules.births import age
from cases.rules.tracks import RequirementFacts, Track, clearance_track, consent_state
from cases.vocabulary import (
    Answer,
    AskedFact,
    ClearanceKind,
    ConsentDecision,
    FatherStatus,
    GiverRole,
    NeededFor,
    Proceedings,
    Sentence,
    TrackState,
)

_GIVERS = {
    AskedFact.MOTHER_AGREES: GiverRole.MOTHER,
    AskedFact.FATHER_AGREES: GiverRole.FATHER,
    AskedFact.GUARDIAN_AGREES: GiverRole.GUARDIAN,
    AskedFact.COURT_AGREES: GiverRole.COURT,
    AskedFact.CHILD_AGREES: GiverRole.CHILD,
}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of one fact: whether it holds, None where that is open, and a sentence.

    ``track`` is the clearance or the consent that it is read from, if it is one.
    """

    holds: bool | None
    sentence: str
    track: Track | None = None

    @property
    def beside(self) -> str:
        """What stands beside the question."""
        return _("In the register: %(record)s") % {"record": self.sentence}

    def against(self, answer: Answer | str) -> str:
        """Return how the record contradicts ``answer``; empty if it does not."""
        if not answer or not rules.disagree(answer, self.holds):
            return ""
        return _("The register does not agree with this answer. %(record)s") % {
            "record": self.sentence
        }


def on_record_for(file: CaseFile, criteria: Iterable[Criterion]) -> dict[int, OnRecord]:
    """Return what is on record for each criterion that asks for a fact, by its key."""
    return {each.pk: _on_record(each.asks, file) for each in criteria if each.asks}


def _on_record(asks: str, file: CaseFile) -> OnRecord:
    if asks in AskedFact.values:
        return _READ[AskedFact(asks)](file)
    track = _track(ClearanceKind(asks), file)
    return OnRecord(rules.clearance_holds(track.state), track_sentence(track), track)


def _track(kind: ClearanceKind, file: CaseFile) -> Track:
    """Return the state of a kind of clearance, asked for by the agreement or not."""
    asked_for = (track for track in file.clearances if track.subject == kind)
    bare = RequirementFacts(kind, NeededFor.CLEAR, None)
    return next(asked_for, clearance_track(bare, file.papers.get(kind), on=file.on))


def _national(file: CaseFile) -> OnRecord:
    child = file.child
    track = _track(ClearanceKind.NATIONALITY, file)
    holds, nationality = rules.clearance_holds(track.state), child.person.nationality
    if holds is None and nationality is not None:
        holds = nationality.pk == child.agreement.home_id
    if nationality is None:
        return OnRecord(holds, track_sentence(track), track)
    paper = "" if track.state == TrackState.MISSING else track_sentence(track)
    words = {"country": nationality, "sentence": paper}
    sentence = _("Nationality recorded: %(country)s. %(sentence)s") % words
    return OnRecord(holds, sentence.strip(), track)


def _under_18(file: CaseFile) -> OnRecord:
    born = file.child.person
    if born.born_earliest is None or born.born_latest is None:
        return OnRecord(None, _("The birth is not recorded."))
    today = age(born.born_earliest, born.born_latest, file.on)
    holds = rules.is_under(18, youngest=today.youngest_years, oldest=today.oldest_years)
    return OnRecord(holds, _("Age today: %(age)s.") % {"age": wording.age_text(today)})


def _consent_of(giver: GiverRole) -> Callable[[CaseFile], OnRecord]:
    def read(file: CaseFile) -> OnRecord:
        entry = file.decisions.get(giver)
        track = Track(NeededFor.CLEAR, giver, consent_state(entry))
        decision = None if entry is None else ConsentDecision(entry.decision)
        return OnRecord(rules.consent_holds(decision), track_sentence(track), track)

    return read


def _father_dead(file: CaseFile) -> OnRecord:
    status = FatherStatus(file.child.father_status)
    return OnRecord(
        rules.father_is_dead(status), _("Father: %(status)s.") % {"status": status.label}
    )


def _release_date(file: CaseFile) -> OnRecord:
    """Return whether there is a day; her legal situation is shown on request only."""
    mother = file.child.mother
    holds = rules.has_release_date(
        Proceedings(mother.proceedings),
        Sentence(mother.sentence),
        months=mother.sentence_months,
        since=mother.sentenced_on,
    )
    return OnRecord(holds, _("Her legal situation is shown on the mother’s page, on request."))


_READ: dict[AskedFact, Callable[[CaseFile], OnRecord]] = {
    AskedFact.NATIONAL: _national,
    AskedFact.UNDER_18: _under_18,
    AskedFact.FATHER_DEAD: _father_dead,
    AskedFact.RELEASE_DATE: _release_date,
    **{fact: _consent_of(giver) for fact, giver in _GIVERS.items()},
}
