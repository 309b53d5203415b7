"""Families in memory, whose acts are refused by the register's own guards."""

import copy
import datetime
import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cases.models import Agreement, Child, Movement, Person, SiblingException
from cases.queries.case_files import CaseFile, file_of
from cases.queries.circumstances import Circumstances, FeeFacts, Restated
from cases.queries.movements import escort_rule, lock_refusals, place_refusals, unready
from cases.queries.path_home import standing_of
from cases.queries.siblings import Staying
from cases.queries.terms import Terms
from cases.rules.interests import Weighed
from cases.rules.journeys import Headcount, left_behind
from cases.rules.path_home import Flight, NeededAct, PathAct, PathHome, path_home
from cases.rules.stages import HOME, may_follow
from cases.rules.tracks import ClearanceEntry, ConsentEntry, ConsentRuleFacts, RequirementFacts
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    FatherStatus,
    FeeStatus,
    GiverRole,
    InterestsTrigger,
    MovementStatus,
    NeededFor,
    RestatedPart,
    Stage,
)

TODAY = datetime.date(2026, 2, 1)
FLIGHT_DAY = datetime.date(2026, 3, 12)
_STAGES = (*[s for s in Stage if s not in (Stage.CLOSED, Stage.IN_TRANSIT, *HOME)],) * 4
_ODD = (Stage.CLOSED, Stage.IN_TRANSIT, Stage.RETURNED)


class NotDone(Exception):
    """The register refuses the act."""


@dataclass
class World:
    """A family, the terms of its agreement, and one movement on the day."""

    terms: Terms
    children: dict[int, Child]
    states: dict[int, Circumstances]
    movement: Movement
    is_planned: bool
    escorts: int = 0
    excused: set[int] = field(default_factory=set)

    files: dict[object, tuple[object, CaseFile]] = field(default_factory=dict)

    def file(self, key: int) -> CaseFile:
        child, state = self.children[key], self.states[key]
        same = (id(child), id(state))
        if same not in self.files:
            file = file_of(child, self.terms, state, FLIGHT_DAY)
            self.files[same] = (state, file)  # both are kept, so that no other has their ids
        return self.files[same][1]

    def path(self, wanted: Iterable[int]) -> PathHome:
        family = {
            key: standing_of(self.file(key), is_excused=key in self.excused)
            for key, child in self.children.items()
            if key in wanted or child.stage not in _ODD
        }
        flight = Flight(
            reference=self.movement.reference if self.is_planned else "",
            departs_on=FLIGHT_DAY,
            arrives_on=self.movement.arrives_at.date(),
            is_locked=self.movement.status == MovementStatus.LOCKED,
            party=Headcount(len(self.aboard()), self.infants(), self.escorts),
        )
        rule = escort_rule(self.movement.agreement)
        return path_home(family, wanted, flight=flight, rule=rule, today=TODAY)

    def infants(self) -> int:
        """How many of those aboard have no second birthday until the day."""
        second = FLIGHT_DAY.replace(year=FLIGHT_DAY.year - 2)
        return sum(self.children[key].person.born_latest > second for key in self.aboard())

    def aboard(self) -> list[int]:
        return [key for key, each in self.states.items() if each.seat == self.movement.reference]

    def is_ready(self, key: int) -> bool:
        """Whether the child is aboard and nothing keeps the movement from departing."""
        aboard = [self.file(each) for each in self.aboard()]
        blocks = [
            why
            for file in aboard
            for why in (*file.blocks(Act.DEPART), *unready(file, self.movement))
        ]
        booked = all(file.child.stage == Stage.BOOKED for file in aboard)
        return key in self.aboard() and booked and not blocks

    def after(self, acts: Iterable[NeededAct]) -> "World":
        """Return the world in which ``acts`` were tried, each refused one left undone."""
        other = self.copied()
        for due in acts:
            other.tries(due)
        return other

    def tries(self, due: NeededAct) -> None:
        """Do an act, unless a guard refuses it."""
        with suppress(NotDone):
            _DO[due.act](self, due)

    def copied(self) -> "World":
        return replace(
            self,
            children=dict(self.children),
            states=dict(self.states),
            excused=set(self.excused),
        )

    def child(self, key: int, **facts: object) -> None:
        self.children[key] = copy.copy(self.children[key])
        vars(self.children[key]).update(facts)

    def state(self, key: int, **facts: object) -> None:
        self.states[key] = replace(self.states[key], **facts)

    def step(self, key: int, act: Act, to: Stage) -> None:
        stage = Stage(self.children[key].stage)
        refuse(not may_follow(act, stage, to) or self.file(key).blocks(act))
        self.child(key, stage=to)


def refuse(why: object) -> None:
    if why:
        raise NotDone


def _reconsider(world: World, due: NeededAct) -> None:
    verified = world.children[due.child].verified_by_id
    world.step(due.child, Act.RECONSIDER, Stage.VERIFIED if verified else Stage.REGISTERED)


def _paper(world: World, due: NeededAct) -> None:
    paper = ClearanceEntry(due.subject, ClearanceStatus.GRANTED, due.latest, None)
    rest = [each for each in world.states[due.child].clearances if each.kind != due.subject]
    world.state(due.child, clearances=(*rest, paper))


def _verify(world: World, due: NeededAct) -> None:
    world.step(due.child, Act.VERIFY, Stage.VERIFIED)
    world.child(due.child, verified_by_id=2)
    world.state(due.child, restated=())


def _assess(world: World, due: NeededAct) -> None:
    refuse(world.children[due.child].stage != Stage.VERIFIED)
    world.state(due.child, undecided=True)


def _decide(world: World, due: NeededAct) -> None:
    world.step(due.child, Act.DECIDE, Stage.ELIGIBLE)
    if world.states[due.child].fee is None:
        _fee_due(world, due)


def _fee_due(world: World, due: NeededAct) -> None:
    world.state(due.child, fee=FeeFacts(FeeStatus.DUE, Decimal(400), "USD", TODAY))


def _pay(world: World, due: NeededAct) -> None:
    fee = world.states[due.child].fee
    refuse(fee is None)
    world.state(due.child, fee=replace(fee, status=FeeStatus.PAID))


def _consent(world: World, due: NeededAct) -> None:
    ledger = world.states[due.child].consents
    entry = ConsentEntry(len(ledger), due.subject, ConsentDecision.GIVEN, due.latest, False)
    world.state(due.child, consents=(*ledger, entry))


def _verify_consent(world: World, due: NeededAct) -> None:
    ledger = [
        replace(each, verified=True)
        if (each.giver_role, each.decision) == (due.subject, ConsentDecision.GIVEN)
        else each
        for each in world.states[due.child].consents
    ]
    world.state(due.child, consents=tuple(ledger))


def _weigh(world: World, due: NeededAct) -> None:
    note = Weighed(frozenset({InterestsTrigger.CONSENT_CONTESTED}), due.latest)
    world.state(due.child, weighed=(*world.states[due.child].weighed, note))


def _seat(world: World, due: NeededAct) -> None:
    refuse(not world.is_planned or world.movement.status != MovementStatus.PLANNING)
    refuse(place_refusals(world.file(due.child), world.movement))
    world.state(due.child, seat=world.movement.reference)


def _leave_seat(world: World, due: NeededAct) -> None:
    if world.children[due.child].stage == Stage.BOOKED:
        world.step(due.child, Act.RELEASE, Stage.CLEARED)
    world.state(due.child, seat="")


def _lock(world: World, due: NeededAct) -> None:
    refuse(not world.is_planned)
    aboard = world.aboard()
    home = [key for key, child in world.children.items() if child.stage in _ODD]
    family = {1: frozenset(world.children) - set(home)}
    left = [
        Staying(world.children[key], SiblingException(approved_by_id=2 if excused else None))
        for key in left_behind(family, frozenset(aboard))
        for excused in [key in world.excused]
    ]
    files = [world.file(key) for key in aboard]
    refuse(lock_refusals(world.movement, files, left, escorts=world.escorts))
    world.movement = copy.copy(world.movement)
    world.movement.status = MovementStatus.LOCKED
    for key in aboard:
        world.child(key, stage=Stage.BOOKED)


_DO = {
    PathAct.RECONSIDER: _reconsider,
    PathAct.PAPER: _paper,
    PathAct.VERIFY: _verify,
    PathAct.ASSESS: _assess,
    PathAct.DECIDE: _decide,
    PathAct.RECORD_FEE: _fee_due,
    PathAct.PAY: _pay,
    PathAct.CONSENT: _consent,
    PathAct.VERIFY_CONSENT: _verify_consent,
    PathAct.CONFIRM_FATHER: lambda world, due: world.state(due.child, father_confirmed=True),
    PathAct.CONFIRM_IDENTITY: lambda world, due: world.state(due.child, restated=()),
    PathAct.WEIGH: _weigh,
    PathAct.CLEAR: lambda world, due: world.step(due.child, Act.CLEAR, Stage.CLEARED),
    PathAct.PLAN: lambda world, due: setattr(world, "is_planned", True),
    PathAct.LEAVE_SEAT: _leave_seat,
    PathAct.SEAT: _seat,
    PathAct.ESCORTS: lambda world, due: setattr(world, "escorts", world.escorts + due.number),
    PathAct.EXCEPTION: lambda world, due: world.excused.add(due.child),
    PathAct.LOCK: _lock,
}


def any_world(seed: int) -> World:
    """Return a family as nobody planned it: its stages, papers, consents, fee and movement."""
    pick = random.Random(seed)
    movement = Movement(
        reference="M-7",
        agreement=Agreement(
            pk=1,
            children_per_escort=pick.choice([None, 2, 5]),
            infants_per_escort=pick.choice([None, 1, 2]),
        ),
        departs_at=datetime.datetime(2026, 3, 12, 8, tzinfo=datetime.UTC),
        arrives_at=datetime.datetime(2026, 3, 12 + pick.randrange(3), 12, tzinfo=datetime.UTC),
        seats=40,
        status=MovementStatus.PLANNING,
    )
    is_planned = pick.random() < 0.7
    if not is_planned:  # the path reckons with a journey of one day
        movement.arrives_at = movement.departs_at + datetime.timedelta(hours=4)
    children, states, terms = {}, {}, _terms(pick)
    for key in range(1, pick.randrange(2, 5)):
        children[key] = _child(key, pick)
        states[key] = _state(pick, terms, children[key], is_planned=is_planned)
    world = World(terms, children, states, movement, is_planned)
    world.escorts = pick.randrange(3) if is_planned else 0
    world.excused = {key for key in children if is_planned and pick.random() < 0.1}
    if is_planned and pick.random() < 0.1:
        movement.status = MovementStatus.LOCKED
        for key in children:
            world.child(key, stage=Stage.BOOKED, verified_by_id=2)
            world.state(key, seat="M-7", undecided=False)
    return world


def _terms(pick: random.Random) -> Terms:
    kinds = pick.sample(list(ClearanceKind.values), pick.randrange(1, 6))
    requirements = tuple(
        RequirementFacts(
            ClearanceKind(kind), pick.choice(list(NeededFor)), pick.choice([None, None, 5, 30, 0])
        )
        for kind in kinds
    )
    givers = pick.sample([GiverRole.MOTHER, GiverRole.FATHER, GiverRole.CHILD], pick.randrange(4))
    rules = tuple(
        ConsentRuleFacts(giver, 12 if giver == GiverRole.CHILD else None) for giver in givers
    )
    return Terms(requirements, rules, pick.random() < 0.5)


def _child(key: int, pick: random.Random) -> Child:
    stage = pick.choice((*_STAGES, *_ODD))
    born = datetime.date(pick.randrange(2009, 2026), 5, 1)
    unverified = stage == Stage.REGISTERED or (stage == Stage.DEFERRED and pick.random() < 0.5)
    return Child(
        pk=key,
        reference=f"TJ-IQ-0001-{key}",
        agreement_id=1,
        mother_id=1,
        person=Person(born_earliest=born, born_latest=born),
        stage=stage,
        verified_by_id=None if unverified else 2,
        father_status=pick.choice(list(FatherStatus)),
        father_evidence=pick.choice(["", "certificate"]),
    )


def _state(pick: random.Random, terms: Terms, child: Child, *, is_planned: bool) -> Circumstances:
    seated = child.stage == Stage.BOOKED or (child.stage == Stage.CLEARED and pick.random() < 0.4)
    # A place of this movement is never one of a locked list: a booked child is aboard another.
    own = is_planned and child.stage == Stage.CLEARED and pick.random() < 0.6
    fee = FeeFacts(pick.choice(list(FeeStatus)), Decimal(400), "USD", TODAY)
    return Circumstances(
        clearances=tuple(_papers(pick, terms)),
        consents=tuple(_ledger(pick)),
        fee=pick.choice([None, fee, fee]),
        seat=("M-7" if own else "M-3") if seated else "",
        undecided=child.stage == Stage.VERIFIED and pick.random() < 0.4,
        handed_over=False,
        scan_missing=False,
        in_care=False,
        restated=(Restated(RestatedPart.IDENTITY, 5),) if pick.random() < 0.2 else (),
        father_confirmed=pick.random() < 0.5,
        siblings_split=False,
        weighed=tuple(_notes(pick)),
        next_follow_up=None,
        open_claims=0,
    )


def _papers(pick: random.Random, terms: Terms) -> Iterable[ClearanceEntry]:
    for requirement in terms.requirements:
        if pick.random() < 0.75:
            until = pick.choice([None, TODAY, FLIGHT_DAY, datetime.date(2027, 1, 1)])
            issued = TODAY - datetime.timedelta(days=pick.randrange(40))
            status = pick.choice([ClearanceStatus.GRANTED, *ClearanceStatus])
            yield ClearanceEntry(requirement.clearance, status, issued, until)


def _ledger(pick: random.Random) -> Iterable[ConsentEntry]:
    givers = [GiverRole.MOTHER, GiverRole.FATHER, GiverRole.CHILD, GiverRole.COURT]
    for number in range(pick.randrange(5)):
        decision = pick.choice([ConsentDecision.GIVEN, *ConsentDecision])
        day = TODAY - datetime.timedelta(days=pick.randrange(60))
        again = FLIGHT_DAY + datetime.timedelta(days=pick.randrange(-9, 3))
        verified = decision == ConsentDecision.GIVEN and pick.random() < 0.6
        yield ConsentEntry(
            number,
            pick.choice(givers),
            decision,
            day,
            verified,
            next_approach_on=again if pick.random() < 0.3 else None,
        )


def _notes(pick: random.Random) -> Iterable[Weighed]:
    if pick.random() < 0.3:
        day = TODAY - datetime.timedelta(days=pick.randrange(30))
        yield Weighed(frozenset({InterestsTrigger.CONSENT_CONTESTED}), day)
