"""One form for several children of a family: all or none, each as if alone."""

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from cases.casework import clearances
from cases.casework.assessments import published_criteria
from cases.casework.together import One, each
from cases.models import (
    Child,
    Clearance,
    Consent,
    ConsentVerification,
    Document,
    FollowUp,
    Journal,
    Task,
    Team,
)
from cases.pages.work_doors import door_of_task
from cases.queries.my_work import task_rows
from cases.vocabulary import (
    Act,
    ClearanceKind,
    ClosedReason,
    FollowUpKind,
    Role,
    Stage,
    TaskRule,
)
from tests import factories, papers
from tests.races import came_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def family(worker):
    return list(factories.family(3, team=worker.team).children.order_by("pk"))


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    client.cookies["django_language"] = "en"
    return client


def today():
    return f"{timezone.localdate():%d.%m.%Y}"


def granted(kind="identity", **typed):
    return {"kind": kind, "status": "granted", "issued_on": today()} | typed


def test_a_clearance_is_recorded_for_the_ticked_siblings_each_with_her_number(page, family):
    first, second, third = family
    number = {"number": "118/1", f"number-{third.reference}": "118/3"}

    answer = page.post(
        f"/children/{first.reference}/clearance/",
        granted(also=[third.reference], others=["kinship"], **number),
        follow=True,
    )

    rows = Clearance.objects.order_by("child", "kind").values_list("child", "kind", "number")
    assert list(rows) == [
        (first.pk, "identity", "118/1"),
        (first.pk, "kinship", "118/1"),
        (third.pk, "identity", "118/3"),
        (third.pk, "kinship", "118/3"),
    ]
    journalled = Journal.objects.filter(act=Act.CLEARANCE).values_list("child", "detail")
    assert sorted(journalled) == [
        (first.pk, "identity:granted"),
        (first.pk, "kinship:granted"),
        (third.pk, "identity:granted"),
        (third.pk, "kinship:granted"),
    ]
    assert f"Saved for {first.reference} and {third.reference}." in answer.content.decode()
    assert answer.request["PATH_INFO"] == first.mother.get_absolute_url()
    assert not second.clearances.exists()


def test_one_paper_of_several_is_filed_once_and_each_rests_on_it(page, family):
    first, second, _third = family
    page.post(
        f"/children/{first.reference}/consent/",
        {
            "also": [second.reference],
            "giver_role": "mother",
            "purpose": "repatriation",
            "decision": "given",
            "decided_on": today(),
            "method": "signed",
            "file": papers.sent(papers.pdf()),
            "file_kind": "consent",
            "file_language": "ar",
        },
    )

    document = Document.objects.get()
    assert document.mother == first.mother
    rows = Consent.objects.order_by("child").values_list("child", "document", "giver")
    mother = first.mother.person_id
    assert list(rows) == [(first.pk, document.pk, mother), (second.pk, document.pk, mother)]


def test_a_document_of_one_child_is_refused_for_several(page, family):
    first, second, _third = family
    document = factories.document(first)

    answer = page.post(
        f"/children/{first.reference}/clearance/",
        granted(also=[second.reference], document=document.pk),
    )

    assert "This document is of one child alone." in answer.content.decode()
    assert not Clearance.objects.exists()


def test_a_refusal_for_one_saves_for_none_names_her_and_keeps_what_was_typed(page, family):
    first, second, _third = family
    day = Child.objects.get(pk=first.pk).stage_since
    factories.hearing(second, scheduled_on=day, purpose="guardianship")
    court = second.hearings.get().court

    answer = page.post(
        f"/children/{first.reference}/hearing/",
        {
            "also": [second.reference],
            "purpose": "guardianship",
            "court": court.pk,
            "scheduled_on": today(),
        },
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"{second.person.name}: A hearing for this is already set for" in text
    assert f'value="{today()}"' in text
    assert not first.hearings.exists()


def test_a_closed_sibling_cannot_be_ticked_and_is_named(page, family):
    first, second, _third = family
    factories.close(second, ClosedReason.ERROR)

    opened = page.get(f"/children/{first.reference}/clearance/").content.decode()
    answer = page.post(f"/children/{first.reference}/clearance/", granted(also=[second.reference]))

    sentence = f"{second.person.name}: The case is closed."
    assert sentence in opened
    assert f'value="{second.reference}"' not in opened
    assert answer.status_code == 200
    assert answer.context["form"].errors["also"] == [sentence]
    assert not Clearance.objects.exists()


def test_a_sibling_of_whom_one_is_shown_less_is_neither_offered_nor_taken(page, worker):
    mother = factories.family(2, team=Team.objects.create(name="Erbil desk"))
    own, other = mother.children.order_by("pk")
    Child.objects.filter(pk=own.pk).update(caseworker=worker)

    opened = page.get(f"/children/{own.reference}/clearance/").content.decode()
    page.post(f"/children/{own.reference}/clearance/", granted(also=[other.reference]))

    assert other.reference not in opened
    assert not other.clearances.exists()


def test_from_the_childs_page_siblings_are_unticked_and_from_the_grid_those_who_need_it(
    page, family
):
    first, second, third = family
    address = f"/children/{first.reference}/clearance/"

    alone = page.get(address).context["form"]
    several = page.get(address, {"kind": "identity", "for": third.reference}).context["form"]

    assert not alone["also"].value()[0]
    assert several["also"].value() == [third.reference]
    assert [value for value, _label in several.fields["also"].choices] == [
        second.reference,
        third.reference,
    ]


def test_saving_leads_on_to_the_next_requirement_of_the_family(page, family):
    first, *others = family
    along = [child.reference for child in others]

    answer = page.post(
        f"/children/{first.reference}/clearance/", granted(also=along, next="1"), follow=True
    )

    # Identity is all that the agreement of the tests asks for before a reviewer verifies.
    assert answer.request["PATH_INFO"] == f"/children/{first.reference}/clearance/"
    assert answer.context["form"]["kind"].value() == "court_order"
    assert answer.context["form"]["also"].value() == along


@pytest.mark.parametrize("rows", [1, 3])
def test_a_form_costs_the_same_for_one_sibling_and_for_three(
    page, worker, rows, django_assert_num_queries
):
    first = factories.family(rows + 1, team=worker.team).children.order_by("pk").first()
    address = f"/children/{first.reference}/clearance/"
    page.get(address)

    # session, user, child, documents, siblings, names, terms, what is on record, case, access
    with django_assert_num_queries(11):
        page.get(address)


def test_a_form_sent_twice_is_taken_once(page, family):
    first, second, _third = family
    address = f"/children/{first.reference}/clearance/"
    token = str(page.get(address).context["form"]["token"].value())
    for _ in range(2):
        page.post(address, granted(also=[second.reference], token=token))

    assert Clearance.objects.count() == 2


@pytest.fixture
def reviewer(client):
    client.force_login(factories.user(Role.REVIEWER))
    client.cookies["django_language"] = "en"
    return client


def stages(family):
    rows = Child.objects.filter(pk__in=[child.pk for child in family]).order_by("pk")
    return list(rows.values_list("stage", flat=True))


def send(client, address, **typed):
    """Send the form of a page as it was opened, with what is typed."""
    form = client.get(address).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    hidden = {name: value for name, value in hidden.items() if value is not None}
    return client.post(address, hidden | {"on_day": today()} | typed)


def registered(family):
    for child in family:
        factories.grant(child, ClearanceKind.IDENTITY)


def test_a_reviewer_verifies_several_identities_in_one_form(reviewer, family):
    registered(family)
    first, second, _third = family

    send(
        reviewer,
        f"/children/{first.reference}/verify/",
        also=[second.reference],
        without_paper="The consulate has seen the originals.",
    )

    assert stages(family) == [Stage.VERIFIED, Stage.VERIFIED, Stage.REGISTERED]


def test_an_identity_that_is_not_ready_is_not_offered_and_says_why(reviewer, family):
    first, second, third = family
    registered([first, second])

    text = reviewer.get(f"/children/{first.reference}/verify/").content.decode()

    assert f"{third.person.name}: Identity: not recorded yet." in text
    assert f'value="{third.reference}"' not in text


def test_a_sibling_changed_meanwhile_stops_all_and_one_press_saves_them(reviewer, family):
    first, second, _third = family
    registered(family)
    address = f"/children/{first.reference}/verify/"
    form = reviewer.get(address).context["form"]
    shown = {name: form[name].value() for name in ("version", "versions")} | {"on_day": today()}
    Child.objects.filter(pk=second.pk).update(version=F("version") + 1)

    answer = reviewer.post(
        address, shown | {"also": [second.reference], "without_paper": "Originals seen."}
    )

    assert answer.status_code == 409
    assert stages(family) == [Stage.REGISTERED] * 3
    again: dict[str, list[str]] = {}
    for name, value in answer.context["sent"]:
        again.setdefault(name, []).append(value)
    reviewer.post(address, again)
    assert stages(family) == [Stage.VERIFIED, Stage.VERIFIED, Stage.REGISTERED]


def verified(family):
    for child in family:
        factories.bring_to(child, Stage.VERIFIED)


def answers(child):
    criteria = published_criteria(child).criteria.all()
    return {f"answer-{each.pk}": "yes" for each in criteria}


def test_an_assessment_is_written_for_each_and_decided_for_each(page, client, family):
    first, second, _third = family
    verified(family)
    along = {"also": [second.reference]}
    entered = answers(first) | {"proposed": "eligible", "proposal_reasons": "Seen."}
    send(page, f"/children/{first.reference}/assess/", **entered, **along)
    client.force_login(factories.user(Role.REVIEWER))
    address = f"/assessments/{first.reference}/1/"

    send(client, address, decided="eligible", reasons="Agreed.", **along)

    assert stages(family) == [Stage.ELIGIBLE, Stage.ELIGIBLE, Stage.VERIFIED]
    assert [child.journal.filter(act=Act.DECIDE).count() for child in family] == [1, 1, 0]


def test_an_assessment_with_other_answers_is_decided_on_its_own_page(reviewer, family):
    first, second, _third = family
    verified(family)
    factories.assess(first)
    other = factories.assess(second)
    with factories.past_the_guards():
        other.findings.update(answer="no")

    text = reviewer.get(f"/assessments/{first.reference}/1/").content.decode()

    assert f"{second.person.name}: The answers differ. Open that assessment." in text


def test_consents_of_several_are_verified_in_one_form(reviewer, family):
    first, second, third = family
    factories.consent(first, verified=False)
    factories.consent(second, verified=False)
    address = f"/children/{first.reference}/verify-consent/"
    reason = {"without_paper": "Heard by the consul himself."}
    refused = send(
        reviewer, address, consent=first.consents.get().pk, also=[third.reference], **reason
    )

    send(reviewer, address, consent=first.consents.get().pk, also=[second.reference], **reason)

    sentence = f"{third.person.name}: No consent is waiting for you."
    assert refused.context["form"].errors["also"] == [sentence]
    verified = ConsentVerification.objects.order_by("pk").values_list("consent__child", flat=True)
    assert list(verified) == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_two_officers_recording_for_overlapping_siblings_both_succeed_in_one_order(worker, family):
    first, second, third = family
    on = timezone.localdate()

    def act(*children):
        party = [One(child, None) for child in children]
        return lambda: each(party, lambda one: granted_for(one.child, worker, on), by=worker, on=on)

    came = came_of([act(first, second, third), act(third, second, first)] * 2)

    assert came == {"done": 4}
    assert [child.clearances.count() for child in family] == [4, 4, 4]


def granted_for(child, worker, on):
    return clearances.record(
        child=child, by=worker, on=on, kind="identity", status="granted", issued_on=on
    )


def test_a_visit_of_several_is_recorded_for_each_or_for_none(page, worker):
    factories.follow_up_rule(factories.agreement(), FollowUpKind.VISIT, 1)
    first, second = (factories.child(Stage.PLACED, team=worker.team) for _each in range(2))
    with factories.past_the_guards():
        Child.objects.filter(pk=second.pk).update(mother=first.mother)
    address = reverse("follow-up", args=[first.reference, 1])
    along = {"done_on": "11.04.2019", "result": "well", "also": [second.reference]}
    stale = f'{{"{second.reference}": 7}}'
    conflict = page.post(address, {"version": 1, "versions": stale} | along)
    visits = FollowUp.objects.filter(done_on__isnull=False).order_by("child")
    assert (conflict.status_code, visits.count()) == (409, 0)

    tasks = Task.objects.filter(rule=TaskRule.FOLLOW_UP, child=first)
    (row,) = task_rows(list(tasks.values_list("pk", flat=True)), to=worker)
    door = door_of_task(row.line, [first.reference, second.reference], worker)
    assert door == f"{address}?for={second.reference}"
    assert page.get(door).context["form"]["also"].value() == [second.reference]

    send(page, address, **along)

    assert list(visits.values_list("child", "result")) == [
        (first.pk, "well"),
        (second.pk, "well"),
    ]
    assert Journal.objects.filter(act=Act.FOLLOW_UP).count() == 2
