"""Secrets that the register must read again, unreadable in a copy of its database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotReveal(Exception):
    """Sealed under a key that this register does not have, too old, or no seal at all."""


def conceal(secret: str) -> str:
    """Return ``secret`` sealed with the key of this register."""
    return _keys().encrypt(secret.encode()).decode()


def reveal(token: str, *, within: int | None = None) -> str:
    """Return what was sealed, within so many seconds if that is said. Raises ``CannotReveal``."""
    try:
        return _keys().decrypt(token.encode(), ttl=within).decode()
    except InvalidToken as problem:
        raise CannotReveal from problem


def _keys() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    digest = hashlib.sha256(f"cases.casework.secrecy {secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
