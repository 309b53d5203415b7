"""What the first migration has beside the operations that Django generates; decision 0120.

Until the first tagged version it may be made anew from the models, under a new name
(``initial_17``, ``initial_18`` …), by which a demonstration of before is recognised:

    .venv/bin/python manage.py shell -c "
    from cases.migrations import _by_hand
    _by_hand.make_anew('initial_18')"
"""

import re
from importlib import import_module
from pathlib import Path

import pghistory.utils
from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.writer import MigrationWriter

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
#: The columns with which every table of former versions begins.
HISTORY = (
    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
    ("pgh_label", models.TextField(help_text="The event label.")),
    ("pgh_context", pghistory.utils.JSONField(null=True)),
    ("pgh_context_id", models.UUIDField(null=True)),
)


class AllAtOnce(migrations.Migration):
    """A first migration whose tables are made as they stand at its end, not step by step.

    Step by step, Django renders all models near a changed one after each of two hundred
    operations, and here each is near: a new database took a minute of processor time.
    """

    def apply(self, project_state, schema_editor, collect_sql=False):
        before = project_state.clone()
        vars(project_state).pop("apps", None)  # rendered once, when every table is stated
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def make_anew(name):
    """Write the migration ``name`` in place of the one that is there."""
    here = Path(__file__).parent
    for path in here.glob("0001_*.py"):
        path.unlink()
    call_command("makemigrations", "cases", name=name, verbosity=0)
    path = here / f"0001_{name}.py"
    migration = import_module(f"cases.migrations.{path.stem}").Migration(path.stem, "cases")
    migration.operations = _whole_tables(migration.operations)
    text = MigrationWriter(migration).as_string()
    for generated, written in _WRITTEN:
        text = re.sub(generated, written, text, flags=re.MULTILINE)
    path.write_text(text)


#: What Django generates, and what stands in its place.
_WRITTEN = (
    (
        r"^from django.db import migrations, models$",
        r"\g<0>\n\nfrom cases.migrations import _by_hand",
    ),
    (r"^class Migration\(.*", "class Migration(_by_hand.AllAtOnce):"),
    (r"^    operations = \[$", r"\g<0>\n        *_by_hand.FIRST,"),
    (
        r"(?:^( +)\('pgh_(?:id|created_at|label|context|context_id)', .*\n){5}",
        r"\1*_by_hand.HISTORY,\n",
    ),
)


def _whole_tables(operations):
    """Return each table once, with all of its columns, indexes and constraints."""
    tables = {}
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            tables[operation.name_lower] = operation
            operation.options.pop("abstract", None)  # none is
            continue
        options = tables[operation.model_name_lower].options
        if isinstance(operation, migrations.AddField):
            tables[operation.model_name_lower].fields.append((operation.name, operation.field))
        elif isinstance(operation, migrations.AddIndex):
            options.setdefault("indexes", []).append(operation.index)
        elif isinstance(operation, migrations.AddConstraint):
            options.setdefault("constraints", []).append(operation.constraint)
        else:
            raise TypeError(operation)
    return [*tables.values()]
