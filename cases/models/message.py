"""Messages: what a member of staff is told, in the list and by mail."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import before, no_delete, no_truncate, one_of, refuses
from cases.models.user import User
from cases.vocabulary import MessageKind


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
            before("stays", pgtrigger.Update, "PERFORM cases_refuse_message(OLD, NEW);"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
