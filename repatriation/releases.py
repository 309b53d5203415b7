"""Databases that another release of the register made."""

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader


def unknown_migrations(using: str) -> list[str]:
    """Return the register's migrations that the database has and this release does not."""
    loader = MigrationLoader(connections[using], ignore_no_migrations=True)
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    return sorted(name for app, name in unknown if app == "cases")


def refuse_another_release(using: str) -> None:
    """Raise ``CommandError`` for a database that cannot be brought up to date."""
    if unknown := unknown_migrations(using):
        raise CommandError(
            f"The database {connections[using].settings_dict['NAME']} was made by another release "
            f"of the register, whose migration {unknown[-1]} this one does not have. "
            "Nothing was changed. Use that release, or an empty database; "
            "a demonstration is emptied by: manage.py clear_demo"
        )
