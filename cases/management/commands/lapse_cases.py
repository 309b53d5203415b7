"""Take cleared children back to eligible for whom something no longer holds; run each night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.casework.cases import lapse_expired
from cases.models import Child, User
from cases.models.staff import SYSTEM
from cases.vocabulary import Stage


class Command(BaseCommand):
    help = "Lapse the clearing of children for whom a requirement or consent no longer holds."

    def handle(self, *args: Any, **options: Any) -> None:
        on, system = timezone.localdate(), User.objects.get(username=SYSTEM)
        cleared = Child.objects.filter(stage=Stage.CLEARED).order_by("pk")
        lapsed = [child for child in cleared if lapse_expired(child=child, by=system, on=on)]
        for child in lapsed:
            self.stdout.write(f"{child.reference}: no longer cleared")
        self.stdout.write(f"{len(lapsed)} lapsed")
