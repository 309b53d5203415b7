"""A dictionary of the words of names, from which search and duplicate warnings start."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

#: The words of a name. It tells the planner that it is dear: comparing each row with many
#: words is, and a plan that does so to save an index costs a hundred times as much.
WORDS = """
CREATE FUNCTION cases_words(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000
AS $$ BEGIN RETURN string_to_array(name, ' '); END $$;
"""
#: Rows that are copied in past the other triggers must be found by their names too.
ALWAYS = "ALTER TABLE cases_personname ENABLE ALWAYS TRIGGER pgtrigger_learn_words_d7bfd"
FILL = """
INSERT INTO cases_nameword (text, is_key)
SELECT DISTINCT word, is_key
FROM cases_personname,
     LATERAL (VALUES (folded, false), (match_key, true)) AS name (words, is_key),
     string_to_table(words, ' ') AS word
WHERE word <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_seats_and_decisions_are_counted")]

    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(WORDS, "DROP FUNCTION cases_words"),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(db_collation="C", max_length=240)),
                ("is_key", models.BooleanField()),
            ],
            options={
                "verbose_name": "word of names",
                "verbose_name_plural": "words of names",
            },
        ),
        migrations.AddIndex(
            model_name="accessrow",
            index=models.Index(fields=["by", "page", "at"], name="access_row_by_page"),
        ),
        migrations.AddIndex(
            model_name="accessrow",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="access_row_at"),
        ),
        migrations.AddIndex(
            model_name="personname",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("folded"),
                    function="cases_words",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                fastupdate=False,
                name="person_name_folded_words",
            ),
        ),
        migrations.AddIndex(
            model_name="personname",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("match_key"),
                    function="cases_words",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                fastupdate=False,
                name="person_name_key_words",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personname",
            trigger=pgtrigger.compiler.Trigger(
                name="learn_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nINSERT INTO cases_nameword (text, is_key)\nSELECT DISTINCT word, is_key\nFROM (VALUES (NEW.folded, false), (NEW.match_key, true)) AS name (words, is_key),\n     string_to_table(words, ' ') AS word\nWHERE word <> '' AND NOT EXISTS (\n    SELECT 1 FROM cases_nameword w WHERE w.text = word AND w.is_key = name.is_key);\n RETURN COALESCE(NEW, OLD);",
                    hash="b099cdb8a3f6a56680924438cfe56572c3228a38",
                    operation='INSERT OR UPDATE OF "folded", "match_key"',
                    pgid="pgtrigger_learn_words_d7bfd",
                    table="cases_personname",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(fields=["text", "is_key"], name="name_word"),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("text", name="gin_trgm_ops"),
                condition=models.Q(("is_key", False)),
                fastupdate=False,
                name="name_word_part",
            ),
        ),
        migrations.RunSQL(ALWAYS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
