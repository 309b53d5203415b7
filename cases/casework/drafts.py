"""Drafts of forms not yet submitted, visible to their author alone."""

import uuid

from django.db import transaction

from cases.casework.acting import acting
from cases.models import Draft, Submission, User
from cases.queries.disposals import is_disposed_page

#: The form that keeps drafts: a mother and her children.
FAMILY = "family"
#: A form sent without a session, or in the session of another user.
UNSENT = "unsent"
#: How many of these are kept for one person; the oldest goes.
MOST_UNSENT = 20
#: Longest text of all fields together; a family of twenty fits many times.
LONGEST = 200_000

Typed = dict[str, list[str]]


class CannotKeep(Exception):
    """The draft is refused: its form was submitted, it is too long, or its case was disposed of."""


@transaction.atomic
def keep(*, token: uuid.UUID, form: str, typed: Typed, by: User) -> Draft:
    """Save the entries of the form ``token`` as its one draft.

    What is kept already, word for word, is that draft: a page opened again and saved once more
    makes no second one. Raises ``CannotKeep`` when the form was submitted: a late autosave must
    not bring a registered family back as a draft.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a click and an autosave at once
    if Submission.objects.filter(token=token).exists():
        raise CannotKeep("The form was submitted.")
    data = {"token": str(token), "typed": _plain(typed)}
    own = Draft.objects.filter(author=by, form=form)
    draft = own.filter(data__token=str(token)).first()
    draft = draft or own.filter(data__typed=data["typed"]).first() or Draft(author=by, form=form)
    draft.data = data
    draft.save()
    return draft


def kept(*, token: uuid.UUID | None, form: str, typed: Typed, by: User) -> Draft | None:
    """Save a draft as ``keep`` does; return None if it is refused or has no token."""
    try:
        return keep(token=token, form=form, typed=typed, by=by) if token else None
    except CannotKeep:
        return None


@transaction.atomic
def keep_unsent(*, path: str, typed: Typed, has_files: bool, by: User) -> Draft:
    """Save the entries of a form of the page ``path`` that could not be submitted.

    Raises ``CannotKeep`` for entries too long for a form, and of a case that was disposed of.
    """
    _refuse_disposed(path)
    data = {
        "token": str(uuid.uuid4()),
        "typed": _plain(typed),
        "path": path,
        "has_files": has_files,
    }
    with acting(by):  # another person is signed in where a form was left open
        draft = Draft.objects.create(author=by, form=UNSENT, data=data)
        unsent = Draft.objects.filter(author=by, form=UNSENT)
        newest = [each.pk for each in unsent.order_by("-pk")[:MOST_UNSENT]]
        unsent.exclude(pk__in=newest).delete()
    return draft


@transaction.atomic
def keep_open(*, path: str, typed: Typed, has_files: bool, by: User) -> Draft:
    """Save what is in the form of the page ``path`` so far, as its one draft.

    Raises ``CannotKeep`` for entries too long for a form, and of a case that was disposed of.
    """
    _refuse_disposed(path)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two tabs at once
    draft = open_draft(path, by=by) or Draft(author=by, form=UNSENT, data={})
    draft.data = {
        "token": draft.data.get("token") or str(uuid.uuid4()),
        "typed": _plain(typed),
        "path": path,
        "has_files": has_files,
        "is_open": True,
    }
    draft.save()
    unsent = Draft.objects.filter(author=by, form=UNSENT).order_by("-saved_at", "-pk")
    Draft.objects.filter(pk__in=list(unsent.values_list("pk", flat=True)[MOST_UNSENT:])).delete()
    return draft


def open_draft(path: str, *, by: User) -> Draft | None:
    """Return what ``by`` left in the form of the page ``path``."""
    return Draft.objects.filter(author=by, form=UNSENT, data__path=path, data__is_open=True).first()


def discard_open(path: str, *, by: User) -> None:
    """Delete what ``by`` left in the form of the page ``path``: it is sent now."""
    Draft.objects.filter(author=by, form=UNSENT, data__path=path, data__is_open=True).delete()


def _refuse_disposed(path: str) -> None:
    """Raise ``CannotKeep`` for a page of what was disposed of."""
    if is_disposed_page(path):
        raise CannotKeep("The case was disposed of.")


def _plain(entries: Typed) -> Typed:
    if sum(len(text) for texts in entries.values() for text in texts) > LONGEST:
        raise CannotKeep("The entries are too long.")
    # A NUL is the one character that the database cannot hold.
    return {name: [text.replace("\0", "") for text in texts] for name, texts in entries.items()}


def discard(*, token: uuid.UUID, by: User) -> None:
    """Delete the draft of the form ``token``."""
    Draft.objects.filter(author=by, data__token=str(token)).delete()
