"""The ledger of consents, and the page that lists whom a changed rule affects."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.casework import consents
from cases.models import AccessRow, Child, Consent, ConsentRule
from cases.vocabulary import (
    ConsentDecision,
    ConsentMethod,
    ConsentPurpose,
    GiverRole,
    Reason,
    Role,
    Stage,
)
from tests import clock, factories
from tests.factories import DAY, SINCE_2019

pytestmark = pytest.mark.django_db


def say(child, giver, decision, purpose=ConsentPurpose.REPATRIATION, **more):
    return consents.record(
        child=child,
        by=factories.user(Role.CASEWORKER),
        on=clock.today(),
        purpose=purpose,
        giver_role=giver,
        decision=decision,
        decided_on=DAY,
        method=ConsentMethod.SIGNED,
        **more,
    )


def rule(agreement, giver, during, purpose=ConsentPurpose.REPATRIATION, from_age=None):
    return factories.agreed(
        ConsentRule(
            agreement=agreement,
            purpose=purpose,
            giver_role=giver,
            from_age=from_age,
            during=during,
            legal_source="Test",
        )
    )


def ledger(client, child, role=Role.CASEWORKER, **query):
    client.force_login(factories.user(role))
    return client.get(reverse("child-consents", args=[child.reference]), query)


def test_ledger_says_who_said_what_and_where_each_stands(client):
    child = factories.child()
    rule(child.agreement, GiverRole.MOTHER, SINCE_2019, ConsentPurpose.DNA)
    rule(child.agreement, GiverRole.CHILD, SINCE_2019, from_age=17)
    say(child, GiverRole.MOTHER, ConsentDecision.GIVEN, witness_name="Ҷамила", language="tg")
    say(
        child,
        GiverRole.FATHER,
        ConsentDecision.WITHHELD,
        giver_name="Холид",
        reason=Reason.FEAR,
        next_approach_on=clock.tomorrow(),
    )
    say(child, GiverRole.GUARDIAN, ConsentDecision.GIVEN, ConsentPurpose.SHARING, giver_name="Саид")

    text = ledger(client, child).content.decode()
    of_sharing = ledger(client, child, purpose="sharing").content.decode()

    for said in (
        *("Repatriation: Mother", "Waiting for a second person", "witness: Ҷамила"),
        *("explained in: Tajik", "Repatriation: Father", "Холид", "Fear", "ask again on"),
        *("DNA sample: Mother", "Missing", "required from the age of 17 years", "not required by"),
        *("Tracing of relatives, Medical care", "Саид"),
    ):
        assert said in text
    assert (of_sharing.count('<th scope="row">'), text.count('<th scope="row">')) == (1, 3)
    assert "Холид" not in of_sharing.partition("Ledger")[2]


def test_second_person_verifies_from_the_ledger(client):
    child = factories.child()
    given = say(child, GiverRole.MOTHER, ConsentDecision.GIVEN)
    assert 'name="consent"' not in ledger(client, child).content.decode()

    text = ledger(client, child, Role.REVIEWER).content.decode()
    typed = {"consent": given.pk, **factories.SEEN}
    client.post(reverse("child-verify-consent", args=[child.reference]), typed)

    assert f'name="consent" value="{given.pk}"' in text
    verified = ledger(client, child, Role.REVIEWER).content.decode()
    assert 'name="consent"' not in verified
    assert str(given.verification.by) in verified
    assert "Given on 1 Mar 2019" in verified


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_costs_the_same_for_one_word_and_for_three(client, rows, django_assert_num_queries):
    child = factories.child()
    for _ in range(rows):
        say(child, GiverRole.MOTHER, ConsentDecision.GIVEN, witness_name="Ҷамила")
    client.force_login(factories.user(Role.CASEWORKER))

    # session, user, child, ledger, rules, father, access row
    with django_assert_num_queries(7):
        response = client.get(reverse("child-consents", args=[child.reference]))

    assert response.content.count(b'<th scope="row">') == rows


def typed(child, **changed):
    given = {
        "giver_role": "mother",
        "purpose": "repatriation",
        "decision": "withheld",
        "decided_on": "01.03.2019",
        "method": "signed",
        "reason": "nursing",
        "next_approach_on": clock.typed(1),
    }
    return {"path": reverse("child-consent", args=[child.reference]), "data": given | changed}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"next_approach_on": ""}, "Enter when to ask again, or that no date is set yet."),
        ({"next_approach_on": "01.03.2019"}, "Enter a date no earlier than"),
        ({"reason": ""}, "Choose the reason that was given."),
        ({"giver_role": "guardian"}, "Enter the name of the guardian."),
        ({"giver_name": "Холид"}, "the person is in the register"),
    ],
)
def test_form_asks_for_what_the_ledger_needs(client, changed, sentence):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER))

    text = client.post(**typed(child, **changed)).content.decode()

    assert sentence in text
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("changed", "is_asked_again"),
    [
        ({}, True),
        ({"next_approach_on": "", "no_day_yet": "on"}, False),
        ({"next_approach_on": "soon", "decision": "given"}, False),
    ],
)
def test_day_of_asking_again_is_kept_where_it_means_something(client, changed, is_asked_again):
    child = factories.child()
    client.force_login(factories.user(Role.CASEWORKER))

    response = client.post(**typed(child, **changed))

    assert response.status_code == 302
    asked_again = clock.tomorrow() if is_asked_again else None
    assert Consent.objects.get().next_approach_on == asked_again
    page = client.get(child.get_absolute_url()).content.decode()
    assert ("ask again on" in page) == is_asked_again


# A changed rule


@pytest.fixture
def cleared():
    """A cleared child whose father nobody has asked, and one whose father agreed."""
    children = factories.cleared_family(2)
    say(children[1], GiverRole.FATHER, ConsentDecision.GIVEN, giver_name="Холид")
    consents.verify(
        consent=Consent.objects.latest("pk"),
        by=factories.user(Role.REVIEWER),
        on=clock.today(),
        **factories.SEEN,
    )
    return children


def changes(client, who, **query):
    client.force_login(who)
    return client.get(reverse("consent-changes", args=["tajikistan-iraq"]), query)


def test_changed_rule_lists_whom_it_affects_and_moves_nobody_before_its_day(client, cleared):
    waiting = factories.child()
    stranger = factories.user(Role.CASEWORKER, team=factories.TeamFactory(name="Erbil desk"))
    rule(cleared[0].agreement, GiverRole.FATHER, (clock.tomorrow(), None))

    text = changes(client, factories.user(Role.CASEWORKER)).content.decode()
    call_command("nightly")

    assert "also required: Father" in text
    assert "Consent to the return (Father): not recorded yet." in text
    assert "Other consents are missing than before for 2 children." in text
    assert text.index(cleared[0].reference) < text.index(waiting.reference)
    for each in changes(client, factories.user(Role.CASEWORKER)).context["counts"]:
        listed = client.get(f"{reverse('consent-changes', args=['tajikistan-iraq'])}?{each.query}")
        assert listed.context["page"].paginator.count == each.n == 1
    assert "no longer complete" in text
    assert "incomplete before and after" in text
    assert cleared[1].reference not in text
    assert set(Child.objects.values_list("stage", flat=True)) == {Stage.CLEARED, Stage.REGISTERED}
    for who in (factories.user(Role.ADMIN), stranger):
        masked = changes(client, who).content.decode()
        assert "Other consents are missing than before for 2 children." in masked
        assert cleared[0].reference not in masked


def test_first_rule_ends_no_consent_that_never_was(client):
    syria = factories.bare_agreement()
    child = factories.family(under=syria).children.get()
    rule(syria, GiverRole.MOTHER, (clock.tomorrow(), None))
    client.force_login(factories.user(Role.REVIEWER))

    text = client.get(reverse("consent-changes", args=[syria.slug])).content.decode()

    assert child.reference in text
    assert "incomplete before and after" in text
    assert "no longer complete" not in text


def test_cleared_child_lapses_on_the_day_by_the_command_with_its_journal(client, cleared):
    rule(cleared[0].agreement, GiverRole.FATHER, (clock.today(), None))
    text = changes(client, factories.user(Role.CASEWORKER)).content.decode()
    assert Child.objects.get(pk=cleared[0].pk).stage == Stage.CLEARED

    call_command("nightly")

    stages = [Child.objects.get(pk=child.pk).stage for child in cleared]
    assert "These rules have applied since that day" in text
    assert stages == [Stage.ELIGIBLE, Stage.CLEARED]
    assert cleared[0].journal.first().reason == Reason.CONSENT


def test_ended_rule_says_what_is_no_longer_asked(client):
    child = factories.child()
    with factories.past_the_guards():
        ConsentRule.objects.update(during=(SINCE_2019[0], clock.tomorrow()))

    response = changes(client, factories.user(Role.REVIEWER), day=clock.tomorrow().isoformat())

    text = response.content.decode()
    assert "no longer required: Mother" in text
    assert "becomes complete" in text
    assert child.reference in text
    assert AccessRow.objects.get(page="consent-changes").rows == 1


@pytest.mark.parametrize("children", [1, 3])
def test_list_of_the_affected_costs_the_same_for_one_and_for_three(
    client, children, django_assert_num_queries
):
    family = factories.family(children)
    rule(family.agreement, GiverRole.FATHER, (clock.tomorrow(), None))
    client.force_login(factories.user(Role.CASEWORKER))

    # session, user, agreement, days, rules ×2, numbers, keys, access row, children, ledger, fathers
    with django_assert_num_queries(12):
        response = client.get(reverse("consent-changes", args=["tajikistan-iraq"]))

    assert response.content.count(b'<th scope="row">') == children


def test_admin_asks_for_a_rule_is_told_how_many_it_affects_and_rewrites_none(client, cleared):
    client.force_login(factories.user(Role.ADMIN))
    added = {
        "agreement": cleared[0].agreement_id,
        "purpose": "repatriation",
        "giver_role": "father",
        "from_age": "",
        "during_0": clock.tomorrow().isoformat(),
        "during_1": "",
        "legal_source": "Law 1",
        "seen_version": "",
    }

    response = client.post(reverse("admin:cases_consentrule_add"), added, follow=True)
    old = ConsentRule.objects.get(giver_role="mother")
    changed = added | {
        "giver_role": "mother",
        "during_0": "2019-01-01",
        "during_1": clock.today().isoformat(),
        "seen_version": old.version,
    }
    refused = client.post(reverse("admin:cases_consentrule_change", args=[old.pk]), changed)
    rewritten = client.post(
        reverse("admin:cases_consentrule_change", args=[old.pk]),
        changed | {"during_1": "", "giver_role": "guardian"},
    )

    text = response.content.decode()
    assert "Requested. It waits for a reviewer, for example" in text
    assert "This changes which consents are missing for 1 child." in text
    assert not ConsentRule.objects.filter(giver_role="father").exists()
    for answer in (refused, rewritten):
        assert "What is in force stays until tomorrow at least." in answer.content.decode()
