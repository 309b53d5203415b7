"""The figures that are kept are those of a recount, whoever writes and whatever breaks."""

import datetime
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cases.casework import kept_sums as keeping
from cases.casework.acting import command
from cases.figures.facts import Rate
from cases.figures.fees import fees_of_agreement
from cases.figures.kept_sums import Own, latest, tallies
from cases.figures.overdue import most_overdue
from cases.figures.progress import Tally, tally
from cases.figures.recount import recount
from cases.models import Agreement, Child, Fee, Mother, StageLimit, Task, Team
from cases.models.grants import APPLICATION_ROLE, secure
from cases.vocabulary import BatchStatus, Role, Stage
from tests import factories
from tests.casework.random_acts import World
from tests.figures import worlds
from tests.models.refusals import execute, refused
from tests.plain_sums import fee_figures

DAY = factories.DAY
RATE = Rate(Decimal(400), "USD", None)

#: What somebody might type into the database, past every act.
TYPED = """
UPDATE cases_task SET due_on = cases_day(now()) - 45 + (id * %(dice)s %% 90)::int
WHERE outcome IS NULL;
UPDATE cases_task SET due_on = NULL WHERE outcome IS NULL AND id %% 3 = %(dice)s %% 3;
UPDATE cases_mother SET team_id = (SELECT id FROM cases_team ORDER BY id
    OFFSET %(dice)s %% 3 LIMIT 1) WHERE id %% 2 = %(dice)s %% 2;
UPDATE cases_child SET caseworker_id = NULL WHERE id %% 4 = %(dice)s %% 4;
UPDATE cases_child SET caseworker_id = (SELECT id FROM cases_user WHERE team_id IS NOT NULL
    ORDER BY id OFFSET %(dice)s %% 3 LIMIT 1) WHERE id %% 2 = 0;
UPDATE cases_child SET review_due_on = cases_day(now()) - 45 + (id * %(dice)s %% 90)::int
WHERE id %% 2 = %(dice)s %% 2;
UPDATE cases_child SET hold_reason = 'court', hold_until = cases_day(now())
WHERE id %% 5 = %(dice)s %% 5;
UPDATE cases_child SET hold_reason = NULL, hold_until = NULL;
UPDATE cases_placement SET kind = 'relative', place_id = (SELECT id FROM cases_place
    WHERE kind = 'town' LIMIT 1) WHERE id %% 2 = 0;
UPDATE cases_placement SET during = daterange('2019-03-20', cases_day(now()) + 1 - %(dice)s %% 3)
WHERE id %% 3 = %(dice)s %% 3;
""".strip().split(";\n")
LOCK = "SELECT FROM cases_child WHERE id = %s FOR NO KEY UPDATE"
#: What another session does to one child, its row locked first as by every act.
OF_ONE = """
UPDATE cases_task SET due_on = cases_day(now()) - 45 + %(dice)s %% 90 WHERE child_id = %(child)s
AND outcome IS NULL;
UPDATE cases_child SET caseworker_id = NULL WHERE id = %(child)s;
UPDATE cases_child SET caseworker_id = (SELECT id FROM cases_user WHERE team_id IS NOT NULL
    ORDER BY id OFFSET %(dice)s %% 3 LIMIT 1) WHERE id = %(child)s;
UPDATE cases_child SET review_due_on = cases_day(now()) - 45 + %(dice)s %% 90 WHERE id = %(child)s
""".strip().split(";\n")


def assert_as_recounted(on: datetime.date) -> None:
    """Hold the sums to be the narrow rows, these the register, and the figures a plain count."""
    found = recount()
    assert (found.cases, found.sums) == ((), ())
    agreements = list(Agreement.objects.all())
    for some in ([each] for each in agreements):
        assert_counted(some, on)
    assert_counted(agreements, on)
    for each in agreements:
        fees = Fee.objects.filter(agreement=each)
        plain = fee_figures(fees, rate=RATE, target=75, on=on, today=on)
        assert fees_of_agreement(each, rate=RATE, target=75, on=on) == plain


def assert_counted(agreements: list[Agreement], on: datetime.date) -> None:
    children, keys = Child.objects.filter(agreement__in=agreements), [a.pk for a in agreements]
    own = Own(Team.objects.order_by("pk").first().pk, keys[0])
    hers = children.filter(Q(mother__team=own.team_id) | Q(caseworker=own.caseworker_id))
    everybody, mine = tallies(keys, own=own, on=on)
    assert everybody == tally(children, on=on, today=on)
    assert mine is not None
    assert without_medians(mine) == without_medians(tally(hers, on=on, today=on))
    assert latest(keys, on=on) == most_overdue(children, on=on)
    assert latest(keys, own=own, on=on) == most_overdue(hers, on=on)


def without_medians(counts: Tally) -> tuple[object, ...]:
    stages = [(row.stage, row.count, row.overdue) for row in counts.stages]
    return counts.by_kind, stages, counts.late


class Trouble(Exception):
    """Raised to roll something back."""


def typed(dice: random.Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute(dice.choice(TYPED), {"dice": dice.randrange(1, 1000)})


def some_trouble(dice: random.Random, act: Callable[[random.Random], object]) -> None:
    """Do something within a savepoint or two, of which every fifth is rolled back."""
    with suppress(IntegrityError, Trouble), transaction.atomic():
        with suppress(IntegrityError, Trouble), transaction.atomic():
            act(dice)
            if dice.random() < 0.1:
                raise Trouble
        act(dice)
        if dice.random() < 0.1:
            raise Trouble


@pytest.fixture
def world(db: None) -> World:
    """Two agreements, three teams, cases at every stage, and people who try whatever they like."""
    worlds.of_two_agreements(3)
    made = World()
    for name in ("Second desk", "Third desk"):
        Team.objects.get_or_create(name=name)
    return made


def test_random_acts_and_sql_are_counted_as_a_recount_says(world, pytestconfig):
    dice = random.Random(11)

    def limits(dice: random.Random) -> None:
        made = dice.choice(list(Agreement.objects.order_by("pk")))
        factories.stage_limit(made, dice.choice(list(Stage)), 2700 + dice.randrange(200))

    def acts(dice: random.Random) -> None:
        with translation.override("en"):
            world.try_one(dice.choice)

    for _group in range(5 * pytestconfig.getoption("longer")):
        for _each in range(12):
            some_trouble(dice, dice.choice([typed, typed, acts, acts, acts, limits]))
        if dice.random() < 0.5:
            keeping.fold(whole=dice.random() < 0.5)
        assert_as_recounted(timezone.localdate())

    assert Child.objects.exclude(stage=Stage.REGISTERED).count() > 10
    assert Task.objects.open().filter(due_on__isnull=False).exists()


def test_fee_that_is_paid_and_a_family_that_moves_are_counted(db):
    factories.batch(BatchStatus.SENT, fees=3)
    worlds.of_two_agreements(5)

    assert_as_recounted(timezone.localdate())


@contextmanager
def other_sessions(number: int) -> Iterator[list["psycopg2.extensions.connection"]]:
    params = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    opened = [
        psycopg2.connect(**{n: params[n] for n in names if params.get(n)}) for _ in range(number)
    ]
    try:
        yield opened
    finally:
        for each in opened:
            with suppress(psycopg2.Error):
                each.close()


@pytest.mark.django_db(transaction=True)
def test_killed_backends_folds_and_rebuilds_amid_writers_lose_nothing():
    worlds.at_random(4)
    over = threading.Event()

    keys = list(Child.objects.values_list("pk", flat=True))

    def write(session: "psycopg2.extensions.connection", seed: int) -> int:
        dice, done = random.Random(seed), 0
        try:
            while not over.is_set():
                child = dice.choice(keys)
                with session, session.cursor() as cursor:
                    cursor.execute(LOCK, [child])
                    for _each in range(dice.randrange(1, 4)):
                        at = {"dice": dice.randrange(1000), "child": child}
                        cursor.execute(dice.choice(OF_ONE), at)
                    if dice.random() < 0.2:
                        session.rollback()
                done += 1
        except (psycopg2.OperationalError, psycopg2.InterfaceError):  # killed
            pass
        return done

    with other_sessions(4) as sessions, ThreadPoolExecutor(4) as threads:
        killed = [sessions[0].info.backend_pid, sessions[1].info.backend_pid]
        work = [threads.submit(write, session, n) for n, session in enumerate(sessions)]
        for pid in killed:
            keeping.fold(whole=True)
            keeping.rebuild()
            execute("SELECT pg_terminate_backend(%s)", pid)
        over.set()
        done = sum(each.result() for each in work)

    assert done > 0
    assert_as_recounted(timezone.localdate())
    keeping.fold(whole=True)
    assert_as_recounted(timezone.localdate())


@pytest.fixture
def wrong(db: None) -> None:
    """A register in which rows were written past the triggers."""
    worlds.at_random(2)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET LOCAL session_replication_role = replica")
    Child.objects.filter(stage=Stage.REGISTERED).update(review_due_on=DAY)
    Mother.objects.update(team=Team.objects.create(name="Fourth desk"))
    execute("DELETE FROM cases_keptsum WHERE kind = 'fee'")
    execute("SET LOCAL session_replication_role = origin")


def test_limit_that_ends_by_itself_is_counted_by_the_night(db):
    child, today = factories.child(), timezone.localdate()
    limit = factories.stage_limit(child.agreement, Stage.REGISTERED, 5)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET LOCAL session_replication_role = replica")
    StageLimit.objects.filter(pk=limit.pk).update(during=(DAY, today))
    execute("SET LOCAL session_replication_role = origin")
    assert recount().cases == (child.reference,)

    keeping.begin_day(on=today)

    assert_as_recounted(today)


def test_what_differs_is_named_and_made_anew(wrong, capsys):
    with pytest.raises(CommandError, match="differ from a recount"):
        call_command("recount")
    told = capsys.readouterr().out
    call_command("recount", "--rebuild")

    assert "not counted as it is" in told
    assert "fee due USD: 0 kept" in told
    assert "equal to a recount" in capsys.readouterr().out
    assert_as_recounted(timezone.localdate())


def test_integrity_page_says_which_figures_differ(wrong, client: Client):
    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(reverse("integrity")).content.decode()
    keeping.rebuild()
    mended = client.get(reverse("integrity")).content.decode()

    assert "Figures that differ from a recount" in page
    assert "Not counted as it stands" in page
    assert "The kept figures are equal to a recount" in mended


def test_folding_keeps_every_figure_and_leaves_fewer_rows(db):
    worlds.at_random(6)
    before = tallies([factories.agreement().pk], on=timezone.localdate())

    gone = keeping.fold(whole=False)

    assert tallies([factories.agreement().pk], on=timezone.localdate()) == before
    assert gone > 0
    assert keeping.fold(whole=False) == 0


#: What the application's role may not do.
FORBIDDEN = (
    "INSERT INTO cases_keptsum SELECT * FROM cases_keptsum",
    "UPDATE cases_keptsum SET n = 2",
    "DELETE FROM cases_keptsum",
    "TRUNCATE cases_keptsum",
    "UPDATE cases_keptcase SET is_paid = true",
    "DELETE FROM cases_keptcase",
    "TRUNCATE cases_keptcase",
    "INSERT INTO cases_changedcase (child_id, is_past) SELECT id, false FROM cases_child",
    "DELETE FROM cases_changedcase",
    "SELECT cases_keep_changed()",
)


def test_application_only_reads_what_is_kept_and_its_writes_are_counted(db):
    factories.agreement()
    secure("default")
    execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")

    with command("a case of many hands"):
        child = factories.child(Stage.PLACED)
    execute("SELECT cases_fold(true)")
    for sql in [*FORBIDDEN, f"SELECT cases_keep(ARRAY[{child.pk}]::bigint[])"]:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            execute(sql)
    execute("RESET ROLE")

    assert tallies([child.agreement_id], on=timezone.localdate())[0].by_kind["identified"] == 1
    assert_as_recounted(timezone.localdate())


def test_nobody_changes_or_empties_what_is_kept_or_counted(db):
    factories.child()
    with refused("sum_is_never_changed"):
        execute("UPDATE cases_keptsum SET n = 2")
    for table in ("keptsum", "keptcase", "child", "mother", "task", "assessment", "placement"):
        with refused("append_only"):
            execute(f"TRUNCATE cases_{table} CASCADE")
