from typing import Any

from django.core.management.commands import migrate

from repatriation.releases import refuse_another_release


class Command(migrate.Command):
    """Django's own, which would begin to write before it misses what it does not know."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_another_release(options["database"])
        super().handle(*args, **options)
