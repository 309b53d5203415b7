"""What leaves the ministry: proposed by one, approved by another who sees what it tells."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.casework import outside
from cases.casework.outside import CannotPublish
from cases.figures.outside import outside_draft, years_before
from cases.models import Child, OutsideTotals, Person
from cases.rules.outside import month_ends
from cases.vocabulary import Role, Sex, Stage
from tests import factories
from tests.views.sheets import rows_of

pytestmark = pytest.mark.django_db


def _last(n=0):
    return month_ends(timezone.localdate(), n + 1)[n]


def _page(client, role, made):
    client.force_login(factories.user(role))
    return client.get(reverse("outside-totals", args=[made.slug])).content.decode()


def test_both_see_every_number_under_ten_before_it_is_public(client):
    made = factories.child(Stage.RETURNED).agreement
    factories.child()
    totals = factories.outside_totals(made)

    text = _page(client, Role.REVIEWER, made)
    outsider = client.get(reverse("public-totals", args=[made.slug])).content.decode()

    for sentence in ("Identified: 2", "Returned home: 1", "Not home yet: 1"):
        assert sentence in text
    assert "Make public" in text
    assert "Totals as of" not in outsider
    assert totals.told


def test_a_change_since_an_earlier_publication_or_statement_is_told():
    child = factories.child()
    factories.published_figure(child.agreement, value=3)
    factories.public_totals(child.agreement, _last(1))

    told = factories.outside_totals(child.agreement).told

    assert {"group": "identified", "value": 0, "since": _last(1).isoformat()} in told
    said = child.agreement.published.get().published_on.isoformat()
    assert {"group": "identified", "value": -2, "since": said} in told


def test_nobody_approves_alone_nor_what_counts_otherwise_by_now():
    child = factories.child()
    totals = factories.outside_totals(child.agreement)
    with pytest.raises(CannotPublish, match="second person"):
        outside.approve(totals=totals, version=1, by=totals.asked_by)
    factories.child()

    with pytest.raises(CannotPublish, match="counts otherwise by now"):
        outside.approve(totals=totals, version=1, by=factories.user(Role.AUDITOR))

    assert not OutsideTotals.objects.approved().exists()


@pytest.mark.parametrize("day", [datetime.date(2020, 1, 30), datetime.date(2999, 12, 31)])
def test_only_the_last_day_of_an_ended_month_leaves(day):
    with pytest.raises(CannotPublish, match="Choose a month that has ended"):
        factories.outside_totals(factories.agreement(), day)


def test_the_same_is_not_given_twice_and_another_number_corrects(client):
    child = factories.child()
    factories.public_totals(child.agreement)
    with pytest.raises(CannotPublish, match="public already"):
        factories.outside_totals(child.agreement)
    factories.child()
    withdrawn = factories.outside_totals(child.agreement)
    outside.drop(totals=withdrawn, version=1, by=withdrawn.asked_by)

    correction = factories.public_totals(child.agreement)
    text = client.get(reverse("public-totals", args=[child.agreement.slug])).content.decode()

    assert correction.corrects
    assert "Corrects what was given for this day before: Identified 1" in text
    assert text.count("Totals as of") == 1


def test_the_public_page_needs_nobody_and_sets_no_cookie(client):
    made = factories.child().agreement
    factories.public_totals(made)
    anonymous = client.get(reverse("public-totals", args=[made.slug]))
    client.force_login(factories.user(Role.REVIEWER))

    signed_in = client.get(reverse("public-totals", args=[made.slug]))
    again = client.get(
        reverse("public-totals", args=[made.slug]), headers={"if-none-match": anonymous["ETag"]}
    )
    russian = client.get(reverse("public-totals", args=[made.slug]), {"lang": "ru"})
    odd = client.get(reverse("public-totals", args=[made.slug]), {"lang": "xx"})

    for answer in (anonymous, signed_in, russian, odd, client.get(reverse("public"))):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Vary"] == "Accept-Language"
    assert again.status_code == 304
    assert anonymous.content == signed_in.content
    assert "TJ-IQ" not in anonymous.content.decode()
    assert 'lang="ru"' in russian.content.decode()
    assert "Identified" not in russian.content.decode()
    assert "Totals as of" in client.get(reverse("public")).content.decode()
    missing = client.get(reverse("public-totals", args=["nowhere"]))
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("asked", ["{}", "W/{}", '"another", {}', "*"])
def test_a_public_page_that_is_held_already_is_not_sent_again(client, asked):
    made = factories.child().agreement
    factories.public_totals(made)
    page = reverse("public-totals", args=[made.slug])
    first = client.get(page)

    again = client.get(page, headers={"if-none-match": asked.format(first["ETag"])})

    assert (again.status_code, again.content) == (304, b"")
    assert [again[name] for name in ("ETag", "Vary", "Cache-Control")] == [
        first[name] for name in ("ETag", "Vary", "Cache-Control")
    ]


def test_officials_take_the_same_totals_away(client):
    made = factories.child(Stage.RETURNED).agreement
    totals = factories.public_totals(made)
    factories.child()
    client.force_login(factories.user(Role.OFFICIAL))

    csv = client.get(reverse("outside-csv", args=[made.slug])).getvalue().decode()
    xlsx = client.get(reverse("outside-xlsx", args=[made.slug])).getvalue()
    page = client.get(reverse("outside-totals", args=[made.slug])).content.decode()

    assert f"{totals.as_of},1,1,1," in csv
    assert rows_of(xlsx)[1][1:4] == [1, 1, 1]
    assert "Make public" not in page


def test_the_summary_for_the_other_side_holds_approved_totals_alone(client):
    made = factories.child().agreement
    client.force_login(factories.user(Role.OFFICIAL))
    at = reverse("agreement-summary", args=[made.slug])
    before = client.get(at).content.decode()
    factories.public_totals(made)
    factories.child()

    page = client.get(at)
    text = page.content.decode()
    factories.child()

    assert client.get(at).context["summary"].checksum == page.context["summary"].checksum
    assert "No totals were approved yet." in before
    assert "Identified: 1" in text
    assert "Identified: 2" not in text


def test_an_official_does_not_see_what_waits_and_an_auditor_does(client):
    made = factories.child().agreement
    factories.outside_totals(made)

    assert "Not public before a second person" not in _page(client, Role.OFFICIAL, made)
    auditor = _page(client, Role.AUDITOR, made)
    assert "What a reader could compute from it" in auditor
    assert "Make public</button>" not in auditor


def test_agreements_are_published_apart():
    made, other = factories.child().agreement, factories.second_agreement()

    assert factories.public_totals(made).identified == 1
    assert factories.public_totals(other).identified == 0


def _world(sexes):
    """Return the agreement of so many identified children, of each sex, with births of a range."""
    mother = factories.family(len(sexes))
    children = Child.objects.filter(mother=mother).order_by("pk")
    for child, sex in zip(children, sexes, strict=True):
        with factories.past_the_guards():
            Person.objects.filter(pk=child.person_id).update(sex=sex)
    return mother.agreement


def test_further_cells_are_shown_where_they_tell_no_small_number():
    made = _world([Sex.FEMALE] * 12 + [Sex.MALE] * 11)

    draft = outside_draft(made, _last(), with_further=True)

    assert draft.totals == {"identified": 23, "eligible": 0, "returned": 0}
    cells = [n for line in draft.further["sexes"].values() for n in line if n is not None]
    assert all(n >= 10 for n in cells)


def test_ages_are_ranges_in_tens_that_hold_every_birth():
    made = _world([Sex.FEMALE] * 12)
    day, keys = (
        _last(),
        list(Person.objects.filter(child__isnull=False).values_list("pk", flat=True)),
    )
    with factories.past_the_guards():
        Person.objects.filter(pk__in=keys[:4]).update(
            born_earliest=years_before(day, 2),
            born_latest=years_before(day, 1),
            born_stated_on=day,
        )
        Person.objects.filter(pk__in=keys[4:]).update(
            born_earliest=years_before(day, 5),
            born_latest=years_before(day, 2),
            born_stated_on=day,
        )

    ages = outside_draft(made, day, with_further=True).further["ages"]

    assert ages == {"under_3": [0, 20], "3_to_11": [0, 10], "from_12": [0, 10]}


def test_a_leap_day_has_a_day_before_it_in_other_years():
    assert years_before(datetime.date(2024, 2, 29), 3) == datetime.date(2021, 2, 28)


def test_as_many_queries_for_one_publication_as_for_three(client):
    made = factories.child().agreement
    client.force_login(factories.user(Role.OFFICIAL))

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(name, args=[made.slug]))
        return len(caught)

    factories.public_totals(made, _last(2))
    before = [queries(name) for name in ("outside-totals", "public-totals") for _n in (1, 2)]
    for n in (1, 0):
        factories.public_totals(made, _last(n))

    assert [
        queries(name) for name in ("outside-totals", "public-totals") for _n in (1, 2)
    ] == before
