"""An admin asks for terms of an agreement, and a reviewer approves them or sends them back."""

import pytest
from django.urls import reverse

from cases.casework import term_changes
from cases.models import Agreement, Country, Requirement, StageLimit, TermChange
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.factories import SINCE_2019
from tests.sent import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    return factories.agreement()


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN, first_name="Alisher", last_name="Nazarov")


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER, first_name="Zarina", last_name="Karimova")


def ask(agreement, by, *stages):
    rows = [StageLimit(agreement=agreement, stage=s, days=30, during=SINCE_2019) for s in stages]
    return term_changes.ask(agreement=agreement, terms=rows, by=by)


def typed(agreement, **more):
    return {
        "agreement": agreement.pk,
        "stage": "verified",
        "days": "30",
        "during_0": "2019-01-01",
        "during_1": "",
        "seen_version": "",
    } | more


def add(client, **data):
    return client.post(reverse("admin:cases_stagelimit_add"), data, follow=True)


def test_admin_asks_and_the_page_says_who_may_approve(client, agreement, admin, reviewer):
    client.force_login(admin)

    page = add(client, **typed(agreement)).content.decode()

    assert "Requested. It waits for a reviewer, for example Zarina Karimova" in page
    assert "New: Verified: 30" in page
    assert "Record the decision" not in page
    assert not StageLimit.objects.filter(agreement=agreement).exists()


def test_admin_is_told_what_could_not_be_approved(client, agreement, admin):
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    client.force_login(admin)
    change = reverse("admin:cases_stagelimit_change", args=[row.pk])

    twice = add(client, **typed(agreement, days="9")).content.decode()
    longer = client.post(change, typed(agreement, days="60", seen_version=row.version))
    alike = client.post(change, typed(agreement, seen_version=row.version))

    assert "The same is in force already on some of these days." in twice
    assert "What is in force stays until tomorrow at least." in longer.content.decode()
    assert "Nothing was changed." in alike.content.decode()
    assert not TermChange.objects.asked().exists()


def test_admin_deletes_no_term(client, agreement, admin):
    client.force_login(admin)
    row = Requirement.objects.filter(agreement=agreement)[0]

    answer = client.post(reverse("admin:cases_requirement_delete", args=[row.pk]), {"post": "yes"})

    assert (answer.status_code, Requirement.objects.filter(pk=row.pk).exists()) == (403, True)


def test_first_set_is_approved_with_one_press(client, admin, reviewer):
    bare = factories.bare_agreement()
    ask(bare, admin, "registered", "verified", "eligible")
    client.force_login(reviewer)
    queue = client.get(reverse("reviews")).content.decode()
    page = client.get(reverse("terms", args=[bare.slug]))
    decide = reverse("terms-decide", args=[bare.slug])

    sent = form_of(page, action=decide) | {"word": "approve"}
    answer = client.post(decide, sent, follow=True)
    slower = client.post(decide, sent)

    assert "Tajikistan and Syrian Arab Republic: 4 changes" in queue
    assert reverse("terms", args=[bare.slug]) in queue
    assert "The changed terms are approved." in answer.content.decode()
    assert StageLimit.objects.filter(agreement=bare).count() == 3
    assert slower.status_code in (302, 409)


def test_admin_alone_rewrites_no_target(client, agreement, admin, reviewer):
    row = agreement.figures.get()
    client.force_login(admin)
    says = {"as_of": "2019-02-12", "identified": "92", "target": "1", "source": row.source}
    says |= {"agreement": agreement.pk, "seen_version": row.version, "source_ru": ""}
    at = reverse("admin:cases_agreementfigures_change", args=[row.pk])

    page = client.post(at, says, follow=True)

    assert "Requested. It waits for a reviewer" in page.content.decode()
    [line] = page.context["lines"]
    assert [(fact.label, fact.value) for fact in line.before] == [("target", "75")]
    assert [(fact.label, fact.value) for fact in line.after] == [("target", "1")]
    assert agreement.figures.get().target == 75
    approve(client, agreement, reviewer)
    assert agreement.figures.get().target == 1


def approve(client, agreement, by):
    client.force_login(by)
    decide = reverse("terms-decide", args=[agreement.slug])
    page = client.get(reverse("terms", args=[agreement.slug]))
    answer = client.post(decide, form_of(page, action=decide) | {"word": "approve"}, follow=True)
    assert "The changed terms are approved." in answer.content.decode()


def typed_agreement(client, at, **more):
    form = client.get(at).context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields} | more


def test_what_an_agreement_is_called_is_saved_and_the_rest_is_asked_for(
    client, agreement, admin, reviewer
):
    at = reverse("admin:cases_agreement_change", args=[agreement.pk])
    client.force_login(admin)

    client.post(at, typed_agreement(client, at, title="Called otherwise"))
    waits = TermChange.objects.asked().exists()
    page = client.post(at, typed_agreement(client, at, children_per_escort="9"), follow=True)
    again = client.post(at, typed_agreement(client, at, children_per_escort="8"))

    agreement.refresh_from_db()
    assert (waits, agreement.title) == (False, "Called otherwise")
    assert "Changed: Called otherwise" in page.content.decode()
    assert agreement.children_per_escort is None
    assert "A change of this waits for approval. Withdraw it first." in again.content.decode()
    approve(client, agreement, reviewer)
    agreement.refresh_from_db()
    assert (agreement.children_per_escort, agreement.title) == (9, "Called otherwise")


def test_new_agreement_is_approved_with_its_first_terms(client, admin, reviewer):
    client.force_login(admin)
    at = reverse("admin:cases_agreement_add")
    countries = {"home": Country.objects.get(code="TJ").pk}
    countries["holding"] = Country.objects.get(code="SY").pk
    says = {"slug": "tajikistan-syria", "title": "With Syria", "kind": "verbal"}
    says |= {"status": "reported", "signed_on": "", "effective_from": "", "effective_to": ""}

    page = client.post(at, says | countries, follow=True).content.decode()
    made = Agreement.objects.get(slug="tajikistan-syria")
    ask(made, admin, "verified")
    approve(client, made, reviewer)

    assert "New: With Syria" in page
    assert "Syrian Arab Republic" in page
    assert not TermChange.objects.filter(agreement=made, approved_by=None).exists()
    assert StageLimit.objects.filter(agreement=made).count() == 1


def test_rules_wait_for_what_the_agreement_itself_says(client, admin, reviewer):
    bare = factories.bare_agreement()
    first, _limit = ask(bare, admin, "verified")
    bare.refresh_from_db()
    term_changes.withdraw(agreement=bare, version=bare.version, by=admin, change=first.pk)
    client.force_login(reviewer)
    decide = reverse("terms-decide", args=[bare.slug])
    page = client.get(reverse("terms", args=[bare.slug]))

    answer = client.post(decide, form_of(page, action=decide) | {"word": "approve"})

    assert answer.status_code == 409
    assert "What the agreement itself says waits for nobody" in answer.content.decode()


def test_published_figure_is_corrected_by_a_further_one(client, agreement, admin, reviewer):
    says = {"published_on": "2019-02-12", "speaker": "Minister", "measure": "identified"}
    says |= {"value": "29", "definition": "Children", "source": "AFP", "agreement": agreement.pk}
    at = reverse("admin:cases_publishedfigure_add")
    client.force_login(admin)
    client.post(at, says)
    approve(client, agreement, reviewer)
    wrong = agreement.published.get()
    client.force_login(admin)

    edited = client.post(
        reverse("admin:cases_publishedfigure_change", args=[wrong.pk]), says | {"value": "1"}
    )
    client.post(at, says | {"value": "92", "corrects": wrong.pk})
    approve(client, agreement, reviewer)

    assert edited.status_code == 403
    assert [each.value for each in agreement.published.uncorrected()] == [92]
    assert agreement.published.count() == 2


def test_published_figure_is_not_entered_twice(client, agreement, admin, reviewer):
    says = {"published_on": "12.02.2019", "speaker": "Minister", "measure": "identified"}
    says |= {"value": "92", "definition": "Children", "source": "AFP", "agreement": agreement.pk}
    at = reverse("admin:cases_publishedfigure_add")
    client.force_login(admin)
    client.post(at, says)

    while_it_waits = client.post(at, says).content.decode()
    approve(client, agreement, reviewer)
    client.force_login(admin)
    once_it_stands = client.post(at, says).content.decode()

    for answer in (while_it_waits, once_it_stands):
        assert "The same figure is entered already, or waits for approval." in answer
    assert agreement.published.count() == 1


def test_slower_of_two_reviewers_is_told_what_waits_now(client, agreement, admin, reviewer):
    ask(agreement, admin, "verified")
    client.force_login(reviewer)
    decide = reverse("terms-decide", args=[agreement.slug])
    page = client.get(reverse("terms", args=[agreement.slug]))
    sent = form_of(page, action=decide) | {"word": "approve"}
    ask(agreement, admin, "eligible")

    answer = client.post(decide, sent)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The record changed after you opened it." in text
    assert "2 changes" in text
    assert not StageLimit.objects.filter(agreement=agreement).exists()


def test_sent_back_with_a_reason_that_the_admin_reads(client, agreement, admin, reviewer):
    [change] = ask(agreement, admin, "verified")
    client.force_login(reviewer)
    at = reverse("terms-decide", args=[agreement.slug])
    version = Agreement.objects.get(pk=agreement.pk).version

    silent = client.post(at, {"version": version, "word": "return"})
    client.post(at, {"version": version, "word": "return", "reason": "incomplete"})
    client.force_login(admin)
    page = client.get(reverse("terms", args=[agreement.slug])).content.decode()

    assert "Enter the reason for sending it back." in silent.content.decode()
    change.refresh_from_db()
    assert (change.dropped_by, change.reason) == (reviewer, "incomplete")
    assert "Something is missing" in page
    assert "Zarina Karimova" in page


def test_admin_withdraws_one_of_two(client, agreement, admin):
    first, second = ask(agreement, admin, "verified", "eligible")
    client.force_login(admin)
    page = client.get(reverse("terms", args=[agreement.slug]))
    withdraw = reverse("terms-withdraw", args=[agreement.slug, first.pk])

    answer = client.post(withdraw, form_of(page, action=withdraw), follow=True)

    assert "The request is withdrawn." in answer.content.decode()
    assert list(TermChange.objects.asked()) == [second]


def test_who_asked_is_not_offered_to_approve(client, agreement, reviewer):
    ask(agreement, reviewer, "verified")
    client.force_login(reviewer)

    page = client.get(reverse("terms", args=[agreement.slug])).content.decode()
    others = client.get(reverse("reviews"), {"tab": "others"}).content.decode()

    assert "You requested this. A second person must approve it." in page
    assert "Record the decision" not in page
    assert reverse("terms", args=[agreement.slug]) in others


def test_change_shows_what_differs_and_of_this_agreement_alone(client, agreement, admin, reviewer):
    other = factories.second_agreement()
    ask(other, admin, "eligible")
    row = factories.stage_limit(agreement, Stage.VERIFIED, 30)
    row.days, row.during = 45, (clock.tomorrow(), None)
    term_changes.ask(agreement=agreement, terms=[row], by=admin)
    client.force_login(reviewer)

    page = client.get(reverse("terms", args=[agreement.slug]))

    [line] = page.context["lines"]
    assert line.what == "Replaced: Verified: 30"
    assert next((fact.label, fact.value) for fact in line.before) == ("days", "30")
    assert next((fact.label, fact.value) for fact in line.after) == ("days", "45")
    assert "Eligible" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(
    client, agreement, admin, reviewer, rows, django_assert_num_queries
):
    ask(agreement, admin, *("registered", "verified", "eligible")[:rows])
    client.force_login(reviewer)
    at = reverse("terms", args=[agreement.slug])
    client.get(at)  # what is asked once in a process

    # session, user, agreement, changes, cases, clearances, what was sent back, who may approve
    with django_assert_num_queries(8):
        page = client.get(at)

    assert page.content.count(b'<th scope="row">') == rows
