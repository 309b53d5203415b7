"""Messages: what a member of staff is told, in the list and by mail."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import before, no_delete, no_truncate, one_of, refuses
from cases.models.hearing import Hearing
from cases.models.journal import Journal
from cases.models.movement import Movement
from cases.models.task import Task
from cases.models.user import User
from cases.vocabulary import MessageKind, MovementStatus


class MessageQuerySet(models.QuerySet["Message"]):
    def standing(self) -> "MessageQuerySet":
        """Return all but the settled reminders."""
        return self.exclude(settled())

    def unread(self) -> "MessageQuerySet":
        """Return what is to be read: what stands and was not read yet."""
        return self.filter(read_at=None).standing()


def settled() -> Case:
    """Return whether what a reminder reminds of is done, or is no more, as a column of it.

    A hearing with its outcome or another day, a task that is closed, moved or somebody
    else's, what was sent back when anything followed it, a lock when it is requested again.
    Source: decision 0281.
    """
    of_child = {"child": OuterRef("child")}
    hearings = Hearing.objects.open().filter(**of_child)
    tasks = Task.objects.open().filter(**of_child, assigned_to=OuterRef("to"))
    acts = Journal.objects.filter(**of_child).order_by("-pk")
    last = acts.annotate(code=_code("act", "pk")).values("code")[:1]
    same_code = {"code": OuterRef("about")}
    sent_back = Movement.objects.filter(status=MovementStatus.PLANNING)
    locks = sent_back.annotate(code=_code(Value("lock"), _code("pk", _instant("lock_returned_at"))))
    conditions = {
        MessageKind.HEARING: ~Exists(
            hearings.annotate(code=_code("pk", _day("scheduled_on"))).filter(**same_code)
        ),
        MessageKind.OVERDUE: ~Exists(
            tasks.annotate(code=_code("pk", _day("due_on"))).filter(**same_code)
        ),
        MessageKind.RETURNED: Case(
            When(child=None, then=~Exists(locks.filter(**same_code))),
            default=~Q(about=Subquery(last)),
            output_field=BooleanField(),
        ),
    }
    whens = (When(kind=kind, then=condition) for kind, condition in conditions.items())
    return Case(*whens, default=False, output_field=BooleanField())


def _code(first: Any, second: Any) -> Concat:
    """Return what ``about`` says of a row."""
    return Concat(first, Value(":"), second, output_field=TextField())


def _day(field: str) -> Func:
    return Func(field, Value("YYYY-MM-DD"), function="to_char", output_field=TextField())


def _instant(field: str) -> Func:
    in_utc = Func(Value("UTC"), field, function="timezone", output_field=TextField())
    written = Value("YYYYMMDDHH24MISSUS")
    return Func(in_utc, written, function="to_char", output_field=TextField())


class Message(models.Model):
    """One thing told to one person, once; ``about`` is a code, and nobody's name.

    ``mail`` is the mail that it went into with others, ``mailed_at`` when that was handed over.
    ``account`` is whose password is forgotten, none where no account has the name; or whose
    cases came, or who has them now.
    """

    to = models.ForeignKey(User, models.PROTECT, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind.choices)
    about = models.CharField(_("about"), max_length=60)
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    mail = models.UUIDField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["to"], condition=Q(read_at=None), name="message_unread"),
            models.Index(
                fields=["to"], condition=Q(by_mail=True, mailed_at=None), name="message_to_mail"
            ),
        ]
        constraints = [
            one_of("message_kind_known", "kind", MessageKind),
            models.UniqueConstraint(fields=["to", "kind", "about"], name="message_told_once"),
            models.CheckConstraint(
                name="message_about_is_a_code", condition=Q(about__regex=r"^[A-Za-z0-9_:-]+$")
            ),
            models.CheckConstraint(
                name="message_mailed_in_a_mail",
                condition=Q(mail=None, mailed_at=None) | Q(mail__isnull=False, by_mail=True),
            ),
        ]
        triggers = [
            no_delete(),
            no_truncate(),
            refuses(
                "message_starts_unread",
                pgtrigger.Insert,
                "num_nonnulls(NEW.read_at, NEW.mail, NEW.mailed_at) > 0",
                "A message is told before it is read or mailed.",
            ),
            # Whoever writes it: a message that was written before the register's own stands
            # in its place, so it must be the same, and goes by mail as its receiver wants.
            refuses(
                "message_tells_of_a_record",
                pgtrigger.Insert,
                "cases_is_told(NEW) IS NOT TRUE",
                "A message tells of a record, and not before its day.",
            ),
            before(
                "by_mail_as_wanted",
                pgtrigger.Insert,
                "NEW.by_mail := COALESCE((SELECT email <> '' AND NEW.kind <> ALL (unmailed)"
                " FROM cases_user WHERE id = NEW.to_id), false);",
            ),
            before("stays", pgtrigger.Update, "PERFORM cases_refuse_message(OLD, NEW);"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
