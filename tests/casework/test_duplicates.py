import datetime

import pytest

from cases.casework import duplicates
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import DuplicateAnswer, Journal, Team
from cases.rules.births import read_birth
from cases.vocabulary import Act, DuplicateVerdict, NameKind, Role, Sex
from tests import factories

NOBODY = MotherFacts(PersonFacts({}))


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


def mother(name, born="1989"):
    return MotherFacts(
        PersonFacts({NameKind.FAMILY: name}, read_birth(born, on=factories.DAY), sex=Sex.FEMALE)
    )


def child(name, born="2016", held_at=None):
    person = PersonFacts({NameKind.FAMILY: name}, read_birth(born, on=factories.DAY), sex=Sex.MALE)
    return ChildFacts(person, held_at=held_at)


def found(to, *people, known=None):
    return [
        (one.about, one.record.reference, one.open_to_user)
        for one in duplicates.likely(*people, to=to, record=known)
    ]


@pytest.mark.parametrize(
    "spelling", ["Манижа Раҳимова", "Рахимова Манижа", "Manizha Rahimova", "منيجة رحيموفا"]
)
def test_a_mother_is_found_by_any_spelling(worker, spelling):
    known = factories.family(1, team=worker.team)

    likely = found(worker, mother(spelling), [])

    assert likely == [(None, known.reference, True)]


def test_a_birth_that_cannot_be_hers_excludes(worker):
    factories.family(1, team=worker.team)

    likely = found(worker, mother("Манижа Раҳимова", born="1960"), [])

    assert likely == []


def test_a_child_is_found_by_name_and_mother(worker):
    known = factories.family(1, team=worker.team)
    registered = known.children.get()

    likely = found(
        worker, mother("Manizha Rahimova"), [child("Умар"), child(registered.person.name)]
    )

    assert (1, registered.reference, True) in likely
    assert not any(about == 0 for about, _reference, _open in likely)


def test_a_given_name_alone_is_no_reason(worker):
    registered = factories.family(1, team=worker.team).children.get()

    likely = found(worker, mother("Зулайхо Каримова"), [child(registered.person.name)])

    assert likely == []


def test_where_the_mother_is_unknown_place_and_birth_count(worker):
    registered = factories.family(1, team=worker.team).children.get()
    same = child(registered.person.name, held_at=registered.held_at)
    elsewhere = child(registered.person.name, held_at=factories.PlaceFactory(name="Mosul"))

    likely = found(worker, NOBODY, [elsewhere, same])

    assert likely == [(1, registered.reference, True)]


def test_a_child_of_a_known_mother_is_compared_with_her_children(worker):
    known = factories.family(2, team=worker.team)
    first = known.children.order_by("pk").first()

    likely = found(worker, NOBODY, [child(first.person.name)], known=known)

    assert (0, first.reference, True) in likely


def test_a_child_of_a_known_mother_is_one_of_hers_whatever_the_birth(worker):
    known = factories.family(1, team=worker.team)
    registered = known.children.get()
    born = str(registered.person.born_latest.year + 3)
    children = [child(name, born=born) for name in (registered.person.name, "Умар")]

    likely = found(worker, NOBODY, children, known=known)

    assert likely == [(0, registered.reference, True)]


def test_another_teams_record_is_found_but_closed(worker):
    known = factories.family(1, team=Team.objects.create(name="Erbil desk"))

    likely = found(worker, mother("Манижа Раҳимова"), [])

    assert likely == [(None, known.reference, False)]


def test_nobody_typed_finds_nobody(worker, django_assert_num_queries):
    factories.family(1, team=worker.team)

    with django_assert_num_queries(0):
        likely = found(worker, NOBODY, [])

    assert likely == []


@pytest.mark.parametrize("families", [1, 3])
def test_the_search_costs_ten_queries_at_most(worker, families, django_assert_max_num_queries):
    for _ in range(families):
        known = factories.family(3, team=worker.team)
    name = known.children.first().person.name
    duplicates.likely(mother("Манижа Раҳимова"), [], to=worker)

    with django_assert_max_num_queries(10):
        duplicates.likely(
            mother("Манижа Раҳимова"),
            [child(name, held_at=known.held_at), child("Сумая Каримова")],
            to=worker,
        )


def test_an_answer_is_kept_once_and_in_the_journal(worker):
    one, other = (factories.child(team=worker.team) for _ in range(2))

    duplicates.remember(
        other.person, one, DuplicateVerdict.NOT_SAME, by=worker, on=datetime.date(2019, 3, 2)
    )

    answer = DuplicateAnswer.objects.get()
    entry = Journal.objects.get(act=Act.ANSWER_DUPLICATE)
    assert (answer.one, answer.other) == (one.person, other.person)
    assert (entry.child, entry.detail) == (other, one.reference)
