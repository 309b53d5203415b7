"""A transfer says who funds it, and at which rate an account in another currency paid."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_reversals'),
    ]

    operations = [
        InOneStep([
            pgtrigger.migrations.RemoveTrigger(
                model_name='paymentbatch',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='paymentbatch',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='paymentbatch',
                name='delete_delete',
            ),
        ]),
        InOneStep([
            migrations.AddField(
                model_name='paymentbatch',
                name='funder',
                field=models.CharField(blank=True, max_length=120, verbose_name='funder'),
            ),
            migrations.AddField(
                model_name='paymentbatch',
                name='paid_currency',
                field=models.CharField(blank=True, max_length=3, verbose_name='currency of the account'),
            ),
            migrations.AddField(
                model_name='paymentbatch',
                name='rate',
                field=models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True, verbose_name='rate'),
            ),
            migrations.AddField(
                model_name='paymentbatchevent',
                name='funder',
                field=models.CharField(blank=True, max_length=120, verbose_name='funder'),
            ),
            migrations.AddField(
                model_name='paymentbatchevent',
                name='paid_currency',
                field=models.CharField(blank=True, max_length=3, verbose_name='currency of the account'),
            ),
            migrations.AddField(
                model_name='paymentbatchevent',
                name='rate',
                field=models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True, verbose_name='rate'),
            ),
        ]),
        InOneStep([
            pgtrigger.migrations.AddTrigger(
                model_name='paymentbatch',
                trigger=pgtrigger.compiler.Trigger(name='batch_transfer_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."bank_reference" IS DISTINCT FROM (NEW."bank_reference") OR OLD."charges" IS DISTINCT FROM (NEW."charges") OR OLD."funder" IS DISTINCT FROM (NEW."funder") OR OLD."paid_currency" IS DISTINCT FROM (NEW."paid_currency") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."value_date" IS DISTINCT FROM (NEW."value_date"))', func="IF OLD.status IN ('sent', 'settled') THEN RAISE EXCEPTION 'A transfer that is on record does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_transfer_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='79e1c3b2873192e4a2f0a0cb1e0dd2bb5a3bd60d', operation='UPDATE', pgid='pgtrigger_batch_transfer_stays_4e6bf', table='cases_paymentbatch', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='paymentbatch',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "funder", "id", "paid_currency", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "rate", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."bank_reference", NEW."charges", NEW."currency", NEW."funder", NEW."id", NEW."paid_currency", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."rate", NEW."reference", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."value_date", NEW."version"); RETURN NULL;', hash='c3568322257009a49cfc1f27af63756ec1556878', operation='INSERT', pgid='pgtrigger_insert_insert_59897', table='cases_paymentbatch', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='paymentbatch',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "funder", "id", "paid_currency", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "rate", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."bank_reference", NEW."charges", NEW."currency", NEW."funder", NEW."id", NEW."paid_currency", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."rate", NEW."reference", NEW."returned_reason", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."value_date", NEW."version"); RETURN NULL;', hash='41cb906c1784377d8e4921b6124f25540ff0e39b', operation='UPDATE', pgid='pgtrigger_update_update_fb020', table='cases_paymentbatch', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='paymentbatch',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_paymentbatchevent" ("agreement_id", "approved_at", "approved_by_id", "bank_reference", "charges", "currency", "funder", "id", "paid_currency", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "rate", "reference", "returned_reason", "status", "submitted_at", "submitted_by_id", "value_date", "version") VALUES (OLD."agreement_id", OLD."approved_at", OLD."approved_by_id", OLD."bank_reference", OLD."charges", OLD."currency", OLD."funder", OLD."id", OLD."paid_currency", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."rate", OLD."reference", OLD."returned_reason", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."value_date", OLD."version"); RETURN NULL;', hash='787b6ec3fb6610211879094e5cd40b79ed0b2908', operation='DELETE', pgid='pgtrigger_delete_delete_96dd6', table='cases_paymentbatch', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='paymentbatch',
                constraint=models.CheckConstraint(condition=models.Q(('status__in', ['sent', 'settled']), models.Q(('charges', 0), ('rate__isnull', True), ('value_date__isnull', True), ('bank_reference', ''), ('funder', ''), ('paid_currency', '')), _connector='OR'), name='batch_transfer_only_when_sent'),
            ),
            migrations.AddConstraint(
                model_name='paymentbatch',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_currency', ''), ('rate__isnull', True)), models.Q(('paid_currency__regex', '^[A-Z]{3}$'), ('rate__gt', 0), ('rate__isnull', False), models.Q(('paid_currency', models.F('currency')), _negated=True)), _connector='OR'), name='batch_rate_iff_other_currency'),
            ),
        ]),
    ]
