"""What somebody has typed and not yet submitted. Its author alone sees it."""

import uuid

from django.db import transaction

from cases.models import Draft, Submission, User

#: The form that keeps drafts: a mother and her children.
FAMILY = "family"
#: A form that came when nobody was signed in, or under the session of somebody else.
UNSENT = "unsent"
#: How many of these are kept for one person; the oldest goes.
MOST_UNSENT = 20
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
    data = {"token": str(token), "typed": _plain(typed)}
    kept = Draft.objects.filter(author=by, form=form, data__token=str(token)).first()
    kept = kept or Draft(author=by, form=form)
    kept.data = data
    kept.save()
    return kept


def kept(*, token: uuid.UUID | None, form: str, typed: Typed, by: User) -> Draft | None:
    """Keep what was typed, as ``keep`` does; None where it is refused, or bears no token."""
    try:
        return keep(token=token, form=form, typed=typed, by=by) if token else None
    except CannotKeep:
        return None


@transaction.atomic
def keep_unsent(*, path: str, typed: Typed, has_files: bool, by: User) -> Draft:
    """Keep what ``by`` typed into the form of the page ``path``, which nobody could take.

    Raises ``CannotKeep`` for more than a form holds.
    """
    data = {
        "token": str(uuid.uuid4()),
        "typed": _plain(typed),
        "path": path,
        "has_files": has_files,
    }
    draft = Draft.objects.create(author=by, form=UNSENT, data=data)
    newest = Draft.objects.filter(author=by, form=UNSENT).order_by("-pk")[:MOST_UNSENT]
    Draft.objects.filter(author=by, form=UNSENT).exclude(
        pk__in=[each.pk for each in newest]
    ).delete()
    return draft


def _plain(typed: Typed) -> Typed:
    if sum(len(text) for texts in typed.values() for text in texts) > LONGEST:
        raise CannotKeep
    # A NUL is the one character that the database cannot hold.
    return {name: [text.replace("\0", "") for text in texts] for name, texts in typed.items()}


def discard(*, token: uuid.UUID, by: User) -> None:
    """Throw away the draft of the form ``token``."""
    Draft.objects.filter(author=by, data__token=str(token)).delete()
