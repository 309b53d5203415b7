"""The names of people, read with the records that they stand on."""

import pytest

from cases.models import Child
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("families", [1, 3])
def test_names_come_by_one_statement_and_stay_their_own(families, django_assert_num_queries):
    for _ in range(families):
        factories.family(2)
    rows = Child.objects.with_names().order_by("pk")
    list(rows)

    with django_assert_num_queries(2):
        children = list(rows.all())
        read = [(child.person.name, child.mother.person.name) for child in children]

    assert all(own and mothers for own, mothers in read)
    for person in (each for child in children for each in (child.person, child.mother.person)):
        assert {name.person_id for name in person.names.all()} == {person.pk}
        assert {name.person_id for name in person.names.filter(is_primary=True)} == {person.pk}
        assert person.names.all()[0].person is not None


def test_nobody_is_asked_for_where_no_record_is(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(Child.objects.with_names()) == []


def test_a_name_that_was_withdrawn_is_not_read():
    child = factories.child()
    factories.withdraw_names(child)

    assert Child.objects.with_names().get().person.name == ""
