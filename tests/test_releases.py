"""A database of another release is refused before anything is written."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from repatriation.releases import unknown_migrations

pytestmark = pytest.mark.django_db


def test_database_of_this_release_is_known():
    assert unknown_migrations("default") == []


@pytest.mark.parametrize("options", [{}, {"plan": True}, {"app_label": "sessions"}])
def test_migrate_refuses_a_database_of_another_release(options):
    recorder = MigrationRecorder(connection)
    recorder.flush()
    for name in ("0001_register", "0023_bank_statements"):
        recorder.record_applied("cases", name)
    before = set(recorder.applied_migrations())

    with pytest.raises(CommandError, match="0023_bank_statements this one does not have"):
        call_command("migrate", verbosity=0, interactive=False, **options)

    assert set(recorder.applied_migrations()) == before


def test_migrate_does_not_mind_migrations_of_an_app_that_is_gone():
    MigrationRecorder(connection).record_applied("gone", "0001_initial")

    call_command("migrate", verbosity=0, interactive=False)
