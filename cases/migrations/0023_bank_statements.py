"""What the bank says of the account, line by line, and what explains a difference."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_receipt_scans'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_statement_number", "DROP SEQUENCE cases_statement_number"
        ),
        InOneStep([
            migrations.CreateModel(
                name='BankStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=16, unique=True, verbose_name='reference')),
                    ('digest', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
                    ('imported_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'bank statement',
                    'verbose_name_plural': 'bank statements',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='StatementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('row', models.PositiveIntegerField(verbose_name='row of the file')),
                    ('value_date', models.DateField(verbose_name='value date')),
                    ('bank_reference', models.CharField(max_length=60, verbose_name='bank reference')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='amount')),
                    ('currency', models.CharField(max_length=3, verbose_name='currency')),
                    ('rate', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True, verbose_name='rate')),
                    ('batches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None, verbose_name='payment batches named')),
                    ('children', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None, verbose_name='children named')),
                    ('matched_at', models.DateTimeField(blank=True, null=True)),
                    ('batch', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_line', to='cases.paymentbatch')),
                    ('matched_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repetitions', to='cases.statementline')),
                    ('reversal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_line', to='cases.reversal')),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='cases.bankstatement')),
                ],
                options={
                    'verbose_name': 'line of a bank statement',
                    'verbose_name_plural': 'lines of bank statements',
                    'ordering': ['statement', 'row'],
                },
            ),
            migrations.CreateModel(
                name='Explanation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('difference', models.CharField(choices=[('bank', "Bank statement differs from the payment order"), ('receipt', 'Not acknowledged by a receipt'), ('refund', "Refund requested, not received yet"), ('line', 'On a bank statement, not in the register')], max_length=7, verbose_name='difference')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='amount')),
                    ('currency', models.CharField(max_length=3, verbose_name='currency')),
                    ('reason', models.CharField(choices=[('in_transit', "In transit, expected later"), ('charges', "Bank charges"), ('rate', 'Another rate, or rounding'), ('other_pay', 'Another payment of the ministry'), ('bank_error', "Bank error, being corrected"), ('ours', "Our error, see the note"), ('other', 'Another reason, see the note')], max_length=10, verbose_name='reason')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='cases.paymentbatch')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='cases.statementline')),
                ],
                options={
                    'verbose_name': 'explanation of a difference',
                    'verbose_name_plural': 'explanations of differences',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='StatementLineEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('row', models.PositiveIntegerField(verbose_name='row of the file')),
                    ('value_date', models.DateField(verbose_name='value date')),
                    ('bank_reference', models.CharField(max_length=60, verbose_name='bank reference')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='amount')),
                    ('currency', models.CharField(max_length=3, verbose_name='currency')),
                    ('rate', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True, verbose_name='rate')),
                    ('batches', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None, verbose_name='payment batches named')),
                    ('children', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None, verbose_name='children named')),
                    ('matched_at', models.DateTimeField(blank=True, null=True)),
                    ('batch', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.paymentbatch')),
                    ('matched_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.statementline')),
                    ('repeats', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.statementline')),
                    ('reversal', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.reversal')),
                    ('statement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.bankstatement')),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        InOneStep([
            migrations.AddConstraint(
                model_name='bankstatement',
                constraint=models.UniqueConstraint(fields=('digest',), name='bank_statement_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatement',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);", hash='58a9bfbfd1d71fb89f32686bc6157252ddbfa4ec', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5a855', table='cases_bankstatement', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatement',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='4b11df461b1c09c77c0418de60de069d60aae244', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_f4e0f', table='cases_bankstatement', when='BEFORE')),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.UniqueConstraint(fields=('statement', 'row'), name='statement_line_row_once'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.UniqueConstraint(condition=models.Q(('repeats__isnull', True)), fields=('value_date', 'bank_reference', 'amount', 'currency'), name='statement_line_once'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='statement_line_of_something'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(('bank_reference', ''), _negated=True), name='statement_line_has_reference'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='statement_line_currency_is_iso'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(('rate__isnull', True), ('rate__gt', 0), _connector='OR'), name='statement_line_rate_positive'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', True), ('reversal__isnull', True)), models.Q(('amount__lt', 0), ('batch__isnull', False), ('reversal__isnull', True)), models.Q(('amount__gt', 0), ('batch__isnull', True), ('reversal__isnull', False)), _connector='OR'), name='statement_line_shows_one'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(('repeats__isnull', True), models.Q(('batch__isnull', True), ('reversal__isnull', True), models.Q(('repeats', models.F('pk')), _negated=True)), _connector='OR'), name='statement_line_repetition_shows_nothing'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', True), ('matched_by__isnull', True), ('reversal__isnull', True)), models.Q(('matched_by__isnull', False), models.Q(('batch__isnull', False), ('reversal__isnull', False), _connector='OR')), _connector='OR'), name='statement_line_matched_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='statementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('matched_by__isnull', False), ('matched_at__isnull', False)), models.Q(('matched_by__isnull', True), ('matched_at__isnull', True)), _connector='OR'), name='statement_line_match_whole'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='a06b3476f2e4dd1001fc0b42af8494c68f6a1c3e', operation='DELETE', pgid='pgtrigger_no_delete_1fcb4', table='cases_statementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='statement_line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."bank_reference" IS DISTINCT FROM (NEW."bank_reference") OR OLD."batches" IS DISTINCT FROM (NEW."batches") OR OLD."children" IS DISTINCT FROM (NEW."children") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."repeats_id" IS DISTINCT FROM (NEW."repeats_id") OR OLD."row" IS DISTINCT FROM (NEW."row") OR OLD."statement_id" IS DISTINCT FROM (NEW."statement_id") OR OLD."value_date" IS DISTINCT FROM (NEW."value_date"))', func="RAISE EXCEPTION 'What the bank has said does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_stays'; RETURN COALESCE(NEW, OLD);", hash='7227a9d1368b3e2aa4d67de5b09ff8151443f0cf', operation='UPDATE', pgid='pgtrigger_statement_line_stays_cf388', table='cases_statementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='statement_line_match_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."matched_at" IS DISTINCT FROM (NEW."matched_at") OR OLD."matched_by_id" IS DISTINCT FROM (NEW."matched_by_id") OR OLD."reversal_id" IS DISTINCT FROM (NEW."reversal_id"))', func="IF OLD.batch_id IS NOT NULL OR OLD.reversal_id IS NOT NULL THEN RAISE EXCEPTION 'What a line shows does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_match_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='bea6470a18fc8c2aea838108bf3639c6693e3964', operation='UPDATE', pgid='pgtrigger_statement_line_match_stays_a9e5a', table='cases_statementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='statement_line_shows_its_own', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (NEW.batch_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_paymentbatch b WHERE b.id = NEW.batch_id AND b.bank_reference = NEW.bank_reference AND b.status IN ('sent', 'settled'))) OR (NEW.reversal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_reversal r JOIN cases_batchline l ON l.id = r.line_id WHERE r.id = NEW.reversal_id AND r.refunded_on IS NOT NULL AND r.bank_reference = NEW.bank_reference AND l.amount = NEW.amount)) THEN RAISE EXCEPTION 'A line shows a record of its bank reference.' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_shows_its_own'; END IF; RETURN COALESCE(NEW, OLD);", hash='f0c04a934e4ac9c5fec31b62a187267f744bf600', operation='INSERT OR UPDATE', pgid='pgtrigger_statement_line_shows_its_own_19ae0', table='cases_statementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='statement_line_repeats_its_own', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."repeats_id" IS NOT NULL)', func="IF NOT EXISTS (SELECT 1 FROM cases_statementline e WHERE e.id = NEW.repeats_id AND e.repeats_id IS NULL AND (e.value_date, e.bank_reference, e.amount, e.currency) = (NEW.value_date, NEW.bank_reference, NEW.amount, NEW.currency)) THEN RAISE EXCEPTION 'A repetition tells the same movement.' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_repeats_its_own'; END IF; RETURN COALESCE(NEW, OLD);", hash='399de9678441c09f7f4b9a15d9adebab77b45af7', operation='INSERT', pgid='pgtrigger_statement_line_repeats_its_own_1a9a7', table='cases_statementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_statementlineevent" ("amount", "bank_reference", "batch_id", "batches", "children", "currency", "id", "matched_at", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "repeats_id", "reversal_id", "row", "statement_id", "value_date") VALUES (NEW."amount", NEW."bank_reference", NEW."batch_id", NEW."batches", NEW."children", NEW."currency", NEW."id", NEW."matched_at", NEW."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."repeats_id", NEW."reversal_id", NEW."row", NEW."statement_id", NEW."value_date"); RETURN NULL;', hash='c8739f2f0fc011c1105f3ce9a042bed667405eb3', operation='INSERT', pgid='pgtrigger_insert_insert_22951', table='cases_statementline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_statementlineevent" ("amount", "bank_reference", "batch_id", "batches", "children", "currency", "id", "matched_at", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "repeats_id", "reversal_id", "row", "statement_id", "value_date") VALUES (NEW."amount", NEW."bank_reference", NEW."batch_id", NEW."batches", NEW."children", NEW."currency", NEW."id", NEW."matched_at", NEW."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."repeats_id", NEW."reversal_id", NEW."row", NEW."statement_id", NEW."value_date"); RETURN NULL;', hash='0f1181437583172dbec483b393c511edfa80203a', operation='UPDATE', pgid='pgtrigger_update_update_2ca2f', table='cases_statementline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_statementlineevent" ("amount", "bank_reference", "batch_id", "batches", "children", "currency", "id", "matched_at", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "repeats_id", "reversal_id", "row", "statement_id", "value_date") VALUES (OLD."amount", OLD."bank_reference", OLD."batch_id", OLD."batches", OLD."children", OLD."currency", OLD."id", OLD."matched_at", OLD."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."repeats_id", OLD."reversal_id", OLD."row", OLD."statement_id", OLD."value_date"); RETURN NULL;', hash='e603c05bc445ab4397a5d01bcc75e722a8230c96', operation='DELETE', pgid='pgtrigger_delete_delete_d2930', table='cases_statementline', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(('difference__in', ['bank', 'receipt', 'refund', 'line']), ('difference__isnull', False)), name='explanation_difference_known'),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['in_transit', 'charges', 'rate', 'other_pay', 'bank_error', 'ours', 'other']), ('reason__isnull', False)), name='explanation_reason_known'),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', False), ('difference__in', ['bank', 'receipt', 'refund']), ('line__isnull', True)), models.Q(('batch__isnull', True), ('difference', 'line'), ('line__isnull', False)), _connector='OR'), name='explanation_of_batch_or_line'),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='explanation_of_something'),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='explanation_currency_is_iso'),
            ),
            migrations.AddConstraint(
                model_name='explanation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['other', 'ours']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='explanation_says_more_where_asked'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='explanation',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);", hash='acaa7f6b565c2ab071bb022a735256b2b14a33cd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ac4b6', table='cases_explanation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='explanation',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='bef8e910459d0baa6e5a9d888b760db202f2f858', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d85d1', table='cases_explanation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementlineevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='ec92716706fcf2c66dc9d24b8a5a86b7787b6329', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b1268', table='cases_statementlineevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='statementlineevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65af62b2c61a5dbd8369c8516ba781e846f5879c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9817e', table='cases_statementlineevent', when='BEFORE')),
            ),
        ]),
    ]
