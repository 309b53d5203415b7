"""Messages that wait are mailed; run each five minutes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.casework import messages
from cases.casework.acting import command


class Command(BaseCommand):
    help = "Hand over the mails that tell staff of unread messages, each once."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SENDS_MAIL:
            self.stdout.write("EMAIL_HOST is not set: nothing is sent, the list tells it.")
            return
        with command("send_messages"):
            sent = messages.mail_waiting(at=timezone.now())
        self.stdout.write(f"{sent} mails handed over")
