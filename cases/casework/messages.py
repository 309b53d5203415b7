"""Messages to staff: written in the transaction of what they tell, mailed after its commit."""

import datetime
import logging
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cases.models import Hearing, ImportedList, Journal, Message, Movement, Task, User
from cases.models.user import holders
from cases.vocabulary import Act, MessageKind

#: What another person decided or sent back, of which the caseworker is told.
_TOLD = {
    Act.RETURN: MessageKind.RETURNED,
    **dict.fromkeys(
        (
            *(Act.VERIFY, Act.VERIFY_CONSENT, Act.DECIDE, Act.APPROVE_INTERESTS, Act.AGREEMENT),
            *(Act.LAPSE, Act.CLOSE, Act.REOPEN, Act.MOTHER),
        ),
        MessageKind.DECISION,
    ),
}
#: What a message on cases of a whole list is about.
OF_A_LIST = "list"
#: What a message on a passenger list that was sent back is about.
OF_A_LOCK = "lock"
#: What a mail says of each kind: how many, and nothing of a child.
_SENTENCES: dict[str, Promise] = {
    MessageKind.HEARING: ngettext_lazy("%(n)s hearing is close.", "%(n)s hearings are close.", "n"),
    MessageKind.OVERDUE: ngettext_lazy("%(n)s task is overdue.", "%(n)s tasks are overdue.", "n"),
    MessageKind.RETURNED: ngettext_lazy(
        "%(n)s matter was sent back to you.", "%(n)s matters were sent back to you.", "n"
    ),
    MessageKind.DECISION: ngettext_lazy(
        "%(n)s decision was made on your cases.", "%(n)s decisions were made on your cases.", "n"
    ),
    MessageKind.CASES: ngettext_lazy(
        "%(n)s caseload was handed over.", "%(n)s caseloads were handed over.", "n"
    ),
    MessageKind.PASSWORD: ngettext_lazy(
        "%(n)s password is reported as forgotten.",
        "%(n)s passwords are reported as forgotten.",
        "n",
    ),
}


def tell_of(entry: Journal) -> None:
    """Tell the caseworker of a case what somebody else decided on it or sent back."""
    child, kind = entry.child, _TOLD.get(Act(entry.act))
    if kind and child.caseworker_id not in (None, entry.by_id):
        about = f"{entry.act}:{entry.pk}"
        _tell([Message(to_id=child.caseworker_id, kind=kind, about=about, child=child)])


def tell_of_lock(movement: Movement, whom: Collection[int | None]) -> None:
    """Tell who planned a movement, and who requested its lock, that a reviewer sent it back."""
    about = f"{OF_A_LOCK}:{movement.pk}:{movement.lock_returned_at:%Y%m%d%H%M%S%f}"
    _tell(Message(to_id=key, kind=MessageKind.RETURNED, about=about) for key in whom if key)


def tell_of_list(listed: ImportedList, entries: Iterable[Journal]) -> None:
    """Tell each caseworker how many cases of a list were closed, in one message."""
    cases = Counter(
        entry.child.caseworker_id
        for entry in entries
        if entry.act == Act.CLOSE and entry.child.caseworker_id not in (None, entry.by_id)
    )
    _tell(
        Message(to_id=whom, kind=MessageKind.DECISION, about=f"{OF_A_LIST}:{listed.pk}:{number}")
        for whom, number in cases.items()
    )


def tell_of_caseload(*, of: User, to: User, by: User, cases: int) -> None:
    """Tell both caseworkers of cases that went from one to the other, whoever did it but them."""
    about = f"{uuid.uuid4()}:{cases}"
    pairs = [("to", to, of), ("from", of, to)]
    _tell(
        Message(to=whom, kind=MessageKind.CASES, about=f"{way}:{about}", account=other)
        for way, whom, other in pairs
        if whom != by
    )


@transaction.atomic
def remind(*, on: datetime.date) -> int:
    """Tell of hearings of this day and the next and of overdue tasks, each once; return how many.

    Raises nothing: what was told already is not told again.
    """
    return _tell([*_of_hearings(on), *_of_tasks(on)])


def _of_hearings(on: datetime.date) -> Iterator[Message]:
    days = (on, on + datetime.timedelta(days=1))
    rows = Hearing.objects.open().filter(scheduled_on__in=days, child__caseworker__isnull=False)
    for hearing in rows.select_related("child__caseworker").order_by("pk"):
        about = f"{hearing.pk}:{hearing.scheduled_on}"
        yield Message(
            to=hearing.child.caseworker,
            kind=MessageKind.HEARING,
            about=about,
            child=hearing.child,
        )


def _of_tasks(on: datetime.date) -> Iterator[Message]:
    rows = Task.objects.open().filter(due_on__lt=on, assigned_to__isnull=False)
    for task in rows.select_related("assigned_to").order_by("pk"):
        about = f"{task.pk}:{task.due_on}"
        yield Message(
            to=task.assigned_to,
            kind=MessageKind.OVERDUE,
            about=about,
            child_id=task.child_id,
        )


def tell_of_forgotten(name: str, *, on: datetime.date) -> None:
    """Tell the admins that the password of the account ``name`` is forgotten, once a day.

    As many statements, whether or not there is such an account. Source: security page, threat 12.
    """
    account = User.objects.filter(username__iexact=name, is_active=True).first()
    about = f"{account.pk if account else 'unknown'}:{on}"
    _tell(
        Message(to=admin, kind=MessageKind.PASSWORD, about=about, account=account)
        for admin in holders("change_user")
    )


def _tell(messages: Iterable[Message]) -> int:
    """Write those messages that their receivers want, unless they were told; return how many.

    An ended account is told nothing. Whether one goes by mail the database looks up.
    """
    messages = list(messages)
    people = User.objects.filter(is_active=True).in_bulk({each.to_id for each in messages})
    wanted = [
        each
        for each in messages
        if each.to_id in people and each.kind not in people[each.to_id].muted
    ]
    Message.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def read(keys: Collection[int], *, by: User, at: datetime.datetime) -> int:
    """Mark those of ``keys`` as read that were told to ``by``; return how many."""
    unread = Message.objects.filter(pk__in=keys, to=by, read_at=None)
    return unread.update(read_at=at)


def mail_waiting(*, at: datetime.datetime) -> int:
    """Hand over what is to go by mail, one mail for each person; return how many mails.

    What goes into a mail is settled and committed before it is handed over, and its number is
    that of the mail: if the process ends in between, the same mail is handed over again under
    the same Message-ID. Source: decision 0215.
    """
    _put_into_mails()
    waiting = Message.objects.filter(mail__isnull=False, mailed_at=None, to__is_active=True)
    numbers = waiting.order_by("mail").values_list("mail", flat=True).distinct()
    mails = [mail for mail in numbers if mail]
    with get_connection() as connection:
        return sum(_is_handed_over(mail, connection, at=at) for mail in mails)


def _is_handed_over(
    mail: uuid.UUID, connection: BaseEmailBackend, *, at: datetime.datetime
) -> bool:
    """Hand over one mail; one that is refused is logged by its number, and holds up no other."""
    try:
        return _hand_over(mail, connection, at=at)
    except (BadHeaderError, SMTPDataError, SMTPRecipientsRefused):
        logging.getLogger(__name__).warning("Mail %s is refused: look at the address.", mail)
        return False


@transaction.atomic
def _put_into_mails() -> None:
    """Give what waits for each person, and is not settled yet, the number of one mail."""
    fresh = Message.objects.filter(by_mail=True, mail=None, to__is_active=True).standing()
    rows = fresh.select_for_update(of=("self",), skip_locked=True).order_by("to_id", "pk")
    by_person: dict[int, list[int]] = {}
    for person, key in rows.values_list("to_id", "pk"):
        by_person.setdefault(person, []).append(key)
    for keys in by_person.values():
        Message.objects.filter(pk__in=keys).update(mail=uuid.uuid4())


@transaction.atomic
def _hand_over(mail: uuid.UUID, connection: BaseEmailBackend, *, at: datetime.datetime) -> bool:
    """Hand over one mail; return False if another process has done or is doing it."""
    rows = Message.objects.filter(mail=mail, mailed_at=None).select_related("to")
    messages = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    if not messages:
        return False
    _letter(mail, messages, connection).send()
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(mailed_at=at)
    return True


def _letter(mail: uuid.UUID, messages: list[Message], connection: BaseEmailBackend) -> EmailMessage:
    receiver, address = messages[0].to, f"{settings.REGISTER_URL}/messages/"
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("Child Return Register: messages wait for you"),
            body="\n".join((*_sentences(messages), "", _("Sign in to read them:"), address, "")),
            to=[receiver.email],
            headers={"Message-ID": f"<{mail}@{settings.MAIL_DOMAIN}>"},
            connection=connection,
        )


def _sentences(messages: list[Message]) -> Iterator[str]:
    for kind in MessageKind:
        if n := sum(each.kind == kind for each in messages):
            yield str(_SENTENCES[kind] % {"n": n})
