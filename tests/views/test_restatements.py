"""A changed identity and a father's death, confirmed by a second person on a page."""

import pytest
from django.urls import reverse

from cases.casework import cases, children, restatements
from cases.casework.journal import CannotMove
from cases.casework.people import Identity
from cases.models import ConsentRule
from cases.rules.births import read_birth
from cases.vocabulary import FatherStatus, GiverRole, NameKind, RestatedPart, Role, Sex, Stage
from tests import factories
from tests.factories import DAY, SINCE_2019

pytestmark = pytest.mark.django_db


def rename(child, by, name="Комрон", born="2016"):
    identity = Identity({NameKind.FAMILY: name}, read_birth(born, on=DAY), "", Sex.MALE)
    child.refresh_from_db()
    children.edit_identity(child, version=child.version, by=by, on=DAY, identity=identity)
    child.refresh_from_db()


def bury(child, by, evidence="Certificate 7"):
    """State the father's death from a paper."""
    child.refresh_from_db()
    children.edit_father(
        child,
        version=child.version,
        by=by,
        on=DAY,
        father_name="",
        father_status=FatherStatus.DECEASED,
        father_evidence=evidence,
    )
    child.refresh_from_db()


def page(child, part=RestatedPart.IDENTITY):
    return reverse("child-confirm", args=[child.reference, part])


def ask_the_father(child):
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose="repatriation",
            giver_role=GiverRole.FATHER,
            during=SINCE_2019,
            legal_source="Test",
        )
    )


def test_whoever_changed_the_identity_does_not_verify_it():
    child, changer = factories.child(), factories.user(Role.REVIEWER)
    factories.grant(child, "identity")
    rename(child, changer)

    with pytest.raises(CannotMove, match="You changed the identity of this child"):
        cases.verify(child=child, version=child.version, by=changer, on=DAY, **factories.SEEN)
    cases.verify(
        child=child,
        version=child.version,
        by=factories.user(Role.REVIEWER),
        on=DAY,
        **factories.SEEN,
    )

    assert not restatements.waiting(child, RestatedPart.IDENTITY)


def test_changed_identity_holds_the_case_up_until_another_confirms_it(client):
    child, changer = factories.child(Stage.ELIGIBLE), factories.user(Role.REVIEWER)
    factories.grant(child, "court_order")
    factories.consent(child)
    rename(child, changer)
    clear = {"child": child, "version": child.version, "by": changer, "on": DAY}

    with pytest.raises(CannotMove, match="changed since it was verified"):
        cases.clear(**clear)
    client.force_login(changer)
    own = client.get(page(child)).content.decode()
    client.force_login(factories.user(Role.REVIEWER))
    queue = client.get(reverse("reviews")).content.decode()
    record = client.get(child.get_absolute_url()).content.decode()
    form = client.get(page(child))
    stale = client.post(page(child), {"seen": "1", **factories.SEEN}).content.decode()
    answer = client.post(
        page(child), {"seen": form.context["form"]["seen"].value(), **factories.SEEN}
    )
    journal = client.get(child.get_absolute_url()).content.decode()
    cases.clear(**clear)

    assert "You made this change. A second person must confirm it." in own
    assert page(child) in queue
    assert "The identity has changed since it was verified." in record
    assert "Комрон" in form.content.decode()
    assert "More has changed since you opened this page" in stale
    assert answer.status_code == 302
    assert "Confirmed by a second person: Identity" in journal
    assert "The identity has changed since it was verified." not in journal


def test_fathers_death_becomes_a_met_consent_only_by_a_second_person(client):
    child, changer = factories.child(Stage.ELIGIBLE), factories.user(Role.REVIEWER)
    ask_the_father(child)
    factories.grant(child, "court_order")
    factories.consent(child)
    bury(child, changer)
    clear = {"child": child, "version": child.version, "by": changer, "on": DAY}

    with pytest.raises(CannotMove, match="Death of the father: stated"):
        cases.clear(**clear)
    with pytest.raises(CannotMove, match="A second person must confirm it"):
        newest = restatements.waiting(child, RestatedPart.FATHER)[0]
        restatements.confirm(
            child=child, part=RestatedPart.FATHER, seen=newest.pk, by=changer, on=DAY
        )
    client.force_login(factories.user(Role.REVIEWER))
    tasks = client.get(child.get_absolute_url()).content.decode()
    form = client.get(page(child, RestatedPart.FATHER))
    client.post(
        page(child, RestatedPart.FATHER),
        {"seen": form.context["form"]["seen"].value(), **factories.SEEN},
    )
    cases.clear(**clear)

    assert page(child, RestatedPart.FATHER) in tasks
    assert "Certificate 7" in form.content.decode()
    child.refresh_from_db()
    assert child.stage == Stage.CLEARED


def test_cleared_child_lapses_when_the_father_is_found_alive_or_the_paper_changes():
    child, worker = factories.child(Stage.ELIGIBLE), factories.user(Role.CASEWORKER)
    ask_the_father(child)
    bury(child, worker)
    factories.confirm(child, RestatedPart.FATHER)
    factories.grant(child, "court_order")
    factories.consent(child)
    cases.clear(child=child, version=child.version, by=worker, on=DAY)

    bury(child, worker, evidence="Hearsay")

    assert child.stage == Stage.ELIGIBLE


def test_cleared_child_lapses_when_found_old_enough_to_be_asked():
    child, worker = factories.child(Stage.CLEARED), factories.user(Role.CASEWORKER)
    factories.agreed(
        ConsentRule(
            agreement=child.agreement,
            purpose="repatriation",
            giver_role=GiverRole.CHILD,
            from_age=10,
            during=SINCE_2019,
            legal_source="Test",
        )
    )

    rename(child, worker, born="2005")

    assert child.stage == Stage.ELIGIBLE


def test_nothing_to_confirm_and_no_such_part(client):
    child = factories.child()
    client.force_login(factories.user(Role.REVIEWER))

    assert "Nothing is waiting to be confirmed." in client.get(page(child)).content.decode()
    assert client.post(page(child), factories.SEEN).status_code == 409
    assert client.get(page(child, "shoe")).status_code == 404
