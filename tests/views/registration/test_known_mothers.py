"""A child of a mother who is on record."""

from django.urls import reverse
from django.utils import timezone

from cases.models import DuplicateAnswer, Team
from tests import factories
from tests.sentences import words_of
from tests.views.registration.sent import sentences, typed


def test_a_newborn_is_added(page, worker):
    mother = factories.family(1, team=worker.team)
    address = reverse("mother-child-new", args=[mother.reference])

    response = page.post(address, typed({"name_family": "Умар", "born": "1m"}))

    child = mother.children.order_by("-pk").first()
    assert response["Location"] == mother.get_absolute_url()
    assert (child.person.name, child.reference) == ("Умар", f"{mother.reference}-2")
    assert child.registered_on == timezone.localdate()


def test_a_sibling_of_the_same_name_must_be_answered(page, worker):
    mother = factories.family(1, team=worker.team)
    sibling = mother.children.get()
    address = reverse("mother-child-new", args=[mother.reference])
    sent = typed({"name_family": sibling.person.name, "born": "2016"})

    asked = page.post(address, sent)
    page.post(address, sent | {f"answer-child-0~{sibling.reference}": "not_same"})

    assert "Choose whether this is the same person." in asked.content.decode()
    assert mother.children.count() == 2
    assert DuplicateAnswer.objects.count() == 1


def test_twins_of_like_names_are_added_one_after_the_other(page, worker):
    mother = factories.family(1, team=worker.team)
    path = reverse("mother-child-new", args=[mother.reference])
    twin = {"name_family": "Ҳасан", "born": "10.05.2018", "sex": "m"}
    page.post(path, typed(twin))
    first = mother.children.get(person__names__text="Ҳасан")

    sent = typed(twin | {"name_family": "Ҳусейн"})
    answer = page.post(path, sent | {f"answer-child-0~{first.reference}": "not_same"})

    assert answer.status_code == 302
    assert mother.children.count() == 3


def test_the_very_same_child_is_refused_whatever_is_answered(page, worker):
    mother = factories.family(1, team=worker.team)
    path = reverse("mother-child-new", args=[mother.reference])
    page.post(path, typed({"name_family": "Ҳасан", "born": "10.05.2018", "sex": "m"}))
    first = mother.children.get(person__names__text="Ҳасан")

    sent = typed({"name_family": "ҲАСАН", "born": "10.05.2018", "sex": "m"})
    answer = page.post(path, sent | {f"answer-child-0~{first.reference}": "not_same"})

    assert answer.status_code == 409
    sentence = f"{first.reference} has the same name, sex and birth. Is it the same child?"
    assert sentence in words_of(answer)
    assert mother.children.count() == 2


def test_a_birth_too_near_that_of_a_sibling_must_be_confirmed(page, worker):
    mother = factories.family(1, team=worker.team)
    path = reverse("mother-child-new", args=[mother.reference])
    page.post(path, typed({"name_family": "Сомон", "born": "10.05.2018"}))
    sent = typed({"name_family": "Умар", "born": "08.2018"})

    asked = page.post(path, sent)
    confirmed = page.post(path, sent | {"child-0-near_birth": "on"})

    sibling = mother.children.get(person__names__text="Сомон")
    assert f"and another ({sibling.reference})." in str(sentences(asked))
    assert confirmed.status_code == 302


def test_another_teams_mother_is_not_found(page):
    mother = factories.family(team=Team.objects.create(name="Erbil desk"))

    response = page.get(reverse("mother-child-new", args=[mother.reference]))

    assert response.status_code == 404


def test_a_child_older_than_its_mother_is_refused(page, worker):
    mother = factories.family(team=worker.team)
    address = reverse("mother-child-new", args=[mother.reference])

    response = page.post(address, typed({"name_family": "Умар", "born": "1985"}))

    assert "fewer than 10 years apart" in response.content.decode()
    assert mother.children.count() == 1
