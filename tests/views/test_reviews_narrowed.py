"""Reviews of one kind or of one team: by their address, on each tab, from one to the next."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from cases.queries.reviews import waiting_for
from cases.queries.to_verify import number_to_verify
from cases.queries.waiting_kinds import KINDS
from cases.queries.waiting_rows import Of
from cases.vocabulary import ClearanceKind, Role, Stage
from tests import factories
from tests.views.test_reviews import changed, queue

pytestmark = pytest.mark.django_db

VERIFYING = (ClearanceKind.IDENTITY, ClearanceKind.KINSHIP, ClearanceKind.NATIONALITY)


def two_desks():
    """Return a child of each of two desks, whose consents wait; each of the first is assessed."""
    erbil = factories.TeamFactory(name="Erbil desk")
    children = factories.child(), factories.family(team=erbil).children.get()
    for child in children:
        factories.consent(child, verified=False)
    factories.assess(factories.bring_to(children[0], Stage.VERIFIED))
    return children, erbil


def listed(page):
    rows = [row for section in page.context["sections"] for row in section.rows]
    return [item.reference for row in rows for item in row.items]


def test_reviews_are_narrowed_by_kind_and_team_in_the_address(client):
    [own, other], erbil = two_desks()
    every = queue(client, Role.REVIEWER)

    of_team = client.get(reverse("reviews"), {"team": erbil.pk})
    of_kind = client.get(reverse("reviews"), {"kind": "consent"})
    of_both = client.get(reverse("reviews"), {"kind": "assessment", "team": erbil.pk})
    elsewhere = client.get(reverse("reviews"), {"kind": "nonsense", "team": "0 or 1"})

    assert sorted(listed(every)) == sorted([own.reference, own.reference, other.reference])
    assert listed(of_team) == [other.reference]
    assert sorted(listed(of_kind)) == sorted([own.reference, other.reference])
    assert listed(of_both) == []
    assert listed(elsewhere) == listed(every)
    assert [page.context["number"] for page in (every, of_team, of_kind, of_both)] == [3, 1, 2, 0]
    text = " ".join(of_team.content.decode().split())
    assert "1 for you to decide: 1 child in 1 family · <bdi>Erbil desk</bdi>" in text
    assert f"?team={erbil.pk}&amp;tab=not-ready" in text
    assert "Nothing of this waits for you." in of_both.content.decode()


def test_next_review_is_that_of_the_narrowed_list(client):
    _children, erbil = two_desks()
    more = factories.family(team=erbil).children.get()
    factories.consent(more, verified=False)
    client.force_login(factories.user(Role.REVIEWER))
    page = client.get(reverse("reviews"), {"team": erbil.pk})
    one, two = [item.url for s in page.context["sections"] for r in s.rows for item in r.items]

    place = client.get(one).context["frame"].in_order
    after_all = client.get(client.get(two).context["frame"].in_order.next)

    assert (place.at, place.of) == (1, 2)
    assert client.get(place.next).url == two
    assert after_all.url == f"{reverse('reviews')}?team={erbil.pk}"


def test_what_is_confirmed_together_leads_back_to_the_narrowed_list(client):
    children = changed(factories.family(2))
    changed(factories.family(team=factories.TeamFactory(name="Erbil desk")))
    client.force_login(factories.user(Role.REVIEWER))
    team = children[0].mother.team_id
    page = client.get(reverse("reviews"), {"team": team})
    url, back = (f"{reverse(name)}?team={team}" for name in ("reviews-confirm", "reviews"))
    picks = {"confirm": [row.picks for s in page.context["sections"] for row in s.rows]}

    asked = client.post(url, picks)
    done = client.post(url, picks | {"seen": asked.context["party"].seen})

    assert f'action="{url}"' in page.content.decode()
    assert asked.content.decode().count(f'href="{back}"') == 2  # the crumb, and to cancel
    assert done.url == back


def test_whose_children_are_of_one_team_chooses_none(client):
    [own, _other], erbil = two_desks()
    reader = factories.user(Role.CASEWORKER)
    deputies = Group.objects.create(name="deputies")
    deputies.permissions.add(Permission.objects.get(codename="verify_consent"))
    reader.groups.add(deputies)

    page = queue(client, reader)
    of_team = client.get(reverse("reviews"), {"team": erbil.pk})

    assert listed(page) == listed(of_team) == [own.reference]
    assert "Erbil desk" not in page.content.decode()


def test_reviews_are_narrowed_to_one_family(client):
    [own, other], _erbil = two_desks()
    fresh = factories.child()
    for paper in VERIFYING:
        factories.grant(fresh, paper)
    page = queue(client, Role.REVIEWER)
    urls = {row.family_reference for s in page.context["sections"] for row in s.rows}

    of_family = client.get(reverse("reviews"), {"family": other.mother.reference})
    as_typed = client.get(reverse("reviews"), {"family": own.mother.reference.lower()})
    registered = client.get(reverse("reviews"), {"family": fresh.mother.reference})
    nobody = client.get(reverse("reviews"), {"family": "TJ-IQ-9999"})

    assert urls == {child.mother.reference for child in (own, other, fresh)}
    assert f'href="?family={own.mother.reference}"' in page.content.decode()
    assert listed(of_family) == [other.reference]
    assert listed(as_typed) == [own.reference] * 2
    assert listed(registered) == [fresh.reference]
    assert listed(nobody) == []
    assert [each.context["number"] for each in (of_family, as_typed, nobody)] == [1, 2, 0]
    assert 'value="TJ-IQ-9999"' in nobody.content.decode()


def test_every_kind_is_asked_of_one_family():
    mother, other = factories.family(2), factories.family()
    for child in changed(mother):
        factories.consent(child, verified=False)
    reader, on = factories.user(Role.REVIEWER), timezone.localdate()

    def waits(**of):
        queues = waiting_for(reader, on=on, of=Of(**of))
        return [str(line.about[0]) for queue in queues for line in queue.lines]

    assert len(waits(family=mother)) == 6
    assert waits(family=other) == [other.children.get().reference]
    assert sorted(waits()) == sorted(waits(family=mother) + waits(family=other))
    assert number_to_verify(reader, on, Of(family=mother)).unready == 2
    for kind in KINDS.values():
        of = Of(family=other)
        assert not kind.are_of(of.scope) or kind.numbers(reader, of).mine == 0


@pytest.mark.parametrize("tab", ["sent-back", "decided"])
def test_what_was_decided_or_sent_back_is_not_narrowed(client, tab):
    two_desks()
    queue(client, Role.REVIEWER)

    page = client.get(reverse("reviews"), {"tab": tab, "kind": "consent", "family": "TJ-IQ-9999"})

    assert page.context["tabs"][0].count == 3
    assert "consent" not in "".join(each.url for each in page.context["tabs"])
    assert "What you" in page.content.decode()
