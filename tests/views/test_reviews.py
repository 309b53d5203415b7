"""The queue of what waits for a second person, and the publication of criteria."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cases.casework import assessments, cases, closings
from cases.models import Child, CriteriaSet, Criterion, Restatement
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
from tests import clock, factories
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
    assert b"Nothing waits for you." in queue(client, Role.REVIEWER).content


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
    unready = client.get(reverse("reviews"), {"tab": "not-ready"}).content.decode()

    for address in (
        f"/children/{registered.reference}/verify/",
        f"/assessments/{assessed.reference}/1/",
        f"/children/{consenting.reference}/verify-consent/",
        f"/children/{closing.reference}/approve-closing/",
        "/agreements/tajikistan-iraq/criteria/2/",
        f"/movements/{flight.reference}/",
    ):
        assert re.search(rf'href="{address}(\?in=reviews&amp;at=\d+&amp;of=\d+)?"', text + unready)
    for child in (registered, assessed, consenting, closing):
        name = child.person.name
        assert f'<bdi>{name}</bdi> <bdi class="ref">{child.reference}</bdi>' in text + unready
        assert name not in queue(client, Role.FINANCE_APPROVER).content.decode()


def test_children_whose_papers_are_there_come_first(client):
    without, ready = factories.child(), factories.child()
    factories.grant(ready, ClearanceKind.IDENTITY)

    text = queue(client, Role.REVIEWER).content.decode()
    unready = client.get(reverse("reviews"), {"tab": "not-ready"}).content.decode()

    assert ready.reference in text
    assert without.reference not in text
    assert without.reference in unready
    assert "Identity: not recorded yet." in unready


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
    rows = page.context["sections"][0].rows

    assert page.context["sections"][0].section == "assessments"
    assert [[item.reference for item in row.items] for row in rows] == [
        [child.reference for child in siblings]
    ]
    text = page.content.decode()
    first = f"/assessments/{one.reference}/1/?in=reviews&amp;at=1&amp;of=2"
    assert f'href="{first}">Decide the first' in text
    assert "2 for you to decide: 2 children in 1 family" in " ".join(text.split())
    assert unready.reference not in text


def test_own_asking_is_marked(client):
    reviewer = factories.user(Role.REVIEWER)
    child = factories.child(Stage.VERIFIED)
    ask_to_close(child, by=reviewer)
    mine = queue(client, reviewer)

    text = client.get(reverse("reviews"), {"tab": "others"}).content.decode()

    assert child.reference not in mine.content.decode()
    assert [tab.count for tab in mine.context["tabs"]] == [0, 0, 1, 0, 0]
    assert "You took part in these; a second person must decide" in text
    assert child.reference in text


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

    assert b"Nothing waits for you." in queue(client, Role.FINANCE_APPROVER).content


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_whatever_waits(client, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.grant(factories.child(), ClearanceKind.IDENTITY)
        factories.assess(factories.child(Stage.VERIFIED))
        factories.consent(factories.child(), verified=False)
        ask_to_close(factories.child())
    client.force_login(factories.user(Role.REVIEWER))

    # session, user with permissions; teams; all kinds; two counts, two of documents, five of
    # answers; access row
    with django_assert_num_queries(19):
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
    one, two, three = [item.url for item in page.context["sections"][0].rows[0].items]

    def beside(url):
        place = client.get(url).context["frame"].in_order
        return [client.get(step).url for step in (place.previous, place.next)]

    assert beside(two) == [one, three]
    assert beside(three) == [two, reverse("reviews")]
    assert beside(one) == [reverse("reviews"), two]
    assert client.get(two.partition("?")[0]).context["frame"].in_order is None
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
    by_weight = {each.section: each for each in page.context["sections"]}
    [row] = by_weight["with-document"].rows
    picks = [row.picks, f"{bare.reference}:father"]

    asked = client.post(reverse("reviews-confirm"), {"confirm": picks})
    sent = {"confirm": asked.context["picks"], "seen": asked.context["party"].seen}
    done = client.post(reverse("reviews-confirm"), sent, follow=True)

    assert by_weight["without-document"].rows[0].items[0].reference == bare.reference
    assert f"{bare.reference}</bdi>: no document on file" in asked.content.decode()
    assert "2 confirmed." in done.content.decode()
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
    changed(factories.family(2))
    monkeypatch.setattr("cases.queries.reviews.MOST", 1)

    page = queue(client, Role.REVIEWER)
    shown, bare = page.context["sections"]

    assert (shown.count, bare.count) == (2, 3)
    assert shown.shown + bare.shown == 1
    assert page.context["number"] == page.context["tabs"][0].count == 5
    assert (page.context["in_short"], "5 for you to decide" in page.content.decode()) == ("", True)
    assert "?section=with-document" in page.content.decode()
    [alone] = client.get(reverse("reviews"), {"section": "without-document"}).context["sections"]
    assert (alone.count, alone.shown, alone.rest) == (3, 3, "")


def test_children_who_are_not_ready_are_counted_where_more_wait_than_are_shown(client, monkeypatch):
    ready = [factories.child(), factories.child()]
    for child in ready:
        factories.grant(child, ClearanceKind.IDENTITY)
    reviewer = factories.user(Role.REVIEWER)
    factories.child(by=reviewer)
    unready = [factories.child() for _ in range(3)]
    monkeypatch.setattr("cases.queries.reviews.MOST", 1)

    mine = queue(client, reviewer)
    others = client.get(reverse("reviews"), {"tab": "not-ready"})

    assert [tab.count for tab in mine.context["tabs"]][:3] == [2, 3, 1]
    [section] = others.context["sections"]
    assert section.count == 3
    assert section.rows[0].items[0].reference in {child.reference for child in unready}


def with_form(child):
    """Return a consent of the child that waits, with its form on file."""
    paper = factories.document(child, kind=DocumentKind.CONSENT)
    factories.consent(child, verified=False, document=paper)
    return child.consents.get()


def test_consents_with_their_forms_are_confirmed_together_with_changes(client):
    consents = [with_form(child) for child in factories.family(2).children.order_by("pk")]
    bare = factories.child()
    factories.consent(bare, verified=False)
    [shown] = changed(factories.family(1))
    page = queue(client, Role.REVIEWER)
    by_weight = {each.section: each for each in page.context["sections"]}
    rows = by_weight["with-document"].rows
    consent_row = next(row for row in rows if "consent" in row.question)
    forged = f"{bare.reference}:consent-{bare.consents.get().pk}"

    picks = [*(row.picks for row in rows), forged, "x:consent-y", "nothing"]
    asked = client.post(reverse("reviews-confirm"), {"confirm": picks})
    sent = {"confirm": asked.context["picks"], "seen": asked.context["party"].seen}
    done = client.post(reverse("reviews-confirm"), sent, follow=True)

    assert [ground.words for ground in consent_row.grounds] == ["Consent form"]
    assert f"{bare.reference}</bdi>: no document on file" in asked.content.decode()
    assert "3 confirmed." in done.content.decode()
    for consent in consents:
        assert consent.verification.without_paper == ""
        assert consent.child.journal.filter(act="verify_consent").count() == 1
    assert not shown.restatements.waiting().exists()
    assert not hasattr(bare.consents.get(), "verification")


def test_what_is_about_an_agreement_says_its_title(client):
    factories.outside_totals(factories.agreement())

    page = queue(client, Role.REVIEWER)

    [item] = page.context["sections"][0].rows[0].items
    assert (item.name, item.reference) == (factories.agreement().title, "")
    assert item.url.startswith("/agreements/tajikistan-iraq/outside/")


def test_lines_say_on_what_a_request_rests(client):
    assessed = factories.child(Stage.VERIFIED)
    factories.assess(assessed)
    flight = factories.movement()
    factories.give_seats(flight, factories.child(Stage.CLEARED))
    factories.ask_lock(flight)
    [bare] = changed(factories.family(1), paper=False)

    page = queue(client, Role.REVIEWER)

    grounds = {
        row.items[0].reference: [ground.words for ground in row.grounds]
        for section in page.context["sections"]
        for row in section.rows
    }
    assert grounds[flight.reference][1:] == ["1 child", "1 escort"]
    assert grounds[bare.reference] == ["no document on file"]
    assert grounds[assessed.reference] == []


def test_what_was_decided_and_sent_back_is_listed_with_true_counts(client):
    reviewer = factories.user(Role.REVIEWER)
    verified, wanting = factories.child(), factories.child(Stage.VERIFIED)
    factories.grant(verified, ClearanceKind.IDENTITY)
    verified.refresh_from_db()
    cases.verify(
        child=verified, version=verified.version, by=reviewer, on=DAY, without_paper="Seen."
    )
    assessment = factories.assess(wanting)
    assessments.decide(
        assessment=assessment,
        version=assessment.version,
        by=reviewer,
        on=DAY,
        decided=Decision.NEEDS_INFORMATION,
        reasons="Ask her.",
    )

    page = queue(client, reviewer)
    lists = {tab: client.get(reverse("reviews"), {"tab": tab}) for tab in ("sent-back", "decided")}

    assert [tab.count for tab in page.context["tabs"]][3:] == [1, 2]
    back, decided = ([row.reference for row in each.context["rows"]] for each in lists.values())
    assert back == [wanting.reference]
    assert decided == [wanting.reference, verified.reference]
    other = queue(client, Role.REVIEWER)
    assert [tab.count for tab in other.context["tabs"]][3:] == [0, 0]


def test_nothing_to_decide_says_how_many_are_not_ready(client):
    for _each in range(2):
        factories.child()

    text = " ".join(queue(client, Role.REVIEWER).content.decode().split())

    assert "Nothing waits for you." in text
    assert f'<a href="{reverse("reviews")}?tab=not-ready">2 are not ready.</a>' in text


def test_consent_of_long_ago_waits_since_it_was_recorded(client):
    given = factories.consent(factories.child(), verified=False)
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(reverse("reviews"))
    [row] = [row for section in page.context["sections"] for row in section.rows]

    assert given.decided_on < clock.today()
    assert row.waits == "today"
