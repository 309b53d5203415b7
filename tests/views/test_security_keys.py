"""A security key made of software: what it signs opens once, and nothing else does."""

import hashlib
import json
import re
from html import unescape

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from cases.models import SecondFactor, User
from cases.vocabulary import FactorKind, Role
from tests import factories
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
HOST, ORIGIN = "testserver", "http://testserver"
NOT_RECOGNISED = "The key was not recognised."


class SoftKey:
    """Signs what it is asked, as a key would; ``origin`` is where the browser says it is."""

    def __init__(self, origin: str = ORIGIN, host: str = HOST) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.origin, self.host, self.count = origin, host, 0
        public = ES256.from_cryptography_key(self.private.public_key())
        self.credential = AttestedCredentialData.create(Aaguid(b"\0" * 16), b"soft key", public)

    def register(self, options: dict) -> str:
        data = self._data(0x41, self.credential)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def sign(self, options: dict, *, count: int | None = None) -> str:
        self.count = self.count + 1 if count is None else count
        data, client = self._data(0x01), self._client("webauthn.get", options)
        signature = self.private.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int, credential: bytes = b"") -> AuthenticatorData:
        host = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(host, flags, self.count, credential)

    def _client(self, kind: str, options: dict) -> CollectedClientData:
        challenge = websafe_decode(options["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **parts: bytes) -> str:
        name = websafe_encode(self.credential.credential_id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


@pytest.fixture
def person() -> User:
    return factories.user(Role.CASEWORKER, username="sitora")


def _options(page, attribute: str) -> dict:
    return json.loads(unescape(re.search(f'data-{attribute}="([^"]+)"', page.content.decode())[1]))


def _add(person: User, key: SoftKey, **changed: str):
    client = StaffClient()
    client.force_login(person)
    answer = key.register(_options(client.get("/me/second-factor/key/"), "register"))
    typed = {"name": "on my key ring", "answer": answer} | changed
    return client.post("/me/second-factor/key/", typed)


def _asked(person: User) -> tuple[Client, dict]:
    """Return somebody who has typed the password, and what the key is asked to sign."""
    client = Client()
    client.post("/login/", {"username": person.username, "password": factories.PASSWORD})
    return client, _options(client.get("/second-factor/"), "sign")


def _show(client: Client, answer: str):
    return client.post("/second-factor/", {"answer": answer})


def test_key_opens_with_what_it_is_asked_and_once(person):
    key = SoftKey()
    added = _add(person, key)
    client, options = _asked(person)
    answer = key.sign(options)
    other, _options_of_other = _asked(person)

    stolen = _show(other, answer)
    opened = _show(client, answer)

    assert added["Location"] == "/me/second-factor/codes/"
    assert opened.status_code == 302
    assert NOT_RECOGNISED in stolen.content.decode()
    assert SecondFactor.objects.get(kind=FactorKind.KEY).counter == 1


def test_copy_of_a_key_is_known_by_its_count(person):
    key = SoftKey()
    _add(person, key)
    for count, opens in [(5, True), (5, False), (4, False), (0, False), (6, True)]:
        client, options = _asked(person)

        assert (_show(client, key.sign(options, count=count)).status_code == 302) is opens


def test_key_without_a_count_opens_each_time(person):
    key = SoftKey()
    _add(person, key)

    for _ in range(2):
        client, options = _asked(person)
        assert _show(client, key.sign(options, count=0)).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.example"},
        {"origin": "http://testserver:81"},
        {"host": "example.org"},
    ],
)
def test_key_that_answers_another_page_is_not_recognised(person, wrong):
    key = SoftKey()
    _add(person, key)
    client, options = _asked(person)
    vars(key).update(wrong)

    assert NOT_RECOGNISED in _show(client, key.sign(options)).content.decode()


def test_key_of_another_person_is_not_recognised_nor_added_twice(person):
    key, other = SoftKey(), factories.user(Role.ADMIN, language="en")
    _add(person, key)
    _add(other, SoftKey())

    client, options = _asked(other)
    page = _show(client, key.sign(options))
    twice = _add(other, key)

    assert NOT_RECOGNISED in page.content.decode()
    assert twice.status_code == 409
    assert "This key is registered already." in twice.content.decode()


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "1", "{", '{"id": "x"}', '{"id": 1, "rawId": 1}', "[" * 9999]
)
def test_odd_answer_adds_and_opens_nothing(person, answer):
    added = _add(person, SoftKey(), answer=answer)
    rows = SecondFactor.objects.count()
    _add(person, SoftKey())
    client, _asked_for = _asked(person)

    page = _show(client, answer)

    assert added.status_code == 409
    assert "The key did not answer." in added.content.decode()
    assert rows == 0
    assert page.status_code == 200
    assert client.get("/me/")["Location"].startswith("/second-factor/")


def test_register_at_a_number_offers_no_key(person):
    client = StaffClient(headers={"host": "127.0.0.1"})
    client.force_login(person)

    page = client.get("/me/second-factor/key/").content.decode()

    assert "Security keys need an address with a name" in page
    assert "data-register" not in page
