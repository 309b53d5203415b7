"""What waits to be verified and which fees are missing, as kept: what asking each child says."""

import datetime
import random
from contextlib import suppress

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from cases.casework import cases, clearances, consents, fee_schedules, term_changes, undoing
from cases.casework import kept_sums as keeping
from cases.casework.refused import Refused
from cases.figures.recount import recount
from cases.models import Agreement, Child, Consent, FeeSchedule, Requirement, Team, User
from cases.models.kept_case import KeptCase
from cases.models.missed_fee import never_made_due, without_their_fee
from cases.queries.to_verify import number_to_verify, to_verify
from cases.queries.waiting_rows import Of, Reading
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ClosedReason,
    DueEvent,
    NeededFor,
    Role,
    Stage,
)
from tests import clock, factories
from tests.casework.random_acts import World
from tests.factories import DAY
from tests.figures import worlds
from tests.figures.test_kept_sums import Trouble
from tests.models.refusals import execute
from tests.queries import waiting_plainly

REFUSED = (IndexError, IntegrityError, ValidationError, Refused)
KINDS = [ClearanceKind.IDENTITY, ClearanceKind.KINSHIP, ClearanceKind.NATIONALITY]
#: A paper that somebody types into the database for many children at once.
TYPED = """
INSERT INTO cases_clearance (version, child_id, kind, status, number, issued_on, valid_until,
    issuer, recorded_by_id, recorded_at)
SELECT 1, c.id, %(kind)s, %(status)s, '', cases_day(now()) - 40 + %(dice)s %% 50,
    CASE WHEN %(dice)s %% 2 = 0 THEN cases_day(now()) + 11 + (c.id * %(dice)s %% 90)::int END,
    '', c.registered_by_id, now()
FROM cases_child c WHERE c.id %% 3 <> %(dice)s %% 3
"""


def typed(dice: random.Random) -> None:
    status = dice.choice([ClearanceStatus.GRANTED] * 3 + [ClearanceStatus.REFUSED])
    values = {"dice": dice.randrange(1, 1000), "kind": dice.choice(KINDS), "status": status}
    with connection.cursor() as cursor:
        cursor.execute(TYPED, values)


def some_agreement(dice: random.Random) -> Agreement:
    return dice.choice(list(Agreement.objects.order_by("pk")))


def asked_for(dice: random.Random) -> None:
    """Put another requirement in force, of old or from some day on."""
    soon = timezone.localdate() + datetime.timedelta(days=dice.randrange(60))
    factories.agreed(
        Requirement(
            agreement=some_agreement(dice),
            clearance=dice.choice(KINDS),
            needed_for=dice.choice([NeededFor.VERIFY, NeededFor.VERIFY, NeededFor.CLEAR]),
            valid_days=dice.choice([None, 30, 90]),
            during=dice.choice([factories.SINCE_2019, (soon, None)]),
        )
    )


def no_longer(dice: random.Random) -> None:
    """Let a requirement end."""
    term = dice.choice(list(Requirement.objects.filter(during__endswith=None).order_by("pk")))
    first = max(term.during.lower, timezone.localdate())
    term.during = (term.during.lower, first + datetime.timedelta(days=dice.randrange(1, 60)))
    term_changes.ask(agreement=term.agreement, terms=[term], by=factories.user(Role.ADMIN))
    term.agreement.refresh_from_db()
    version, by = term.agreement.version, factories.user(Role.REVIEWER)
    term_changes.approve(agreement=term.agreement, version=version, by=by)


def priced(dice: random.Random) -> None:
    first = DAY + datetime.timedelta(days=dice.choice([-1, 0, 1, 30]))
    proposal = {"due_event": dice.choice(list(DueEvent)), "during": (first, None)}
    factories.fee_schedule(some_agreement(dice), agreed=dice.random() < 0.5, **proposal)


def agreed_on(dice: random.Random) -> None:
    schedule = dice.choice(list(FeeSchedule.objects.proposed().order_by("pk")))
    by = factories.user(Role.FINANCE_APPROVER)
    fee_schedules.approve(schedule=schedule, version=schedule.version, by=by)


def unpriced() -> None:
    """Cases at a desk under two agreements that have no fee schedule yet, past the guards."""
    agreements = factories.agreement(), factories.second_agreement()
    with factories.past_the_guards():
        execute("DELETE FROM cases_feeschedule")
    for under in agreements:
        for stage in (Stage.REGISTERED, *worlds.AT_A_DESK):
            factories.child(stage, under=under)
    worlds.close(factories.child(Stage.ELIGIBLE), ClosedReason.NOT_NATIONAL)


def readers() -> list[User]:
    """Return who sees every child, and who sees only those of the own team."""
    of_a_team = factories.user(Role.CASEWORKER)
    deputies, _made = Group.objects.get_or_create(name="deputies")
    deputies.permissions.add(Permission.objects.get(codename="verify_child"))
    of_a_team.groups.add(deputies)
    registrar = User.objects.get(pk=Child.objects.order_by("pk").first().registered_by_id)
    registrar.groups.add(deputies)
    return [factories.user(Role.REVIEWER), of_a_team, registrar]


def assert_lines(user: User, on: datetime.date, of: Agreement | None) -> None:
    for most, others_first in ((2, False), (2, True), (30, False), (30, True)):
        lines = to_verify(user, on, Of(of), Reading(others_first, most))
        keys = waiting_plainly.first_keys(user, on, of, most=most, others_first=others_first)
        assert [line.key for line in lines] == keys


def assert_as_asked(users: list[User]) -> None:
    today = timezone.localdate()
    for user in users:
        for of in (None, *Agreement.objects.order_by("pk")):
            for days in (0, 1, 45, 400):
                on = today + datetime.timedelta(days=days)
                assert_lines(user, on, of)
                numbers = number_to_verify(user, on, Of(of))
                assert numbers == waiting_plainly.numbers(user, on, of)
                by_team = [number_to_verify(user, on, Of(of, team)) for team in Team.objects.all()]
                assert [sum(each) for each in zip(*by_team, strict=True)] == list(numbers)
    assert set(Consent.objects.waiting_anywhere()) == set(Consent.objects.waiting())
    assert_fees()


def assert_fees() -> None:
    missing = without_their_fee(Child.objects.all())
    kept = {row.pk: (row.owed_by, row.owed_since) for row in missing}
    assert kept == waiting_plainly.fees_missing()
    assert set(never_made_due(Child.objects.all()).values_list("pk", flat=True)) == set(kept)


def test_random_papers_terms_and_fees_are_kept_as_each_child_says(db, pytestconfig):
    unpriced()
    world, users, dice = World(), readers(), random.Random(5)
    missing = 0

    def acts(dice: random.Random) -> None:
        with translation.override("en"):
            world.try_one(dice.choice)

    for _group in range(2 * pytestconfig.getoption("longer")):
        for _each in range(10):
            act = dice.choice([typed, acts, acts, asked_for, no_longer, priced, agreed_on])
            with (
                suppress(IndexError, IntegrityError, ValidationError, Refused),
                transaction.atomic(),
            ):
                act(dice)
        if dice.random() < 0.5:
            keeping.fold(whole=True)
        assert_as_asked(users)
        assert recount().is_equal
        missing += len(waiting_plainly.fees_missing())

    assert missing > 0
    assert Child.objects.filter(stage=Stage.REGISTERED).count() > 3


#: What somebody types past every act, of a registered child, of one who has no fee, or of consents.
BY_HAND = {
    "a paper": "INSERT INTO cases_clearance (version, child_id, kind, status, number, issued_on, "
    "issuer, recorded_by_id, recorded_at) SELECT 1, id, 'identity', 'granted', '', stage_since, "
    "'', registered_by_id, now() FROM cases_child",
    "a requirement": "INSERT INTO cases_requirement (version, agreement_id, clearance, needed_for, "
    "during) SELECT 1, agreement_id, 'kinship', 'verify', '[2018-01-01,)' FROM cases_child LIMIT 1",
    "its last day": "UPDATE cases_requirement SET during = daterange(lower(during), "
    "cases_day(now()) + 9)",
    "a fee": "INSERT INTO cases_fee (version, child_id, agreement_id, schedule_id, amount, "
    "currency, status, due_on, received, waiver_reason) SELECT 1, c.id, c.agreement_id, s.id, "
    "s.amount, s.currency, 'due', c.stage_since, 0, '' FROM cases_child c "
    "JOIN cases_feeschedule s USING (agreement_id) WHERE c.stage = 'verified'",
    "a step": "INSERT INTO cases_journal (child_id, act, by_id, happened_on, reason, detail, "
    "from_stage, to_stage) SELECT id, 'verify', verified_by_id, stage_since + 1, '', '', "
    "'registered', 'verified' FROM cases_child WHERE stage = 'verified'",
    "a consent": "INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, "
    "method, language, reason, recorded_by_id) SELECT id, 'repatriation', 'mother', 'given', "
    "stage_since, 'signed', '', '', registered_by_id FROM cases_child WHERE stage = 'verified'",
    "its confirmation": "INSERT INTO cases_consentverification (consent_id, by_id, without_paper) "
    "SELECT g.id, c.verified_by_id, 'Seen.' FROM cases_consent g "
    "JOIN cases_child c ON c.id = g.child_id",
    "another day": "UPDATE cases_child SET stage_since = stage_since - 1",
}


def narrow_rows() -> list[tuple[object, ...]]:
    return list(KeptCase.objects.order_by("pk").values_list())


@pytest.mark.parametrize("sql", BY_HAND.values(), ids=BY_HAND.keys())
def test_what_is_typed_past_every_act_is_kept(db, sql):
    factories.child()
    factories.child(Stage.VERIFIED)
    factories.consent(factories.child(Stage.ELIGIBLE), verified=False)
    with factories.past_the_guards():  # as of a step that no entry tells of
        execute("DELETE FROM cases_journal WHERE to_stage = 'verified'")
    keeping.rebuild()
    before = narrow_rows()

    with suppress(Trouble), transaction.atomic():
        execute(sql)
        after, equal = narrow_rows(), recount().cases == ()
        raise Trouble

    assert after != before
    assert equal


def undo(child: Child, by: User) -> None:
    child.refresh_from_db()
    undoing.undo(child=child, version=child.version, by=by, on=clock.today())


def test_paper_that_was_undone_was_never_granted(db):
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    before = narrow_rows()
    identity = {"kind": ClearanceKind.IDENTITY, "status": ClearanceStatus.GRANTED}
    on = clock.today()
    clearances.record(child=child, by=officer, on=on, issued_on=on, **identity)
    granted = narrow_rows()

    undo(child, officer)

    assert granted != before
    assert narrow_rows() == before


def test_step_that_was_undone_was_never_reached(db):
    child, reviewer = factories.child(), factories.user(Role.REVIEWER)
    factories.grant(child, ClearanceKind.IDENTITY)
    child.refresh_from_db()
    before = KeptCase.objects.get(pk=child.pk).feeless_verified
    on = clock.today()
    cases.verify(child=child, version=child.version, by=reviewer, on=on, without_paper="Seen.")
    verified = KeptCase.objects.get(pk=child.pk).feeless_verified

    undo(child, reviewer)

    assert (before, verified) == (None, on)
    assert KeptCase.objects.get(pk=child.pk).feeless_verified is None
    assert recount().is_equal


def test_consent_waits_from_its_record_until_it_is_verified_or_undone(db):
    child, other = factories.child(Stage.ELIGIBLE), factories.child(Stage.ELIGIBLE)
    given = factories.consent(child, verified=False)
    recorded = KeptCase.objects.get(pk=child.pk).is_unverified
    mistaken = factories.consent(other, verified=False)
    both = set(Consent.objects.waiting_anywhere().values_list("child", flat=True))

    consents.verify(consent=given, by=factories.user(Role.REVIEWER), on=DAY, **factories.SEEN)
    undo(other, mistaken.recorded_by)

    assert recorded
    assert both == {child.pk, other.pk}
    assert not Consent.objects.waiting_anywhere().exists()
    assert not KeptCase.objects.filter(is_unverified=True).exists()
    assert recount().is_equal
