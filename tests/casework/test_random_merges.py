"""Merges, edits and unmerges in any order: each unmerging restores every row that nobody edited.

Four sequences in every run. A thousand are twenty runs of ``--longer 13``, each with another SEED:
every sequence adds to the register that is compared as a whole.
"""

import os
import random
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import cases, children, clearances, merges, task_acts
from cases.casework.acting import acting
from cases.casework.merges import CannotMerge
from cases.casework.refused import Refused
from cases.models import Child, Merge, columns
from cases.vocabulary import ClearanceKind, ClearanceStatus, FatherStatus, MergedField, Role
from tests import factories
from tests.casework.test_merges import DERIVED

SEED = int(os.environ.get("SEED", "20191"))
STEPS = 8


def rows():
    """Return each row of the register but for its version, by its table and key."""
    tables = [m._meta for m in columns.tables() if m._meta.db_table not in DERIVED]
    union = " UNION ALL ".join(
        f"SELECT '{t.db_table}', t.{t.pk.column}::text, to_jsonb(t) - 'version' FROM {t.db_table} t"
        for t in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(union)
        return {(table, key): row for table, key, row in cursor.fetchall()}


class Office:
    """Three cases that are answered to be of one child, and two people who do anything."""

    def __init__(self, chance):
        self.chance = chance
        self.officer, self.reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
        first, *others = factories.family(3).children.order_by("pk")
        for other in others:
            factories.same_child(first, other)
        self.keys = [first.pk, *(other.pk for other in others)]
        #: What stood before each merge, and what was edited since.
        self.before, self.edited, self.came = {}, {}, Counter()

    def child(self):
        return Child.objects.select_related("person").get(pk=self.chance.choice(self.keys))

    def step(self):
        act = self.chance.choice([self.edit, self.edit, self.merge, self.merge, self.part])
        try:
            act()
        except Refused:
            self.came[f"{act.__name__} refused"] += 1
        else:
            self.came[act.__name__] += 1

    def edit(self):
        child, by, on = self.child(), self.officer, timezone.localdate()
        was, text = rows(), f"{self.chance.random()}"
        typed = {"father_status": FatherStatus.DECEASED, "father_evidence": text}
        with acting(by):
            self.chance.choice(
                [
                    lambda: cases.add_note(child=child, by=by, on=on, text=text),
                    lambda: task_acts.add(child=child, by=by, text=text),
                    lambda: clearances.record(
                        child=child,
                        by=by,
                        on=on,
                        issued_on=on,
                        kind=ClearanceKind.EXIT_PERMIT,
                        status=ClearanceStatus.GRANTED,
                    ),
                    lambda: children.edit_father(
                        child, version=child.version, by=by, on=on, father_name="", **typed
                    ),
                ]
            )()
        self.note_edited(was)

    def note_edited(self, was):
        """Note for each merge that stands which rows have changed since ``was``."""
        changed = {place for place, row in rows().items() if was.get(place, row) != row}
        for edited in self.edited.values():
            edited |= changed

    def merge(self):
        keeps, gives_up = self.child(), self.child()
        was, on = rows(), timezone.localdate()
        taken = [field for field in MergedField if self.chance.random() < 0.5]
        asked = merges.ask(
            keeps=keeps,
            gives_up=gives_up,
            by=self.officer,
            on=on,
            versions=(keeps.version, gives_up.version),
            taken=taken,
            reason="One child.",
        )
        seen = factories.versions(asked)
        with acting(self.reviewer):
            merges.approve(merge=asked, versions=seen, by=self.reviewer, on=on)
            connection.check_constraints()
        self.note_edited(was)
        self.before[asked.pk], self.edited[asked.pk] = was, set()

    def part(self):
        merge = self.chance.choice(
            [*Merge.objects.standing().filter(pk__in=self.before).order_by("pk"), None]
        )
        if merge is None:
            raise CannotMerge("Nothing to part.")
        was, on, why = rows(), timezone.localdate(), "Two children."
        for act, by, more in (
            (merges.ask_to_undo, self.officer, {"reason": why}),
            (merges.undo, self.reviewer, {}),
        ):
            with acting(by):
                act(merge=merge, versions=factories.versions(merge), by=by, on=on, **more)
                connection.check_constraints()
        now, edited = rows(), self.edited.pop(merge.pk)
        self.note_edited(was)
        lost = {
            place: (row, now.get(place))
            for place, row in self.before.pop(merge.pk).items()
            if now.get(place) != row and place not in edited
        }
        assert lost == {}


@pytest.mark.django_db(transaction=True)
def test_each_unmerging_restores_what_nobody_edited(pytestconfig):
    sequences = 4 * pytestconfig.getoption("longer")
    chance, came = random.Random(SEED), Counter()
    for _ in range(sequences):
        office = Office(chance)
        for _ in range(STEPS):
            office.step()
        came += office.came

    assert came["merge"] >= sequences
    assert came["part"] >= sequences / 4
