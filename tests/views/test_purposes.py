"""A record outside the own work is opened for a stated purpose, which stays with the look."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cases.models import AccessRow
from cases.vocabulary import Purpose, Role
from tests import factories
from tests.canaries import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    return factories.family(team=factories.TeamFactory(name="Erbil desk")).children.get()


def page(child, name="child-purpose"):
    return reverse(name, args=[child.reference])


def test_reviewer_says_why_before_a_record_of_another_team_is_shown(client, child):
    reviewer = factories.user(Role.REVIEWER)
    client.force_login(reviewer)

    asked = client.get(child.get_absolute_url()).content.decode()
    wrong = client.post(page(child), {"purpose": "curiosity"}).content.decode()
    nobody_yet = AccessRow.objects.filter(by=reviewer).count()
    answer = client.post(page(child), {"purpose": Purpose.COMPLAINT})
    record = client.get(child.get_absolute_url()).content.decode()
    again = client.get(child.get_absolute_url()).content.decode()
    looks = client.get(page(child, "child-access")).content.decode()

    assert "Why do you open this record?" in asked
    assert child.person.name not in asked + wrong
    assert nobody_yet == 0
    assert answer.url == child.get_absolute_url()
    assert child.person.name in record
    assert child.person.name in again
    rows = AccessRow.objects.filter(by=reviewer, page="child").values_list("purpose", flat=True)
    assert list(rows) == [Purpose.COMPLAINT] * 2
    assert "A complaint" in looks


def test_family_of_another_team_is_shown_for_a_purpose_that_stays_with_the_look(client, child):
    reviewer = factories.user(Role.REVIEWER)
    client.force_login(reviewer)
    at = child.mother.get_absolute_url()

    first = client.get(f"{at}?show=legal").content.decode()
    answer = client.post(f"{page(child)}?family=1", {"purpose": Purpose.COMPLAINT})
    family = client.get(f"{at}?show=legal").content.decode()

    assert "Why do you open this record?" in first
    assert f'{page(child)}?family=1"' in first
    assert child.person.name not in first
    assert answer.url == at
    assert child.person.name in family
    rows = AccessRow.objects.filter(by=reviewer, mother=child.mother)
    assert sorted(rows.values_list("page", "purpose")) == [
        ("mother", Purpose.COMPLAINT),
        ("mother-legal", Purpose.COMPLAINT),
    ]


def test_purpose_is_asked_for_each_record_and_each_session(client, child):
    sibling = factories.family(team=child.mother.team).children.get()
    reviewer = factories.user(Role.REVIEWER)
    client.force_login(reviewer)
    client.post(page(child), {"purpose": Purpose.SECOND})

    other = client.get(sibling.get_absolute_url()).content
    client.logout()
    client.force_login(reviewer)
    later = client.get(child.get_absolute_url()).content

    assert b"Why do you open this record?" in other
    assert b"Why do you open this record?" in later


def test_own_team_and_assigned_cases_are_opened_as_ever(client, child):
    reviewer = factories.user(Role.REVIEWER)
    own = factories.child()
    type(child).objects.filter(pk=child.pk).update(caseworker=reviewer)
    client.force_login(reviewer)

    for record in (own, child):
        assert b"Why do you open this record?" not in client.get(record.get_absolute_url()).content


def test_auditor_sees_names_for_a_purpose_and_nothing_more(client, child):
    auditor = factories.user(Role.AUDITOR)
    client.force_login(auditor)

    before = client.get(child.get_absolute_url()).content.decode()
    client.post(page(child), {"purpose": Purpose.AUDIT})
    after = client.get(child.get_absolute_url()).content.decode()

    assert child.person.name not in before
    assert page(child) in before
    assert child.person.name in after
    assert told(after, (child.mother.person.name, "2016", child.held_at.name)) == []
    row = AccessRow.objects.filter(by=auditor, page="child").latest("pk")
    assert row.purpose == Purpose.AUDIT


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.FINANCE_OFFICER, Role.OFFICIAL])
def test_no_purpose_opens_names_to_other_roles(client, child, role):
    person = factories.user(role)
    client.force_login(person)

    assert client.post(page(child), {"purpose": Purpose.AUDIT}).status_code == 403


def test_purpose_of_an_auditor_who_also_works_cases_shows_names_only(client, child):
    both = factories.user(Role.AUDITOR)
    both.groups.add(Group.objects.get(name=Role.CASEWORKER))
    client.force_login(both)

    client.post(page(child), {"purpose": Purpose.AUDIT})
    text = client.get(child.get_absolute_url()).content.decode()

    assert child.mother.person.name not in text
