"""Access keys of other systems: made by an admin and shown once, kept as a hash, ended."""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import AccessKey, Agreement, User
from cases.vocabulary import KeyScope

#: What a key begins with, so that one that was lost is known for what it is.
PREFIX = "crr_"
#: For how many days a key is good at most.
LONGEST = 366


class CannotGiveKey(Refused):
    """No key is made or ended; the message says why."""


@transaction.atomic
def give(
    *,
    client: str,
    scope: KeyScope,
    agreement: Agreement | None,
    good_until: datetime.date,
    by: User,
) -> tuple[AccessKey, str]:
    """Make a key; return it with its words, which nobody can read again.

    Raises ``CannotGiveKey`` for a day that has passed or is more than a year ahead.
    """
    today = timezone.localdate()
    if not today <= good_until <= today + datetime.timedelta(days=LONGEST):
        raise CannotGiveKey(_("Choose a day within the next year."), field="good_until")
    words = PREFIX + secrets.token_urlsafe(32)
    key = AccessKey.objects.create(
        client=client,
        scope=scope,
        agreement=agreement,
        digest=digest_of(words),
        good_until=good_until,
        given_by=by,
    )
    return key, words


@transaction.atomic
def end(*, key: AccessKey, version: int | None, by: User) -> AccessKey:
    """End a key at once. Raises ``CannotGiveKey`` for one that ended, and ``Stale``."""
    key = take(AccessKey.objects.all(), key.pk, version)
    if key.ended_by_id:
        raise CannotGiveKey(_("This access key was ended already."))
    key.ended_by, key.ended_at = by, timezone.now()
    save(key, "ended_by", "ended_at")
    return key


def digest_of(words: str) -> str:
    """Return the hash that is kept of a key; its 256 random bits need no salt."""
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()
