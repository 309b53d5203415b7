"""What a record relies on is emptied by a tick alone."""

import pytest

from cases.models import Child
from cases.vocabulary import NameKind, Stage
from tests import factories
from tests.views.editing.sections import address, names, shown

NOT_KNOWN = "This was recorded and is empty now: {}. Enter it again, or tick."


def test_a_mother_loses_her_names_and_birth_only_by_a_tick(page, mother):
    sent = shown(page, mother, "identity") | {"name_family": "", "born": ""}
    first = page.get(address(mother, "identity")).content.decode()

    asked = page.post(address(mother, "identity"), sent | {"name_official": "12"})
    refused = page.post(address(mother, "identity"), sent)
    kept = names(mother.person)
    saved = page.post(address(mother, "identity"), sent | {"not_known": "on"}, follow=True)

    both = "Name, Date of birth or age"
    assert "What is left empty is not known" not in first
    assert NOT_KNOWN.format("Date of birth or age") in asked.content.decode()
    assert asked.context["form"]["name_official"].value() == "12"
    assert NOT_KNOWN.format(both) in refused.content.decode()
    assert kept == {NameKind.FAMILY: ("Манижа Раҳимова", True)}
    assert "Mother not known" in saved.content.decode()
    mother.person.refresh_from_db()
    assert mother.person.born_earliest is None


def test_a_mother_without_a_name_is_corrected_without_a_question(page, mother):
    nameless = {"name_family": "", "not_known": "on"}
    page.post(address(mother, "identity"), shown(page, mother, "identity") | nameless)
    sent = shown(page, mother, "identity") | {"born": "1990"}

    saved = page.post(address(mother, "identity"), sent)

    assert saved.status_code == 302


def test_a_child_keeps_a_birth(page, child):
    sent = shown(page, child, "identity") | {"born": "", "not_known": "on"}

    response = page.post(address(child, "identity"), sent)

    child.person.refresh_from_db()
    assert "Enter a date of birth, a year, or an age" in response.content.decode()
    assert child.person.born_earliest is not None


@pytest.mark.parametrize(
    ("section", "told", "emptied", "label"),
    [
        (
            "legal",
            {"sentence": "fixed", "sentence_months": "180", "sentenced_on": "15.03.2018"},
            {"sentenced_on": "", "sentence_months": ""},
            "Sentenced on, Months (fixed sentence only)",
        ),
        (
            "father",
            {"father_name": "Раҳим", "father_status": "deceased", "father_evidence": "No. 12"},
            {"father_name": "", "father_evidence": ""},
            "Father&#x27;s name, How this is known",
        ),
    ],
)
def test_what_is_on_record_is_emptied_only_by_a_tick(
    page, mother, child, section, told, emptied, label
):
    record = mother if section == "legal" else child
    page.post(address(record, section), shown(page, record, section) | told)
    sent = shown(page, record, section) | emptied

    asked = page.post(address(record, section), sent)
    saved = page.post(address(record, section), sent | {"not_known": "on"})

    assert NOT_KNOWN.format(label) in asked.content.decode()
    assert saved.status_code == 302


def test_a_town_that_was_typed_is_emptied_only_by_a_tick(page, worker):
    child = factories.child(Stage.PLACED, team=worker.team)
    town = factories.PlaceFactory(name="Ҳисор", kind="town", country=child.agreement.home)
    Child.objects.filter(pk=child.pk).update(held_at=town)
    sent = shown(page, child, "place") | {"held_at": ""}

    asked = page.post(address(child, "place"), sent)
    saved = page.post(address(child, "place"), sent | {"not_known": "on"})

    assert NOT_KNOWN.format("Where the child is now") in asked.content.decode()
    assert saved.status_code == 302


def test_another_sentence_takes_the_months_along(page, mother):
    told = {"sentence": "fixed", "sentence_months": "180", "sentenced_on": "15.03.2018"}
    page.post(address(mother, "legal"), shown(page, mother, "legal") | told)
    other = {"sentence": "life", "sentence_months": ""}

    saved = page.post(address(mother, "legal"), shown(page, mother, "legal") | other)

    assert saved.status_code == 302
