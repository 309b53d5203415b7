"""What a new day brings: clearings that have ended lapse, and tasks follow; run each night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.casework import (
    comparing,
    drawn_looks,
    forecasts,
    imports,
    kept_sums,
    lapses,
    messages,
    tasks,
)
from cases.casework.acting import command
from cases.models import User
from cases.models.user import SYSTEM


class Command(BaseCommand):
    help = "Withdraw “cleared to travel” where something has ended, and bring tasks up to date."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        on, system = timezone.localdate(), User.objects.get(username=SYSTEM)
        with command("nightly"):
            kept_sums.begin_day(on=on)
            lapsed = lapses.lapse_all(by=system, on=on)
            looked_at = tasks.refresh_all(by=system, on=on)
            drawn = drawn_looks.draw(on=on)
            messages.remind(on=on)
            forecasts.make_all(on=on)
            imports.drop_old(by=system, on=on)
            comparing.compare_all()
        for child in lapsed:
            self.stdout.write(f"{child.reference}: no longer cleared to travel")
        self.stdout.write(f"{len(lapsed)} lapsed, the tasks of {looked_at} cases checked")
        if drawn:
            self.stdout.write(f"{len(drawn)} looks of the last week drawn by lot")
