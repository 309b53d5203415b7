import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from cases.models import AccessRow, Child, Task, Team
from cases.vocabulary import ClearanceKind, ClosedReason, NameKind, Role, Script, Stage, TaskRule
from tests import factories


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_family_and_for_three(
    page, worker, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.family(2, team=worker.team)

    with django_assert_num_queries(7):  # session, user, count, keys, mothers, names, access
        response = page.get("/mothers/")

    assert response.content.count(b'<th scope="row">') == rows
    assert AccessRow.objects.get(page="mothers").rows == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_family_costs_the_same_for_one_child_and_for_three(
    page, worker, rows, django_assert_num_queries
):
    mother = factories.family(rows, team=worker.team)

    # session, user, mother, names, access, children, names, terms, what is recorded, documents,
    # tasks, journal, pairs
    with django_assert_num_queries(13):
        response = page.get(mother.get_absolute_url())
    with django_assert_num_queries(9):
        page.get(reverse("mother-journal", args=[mother.reference]))

    assert response.content.count(b'class="who"') == rows
    assert AccessRow.objects.get(page="mother").mother == mother


def test_the_list_shows_the_own_team_and_counts_all_children(page, worker):
    own = factories.family(3, team=worker.team)
    factories.family(1, team=Team.objects.create(name="Erbil desk"))

    families = page.get("/mothers/").context["rows"]

    assert [(family.reference, family.children_count) for family in families] == [
        (own.reference, 3)
    ]


def test_a_case_of_another_team_that_is_ones_own_opens_the_family_once(page, worker):
    elsewhere = factories.family(2, team=Team.objects.create(name="Erbil desk"), caseworker=worker)

    families = page.get("/mothers/").context["rows"]

    assert [(family, family.children_count) for family in families] == [(elsewhere, 2)]


def test_another_teams_family_is_not_found(page):
    mother = factories.family(team=Team.objects.create(name="Erbil desk"))

    response = page.get(mother.get_absolute_url())

    assert response.status_code == 404


def test_an_empty_register_says_what_to_do(page):
    response = page.get("/mothers/")

    assert "No family is registered yet" in response.content.decode()


def test_the_legal_situation_is_fetched_on_request_and_that_is_on_record(page, worker):
    mother = factories.family(team=worker.team)
    mother.proceedings, mother.sentence = "convicted", "life"
    mother.save()

    closed = page.get(mother.get_absolute_url()).content.decode()
    opened = page.get(mother.get_absolute_url(), {"show": "legal"}).content.decode()

    assert "Convicted" not in closed
    assert "Convicted" in opened
    assert AccessRow.objects.filter(page="mother-legal", mother=mother, by=worker).count() == 1


def test_no_name_stands_in_a_title(page, worker):
    mother = factories.family(team=worker.team)

    text = page.get(mother.get_absolute_url()).content.decode()

    title = text[text.index("<title>") : text.index("</title>")]
    assert mother.reference in title
    assert "Манижа" not in title


def test_who_looked_is_for_those_who_may_read_it(client, page, worker):
    mother = factories.family(team=worker.team)
    page.get(mother.get_absolute_url())
    address = reverse("mother-access", args=[mother.reference])
    refused = client.get(address)
    client.force_login(factories.user(Role.REVIEWER))

    allowed = client.get(address)

    assert (refused.status_code, allowed.status_code) == (403, 200)
    assert str(worker) in allowed.content.decode()


def test_a_family_shows_each_requirement_of_each_child_and_who_is_next(page, worker):
    mother = factories.family(3, team=worker.team)
    first, *others = mother.children.order_by("pk")
    factories.grant(first, ClearanceKind.IDENTITY)

    text = page.get(mother.get_absolute_url()).content.decode()

    needed = ",".join(child.reference for child in others[1:])
    url = f"/children/{others[0].reference}/clearance/?kind=identity&amp;for={needed}"
    assert f'<a class="btn primary" href="{url}">Record: Identity</a>' in text
    assert "Record for 2…" in text
    assert f'Granted<span class="vh"> ({first.person.name})' in text


def test_what_all_children_agree_in_is_one_cell(page, worker):
    mother = factories.family(3, team=worker.team)
    for child in mother.children.all():
        factories.grant(child, ClearanceKind.IDENTITY)

    text = page.get(mother.get_absolute_url()).content.decode()

    assert "Granted, all 3" in text
    tasks = text[text.index("<h2>Tasks</h2>") : text.index("Place and team")]
    assert tasks.count("<li>") == len(set(re.findall(r"<span>(?:<a [^>]+>)?([^<]+)", tasks)))
    assert all(child.get_absolute_url() in text for child in mother.children.all())
    assert "Waits for a reviewer, all 3" in text


def test_a_family_shows_what_is_on_file_to_be_done_and_was_done_for_each_child(page, worker):
    mother = factories.family(2, team=worker.team)
    first, second = mother.children.order_by("pk")
    factories.document(first)
    factories.grant(second, ClearanceKind.IDENTITY)

    text = page.get(mother.get_absolute_url()).content.decode()
    whole = page.get(reverse("mother-journal", args=[mother.reference])).content.decode()

    assert f"?for={second.reference}" in text
    for shown in (text, whole):
        assert f"{second.person.name}: " in shown
    assert f", {first.person.name}" in text


def test_a_task_of_siblings_leads_to_one_form_for_all_of_them(page, worker):
    mother = factories.family(2, team=worker.team)
    first, second = mother.children.order_by("pk")
    for child in (first, second):
        factories.bring_to(child, Stage.ELIGIBLE)
    with factories.past_the_guards():  # the children stand in their order, not the tasks'
        for rule in (TaskRule.CONSENT, TaskRule.REQUIREMENT):
            task = Task.objects.filter(child=first, rule=rule, outcome=None).first()
            Task.objects.filter(pk=task.pk).update(id=task.pk + 1_000_000)

    response = page.get(mother.get_absolute_url())

    urls = {task.sentence: task.url for task in response.context["tasks"]}
    form = f"/children/{first.reference}/consent/?giver=mother&for={second.reference}"
    assert urls["Record: Consent to the return: Mother"] == form
    assert page.get(form).context["form"].initial["also"] == [second.reference]
    assert urls["Record: Court order"] == ""  # the button of the next act leads there
    assert urls["Assign a caseworker"] == ""  # no form assigns both
    # As tall as a finger needs, with the names of the children below it.
    assert f'<a class="in-line" href="{escape(form)}">' in response.content.decode()


def test_a_mothers_two_scripts_stand_in_the_heading(page, worker):
    mother = factories.family(1, team=worker.team)
    mother.person.names.create(text="مانيجة", kind=NameKind.OFFICIAL, script=Script.ARABIC)

    text = page.get(mother.get_absolute_url()).content.decode()

    heading = text[text.index("<h1>") : text.index("</h1>")]
    assert f'<bdi lang="tg">{mother.person.name}</bdi>' in heading
    assert '<bdi class="alt" lang="ar">مانيجة</bdi>' in heading


def test_fees_due_lead_to_those_of_the_family_under_any_agreement(client, db):
    child = factories.child(Stage.ELIGIBLE)
    client.force_login(factories.user(Role.REVIEWER))
    client.get(reverse("fees"), {"agreement": factories.bare_agreement().slug})

    band = client.get(child.mother.get_absolute_url()).context["band"]

    (fact,) = (fact for fact in band if fact.label == "Fees due")
    assert fact.value == "$400"
    assert client.get(fact.url).context["page"].paginator.count == 1


def test_a_masked_sibling_shows_no_requirement(page, worker):
    elsewhere = Team.objects.create(name="Erbil desk")
    mother = factories.family(2, team=elsewhere)
    own, other = mother.children.order_by("pk")
    factories.grant(other, ClearanceKind.IDENTITY)
    Child.objects.filter(pk=own.pk).update(caseworker=worker)

    text = page.get(mother.get_absolute_url()).content.decode()

    whole = page.get(reverse("mother-journal", args=[mother.reference])).content.decode()

    assert f"{own.person.name}: " in whole
    assert f"{other.person.name}: " not in whole + text
    assert f"/children/{own.reference}/clearance/" in text
    assert f"/children/{other.reference}/clearance/" not in text
    assert "Granted" not in text


def family_of(worker, *stages):
    """Return a mother whose children stand there: they came home apart, past the guards."""
    children = [
        factories.bring_to(factories.family(1, team=worker.team).children.get(), stage)
        for stage in stages
    ]
    with factories.past_the_guards():
        keys = [child.pk for child in children]
        Child.objects.filter(pk__in=keys).update(mother=children[0].mother)
    return children[0].mother, children


def test_children_who_are_home_or_closed_are_folded_behind_their_number(page, worker):
    stages = (Stage.REGISTERED, Stage.PLACED, Stage.RETURNED, Stage.REGISTERED)
    mother, [one, home, busy, closed] = family_of(worker, *stages)
    factories.close(closed, ClosedReason.NOT_NATIONAL)

    response = page.get(mother.get_absolute_url())

    shown, folded = response.context["shown"], response.context["folded"]
    assert [head.child.pk for head in shown] == [one.pk, busy.pk]  # her handover is to record
    assert [head.child.pk for head in folded] == [home.pk, closed.pk]
    text = response.content.decode()
    assert "<summary>1 home, 1 closed</summary>" in text
    assert text.count('<table class="matrix">') == 2
    assert text.index("<summary>1 home") < text.index(f'href="{home.get_absolute_url()}"><bdi')


def test_nobody_is_folded_where_all_are_home(page, worker):
    mother, _children = family_of(worker, Stage.PLACED, Stage.PLACED)

    response = page.get(mother.get_absolute_url())

    assert (len(response.context["shown"]), response.context["folded"]) == (2, [])
    assert response.content.decode().count('<table class="matrix">') == 1
