"""Money paid for a child who does not travel is claimed back, or pays another child's fee."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep

#: A batch's money serves the fee of its line, until a reversal says otherwise.
SERVES_ITS_FEE = "UPDATE cases_batchline SET serves_id = fee_id"

REVERSALS = """
CREATE FUNCTION cases_refuse_reversal(reversal cases_reversal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM cases_batchline l JOIN cases_paymentbatch b ON b.id = l.batch_id
        WHERE l.id = reversal.line_id AND NOT l.released AND l.serves_id = reversal.fee_id
        AND b.status IN ('sent', 'settled')
    ) THEN PERFORM cases_refuse('reversal_of_paid_money',
        'Only money that pays a fee now leaves it.'); END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_fee f JOIN cases_child c ON c.id = f.child_id
        WHERE f.id = reversal.fee_id AND c.returned_on IS NULL
        AND c.stage IN ('deferred', 'ineligible', 'closed')
    ) THEN PERFORM cases_refuse('reversal_of_a_child_who_stays',
        'Money leaves the fee of a child who does not travel.'); END IF;
    IF reversal.credited_to_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_fee f, cases_fee t
        WHERE f.id = reversal.fee_id AND t.id = reversal.credited_to_id
        AND t.status = 'due' AND t.waiver_asked_by_id IS NULL
        AND (t.agreement_id, t.amount, t.currency) = (f.agreement_id, f.amount, f.currency)
    ) THEN PERFORM cases_refuse('reversal_credits_a_due_fee',
        'A credit pays a due fee of the same agreement and amount.'); END IF;
END $$;

CREATE FUNCTION cases_refuse_line_off_its_reversals(the_line bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT serves_id FROM cases_batchline WHERE id = the_line) IS DISTINCT FROM (
        SELECT CASE WHEN r.id IS NULL THEN l.fee_id ELSE r.credited_to_id END
        FROM cases_batchline l
        LEFT JOIN cases_reversal r ON r.line_id = l.id AND r.approved_by_id IS NOT NULL
        WHERE l.id = the_line ORDER BY r.id DESC NULLS LAST LIMIT 1
    ) THEN PERFORM cases_refuse('batch_line_serves_whom_it_says',
        'The money of a line serves the fee that its reversals name.'); END IF;
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_fee_off_its_lines(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_status text;
    batch_status text;
    reversed text;
BEGIN
    SELECT f.status, b.status INTO is_status, batch_status FROM cases_fee f
    LEFT JOIN cases_batchline l ON l.serves_id = f.id AND NOT l.released
    LEFT JOIN cases_paymentbatch b ON b.id = l.batch_id WHERE f.id = the_fee;
    SELECT CASE WHEN kind = 'credit' THEN 'credited'
                WHEN refunded_on IS NULL THEN 'refund_due' ELSE 'refunded' END INTO reversed
    FROM cases_reversal WHERE fee_id = the_fee AND approved_by_id IS NOT NULL
    ORDER BY id DESC LIMIT 1;
    IF NOT COALESCE(CASE
        WHEN is_status IN ('due', 'waived') THEN batch_status IS NULL
        WHEN is_status = 'batched' THEN batch_status IN ('draft', 'submitted', 'approved')
        WHEN is_status IN ('paid', 'receipted') THEN batch_status IN ('sent', 'settled')
        ELSE batch_status IS NULL AND is_status = reversed END, false) THEN
        PERFORM cases_refuse('fee_held_to_lines', 'A fee is where its batch line says.');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_fee_off_its_receipts(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT received FROM cases_fee WHERE id = the_fee) IS DISTINCT FROM (
        (SELECT COALESCE(sum(amount), 0) FROM cases_receiptline WHERE fee_id = the_fee)
        - (SELECT COALESCE(sum(received), 0) FROM cases_reversal WHERE fee_id = the_fee)
        + (SELECT COALESCE(sum(received), 0) FROM cases_reversal WHERE credited_to_id = the_fee)
    ) THEN PERFORM cases_refuse('fee_received_by_receipts',
        'What is received is the sum of the lines of receipts.'); END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_undo")]

    operations = [
        InOneStep(
            [
                migrations.CreateModel(
                    name='Reversal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('refund', "Request a refund"), ('credit', "Credit it to another child's fee")], max_length=6, verbose_name='kind')),
                        ('reason', models.CharField(choices=[('nursing', 'Nursing infant'), ('consent', 'A consent is missing or withdrawn'), ('no_relative', 'No receiving relative'), ('documents', 'Documents are missing'), ('court', 'A court decision is awaited'), ('health', 'Health'), ('new_fact', 'A new fact'), ('expired', 'A clearance expired or was withdrawn'), ('no_show', 'Did not come'), ('cancelled', 'The movement was cancelled'), ('diverted', 'The movement was diverted or returned'), ('mistake', 'Entered by mistake'), ('fear', 'Fear'), ('incomplete', 'Something is missing'), ('other', 'Another reason, see the notes')], max_length=12, verbose_name='reason')),
                        ('received', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='received')),
                        ('asked_at', models.DateTimeField(verbose_name="requested at")),
                        ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                        ('refunded_on', models.DateField(blank=True, null=True, verbose_name='refunded on')),
                        ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='bank reference')),
                    ],
                    options={
                        'verbose_name': "refund or credit of a fee",
                        'verbose_name_plural': 'reversals of payments',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ReversalEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('refund', "Request a refund"), ('credit', "Credit it to another child's fee")], max_length=6, verbose_name='kind')),
                        ('reason', models.CharField(choices=[('nursing', 'Nursing infant'), ('consent', 'A consent is missing or withdrawn'), ('no_relative', 'No receiving relative'), ('documents', 'Documents are missing'), ('court', 'A court decision is awaited'), ('health', 'Health'), ('new_fact', 'A new fact'), ('expired', 'A clearance expired or was withdrawn'), ('no_show', 'Did not come'), ('cancelled', 'The movement was cancelled'), ('diverted', 'The movement was diverted or returned'), ('mistake', 'Entered by mistake'), ('fear', 'Fear'), ('incomplete', 'Something is missing'), ('other', 'Another reason, see the notes')], max_length=12, verbose_name='reason')),
                        ('received', models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='received')),
                        ('asked_at', models.DateTimeField(verbose_name="requested at")),
                        ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                        ('refunded_on', models.DateField(blank=True, null=True, verbose_name='refunded on')),
                        ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='bank reference')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ]
        ),
        InOneStep(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='batchline',
                    name='line_of_a_draft',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='batchline',
                    name='line_holds_its_fee',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='batchline',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='batchline',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='batchline',
                    name='delete_delete',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='fee',
                    name='fee_status_follows',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='paymentbatch',
                    name='approver_touched_nothing',
                ),
                migrations.RemoveConstraint(
                    model_name='batchline',
                    name='batch_line_one_live',
                ),
                migrations.RemoveConstraint(
                    model_name='fee',
                    name='fee_status_known',
                ),
                migrations.RemoveConstraint(
                    model_name='journal',
                    name='journal_act_known',
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='batchline',
                    name='serves',
                    field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='cases.fee'),
                ),
                migrations.AddField(
                    model_name='batchlineevent',
                    name='serves',
                    field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.fee'),
                ),
                migrations.AlterField(
                    model_name='fee',
                    name='status',
                    field=models.CharField(choices=[('due', 'Due'), ('batched', 'In a batch'), ('paid', 'Paid'), ('receipted', 'Receipted'), ('waived', 'Waived'), ('refund_due', 'Refund due'), ('refunded', 'Refunded'), ('credited', 'Credited to another child')], default='due', max_length=10, verbose_name='status'),
                ),
                migrations.AlterField(
                    model_name='feeevent',
                    name='status',
                    field=models.CharField(choices=[('due', 'Due'), ('batched', 'In a batch'), ('paid', 'Paid'), ('receipted', 'Receipted'), ('waived', 'Waived'), ('refund_due', 'Refund due'), ('refunded', 'Refunded'), ('credited', 'Credited to another child')], default='due', max_length=10, verbose_name='status'),
                ),
                migrations.AlterField(
                    model_name='journal',
                    name='act',
                    field=models.CharField(choices=[('register', 'Registered'), ('edit', 'Record changed'), ('assign', 'Assigned'), ('note', 'Note added'), ('consent', 'Consent recorded'), ('verify_consent', 'Consent verified'), ('clearance', 'Clearance recorded'), ('verify', 'Identity verified'), ('assess', 'Eligibility assessed'), ('decide', 'Eligibility decided'), ('defer', 'Deferred'), ('reconsider', "Case resumed"), ('clear', 'Cleared to travel'), ('lapse', "No longer cleared to travel"), ('hold', 'Put on hold'), ('release_hold', 'Hold ended'), ('fee_due', 'Fee became due'), ('fee_paid', 'Fee paid'), ('fee_receipted', 'Fee receipted'), ('fee_waived', 'Fee waived'), ('fee_claimed', "Refund requested"), ('fee_refunded', 'Fee refunded'), ('fee_credited', 'Fee credited to another child'), ('propose', 'Place proposed'), ('lock', "Booked: passenger list locked"), ('take_off', "Removed from the list"), ('release', 'Place released'), ('depart', 'Departed'), ('arrive', 'Returned home'), ('turn_back', 'Turned back'), ('hand_over', 'Handed over'), ('place', 'Placed in care'), ('ask_close', "Closing requested"), ('close', 'Closed'), ('ask_reopen', "Reopening requested"), ('reopen', 'Reopened'), ('return', 'Sent back by the reviewer'), ('undo', 'Undone'), ('write_interests', 'Best-interests note written'), ('approve_interests', 'Best-interests note approved'), ('plan_follow_up', 'Follow-up planned'), ('follow_up', 'Follow-up recorded'), ('answer_duplicate', 'Possible duplicate answered'), ('hearing', 'Court hearing'), ('claim', 'Kinship claim'), ('document', 'Document added'), ('withdraw_document', 'Document withdrawn')], max_length=20, verbose_name='act'),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='approved_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='asked_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='credited_to',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='cases.fee'),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='dropped_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='fee',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='cases.fee'),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='line',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='cases.batchline'),
                ),
                migrations.AddField(
                    model_name='reversal',
                    name='recorded_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='approved_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='asked_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='credited_to',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.fee'),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='dropped_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='fee',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.fee'),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='line',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.batchline'),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.reversal'),
                ),
                migrations.AddField(
                    model_name='reversalevent',
                    name='recorded_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ]
        ),
        migrations.RunSQL(SERVES_ITS_FEE, migrations.RunSQL.noop),
        migrations.RunSQL(REVERSALS, migrations.RunSQL.noop),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='batchline',
                    trigger=pgtrigger.compiler.Trigger(name='line_of_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'INSERT' THEN NEW.serves_id := NEW.fee_id; END IF; IF TG_OP = 'INSERT' OR NEW.serves_id IS NOT DISTINCT FROM OLD.serves_id OR NEW.released <> OLD.released THEN PERFORM cases_refuse_batch_line(NEW); END IF; RETURN COALESCE(NEW, OLD);", hash='31c984b20ccca58ca4f561ae66666148726f3416', operation='INSERT OR UPDATE', pgid='pgtrigger_line_of_a_draft_10a82', table='cases_batchline', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='batchline',
                    trigger=pgtrigger.compiler.Trigger(name='line_holds_its_fee', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM cases_refuse_line_off_its_reversals(NEW.id); PERFORM cases_refuse_fee_off_its_lines(fee) FROM unnest(ARRAY[NEW.fee_id, NEW.serves_id, OLD.serves_id]) AS fee WHERE fee IS NOT NULL; RETURN NULL;', hash='16e9556b2428489b00501c3592a7a77ac9214fd3', operation='INSERT OR UPDATE', pgid='pgtrigger_line_holds_its_fee_46bc3', table='cases_batchline', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='batchline',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id", "serves_id") VALUES (NEW."added_by_id", NEW."amount", NEW."batch_id", NEW."fee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."released", NEW."released_by_id", NEW."serves_id"); RETURN NULL;', hash='13fdfccc22491dc8fb9000e6b72e3972cba8e39a', operation='INSERT', pgid='pgtrigger_insert_insert_83d9b', table='cases_batchline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='batchline',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id", "serves_id") VALUES (NEW."added_by_id", NEW."amount", NEW."batch_id", NEW."fee_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."released", NEW."released_by_id", NEW."serves_id"); RETURN NULL;', hash='c43b9e26bb455e32b60ebd57bdbf3a07b77989dd', operation='UPDATE', pgid='pgtrigger_update_update_ecf13', table='cases_batchline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='batchline',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_batchlineevent" ("added_by_id", "amount", "batch_id", "fee_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "released", "released_by_id", "serves_id") VALUES (OLD."added_by_id", OLD."amount", OLD."batch_id", OLD."fee_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."released", OLD."released_by_id", OLD."serves_id"); RETURN NULL;', hash='958409107dc13c72c3caa1fd7956ce18d9341c37', operation='DELETE', pgid='pgtrigger_delete_delete_43962', table='cases_batchline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fee',
                    trigger=pgtrigger.compiler.Trigger(name='fee_status_follows', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))', func="IF (OLD.status, NEW.status) NOT IN (('due','batched'), ('batched','due'), ('batched','paid'), ('paid','receipted'), ('due','waived'), ('paid','refund_due'), ('receipted','refund_due'), ('refund_due','refunded'), ('refunded','due'), ('paid','credited'), ('receipted','credited'), ('credited','due'), ('due','paid'), ('due','receipted')) THEN RAISE EXCEPTION 'Unknown change of status.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_status_follows_the_table'; END IF; RETURN COALESCE(NEW, OLD);", hash='9f6c8f39941af5528fe21e36cef991ccc5127567', operation='UPDATE', pgid='pgtrigger_fee_status_follows_22497', table='cases_fee', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='paymentbatch',
                    trigger=pgtrigger.compiler.Trigger(name='approver_touched_nothing', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))', func="IF NEW.approved_by_id IS NOT NULL AND (EXISTS (SELECT 1 FROM cases_batchline WHERE batch_id = NEW.id AND NEW.approved_by_id IN (added_by_id, released_by_id)) OR EXISTS (SELECT 1 FROM cases_paymentbatchevent WHERE pgh_obj_id = NEW.id AND submitted_by_id = NEW.approved_by_id)) THEN RAISE EXCEPTION 'Nobody approves what they edited.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_approver_touched_nothing'; END IF; RETURN COALESCE(NEW, OLD);", hash='bebc27d07388c679a9d64e4a631ce01d07791352', operation='UPDATE', pgid='pgtrigger_approver_touched_nothing_a0d35', table='cases_paymentbatch', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='batchline',
                    constraint=models.UniqueConstraint(condition=models.Q(('released', False)), fields=('serves',), name='batch_line_one_live'),
                ),
                migrations.AddConstraint(
                    model_name='fee',
                    constraint=models.CheckConstraint(condition=models.Q(('status__in', ['due', 'batched', 'paid', 'receipted', 'waived', 'refund_due', 'refunded', 'credited']), ('status__isnull', False)), name='fee_status_known'),
                ),
                migrations.AddConstraint(
                    model_name='journal',
                    constraint=models.CheckConstraint(condition=models.Q(('act__in', ['register', 'edit', 'assign', 'note', 'consent', 'verify_consent', 'clearance', 'verify', 'assess', 'decide', 'defer', 'reconsider', 'clear', 'lapse', 'hold', 'release_hold', 'fee_due', 'fee_paid', 'fee_receipted', 'fee_waived', 'fee_claimed', 'fee_refunded', 'fee_credited', 'propose', 'lock', 'take_off', 'release', 'depart', 'arrive', 'turn_back', 'hand_over', 'place', 'ask_close', 'close', 'ask_reopen', 'reopen', 'return', 'undo', 'write_interests', 'approve_interests', 'plan_follow_up', 'follow_up', 'answer_duplicate', 'hearing', 'claim', 'document', 'withdraw_document']), ('act__isnull', False)), name='journal_act_known'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['refund', 'credit']), ('kind__isnull', False)), name='reversal_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['nursing', 'consent', 'no_relative', 'documents', 'court', 'health', 'new_fact', 'expired', 'no_show', 'cancelled', 'diverted', 'mistake', 'fear', 'incomplete', 'other']), ('reason__isnull', False)), name='reversal_reason_known'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('approved_at__isnull', False)), models.Q(('approved_by__isnull', True), ('approved_at__isnull', True)), _connector='OR'), name='reversal_approved_whole'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_by__isnull', False), ('dropped_at__isnull', False)), models.Q(('dropped_by__isnull', True), ('dropped_at__isnull', True)), _connector='OR'), name='reversal_dropped_whole'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('asked_by__isnull', False), models.Q(('approved_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='reversal_approved_by_another'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('credited_to__isnull', False), ('kind', 'credit'), models.Q(('credited_to', models.F('fee')), _negated=True)), models.Q(('credited_to__isnull', True), ('kind', 'refund')), _connector='OR'), name='reversal_credit_iff_credited'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('dropped_by__isnull', True), _connector='OR'), name='reversal_approved_or_dropped'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(('received', 0), models.Q(('approved_by__isnull', False), ('received__gt', 0)), _connector='OR'), name='reversal_received_when_approved'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('bank_reference', ''), ('recorded_by__isnull', True), ('refunded_on__isnull', True)), models.Q(('approved_by__isnull', False), ('kind', 'refund'), ('recorded_by__isnull', False), ('refunded_on__isnull', False), models.Q(('bank_reference', ''), _negated=True)), _connector='OR'), name='reversal_refund_whole'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.UniqueConstraint(condition=models.Q(('approved_by__isnull', True), ('dropped_by__isnull', True)), fields=('line',), name='reversal_asked_once'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.UniqueConstraint(condition=models.Q(('approved_by__isnull', True), ('credited_to__isnull', False), ('dropped_by__isnull', True)), fields=('credited_to',), name='reversal_credit_asked_once'),
                ),
                migrations.AddConstraint(
                    model_name='reversal',
                    constraint=models.UniqueConstraint(condition=models.Q(('bank_reference', ''), _negated=True), fields=('bank_reference',), name='reversal_bank_reference_once'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='e1f847d4b18dbb7f902d9f1b2e9992cf5fbd1afc', operation='DELETE', pgid='pgtrigger_no_delete_7396c', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_starts_asked', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.approved_by_id IS NOT NULL OR NEW.dropped_by_id IS NOT NULL THEN RAISE EXCEPTION 'A reversal is asked for before it is approved.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_starts_asked'; END IF; RETURN COALESCE(NEW, OLD);", hash='2a0f937fcf98bae581a527fc8b9ad37479af1fed', operation='INSERT', pgid='pgtrigger_reversal_starts_asked_f81aa', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_terms_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."credited_to_id" IS DISTINCT FROM (NEW."credited_to_id") OR OLD."fee_id" IS DISTINCT FROM (NEW."fee_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func="RAISE EXCEPTION 'What was asked for does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_terms_stay'; RETURN COALESCE(NEW, OLD);", hash='dd2f4a35cc0e2d4099f99e87246d90261705d194', operation='UPDATE', pgid='pgtrigger_reversal_terms_stay_61a8a', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_answer_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id") OR OLD."dropped_at" IS DISTINCT FROM (NEW."dropped_at") OR OLD."dropped_by_id" IS DISTINCT FROM (NEW."dropped_by_id") OR OLD."received" IS DISTINCT FROM (NEW."received"))', func="IF OLD.approved_by_id IS NOT NULL OR OLD.dropped_by_id IS NOT NULL THEN RAISE EXCEPTION 'An answer that was given does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_answer_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='c7c8defda83f87daca123f64bc97cc35725698fe', operation='UPDATE', pgid='pgtrigger_reversal_answer_stays_a73ee', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_refund_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."bank_reference" IS DISTINCT FROM (NEW."bank_reference") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."refunded_on" IS DISTINCT FROM (NEW."refunded_on"))', func="IF OLD.refunded_on IS NOT NULL THEN RAISE EXCEPTION 'A refund that is on record does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_refund_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='e567559f7871cfec590745c378c94d8dab1ed061', operation='UPDATE', pgid='pgtrigger_reversal_refund_stays_71950', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_is_possible', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))', func='IF NEW.approved_by_id IS NOT NULL THEN PERFORM cases_refuse_reversal(NEW); END IF; RETURN COALESCE(NEW, OLD);', hash='1a64fb6359888101ce78990d94a1181779084783', operation='UPDATE', pgid='pgtrigger_reversal_is_possible_0d85e', table='cases_reversal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='reversal_holds_its_fees', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM cases_refuse_line_off_its_reversals(NEW.line_id); PERFORM cases_refuse_fee_off_its_lines(fee), cases_refuse_fee_off_its_receipts(fee) FROM unnest(ARRAY[NEW.fee_id, NEW.credited_to_id]) AS fee WHERE fee IS NOT NULL; RETURN NULL;', hash='da018e23edbe3df3e8b628ac8940954f9220035e', operation='UPDATE OF "approved_by_id", "refunded_on"', pgid='pgtrigger_reversal_holds_its_fees_9a939', table='cases_reversal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_reversalevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "bank_reference", "credited_to_id", "dropped_at", "dropped_by_id", "fee_id", "id", "kind", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "recorded_by_id", "refunded_on") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."bank_reference", NEW."credited_to_id", NEW."dropped_at", NEW."dropped_by_id", NEW."fee_id", NEW."id", NEW."kind", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."received", NEW."recorded_by_id", NEW."refunded_on"); RETURN NULL;', hash='cd85694afea96c3e491ef48084f3f3d921ac7b8f', operation='INSERT', pgid='pgtrigger_insert_insert_279c0', table='cases_reversal', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_reversalevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "bank_reference", "credited_to_id", "dropped_at", "dropped_by_id", "fee_id", "id", "kind", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "recorded_by_id", "refunded_on") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."bank_reference", NEW."credited_to_id", NEW."dropped_at", NEW."dropped_by_id", NEW."fee_id", NEW."id", NEW."kind", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."received", NEW."recorded_by_id", NEW."refunded_on"); RETURN NULL;', hash='7fd066338a3638802975e1817f94bf01dfba122f', operation='UPDATE', pgid='pgtrigger_update_update_4e033', table='cases_reversal', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversal',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_reversalevent" ("approved_at", "approved_by_id", "asked_at", "asked_by_id", "bank_reference", "credited_to_id", "dropped_at", "dropped_by_id", "fee_id", "id", "kind", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received", "recorded_by_id", "refunded_on") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."asked_at", OLD."asked_by_id", OLD."bank_reference", OLD."credited_to_id", OLD."dropped_at", OLD."dropped_by_id", OLD."fee_id", OLD."id", OLD."kind", OLD."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."received", OLD."recorded_by_id", OLD."refunded_on"); RETURN NULL;', hash='c0b2b75195eca3ba8c42d89ba1f2851727eeb46e', operation='DELETE', pgid='pgtrigger_delete_delete_c5e36', table='cases_reversal', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversalevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='9b19af66a7d05edea19a93c0bce7e652c3db1b09', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_17a6a', table='cases_reversalevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reversalevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e26b4d6a7498b7171b3ee101e0a9db7c4298fcff', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_60d52', table='cases_reversalevent', when='BEFORE')),
                ),
            ]
        ),
    ]
