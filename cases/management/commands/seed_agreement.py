from django.core.management.base import BaseCommand

from cases.casework.acting import command
from cases.casework.seed import seed_agreement
from cases.models import User
from cases.models.user import SYSTEM


class Command(BaseCommand):
    help = "Enter the agreement of Tajikistan and Iraq, as it was published."

    def handle(self, **options: object) -> None:
        with command("seed_agreement"):
            agreement = seed_agreement(by=User.objects.get(username=SYSTEM))
        self.stdout.write(f"{agreement.slug}: {agreement}")
