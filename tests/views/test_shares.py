"""A record is shared with an authority by two; a withdrawn consent stops it at once."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from cases.casework import shares
from cases.models import AccessRow, Child, Consent, ShareFile, Sharing, User
from cases.vocabulary import ConsentDecision, ConsentPurpose, Role
from cases.web.again import CONFIRMED_AT, HOLDS
from tests import factories
from tests.canaries import told
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def child() -> Child:
    """A child of the second of two agreements that are on record."""
    factories.child()
    return factories.child(under=factories.second_agreement())


@pytest.fixture
def consent(child: Child) -> Consent:
    return factories.consent(child, purpose=ConsentPurpose.SHARING)


def _client(person: User) -> StaffClient:
    client = StaffClient()
    client.force_login(person)
    return client


def _user(role: Role) -> User:
    return factories.user(role, language="en")


def _at(route: str, share: Sharing) -> str:
    return reverse(route, args=[share.child.reference, share.pk])


def _text(response) -> str:
    return response.content.decode()


def test_chosen_parts_leave_by_two_and_what_left_is_listed(child, consent):
    worker, reviewer = _user(Role.CASEWORKER), _user(Role.REVIEWER)
    asks, agrees = _client(worker), _client(reviewer)
    typed = {
        "authority": "Court of Karkh",
        "country": child.agreement.holding_id,
        "consent": consent.pk,
        "parts": ["identity"],
        "purpose": "To give an exit permit",
    }
    asks.post(reverse("share-ask", args=[child.reference]), typed)
    share = Sharing.objects.get()

    early = asks.get(_at("share-file", share))
    before = agrees.get(_at("share-decide", share))
    listed = agrees.get(reverse("reviews"))
    agrees.post(_at("share-decide", share), {"version": 1, "word": "approve"})
    file = asks.get(_at("share-file", share))
    page = asks.get(reverse("child-shares", args=[child.reference]))
    audit = _client(_user(Role.AUDITOR)).get(reverse("audit-shares"))

    of_case = _client(_user(Role.AUDITOR)).get(
        reverse("audit-shares-csv"), {"kind": "approved", "about": child.reference}
    )
    of_none = _client(_user(Role.AUDITOR)).get(reverse("audit-shares-csv"), {"about": "TJ-IQ-9"})

    digest = hashlib.sha256(file.content).hexdigest()
    assert digest in b"".join(of_case).decode()
    assert b"".join(of_none).count(b"\n") == 1
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        names = set(archive.namelist())
        text = "".join(archive.read(name).decode() for name in names)
    assert early.status_code == 409
    assert child.person.name in _text(before)
    assert _at("share-decide", share) in _text(listed)
    assert names == {"index.html", "person.csv", "personname.csv"}
    assert child.person.name in text
    assert told(text, [child.mother.person.name]) == []
    assert ShareFile.objects.get().sha256 == digest
    assert AccessRow.objects.filter(page="share-file", child=child, by=worker).count() == 1
    for seen in (page, audit):
        assert told(_text(seen), ["Court of Karkh", "To give an exit permit", digest]) == [
            "Court of Karkh",
            "To give an exit permit",
            digest,
        ]
    assert told(_text(audit), [child.person.name]) == []


def test_withdrawn_consent_takes_the_file_away_at_once(child, consent):
    share = factories.share(child, consent)
    reviewer = _user(Role.REVIEWER)
    shares.approve(share=share, version=1, by=reviewer, answer="")
    client, page = _client(reviewer), reverse("child-shares", args=[child.reference])
    offered = _text(client.get(page))

    factories.consent(
        child, ConsentDecision.WITHDRAWN, verified=False, purpose=ConsentPurpose.SHARING
    )

    answer, after = client.get(_at("share-file", share)), _text(client.get(page))
    assert (_at("share-file", share) in offered, _at("share-file", share) in after) == (True, False)
    assert "Stopped: the consent was withdrawn" in after
    assert (answer.status_code, "Nothing more is shared." in _text(answer)) == (409, True)
    assert not ShareFile.objects.exists()


def test_withdrawn_consent_stops_a_request_before_it_is_answered(child, consent):
    share = factories.share(child, consent)
    factories.consent(
        child, ConsentDecision.WITHDRAWN, verified=False, purpose=ConsentPurpose.SHARING
    )

    answer = _client(_user(Role.REVIEWER)).post(
        _at("share-decide", share), {"version": 1, "word": "approve"}
    )

    assert (answer.status_code, "Nothing more is shared." in _text(answer)) == (409, True)


def test_without_consent_the_reviewer_says_why(child):
    share = factories.share(child)
    client = _client(_user(Role.REVIEWER))

    without = client.post(_at("share-decide", share), {"version": 1, "word": "approve"})
    words = {"version": 1, "word": "approve", "answer": "The court ordered it."}
    client.post(_at("share-decide", share), words)

    assert "There is no consent." in _text(without)
    share.refresh_from_db()
    assert (share.approved_by_id is None, share.answer) == (False, "The court ordered it.")


def test_neither_consent_nor_basis_nor_a_consent_to_another_thing(child):
    client, other = _client(_user(Role.CASEWORKER)), factories.consent(child)
    typed = {
        "authority": "Court of Karkh",
        "country": child.agreement.holding_id,
        "parts": ["identity"],
        "purpose": "To give an exit permit",
    }
    page = reverse("share-ask", args=[child.reference])

    assert "Choose a consent, or enter the legal basis." in _text(client.post(page, typed))
    assert client.post(page, typed | {"consent": other.pk}).status_code == 200
    assert not Sharing.objects.exists()


def test_nobody_approves_the_own_request(child):
    reviewer = _user(Role.REVIEWER)
    share = factories.share(child)
    own = {"share": share, "version": 1, "by": share.asked_by, "answer": "x"}

    with pytest.raises(shares.CannotShare, match="A second person must approve it"):
        shares.approve(**own)
    shares.refuse(share=share, version=1, by=reviewer, answer="Not needed")
    with pytest.raises(shares.CannotShare, match="already answered"):
        shares.approve(share=share, version=2, by=reviewer, answer="x")


def test_who_is_at_the_keyboard_is_asked_before_it_is_handed_out(child):
    share = factories.share(child)
    shares.approve(share=share, version=1, by=_user(Role.REVIEWER), answer="Ordered")
    client = _client(share.asked_by)
    session = client.session
    session[CONFIRMED_AT] -= HOLDS
    session.save()

    assert client.get(_at("share-file", share))["Location"].startswith(reverse("confirm"))
    assert not ShareFile.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(child, rows, django_assert_num_queries):
    for number in range(rows):
        share = factories.share(child, authority=f"Court {number}")
        shares.approve(share=share, version=1, by=_user(Role.REVIEWER), answer="Ordered")
    worker, auditor = _client(_user(Role.CASEWORKER)), _client(_user(Role.AUDITOR))
    page = reverse("child-shares", args=[child.reference])
    worker.get(page), auditor.get(reverse("audit-shares"))

    with django_assert_num_queries(7):
        assert _text(worker.get(page)).count('<section class="card">') == rows
    with django_assert_num_queries(7):
        assert _text(auditor.get(reverse("audit-shares"))).count('<th scope="row">') == rows


def test_request_is_withdrawn_by_who_asked_until_it_is_answered(child):
    share = factories.share(child)
    other, own = _client(_user(Role.CASEWORKER)), _client(share.asked_by)
    page = reverse("child-shares", args=[child.reference])

    anothers = other.post(_at("share-withdraw", share), {"version": 1})
    offered = [_at("share-withdraw", share) in _text(client.get(page)) for client in (other, own)]
    own.post(_at("share-withdraw", share), {"version": 1})
    late = factories.share(child)
    shares.approve(share=late, version=1, by=_user(Role.REVIEWER), answer="Ordered")
    refused = _client(late.asked_by).post(_at("share-withdraw", late), {"version": 2})

    assert "Only the person who recorded this request withdraws it." in _text(anothers)
    assert offered == [False, True]
    assert "This request was already answered." in _text(refused)
    assert f"Withdrawn by {share.asked_by}" in _text(own.get(page))
