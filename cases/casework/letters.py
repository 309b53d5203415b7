"""Letters are made of a case and kept as they were made."""

import datetime

from django.db import transaction

from cases.casework.cases import lock_child
from cases.models import Child, Letter, User
from cases.queries.letters import letter_text
from cases.vocabulary import LetterKind, LetterLanguage


@transaction.atomic
def make(
    *, child: Child, by: User, on: datetime.date, kind: LetterKind, language: LetterLanguage
) -> Letter:
    """Keep the letter as it reads today. Raises ``CannotMove`` for a case disposed of."""
    child = lock_child(child)
    body, for_sending = letter_text(child, kind, language, on=on)
    return Letter.objects.create(
        child=child, kind=kind, language=language, body=body, for_sending=for_sending, by=by
    )
