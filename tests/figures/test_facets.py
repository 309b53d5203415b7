import pytest
from django.db.models import F

from cases.figures import facets
from cases.figures.facets import Ask, Counts, count_all
from cases.models import Child
from cases.vocabulary import Stage
from tests import factories

pytestmark = pytest.mark.django_db


def rows():
    return Child.objects.annotate(at=F("stage"), where=F("held_at_id")).values(
        "at", "where", "mother_id"
    )


def test_rows_are_counted_in_all_by_column_and_apart():
    factories.family(2)
    factories.child(Stage.ELIGIBLE)

    found = count_all({"all": Ask(rows(), ("at", "where"), apart="mother_id")})

    place = Child.objects.values_list("held_at", flat=True).first()
    by = {"at": {"registered": 2, "eligible": 1}, "where": {str(place or ""): 3}}
    assert found == {"all": Counts(total=3, apart=2, by=by)}


def test_nothing_found_counts_nothing():
    found = count_all({"none": Ask(rows().none(), ("at",)), "empty": Ask(rows(), ("at",))})

    assert found == {"none": Counts(by={"at": {}}), "empty": Counts(by={"at": {}})}


def test_all_asks_are_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        count_all({"a": Ask(rows(), ("at",)), "b": Ask(rows()), "c": Ask(rows(), ("where",))})


def test_more_than_the_most_is_no_number(monkeypatch):
    factories.family(3)
    monkeypatch.setattr(facets, "MOST", 2)

    found = count_all({"all": Ask(rows(), ("at",))})

    assert found["all"].total is None
