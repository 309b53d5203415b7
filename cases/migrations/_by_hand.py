r"""What the first migration has beside the operations that Django generates; decision 0120.

Until the first tagged version it may be made anew from the models, under a new name
(``initial_10``, ``initial_11`` …), by which a demonstration of before is recognised:

    rm cases/migrations/0001_*.py
    .venv/bin/python manage.py makemigrations cases --name initial_11
    sed -i -e 's/^from django.db import migrations, models$/&\n\nfrom cases.migrations import _by_hand/' \
        -e 's/^class Migration(.*/class Migration(_by_hand.AllAtOnce):/' \
        -e 's/^    operations = \[$/&\n        *_by_hand.FIRST,/' cases/migrations/0001_*.py
"""

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension
from django.db import migrations

from cases.models.install import sql

_COUNTERS = (
    "cases_batch_number", "cases_family_number", "cases_movement_number", "cases_statement_number"
)

FIRST = (
    BtreeGistExtension(),
    TrigramExtension(),
    CreateExtension("fuzzystrmatch"),
    # Two indexes hold what this function answers; all other functions come after the tables.
    migrations.RunSQL(sql("name"), "DROP FUNCTION cases_words"),
    # References are counted on.
    *(migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}") for name in _COUNTERS),
)

_STAND_IN_THE_TABLE = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex)


class AllAtOnce(migrations.Migration):
    """A first migration whose tables are made as they stand at its end, not step by step.

    Step by step, Django renders all models near a changed one after each of four hundred
    operations, and here each is near: a new database took a minute of processor time.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        before = project_state.clone()
        vars(project_state).pop("apps", None)  # rendered once, when every table is stated
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if not isinstance(operation, _STAND_IN_THE_TABLE):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
