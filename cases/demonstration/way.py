"""The demonstration's cases up to clearing, made by acts."""

import datetime
from dataclasses import dataclass

from cases.casework import assessments, cases, children, clearances, consents, interests
from cases.casework.interests import Weighing
from cases.casework.kept_words import say
from cases.demonstration.staff import Staff
from cases.models import Agreement, Child, CriteriaSet, Criterion, Requirement, User
from cases.rules.latin import suggested
from cases.vocabulary import (
    Answer,
    AskedFact,
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    Decision,
    GiverRole,
    InterestsTrigger,
    NeededFor,
    NotHeard,
    Reason,
    Recommendation,
)

#: Invented questions, labelled so: the real criteria were not published.
QUESTIONS = (
    ("national", "Is the child a national of the home country?", True, AskedFact.NATIONAL),
    ("mother_agrees", "Does the mother agree to the return?", True, AskedFact.MOTHER_AGREES),
    ("age", "Is the child under 18 on the day of assessment?", True, AskedFact.UNDER_18),
    (
        "care_at_home",
        "Is there a relative or an institution to receive the child?",
        True,
        ClearanceKind.CAREGIVER,
    ),
    ("health", "Does the child's health allow travel?", False, ClearanceKind.FIT_TO_TRAVEL),
)


IN_RUSSIAN = {
    "Is the child a national of the home country?": "Является ли ребёнок гражданином своей страны?",
    "Does the mother agree to the return?": "Согласна ли мать на возвращение?",
    "Is the child under 18 on the day of assessment?": "Ребёнку меньше 18 лет в день оценки?",
    "Is there a relative or an institution to receive the child?": (
        "Есть ли родственник или учреждение, которое примет ребёнка?"
    ),
    "Does the child's health allow travel?": "Позволяет ли здоровье ребёнка ехать?",
    "Invented for the demonstration. The real criteria were not published.": (
        "Придумано для демонстрации. Настоящие критерии не опубликованы."
    ),
    "First desk": "Первый",
    "Second desk": "Второй",
}
#: Why the demonstration's papers are not on file.
SEEN = "The consulate has seen the originals; the scans are to follow."


def publish_criteria(agreement: Agreement, staff: Staff) -> None:
    """Publish the demonstration's invented criteria: one person requests, another approves."""
    criteria = CriteriaSet.objects.create(
        agreement=agreement,
        number=1,
        source="Invented for the demonstration. The real criteria were not published.",
    )
    for position, (code, text, required, asks) in enumerate(QUESTIONS):
        Criterion.objects.create(
            criteria_set=criteria,
            code=code,
            position=position,
            text=text,
            required=required,
            asks=asks,
        )
    for text, russian in IN_RUSSIAN.items():
        say(text, ru=russian)
    assessments.ask_to_publish(criteria_set=criteria, by=staff.admin)
    criteria.refresh_from_db()
    assessments.publish(criteria_set=criteria, version=criteria.version, by=staff.reviewer)


@dataclass(frozen=True, slots=True)
class Way:
    """One case: each act is done some days after the one before."""

    child: Child
    caseworker: User
    staff: Staff
    start: datetime.date

    def _fresh(self) -> Child:
        self.child.refresh_from_db()
        return self.child

    def day(self, days: int) -> datetime.date:
        return self.start + datetime.timedelta(days=days)

    def grant(self, needed_for: NeededFor, on: datetime.date, *, ends: int | None = None) -> None:
        """Record every clearance that the agreement needs for an act as granted."""
        kinds = Requirement.objects.filter(
            agreement_id=self.child.agreement_id, needed_for=needed_for, during__contains=on
        ).values_list("clearance", flat=True)
        for number, kind in enumerate(kinds):
            clearances.record(
                child=self.child,
                by=self.caseworker,
                on=on,
                kind=ClearanceKind(kind),
                status=ClearanceStatus.GRANTED,
                number=f"{self.child.pk:04}/{number + 1}",
                issued_on=on,
                valid_until=None if ends is None else on + datetime.timedelta(days=ends),
            )

    def verify(self, after: int) -> None:
        on = self.day(after)
        self.grant(NeededFor.VERIFY, on)
        child = self._fresh()
        cases.verify(
            child=child,
            version=child.version,
            by=self.staff.reviewer,
            on=on,
            without_paper=SEEN,
        )

    def assess(self, after: int, proposed: Decision = Decision.ELIGIBLE):
        """Assess the child; the criteria are answered as the proposal needs."""
        child = self._fresh()
        criteria = Criterion.objects.filter(criteria_set=assessments.published_criteria(child))
        answer = Answer.YES if proposed == Decision.ELIGIBLE else Answer.UNKNOWN
        return assessments.assess(
            child=child,
            version=child.version,
            by=self.caseworker,
            on=self.day(after),
            findings={
                criterion: (Answer.YES if criterion.position % 2 == 0 else answer, "")
                for criterion in criteria
            },
            proposed=proposed,
            proposal_reasons="Documents seen and the mother heard.",
        )

    def decide(self, after: int, decided: Decision, *, review_in: int | None = None) -> None:
        on = self.day(after + 3)
        assessment = self.assess(after, decided)
        assessments.decide(
            assessment=assessment,
            version=assessment.version,
            by=self.staff.reviewer,
            on=on,
            decided=decided,
            reasons="As proposed.",
            review_due_on=None if review_in is None else on + datetime.timedelta(days=review_in),
        )

    def consent(self, after: int, decision: ConsentDecision = ConsentDecision.GIVEN) -> None:
        on = self.day(after)
        withheld = decision == ConsentDecision.WITHHELD
        consent = consents.record(
            child=self.child,
            by=self.caseworker,
            on=on,
            purpose=ConsentPurpose.REPATRIATION,
            giver_role=GiverRole.MOTHER,
            decision=decision,
            decided_on=on,
            method=ConsentMethod.INTERVIEW if withheld else ConsentMethod.SIGNED,
            language="tg",
            reason=Reason.NURSING if withheld else "",
            next_approach_on=self.day(after + 60) if withheld else None,
        )
        consents.verify(consent=consent, by=self.staff.reviewer, on=on, without_paper=SEEN)

    def contest(self, after: int) -> None:
        """Record that the father refused the consent that the mother gave."""
        on = self.day(after)
        consents.record(
            child=self.child,
            by=self.caseworker,
            on=on,
            purpose=ConsentPurpose.REPATRIATION,
            giver_role=GiverRole.FATHER,
            giver_name="Холид",
            decision=ConsentDecision.WITHHELD,
            decided_on=on,
            method=ConsentMethod.LETTER,
            language="tg",
            reason=Reason.NO_RELATIVE,
            next_approach_on=on + datetime.timedelta(days=60),
        )

    def weigh(self, after: int, *, approved: bool) -> None:
        """Write a best-interests note on the contested consent, approved or waiting."""
        on = self.day(after)
        weighing = Weighing(
            triggers=[InterestsTrigger.CONSENT_CONTESTED],
            panel="Head of the desk\nPsychologist of the Child Rights Unit",
            held_on=on,
            recommendation=Recommendation.RETURN,
            reasons="The grandmother is ready to care for the child, and the mother agrees.",
            not_heard=NotHeard.TOO_YOUNG,
        )
        note = interests.write(child=self.child, weighing=weighing, by=self.caseworker, on=on)
        if approved:
            interests.approve(note=note, version=note.version, by=self.staff.reviewer, on=on)

    def clear(self, after: int) -> None:
        on = self.day(after)
        self.grant(NeededFor.CLEAR, on, ends=365)
        self.grant(NeededFor.DEPART, on, ends=365)
        child = self._fresh()
        cases.clear(child=child, version=child.version, by=self.caseworker, on=on)

    def name_as_on_the_document(self, after: int) -> None:
        """Record the Latin name as the rule suggests it."""
        child, mother = self._fresh(), self.child.mother.person
        latin = suggested(child.person.name, mother=mother.name, sex=child.person.sex)
        children.edit_travel_name(
            child, version=child.version, by=self.caseworker, on=self.day(after), name=latin
        )

    def prepare(self) -> None:
        """Take the case from its registration to clearing."""
        self.name_as_on_the_document(5)
        self.verify(7)
        self.decide(14, Decision.ELIGIBLE)
        self.consent(20)
        self.clear(28)

    def defer(self, after: int, *, review_in: int, reason: Reason) -> None:
        on, child = self.day(after), self._fresh()
        cases.defer(
            child=child,
            version=child.version,
            by=self.caseworker,
            on=on,
            reason=reason,
            review_due_on=on + datetime.timedelta(days=review_in),
        )
