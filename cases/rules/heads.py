"""The head of the chain of seals as it is kept outside the database: signed, and read again."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, fields


class ForeignHead(ValueError):
    """What was read is no head of this register; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain stood: after seal ``number``, through ``rows`` rows, at ``at``."""

    number: int
    rows: int
    at: str
    digest: str


def signed(head: Head, key: str) -> str:
    """Return the text of a file that whoever holds ``key`` can recognise as the register's own."""
    return json.dumps(asdict(head) | {"signature": _signature(head, key)}, indent=1) + "\n"


def read_head(text: str, key: str) -> Head:
    """Return the head in ``text``; raise ``ForeignHead`` if this register did not sign it."""
    try:
        values = json.loads(text)
        head = Head(**{each.name: values[each.name] for each in fields(Head)})
        signature = str(values["signature"]).encode()
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise ForeignHead("This file is not a head of the chain of seals.") from problem
    if not hmac.compare_digest(signature, _signature(head, key).encode()):
        raise ForeignHead(
            "This head was not signed with the key of this register: it comes from elsewhere, or "
            "was changed."
        )
    return head


def _signature(head: Head, key: str) -> str:
    return hmac.new(key.encode(), json.dumps(asdict(head)).encode(), hashlib.sha256).hexdigest()
