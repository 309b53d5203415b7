"""Thousands of acts that nobody planned, and nothing untrue is ever stored."""

import copy
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.utils import translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from cases.models import Child, Journal
from cases.rules.stages import WAY_HOME
from cases.vocabulary import Stage
from tests.casework.random_acts import World, faults


class Office(RuleBasedStateMachine):
    """An office in which anybody tries anything; rolled back when it closes.

    Each opens on the same ``morning``, made once.
    """

    morning: World
    came: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.opened = transaction.atomic()
        self.opened.__enter__()
        self.world = copy.deepcopy(self.morning)

    @rule(data=st.data())
    def somebody_tries_something(self, data: st.DataObject) -> None:
        came = self.world.try_one(lambda choices: data.draw(st.sampled_from(choices)))
        self.came[came] += 1
        if came.endswith("done"):
            assert faults() == {}

    def teardown(self) -> None:
        assert faults() == {}  # of what was refused, too
        self.came.update(Journal.objects.values_list("to_stage", flat=True))
        connection.set_rollback(True)
        self.opened.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_acts_in_any_order_store_nothing_untrue(pytestconfig):
    days = 6 * pytestconfig.getoption("longer")
    Office.morning = World()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=days,
            stateful_step_count=50,
            derandomize=True,
            # To find the shortest way to a fault takes longer than to read the whole one.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert set(WAY_HOME[:5]) <= set(Office.came)
    assert Office.came.total() > 65 * days


@pytest.mark.django_db(transaction=True)
def test_acts_of_four_at_once_lose_nothing_and_never_wait_for_each_other():
    world = World(children=4)

    def work(seed: int) -> Counter[str]:
        chance = random.Random(seed)
        try:
            with translation.override("en"):
                return Counter(world.try_one(chance.choice) for _ in range(100))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        came = sum(threads.map(work, range(4)), Counter())

    assert faults() == {}
    assert came.total() == 400
    moved = Child.objects.exclude(stage=Stage.REGISTERED).count()
    assert moved > 0
