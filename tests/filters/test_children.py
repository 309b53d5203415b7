"""Each filter, and every count beside a choice, against the children one by one."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from cases.casework import task_acts
from cases.figures.overdue import overdue
from cases.filters import child_panel
from cases.filters.children import ChildFilter, sort_of, sorted_by
from cases.models import Child, Person
from cases.queries.child_rows import list_choices
from cases.rules.age_bands import age_band
from cases.vocabulary import PlaceKind, Role, Sex, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
ON = DAY + timedelta(days=100)


@pytest.fixture
def worker(db):
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def register(worker):
    """Children of several stages, ages, sexes, places and caseworkers, in four families."""
    factories.family(3, name="Манижа Раҳимова", caseworker=worker)
    factories.family(2, name="Гулнора Назарова")
    factories.child(Stage.VERIFIED, caseworker=worker)
    factories.child(Stage.ELIGIBLE)
    births = [(2018, 5), (2014, 1), (2010, 7), (2004, 2), (2000, 9)]
    place = factories.PlaceFactory(name="Baquba camp", kind=PlaceKind.CAMP)
    for number, child in enumerate(Child.objects.order_by("pk")):
        year, month = births[number % 5]
        born = DAY.replace(year=year, month=month)
        Person.objects.filter(pk=child.person_id).update(
            born_earliest=born,
            born_latest=born,
            born_stated_on=DAY,
            sex=[Sex.MALE, Sex.FEMALE, Sex.UNKNOWN][number % 3],
        )
        Child.objects.filter(pk=child.pk).update(held_at=place if number % 2 else None)
    factories.stage_limit(factories.agreement(), Stage.VERIFIED, 30)
    return list(Child.objects.select_related("person", "mother", "agreement").order_by("pk"))


def chosen(query, user, *, named=True):
    return ChildFilter(
        QueryDict(query),
        Child.objects.visible_to(user),
        user=user,
        choices=list_choices(named=named),
        named=named,
        on=ON,
    )


def value_of(child, name):
    """Return what ``child`` counts as in a filter, read without SQL."""
    born = child.person
    late = overdue(Child.objects.filter(pk=child.pk), on=ON).exists()
    return {
        "stage": child.stage,
        "age": age_band(born.born_earliest, born.born_latest, on=ON).value,
        "sex": born.sex,
        "place": str(child.held_at_id or "none"),
        "caseworker": str(child.caseworker_id or "none"),
        "agreement": child.agreement.slug,
        "team": str(child.mother.team_id),
        "overdue": "1" if late else "0",
    }[name]


OF_A_REGISTER = ("place", "caseworker", "agreement", "team", "overdue")
QUERIES = [
    "",
    "stage=registered",
    "stage=verified&stage=eligible",
    "age=under_3",
    "age=3_to_5&age=adult",
    "sex=f",
    "place=none",
    "caseworker=none",
    "overdue=1",
    "agreement=tajikistan-iraq",
    "stage=registered&sex=m&sex=f",
    "stage=registered&age=6_to_11&place=none",
]


def test_filter_lets_through_exactly_the_children_of_its_choices(register, worker):
    for query in QUERIES:
        asked = QueryDict(query)

        found = set(chosen(query, worker).narrowed())

        assert found == {
            child
            for child in register
            if all(value_of(child, name) in asked.getlist(name) for name in asked)
        }, query


def test_counts_beside_choices_ignore_their_own_filter_alone(register, worker):
    values = {
        child: {name: value_of(child, name) for name in ("stage", "age", "sex", *OF_A_REGISTER)}
        for child in register
    }
    for query in QUERIES:
        asked = QueryDict(query)
        this = chosen(query, worker)

        panel = child_panel.count(this)

        for group in child_panel.groups(this, panel):
            others = [other for other in asked if other != group.name]
            left = [
                facts
                for facts in values.values()
                if all(facts[other] in asked.getlist(other) for other in others)
            ]
            for option in group.options if group.kind == "check" else ():
                count = sum(facts[group.name] == option.value for facts in left)
                assert option.count == count, (query, group.name, option.value)
        found = set(this.narrowed())
        assert panel.total == len(found), query
        assert panel.families == len({child.mother_id for child in found}), query


def test_counts_are_one_query(register, worker, django_assert_num_queries):
    this = chosen("stage=registered&sex=f&overdue=1", worker)

    with django_assert_num_queries(1):
        child_panel.count(this)


def test_mother_is_found_by_reference(register, worker):
    mother = register[0].mother

    found = set(chosen(f"mother={mother.reference.lower()}", worker).narrowed())

    assert found == set(mother.children.all())


def test_mine_are_open_cases_of_the_reader(register, worker):
    assert set(chosen("mine=1", worker).narrowed()) == {
        child for child in register if child.caseworker_id == worker.pk
    }


def test_counted_is_the_rule_of_the_figure(register, worker):
    found = set(chosen("counted=to_travel", worker).narrowed())

    assert found == {child for child in register if child.stage == Stage.ELIGIBLE}


def test_masked_list_knows_no_filter_that_would_tell_a_place_or_a_name(register):
    auditor = factories.user(Role.AUDITOR)

    this = chosen("place=none&caseworker=none&sort=name", auditor, named=False)

    assert set(this.narrowed()) == set(register)
    assert "place" not in this.filters
    assert sort_of(this.data, named=False) == "-days"


def test_wrong_choice_is_passed_over_and_said(register, worker):
    this = chosen("stage=dreaming&age=3_to_5", worker)

    assert not this.is_understood
    assert set(this.narrowed()) == set(chosen("age=3_to_5", worker).narrowed())


def test_longest_in_stage_come_first_and_names_sort_as_in_tajik(register, worker):
    rows = Child.objects.visible_to(worker)

    days = [child.stage_since for child in sorted_by(rows, "-days")]
    names = [child.first_name for child in sorted_by(rows, "name")]

    assert days == sorted(days)
    assert names == sorted(names)
    assert len(names) == len(register)


def test_reference_sorts_by_number_not_as_text(register, worker):
    found = [child.reference for child in sorted_by(Child.objects.visible_to(worker), "reference")]

    assert found == [child.reference for child in register]


def test_chip_takes_one_choice_out_of_the_address(register, worker):
    this = chosen("stage=registered&stage=verified&sex=f&page=3&sort=stage", worker)

    chips = dict(child_panel.chips(this))

    assert chips == {
        "Stage: Registered": "stage=verified&sex=f&sort=stage",
        "Stage: Verified": "stage=registered&sex=f&sort=stage",
        "Sex: Girl": "stage=registered&stage=verified&sort=stage",
    }


def test_relief_names_the_filter_whose_removal_shows_most(register, worker):
    girls = sum(child.person.sex == Sex.FEMALE for child in register)

    relief = child_panel.relief(chosen("stage=deferred&sex=f&page=2", worker))

    assert relief == ("Stage", "sex=f", girls)


@pytest.mark.parametrize("query", ["", "mother=TJ-IQ-9999&stage=deferred"])
def test_no_relief_where_no_single_removal_helps(register, worker, query):
    assert child_panel.relief(chosen(query, worker)) is None


def test_team_narrows_for_who_sees_several(register, worker):
    desk, reviewer = factories.TeamFactory(name="Mosul desk"), factories.user(Role.REVIEWER)
    theirs = set(factories.family(2, team=desk).children.all())
    ours = set(Child.objects.all()) - theirs

    both = chosen("", reviewer)
    groups = {group.name: group for group in child_panel.groups(both, child_panel.count(both))}

    assert set(chosen(f"team={desk.pk}", reviewer).narrowed()) == theirs
    assert {option.label: option.count for option in groups["team"].options} == {
        "Baghdad desk": len(ours),
        "Mosul desk": 2,
    }
    assert "team" not in chosen("", worker).filters
    assert set(chosen(f"team={desk.pk}", worker).narrowed()) == set(register)


def test_long_filter_shows_its_fullest_choices_the_ticked_ones_and_the_rest_when_asked(worker):
    few = [factories.user(Role.CASEWORKER, first_name=f"Few{n}") for n in range(20)]
    busy = factories.user(Role.CASEWORKER, first_name="Zebo")
    for caseworker in few:
        factories.child(caseworker=caseworker)
    factories.child(caseworker=busy)
    factories.child(caseworker=busy)
    ticked = str(few[-1].pk)

    def group(query):
        this = chosen(query, factories.user(Role.REVIEWER))
        groups = child_panel.groups(this, child_panel.count(this))
        return next(each for each in groups if each.name == "caseworker")

    short, whole = group(f"caseworker={ticked}"), group(f"caseworker={ticked}&all=caseworker")

    assert len(short.options) == 12
    assert short.unshown == 21 - 12
    assert {str(busy.pk), ticked} <= {option.value for option in short.options}
    assert {option.value for option in whole.options if option.checked} == {ticked}
    assert (len(whole.options), whole.unshown) == (21, 0)
    assert [*short.options] == [each for each in whole.options if each in short.options]


def test_namesakes_among_caseworkers_are_told_apart_wherever_one_is_chosen(client):
    same = {"first_name": "Rustam", "last_name": "Nazarov"}
    team = factories.TeamFactory(name="Mosul desk")
    first, second, other = (
        factories.user(Role.CASEWORKER, username=name, team=team, **names)
        for name, names in (("rnazarov", same), ("nazarov2", same), ("dilbar", {}))
    )
    for caseworker in (first, second, other):
        child = factories.child(caseworker=caseworker, team=team)
        task_acts.add(child=child, by=caseworker, text="Call.", assigned_to=caseworker)
    names = {"Rustam Nazarov (rnazarov)", "Rustam Nazarov (nazarov2)", str(other)}
    client.force_login(factories.user(Role.REVIEWER))

    for url in (
        "/children/",
        f"{child.get_absolute_url()}assign/",
        "/children/caseloads/",
        "/tasks/",
    ):
        page = client.get(url).content.decode()

        assert {name for name in names if name in page} == names, url
    client.force_login(factories.user(Role.AUDITOR))
    assert "Rustam Nazarov (nazarov2)" in client.get("/audit/").content.decode()
