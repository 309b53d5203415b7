"""A family or child that may be on record already is asked about."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import AccessRow, DuplicateAnswer, Mother, Team
from cases.vocabulary import DuplicateVerdict
from tests import factories
from tests.views.registration.sent import BILOL, HADICHA, NEW, sentences, typed


@pytest.fixture
def namesake(place, worker):
    return factories.family(2, team=worker.team)


@pytest.fixture
def elsewhere(place):
    return factories.family(1, team=Team.objects.create(name="Erbil desk"))


def key(mother):
    return f"answer-mother~{mother.reference}"


def test_a_likely_mother_must_be_answered(page, namesake):
    sent = typed(HADICHA, register="1") | {"mother-name_family": "Манижа Рахимова"}

    response = page.post(NEW, sent)

    assert sentences(response) == [
        f"Possible match {namesake.reference}: Choose whether this is the same person."
    ]
    assert Mother.objects.count() == 1


def test_another_spelling_in_another_script_is_found(page, namesake):
    sent = typed(HADICHA, register="1") | {"mother-name_family": "Manizha Rahimova"}

    response = page.post(NEW, sent)

    assert namesake.reference in response.content.decode()


def test_not_the_same_registers_and_is_remembered(page, namesake, worker):
    sent = typed(HADICHA, register="1") | {key(namesake): "not_same"}

    page.post(NEW, sent)

    new = Mother.objects.exclude(pk=namesake.pk).get()
    answer = DuplicateAnswer.objects.get()
    assert {answer.one_id, answer.other_id} == {namesake.person_id, new.person_id}
    assert (answer.verdict, answer.by) == (DuplicateVerdict.NOT_SAME, worker)


def test_the_same_mother_gets_the_children_and_the_new_spelling(page, namesake):
    sent = typed(HADICHA, register="1") | {
        "mother-name_family": "Manizha Rahimova",
        key(namesake): "same",
    }

    response = page.post(NEW, sent)

    assert response["Location"] == namesake.get_absolute_url()
    assert Mother.objects.count() == 1
    assert namesake.children.count() == 3
    spellings = namesake.person.names.values_list("kind", "text", "is_primary")
    assert ("alias", "Manizha Rahimova", False) in spellings


def test_the_births_of_her_children_on_record_are_compared_too(page, namesake):
    sibling = namesake.children.first().person
    sibling.born_earliest = sibling.born_latest = "2018-05-10"
    sibling.save()
    sent = typed({"name_family": "Ситора", "born": "10.08.2018"}, register="1")
    sent |= {key(namesake): "same"}

    asked = page.post(NEW, sent)
    confirmed = page.post(NEW, sent | {"child-0-near_birth": "on"})

    assert f"and another ({namesake.children.first().reference})." in str(sentences(asked))
    assert confirmed.status_code == 302


def test_a_child_already_registered_is_not_registered_again(page, namesake):
    child = namesake.children.first()
    sent = typed({"name_family": child.person.name, "born": "2016"}, register="1") | {
        key(namesake): "same",
        f"answer-child-0~{child.reference}": "same",
    }

    response = page.post(NEW, sent)

    assert "Remove the child from this form." in response.content.decode()
    assert namesake.children.count() == 2


def test_another_teams_record_is_told_without_a_name(page, elsewhere):
    response = page.post(NEW, typed(HADICHA, register="1"))

    text = response.content.decode()
    strip = text[text.index("data-duplicates>") : text.index("<legend>Mother</legend>")]
    assert elsewhere.reference in strip
    assert "another team has a similar record" in strip
    assert "Манижа" not in strip
    assert f"/mothers/{elsewhere.reference}/" not in text


def test_another_teams_family_cannot_be_joined(page, elsewhere):
    response = page.post(NEW, typed(HADICHA, register="1") | {key(elsewhere): "same"})

    assert "Ask a reviewer to assign the record to your team." in response.content.decode()
    assert elsewhere.children.count() == 1


def test_the_strip_answers_while_typing_and_is_on_record(page, namesake, worker):
    response = page.post(NEW + "duplicates/", typed(HADICHA))

    assert namesake.reference in response.content.decode()
    row = AccessRow.objects.get()
    assert (row.by, row.page, row.rows) == (worker, "family-duplicates", 1)


def test_answers_move_up_with_their_child(page, namesake):
    child = namesake.children.first()
    twin = {"name_family": child.person.name, "born": "2016"}
    sent = typed(HADICHA, twin) | {f"answer-child-1~{child.reference}": "not_same"}

    response = page.post(NEW, sent | {"remove_child": "0"})

    form = response.context["family"].duplicates
    assert form[f"child-0~{child.reference}"].value() == "not_same"


def test_the_search_costs_the_same_whatever_is_found(page, place, worker):
    counts = []
    for _ in range(2):
        factories.family(3, team=worker.team)
        with CaptureQueriesContext(connection) as queries:
            page.post(NEW + "duplicates/", typed(BILOL, HADICHA))
        counts.append(len(queries))

    assert counts[0] == counts[1]
