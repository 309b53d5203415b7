import pytest
from django.urls import reverse

from cases.casework import enquiries, names
from cases.models import AccessRow, Child, Enquiry
from cases.rules.births import read_birth
from cases.vocabulary import EnquiryWay, MayBeTold, NameKind, Role
from tests import factories
from tests.acts.enquiries import TYPED
from tests.conftest import StaffClient

NAME = "Зарафшон Ҳиндукуш"
LIST = "/enquiries/"


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def reviewer(db):
    return factories.user(Role.REVIEWER)


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


def child_called(text, team):
    child = factories.family(1, team=team).children.get()
    names.add_name(child.person, text, kind=NameKind.OFFICIAL)
    return child


def page_of(asked):
    return reverse("enquiry", args=[asked.pk])


def test_an_enquiry_is_recorded_and_shown_beside_the_near_ones_with_reasons(worker):
    child = child_called("Сафия Назарова", worker.team)
    client = signed_in(worker)

    typed = TYPED | {"child_name": "Сафия Назарова", "born": "1999", "mother_name": ""}
    page = client.post(reverse("enquiry-new"), typed, follow=True)

    asked = Enquiry.objects.get()
    assert asked.recorded_by == worker
    assert child.reference in page.text
    assert "same name" in page.text.lower()
    assert "births do not overlap" in page.text.lower()
    shown = AccessRow.objects.filter(page="enquiry", child=child, by=worker)
    assert shown.count() == 1


def test_an_enquiry_names_a_child_or_a_mother(worker):
    typed = TYPED | {"mother_name": ""}

    page = signed_in(worker).post(reverse("enquiry-new"), typed)

    assert "Enter the name of the child or of the mother." in page.text
    assert not Enquiry.objects.exists()


def test_a_child_of_another_team_is_counted_and_never_named(worker, reviewer):
    other = child_called(NAME, factories.TeamFactory(name="Erbil desk"))
    asked = factories.enquiry(worker, child_name="Zarafshon Hindukush")

    page = signed_in(worker).get(page_of(asked))

    assert "1 child of another team is near as well" in page.text
    assert other.reference not in page.text
    assert NAME not in page.text
    typed = {"version": asked.version, "who": "other", "reference": other.reference}
    said = signed_in(worker).post(page_of(asked), typed)
    assert "There is no such case." in said.text
    assert NAME not in signed_in(reviewer).get(page_of(asked)).text  # before a purpose is stated
    assert other.reference in signed_in(reviewer).get(page_of(asked)).text


def test_a_person_says_whom_it_is_about_and_the_childs_page_leads_to_it(worker):
    child = child_called("Сафия Назарова", worker.team)
    asked, client = factories.enquiry(worker), signed_in(worker)

    typed = {"version": asked.version, "who": child.reference}
    page = client.post(page_of(asked), typed, follow=True)

    asked.refresh_from_db()
    assert (asked.child, asked.decided_by) == (child, worker)
    assert "Child confirmed" in page.text
    assert page_of(asked) in client.get(child.get_absolute_url()).text
    stale = client.post(page_of(asked), typed | {"who": "none"})
    assert stale.status_code == 409


def test_that_a_child_is_on_record_is_told_by_two_people_alone(worker, reviewer):
    child = child_called("Сафия Назарова", worker.team)
    asked, client = factories.enquiry(worker), signed_in(worker)
    client.post(page_of(asked), {"version": asked.version, "who": child.reference})
    answer = reverse("enquiry-answer", args=[asked.pk])
    sentence = str(MayBeTold.ON_RECORD.label)

    assert sentence not in client.get(answer).text
    asked.refresh_from_db()
    client.post(reverse("enquiry-ask", args=[asked.pk]), {"version": asked.version})
    decide = reverse("enquiry-decide", args=[asked.pk])
    assert client.get(decide).status_code == 403
    supervising = signed_in(reviewer)
    assert f"{decide}?in=reviews" in supervising.get("/reviews/").text
    telling = asked.tellings.get()
    unsaid = supervising.post(decide, {"version": telling.version, "word": "return"})
    assert "Enter the reason of the refusal." in unsaid.text
    supervising.post(decide, {"version": telling.version, "word": "approve"})
    assert sentence in client.get(answer).text
    asked.refresh_from_db()
    typed = {"says": "on_record", "given_on": "01.03.2019", "given_by_way": "letter"}
    page = client.post(answer, {"version": asked.version} | typed, follow=True)

    assert "Answered" in page.text
    assert sentence in page.text
    assert f"agreed by {reviewer}" in page.text
    assert page_of(asked) not in client.get(LIST).text
    assert page_of(asked) in client.get(f"{LIST}?list=ended").text


def test_whom_it_is_about_stays_while_it_is_told(worker):
    telling = factories.telling(by=worker)
    asked = telling.enquiry
    asked.refresh_from_db()

    with pytest.raises(enquiries.CannotEnquire, match="The relative is being told of it"):
        enquiries.choose(enquiry=asked, version=asked.version, by=worker, child=None)
    with pytest.raises(enquiries.CannotEnquire, match="The relative is being told of it"):
        facts = factories.enquiry_facts()
        enquiries.correct(enquiry=asked, version=asked.version, facts=facts)
    with pytest.raises(enquiries.CannotEnquire, match="A second person must approve it"):
        enquiries.approve_telling(telling=telling, version=telling.version, by=worker)
    with pytest.raises(enquiries.CannotEnquire, match="A second person must agree"):
        enquiries.answer(
            enquiry=asked,
            version=asked.version,
            by=worker,
            says=MayBeTold.NOT_ON_RECORD,
            given_on=factories.DAY,
            given_by_way=EnquiryWay.VISIT,
        )


def test_an_enquiry_that_was_answered_was_received_before(worker):
    asked = factories.told(factories.enquiry(worker))
    typed = TYPED | {"version": asked.version, "received_on": "2019-03-02"}

    page = signed_in(worker).post(reverse("enquiry-edit", args=[asked.pk]), typed)

    assert "The relative was answered on" in page.text


def test_an_enquiry_with_nobody_on_record_is_opened_when_somebody_is(worker, reviewer):
    telling = factories.telling(by=worker)
    telling = enquiries.approve_telling(telling=telling, version=telling.version, by=reviewer)
    asked = factories.told(telling.enquiry, MayBeTold.NOT_ON_RECORD)
    assert not Enquiry.objects.to_answer().exists()

    child = factories.child()
    asked = enquiries.choose(enquiry=asked, version=asked.version, by=reviewer, child=child)

    assert Enquiry.objects.to_answer().get() == asked
    again = enquiries.ask_to_tell(enquiry=asked, version=asked.version, by=worker)
    assert again.says == MayBeTold.ON_RECORD


def test_an_enquiry_is_for_its_team_and_the_audit_reads_no_name(worker):
    asked = factories.enquiry(worker, asker="Мавлуда Раҳимзода", child_name=NAME)
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    auditor = signed_in(factories.user(Role.AUDITOR))

    assert signed_in(stranger).get(page_of(asked)).status_code == 404
    assert page_of(asked) not in signed_in(stranger).get(LIST).text
    for address in (LIST, page_of(asked)):
        page = auditor.get(address)
        assert str(asked) in page.text
        assert "Раҳимзода" not in page.text
        assert NAME not in page.text


def test_my_work_counts_the_enquiries_of_its_list(worker):
    factories.enquiry(worker)
    factories.told(factories.enquiry(worker, came_by=EnquiryWay.LETTER))
    factories.told(factories.enquiry(worker), MayBeTold.NOT_TOLD)
    client = signed_in(worker)

    assert "2 enquiries of relatives to answer" in client.get("/").text
    assert client.get(LIST).text.count('<bdi class="ref">Q-') == 2
    assert client.get(f"{LIST}?came_by=letter").text.count('<bdi class="ref">Q-') == 1
    assert "No enquiry on this list" in client.get(f"{LIST}?list=waiting").text


def test_the_pages_cost_the_same_for_one_row_and_three(worker, django_assert_max_num_queries):
    client, spent = signed_in(worker), []
    for _round in range(2):
        for _each in range(1 if not spent else 2):
            child_called("Сафия Назарова", worker.team)
            asked = factories.enquiry(worker)
        for address in (LIST, page_of(asked)):
            client.get(address)
            with django_assert_max_num_queries(40) as asked_of:
                assert client.get(address).status_code == 200
            spent.append(len(asked_of))

    assert spent[:2] == spent[2:]
    assert Child.objects.count() == 3


def test_a_relative_who_knows_only_the_mother_finds_her_children(worker):
    mother = factories.family(2, team=worker.team)
    names.add_name(mother.person, NAME, kind=NameKind.OFFICIAL)
    asked = factories.enquiry(worker, child_name="", mother_name=NAME, born=None)

    page = signed_in(worker).get(page_of(asked))

    for child in mother.children.all():
        assert child.reference in page.text
    assert "mother’s name alike" in page.text


def test_an_age_is_counted_from_the_day_it_was_said(worker):
    asked = factories.enquiry(worker, born=read_birth("4y", on=factories.DAY))

    page = signed_in(worker).get(reverse("enquiry-edit", args=[asked.pk]))

    assert 'value="4y"' in page.text
