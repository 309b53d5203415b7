"""What somebody has typed and not yet submitted. Its author alone sees it."""

import uuid

from django.db import transaction

from cases.models import Draft, Submission, User

#: The form that keeps drafts: a mother and her children.
FAMILY = "family"
#: Longest text of all fields together; a family of twenty fits many times.
LONGEST = 200_000

Typed = dict[str, list[str]]


class CannotKeep(Exception):
    """The draft is refused: its form was submitted already, or holds too much."""


@transaction.atomic
def keep(*, token: uuid.UUID, form: str, typed: Typed, by: User) -> Draft:
    """Keep what was typed into the form ``token``; one draft for a form, the newest wins.

    Raises ``CannotKeep`` when the form was submitted: a late autosave must not
    bring a registered family back as a draft.
    """
    if Submission.objects.filter(token=token).exists():
        raise CannotKeep
    if sum(len(text) for texts in typed.values() for text in texts) > LONGEST:
        raise CannotKeep
    # A NUL is the one character that the database cannot hold.
    plain = {name: [text.replace("\0", "") for text in texts] for name, texts in typed.items()}
    data = {"token": str(token), "typed": plain}
    kept = Draft.objects.filter(author=by, form=form, data__token=str(token)).first()
    kept = kept or Draft(author=by, form=form)
    kept.data = data
    kept.save()
    return kept


def discard(*, token: uuid.UUID, by: User) -> None:
    """Throw away the draft of the form ``token``."""
    Draft.objects.filter(author=by, data__token=str(token)).delete()
