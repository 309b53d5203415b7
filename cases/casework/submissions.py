"""A form is taken once: a double click or a replayed form changes nothing."""

import uuid

from django.db import IntegrityError, transaction

from cases.models import Child, Document, Movement, Submission, User


class AlreadyTaken(Exception):
    """The same form was taken before; ``location`` is where it led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def take_once(token: uuid.UUID, *, by: User) -> Submission:
    """Claim ``token`` inside the act's transaction; set ``location`` when it is done.

    A second claim waits for the first transaction and then raises
    ``AlreadyTaken``; if the first was rolled back, the second goes ahead.
    """
    try:
        with transaction.atomic():
            return Submission.objects.create(token=token, by=by, location="")
    except IntegrityError:
        raise AlreadyTaken(Submission.objects.get(token=token).location) from None


def led_to(token: uuid.UUID) -> str:
    """Return where the form with this token led when it was taken before, "" if it was not.

    Where an act changes what its form offers, a replay is told before it is judged.
    """
    return Submission.objects.filter(token=token).values_list("location", flat=True).first() or ""


def claim(token: uuid.UUID | None, *, by: User) -> Submission | None:
    """Claim the token of a form where there is a form. Raises ``AlreadyTaken``."""
    return take_once(token, by=by) if token else None


def done(submission: Submission | None, record: Child | Document | Movement) -> None:
    """Say which record the form led to, for whoever sends it again."""
    if submission is not None:
        submission.location = record.get_absolute_url()
        submission.save(update_fields=["location"])
