"""The queue of what waits for a second person, and the publication of criteria."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cases.casework import assessments, closings
from cases.models import Child, CriteriaSet, Criterion, Restatement
from cases.rules.names import with_family
from cases.vocabulary import (
    ClearanceKind,
    ClosedReason,
    CriteriaStatus,
    Decision,
    DocumentKind,
    FatherStatus,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def queue(client, role):
    client.force_login(role if not isinstance(role, Role) else factories.user(role))
    return client.get(reverse("reviews"))


def ask_to_close(child, by=None):
    closings.ask_to_close(
        child=child,
        version=child.version,
        by=by or factories.user(Role.CASEWORKER),
        on=DAY,
        reason=ClosedReason.ERROR,
    )


def drawn_up() -> CriteriaSet:
    """Return a draft whose publication was asked for."""
    made = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Test")
    Criterion.objects.create(criteria_set=made, code="age", text="Under 18?")
    assessments.ask_to_publish(criteria_set=made, by=factories.user(Role.ADMIN))
    made.refresh_from_db()
    return made


def test_empty_queue_says_so(client):
    assert b"No reviews waiting" in queue(client, Role.REVIEWER).content


def test_every_kind_leads_to_the_page_where_it_is_decided(client):
    registered = factories.child()
    assessed = factories.child(Stage.VERIFIED)
    factories.assess(assessed)
    consenting = factories.child(Stage.ELIGIBLE)
    factories.consent(consenting, verified=False)
    closing = factories.child(Stage.VERIFIED)
    ask_to_close(closing)
    drawn_up()
    flight = factories.movement()
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    factories.ask_lock(flight)

    text = queue(client, Role.REVIEWER).content.decode()

    for address in (
        f"/children/{registered.reference}/verify/",
        f"/assessments/{assessed.reference}/1/",
        f"/children/{consenting.reference}/verify-consent/",
        f"/children/{closing.reference}/approve-closing/",
        "/agreements/tajikistan-iraq/criteria/2/",
        f"/movements/{flight.reference}/",
    ):
        assert re.search(rf'href="{address}(\?in=reviews&amp;at=\d+&amp;of=\d+)?"', text)
    for child in (registered, assessed, consenting, closing):
        name = with_family(child.person.name, child.mother.person.name)
        assert f'<bdi>{name}</bdi> <bdi class="ref">{child.reference}</bdi>' in text
        assert name not in queue(client, Role.FINANCE_APPROVER).content.decode()


def test_children_whose_papers_are_there_come_first(client):
    without, ready = factories.child(), factories.child()
    factories.grant(ready, ClearanceKind.IDENTITY)

    text = queue(client, Role.REVIEWER).content.decode()

    assert text.index(ready.reference) < text.index(without.reference)
    assert "Identity: not recorded yet." in text


def test_what_can_be_decided_now_comes_first_and_siblings_share_a_row(client):
    family = factories.family(2)
    siblings = [factories.bring_to(child, Stage.VERIFIED) for child in family.children.all()]
    one = siblings[0]
    officer = factories.user(Role.CASEWORKER)
    for child in siblings:
        factories.assess(child, by=officer)
        factories.grant(child, ClearanceKind.IDENTITY)
    unready = factories.child()

    page = queue(client, Role.REVIEWER)
    rows = page.context["queues"][0].rows

    assert page.context["queues"][0].kind == "assessment"
    assert [[item.reference for item in row.items] for row in rows] == [
        [child.reference for child in siblings]
    ]
    text = page.content.decode()
    first = f"/assessments/{one.reference}/1/?in=reviews&amp;at=1&amp;of=2"
    assert f'href="{first}">Decide the first' in text
    assert text.index("Not for you to decide yet") < text.index(unready.reference)


def test_own_asking_is_marked(client):
    reviewer = factories.user(Role.REVIEWER)
    ask_to_close(factories.child(), by=reviewer)

    assert (
        "You made the request; a second person must decide"
        in queue(client, reviewer).content.decode()
    )


def test_reopening_waits_too(client):
    child = factories.child()
    ask_to_close(child)
    child.refresh_from_db()
    by = factories.user(Role.REVIEWER)
    closings.approve_closing(child=child, version=child.version, by=by, on=DAY)
    child.refresh_from_db()
    officer = factories.user(Role.CASEWORKER)
    closings.ask_to_reopen(child=child, version=child.version, by=officer, on=DAY, reason="mistake")

    text = queue(client, Role.REVIEWER).content.decode()

    assert f"/children/{child.reference}/approve-reopening/" in text


def test_finance_approver_sees_money_only(client):
    factories.child()

    assert b"No reviews waiting" in queue(client, Role.FINANCE_APPROVER).content


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_whatever_waits(client, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.grant(factories.child(), ClearanceKind.IDENTITY)
        factories.assess(factories.child(Stage.VERIFIED))
        factories.consent(factories.child(), verified=False)
        ask_to_close(factories.child())
    client.force_login(factories.user(Role.REVIEWER))

    # session, user with permissions; all kinds; access row
    with django_assert_num_queries(29):
        response = client.get(reverse("reviews"))

    assert response.content.count(b"approve-closing") == rows


def criteria_url():
    return reverse("criteria", args=["tajikistan-iraq", 2])


def test_criteria_are_read_and_published(client):
    made = drawn_up()
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(criteria_url()).content.decode()
    response = client.post(criteria_url(), {"version": made.version})
    made.refresh_from_db()

    assert "Under 18?" in page
    assert "Question national?" in page
    assert response.url == reverse("reviews")
    assert made.status == CriteriaStatus.PUBLISHED


@pytest.mark.parametrize("version", ["", "0"])
def test_criteria_changed_meanwhile_are_read_again(client, version):
    made = drawn_up()
    client.force_login(factories.user(Role.REVIEWER))

    response = client.post(criteria_url(), {"version": version})
    made.refresh_from_db()

    assert response.status_code == 409
    assert f'value="{made.version}"' in response.content.decode()
    assert made.status == CriteriaStatus.DRAFT


def test_criteria_asked_for_by_the_reader_wait_for_another(client):
    made, admin = drawn_up(), factories.user(Role.REVIEWER)
    CriteriaSet.objects.filter(pk=made.pk).update(publish_asked_by=admin)
    client.force_login(admin)

    page = client.get(criteria_url()).content.decode()
    response = client.post(criteria_url(), {"version": made.version})

    assert "You requested this." in page
    assert "A second person must approve it." in response.content.decode()


def test_queue_holds_only_what_its_reader_may_see(client):
    foreign = factories.family(team=factories.TeamFactory(name="Erbil desk")).children.get()
    factories.consent(foreign, verified=False)
    own = factories.child()
    factories.consent(own, verified=False)
    reader = factories.user(Role.CASEWORKER)
    deputies = Group.objects.create(name="deputies")
    deputies.permissions.add(Permission.objects.get(codename="verify_consent"))
    reader.groups.add(deputies)

    text = queue(client, reader).content.decode()

    assert own.reference in text
    assert foreign.reference not in text


def changed(family, *, paper=True):
    """Return the children of a family whose father's death waits for a second person."""
    children = list(family.children.order_by("pk"))
    for child in children:
        Child.objects.filter(pk=child.pk).update(
            father_status=FatherStatus.DECEASED, father_evidence="Certificate 7"
        )
    if paper:
        factories.document(family, kind=DocumentKind.DEATH)
    return children


def test_next_and_previous_lead_through_what_can_be_decided_now(client):
    officer = factories.user(Role.CASEWORKER)
    for child in factories.family(3).children.order_by("pk"):
        factories.assess(factories.bring_to(child, Stage.VERIFIED), by=officer)
    page = queue(client, Role.REVIEWER)
    one, two, three = [item.url for item in page.context["queues"][0].rows[0].items]

    def beside(url):
        place = client.get(url).context["in_order"]
        return [client.get(step).url for step in (place.previous, place.next)]

    assert beside(two) == [one, three]
    assert beside(three) == [two, reverse("reviews")]
    assert beside(one) == [reverse("reviews"), two]
    assert client.get(two.partition("?")[0]).context["in_order"] is None
    opened = client.get(two)
    assert "2 of 3" in opened.content.decode()

    form = opened.context["form"]
    sent = {"version": form.record.version, "reasons": "Ask her.", "on_day": f"{form.on:%d.%m.%Y}"}
    done = client.post(two, sent | {"decided": Decision.NEEDS_INFORMATION.value})
    onward = client.get(done.url)

    assert done.url.startswith(reverse("reviews-step"))
    assert onward.url.partition("?")[0] == three.partition("?")[0]
    assert "at=2&of=2" in onward.url


def test_step_from_anywhere_else_leads_nowhere_else(client):
    client.force_login(factories.user(Role.REVIEWER))

    for query in ("page=//evil.example/&at=1", "at=99999999999999", "page=/x/&by=-1&at=0", ""):
        assert client.get(f"{reverse('reviews-step')}?{query}").url == reverse("reviews")


def test_changes_that_a_document_shows_are_confirmed_together(client):
    shown, [bare] = changed(factories.family(2)), changed(factories.family(1), paper=False)
    page = queue(client, Role.REVIEWER)
    by_kind = {each.kind: each for each in page.context["queues"]}
    [row] = by_kind["restated"].rows
    picks = [*(item.pick for item in row.items), f"{bare.reference}:father"]

    asked = client.post(reverse("reviews-confirm"), {"confirm": picks})
    sent = {"confirm": asked.context["picks"], "seen": asked.context["party"].seen}
    done = client.post(reverse("reviews-confirm"), sent, follow=True)

    assert by_kind["restated-bare"].rows[0].items[0].reference == bare.reference
    assert f"{bare.reference}</bdi>: no document on file" in asked.content.decode()
    assert "2 changes confirmed." in done.content.decode()
    for child in shown:
        assert not child.restatements.waiting().exists()
        assert child.journal.filter(detail="father-confirmed").count() == 1
    assert bare.restatements.waiting().exists()


def test_nobody_confirms_their_own_change_with_others_or_one_that_changed_again(client):
    children, reviewer = changed(factories.family(2)), factories.user(Role.REVIEWER)
    own, other = children
    with factories.past_the_guards():
        Restatement.objects.filter(child=own).update(by=reviewer)
    client.force_login(reviewer)
    picks = {"confirm": [f"{child.reference}:father" for child in children]}

    asked = client.post(reverse("reviews-confirm"), picks)
    Child.objects.filter(pk=other.pk).update(father_evidence="Certificate 8")
    late = client.post(reverse("reviews-confirm"), picks | {"seen": asked.context["party"].seen})

    assert f"{own.reference}</bdi>: you made this change" in asked.content.decode()
    assert late.status_code == 409
    assert "The list has changed. Check the number again." in late.content.decode()
    assert Restatement.objects.waiting().filter(child__in=children).count() == 3


def test_count_is_the_true_one_where_more_wait_than_are_shown(client, monkeypatch):
    changed(factories.family(3), paper=False)
    monkeypatch.setattr("cases.queries.reviews.MOST", 1)

    page = queue(client, Role.REVIEWER)

    [waiting] = page.context["queues"]
    assert (waiting.count, waiting.shown, page.context["number"]) == (3, 1, 3)
    assert "Showing the 1 oldest." in page.content.decode()
