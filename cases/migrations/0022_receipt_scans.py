"""A receipt has an address and scans, and is in one currency."""

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0021_transfers'),
    ]

    operations = [
        InOneStep([
            migrations.CreateModel(
                name='ReceiptScan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='name of the file as it was sent')),
                    ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=15, verbose_name='type')),
                    ('size', models.PositiveIntegerField(verbose_name='bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('sent_sha256', models.CharField(max_length=64)),
                    ('stored_as', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': 'scan of a receipt',
                    'verbose_name_plural': 'scans of receipts',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='ReceiptScanEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120, verbose_name='name of the file as it was sent')),
                    ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=15, verbose_name='type')),
                    ('size', models.PositiveIntegerField(verbose_name='bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('sent_sha256', models.CharField(max_length=64)),
                    ('stored_as', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
        ]),
        pgtrigger.migrations.RemoveTrigger(
            model_name='receipt',
            name='update_update',
        ),
        migrations.AddField(
            model_name='receipt',
            name='key',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True),
        ),
        InOneStep([
            pgtrigger.migrations.AddTrigger(
                model_name='receipt',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."authority" IS DISTINCT FROM (NEW."authority") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func='INSERT INTO "cases_receiptevent" ("agreement_id", "authority", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "recorded_at", "recorded_by_id") VALUES (NEW."agreement_id", NEW."authority", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."received_on", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;', hash='559324902dea5e9ce3c513e1a4a564d3b36e857b', operation='UPDATE', pgid='pgtrigger_update_update_b5700', table='cases_receipt', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptline',
                trigger=pgtrigger.compiler.Trigger(name='receipt_line_of_one_currency', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM cases_receiptline l JOIN cases_fee f ON f.id = l.fee_id JOIN cases_fee n ON n.id = NEW.fee_id AND n.currency <> f.currency WHERE l.receipt_id = NEW.receipt_id) THEN RAISE EXCEPTION 'A receipt is in one currency.' USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_line_of_one_currency'; END IF; RETURN COALESCE(NEW, OLD);", hash='9cb542b3685d5d6ef3b7843a90e5217d90f6e8af', operation='INSERT', pgid='pgtrigger_receipt_line_of_one_currency_fe878', table='cases_receiptline', when='BEFORE')),
            ),
        ]),
        InOneStep([
            migrations.AddField(
                model_name='receiptscan',
                name='receipt',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='cases.receipt'),
            ),
            migrations.AddField(
                model_name='receiptscan',
                name='uploaded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='receiptscan',
                name='withdrawn_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='receiptscanevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.receiptscan'),
            ),
            migrations.AddField(
                model_name='receiptscanevent',
                name='receipt',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.receipt'),
            ),
            migrations.AddField(
                model_name='receiptscanevent',
                name='uploaded_by',
                field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='receiptscanevent',
                name='withdrawn_by',
                field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
            ),
        ]),
        InOneStep([
            migrations.AddConstraint(
                model_name='receiptscan',
                constraint=models.CheckConstraint(condition=models.Q(('content_type__in', ['application/pdf', 'image/jpeg', 'image/png']), ('content_type__isnull', False)), name='scan_content_type_known'),
            ),
            migrations.AddConstraint(
                model_name='receiptscan',
                constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0), models.Q(('name', ''), _negated=True)), name='scan_not_empty'),
            ),
            migrations.AddConstraint(
                model_name='receiptscan',
                constraint=models.CheckConstraint(condition=models.Q(('sent_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$')), name='scan_hashes_whole'),
            ),
            migrations.AddConstraint(
                model_name='receiptscan',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', False), ('withdrawn_at__isnull', False)), models.Q(('withdrawn_by__isnull', True), ('withdrawn_at__isnull', True)), _connector='OR'), name='scan_withdrawn_whole'),
            ),
            migrations.AddConstraint(
                model_name='receiptscan',
                constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('receipt', 'sent_sha256'), name='scan_of_a_receipt_once'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='fbd98f742611d750726a3892435a277dd9caaef5', operation='DELETE', pgid='pgtrigger_no_delete_531a0', table='cases_receiptscan', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='scan_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."receipt_id" IS DISTINCT FROM (NEW."receipt_id") OR OLD."sent_sha256" IS DISTINCT FROM (NEW."sent_sha256") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."stored_as" IS DISTINCT FROM (NEW."stored_as") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func="RAISE EXCEPTION 'A scan is never changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'scan_stays'; RETURN COALESCE(NEW, OLD);", hash='c6004cd1ea325681ed0fc021edf1625301ddf682', operation='UPDATE', pgid='pgtrigger_scan_stays_19a70', table='cases_receiptscan', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='scan_withdrawn_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))', func="IF OLD.withdrawn_at IS NOT NULL THEN RAISE EXCEPTION 'A scan is withdrawn once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'scan_withdrawn_once'; END IF; RETURN COALESCE(NEW, OLD);", hash='2074ad1f8e60b824fd597ce175a66ae9a7a78fd8', operation='UPDATE', pgid='pgtrigger_scan_withdrawn_once_c4e12', table='cases_receiptscan', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_receiptscanevent" ("content_type", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "sent_sha256", "sha256", "size", "stored_as", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."content_type", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."receipt_id", NEW."sent_sha256", NEW."sha256", NEW."size", NEW."stored_as", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='54eef887ff245371ab2d80038a5b506490aa526f', operation='INSERT', pgid='pgtrigger_insert_insert_1ee0f', table='cases_receiptscan', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_receiptscanevent" ("content_type", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "sent_sha256", "sha256", "size", "stored_as", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."content_type", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."receipt_id", NEW."sent_sha256", NEW."sha256", NEW."size", NEW."stored_as", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='fc17dc70cacf9afadfc20f9f57d37580eaec38e4', operation='UPDATE', pgid='pgtrigger_update_update_7273e', table='cases_receiptscan', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscan',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_receiptscanevent" ("content_type", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_id", "sent_sha256", "sha256", "size", "stored_as", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."content_type", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."receipt_id", OLD."sent_sha256", OLD."sha256", OLD."size", OLD."stored_as", OLD."uploaded_at", OLD."uploaded_by_id", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;', hash='774fc97965d8cfbbadd32ef381cc292898fae19c', operation='DELETE', pgid='pgtrigger_delete_delete_53938', table='cases_receiptscan', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscanevent',
                trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='033931e7cd26103f0c7298afca34e0bd609c8509', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_51a1f', table='cases_receiptscanevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='receiptscanevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6e7548ea0357935958004fbc33082201168b49db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_118f6', table='cases_receiptscanevent', when='BEFORE')),
            ),
        ]),
    ]
