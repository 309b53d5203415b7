import pytest
from django.db.models import F

from cases.figures.facets import Ask, Counts, counting
from cases.models import Child
from cases.vocabulary import Stage
from tests import factories

pytestmark = pytest.mark.django_db


def rows():
    columns = Child.objects.annotate(at=F("stage"), where=F("held_at_id"))
    return columns.values("pk", "at", "where", "mother_id")


def ask(*by, apart="", among=None):
    return Ask(Child.objects.all() if among is None else among, by, apart=apart, columns=rows())


def test_rows_are_counted_in_all_by_column_and_apart():
    factories.family(2)
    factories.child(Stage.ELIGIBLE)

    found = counting({"all": ask("at", "where", apart="mother_id")}).of()

    place = Child.objects.values_list("held_at", flat=True).first()
    by = {"at": {"registered": 2, "eligible": 1}, "where": {str(place or ""): 3}}
    assert found == {"all": Counts(total=3, apart=2, by=by)}


def test_nothing_found_counts_nothing():
    found = counting({"none": ask("at", among=Child.objects.none()), "empty": ask("at")}).of()

    assert found == {"none": Counts(by={"at": {}}), "empty": Counts(by={"at": {}})}


def test_all_asks_are_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        counting({"a": ask("at"), "b": Ask(Child.objects.all()), "c": ask("where")}).of()


def test_more_than_the_most_is_no_number(monkeypatch):
    factories.family(3)
    monkeypatch.setattr("cases.models.long_lists.MOST", 2)

    found = counting({"all": ask("at")}).of()

    assert found["all"].total is None
