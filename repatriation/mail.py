"""Mails as files, where no server of mail is named: for a demonstration, on this machine alone."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Files(BaseEmailBackend):
    """Writes each mail into a file of its Message-ID: handed over twice, it is there once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = settings.MAIL_DIR
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = mail.message()["Message-ID"].strip("<>").partition("@")[0]
            (folder / f"{name}.eml").write_bytes(mail.message().as_bytes())
        return len(email_messages)
