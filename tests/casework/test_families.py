import threading
import uuid

import pytest
from django.db import connection

from cases.casework import drafts, families
from cases.casework.families import FamilyEntry
from cases.casework.registration import CannotRegister, newest_child
from cases.casework.submissions import AlreadyTaken
from cases.models import Draft, Mother, Submission
from cases.vocabulary import Role
from tests import factories


def typed(*children):
    return FamilyEntry(factories.mother_facts(), children or [factories.child_facts()])


def test_a_refused_family_leaves_nothing_behind(db):
    worker, token = factories.user(Role.CASEWORKER), uuid.uuid4()
    drafts.keep(token=token, form=drafts.FAMILY, typed={}, by=worker)
    family = typed(factories.child_facts(), factories.child_facts("Умар", born="1995"))

    with pytest.raises(CannotRegister) as refusal:
        families.register(
            token=token,
            agreement=factories.agreement(),
            team=worker.team,
            family=family,
            by=worker,
            on=factories.DAY,
        )

    assert refusal.value.child == 1
    assert (Mother.objects.count(), Submission.objects.count()) == (0, 0)
    assert Draft.objects.count() == 1


def test_joining_says_which_child_is_refused(db):
    worker = factories.user(Role.CASEWORKER)
    mother = factories.family(1, team=worker.team)
    children = factories.child_facts("Умар"), factories.child_facts("Сумая", born="1995")
    family = FamilyEntry(factories.mother_facts(), children, newest=newest_child())

    with pytest.raises(CannotRegister) as refusal:
        families.join(token=uuid.uuid4(), mother=mother, family=family, by=worker, on=factories.DAY)

    assert refusal.value.child == 1
    assert mother.children.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_registers_once():
    worker, token = factories.user(Role.CASEWORKER), uuid.uuid4()
    agreement, family = factories.agreement(), typed()
    start, results = threading.Barrier(6), []

    def press():
        try:
            start.wait()
            made = families.register(
                token=token,
                agreement=agreement,
                team=worker.team,
                family=family,
                by=worker,
                on=factories.DAY,
            )
            results.append(made.get_absolute_url())
        except AlreadyTaken as taken:
            results.append(taken.location)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [Mother.objects.get().get_absolute_url()] * 6
