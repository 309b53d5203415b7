"""Who is affected by changed rules of consent, as the database lists them and as the rules say."""

import random
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cases.models import Agreement, Child, Consent, ConsentVerification, Person, User
from cases.queries.access import Part, part_of
from cases.queries.consent_changes import Affected, ChangedRules, Rules, affected, lines, numbers
from cases.rules.tracks import ConsentRuleFacts
from cases.vocabulary import (
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    FatherStatus,
    GiverRole,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY
from tests.figures import worlds

pytestmark = pytest.mark.django_db

PURPOSES = [ConsentPurpose.REPATRIATION, ConsentPurpose.DNA]
FIRST = [Stage.BOOKED, Stage.CLEARED, Stage.ELIGIBLE, Stage.VERIFIED, Stage.REGISTERED]
FIRST += [Stage.DEFERRED, Stage.INELIGIBLE]


def readers() -> list[User]:
    """Return a reviewer, a caseworker of each of two teams, and one who sees fees beside."""
    both = factories.user(Role.CASEWORKER)
    both.groups.add(Group.objects.get(name=Role.FINANCE_OFFICER))
    other = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Second desk"))
    return [factories.user(Role.REVIEWER), factories.user(Role.CASEWORKER), other, both]


def some_rules(dice: random.Random) -> Rules:
    def of(purpose: ConsentPurpose) -> tuple[ConsentRuleFacts, ...]:
        givers = [giver for giver in GiverRole if dice.random() < 0.4]
        ages = {GiverRole.CHILD: dice.choice([None, 3, 5])}
        return tuple(ConsentRuleFacts(giver, ages.get(giver)) for giver in givers)

    return {purpose: of(purpose) for purpose in PURPOSES if dice.random() < 0.8}


def consented(dice: random.Random) -> None:
    """Let anybody have said anything, fathers be dead and children of any age, past the guards."""
    reviewer = factories.user(Role.REVIEWER)
    with factories.past_the_guards():
        for child in Child.objects.all():
            born = DAY.replace(year=DAY.year - dice.randrange(1, 7))
            Person.objects.filter(pk=child.person_id).update(born_earliest=born, born_latest=born)
            Child.objects.filter(pk=child.pk).update(
                father_status=dice.choice(list(FatherStatus)),
                father_evidence=dice.choice(["", "Certificate"]),
            )
            confirmed = {"confirmed_by": reviewer, "confirmed_at": timezone.now(), **factories.SEEN}
            child.restatements.create(part="father", **dice.choice([{}, confirmed]))
        for child in Child.objects.not_yet_home():
            for purpose in PURPOSES:
                for giver in dice.choices(list(GiverRole), k=3):
                    decision = dice.choice(list(ConsentDecision))
                    word = Consent.objects.create(
                        child=child,
                        purpose=purpose,
                        giver_role=giver,
                        giver_id=child.person_id if giver == GiverRole.GUARDIAN else None,
                        decision=decision,
                        decided_on=DAY.replace(day=dice.randrange(1, 20)),
                        method=ConsentMethod.SIGNED,
                        reason="" if decision == ConsentDecision.GIVEN else Reason.HEALTH,
                        recorded_by=reviewer,
                    )
                    if dice.random() < 0.7:
                        ConsentVerification.objects.create(consent=word, by=reviewer)


def plainly(change: ChangedRules) -> list[Affected]:
    """Ask every child of the agreement who is not yet home."""
    children = Child.objects.not_yet_home().filter(agreement=change.agreement)
    in_order = sorted(children, key=lambda c: (FIRST.index(Stage(c.stage)), c.reference))
    return affected(change, [(c.pk, purpose) for c in in_order for purpose in change.purposes])


@pytest.mark.seeds(1)
def test_the_affected_are_those_of_every_child_whoever_reads_them(seed):
    people = readers()
    worlds.of_two_agreements(seed)
    dice = random.Random(seed)
    consented(dice)
    lengths = set()
    for _round in range(12):
        before, after, day = some_rules(dice), some_rules(dice), dice.choice([5, 12, 25])
        change = ChangedRules(
            dice.choice(list(Agreement.objects.all())), before, after, DAY.replace(day=day)
        )

        every = plainly(change)

        by_stage = Counter({row.child.pk: row.child.stage for row in every}.values())
        assert {n.stage: n.children for n in numbers(change)} == by_stage
        for to in people:
            whole = [row for row in every if part_of(row.child, to=to) is Part.WHOLE]
            pairs = [(row.child.pk, row.purpose) for row in whole]
            told = numbers(change, to=to)
            assert sum(each.lines for each in told) == len(pairs)
            assert lines(change, to=to)[0:1000] == pairs
            own = Counter({row.child.pk: row.child.stage for row in whole}.values())
            assert {n.stage: n.own for n in told if n.own} == own
            for n in told:
                of_stage = [(r.child.pk, r.purpose) for r in whole if r.child.stage == n.stage]
                assert lines(change, to=to, stage=n.stage)[0:1000] == of_stage
        lengths.add(len(every))
    assert len(lengths) > 2
