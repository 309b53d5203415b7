from typing import Any

from django.core.management.commands import migrate

from repatriation.releases import refuse_another_release


class Command(migrate.Command):
    """Refuses a database with unknown migrations before Django's own command writes."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_another_release(options["database"])
        super().handle(*args, **options)
