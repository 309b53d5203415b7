"""Acts of staff as nobody plans them: any act, on any case, by anybody, in any order.

``World.try_one`` lets one person try one act. A refusal in words is what
staff would read; anything else that comes of it is a fault of the register.
``faults`` asks the database itself whether what is stored can be true. It
shares nothing with the code that is tried.
"""

import datetime
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import cycle
from typing import Any

from django.utils import timezone

from cases.casework import (
    assessments,
    cases,
    clearances,
    closings,
    consents,
    escorts,
    homecoming,
    journeys,
    journeys_undone,
    lapses,
    manifests,
    movements,
    siblings,
    undoing,
)
from cases.casework.editing import Stale
from cases.casework.escorts import Escort
from cases.casework.refused import Refused
from cases.models import Assessment, Child, Consent, Movement, Passenger, SiblingException
from cases.models.movement import LEFT
from cases.models.prepared import Statement
from cases.rules.stages import STEPS
from cases.vocabulary import (
    Answer,
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    Decision,
    GiverRole,
    HoldReason,
    PlacementKind,
    Reason,
    Role,
    Stage,
)
from tests import factories

REFUSED = (Refused, Stale)
START = factories.DAY
LAST = START + datetime.timedelta(days=2000)
Choose = Callable[[Iterable[Any]], Any]
ROLES = (Role.CASEWORKER, Role.REVIEWER, Role.TRAVEL_OFFICER)


class World:
    """Two families, the staff of every role that works on cases, and a calendar that moves on."""

    def __init__(self, children: int = 3) -> None:
        self.staff = [factories.user(role) for role in ROLES for _ in range(2)]
        self.mothers = [factories.family(children - 1), factories.family(1)]
        self.keys = list(Child.objects.filter(mother__in=self.mothers).values_list("pk", flat=True))
        self.place = factories.care_centre()
        self.criteria = list(
            assessments.published_criteria(Child.objects.get(pk=self.keys[0])).criteria.all()
        )
        factories.movement(seats=children)
        self.day = START

    def try_one(self, choose_from: Choose) -> str:
        """Let somebody try something; return what came of it: a name, and whether it was done."""

        def choose(choices: Iterable[Any]) -> Any:
            if found := list(choices):
                return choose_from(found)
            raise LookupError

        act = choose(ACTS)
        try:
            act(self, choose)
        except LookupError:
            return f"{act.__name__}: nothing there"
        except REFUSED:
            return f"{act.__name__}: refused"
        return f"{act.__name__}: done"

    def child(self, choose: Choose) -> Child:
        return Child.objects.select_related("mother").get(pk=choose(self.keys))

    def common(self, choose: Choose) -> dict[str, Any]:
        return {"by": choose(self.staff), "on": self.day}

    def versioned(self, choose: Choose) -> dict[str, Any]:
        child = self.child(choose)
        return {"child": child, "version": child.version} | self.common(choose)

    def journey(self, choose: Choose) -> dict[str, Any]:
        movement = choose(Movement.objects.order_by("pk"))
        return {"movement": movement, "version": movement.version, "by": choose(self.staff)}

    def later(self) -> datetime.date:
        return self.day + datetime.timedelta(days=60)


def another_day(world: World, choose: Choose) -> None:
    world.day = min(world.day + datetime.timedelta(days=choose((1, 3, 40))), LAST)


def all_papers(world: World, choose: Choose) -> None:
    child, by = world.child(choose), choose(world.staff)
    for kind in (ClearanceKind.IDENTITY, ClearanceKind.COURT_ORDER, ClearanceKind.FIT_TO_TRAVEL):
        clearances.record(
            child=child,
            by=by,
            on=world.day,
            kind=kind,
            status=ClearanceStatus.GRANTED,
            issued_on=world.day,
        )


def one_paper(world: World, choose: Choose) -> None:
    days = choose((None, 0, 20, 400))
    clearances.record(
        child=world.child(choose),
        kind=choose(list(ClearanceKind)),
        status=choose(list(ClearanceStatus)),
        issued_on=world.day,
        valid_until=None if days is None else world.day + datetime.timedelta(days=days),
        **world.common(choose),
    )


def say_consent(world: World, choose: Choose) -> None:
    decision = choose((*[ConsentDecision.GIVEN] * 3, *ConsentDecision))
    consents.record(
        child=world.child(choose),
        purpose=ConsentPurpose.REPATRIATION,
        giver_role=choose((GiverRole.MOTHER, GiverRole.MOTHER, GiverRole.COURT)),
        decision=decision,
        decided_on=world.day,
        method=ConsentMethod.SIGNED,
        reason=Reason.FEAR if decision != ConsentDecision.GIVEN else "",
        **world.common(choose),
    )


def verify_consent(world: World, choose: Choose) -> None:
    consents.verify(
        consent=choose(Consent.objects.waiting().order_by("pk")),
        **world.common(choose),
        **factories.SEEN,
    )


def verify(world: World, choose: Choose) -> None:
    cases.verify(**world.versioned(choose), **factories.SEEN)


def assess(world: World, choose: Choose) -> None:
    assessments.assess(
        findings=dict.fromkeys(world.criteria, (choose((Answer.YES, *Answer)), "")),
        proposed=choose((Decision.ELIGIBLE, *Decision)),
        proposal_reasons="Papers seen.",
        **world.versioned(choose),
    )


def decide(world: World, choose: Choose) -> None:
    assessment = choose(Assessment.objects.filter(decided=None).order_by("pk"))
    assessments.decide(
        assessment=assessment,
        version=assessment.version,
        decided=choose((Decision.ELIGIBLE, Decision.ELIGIBLE, *Decision)),
        reasons="As found.",
        review_due_on=world.later(),
        **world.common(choose),
    )


def defer(world: World, choose: Choose) -> None:
    said = {"reason": Reason.COURT, "review_due_on": world.later()}
    cases.defer(**said, **world.versioned(choose))


def reconsider(world: World, choose: Choose) -> None:
    cases.reconsider(reason=Reason.NEW_FACT, **world.versioned(choose))


def clear(world: World, choose: Choose) -> None:
    cases.clear(**world.versioned(choose))


def lapse(world: World, choose: Choose) -> None:
    lapses.lapse(**world.versioned(choose))


def hold(world: World, choose: Choose) -> None:
    cases.hold(reason=HoldReason.OTHER, until=world.later(), **world.versioned(choose))


def release_hold(world: World, choose: Choose) -> None:
    cases.release_hold(**world.versioned(choose))


def assign(world: World, choose: Choose) -> None:
    cases.assign(caseworker=choose(world.staff), **world.versioned(choose))


def undo(world: World, choose: Choose) -> None:
    said = world.versioned(choose)
    newest = said["child"].journal.exclude(act="note").latest("pk")
    by = choose((newest.by, newest.by, said["by"]))
    undoing.undo(**said | {"by": by, "on": timezone.localdate()})


def ask_to_close(world: World, choose: Choose) -> None:
    reason = choose((ClosedReason.COMPLETED, ClosedReason.OTHER_STATE, ClosedReason.ERROR))
    closings.ask_to_close(reason=reason, **world.versioned(choose))


def answer_closing(world: World, choose: Choose) -> None:
    said = world.versioned(choose)
    if choose((True, False)):
        closings.approve_closing(**said)
    else:
        closings.return_closing(reason=Reason.MISTAKE, **said)


def ask_to_reopen(world: World, choose: Choose) -> None:
    closings.ask_to_reopen(reason=Reason.NEW_FACT, **world.versioned(choose))


def answer_reopening(world: World, choose: Choose) -> None:
    closings.approve_reopening(**world.versioned(choose))


def propose(world: World, choose: Choose) -> None:
    movements.propose_all(children=[world.child(choose)], on=world.day, **world.journey(choose))


def excuse_sibling(world: World, choose: Choose) -> None:
    movement = choose(Movement.objects.order_by("pk"))
    child, by = world.child(choose), choose(world.staff)
    siblings.ask_exception(movement=movement, child=child, by=by, reason=Reason.HEALTH)


def approve_exception(world: World, choose: Choose) -> None:
    exception = choose(SiblingException.objects.order_by("pk"))
    siblings.approve_exception(
        exception=exception, version=exception.version, by=choose(world.staff)
    )


def add_escort(world: World, choose: Choose) -> None:
    escort = Escort(name=choose(("Zarina", "Munira", "Lola")))
    escorts.add_escort(escort=escort, **world.journey(choose))


def ask_lock(world: World, choose: Choose) -> None:
    manifests.ask_lock(on=world.day, **world.journey(choose))


def approve_lock(world: World, choose: Choose) -> None:
    manifests.approve_lock(on=world.day, **world.journey(choose))


def take_off(world: World, choose: Choose) -> None:
    passenger = choose(Passenger.objects.select_related("movement").order_by("pk"))
    manifests.take_off(
        passenger=passenger,
        version=passenger.version,
        reason=Reason.HEALTH,
        with_siblings=choose((True, False)),
        **world.common(choose),
    )


def depart(world: World, choose: Choose) -> None:
    said = world.journey(choose)
    journeys.board_all(**said)
    movement = Movement.objects.get(pk=said["movement"].pk)
    journeys.depart(at=max(movement.departs_at, _noon(world.day)), **_again(said, movement))


def arrive(world: World, choose: Choose) -> None:
    said = world.journey(choose)
    movement = said["movement"]
    if movement.departed_at is None:
        raise LookupError
    journeys.arrive(at=movement.departed_at + datetime.timedelta(hours=4), **said)


def take_back(world: World, choose: Choose) -> None:
    said = world.journey(choose)
    journeys_undone.take_back(**said)


def put_back(world: World, choose: Choose) -> None:
    gone = Passenger.objects.select_related("movement").filter(status__in=LEFT).order_by("pk")
    passenger = choose(gone)
    journeys_undone.put_back(
        passenger=passenger, version=passenger.version, by=choose(world.staff), on=world.day
    )


def turn_back(world: World, choose: Choose) -> None:
    journeys.turn_back(on=world.day, **world.journey(choose))


def cancel(world: World, choose: Choose) -> None:
    said = world.journey(choose)
    journeys.cancel(on=world.day, **said)
    factories.movement(seats=3)


def bring_home(world: World, choose: Choose) -> None:
    said = world.versioned(choose)
    world.day = said["on"] = max(world.day, said["child"].returned_on or world.day)
    homecoming.hand_over(
        child=said["child"],
        by=said["by"],
        on=world.day,
        signed_on=world.day,
        paper="H-1",
        handed_by="Ministry of Foreign Affairs",
        received_by="Child Rights Unit",
    )
    said["version"] = Child.objects.get(pk=said["child"].pk).version
    homecoming.place(kind=PlacementKind.INSTITUTION, place=world.place, **said)


def way_on(world: World, choose: Choose) -> None:
    """Do what a diligent office would do next, so that random acts come far enough to matter."""
    child, hands = world.child(choose), cycle(world.staff)

    def choose_well(choices: Iterable[Any]) -> Any:
        if choices is world.keys:
            return child.pk
        return next(hands) if choices is world.staff else next(iter(choices))

    for _step in range(choose((1, 2, 5))):
        child.refresh_from_db()
        for act in _WAY[Stage(child.stage)]:
            with suppress(*REFUSED, StopIteration):
                act(world, choose_well)


_WAY = {
    Stage.REGISTERED: (all_papers, verify),
    Stage.VERIFIED: (assess, decide),
    Stage.ELIGIBLE: (all_papers, say_consent, verify_consent, clear),
    Stage.CLEARED: (propose, add_escort, ask_lock, approve_lock),
    Stage.BOOKED: (depart,),
    Stage.IN_TRANSIT: (arrive,),
    Stage.RETURNED: (bring_home,),
    Stage.PLACED: (ask_to_close, answer_closing),
    Stage.DEFERRED: (reconsider,),
    Stage.INELIGIBLE: (reconsider,),
    Stage.CLOSED: (ask_to_reopen, answer_reopening),
}
ACTS = (
    *[way_on] * 12,
    another_day,
    all_papers,
    one_paper,
    say_consent,
    verify_consent,
    verify,
    assess,
    decide,
    defer,
    reconsider,
    clear,
    lapse,
    hold,
    release_hold,
    assign,
    undo,
    ask_to_close,
    answer_closing,
    ask_to_reopen,
    answer_reopening,
    propose,
    excuse_sibling,
    approve_exception,
    add_escort,
    ask_lock,
    approve_lock,
    take_off,
    depart,
    arrive,
    put_back,
    take_back,
    turn_back,
    cancel,
    bring_home,
)


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(8), tzinfo=datetime.UTC)


def _again(said: dict[str, Any], movement: Movement) -> dict[str, Any]:
    return said | {"movement": movement, "version": movement.version}


_LAW = ", ".join(
    f"('{step.act}', '{step.before}', '{step.after}')" for step in STEPS if step.before
)
#: What may never be found, each as a query for the cases that show it.
_NEVER = {
    "a stage that the newest step of the journal does not say": """
        SELECT c.reference FROM cases_child c WHERE c.stage <> (
            SELECT to_stage FROM cases_journal WHERE child_id = c.id AND to_stage IS NOT NULL
            ORDER BY id DESC LIMIT 1)""",
    "a step that the table does not know": f"""
        SELECT id FROM cases_journal WHERE to_stage IS NOT NULL AND act <> 'register'
        AND (act, from_stage, to_stage) NOT IN ({_LAW})""",
    "a step that does not start where the one before ended": """
        SELECT id FROM (
            SELECT id, from_stage,
                   lag(to_stage) OVER (PARTITION BY child_id ORDER BY id) AS ended
            FROM cases_journal WHERE to_stage IS NOT NULL) steps
        WHERE from_stage IS DISTINCT FROM ended""",
    "a change of the record without an entry": """
        SELECT reference FROM cases_child c WHERE c.version > (
            SELECT count(*) FROM cases_journal WHERE child_id = c.id)""",
    "a version of the record that history does not have": """
        SELECT reference FROM cases_child c WHERE c.version > (
            SELECT count(DISTINCT version) FROM cases_childevent WHERE pgh_obj_id = c.id)""",
    "a way on without an eligible decision by two people": """
        SELECT reference FROM cases_child c
        WHERE stage IN ('eligible', 'cleared', 'booked', 'in_transit', 'returned', 'placed')
        AND NOT EXISTS (SELECT 1 FROM cases_assessment a WHERE a.child_id = c.id
            AND a.decided = 'eligible' AND a.decided_by_id <> a.assessed_by_id)""",
    "an identity confirmed by nobody else": """
        SELECT reference FROM cases_child WHERE stage NOT IN ('registered', 'deferred', 'closed')
        AND (verified_by_id IS NULL OR verified_by_id = registered_by_id)""",
    "a clearing on which a mandatory paper was missing": """
        SELECT e.id FROM cases_journal e JOIN cases_child c ON c.id = e.child_id
        JOIN cases_requirement r ON r.agreement_id = c.agreement_id
        WHERE e.act = 'clear' AND r.needed_for IN ('verify', 'clear') AND NOT EXISTS (
            SELECT 1 FROM cases_clearance k WHERE k.child_id = c.id AND k.kind = r.clearance
            AND k.status = 'granted' AND k.issued_on <= e.happened_on)""",
    "a clearing without a verified consent": """
        SELECT e.id FROM cases_journal e WHERE e.act = 'clear' AND NOT EXISTS (
            SELECT 1 FROM cases_consent k JOIN cases_consentverification v ON v.consent_id = k.id
            WHERE k.child_id = e.child_id AND k.decision = 'given' AND v.by_id <> k.recorded_by_id
            AND k.decided_on <= e.happened_on)""",
    "a child on the way without a seat": """
        SELECT reference FROM cases_child c WHERE stage IN ('booked', 'in_transit')
        AND NOT EXISTS (SELECT 1 FROM cases_passenger p WHERE p.child_id = c.id
            AND p.status IN ('confirmed', 'boarded'))""",
    "more seats taken than there are, or counted wrongly": """
        SELECT m.reference FROM cases_movement m WHERE m.seats_taken > m.seats
        OR m.seats_taken <> (SELECT count(*) FROM cases_passenger p WHERE p.movement_id = m.id
            AND p.status IN ('proposed', 'confirmed', 'boarded'))""",
    "a closing approved by who asked for it": """
        SELECT reference FROM cases_child WHERE closing_approved_by_id = closing_asked_by_id
        OR (stage = 'closed' AND (closed_on IS NULL OR closing_approved_by_id IS NULL))""",
    "a return without its day, or a day without a return": """
        SELECT reference FROM cases_child WHERE stage <> 'closed'
        AND (stage IN ('returned', 'placed')) <> (returned_on IS NOT NULL)""",
    "a fee twice": """
        SELECT child_id FROM cases_fee GROUP BY child_id, agreement_id HAVING count(*) > 1""",
}


_ALL = Statement(
    " UNION ALL ".join(
        f"SELECT '{fault}', array_agg(to_jsonb(t)) FROM ({query}) t HAVING count(*) > 0"
        for fault, query in _NEVER.items()
    )
)


def faults() -> dict[str, list[Any]]:
    """Return what is stored and cannot be true: the rule, and the rows that break it."""
    return dict(_ALL.tuples())
