"""Security keys: what the browser is asked to sign, and whether it did. WebAuthn, level 2."""

import base64
import json
import struct
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from cases.casework.second_factors import KeyFacts
from cases.models import SecondFactor
from cases.web.gates import StaffRequest

#: In the session: what the browser was asked to sign last.
CHALLENGE = "key_challenge"
#: What a made-up answer may raise in the library.
_GARBAGE = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError),
    *(struct.error, RecursionError, NotImplementedError),
)


def are_possible(request: StaffRequest) -> bool:
    """Return whether this address has a name; browsers offer no key to a bare number."""
    host = _host(request)
    return ":" not in host and not host.replace(".", "").isdigit()


def to_register(request: StaffRequest, keys: tuple[SecondFactor, ...]) -> str:
    """Return as JSON what a new key is asked, and remember it; those in ``keys`` are refused."""
    user = request.user
    entity = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.get_username(), display_name=str(user)
    )
    options, state = _server(request).register_begin(
        entity,
        [_credential(key) for key in keys],
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    request.session[CHALLENGE] = state
    return json.dumps(dict(options.public_key))


def registered(request: StaffRequest, answer: str) -> KeyFacts | None:
    """Return the key that answered; None for what is no answer."""
    try:
        state = request.session.pop(CHALLENGE)
        data = _server(request).register_complete(state, json.loads(answer))
        assert data.credential_data is not None  # noqa: S101 (taken for garbage)
        credential = base64.b64encode(data.credential_data).decode()
    except _GARBAGE:
        return None
    return {"credential": credential, "counter": data.counter}


def to_sign(request: StaffRequest, keys: tuple[SecondFactor, ...]) -> str:
    """Return as JSON what one of ``keys`` is asked to sign, and remember it."""
    options, state = _server(request).authenticate_begin(
        [_credential(key) for key in keys],
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    request.session[CHALLENGE] = state
    return json.dumps(dict(options.public_key))


def signed(
    request: StaffRequest, answer: str, keys: tuple[SecondFactor, ...]
) -> tuple[SecondFactor, int] | None:
    """Return the key that signed what was asked, and its count; None for what is no answer."""
    by_id = {_credential(key).credential_id: key for key in keys}
    try:
        state = request.session.pop(CHALLENGE)
        response = AuthenticationResponse.from_dict(json.loads(answer))
        credential = _server(request).authenticate_complete(
            state, [_credential(key) for key in keys], response
        )
    except _GARBAGE:
        return None
    return by_id[credential.credential_id], response.response.authenticator_data.counter


def _server(request: StaffRequest) -> Fido2Server:
    """Return what knows the register by the name of this address, over TLS or on this machine."""
    party = PublicKeyCredentialRpEntity(id=_host(request), name="Child Return Register")
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(party, verify_origin=lambda address: address == origin)


def _host(request: StaffRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _credential(key: SecondFactor) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(key.secret))
