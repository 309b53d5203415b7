"""Every table of the register with its constraints, triggers and history."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class InstallTriggers(migrations.operations.base.Operation):
    """Install every trigger that the tables above name in their options.

    One step instead of some two hundred: Django renders all models anew after
    each step, which made this migration take a minute.
    """

    reversible = False

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for (label, _name), model in to_state.models.items():
            if label == app_label:
                for trigger in model.options.get("triggers", ()):
                    schema_editor.execute(trigger.install_sql, params=None)

    def describe(self):
        return "Install the triggers of all tables"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # Trusted extensions: the owner of the database may create them.
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=2, unique=True, verbose_name="code")),
                (
                    "name",
                    models.CharField(
                        help_text="English name, ISO 3166-1.", max_length=80, verbose_name="name"
                    ),
                ),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}$")),
                        name="country_code_is_iso",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="9a89cf98c4f2f1a7506193f5f794a79c1564fe94",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_d54a6",
                            table="cases_country",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_countryevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="83ef75fab96fd74f539dde6a66838de5a7d40fc1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1ff30",
                            table="cases_country",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_countryevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="ab89039eac53d6caad55a3568d7356695bbe5f9e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ec2a8",
                            table="cases_country",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_countryevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."code", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                            hash="d5f37cb0f7757e037dd120dd337452bf0a08706f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7dbe4",
                            table="cases_country",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.country",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=2, verbose_name="code")),
                (
                    "name",
                    models.CharField(
                        help_text="English name, ISO 3166-1.", max_length=80, verbose_name="name"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="d585af4a120a2512a478d5511c301daca63eeccb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_5f0d7",
                            table="cases_countryevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d93ab947957638c5fff8394eab5df4af7c2866c3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2b99e",
                            table="cases_countryevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prison", "Prison"),
                            ("orphanage", "Orphanage"),
                            ("camp", "Camp"),
                            ("hospital", "Hospital"),
                            ("airport", "Airport"),
                            ("border", "Border crossing"),
                            ("care", "Care institution"),
                            ("town", "Town"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="cases.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "name"), name="place_named_once_in_country"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="6717d5e939148f71566864c2cf696b8186c6ef94",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_bc213",
                            table="cases_place",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placeevent" ("country_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."country_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="6f863a8c083d77bd870e85a7d62a8d080a9c4484",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_52410",
                            table="cases_place",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_placeevent" ("country_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."country_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="840719cd36bb07eaa692d2c0d18a0a1fbf0710dc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_570e1",
                            table="cases_place",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placeevent" ("country_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."country_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                            hash="e71a24dfe571e0f3d36b253be55778e1c3bce2ef",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_941ef",
                            table="cases_place",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.place",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prison", "Prison"),
                            ("orphanage", "Orphanage"),
                            ("camp", "Camp"),
                            ("hospital", "Hospital"),
                            ("airport", "Airport"),
                            ("border", "Border crossing"),
                            ("care", "Care institution"),
                            ("town", "Town"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="66ccec8645b90deaf56ffb88e4c8294fadaad5e1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_a09dd",
                            table="cases_placeevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8e54eb044de4b65f872472b92367b356a0d9ea7f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8e44a",
                            table="cases_placeevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="cases.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty for an alias.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
            ],
            options={
                "verbose_name": "name of a place",
                "verbose_name_plural": "names of places",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="place_name_trgm",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "language", "name"), name="place_name_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placenameevent" ("id", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (NEW."id", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place_id"); RETURN NULL;',
                            hash="5580e3fac67ed8c622cd787ed51ced0e5c52bee8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ba0a3",
                            table="cases_placename",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_placenameevent" ("id", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (NEW."id", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place_id"); RETURN NULL;',
                            hash="699ed77ff0e9c24dcaaedbedd3f4e49f7b8ebf12",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_91922",
                            table="cases_placename",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placenameevent" ("id", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (OLD."id", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place_id"); RETURN NULL;',
                            hash="2590f25084ea6859e87ee62427fcad37557a5be0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5408d",
                            table="cases_placename",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.placename",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty for an alias.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="a47b026e5ed80c79dd9abe07f8797a0e0dedb9ec",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_2f34e",
                            table="cases_placenameevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5868635bd8a1173f26d41f1be96ca1b9ee90579d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2f20d",
                            table="cases_placenameevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.country",
                        verbose_name="home",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.country",
                        verbose_name="holding country",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("treaty", "Treaty"),
                            ("memorandum", "Memorandum of understanding"),
                            ("notes", "Exchange of notes"),
                            ("verbal", "Understanding, form not published"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("reported", "Reported, text not public"),
                            ("draft", "Draft"),
                            ("in_force", "In force"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                (
                    "effective_from",
                    models.DateField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "effective_to",
                    models.DateField(blank=True, null=True, verbose_name="in force until"),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("home", models.F("holding")), _negated=True),
                        name="agreement_between_two_countries",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_from__isnull", True),
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="agreement_ends_after_start",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="aca6bf5ef2a700d67e80bb2b34a815a1da7050e1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1b71e",
                            table="cases_agreement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementevent" ("effective_from", "effective_to", "holding_id", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "slug", "status", "title", "version") VALUES (NEW."effective_from", NEW."effective_to", NEW."holding_id", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."signed_on", NEW."slug", NEW."status", NEW."title", NEW."version"); RETURN NULL;',
                            hash="1fee670c812b61a6324b59009e8956c5fe14a124",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6f219",
                            table="cases_agreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_agreementevent" ("effective_from", "effective_to", "holding_id", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "slug", "status", "title", "version") VALUES (NEW."effective_from", NEW."effective_to", NEW."holding_id", NEW."home_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."signed_on", NEW."slug", NEW."status", NEW."title", NEW."version"); RETURN NULL;',
                            hash="b22135d2da94021a1952c7c7212e051cccb157bc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4a884",
                            table="cases_agreement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementevent" ("effective_from", "effective_to", "holding_id", "home_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_on", "slug", "status", "title", "version") VALUES (OLD."effective_from", OLD."effective_to", OLD."holding_id", OLD."home_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."signed_on", OLD."slug", OLD."status", OLD."title", OLD."version"); RETURN NULL;',
                            hash="aa600e4e3f6b241444b4d8c63fcd6fe583ea6488",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9107d",
                            table="cases_agreement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.agreement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(db_index=False, verbose_name="address")),
                (
                    "home",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.country",
                        verbose_name="home",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.country",
                        verbose_name="holding country",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("treaty", "Treaty"),
                            ("memorandum", "Memorandum of understanding"),
                            ("notes", "Exchange of notes"),
                            ("verbal", "Understanding, form not published"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("reported", "Reported, text not public"),
                            ("draft", "Draft"),
                            ("in_force", "In force"),
                            ("ended", "Ended"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                (
                    "effective_from",
                    models.DateField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "effective_to",
                    models.DateField(blank=True, null=True, verbose_name="in force until"),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="6f597dc01d3925483ff35fb8d80fca5f3c34a766",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_8b06a",
                            table="cases_agreementevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3d0c7bcac5c8415cca62ca488598b1dc53452d41",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_74a0f",
                            table="cases_agreementevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("identified", models.PositiveIntegerField(verbose_name="identified")),
                ("target", models.PositiveIntegerField(verbose_name="target")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "figures of an agreement",
                "verbose_name_plural": "figures of agreements",
                "ordering": ["-as_of"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "as_of"), name="figures_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gt", 0), ("target__lte", models.F("identified"))
                        ),
                        name="figures_target_within_identified",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="d5da957a8287333a096b153f163c370d24afebdd",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_2d1ab",
                            table="cases_agreementfigures",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementfiguresevent" ("agreement_id", "as_of", "id", "identified", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target", "version") VALUES (NEW."agreement_id", NEW."as_of", NEW."id", NEW."identified", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."target", NEW."version"); RETURN NULL;',
                            hash="5b392da104527f0b2818ffe6fede99a507738b2b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_413ee",
                            table="cases_agreementfigures",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_agreementfiguresevent" ("agreement_id", "as_of", "id", "identified", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target", "version") VALUES (NEW."agreement_id", NEW."as_of", NEW."id", NEW."identified", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."target", NEW."version"); RETURN NULL;',
                            hash="35adc7fb5f1da66d2ba5cdf63fce25fa505b6a7f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bd67a",
                            table="cases_agreementfigures",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementfiguresevent" ("agreement_id", "as_of", "id", "identified", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "target", "version") VALUES (OLD."agreement_id", OLD."as_of", OLD."id", OLD."identified", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."target", OLD."version"); RETURN NULL;',
                            hash="217824fb3f7140ec42f14e190996c5c1f607fb8f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c7347",
                            table="cases_agreementfigures",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementFiguresEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.agreementfigures",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("identified", models.PositiveIntegerField(verbose_name="identified")),
                ("target", models.PositiveIntegerField(verbose_name="target")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="68f88690c1c664392f3191d8b8f363277ab146d4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b42e4",
                            table="cases_agreementfiguresevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c22c173bc8815450ef6577339bc0611e74103674",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_06d2c",
                            table="cases_agreementfiguresevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="Empty: text to be supplied.", verbose_name="text"
                    ),
                ),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="stated on")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "statement of an agreement",
                "verbose_name_plural": "statements of agreements",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "language", "position"), name="statement_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text", ""),
                            models.Q(
                                models.Q(("source", ""), _negated=True),
                                ("stated_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="statement_has_source",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementstatementevent" ("agreement_id", "heading", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "stated_on", "text", "version") VALUES (NEW."agreement_id", NEW."heading", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."source", NEW."stated_on", NEW."text", NEW."version"); RETURN NULL;',
                            hash="b4e9ca3c44f508e487be690b13b54d426a823638",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a3cf3",
                            table="cases_agreementstatement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_agreementstatementevent" ("agreement_id", "heading", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "stated_on", "text", "version") VALUES (NEW."agreement_id", NEW."heading", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."source", NEW."stated_on", NEW."text", NEW."version"); RETURN NULL;',
                            hash="f3719d93b280270fe1b9c54867e38b88f90212f5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c0504",
                            table="cases_agreementstatement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_agreementstatementevent" ("agreement_id", "heading", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "stated_on", "text", "version") VALUES (OLD."agreement_id", OLD."heading", OLD."id", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."source", OLD."stated_on", OLD."text", OLD."version"); RETURN NULL;',
                            hash="e25cde678bbf7e7caf324cbf6e91a188397eafae",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3778e",
                            table="cases_agreementstatement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementStatementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.agreementstatement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="Empty: text to be supplied.", verbose_name="text"
                    ),
                ),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="stated on")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="e3e195b04dd9ce2bcae87ea756477f37f5d0f369",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_632c6",
                            table="cases_agreementstatementevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="330a32ae356207cfa72d91fdddf64b71f94e0571",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ef52c",
                            table="cases_agreementstatementevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "clearance",
                    models.CharField(
                        choices=[
                            ("identity", "Identity"),
                            ("kinship", "Kinship"),
                            ("nationality", "Nationality"),
                            ("court_order", "Court order"),
                            ("exit_permit", "Exit permit"),
                            ("travel_document", "Travel document"),
                            ("fit_to_travel", "Fit to travel"),
                            ("caregiver", "Caregiver at home"),
                        ],
                        max_length=16,
                        verbose_name="clearance",
                    ),
                ),
                (
                    "needed_for",
                    models.CharField(
                        choices=[
                            ("verify", "Verifying identity"),
                            ("clear", "Marking as cleared to travel"),
                            ("depart", "Departure"),
                        ],
                        max_length=8,
                        verbose_name="needed for",
                    ),
                ),
                (
                    "valid_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: as the document says.",
                        null=True,
                        verbose_name="valid for (days)",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
            ],
            options={
                "verbose_name": "requirement",
                "verbose_name_plural": "requirements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "clearance__in",
                                [
                                    "identity",
                                    "kinship",
                                    "nationality",
                                    "court_order",
                                    "exit_permit",
                                    "travel_document",
                                    "fit_to_travel",
                                    "caregiver",
                                ],
                            ),
                            ("clearance__isnull", False),
                        ),
                        name="requirement_clearance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needed_for__in", ["verify", "clear", "depart"]),
                            ("needed_for__isnull", False),
                        ),
                        name="requirement_needed_for_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False), ("during__startswith__isnull", False)
                        ),
                        name="requirement_has_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("agreement", "="),
                            ("clearance", "="),
                            ("needed_for", "="),
                            ("during", "&&"),
                        ],
                        name="requirement_never_overlaps",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_requirementevent" ("agreement_id", "clearance", "during", "id", "needed_for", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_days", "version") VALUES (NEW."agreement_id", NEW."clearance", NEW."during", NEW."id", NEW."needed_for", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_days", NEW."version"); RETURN NULL;',
                            hash="27758487b8cec523710e70d2f72938651c6a3556",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_852a8",
                            table="cases_requirement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_requirementevent" ("agreement_id", "clearance", "during", "id", "needed_for", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_days", "version") VALUES (NEW."agreement_id", NEW."clearance", NEW."during", NEW."id", NEW."needed_for", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_days", NEW."version"); RETURN NULL;',
                            hash="f853e7435a5d3e727fda8ed21c21a05d5109d85d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5c5bf",
                            table="cases_requirement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_requirementevent" ("agreement_id", "clearance", "during", "id", "needed_for", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_days", "version") VALUES (OLD."agreement_id", OLD."clearance", OLD."during", OLD."id", OLD."needed_for", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_days", OLD."version"); RETURN NULL;',
                            hash="0e3ea98a0fb28d06495feae01dcdae9bf522b1ce",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_de20a",
                            table="cases_requirement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.requirement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "clearance",
                    models.CharField(
                        choices=[
                            ("identity", "Identity"),
                            ("kinship", "Kinship"),
                            ("nationality", "Nationality"),
                            ("court_order", "Court order"),
                            ("exit_permit", "Exit permit"),
                            ("travel_document", "Travel document"),
                            ("fit_to_travel", "Fit to travel"),
                            ("caregiver", "Caregiver at home"),
                        ],
                        max_length=16,
                        verbose_name="clearance",
                    ),
                ),
                (
                    "needed_for",
                    models.CharField(
                        choices=[
                            ("verify", "Verifying identity"),
                            ("clear", "Marking as cleared to travel"),
                            ("depart", "Departure"),
                        ],
                        max_length=8,
                        verbose_name="needed for",
                    ),
                ),
                (
                    "valid_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: as the document says.",
                        null=True,
                        verbose_name="valid for (days)",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="99d24da05ce7cbf26d0bca5817a4f19bfa862506",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_224d5",
                            table="cases_requirementevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d55742c34274b29c21888973007534b31a4e3c3a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5a1ae",
                            table="cases_requirementevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_rules",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("repatriation", "Repatriation"),
                            ("dna", "DNA sample"),
                            ("tracing", "Tracing of relatives"),
                            ("sharing", "Sharing of the record"),
                            ("medical", "Medical care"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "giver_role",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("guardian", "Guardian"),
                            ("court", "Court, instead of a parent"),
                            ("child", "The child's own view"),
                        ],
                        max_length=8,
                        verbose_name="who must agree",
                    ),
                ),
                (
                    "from_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Years; only for the child's own view.",
                        null=True,
                        verbose_name="from the age of",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
                ("legal_source", models.CharField(max_length=300, verbose_name="legal source")),
            ],
            options={
                "verbose_name": "consent rule",
                "verbose_name_plural": "consent rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                ["repatriation", "dna", "tracing", "sharing", "medical"],
                            ),
                            ("purpose__isnull", False),
                        ),
                        name="consent_rule_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("giver_role__in", ["mother", "father", "guardian", "court", "child"]),
                            ("giver_role__isnull", False),
                        ),
                        name="consent_rule_giver_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_age__isnull", False), ("giver_role", "child")),
                            models.Q(
                                models.Q(("giver_role", "child"), _negated=True),
                                ("from_age__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_rule_age_iff_child",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False), ("during__startswith__isnull", False)
                        ),
                        name="consent_rule_has_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("agreement", "="),
                            ("purpose", "="),
                            ("giver_role", "="),
                            ("during", "&&"),
                        ],
                        name="consent_rule_never_overlaps",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_consentruleevent" ("agreement_id", "during", "from_age", "giver_role", "id", "legal_source", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "version") VALUES (NEW."agreement_id", NEW."during", NEW."from_age", NEW."giver_role", NEW."id", NEW."legal_source", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."version"); RETURN NULL;',
                            hash="0782169a5dfee95d287857bbd8a17dde5d3acd83",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_91727",
                            table="cases_consentrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_consentruleevent" ("agreement_id", "during", "from_age", "giver_role", "id", "legal_source", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "version") VALUES (NEW."agreement_id", NEW."during", NEW."from_age", NEW."giver_role", NEW."id", NEW."legal_source", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."version"); RETURN NULL;',
                            hash="1198c366c43221119b99a9cab5e4fe711eb8af81",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6d790",
                            table="cases_consentrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_consentruleevent" ("agreement_id", "during", "from_age", "giver_role", "id", "legal_source", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "version") VALUES (OLD."agreement_id", OLD."during", OLD."from_age", OLD."giver_role", OLD."id", OLD."legal_source", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."version"); RETURN NULL;',
                            hash="ad25bb21800b3bcc711366345fad0691871c521b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_968bc",
                            table="cases_consentrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.consentrule",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("repatriation", "Repatriation"),
                            ("dna", "DNA sample"),
                            ("tracing", "Tracing of relatives"),
                            ("sharing", "Sharing of the record"),
                            ("medical", "Medical care"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "giver_role",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("guardian", "Guardian"),
                            ("court", "Court, instead of a parent"),
                            ("child", "The child's own view"),
                        ],
                        max_length=8,
                        verbose_name="who must agree",
                    ),
                ),
                (
                    "from_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Years; only for the child's own view.",
                        null=True,
                        verbose_name="from the age of",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
                ("legal_source", models.CharField(max_length=300, verbose_name="legal source")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="446f04543a4bd0406230d7627d4b094b0d1a6494",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_a4559",
                            table="cases_consentruleevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d0673f1e1642a7f14c02ade1a44f7b599efc93de",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_68966",
                            table="cases_consentruleevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_schedules",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="amount per child"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "standard_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="standard rate",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("duty", "Duty"),
                            ("fine", "Fine"),
                            ("service", "Service"),
                            ("unknown", "Not published"),
                        ],
                        max_length=8,
                        verbose_name="basis",
                    ),
                ),
                (
                    "due_event",
                    models.CharField(
                        choices=[
                            ("verified", "The child is verified"),
                            ("eligible", "The child is found eligible"),
                            ("cleared", "The child is cleared to travel"),
                            ("returned", "The child has returned"),
                        ],
                        max_length=10,
                        verbose_name="due when",
                    ),
                ),
                (
                    "due_event_source",
                    models.CharField(
                        blank=True,
                        help_text="Empty: our assumption, not published.",
                        max_length=300,
                        verbose_name="source of the due event",
                    ),
                ),
                (
                    "paid_before_clearing",
                    models.BooleanField(
                        default=False, verbose_name="must be paid before the child is cleared to travel"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "fee schedule",
                "verbose_name_plural": "fee schedules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="fee_schedule_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("standard_amount__isnull", True),
                            ("standard_amount__gt", 0),
                            _connector="OR",
                        ),
                        name="fee_schedule_standard_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="fee_schedule_currency_is_iso",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_event__in", ["verified", "eligible", "cleared", "returned"]),
                            ("due_event__isnull", False),
                        ),
                        name="fee_schedule_due_event_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False), ("during__startswith__isnull", False)
                        ),
                        name="fee_schedule_has_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agreement", "="), ("during", "&&")],
                        name="fee_schedule_never_overlaps",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="5813a092d269c8b26cff567594e8e1660f35b302",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_afbdf",
                            table="cases_feeschedule",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (NEW."agreement_id", NEW."amount", NEW."basis", NEW."currency", NEW."due_event", NEW."due_event_source", NEW."during", NEW."id", NEW."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."standard_amount", NEW."version"); RETURN NULL;',
                            hash="0bb633587210134f5d3bb5b62f50b1126a06405b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b858e",
                            table="cases_feeschedule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (NEW."agreement_id", NEW."amount", NEW."basis", NEW."currency", NEW."due_event", NEW."due_event_source", NEW."during", NEW."id", NEW."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."standard_amount", NEW."version"); RETURN NULL;',
                            hash="27e29ece21544535d28b26847a9692f247cc2140",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b6f9",
                            table="cases_feeschedule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (OLD."agreement_id", OLD."amount", OLD."basis", OLD."currency", OLD."due_event", OLD."due_event_source", OLD."during", OLD."id", OLD."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."standard_amount", OLD."version"); RETURN NULL;',
                            hash="c60d27efd99e108f6ea2fdafc7bee909eaac1b20",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_18a50",
                            table="cases_feeschedule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeScheduleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.feeschedule",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="amount per child"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "standard_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="standard rate",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("duty", "Duty"),
                            ("fine", "Fine"),
                            ("service", "Service"),
                            ("unknown", "Not published"),
                        ],
                        max_length=8,
                        verbose_name="basis",
                    ),
                ),
                (
                    "due_event",
                    models.CharField(
                        choices=[
                            ("verified", "The child is verified"),
                            ("eligible", "The child is found eligible"),
                            ("cleared", "The child is cleared to travel"),
                            ("returned", "The child has returned"),
                        ],
                        max_length=10,
                        verbose_name="due when",
                    ),
                ),
                (
                    "due_event_source",
                    models.CharField(
                        blank=True,
                        help_text="Empty: our assumption, not published.",
                        max_length=300,
                        verbose_name="source of the due event",
                    ),
                ),
                (
                    "paid_before_clearing",
                    models.BooleanField(
                        default=False, verbose_name="must be paid before the child is cleared to travel"
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="30bbb9e1a06d731de3ed88c125acb829d4381d95",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_13b60",
                            table="cases_feescheduleevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="35076766f29d37b787ec35ad806a95ff8c52f851",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_988cb",
                            table="cases_feescheduleevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stage_limits",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("days", models.PositiveIntegerField(verbose_name="days")),
            ],
            options={
                "verbose_name": "stage limit",
                "verbose_name_plural": "stage limits",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "registered",
                                    "verified",
                                    "eligible",
                                    "cleared",
                                    "booked",
                                    "in_transit",
                                    "returned",
                                    "placed",
                                    "closed",
                                    "deferred",
                                    "ineligible",
                                ],
                            ),
                            ("stage__isnull", False),
                        ),
                        name="stage_limit_stage_known",
                    ),
                    models.UniqueConstraint(fields=("agreement", "stage"), name="stage_limit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("days__gt", 0)), name="stage_limit_days_positive"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_stagelimitevent" ("agreement_id", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "version") VALUES (NEW."agreement_id", NEW."days", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="79df2c4dfa65434ffc80157e0f0ff71ebad0c2fc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_28025",
                            table="cases_stagelimit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_stagelimitevent" ("agreement_id", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "version") VALUES (NEW."agreement_id", NEW."days", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="4a4b97552fbd82bb1771fd1b5e3648d0f5c9d3d2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_02234",
                            table="cases_stagelimit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_stagelimitevent" ("agreement_id", "days", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "version") VALUES (OLD."agreement_id", OLD."days", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."stage", OLD."version"); RETURN NULL;',
                            hash="0646df5abaf3a306d3b7d46b84c56e7ed2069f59",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_47b59",
                            table="cases_stagelimit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageLimitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.stagelimit",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("days", models.PositiveIntegerField(verbose_name="days")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="d324895f562017443e14b1a57d9f7d2a8e502673",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_e620a",
                            table="cases_stagelimitevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="58dafbb01f255fb83e3b3291f02423c5180b7404",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_501e7",
                            table="cases_stagelimitevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("published_on", models.DateField(verbose_name="published on")),
                ("speaker", models.CharField(max_length=120, verbose_name="speaker")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("target", "Planned to return"),
                            ("returned", "Returned"),
                            ("fee", "Fee per child"),
                            ("mothers", "Mothers"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="measure",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value"),
                ),
                ("definition", models.CharField(max_length=300, verbose_name="definition")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "published figure",
                "verbose_name_plural": "published figures",
                "ordering": ["-published_on"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_publishedfigureevent" ("agreement_id", "definition", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "source", "speaker", "value", "version") VALUES (NEW."agreement_id", NEW."definition", NEW."id", NEW."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_on", NEW."source", NEW."speaker", NEW."value", NEW."version"); RETURN NULL;',
                            hash="2bda4b58ea0d249d6e9b5184897ef922a214c8a5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1180f",
                            table="cases_publishedfigure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_publishedfigureevent" ("agreement_id", "definition", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "source", "speaker", "value", "version") VALUES (NEW."agreement_id", NEW."definition", NEW."id", NEW."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_on", NEW."source", NEW."speaker", NEW."value", NEW."version"); RETURN NULL;',
                            hash="8aa2d39c6df9f25617a038f8f38d141b70d76dcc",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4591c",
                            table="cases_publishedfigure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_publishedfigureevent" ("agreement_id", "definition", "id", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "source", "speaker", "value", "version") VALUES (OLD."agreement_id", OLD."definition", OLD."id", OLD."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_on", OLD."source", OLD."speaker", OLD."value", OLD."version"); RETURN NULL;',
                            hash="6c19ca51575ac8415dd4dcfad360431547a69940",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ce85f",
                            table="cases_publishedfigure",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedFigureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.publishedfigure",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("published_on", models.DateField(verbose_name="published on")),
                ("speaker", models.CharField(max_length=120, verbose_name="speaker")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("target", "Planned to return"),
                            ("returned", "Returned"),
                            ("fee", "Fee per child"),
                            ("mothers", "Mothers"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="measure",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value"),
                ),
                ("definition", models.CharField(max_length=300, verbose_name="definition")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="c20c3c2aa9c6fe27f09054f6fde7ae0e2b69fcc6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_39f80",
                            table="cases_publishedfigureevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="463a7b37da7b1fdc1c0166f80dd3e8db0e1ddd24",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_56761",
                            table="cases_publishedfigureevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "sex",
                    models.CharField(
                        choices=[("f", "Girl"), ("m", "Boy"), ("u", "Not known yet")],
                        default="u",
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                (
                    "born_earliest",
                    models.DateField(blank=True, null=True, verbose_name="born not before"),
                ),
                (
                    "born_latest",
                    models.DateField(blank=True, null=True, verbose_name="born not after"),
                ),
                (
                    "born_stated_on",
                    models.DateField(blank=True, null=True, verbose_name="date of this statement of age"),
                ),
                (
                    "born_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "Document"),
                            ("mother", "Said by the mother"),
                            ("officer", "Estimated by an officer"),
                        ],
                        max_length=10,
                        verbose_name="birth date known from",
                    ),
                ),
                (
                    "birthplace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="birthplace",
                    ),
                ),
                (
                    "nationality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.country",
                        verbose_name="nationality",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["f", "m", "u"]), ("sex__isnull", False)),
                        name="person_sex_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("born_earliest__isnull", False),
                                ("born_latest__isnull", False),
                                ("born_stated_on__isnull", False),
                            ),
                            models.Q(
                                ("born_earliest__isnull", True),
                                ("born_latest__isnull", True),
                                ("born_stated_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="person_birth_all_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("born_earliest__isnull", True),
                            models.Q(
                                ("born_earliest__lte", models.F("born_latest")),
                                ("born_latest__lte", models.F("born_stated_on")),
                            ),
                            _connector="OR",
                        ),
                        name="person_birth_in_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="7ec7699ccfab78231fd80fceed7fd72e4151d37b",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_83be9",
                            table="cases_person",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="birth_stated_by_today",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NEW.born_stated_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'A birth cannot be stated in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_birth_stated_by_today'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="9590f7704857d511425bfe4d7ac97ff34273f39f",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_birth_stated_by_today_5d7fb",
                            table="cases_person",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="birth_fits_family",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."born_earliest" IS DISTINCT FROM (NEW."born_earliest") OR OLD."born_latest" IS DISTINCT FROM (NEW."born_latest"))',
                            func="PERFORM cases_refuse_impossible_mother(NEW.id, NEW.born_earliest, NEW.born_latest); RETURN COALESCE(NEW, OLD);",
                            hash="f34facecad5e98ab02848988238fa2a40518940e",
                            operation="UPDATE",
                            pgid="pgtrigger_birth_fits_family_20a43",
                            table="cases_person",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_personevent" ("birthplace_id", "born_basis", "born_earliest", "born_latest", "born_stated_on", "id", "nationality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "version") VALUES (NEW."birthplace_id", NEW."born_basis", NEW."born_earliest", NEW."born_latest", NEW."born_stated_on", NEW."id", NEW."nationality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sex", NEW."version"); RETURN NULL;',
                            hash="d62fcc005e437dc5fbeb1aec8ca678b1ce64934a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_eb0b4",
                            table="cases_person",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_personevent" ("birthplace_id", "born_basis", "born_earliest", "born_latest", "born_stated_on", "id", "nationality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "version") VALUES (NEW."birthplace_id", NEW."born_basis", NEW."born_earliest", NEW."born_latest", NEW."born_stated_on", NEW."id", NEW."nationality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sex", NEW."version"); RETURN NULL;',
                            hash="86170156ee036c519743bde62578f016ff20715a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6804f",
                            table="cases_person",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_personevent" ("birthplace_id", "born_basis", "born_earliest", "born_latest", "born_stated_on", "id", "nationality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "version") VALUES (OLD."birthplace_id", OLD."born_basis", OLD."born_earliest", OLD."born_latest", OLD."born_stated_on", OLD."id", OLD."nationality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sex", OLD."version"); RETURN NULL;',
                            hash="6d15c83b944c71cbb52864fedf1babb10329d299",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_82e57",
                            table="cases_person",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.person",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "sex",
                    models.CharField(
                        choices=[("f", "Girl"), ("m", "Boy"), ("u", "Not known yet")],
                        default="u",
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                (
                    "born_earliest",
                    models.DateField(blank=True, null=True, verbose_name="born not before"),
                ),
                (
                    "born_latest",
                    models.DateField(blank=True, null=True, verbose_name="born not after"),
                ),
                (
                    "born_stated_on",
                    models.DateField(blank=True, null=True, verbose_name="date of this statement of age"),
                ),
                (
                    "born_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("document", "Document"),
                            ("mother", "Said by the mother"),
                            ("officer", "Estimated by an officer"),
                        ],
                        max_length=10,
                        verbose_name="birth date known from",
                    ),
                ),
                (
                    "birthplace",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="birthplace",
                    ),
                ),
                (
                    "nationality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.country",
                        verbose_name="nationality",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="12dafe4502517ad514027ff74c54fb1fe7f779fb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_bfa58",
                            table="cases_personevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="af3bf5833b7c82049f6c13f8eb5c165eab53c4a9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cd1ac",
                            table="cases_personevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="cases.person",
                    ),
                ),
                (
                    "script",
                    models.CharField(
                        choices=[("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Latn", "Latin")],
                        max_length=4,
                        verbose_name="script",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "As the family says it"),
                            ("official", "On an Iraqi document"),
                            ("travel", "On a travel document"),
                            ("birth", "At birth"),
                            ("alias", "Also known as"),
                            ("court", "In a court file"),
                        ],
                        max_length=10,
                        verbose_name="where from",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="name")),
                ("family", models.CharField(blank=True, max_length=60, verbose_name="family name")),
                (
                    "patronymic",
                    models.CharField(blank=True, max_length=60, verbose_name="father's name"),
                ),
                ("is_primary", models.BooleanField(default=False, verbose_name="shown first")),
                ("folded", models.CharField(db_collation="C", editable=False, max_length=240)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=240)),
                ("match_key", models.CharField(db_collation="C", editable=False, max_length=240)),
            ],
            options={
                "verbose_name": "name",
                "verbose_name_plural": "names",
                "ordering": ["-is_primary", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("folded", name="gin_trgm_ops"),
                        name="person_name_folded_trgm",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("match_key", name="gin_trgm_ops"),
                        name="person_name_match_trgm",
                    ),
                    models.Index(
                        condition=models.Q(("is_primary", True)),
                        fields=["sort_key", "person"],
                        name="person_name_sort",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("script__in", ["Cyrl", "Arab", "Latn"]), ("script__isnull", False)
                        ),
                        name="person_name_script_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["family", "official", "travel", "birth", "alias", "court"],
                            ),
                            ("kind__isnull", False),
                        ),
                        name="person_name_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="person_name_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "[\x01-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]",
                            ),
                            _negated=True,
                        ),
                        name="person_name_without_controls",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)),
                        fields=("person",),
                        name="person_name_one_primary",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_personnameevent" ("family", "folded", "id", "is_primary", "kind", "match_key", "patronymic", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "sort_key", "text", "version") VALUES (NEW."family", NEW."folded", NEW."id", NEW."is_primary", NEW."kind", NEW."match_key", NEW."patronymic", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."script", NEW."sort_key", NEW."text", NEW."version"); RETURN NULL;',
                            hash="e74b4eaa8ad4b109c3a9116da89cab151c744c2e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_64529",
                            table="cases_personname",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_personnameevent" ("family", "folded", "id", "is_primary", "kind", "match_key", "patronymic", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "sort_key", "text", "version") VALUES (NEW."family", NEW."folded", NEW."id", NEW."is_primary", NEW."kind", NEW."match_key", NEW."patronymic", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."script", NEW."sort_key", NEW."text", NEW."version"); RETURN NULL;',
                            hash="deba31ec4c2819f055e3606ade8ad4f947c6958c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e21c6",
                            table="cases_personname",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_personnameevent" ("family", "folded", "id", "is_primary", "kind", "match_key", "patronymic", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "sort_key", "text", "version") VALUES (OLD."family", OLD."folded", OLD."id", OLD."is_primary", OLD."kind", OLD."match_key", OLD."patronymic", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."script", OLD."sort_key", OLD."text", OLD."version"); RETURN NULL;',
                            hash="6cc5f9a956a1f99b7a0e4edc19995f3bc40f9c42",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0f24f",
                            table="cases_personname",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.personname",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "script",
                    models.CharField(
                        choices=[("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Latn", "Latin")],
                        max_length=4,
                        verbose_name="script",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "As the family says it"),
                            ("official", "On an Iraqi document"),
                            ("travel", "On a travel document"),
                            ("birth", "At birth"),
                            ("alias", "Also known as"),
                            ("court", "In a court file"),
                        ],
                        max_length=10,
                        verbose_name="where from",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="name")),
                ("family", models.CharField(blank=True, max_length=60, verbose_name="family name")),
                (
                    "patronymic",
                    models.CharField(blank=True, max_length=60, verbose_name="father's name"),
                ),
                ("is_primary", models.BooleanField(default=False, verbose_name="shown first")),
                ("folded", models.CharField(db_collation="C", editable=False, max_length=240)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=240)),
                ("match_key", models.CharField(db_collation="C", editable=False, max_length=240)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="ae49d4b5d16d94b2ef77f63d391aadd22838939b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_655ac",
                            table="cases_personnameevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3a5f2375d4d0d28a8c6d23803c33eff7148f4c66",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6d934",
                            table="cases_personnameevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers",
                        to="cases.person",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("passport", "Passport"),
                            ("birth_certificate", "Birth certificate"),
                            ("national_id", "National identity card"),
                            ("court_file", "Court file"),
                            ("return_certificate", "Certificate of return"),
                        ],
                        max_length=20,
                        verbose_name="document",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.country",
                        verbose_name="country",
                    ),
                ),
                ("value", models.CharField(max_length=60, verbose_name="number")),
            ],
            options={
                "verbose_name": "identifier",
                "verbose_name_plural": "identifiers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "country", "value"), name="identifier_of_one_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True),
                        name="identifier_not_empty",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_identifierevent" ("country_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value", "version") VALUES (NEW."country_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."scheme", NEW."value", NEW."version"); RETURN NULL;',
                            hash="fe58b9360c78e45f3048d6ff64e6d153e82b9bf8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c72d4",
                            table="cases_identifier",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_identifierevent" ("country_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value", "version") VALUES (NEW."country_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."scheme", NEW."value", NEW."version"); RETURN NULL;',
                            hash="eed63bf55c60b22fa386a1494df586524e1f8aae",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4a493",
                            table="cases_identifier",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_identifierevent" ("country_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value", "version") VALUES (OLD."country_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."scheme", OLD."value", OLD."version"); RETURN NULL;',
                            hash="4915394f93bd7ab15e78aa470d7a3d48ce7b3f8b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_84679",
                            table="cases_identifier",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentifierEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.identifier",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("passport", "Passport"),
                            ("birth_certificate", "Birth certificate"),
                            ("national_id", "National identity card"),
                            ("court_file", "Court file"),
                            ("return_certificate", "Certificate of return"),
                        ],
                        max_length=20,
                        verbose_name="document",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.country",
                        verbose_name="country",
                    ),
                ),
                ("value", models.CharField(max_length=60, verbose_name="number")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="585900191cc77d2bbdea15ad43b4d8f9b91d1358",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_398a4",
                            table="cases_identifierevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4587a6d6fa8122c29252281f950b1228ecd49eb6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c160f",
                            table="cases_identifierevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "ordering": ["name"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="8faddb6735d461cb45665991f4173123228cd406",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_ce72c",
                            table="cases_team",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_teamevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="d4765fe43a3c82a5e562bc501231e3e31dc031f2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3573e",
                            table="cases_team",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_teamevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="c40f55347449319949809fa4f5ea676d03193bb2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e10b1",
                            table="cases_team",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_teamevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                            hash="d1b8309b3d4319755c6e98900348bb525a47aaf2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_73538",
                            table="cases_team",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.team",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="b1c66715101ef0af27d118a1f7ed02cd28884392",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_957c3",
                            table="cases_teamevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8f7a29928203ef763eee5dfb30a0117229407886",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d6897",
                            table="cases_teamevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="cases.team",
                        verbose_name="team",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[("", "Same as the computer"), ("light", "Light"), ("dark", "Dark")],
                        max_length=8,
                        verbose_name="colours",
                    ),
                ),
                (
                    "preferred_script",
                    models.CharField(
                        choices=[("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Latn", "Latin")],
                        default="Cyrl",
                        max_length=4,
                        verbose_name="script of names",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
                "swappable": "AUTH_USER_MODEL",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("preferred_script__in", ["Cyrl", "Arab", "Latn"]),
                            ("preferred_script__isnull", False),
                        ),
                        name="user_preferred_script_known",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="a65bebda8123650b3cddbd1649309de1002beee1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_c5335",
                            table="cases_user",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "language", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_script", "team_id", "theme", "username") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."preferred_script", NEW."team_id", NEW."theme", NEW."username"); RETURN NULL;',
                            hash="7437597e9b004306408db2ab8e9a314728c5f024",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6820c",
                            table="cases_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."preferred_script" IS DISTINCT FROM (NEW."preferred_script") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                            func='INSERT INTO "cases_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "language", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_script", "team_id", "theme", "username") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."preferred_script", NEW."team_id", NEW."theme", NEW."username"); RETURN NULL;',
                            hash="cefbf28251e0206f4d484a135c3820702ae43121",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0fd75",
                            table="cases_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_userevent" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "language", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preferred_script", "team_id", "theme", "username") VALUES (OLD."date_joined", OLD."email", OLD."first_name", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."preferred_script", OLD."team_id", OLD."theme", OLD."username"); RETURN NULL;',
                            hash="41cd79cc072f93046079478268d9696d8576b746",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_67160",
                            table="cases_user",
                            when="AFTER",
                        ),
                    ),
                ],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.team",
                        verbose_name="team",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[("", "Same as the computer"), ("light", "Light"), ("dark", "Dark")],
                        max_length=8,
                        verbose_name="colours",
                    ),
                ),
                (
                    "preferred_script",
                    models.CharField(
                        choices=[("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Latn", "Latin")],
                        default="Cyrl",
                        max_length=4,
                        verbose_name="script of names",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="e5e7acc3bd2661c782504e48417ab10ada8a5111",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_c20de",
                            table="cases_userevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="10642780e8c14559a2ba6c04ee5159e2eddbb4d6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_941f3",
                            table="cases_userevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mother",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mother",
                        to="cases.person",
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=16, unique=True, verbose_name="reference"),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mothers",
                        to="cases.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mothers",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "held_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="where she is now",
                    ),
                ),
                (
                    "proceedings",
                    models.CharField(
                        choices=[
                            ("awaiting_trial", "Awaiting trial"),
                            ("on_trial", "On trial"),
                            ("convicted", "Convicted"),
                            ("appeal", "Appeal pending"),
                            ("released", "Released"),
                            ("deceased", "Deceased"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=14,
                        verbose_name="proceedings",
                    ),
                ),
                (
                    "sentence",
                    models.CharField(
                        choices=[
                            ("none", "No sentence"),
                            ("fixed", "Fixed term"),
                            ("life", "Life"),
                            ("death", "Death"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="sentence",
                    ),
                ),
                (
                    "sentence_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="months"),
                ),
                (
                    "sentenced_on",
                    models.DateField(blank=True, null=True, verbose_name="sentenced on"),
                ),
                ("children_given", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "mother",
                "verbose_name_plural": "mothers",
                "ordering": ["reference"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reference__regex", "^[A-Z]{2}-[A-Z]{2}-[0-9]{4,}$")),
                        name="mother_reference_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "proceedings__in",
                                [
                                    "awaiting_trial",
                                    "on_trial",
                                    "convicted",
                                    "appeal",
                                    "released",
                                    "deceased",
                                    "unknown",
                                ],
                            ),
                            ("proceedings__isnull", False),
                        ),
                        name="mother_proceedings_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sentence__in", ["none", "fixed", "life", "death", "unknown"]),
                            ("sentence__isnull", False),
                        ),
                        name="mother_sentence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sentence_months__isnull", True),
                            models.Q(("sentence", "fixed"), ("sentence_months__gt", 0)),
                            _connector="OR",
                        ),
                        name="mother_months_only_of_fixed_term",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="58d15dee86cd72a06ee3b3d5ed552b8b4f17450f",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1cd70",
                            table="cases_mother",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_motherevent" ("agreement_id", "children_given", "held_at_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceedings", "reference", "sentence", "sentence_months", "sentenced_on", "team_id", "version") VALUES (NEW."agreement_id", NEW."children_given", NEW."held_at_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proceedings", NEW."reference", NEW."sentence", NEW."sentence_months", NEW."sentenced_on", NEW."team_id", NEW."version"); RETURN NULL;',
                            hash="64d6b4572670bb40cc7bcbf63139325dc704e293",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_abf45",
                            table="cases_mother",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_motherevent" ("agreement_id", "children_given", "held_at_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceedings", "reference", "sentence", "sentence_months", "sentenced_on", "team_id", "version") VALUES (NEW."agreement_id", NEW."children_given", NEW."held_at_id", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proceedings", NEW."reference", NEW."sentence", NEW."sentence_months", NEW."sentenced_on", NEW."team_id", NEW."version"); RETURN NULL;',
                            hash="7efb79586b3daee694a022a0373106028e6accce",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_aaabc",
                            table="cases_mother",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_motherevent" ("agreement_id", "children_given", "held_at_id", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proceedings", "reference", "sentence", "sentence_months", "sentenced_on", "team_id", "version") VALUES (OLD."agreement_id", OLD."children_given", OLD."held_at_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proceedings", OLD."reference", OLD."sentence", OLD."sentence_months", OLD."sentenced_on", OLD."team_id", OLD."version"); RETURN NULL;',
                            hash="e1e75f138204bc902f6cf9ef2b101a099aa71521",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f6d08",
                            table="cases_mother",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MotherEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.mother",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                ("reference", models.CharField(max_length=16, verbose_name="reference")),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "held_at",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="where she is now",
                    ),
                ),
                (
                    "proceedings",
                    models.CharField(
                        choices=[
                            ("awaiting_trial", "Awaiting trial"),
                            ("on_trial", "On trial"),
                            ("convicted", "Convicted"),
                            ("appeal", "Appeal pending"),
                            ("released", "Released"),
                            ("deceased", "Deceased"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=14,
                        verbose_name="proceedings",
                    ),
                ),
                (
                    "sentence",
                    models.CharField(
                        choices=[
                            ("none", "No sentence"),
                            ("fixed", "Fixed term"),
                            ("life", "Life"),
                            ("death", "Death"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="sentence",
                    ),
                ),
                (
                    "sentence_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="months"),
                ),
                (
                    "sentenced_on",
                    models.DateField(blank=True, null=True, verbose_name="sentenced on"),
                ),
                ("children_given", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="bd10bfd3dd7c937924a1ce37eea43c05b16c788e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_626f0",
                            table="cases_motherevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="213801d3a75b5afae62589af2ee081a59adf22f7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_bed6b",
                            table="cases_motherevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child",
                        to="cases.person",
                    ),
                ),
                (
                    "mother",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.mother",
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=20, unique=True, verbose_name="reference"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "father_name",
                    models.CharField(blank=True, max_length=120, verbose_name="father's name"),
                ),
                (
                    "father_status",
                    models.CharField(
                        choices=[
                            ("deceased", "Deceased"),
                            ("not_documented", "Death not documented"),
                            ("missing", "Missing"),
                            ("detained", "Detained"),
                            ("alive", "Alive"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=16,
                        verbose_name="father",
                    ),
                ),
                (
                    "father_evidence",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="evidence about the father"
                    ),
                ),
                (
                    "held_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="where the child is now",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("stage_since", models.DateField(verbose_name="in this stage since")),
                ("registered_on", models.DateField(verbose_name="registered on")),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_on",
                    models.DateField(blank=True, null=True, verbose_name="returned on"),
                ),
                (
                    "caseworker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caseworker",
                    ),
                ),
                (
                    "hold_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("family_asked", "The family asked to wait"),
                            ("court", "A court asked to wait"),
                            ("health", "Health"),
                            ("documents", "Documents are being renewed"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="on hold because",
                    ),
                ),
                (
                    "hold_until",
                    models.DateField(blank=True, null=True, verbose_name="on hold until"),
                ),
                (
                    "review_due_on",
                    models.DateField(blank=True, null=True, verbose_name="review due on"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed: home and in care"),
                            ("other_state", "Returned by another state"),
                            ("not_national", "Not a national"),
                            ("deceased", "Deceased"),
                            ("duplicate", "Duplicate of another case"),
                            ("error", "Entered in error"),
                            ("adult", "Adult, other procedure"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="closed because",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="cases.child",
                    ),
                ),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed: home and in care"),
                            ("other_state", "Returned by another state"),
                            ("not_national", "Not a national"),
                            ("deceased", "Deceased"),
                            ("duplicate", "Duplicate of another case"),
                            ("error", "Entered in error"),
                            ("adult", "Adult, other procedure"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="closing requested because",
                    ),
                ),
                (
                    "closing_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closing_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closing_approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closing_approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reopening_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reopening_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reopening_approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reopening_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "child",
                "verbose_name_plural": "children",
                "ordering": ["reference"],
                "permissions": [
                    ("view_every_child", "Open the record of every child"),
                    ("view_team_children", "Open the records of the own team"),
                    ("view_children_with_fee", "See masked children who have a fee"),
                    ("view_travelling_children", "See children who are ready or booked"),
                    ("see_names", "See names, birth dates and places"),
                    ("see_family", "Open the record of a mother"),
                    ("manage_register", "Use the administration pages"),
                    ("register_child", "Register and edit families"),
                    ("assign_child", "Assign cases"),
                    ("export_children", "Export the list of children"),
                    ("verify_child", "Verify identity"),
                    ("work_case", "Record notes, consent and clearances and move a case"),
                    ("approve_closing", "Approve closing and reopening"),
                    ("view_access", "See who looked at a record"),
                    ("view_dashboard", "See the dashboard"),
                    ("follow_figures", "Follow a figure to the children it counts"),
                ],
                "indexes": [
                    models.Index(
                        fields=["agreement", "stage", "stage_since"], name="child_by_stage"
                    ),
                    models.Index(fields=["stage_since", "id"], name="child_longest_in_stage"),
                    models.Index(fields=["caseworker", "stage"], name="child_by_caseworker"),
                    models.Index(fields=["returned_on"], name="child_by_return"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reference__regex", "^[A-Z]{2}-[A-Z]{2}-[0-9]{4,}-[0-9]+$")
                        ),
                        name="child_reference_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "registered",
                                    "verified",
                                    "eligible",
                                    "cleared",
                                    "booked",
                                    "in_transit",
                                    "returned",
                                    "placed",
                                    "closed",
                                    "deferred",
                                    "ineligible",
                                ],
                            ),
                            ("stage__isnull", False),
                        ),
                        name="child_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "father_status__in",
                                [
                                    "deceased",
                                    "not_documented",
                                    "missing",
                                    "detained",
                                    "alive",
                                    "unknown",
                                ],
                            ),
                            ("father_status__isnull", False),
                        ),
                        name="child_father_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_on__isnull", False),
                                ("stage__in", ["placed", "returned"]),
                            ),
                            models.Q(
                                ("closed_reason__isnull", False),
                                ("stage", "closed"),
                                models.Q(
                                    models.Q(("closed_reason", "completed"), _negated=True),
                                    ("returned_on__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    ("stage__in", ["closed", "placed", "returned"]), _negated=True
                                ),
                                ("returned_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_returned_on_iff_returned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                (
                                    "closed_reason__in",
                                    [
                                        "completed",
                                        "other_state",
                                        "not_national",
                                        "deceased",
                                        "duplicate",
                                        "error",
                                        "adult",
                                    ],
                                ),
                                ("closed_reason__isnull", False),
                                ("stage", "closed"),
                            ),
                            models.Q(
                                models.Q(("stage", "closed"), _negated=True),
                                ("closed_on__isnull", True),
                                ("closed_reason__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_closed_iff_reason_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "closed"), _negated=True),
                            ("closing_approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="child_closed_only_when_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "deferred"), _negated=True),
                            ("review_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="child_deferred_has_review_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closing_reason", "duplicate"),
                                ("closing_reason__isnull", False),
                                ("duplicate_of__isnull", False),
                            ),
                            models.Q(
                                ("duplicate_of__isnull", True),
                                models.Q(
                                    ("closing_reason__isnull", True),
                                    models.Q(("closing_reason", "duplicate"), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="child_duplicate_iff_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_reason__isnull", True),
                            models.Q(
                                ("closed_reason", models.F("closing_reason")),
                                ("closing_reason__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="child_closed_as_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duplicate_of__isnull", True),
                            models.Q(("duplicate_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="child_not_duplicate_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hold_reason__isnull", False), ("hold_until__isnull", False)),
                            models.Q(("hold_reason__isnull", True), ("hold_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="child_hold_reason_iff_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "stage__in",
                                    [
                                        "booked",
                                        "cleared",
                                        "eligible",
                                        "in_transit",
                                        "ineligible",
                                        "placed",
                                        "returned",
                                        "verified",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("verified_by__isnull", False),
                            _connector="OR",
                        ),
                        name="child_verified_since_verified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(
                                ("registered_by__isnull", False),
                                models.Q(("verified_by", models.F("registered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="child_verified_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closing_reason__isnull", False),
                                ("closing_asked_by__isnull", False),
                                ("closing_asked_at__isnull", False),
                            ),
                            models.Q(
                                ("closing_reason__isnull", True),
                                ("closing_asked_by__isnull", True),
                                ("closing_asked_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_closing_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closing_approved_by__isnull", False),
                                ("closing_approved_at__isnull", False),
                            ),
                            models.Q(
                                ("closing_approved_by__isnull", True),
                                ("closing_approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_closing_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closing_approved_by__isnull", True),
                            models.Q(
                                ("closing_asked_by__isnull", False),
                                models.Q(
                                    ("closing_approved_by", models.F("closing_asked_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="child_closing_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reopening_asked_by__isnull", False),
                                ("reopening_asked_at__isnull", False),
                            ),
                            models.Q(
                                ("reopening_asked_by__isnull", True),
                                ("reopening_asked_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_reopening_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reopening_approved_by__isnull", False),
                                ("reopening_approved_at__isnull", False),
                            ),
                            models.Q(
                                ("reopening_approved_by__isnull", True),
                                ("reopening_approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="child_reopening_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopening_approved_by__isnull", True),
                            models.Q(
                                ("reopening_asked_by__isnull", False),
                                models.Q(
                                    ("reopening_approved_by", models.F("reopening_asked_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="child_reopening_approved_by_another",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="753487af8ef1190cf30d0394f77ffc373b052836",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_d6154",
                            table="cases_child",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="stage_starts_registered",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NEW.stage <> 'registered' THEN RAISE EXCEPTION 'A case starts as registered.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_stage_starts_registered'; END IF;PERFORM cases_refuse_impossible_child(NEW.person_id, NEW.mother_id); RETURN COALESCE(NEW, OLD);",
                            hash="275b3e291f77426807c81b5057db1a668164cdd3",
                            operation="INSERT",
                            pgid="pgtrigger_stage_starts_registered_6a61a",
                            table="cases_child",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="family_stays_possible",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."mother_id" IS DISTINCT FROM (NEW."mother_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id"))',
                            func="PERFORM cases_refuse_impossible_child(NEW.person_id, NEW.mother_id); RETURN COALESCE(NEW, OLD);",
                            hash="ae3384981584db2e9902ff92b574902e79464272",
                            operation="UPDATE",
                            pgid="pgtrigger_family_stays_possible_386ef",
                            table="cases_child",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="stage_follows_the_table",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."stage" IS DISTINCT FROM (NEW."stage"))',
                            func="IF (OLD.stage, NEW.stage) NOT IN (('booked','cleared'), ('booked','closed'), ('booked','in_transit'), ('cleared','booked'), ('cleared','closed'), ('cleared','deferred'), ('cleared','eligible'), ('closed','booked'), ('closed','cleared'), ('closed','deferred'), ('closed','eligible'), ('closed','ineligible'), ('closed','placed'), ('closed','registered'), ('closed','returned'), ('closed','verified'), ('deferred','closed'), ('deferred','registered'), ('deferred','verified'), ('eligible','cleared'), ('eligible','closed'), ('eligible','deferred'), ('in_transit','cleared'), ('in_transit','returned'), ('ineligible','closed'), ('ineligible','verified'), ('placed','closed'), ('registered','closed'), ('registered','deferred'), ('registered','verified'), ('returned','closed'), ('returned','placed'), ('verified','closed'), ('verified','deferred'), ('verified','eligible'), ('verified','ineligible')) THEN RAISE EXCEPTION 'This stage does not follow that one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_stage_follows_the_table'; END IF;IF OLD.stage = 'closed' AND (NEW.reopening_approved_by_id IS NULL OR NEW.reopening_approved_at IS NOT DISTINCT FROM OLD.reopening_approved_at) THEN RAISE EXCEPTION 'Reopening needs an approval.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_reopened_only_when_approved'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="dced235de2ddbbc906960e9a17cb4b58d9ed0f01",
                            operation="UPDATE",
                            pgid="pgtrigger_stage_follows_the_table_2dfa3",
                            table="cases_child",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="stage_is_journalled",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="PERFORM cases_refuse_unjournalled_stage(NEW.id); RETURN NULL;",
                            hash="1be0319d736db479724dc1ee8b3d8e44eed11a2b",
                            operation='INSERT OR UPDATE OF "stage"',
                            pgid="pgtrigger_stage_is_journalled_8d911",
                            table="cases_child",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_childevent" ("agreement_id", "caseworker_id", "closed_on", "closed_reason", "closing_approved_at", "closing_approved_by_id", "closing_asked_at", "closing_asked_by_id", "closing_reason", "duplicate_of_id", "father_evidence", "father_name", "father_status", "held_at_id", "hold_reason", "hold_until", "id", "mother_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "registered_by_id", "registered_on", "reopening_approved_at", "reopening_approved_by_id", "reopening_asked_at", "reopening_asked_by_id", "returned_on", "review_due_on", "stage", "stage_since", "verified_by_id", "version") VALUES (NEW."agreement_id", NEW."caseworker_id", NEW."closed_on", NEW."closed_reason", NEW."closing_approved_at", NEW."closing_approved_by_id", NEW."closing_asked_at", NEW."closing_asked_by_id", NEW."closing_reason", NEW."duplicate_of_id", NEW."father_evidence", NEW."father_name", NEW."father_status", NEW."held_at_id", NEW."hold_reason", NEW."hold_until", NEW."id", NEW."mother_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."registered_by_id", NEW."registered_on", NEW."reopening_approved_at", NEW."reopening_approved_by_id", NEW."reopening_asked_at", NEW."reopening_asked_by_id", NEW."returned_on", NEW."review_due_on", NEW."stage", NEW."stage_since", NEW."verified_by_id", NEW."version"); RETURN NULL;',
                            hash="1749afe83afed2e032ad56eeaec97e1ec95bd514",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a78bb",
                            table="cases_child",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_childevent" ("agreement_id", "caseworker_id", "closed_on", "closed_reason", "closing_approved_at", "closing_approved_by_id", "closing_asked_at", "closing_asked_by_id", "closing_reason", "duplicate_of_id", "father_evidence", "father_name", "father_status", "held_at_id", "hold_reason", "hold_until", "id", "mother_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "registered_by_id", "registered_on", "reopening_approved_at", "reopening_approved_by_id", "reopening_asked_at", "reopening_asked_by_id", "returned_on", "review_due_on", "stage", "stage_since", "verified_by_id", "version") VALUES (NEW."agreement_id", NEW."caseworker_id", NEW."closed_on", NEW."closed_reason", NEW."closing_approved_at", NEW."closing_approved_by_id", NEW."closing_asked_at", NEW."closing_asked_by_id", NEW."closing_reason", NEW."duplicate_of_id", NEW."father_evidence", NEW."father_name", NEW."father_status", NEW."held_at_id", NEW."hold_reason", NEW."hold_until", NEW."id", NEW."mother_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."registered_by_id", NEW."registered_on", NEW."reopening_approved_at", NEW."reopening_approved_by_id", NEW."reopening_asked_at", NEW."reopening_asked_by_id", NEW."returned_on", NEW."review_due_on", NEW."stage", NEW."stage_since", NEW."verified_by_id", NEW."version"); RETURN NULL;',
                            hash="d2dff3e7be7089a7ded017b2fadee729fa3bdc5f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dfaec",
                            table="cases_child",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_childevent" ("agreement_id", "caseworker_id", "closed_on", "closed_reason", "closing_approved_at", "closing_approved_by_id", "closing_asked_at", "closing_asked_by_id", "closing_reason", "duplicate_of_id", "father_evidence", "father_name", "father_status", "held_at_id", "hold_reason", "hold_until", "id", "mother_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "registered_by_id", "registered_on", "reopening_approved_at", "reopening_approved_by_id", "reopening_asked_at", "reopening_asked_by_id", "returned_on", "review_due_on", "stage", "stage_since", "verified_by_id", "version") VALUES (OLD."agreement_id", OLD."caseworker_id", OLD."closed_on", OLD."closed_reason", OLD."closing_approved_at", OLD."closing_approved_by_id", OLD."closing_asked_at", OLD."closing_asked_by_id", OLD."closing_reason", OLD."duplicate_of_id", OLD."father_evidence", OLD."father_name", OLD."father_status", OLD."held_at_id", OLD."hold_reason", OLD."hold_until", OLD."id", OLD."mother_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."registered_by_id", OLD."registered_on", OLD."reopening_approved_at", OLD."reopening_approved_by_id", OLD."reopening_asked_at", OLD."reopening_asked_by_id", OLD."returned_on", OLD."review_due_on", OLD."stage", OLD."stage_since", OLD."verified_by_id", OLD."version"); RETURN NULL;',
                            hash="94db491f6100021548e68c3d6135227b58447dd7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9f97b",
                            table="cases_child",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.child",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "mother",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.mother",
                    ),
                ),
                ("reference", models.CharField(max_length=20, verbose_name="reference")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "father_name",
                    models.CharField(blank=True, max_length=120, verbose_name="father's name"),
                ),
                (
                    "father_status",
                    models.CharField(
                        choices=[
                            ("deceased", "Deceased"),
                            ("not_documented", "Death not documented"),
                            ("missing", "Missing"),
                            ("detained", "Detained"),
                            ("alive", "Alive"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=16,
                        verbose_name="father",
                    ),
                ),
                (
                    "father_evidence",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="evidence about the father"
                    ),
                ),
                (
                    "held_at",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="where the child is now",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("stage_since", models.DateField(verbose_name="in this stage since")),
                ("registered_on", models.DateField(verbose_name="registered on")),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_on",
                    models.DateField(blank=True, null=True, verbose_name="returned on"),
                ),
                (
                    "caseworker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caseworker",
                    ),
                ),
                (
                    "hold_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("family_asked", "The family asked to wait"),
                            ("court", "A court asked to wait"),
                            ("health", "Health"),
                            ("documents", "Documents are being renewed"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="on hold because",
                    ),
                ),
                (
                    "hold_until",
                    models.DateField(blank=True, null=True, verbose_name="on hold until"),
                ),
                (
                    "review_due_on",
                    models.DateField(blank=True, null=True, verbose_name="review due on"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed: home and in care"),
                            ("other_state", "Returned by another state"),
                            ("not_national", "Not a national"),
                            ("deceased", "Deceased"),
                            ("duplicate", "Duplicate of another case"),
                            ("error", "Entered in error"),
                            ("adult", "Adult, other procedure"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="closed because",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed: home and in care"),
                            ("other_state", "Returned by another state"),
                            ("not_national", "Not a national"),
                            ("deceased", "Deceased"),
                            ("duplicate", "Duplicate of another case"),
                            ("error", "Entered in error"),
                            ("adult", "Adult, other procedure"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="closing requested because",
                    ),
                ),
                (
                    "closing_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closing_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closing_approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closing_approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reopening_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reopening_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reopening_approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reopening_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="546d1cbef3ac90fff15316a109f64b2aaed696c5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_6768a",
                            table="cases_childevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="818157674aad036200e5214a4771daff714b3207",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1ae7c",
                            table="cases_childevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria_sets",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "No longer in use"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "publish_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("publish_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "publish_approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("publish_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "criteria set",
                "verbose_name_plural": "criteria sets",
                "ordering": ["agreement", "-number"],
                "permissions": [("approve_criteria", "Approve the publication of a criteria set")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "published", "retired"]),
                            ("status__isnull", False),
                        ),
                        name="criteria_set_status_known",
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="criteria_set_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("agreement",),
                        name="criteria_set_one_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("publish_asked_by__isnull", False),
                                ("publish_asked_at__isnull", False),
                            ),
                            models.Q(
                                ("publish_asked_by__isnull", True),
                                ("publish_asked_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="criteria_set_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("publish_approved_by__isnull", False),
                                ("publish_approved_at__isnull", False),
                            ),
                            models.Q(
                                ("publish_approved_by__isnull", True),
                                ("publish_approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="criteria_set_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_approved_by__isnull", True),
                            models.Q(
                                ("publish_asked_by__isnull", False),
                                models.Q(
                                    ("publish_approved_by", models.F("publish_asked_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="criteria_set_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            ("publish_approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="criteria_set_published_only_when_approved",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="a855580c432489365ba9ae38862c52cb783b80f5",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_28079",
                            table="cases_criteriaset",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_criteriasetevent" ("agreement_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_approved_at", "publish_approved_by_id", "publish_asked_at", "publish_asked_by_id", "source", "status", "version") VALUES (NEW."agreement_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."publish_approved_at", NEW."publish_approved_by_id", NEW."publish_asked_at", NEW."publish_asked_by_id", NEW."source", NEW."status", NEW."version"); RETURN NULL;',
                            hash="6e848c433f655150fad846a374e46b4ec4daa1aa",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1225e",
                            table="cases_criteriaset",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_criteriasetevent" ("agreement_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_approved_at", "publish_approved_by_id", "publish_asked_at", "publish_asked_by_id", "source", "status", "version") VALUES (NEW."agreement_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."publish_approved_at", NEW."publish_approved_by_id", NEW."publish_asked_at", NEW."publish_asked_by_id", NEW."source", NEW."status", NEW."version"); RETURN NULL;',
                            hash="c4175e8a2024318f8a11a5306a9d7372836ee3a6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b1bf",
                            table="cases_criteriaset",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_criteriasetevent" ("agreement_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_approved_at", "publish_approved_by_id", "publish_asked_at", "publish_asked_by_id", "source", "status", "version") VALUES (OLD."agreement_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."publish_approved_at", OLD."publish_approved_by_id", OLD."publish_asked_at", OLD."publish_asked_by_id", OLD."source", OLD."status", OLD."version"); RETURN NULL;',
                            hash="ecebf4774fba907da81f39e0f441fb18690d0eac",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_64834",
                            table="cases_criteriaset",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.criteriaset",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "No longer in use"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "publish_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("publish_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "publish_approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("publish_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="4a1469605614922ca1a5aa37e8ce648aa97da39a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_51529",
                            table="cases_criteriasetevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0bc2cc58aad2cc210d3c96428732d2610094ab36",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9879c",
                            table="cases_criteriasetevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="cases.criteriaset",
                        verbose_name="criteria set",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("required", models.BooleanField(default=True, verbose_name="must be answered")),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criteria_set", "code"), name="criterion_code_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="set_is_draft",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF (SELECT status FROM cases_criteriaset WHERE id = COALESCE(NEW.criteria_set_id, OLD.criteria_set_id)) <> 'draft' THEN RAISE EXCEPTION 'Published criteria do not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'criterion_set_is_draft'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="668d14a2eb56f5463e1ae2773354253dfe7c5b1d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_set_is_draft_3b0ca",
                            table="cases_criterion",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_criterionevent" ("code", "criteria_set_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "text", "version") VALUES (NEW."code", NEW."criteria_set_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."required", NEW."text", NEW."version"); RETURN NULL;',
                            hash="bc0e8b13b8570d037b67b6cbc5a78b178c94ea8e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cc576",
                            table="cases_criterion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_criterionevent" ("code", "criteria_set_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "text", "version") VALUES (NEW."code", NEW."criteria_set_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."required", NEW."text", NEW."version"); RETURN NULL;',
                            hash="716105bfde1366c0c99481f08088f7c41dffe5a8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_46c8c",
                            table="cases_criterion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_criterionevent" ("code", "criteria_set_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "required", "text", "version") VALUES (OLD."code", OLD."criteria_set_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."required", OLD."text", OLD."version"); RETURN NULL;',
                            hash="c9e1a7d0dc218d4b8e9de30b9744f8a8162c054c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_94411",
                            table="cases_criterion",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.criterion",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "criteria_set",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.criteriaset",
                        verbose_name="criteria set",
                    ),
                ),
                ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                ("required", models.BooleanField(default=True, verbose_name="must be answered")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="2aaac72f4c66142c58f1e3caa598d4ddec9e6986",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_c0a09",
                            table="cases_criterionevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="92449056706f2727e85cacf6561bdd00b05be8ce",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c682d",
                            table="cases_criterionevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="cases.child",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="cases.criteriaset",
                    ),
                ),
                (
                    "proposed",
                    models.CharField(
                        choices=[
                            ("eligible", "Eligible"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                            ("needs_information", "Needs information"),
                        ],
                        max_length=18,
                        verbose_name="proposed",
                    ),
                ),
                (
                    "proposal_reasons",
                    models.TextField(max_length=4000, verbose_name="reasons for the proposal"),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assessed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("eligible", "Eligible"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                            ("needs_information", "Needs information"),
                        ],
                        max_length=18,
                        null=True,
                        verbose_name="decided",
                    ),
                ),
                (
                    "reasons",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="reasons for the decision"
                    ),
                ),
                (
                    "review_due_on",
                    models.DateField(blank=True, null=True, verbose_name="review due on"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="cases.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["-n"],
                "permissions": [
                    ("assess_child", "Assess eligibility"),
                    ("decide_assessment", "Decide an assessment as the second person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "proposed__in",
                                ["eligible", "deferred", "ineligible", "needs_information"],
                            ),
                            ("proposed__isnull", False),
                        ),
                        name="assessment_proposed_known",
                    ),
                    models.UniqueConstraint(fields=("child", "n"), name="assessment_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("decided__isnull", True)),
                        fields=("child",),
                        name="assessment_one_undecided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided__isnull", False),
                                ("decided_by__isnull", False),
                                ("decided_at__isnull", False),
                            ),
                            models.Q(
                                ("decided__isnull", True),
                                ("decided_by__isnull", True),
                                ("decided_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                ("assessed_by__isnull", False),
                                models.Q(("decided_by", models.F("assessed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided__isnull", True),
                            (
                                "decided__in",
                                ["eligible", "deferred", "ineligible", "needs_information"],
                            ),
                            _connector="OR",
                        ),
                        name="assessment_decided_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided__isnull", True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_decision_has_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided__isnull", True),
                            models.Q(("decided", "deferred"), _negated=True),
                            ("review_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="assessment_deferred_has_review_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("n", 1), ("supersedes__isnull", True)),
                            models.Q(("n__gt", 1), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_supersedes_an_earlier",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="66a2a8a1d4bd7f08da9df56bfdc4da8a5ddc4f18",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_882ea",
                            table="cases_assessment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="decided_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.decided IS NOT NULL THEN RAISE EXCEPTION 'A decided assessment is superseded, never changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_decided_stays'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="9996cd58d68586d783b4f9258c805879b97f1019",
                            operation="UPDATE",
                            pgid="pgtrigger_decided_stays_09796",
                            table="cases_assessment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="decided_when_complete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NEW.decided IS NOT NULL THEN PERFORM cases_refuse_incomplete_assessment(NEW.id, NEW.criteria_set_id); END IF; RETURN COALESCE(NEW, OLD);",
                            hash="8df84c26c1187e8f5a5b79dfb2478cbb3feb5998",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_decided_when_complete_8a127",
                            table="cases_assessment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_assessmentevent" ("assessed_at", "assessed_by_id", "child_id", "criteria_set_id", "decided", "decided_at", "decided_by_id", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_reasons", "proposed", "reasons", "review_due_on", "supersedes_id", "version") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."child_id", NEW."criteria_set_id", NEW."decided", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_reasons", NEW."proposed", NEW."reasons", NEW."review_due_on", NEW."supersedes_id", NEW."version"); RETURN NULL;',
                            hash="5254fc0cc6ece6c603d31bad73ac7591207eafca",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_718b4",
                            table="cases_assessment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_assessmentevent" ("assessed_at", "assessed_by_id", "child_id", "criteria_set_id", "decided", "decided_at", "decided_by_id", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_reasons", "proposed", "reasons", "review_due_on", "supersedes_id", "version") VALUES (NEW."assessed_at", NEW."assessed_by_id", NEW."child_id", NEW."criteria_set_id", NEW."decided", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_reasons", NEW."proposed", NEW."reasons", NEW."review_due_on", NEW."supersedes_id", NEW."version"); RETURN NULL;',
                            hash="6ac679269b69bcb537ecd571273517062afe80dd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_75ec5",
                            table="cases_assessment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_assessmentevent" ("assessed_at", "assessed_by_id", "child_id", "criteria_set_id", "decided", "decided_at", "decided_by_id", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_reasons", "proposed", "reasons", "review_due_on", "supersedes_id", "version") VALUES (OLD."assessed_at", OLD."assessed_by_id", OLD."child_id", OLD."criteria_set_id", OLD."decided", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposal_reasons", OLD."proposed", OLD."reasons", OLD."review_due_on", OLD."supersedes_id", OLD."version"); RETURN NULL;',
                            hash="81936f402715f43be5f9b31645bc30d572bc9b9c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c79aa",
                            table="cases_assessment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.assessment",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.criteriaset",
                    ),
                ),
                (
                    "proposed",
                    models.CharField(
                        choices=[
                            ("eligible", "Eligible"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                            ("needs_information", "Needs information"),
                        ],
                        max_length=18,
                        verbose_name="proposed",
                    ),
                ),
                (
                    "proposal_reasons",
                    models.TextField(max_length=4000, verbose_name="reasons for the proposal"),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assessed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("eligible", "Eligible"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                            ("needs_information", "Needs information"),
                        ],
                        max_length=18,
                        null=True,
                        verbose_name="decided",
                    ),
                ),
                (
                    "reasons",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="reasons for the decision"
                    ),
                ),
                (
                    "review_due_on",
                    models.DateField(blank=True, null=True, verbose_name="review due on"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.assessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="c1ed1161fc94b11424d3ea6a2cddaac11e46ded6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_836a0",
                            table="cases_assessmentevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d00d79bfa42260effce25d2bc3e6df7765da955b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6b930",
                            table="cases_assessmentevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="cases.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.criterion",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unknown", "Not known yet"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=14,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["criterion__position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["yes", "no", "unknown", "not_applicable"]),
                            ("answer__isnull", False),
                        ),
                        name="finding_answer_known",
                    ),
                    models.UniqueConstraint(
                        fields=("assessment", "criterion"), name="finding_once_a_criterion"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="assessment_is_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF (SELECT decided FROM cases_assessment WHERE id = COALESCE(NEW.assessment_id, OLD.assessment_id)) IS NOT NULL THEN RAISE EXCEPTION 'The assessment is decided.' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_of_open_assessment'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="e6bb2205f3ca44a7a8dff2828ef38204d19e9ea9",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_assessment_is_open_f60ba",
                            table="cases_finding",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_findingevent" ("answer", "assessment_id", "criterion_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."answer", NEW."assessment_id", NEW."criterion_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="195fb3421b01e29c25f9decbb4e8e1f059343659",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_06871",
                            table="cases_finding",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_findingevent" ("answer", "assessment_id", "criterion_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."answer", NEW."assessment_id", NEW."criterion_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                            hash="0adcb5e123fde35944005f26e6dd028a941f045c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1bb8a",
                            table="cases_finding",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_findingevent" ("answer", "assessment_id", "criterion_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."answer", OLD."assessment_id", OLD."criterion_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                            hash="24881ff82274aeaff77d2b46b0fd0bc38728f93f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_81533",
                            table="cases_finding",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.finding",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.criterion",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unknown", "Not known yet"),
                            ("not_applicable", "Does not apply"),
                        ],
                        max_length=14,
                        verbose_name="answer",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="103c8314cef94d8d0f0c9d73cfbad943524d4322",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_f2fe0",
                            table="cases_findingevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b629ae738f391ef84e558cf5dab084c1f853d8d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_78a2e",
                            table="cases_findingevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="cases.child",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity"),
                            ("kinship", "Kinship"),
                            ("nationality", "Nationality"),
                            ("court_order", "Court order"),
                            ("exit_permit", "Exit permit"),
                            ("travel_document", "Travel document"),
                            ("fit_to_travel", "Fit to travel"),
                            ("caregiver", "Caregiver at home"),
                        ],
                        max_length=16,
                        verbose_name="clearance",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="issued by")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "clearance",
                "verbose_name_plural": "clearances",
                "ordering": ["kind", "-pk"],
                "indexes": [models.Index(fields=["child", "kind", "-id"], name="clearance_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "identity",
                                    "kinship",
                                    "nationality",
                                    "court_order",
                                    "exit_permit",
                                    "travel_document",
                                    "fit_to_travel",
                                    "caregiver",
                                ],
                            ),
                            ("kind__isnull", False),
                        ),
                        name="clearance_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["pending", "granted", "refused", "withdrawn"]),
                            ("status__isnull", False),
                        ),
                        name="clearance_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "granted"), _negated=True),
                            ("issued_on__isnull", False),
                            _connector="OR",
                        ),
                        name="clearance_granted_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            models.Q(
                                ("issued_on__isnull", False),
                                ("valid_until__gte", models.F("issued_on")),
                            ),
                            _connector="OR",
                        ),
                        name="clearance_valid_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by__isnull", True),
                            models.Q(
                                ("recorded_by__isnull", False),
                                models.Q(("verified_by", models.F("recorded_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="clearance_verified_by_another",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="ae7a8e0178de52eec918f472a906b58475aae489",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_b9480",
                            table="cases_clearance",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_clearanceevent" ("child_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (NEW."child_id", NEW."id", NEW."issued_on", NEW."issuer", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."valid_until", NEW."verified_by_id", NEW."version"); RETURN NULL;',
                            hash="106ff4d8b703be6d56c571f46c94c0fc328b3da0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e03b9",
                            table="cases_clearance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_clearanceevent" ("child_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (NEW."child_id", NEW."id", NEW."issued_on", NEW."issuer", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."valid_until", NEW."verified_by_id", NEW."version"); RETURN NULL;',
                            hash="2369e309c71aebcbf0ccbf6c95d0f978013eb834",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8028b",
                            table="cases_clearance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_clearanceevent" ("child_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (OLD."child_id", OLD."id", OLD."issued_on", OLD."issuer", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."status", OLD."valid_until", OLD."verified_by_id", OLD."version"); RETURN NULL;',
                            hash="36fffe469639dd9896183d82a78f7b77a5c1caa5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a7ee8",
                            table="cases_clearance",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.clearance",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity"),
                            ("kinship", "Kinship"),
                            ("nationality", "Nationality"),
                            ("court_order", "Court order"),
                            ("exit_permit", "Exit permit"),
                            ("travel_document", "Travel document"),
                            ("fit_to_travel", "Fit to travel"),
                            ("caregiver", "Caregiver at home"),
                        ],
                        max_length=16,
                        verbose_name="clearance",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="issued by")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="92b39e4a4f7c573be31ba147d2cb5ec5ab279bf3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_58361",
                            table="cases_clearanceevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ea2e3500d332ff439b8f68965db5929e22017b7e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9838f",
                            table="cases_clearanceevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="cases.child",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("repatriation", "Repatriation"),
                            ("dna", "DNA sample"),
                            ("tracing", "Tracing of relatives"),
                            ("sharing", "Sharing of the record"),
                            ("medical", "Medical care"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_given",
                        to="cases.person",
                    ),
                ),
                (
                    "giver_role",
                    models.CharField(
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("guardian", "Guardian"),
                            ("court", "Court, instead of a parent"),
                            ("child", "The child's own view"),
                        ],
                        max_length=8,
                        verbose_name="given by",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("given", "Given"),
                            ("withheld", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("signed", "Signed form"),
                            ("interview", "Said at an interview"),
                            ("letter", "Letter"),
                            ("court", "Court record"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_witnessed",
                        to="cases.person",
                    ),
                ),
                (
                    "interpreter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_interpreted",
                        to="cases.person",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=8, verbose_name="language it was explained in"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                (
                    "next_approach_on",
                    models.DateField(blank=True, null=True, verbose_name="ask again on"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-decided_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["child", "purpose", "giver_role", "-decided_on", "-id"],
                        name="consent_newest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                ["repatriation", "dna", "tracing", "sharing", "medical"],
                            ),
                            ("purpose__isnull", False),
                        ),
                        name="consent_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("giver_role__in", ["mother", "father", "guardian", "court", "child"]),
                            ("giver_role__isnull", False),
                        ),
                        name="consent_giver_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["given", "withheld", "withdrawn"]),
                            ("decision__isnull", False),
                        ),
                        name="consent_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "withheld"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="consent_withheld_has_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="ca653e025a5d639fe92bda8defe3ef31341efa00",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c5a16",
                            table="cases_consent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="035756c23f68c52dd3a816b09e199690f1f00650",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_10c8c",
                            table="cases_consent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="decided_by_today",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NEW.decided_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'A consent cannot be dated in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_decided_by_today'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="2cb9be15b0a523054a6da31c53b87df62addd7b8",
                            operation="INSERT",
                            pgid="pgtrigger_decided_by_today_139e6",
                            table="cases_consent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentVerification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verification",
                        to="cases.consent",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "verification of a consent",
                "verbose_name_plural": "verifications of consents",
                "permissions": [("verify_consent", "Verify a consent as the second person")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="d89703fec707f98a8b7d84d527905a5b635e21ea",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6e25a",
                            table="cases_consentverification",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="add4d53a5588081b7b6be3f29db1a4edf00e2c65",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_2d423",
                            table="cases_consentverification",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="by_another",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NEW.by_id = (SELECT recorded_by_id FROM cases_consent WHERE id = NEW.consent_id) THEN RAISE EXCEPTION 'A consent is verified by another person than who recorded it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_verified_by_another'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="1177cd840de8e60caa2197aaacf20476b871b0ce",
                            operation="INSERT",
                            pgid="pgtrigger_by_another_54290",
                            table="cases_consentverification",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="cases.child",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="cases.agreement",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="cases.feeschedule",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("batched", "In a batch"),
                            ("paid", "Paid"),
                            ("receipted", "Receipted"),
                            ("waived", "Waived"),
                            ("refund_due", "Refund due"),
                            ("refunded", "Refunded"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due since")),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="received"
                    ),
                ),
                (
                    "waiver_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "waiver_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waiver_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "waiver_approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waiver_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "fee",
                "verbose_name_plural": "fees",
                "ordering": ["child__reference"],
                "permissions": [
                    ("view_ledger", "See fees and payment batches"),
                    ("prepare_payment", "Prepare batches, record transfers and receipts"),
                    ("approve_payment", "Approve a batch as the second person"),
                ],
                "indexes": [models.Index(fields=["agreement", "status"], name="fee_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "due",
                                    "batched",
                                    "paid",
                                    "receipted",
                                    "waived",
                                    "refund_due",
                                    "refunded",
                                ],
                            ),
                            ("status__isnull", False),
                        ),
                        name="fee_status_known",
                    ),
                    models.UniqueConstraint(fields=("child", "agreement"), name="fee_once_a_child"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="fee_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="fee_currency_is_iso",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received__gte", 0), ("received__lte", models.F("amount"))
                        ),
                        name="fee_received_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received", models.F("amount")), ("status", "receipted")),
                            models.Q(
                                models.Q(("status", "receipted"), _negated=True),
                                ("received__lt", models.F("amount")),
                            ),
                            _connector="OR",
                        ),
                        name="fee_receipted_iff_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("waiver_asked_by__isnull", False),
                                ("waiver_asked_at__isnull", False),
                            ),
                            models.Q(
                                ("waiver_asked_by__isnull", True), ("waiver_asked_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="fee_waiver_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("waiver_approved_by__isnull", False),
                                ("waiver_approved_at__isnull", False),
                            ),
                            models.Q(
                                ("waiver_approved_by__isnull", True),
                                ("waiver_approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="fee_waiver_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiver_approved_by__isnull", True),
                            models.Q(
                                ("waiver_asked_by__isnull", False),
                                models.Q(
                                    ("waiver_approved_by", models.F("waiver_asked_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="fee_waived_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "waived"), _negated=True),
                            models.Q(
                                ("waiver_approved_by__isnull", False),
                                models.Q(("waiver_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fee_waived_only_when_approved",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="f5588928e45f4bae30b28fff3c402f639fb17cec",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_0c3fe",
                            table="cases_fee",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fee_of_its_schedule",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF NOT EXISTS (SELECT 1 FROM cases_feeschedule s JOIN cases_child c ON c.agreement_id = s.agreement_id WHERE s.id = NEW.schedule_id AND c.id = NEW.child_id AND s.agreement_id = NEW.agreement_id AND s.amount = NEW.amount AND s.currency = NEW.currency AND s.during @> NEW.due_on) THEN RAISE EXCEPTION 'A fee is what the schedule says on its day.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_of_its_schedule'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="bc6cdea5269eefb5f9d7ba96f932ba10386ecd6b",
                            operation="INSERT",
                            pgid="pgtrigger_fee_of_its_schedule_4facd",
                            table="cases_fee",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fee_amount_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."child_id" IS DISTINCT FROM (NEW."child_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."schedule_id" IS DISTINCT FROM (NEW."schedule_id"))',
                            func="RAISE EXCEPTION 'What is owed for a child never changes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_amount_stays'; RETURN COALESCE(NEW, OLD);",
                            hash="ced243e6a7846cfc61dccf23776ca92826f7fb75",
                            operation="UPDATE",
                            pgid="pgtrigger_fee_amount_stays_14da9",
                            table="cases_fee",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fee_status_follows",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func="IF (OLD.status, NEW.status) NOT IN (('due','batched'), ('batched','due'), ('batched','paid'), ('paid','receipted'), ('due','waived'), ('paid','refund_due'), ('refund_due','refunded'), ('refunded','due')) THEN RAISE EXCEPTION 'Unknown change of status.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_status_follows_the_table'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="11f22ec08a9a93231a24e7ee87028c0b263c1000",
                            operation="UPDATE",
                            pgid="pgtrigger_fee_status_follows_22497",
                            table="cases_fee",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="fee_held_to_lines",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="PERFORM cases_refuse_fee_off_its_lines(NEW.id); RETURN NULL;",
                            hash="dcad0c11799c8c5f2262b6f9255274d9404d8c87",
                            operation='INSERT OR UPDATE OF "status"',
                            pgid="pgtrigger_fee_held_to_lines_c09d5",
                            table="cases_fee",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_feeevent" ("agreement_id", "amount", "child_id", "currency", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received", "schedule_id", "status", "version", "waiver_approved_at", "waiver_approved_by_id", "waiver_asked_at", "waiver_asked_by_id", "waiver_reason") VALUES (NEW."agreement_id", NEW."amount", NEW."child_id", NEW."currency", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."received", NEW."schedule_id", NEW."status", NEW."version", NEW."waiver_approved_at", NEW."waiver_approved_by_id", NEW."waiver_asked_at", NEW."waiver_asked_by_id", NEW."waiver_reason"); RETURN NULL;',
                            hash="8486c69f3275d099119f40101ecb3d48f9f14371",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_952ee",
                            table="cases_fee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_feeevent" ("agreement_id", "amount", "child_id", "currency", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received", "schedule_id", "status", "version", "waiver_approved_at", "waiver_approved_by_id", "waiver_asked_at", "waiver_asked_by_id", "waiver_reason") VALUES (NEW."agreement_id", NEW."amount", NEW."child_id", NEW."currency", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."received", NEW."schedule_id", NEW."status", NEW."version", NEW."waiver_approved_at", NEW."waiver_approved_by_id", NEW."waiver_asked_at", NEW."waiver_asked_by_id", NEW."waiver_reason"); RETURN NULL;',
                            hash="71269f2bdc9448a852aeb78112082765a3bf44b7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f05d7",
                            table="cases_fee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_feeevent" ("agreement_id", "amount", "child_id", "currency", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received", "schedule_id", "status", "version", "waiver_approved_at", "waiver_approved_by_id", "waiver_asked_at", "waiver_asked_by_id", "waiver_reason") VALUES (OLD."agreement_id", OLD."amount", OLD."child_id", OLD."currency", OLD."due_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."received", OLD."schedule_id", OLD."status", OLD."version", OLD."waiver_approved_at", OLD."waiver_approved_by_id", OLD."waiver_asked_at", OLD."waiver_asked_by_id", OLD."waiver_reason"); RETURN NULL;',
                            hash="fd67632d0377bbb62ab467f01753345df7eb32b2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_aabc5",
                            table="cases_fee",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.fee",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.feeschedule",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("batched", "In a batch"),
                            ("paid", "Paid"),
                            ("receipted", "Receipted"),
                            ("waived", "Waived"),
                            ("refund_due", "Refund due"),
                            ("refunded", "Refunded"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due since")),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="received"
                    ),
                ),
                (
                    "waiver_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "waiver_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waiver_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "waiver_approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waiver_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="1001752e209a933b36e4266bb198632068e7fa0e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_746d6",
                            table="cases_feeevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="530a2cbf20087574123a1fe8139126edf9e5e25b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_016f3",
                            table="cases_feeevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reference",
                    models.CharField(max_length=16, unique=True, verbose_name="reference"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="cases.agreement",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("sent", "Sent to the bank"),
                            ("settled", "Settled"),
                            ("void", "Void"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField(auto_now_add=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="sent back because"),
                ),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="bank reference"),
                ),
                ("value_date", models.DateField(blank=True, null=True, verbose_name="value date")),
                (
                    "charges",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="charges"
                    ),
                ),
            ],
            options={
                "verbose_name": "payment batch",
                "verbose_name_plural": "payment batches",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "submitted", "approved", "sent", "settled", "void"],
                            ),
                            ("status__isnull", False),
                        ),
                        name="batch_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="batch_currency_is_iso",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("charges__gte", 0)), name="batch_charges_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_by__isnull", False), ("submitted_at__isnull", False)
                            ),
                            models.Q(
                                ("submitted_by__isnull", True), ("submitted_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="batch_submitted_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", False), ("approved_at__isnull", False)
                            ),
                            models.Q(("approved_by__isnull", True), ("approved_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="batch_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("submitted_by__isnull", False),
                                models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="batch_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("prepared_by__isnull", False),
                                models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="batch_approved_not_by_preparer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", False),
                                ("status__in", ["approved", "sent", "settled"]),
                            ),
                            ("status", "void"),
                            models.Q(
                                ("status__in", ["draft", "submitted"]),
                                ("approved_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="batch_approval_iff_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), ("submitted_by__isnull", True)),
                            ("status", "void"),
                            models.Q(
                                models.Q(("status__in", ["draft", "void"]), _negated=True),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="batch_submitted_iff_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["sent", "settled"]), _negated=True),
                            models.Q(
                                models.Q(("bank_reference", ""), _negated=True),
                                ("value_date__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="batch_sent_has_bank_reference",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="7338a74815c2cf42bd32cb084d035a7630bd5b21",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_265a0",
                            table="cases_paymentbatch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="batch_status_follows",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func="IF (OLD.status, NEW.status) NOT IN (('draft','submitted'), ('submitted','draft'), ('submitted','approved'), ('approved','draft'), ('approved','sent'), ('sent','settled'), ('draft','void'), ('submitted','void'), ('approved','void')) THEN RAISE EXCEPTION 'Unknown change of status.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_status_follows_the_table'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="1358afc1bf5a33bede0c8defb3494381a3e2586e",
                            operation="UPDATE",
                            pgid="pgtrigger_batch_status_follows_9fa7b",
                            table="cases_paymentbatch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="approver_touched_nothing",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))',
                            func="IF NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_batchline WHERE batch_id = NEW.id AND NEW.approved_by_id IN (added_by_id, released_by_id)) THEN RAISE EXCEPTION 'Nobody approves what they edited.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_approver_touched_nothing'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="6aa6eda63c06726eab717045d8d8fd3d6558afdf",
                            operation="UPDATE",
                            pgid="pgtrigger_approver_touched_nothing_a0d35",
                            table="cases_paymentbatch",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="batch_holds_its_fees",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="PERFORM cases_refuse_batch_off_its_fees(NEW.id); RETURN NULL;",
                            hash="068a030c9ea5401b07e228e556684de0b74f9db5",
                            operation='UPDATE OF "status"',
                            pgid="pgtrigger_batch_holds_its_fees_22ae8",
                            table="cases_paymentbatch",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."bank_reference", NEW."charges", NEW."currency", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."reference", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."value_date", NEW."version"); RETURN NULL;',
                            hash="115f2030ad4d17b2e5555e1f405bfbbcc8917332",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_59897",
                            table="cases_paymentbatch",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."bank_reference", NEW."charges", NEW."currency", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."reference", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."value_date", NEW."version"); RETURN NULL;',
                            hash="f96f1fb7a75c2458d61f524975baccfd5e4ab4e7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fb020",
                            table="cases_paymentbatch",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (OLD."agreement_id", OLD."approved_at", OLD."approved_by_id", OLD."bank_reference", OLD."charges", OLD."currency", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."reference", OLD."returned_reason", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."value_date", OLD."version"); RETURN NULL;',
                            hash="7a70d779bdb80c73459e4589e4209fc51e25d9ae",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_96dd6",
                            table="cases_paymentbatch",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentBatchEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.paymentbatch",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reference", models.CharField(max_length=16, verbose_name="reference")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("sent", "Sent to the bank"),
                            ("settled", "Settled"),
                            ("void", "Void"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField(auto_now_add=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "returned_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="sent back because"),
                ),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="bank reference"),
                ),
                ("value_date", models.DateField(blank=True, null=True, verbose_name="value date")),
                (
                    "charges",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="charges"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="01923f1ea8a0023cc634993899c0f4b46e1392b3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_63999",
                            table="cases_paymentbatchevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c568ae8500e25c49b4aa447b7c11939df556ef75",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b78c4",
                            table="cases_paymentbatchevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.paymentbatch",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.fee",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released", models.BooleanField(default=False, verbose_name="released")),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a batch",
                "verbose_name_plural": "lines of batches",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released", False)),
                        fields=("fee",),
                        name="batch_line_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="batch_line_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released", False), ("released_by__isnull", True)),
                            models.Q(("released", True), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_line_released_by_somebody",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="ca7715393e88e77191d8f1c61c8417f1905bdb3c",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_e15ef",
                            table="cases_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="line_of_a_draft",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM cases_refuse_batch_line(NEW); RETURN COALESCE(NEW, OLD);",
                            hash="8cbd5adf85cf1230f26ae04832f5215fcc9b5ecd",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_line_of_a_draft_10a82",
                            table="cases_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="released_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.released OR NEW.fee_id <> OLD.fee_id OR NEW.batch_id <> OLD.batch_id OR NEW.amount <> OLD.amount OR NEW.added_by_id <> OLD.added_by_id THEN RAISE EXCEPTION 'A line can only be released.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_line_only_released'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="1555d155299510441e930ecd7cb8ce48a9e368cb",
                            operation="UPDATE",
                            pgid="pgtrigger_released_stays_aff96",
                            table="cases_batchline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="line_holds_its_fee",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="PERFORM cases_refuse_fee_off_its_lines(NEW.fee_id); RETURN NULL;",
                            hash="41999f8422224e2fc5c3d47a261b0236633db1de",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_line_holds_its_fee_46bc3",
                            table="cases_batchline",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id") VALUES (NEW."added_by_id", NEW."amount", NEW."batch_id", NEW."fee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."released", NEW."released_by_id"); RETURN NULL;',
                            hash="0eace9fa98f985c4a9b6c9450469b203190b002e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_83d9b",
                            table="cases_batchline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id") VALUES (NEW."added_by_id", NEW."amount", NEW."batch_id", NEW."fee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."released", NEW."released_by_id"); RETURN NULL;',
                            hash="d1dcb99b9376d746dc40bbc7324e444a1b60a1f4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ecf13",
                            table="cases_batchline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id") VALUES (OLD."added_by_id", OLD."amount", OLD."batch_id", OLD."fee_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."released", OLD."released_by_id"); RETURN NULL;',
                            hash="bf662a4252b1ffd14819e2b10a595b430ad47609",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_43962",
                            table="cases_batchline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.batchline",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.paymentbatch",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.fee",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released", models.BooleanField(default=False, verbose_name="released")),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="3e1186ff8dcaf921d4cb091f6b94ecdb59769716",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_06f1a",
                            table="cases_batchlineevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="107259a382a7cc666a605c64a7e3c1258feb7989",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4ca5b",
                            table="cases_batchlineevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cases.agreement",
                    ),
                ),
                ("authority", models.CharField(max_length=120, verbose_name="authority")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "authority", "number"), name="receipt_number_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="52a6391f4d4f95cfaee028c8a6ebb2290ce81842",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_98176",
                            table="cases_receipt",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="4b7ab1cdb67de29ae08da753e4fe07bbc078aa09",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ecb4f",
                            table="cases_receipt",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_receiptevent" ("agreement_id", "authority", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id") VALUES (NEW."agreement_id", NEW."authority", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                            hash="ab1da6a72cb6824c81de8ac58e3a47f805a8d1ad",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_91eb4",
                            table="cases_receipt",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_receiptevent" ("agreement_id", "authority", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id") VALUES (NEW."agreement_id", NEW."authority", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                            hash="7e0cc7e70ed43baf5368a630f289b4f67fc3b40f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b5700",
                            table="cases_receipt",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_receiptevent" ("agreement_id", "authority", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id") VALUES (OLD."agreement_id", OLD."authority", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."received_on", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                            hash="f1013bcd12bb9b49931603e35dbcbf0c76794285",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8e705",
                            table="cases_receipt",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.receipt",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                    ),
                ),
                ("authority", models.CharField(max_length=120, verbose_name="authority")),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="605b2a67cdef82891490231ec58ccc64f0a734b9",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0608c",
                            table="cases_receiptevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="02a18ce6dfa278d7d07b8cd3a020946d450fda34",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_673b1",
                            table="cases_receiptevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.receipt",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt_lines",
                        to="cases.fee",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
            ],
            options={
                "verbose_name": "line of a receipt",
                "verbose_name_plural": "lines of receipts",
                "constraints": [
                    models.UniqueConstraint(fields=("receipt", "fee"), name="receipt_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="receipt_line_amount_positive"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="be15ca229faa42bb51884c400af018f0e4d6c337",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d74c9",
                            table="cases_receiptline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="85a420591d5c9da68fae336544920a76fbdff46c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_06cee",
                            table="cases_receiptline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="kept_on_the_fee",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="UPDATE cases_fee SET received = received + NEW.amount, status = CASE WHEN received + NEW.amount = amount AND status = 'paid' THEN 'receipted' ELSE status END, version = version + 1 WHERE id = NEW.fee_id AND status IN ('paid', 'receipted'); IF NOT FOUND THEN RAISE EXCEPTION 'Only a paid fee can be receipted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_line_of_paid_fee'; END IF; RETURN NULL;",
                            hash="1cf942dadb040584c95d8fd05a3d59c2d47fc505",
                            operation="INSERT",
                            pgid="pgtrigger_kept_on_the_fee_6be62",
                            table="cases_receiptline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="cases.child",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("paper", models.CharField(max_length=60, verbose_name="document number")),
                ("handed_by", models.CharField(max_length=120, verbose_name="handed over by")),
                ("received_by", models.CharField(max_length=120, verbose_name="received by")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "handover",
                "verbose_name_plural": "handovers",
                "ordering": ["-signed_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "signed_on"), name="handover_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper", ""), _negated=True),
                            models.Q(("handed_by", ""), _negated=True),
                            models.Q(("received_by", ""), _negated=True),
                        ),
                        name="handover_is_signed",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="f607de32b9509ef1286d5b34b6de17dfd9addc01",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_4decf",
                            table="cases_handover",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_handoverevent" ("child_id", "handed_by", "id", "paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by", "recorded_by_id", "signed_on", "version") VALUES (NEW."child_id", NEW."handed_by", NEW."id", NEW."paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."received_by", NEW."recorded_by_id", NEW."signed_on", NEW."version"); RETURN NULL;',
                            hash="03266130df438eaf53a58e56534a1a60f8fb7d49",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7623b",
                            table="cases_handover",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_handoverevent" ("child_id", "handed_by", "id", "paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by", "recorded_by_id", "signed_on", "version") VALUES (NEW."child_id", NEW."handed_by", NEW."id", NEW."paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."received_by", NEW."recorded_by_id", NEW."signed_on", NEW."version"); RETURN NULL;',
                            hash="9c7aeef537573b5fa362e4bd964db3783c302128",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d94a6",
                            table="cases_handover",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_handoverevent" ("child_id", "handed_by", "id", "paper", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_by", "recorded_by_id", "signed_on", "version") VALUES (OLD."child_id", OLD."handed_by", OLD."id", OLD."paper", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."received_by", OLD."recorded_by_id", OLD."signed_on", OLD."version"); RETURN NULL;',
                            hash="2b35d79ae9f85c76f8ed430c4839beec2430df19",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_45661",
                            table="cases_handover",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.handover",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("paper", models.CharField(max_length=60, verbose_name="document number")),
                ("handed_by", models.CharField(max_length=120, verbose_name="handed over by")),
                ("received_by", models.CharField(max_length=120, verbose_name="received by")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="65ce4758c1ba3319a078060265ae29d513a91867",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ff763",
                            table="cases_handoverevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="822387738520752e0f34b644122e610a75c05bf8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4cf32",
                            table="cases_handoverevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="cases.child",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("relative", "Relative"),
                            ("foster", "Foster family"),
                            ("institution", "Institution"),
                            ("other", "Other care"),
                        ],
                        max_length=12,
                        verbose_name="kind of care",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "caregiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cares_for",
                        to="cases.person",
                        verbose_name="caregiver",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="during"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "placement",
                "verbose_name_plural": "placements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["relative", "foster", "institution", "other"]),
                            ("kind__isnull", False),
                        ),
                        name="placement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place__isnull", False), ("caregiver__isnull", False), _connector="OR"
                        ),
                        name="placement_has_place_or_caregiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False), ("during__startswith__isnull", False)
                        ),
                        name="placement_has_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("child", "="), ("during", "&&")],
                        name="placement_never_overlaps",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="ffc5527ed6027f1b1010482ef8e74183eee51e05",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_bb31a",
                            table="cases_placement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placementevent" ("caregiver_id", "child_id", "during", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_by_id", "version") VALUES (NEW."caregiver_id", NEW."child_id", NEW."during", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place_id", NEW."recorded_by_id", NEW."version"); RETURN NULL;',
                            hash="8b4635016da4789cd3222e8ed755b9010e806915",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_90d7a",
                            table="cases_placement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_placementevent" ("caregiver_id", "child_id", "during", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_by_id", "version") VALUES (NEW."caregiver_id", NEW."child_id", NEW."during", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place_id", NEW."recorded_by_id", NEW."version"); RETURN NULL;',
                            hash="b3349fa8f9a41cba4718735498edc902f4a40a57",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_589d3",
                            table="cases_placement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_placementevent" ("caregiver_id", "child_id", "during", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_by_id", "version") VALUES (OLD."caregiver_id", OLD."child_id", OLD."during", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place_id", OLD."recorded_by_id", OLD."version"); RETURN NULL;',
                            hash="49b4ff503a5a1add3897dfe3504d9ce009dbca53",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9f993",
                            table="cases_placement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.placement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("relative", "Relative"),
                            ("foster", "Foster family"),
                            ("institution", "Institution"),
                            ("other", "Other care"),
                        ],
                        max_length=12,
                        verbose_name="kind of care",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "caregiver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                        verbose_name="caregiver",
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="during"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="efac016307c6268470ee4ed350a5b4aed46405f6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_e8f39",
                            table="cases_placementevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7792ab87d1af29bd2dadcd09afe4819bacd8741d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7ee2c",
                            table="cases_placementevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reference",
                    models.CharField(max_length=16, unique=True, verbose_name="reference"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=80, verbose_name="carrier")),
                (
                    "number",
                    models.CharField(blank=True, max_length=20, verbose_name="flight or vehicle"),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="from",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.place",
                        verbose_name="to",
                    ),
                ),
                ("departs_at", models.DateTimeField(verbose_name="departs")),
                ("arrives_at", models.DateTimeField(verbose_name="arrives")),
                (
                    "departed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="departed"),
                ),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("seats_taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planning", "Planning"),
                            ("locked", "Passenger list locked"),
                            ("departed", "Departed"),
                            ("arrived", "Arrived"),
                            ("cancelled", "Cancelled"),
                            ("returned", "Turned back"),
                        ],
                        default="planning",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lock_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lock_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lock_approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lock_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "movement",
                "verbose_name_plural": "movements",
                "ordering": ["-departs_at"],
                "permissions": [
                    ("plan_movement", "Plan movements, propose places, ask for the lock"),
                    ("approve_lock", "Approve the lock of a manifest"),
                    ("see_movements", "See movements"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "planning",
                                    "locked",
                                    "departed",
                                    "arrived",
                                    "cancelled",
                                    "returned",
                                ],
                            ),
                            ("status__isnull", False),
                        ),
                        name="movement_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seats__gt", 0), ("seats_taken__lte", models.F("seats"))
                        ),
                        name="movement_seats_taken_within_seats",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("arrives_at__gt", models.F("departs_at"))),
                        name="movement_arrives_after_departure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("destination")), _negated=True),
                        name="movement_between_two_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lock_asked_by__isnull", False), ("lock_asked_at__isnull", False)
                            ),
                            models.Q(
                                ("lock_asked_by__isnull", True), ("lock_asked_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="movement_lock_asked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lock_approved_by__isnull", False),
                                ("lock_approved_at__isnull", False),
                            ),
                            models.Q(
                                ("lock_approved_by__isnull", True),
                                ("lock_approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="movement_lock_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lock_approved_by__isnull", True),
                            models.Q(
                                ("lock_asked_by__isnull", False),
                                models.Q(
                                    ("lock_approved_by", models.F("lock_asked_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movement_lock_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["locked", "departed", "arrived"]), _negated=True
                            ),
                            ("lock_approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="movement_locked_only_when_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "planning"), _negated=True),
                            ("lock_approved_by__isnull", True),
                            _connector="OR",
                        ),
                        name="movement_planning_not_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("departed_at__isnull", False),
                                ("status__in", ["departed", "arrived", "returned"]),
                            ),
                            models.Q(
                                ("departed_at__isnull", True),
                                ("status__in", ["planning", "locked", "cancelled"]),
                            ),
                            _connector="OR",
                        ),
                        name="movement_departed_iff_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arrived_at__isnull", False), ("status", "arrived")),
                            models.Q(
                                models.Q(("status", "arrived"), _negated=True),
                                ("arrived_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="movement_arrived_iff_there",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="976332a8c8d8e9745404f1e6b2fca5d7fdcfd77e",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_d3f23",
                            table="cases_movement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="movement_status_follows",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            func="IF (OLD.status, NEW.status) NOT IN (('planning','locked'), ('planning','cancelled'), ('locked','cancelled'), ('locked','departed'), ('departed','arrived'), ('departed','returned')) THEN RAISE EXCEPTION 'Unknown change of status.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_status_follows_the_table'; END IF; RETURN COALESCE(NEW, OLD);",
                            hash="9b8672572843cea4ac28724d8809770161601427",
                            operation="UPDATE",
                            pgid="pgtrigger_movement_status_follows_c479d",
                            table="cases_movement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="lock_leaves_no_sibling",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="IF NEW.status = 'locked' THEN PERFORM cases_refuse_sibling_left(NEW.id, NULL); END IF; RETURN NULL;",
                            hash="54abafe36165fa0fa5d9383e328029065821f3ac",
                            operation='UPDATE OF "status"',
                            pgid="pgtrigger_lock_leaves_no_sibling_75d97",
                            table="cases_movement",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_movementevent" ("agreement_id", "arrived_at", "arrives_at", "carrier", "departed_at", "departs_at", "destination_id", "id", "lock_approved_at", "lock_approved_by_id", "lock_asked_at", "lock_asked_by_id", "number", "origin_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "reference", "seats", "seats_taken", "status", "version") VALUES (NEW."agreement_id", NEW."arrived_at", NEW."arrives_at", NEW."carrier", NEW."departed_at", NEW."departs_at", NEW."destination_id", NEW."id", NEW."lock_approved_at", NEW."lock_approved_by_id", NEW."lock_asked_at", NEW."lock_asked_by_id", NEW."number", NEW."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_by_id", NEW."reference", NEW."seats", NEW."seats_taken", NEW."status", NEW."version"); RETURN NULL;',
                            hash="2f095dd41c1b07096c4882c9a96727129ea6b899",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6d3c1",
                            table="cases_movement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_movementevent" ("agreement_id", "arrived_at", "arrives_at", "carrier", "departed_at", "departs_at", "destination_id", "id", "lock_approved_at", "lock_approved_by_id", "lock_asked_at", "lock_asked_by_id", "number", "origin_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "reference", "seats", "seats_taken", "status", "version") VALUES (NEW."agreement_id", NEW."arrived_at", NEW."arrives_at", NEW."carrier", NEW."departed_at", NEW."departs_at", NEW."destination_id", NEW."id", NEW."lock_approved_at", NEW."lock_approved_by_id", NEW."lock_asked_at", NEW."lock_asked_by_id", NEW."number", NEW."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_by_id", NEW."reference", NEW."seats", NEW."seats_taken", NEW."status", NEW."version"); RETURN NULL;',
                            hash="10396bd982cba2e214f156af2c48cd92733f5565",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0dbc0",
                            table="cases_movement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_movementevent" ("agreement_id", "arrived_at", "arrives_at", "carrier", "departed_at", "departs_at", "destination_id", "id", "lock_approved_at", "lock_approved_by_id", "lock_asked_at", "lock_asked_by_id", "number", "origin_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "reference", "seats", "seats_taken", "status", "version") VALUES (OLD."agreement_id", OLD."arrived_at", OLD."arrives_at", OLD."carrier", OLD."departed_at", OLD."departs_at", OLD."destination_id", OLD."id", OLD."lock_approved_at", OLD."lock_approved_by_id", OLD."lock_asked_at", OLD."lock_asked_by_id", OLD."number", OLD."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."planned_by_id", OLD."reference", OLD."seats", OLD."seats_taken", OLD."status", OLD."version"); RETURN NULL;',
                            hash="73e58f30ef3eb6345092014392666525c61bed03",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a27c4",
                            table="cases_movement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.movement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reference", models.CharField(max_length=16, verbose_name="reference")),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=80, verbose_name="carrier")),
                (
                    "number",
                    models.CharField(blank=True, max_length=20, verbose_name="flight or vehicle"),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="from",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.place",
                        verbose_name="to",
                    ),
                ),
                ("departs_at", models.DateTimeField(verbose_name="departs")),
                ("arrives_at", models.DateTimeField(verbose_name="arrives")),
                (
                    "departed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="departed"),
                ),
                ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("seats_taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planning", "Planning"),
                            ("locked", "Passenger list locked"),
                            ("departed", "Departed"),
                            ("arrived", "Arrived"),
                            ("cancelled", "Cancelled"),
                            ("returned", "Turned back"),
                        ],
                        default="planning",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lock_asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lock_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lock_approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lock_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="1c9d722e3313f16bf9b1792b27ac47091e190395",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_82562",
                            table="cases_movementevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="174e219084352ea0cb746b36b9597691d675b028",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ea29d",
                            table="cases_movementevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passenger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passengers",
                        to="cases.movement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="cases.child",
                    ),
                ),
                (
                    "escort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escorted",
                        to="cases.person",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("boarded", "On board"),
                            ("no_show", "Did not come"),
                            ("taken_off", "Removed from the list"),
                        ],
                        default="proposed",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "passenger",
                "verbose_name_plural": "passengers",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["proposed", "confirmed", "boarded", "no_show", "taken_off"],
                            ),
                            ("status__isnull", False),
                        ),
                        name="passenger_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child__isnull", False), ("escort__isnull", True)),
                            models.Q(("child__isnull", True), ("escort__isnull", False)),
                            _connector="OR",
                        ),
                        name="passenger_child_or_escort",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["proposed", "confirmed", "boarded"])),
                        fields=("child",),
                        name="passenger_one_seat_a_child",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["proposed", "confirmed", "boarded"])),
                        fields=("movement", "escort"),
                        name="passenger_one_seat_an_escort",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["proposed", "confirmed", "boarded"]),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="passenger_off_has_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="671a6ab80d6517ca68a6af5c2385e14ecbdfecfe",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_b6123",
                            table="cases_passenger",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="manifest_is_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM cases_refuse_passenger_change(NEW, CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END); RETURN COALESCE(NEW, OLD);",
                            hash="6fc24cd483f6d34b4ea86edf9321ad7d43f186c5",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_manifest_is_open_76bd5",
                            table="cases_passenger",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="passenger_stays_who_it_is",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."child_id" IS DISTINCT FROM (NEW."child_id") OR OLD."escort_id" IS DISTINCT FROM (NEW."escort_id") OR OLD."movement_id" IS DISTINCT FROM (NEW."movement_id"))',
                            func="RAISE EXCEPTION 'A passenger is not exchanged.' USING ERRCODE = 'check_violation', CONSTRAINT = 'passenger_stays_who_it_is'; RETURN COALESCE(NEW, OLD);",
                            hash="93ad9ef602eedd0bce1f74e5a3515a47f21f1275",
                            operation="UPDATE",
                            pgid="pgtrigger_passenger_stays_who_it_is_ce0f7",
                            table="cases_passenger",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="kept_on_the_movement",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE was integer; is_now integer;",
                            func="was := 0; IF TG_OP = 'UPDATE' THEN was := (OLD.status IN ('proposed','confirmed','boarded'))::integer; END IF; is_now := (NEW.status IN ('proposed','confirmed','boarded'))::integer; IF was <> is_now THEN UPDATE cases_movement SET seats_taken = seats_taken + is_now - was, lock_asked_by_id = CASE WHEN status = 'planning' THEN NULL ELSE lock_asked_by_id END, lock_asked_at = CASE WHEN status = 'planning' THEN NULL ELSE lock_asked_at END, version = version + 1 WHERE id = NEW.movement_id; END IF; RETURN NULL;",
                            hash="640c8097d8fb06f2daf46bee3edbc664b131841c",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_kept_on_the_movement_395d1",
                            table="cases_passenger",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="leaving_leaves_no_sibling",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="IF NEW.status IN ('taken_off', 'no_show') AND NEW.child_id IS NOT NULL THEN PERFORM cases_refuse_sibling_left(NEW.movement_id, NEW.child_id); PERFORM cases_refuse_seatless(NEW.child_id); END IF; RETURN NULL;",
                            hash="bf82eb43cf2b0455272798580ff5440e04d59f3f",
                            operation='UPDATE OF "status"',
                            pgid="pgtrigger_leaving_leaves_no_sibling_cfeb6",
                            table="cases_passenger",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_passengerevent" ("child_id", "escort_id", "id", "movement_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "version") VALUES (NEW."child_id", NEW."escort_id", NEW."id", NEW."movement_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."status", NEW."version"); RETURN NULL;',
                            hash="f6f4468e23ccd18af6c6f833b438db0234a190a9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e3290",
                            table="cases_passenger",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_passengerevent" ("child_id", "escort_id", "id", "movement_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "version") VALUES (NEW."child_id", NEW."escort_id", NEW."id", NEW."movement_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."status", NEW."version"); RETURN NULL;',
                            hash="0954e4df4801e419825b65ccc4bcf6c699c32de6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ce887",
                            table="cases_passenger",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_passengerevent" ("child_id", "escort_id", "id", "movement_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "status", "version") VALUES (OLD."child_id", OLD."escort_id", OLD."id", OLD."movement_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."status", OLD."version"); RETURN NULL;',
                            hash="5aa5cdf46d43ac912759b7d68b1653569aa78db8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_93601",
                            table="cases_passenger",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassengerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.passenger",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "movement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.movement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "escort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("boarded", "On board"),
                            ("no_show", "Did not come"),
                            ("taken_off", "Removed from the list"),
                        ],
                        default="proposed",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="debd8854785405ab8e430036adbdd71f23441feb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_8acc0",
                            table="cases_passengerevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e1d91e3bc71f9e8af930b49b3f4f58eb84c84bad",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_82ff8",
                            table="cases_passengerevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiblingException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="cases.movement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_behind",
                        to="cases.child",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "sibling exception",
                "verbose_name_plural": "sibling exceptions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("movement", "child"), name="sibling_exception_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", False), ("approved_at__isnull", False)
                            ),
                            models.Q(("approved_by__isnull", True), ("approved_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="sibling_exception_approved_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("asked_by__isnull", False),
                                models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sibling_exception_approved_by_another",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="16b2923528d7fed2c960d4360e775ffd0d394b2d",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_ee5f2",
                            table="cases_siblingexception",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_siblingexceptionevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "child_id", "id", "movement_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."child_id", NEW."id", NEW."movement_id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;',
                            hash="a45f4266684c65b78a149a59dadefd4d7eab4733",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9e6a0",
                            table="cases_siblingexception",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_siblingexceptionevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "child_id", "id", "movement_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."child_id", NEW."id", NEW."movement_id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."version"); RETURN NULL;',
                            hash="b8420008e12e9576f9402dfa6aa8139746a38fb9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_40817",
                            table="cases_siblingexception",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_siblingexceptionevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "child_id", "id", "movement_id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."asked_at", OLD."asked_by_id", OLD."child_id", OLD."id", OLD."movement_id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."version"); RETURN NULL;',
                            hash="c9c5bebab06ced013b0f044634029b1fdd662d9c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cf77b",
                            table="cases_siblingexception",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiblingExceptionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.siblingexception",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "movement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.movement",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="75deac2c141837c75c07e1bca580423186f22a0c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_d6d60",
                            table="cases_siblingexceptionevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a0fa3638b9237259453ddae6fa524bda75a67ef8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0e2f0",
                            table="cases_siblingexceptionevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal",
                        to="cases.child",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("register", "Registered"),
                            ("edit", "Record changed"),
                            ("assign", "Assigned"),
                            ("note", "Note added"),
                            ("consent", "Consent recorded"),
                            ("verify_consent", "Consent verified"),
                            ("clearance", "Clearance recorded"),
                            ("verify", "Identity verified"),
                            ("assess", "Eligibility assessed"),
                            ("decide", "Eligibility decided"),
                            ("defer", "Deferred"),
                            ("reconsider", "Case resumed"),
                            ("clear", "Cleared to travel"),
                            ("lapse", "No longer cleared to travel"),
                            ("hold", "Put on hold"),
                            ("release_hold", "Hold ended"),
                            ("fee_due", "Fee became due"),
                            ("propose", "Place proposed"),
                            ("lock", "Booked: passenger list locked"),
                            ("take_off", "Removed from the list"),
                            ("release", "Place released"),
                            ("depart", "Departed"),
                            ("arrive", "Returned home"),
                            ("turn_back", "Turned back"),
                            ("hand_over", "Handed over"),
                            ("place", "Placed in care"),
                            ("ask_close", "Closing requested"),
                            ("close", "Closed"),
                            ("ask_reopen", "Reopening requested"),
                            ("reopen", "Reopened"),
                            ("return", "Sent back by the reviewer"),
                            ("answer_duplicate", "Possible duplicate answered"),
                        ],
                        max_length=20,
                        verbose_name="act",
                    ),
                ),
                (
                    "from_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "Registered"),
                            ("verified", "Verified"),
                            ("eligible", "Eligible"),
                            ("cleared", "Cleared to travel"),
                            ("booked", "Booked"),
                            ("in_transit", "In transit"),
                            ("returned", "Returned home"),
                            ("placed", "Placed in care"),
                            ("closed", "Closed"),
                            ("deferred", "Deferred"),
                            ("ineligible", "Not eligible under current rules"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nursing", "Nursing infant"),
                            ("consent", "A consent is missing or withdrawn"),
                            ("no_relative", "No receiving relative"),
                            ("documents", "Documents are missing"),
                            ("court", "A court decision is awaited"),
                            ("health", "Health"),
                            ("new_fact", "A new fact"),
                            ("expired", "A clearance expired or was withdrawn"),
                            ("no_show", "Did not come"),
                            ("cancelled", "The movement was cancelled"),
                            ("diverted", "The movement was diverted or returned"),
                            ("mistake", "Entered by mistake"),
                            ("fear", "Fear"),
                            ("incomplete", "Something is missing"),
                            ("other", "Another reason, see the notes"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=60, verbose_name="detail")),
                ("happened_on", models.DateField(verbose_name="happened on")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="entered at",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="cases.journal",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal entry",
                "verbose_name_plural": "journal",
                "ordering": ["-id"],
                "permissions": [("view_history", "Read history")],
                "indexes": [
                    models.Index(
                        models.F("child"),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("to_stage__isnull", False)),
                        name="journal_newest_step",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "register",
                                    "edit",
                                    "assign",
                                    "note",
                                    "consent",
                                    "verify_consent",
                                    "clearance",
                                    "verify",
                                    "assess",
                                    "decide",
                                    "defer",
                                    "reconsider",
                                    "clear",
                                    "lapse",
                                    "hold",
                                    "release_hold",
                                    "fee_due",
                                    "propose",
                                    "lock",
                                    "take_off",
                                    "release",
                                    "depart",
                                    "arrive",
                                    "turn_back",
                                    "hand_over",
                                    "place",
                                    "ask_close",
                                    "close",
                                    "ask_reopen",
                                    "reopen",
                                    "return",
                                    "answer_duplicate",
                                ],
                            ),
                            ("act__isnull", False),
                        ),
                        name="journal_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_stage__isnull", True), ("to_stage__isnull", True)),
                            models.Q(
                                ("act", "register"),
                                ("from_stage__isnull", True),
                                ("to_stage", "registered"),
                                ("to_stage__isnull", False),
                            ),
                            models.Q(
                                ("from_stage__isnull", False),
                                ("to_stage__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("act", "verify"),
                                        ("from_stage", "registered"),
                                        ("to_stage", "verified"),
                                    ),
                                    models.Q(
                                        ("act", "decide"),
                                        ("from_stage", "verified"),
                                        ("to_stage", "eligible"),
                                    ),
                                    models.Q(
                                        ("act", "decide"),
                                        ("from_stage", "verified"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "decide"),
                                        ("from_stage", "verified"),
                                        ("to_stage", "ineligible"),
                                    ),
                                    models.Q(
                                        ("act", "defer"),
                                        ("from_stage", "registered"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "defer"),
                                        ("from_stage", "verified"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "defer"),
                                        ("from_stage", "eligible"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "defer"),
                                        ("from_stage", "cleared"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "reconsider"),
                                        ("from_stage", "deferred"),
                                        ("to_stage", "registered"),
                                    ),
                                    models.Q(
                                        ("act", "reconsider"),
                                        ("from_stage", "deferred"),
                                        ("to_stage", "verified"),
                                    ),
                                    models.Q(
                                        ("act", "reconsider"),
                                        ("from_stage", "ineligible"),
                                        ("to_stage", "verified"),
                                    ),
                                    models.Q(
                                        ("act", "clear"),
                                        ("from_stage", "eligible"),
                                        ("to_stage", "cleared"),
                                    ),
                                    models.Q(
                                        ("act", "lapse"),
                                        ("from_stage", "cleared"),
                                        ("to_stage", "eligible"),
                                    ),
                                    models.Q(
                                        ("act", "lock"),
                                        ("from_stage", "cleared"),
                                        ("to_stage", "booked"),
                                    ),
                                    models.Q(
                                        ("act", "release"),
                                        ("from_stage", "booked"),
                                        ("to_stage", "cleared"),
                                    ),
                                    models.Q(
                                        ("act", "depart"),
                                        ("from_stage", "booked"),
                                        ("to_stage", "in_transit"),
                                    ),
                                    models.Q(
                                        ("act", "arrive"),
                                        ("from_stage", "in_transit"),
                                        ("to_stage", "returned"),
                                    ),
                                    models.Q(
                                        ("act", "turn_back"),
                                        ("from_stage", "in_transit"),
                                        ("to_stage", "cleared"),
                                    ),
                                    models.Q(
                                        ("act", "place"),
                                        ("from_stage", "returned"),
                                        ("to_stage", "placed"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "registered"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "registered"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "verified"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "verified"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "eligible"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "eligible"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "cleared"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "cleared"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "booked"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "booked"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "returned"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "returned"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "placed"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "placed"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "deferred"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "deferred"),
                                    ),
                                    models.Q(
                                        ("act", "close"),
                                        ("from_stage", "ineligible"),
                                        ("to_stage", "closed"),
                                    ),
                                    models.Q(
                                        ("act", "reopen"),
                                        ("from_stage", "closed"),
                                        ("to_stage", "ineligible"),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="journal_step_of_the_table",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("detail__regex", "^[A-Za-z0-9_:.,/ -]*$")),
                        name="journal_detail_is_a_code",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="509db6ebe1eb8ece611b4b5ff343ae773c5dfc02",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_298c5",
                            table="cases_journal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="fc2f13d9e154490ccf4e7cf23013185b5d29816a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_267b9",
                            table="cases_journal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="dated_in_order",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM cases_refuse_misdated(NEW); RETURN COALESCE(NEW, OLD);",
                            hash="dc2708bf199822ba597a8986bcf35a010e33ca96",
                            operation="INSERT",
                            pgid="pgtrigger_dated_in_order_9f863",
                            table="cases_journal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="step_is_true",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."to_stage" IS NOT NULL)',
                            constraint="CONSTRAINT",
                            func="PERFORM cases_refuse_untrue_step(NEW); RETURN NULL;",
                            hash="e107467f522048c44dd70deb0da2244e8c788710",
                            operation="INSERT",
                            pgid="pgtrigger_step_is_true_c72ce",
                            table="cases_journal",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="cases.child",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="note")),
                ("sensitive", models.BooleanField(default=False, verbose_name="sensitive")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="note_not_empty"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);",
                            hash="65a99f1094cd027590dc99817539957e33f10bb9",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_e9932",
                            table="cases_note",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_noteevent" ("at", "by_id", "child_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sensitive", "text") VALUES (NEW."at", NEW."by_id", NEW."child_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sensitive", NEW."text"); RETURN NULL;',
                            hash="7c99096b753f71cf9c7a614032895045e22eda5c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_11671",
                            table="cases_note",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_noteevent" ("at", "by_id", "child_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sensitive", "text") VALUES (NEW."at", NEW."by_id", NEW."child_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sensitive", NEW."text"); RETURN NULL;',
                            hash="11bc71076cec4d34f00b6cd531564fda134272be",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_98d44",
                            table="cases_note",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_noteevent" ("at", "by_id", "child_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sensitive", "text") VALUES (OLD."at", OLD."by_id", OLD."child_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sensitive", OLD."text"); RETURN NULL;',
                            hash="4ec8c532baac4a647f0f69370af220e4163bcd7b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c56dc",
                            table="cases_note",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.note",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.child",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="note")),
                ("sensitive", models.BooleanField(default=False, verbose_name="sensitive")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="0c55d5b0d7c214f3ed0addf7fd91025d7ab99ffd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_6a43b",
                            table="cases_noteevent",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f0b55597f88239f1386469a3b9516459ec06b7f1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b8234",
                            table="cases_noteevent",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("form", models.CharField(max_length=40)),
                ("data", models.JSONField()),
                ("saved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "ordering": ["-saved_at"],
                "indexes": [models.Index(fields=["author", "form"], name="draft_of_author")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("location", models.CharField(max_length=200)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "submitted form",
                "verbose_name_plural": "submitted forms",
            },
        ),
        migrations.CreateModel(
            name="DuplicateAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "The same person"), ("not_same", "Not the same person")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "answer on a possible duplicate",
                "verbose_name_plural": "answers on possible duplicates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["same", "not_same"]), ("verdict__isnull", False)
                        ),
                        name="duplicate_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="duplicate_answer_in_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="ff44d5e038f635c2e3249d6bd64908e8590a0b22",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e6da8",
                            table="cases_duplicateanswer",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="faaf11d73319831122cd4bf3bf081554361b0ef7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_5ed06",
                            table="cases_duplicateanswer",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("page", models.CharField(max_length=60, verbose_name="page")),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="cases.child",
                    ),
                ),
                (
                    "mother",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="cases.mother",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=1, verbose_name="rows")),
            ],
            options={
                "verbose_name": "access",
                "verbose_name_plural": "access log",
                "ordering": ["-id"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);",
                            hash="b304cc73cff159b46a0b722b2a8860c0a4ecfa91",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f5e36",
                            table="cases_accessrow",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;",
                            hash="c01db0926d825c103ba65620b677ab21074330dd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0681e",
                            table="cases_accessrow",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Demonstration",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("loaded_on", models.DateField()),
            ],
            options={
                "verbose_name": "demonstration mark",
                "verbose_name_plural": "demonstration mark",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="demonstration_one_row"
                    )
                ],
            },
        ),
        InstallTriggers(),
    ]
