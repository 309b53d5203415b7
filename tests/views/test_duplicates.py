import pytest
from django.urls import reverse

from cases.casework import comparing, names, registration
from cases.casework.acting import command
from cases.models import AccessRow, DuplicateAnswer
from cases.vocabulary import NameKind, Role
from tests import factories
from tests.conftest import StaffClient

PAIRS = "/duplicates/"


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


@pytest.fixture
def client(worker):
    return signed_in(worker)


def pair_of(team, spelling="Сафия Назарова", other="Safiya Nazarova"):
    children = [factories.family(1, team=team).children.get() for _ in range(2)]
    for child, text in zip(children, (spelling, other), strict=True):
        names.add_name(child.person, text, kind=NameKind.OFFICIAL)
    with command("compare"):
        comparing.compare_all()
    return children


def test_the_queue_says_why_and_leads_to_both_side_by_side(client, worker):
    one, other = pair_of(worker.team)

    page = client.get(PAIRS)

    assert "Same name, births overlap, same mother" in page.text
    assert reverse("pair", args=[one.reference, other.reference]) in page.text


@pytest.mark.parametrize("is_of_another_record", [False, True])
def test_children_of_one_mother_and_name_born_apart_are_asked_below_the_surer(
    client, worker, is_of_another_record
):
    surer = pair_of(worker.team)
    mother = factories.family(1, team=worker.team, name="Зебо Ғафурова")
    one, hers = mother.children.get(), mother
    if is_of_another_record:
        hers = factories.family(1, team=worker.team, name="Zebo Gafurova")
    facts = factories.child_facts("Хасан", "2013")
    other = registration.add_child(mother=hers, child=facts, by=worker, on=factories.DAY)
    names.add_name(one.person, "Ҳасан Ғафуров", kind=NameKind.OFFICIAL)
    with command("compare"):
        comparing.compare_all()
    address = reverse("pair", args=[one.reference, other.reference])

    page = client.get(PAIRS).text

    why = "Same name, births 2 y apart, same mother"
    assert why in page
    assert page.index(reverse("pair", args=[each.reference for each in surer])) < page.index(why)
    assert why in client.get(address).text


@pytest.mark.parametrize(
    ("name", "born", "mother"),
    [
        ("Ҳусейн", "2013", "Зебо Ғафурова"),  # one key, two brothers
        ("Ҳасан", "2013", "Нигора Саидова"),
    ],
)
def test_other_names_and_mothers_born_apart_are_not_asked(client, worker, name, born, mother):
    pairs = [("Ҳасан", "2016", "Зебо Ғафурова"), (name, born, mother)]
    for text, year, hers in pairs:
        registration.register_family(
            agreement=factories.agreement(),
            team=worker.team,
            mother=factories.mother_facts(hers),
            children=[factories.child_facts(text, year)],
            by=worker,
            on=factories.DAY,
        )
    with command("compare"):
        comparing.compare_all()

    assert "apart" not in client.get(PAIRS).text


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_queue_costs_the_same_for_one_pair_and_three(
    client, worker, pairs, django_assert_max_num_queries
):
    for number in range(pairs):
        pair_of(worker.team, f"Сафия Назар{'ао'[number % 2]}ва", "Safiya Nazarova")
    client.get(PAIRS)

    with django_assert_max_num_queries(18):
        assert client.get(PAIRS).status_code == 200


def test_an_answer_needs_its_reason_and_takes_the_pair_off_the_queue(client, worker):
    one, other = pair_of(worker.team)
    address = reverse("pair", args=[one.reference, other.reference])

    unsaid = client.post(address, {"verdict": "not_same", "reason": ""})
    told = client.post(address, {"verdict": "not_same", "reason": "Twins, seen."}, follow=True)

    assert unsaid.status_code == 200
    assert "Every later comparison obeys it" in told.text
    assert address not in told.text
    assert DuplicateAnswer.objects.get().reason == "Twins, seen."
    assert "Twins, seen." in client.get(f"{PAIRS}?show=answered").text


def test_an_answered_pair_says_who_answered_and_what_is_left_to_do(client, worker):
    one, other = pair_of(worker.team)
    address = reverse("pair", args=[one.reference, other.reference])

    page = client.post(address, {"verdict": "same", "reason": "One passport."}, follow=True)
    queue = client.get(PAIRS)

    assert "The same person: merge the cases" in queue.text
    assert "One passport." in page.text
    assert str(worker) in page.text
    assert reverse("pair-merge", args=[one.reference, other.reference]) in page.text

    typed = {"verdict": "taken", "reason": "The passport is her sister's."}
    told = client.post(address, typed, follow=True)

    assert "The answer is taken back." in told.text
    assert (
        reverse("pair-merge", args=[one.reference, other.reference]) not in client.get(address).text
    )


def test_an_answer_is_refused_in_words_where_another_was_quicker(client, worker):
    one, other = pair_of(worker.team)
    address = reverse("pair", args=[one.reference, other.reference])
    same = {"verdict": "same", "reason": "One passport."}
    taken = {"verdict": "taken", "reason": "The passport is her sister's."}

    early, first, again = (client.post(address, typed) for typed in (taken, same, same))

    assert (early.status_code, first.status_code, again.status_code) == (200, 302, 200)
    assert "Nothing is answered on these two records themselves." in early.text
    assert "This is already answered." in again.text
    for page, typed in ((early, taken), (again, same)):
        assert page.context["form"]["reason"].value() == typed["reason"]
    assert DuplicateAnswer.objects.count() == 1


def test_two_mothers_answered_to_be_one_are_found_again_to_take_it_back(client, worker):
    one, other = (child.mother for child in pair_of(worker.team))
    address = reverse("pair", args=[one.reference, other.reference])

    client.post(address, {"verdict": "same", "reason": "One passport."})

    assert address in client.get(f"{PAIRS}?show=answered").text


def test_a_family_leads_to_the_pair_of_its_child_until_it_is_answered(client, worker):
    one, other = pair_of(worker.team)
    address = reverse("pair", args=[one.reference, other.reference])

    before = client.get(one.mother.get_absolute_url())
    client.post(address, {"verdict": "not_same", "reason": "Twins, seen."})
    after = client.get(one.mother.get_absolute_url())

    assert address in before.text
    assert address not in after.text


def test_who_looks_at_a_pair_is_on_record_for_both(client, worker):
    one, other = pair_of(worker.team)

    client.get(reverse("pair", args=[one.reference, other.reference]))

    assert set(AccessRow.objects.filter(page="pair").values_list("child", flat=True)) == {
        one.pk,
        other.pk,
    }


def test_no_name_of_another_team_is_said_without_a_purpose(worker):
    one, other = pair_of(factories.TeamFactory(name="Erbil desk"), "Зарафшон Ҳиндукуш")
    address = reverse("pair", args=[one.reference, other.reference])
    reviewer = signed_in(factories.user(Role.REVIEWER))

    queue, pair = reviewer.get(PAIRS), reviewer.get(address)

    assert signed_in(worker).get(address).status_code == 404
    assert "Зарафшон" not in signed_in(worker).get(PAIRS).text
    assert one.reference in queue.text
    for page in (queue, pair):
        assert "Зарафшон" not in page.text
        assert "Safiya" not in page.text
