"""Money starts at its beginning: a fee as due, a batch as a draft, and a sum by its receipts."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


RECEIPTS = """
CREATE FUNCTION cases_refuse_fee_off_its_receipts(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT received FROM cases_fee WHERE id = the_fee) IS DISTINCT FROM (
        SELECT COALESCE(sum(amount), 0) FROM cases_receiptline WHERE fee_id = the_fee
    ) THEN PERFORM cases_refuse('fee_received_by_receipts',
        'What is received is the sum of the lines of receipts.'); END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_statements_have_parts'),
    ]

    operations = [
        migrations.RunSQL(RECEIPTS, "DROP FUNCTION cases_refuse_fee_off_its_receipts"),
        migrations.RemoveConstraint(
            model_name='fee',
            name='fee_waived_only_when_approved',
        ),
        migrations.RemoveConstraint(
            model_name='journal',
            name='journal_act_known',
        ),
        migrations.AlterField(
            model_name='journal',
            name='act',
            field=models.CharField(choices=[('register', 'Registered'), ('edit', 'Record changed'), ('assign', 'Assigned'), ('note', 'Note added'), ('consent', 'Consent recorded'), ('verify_consent', 'Consent verified'), ('clearance', 'Clearance recorded'), ('verify', 'Identity verified'), ('assess', 'Eligibility assessed'), ('decide', 'Eligibility decided'), ('defer', 'Deferred'), ('reconsider', "Case resumed"), ('clear', 'Cleared to travel'), ('lapse', "No longer cleared to travel"), ('hold', 'Put on hold'), ('release_hold', 'Hold ended'), ('fee_due', 'Fee became due'), ('fee_paid', 'Fee paid'), ('fee_receipted', 'Fee receipted'), ('fee_waived', 'Fee waived'), ('propose', 'Place proposed'), ('lock', "Booked: passenger list locked"), ('take_off', "Removed from the list"), ('release', 'Place released'), ('depart', 'Departed'), ('arrive', 'Returned home'), ('turn_back', 'Turned back'), ('hand_over', 'Handed over'), ('place', 'Placed in care'), ('ask_close', "Closing requested"), ('close', 'Closed'), ('ask_reopen', "Reopening requested"), ('reopen', 'Reopened'), ('return', 'Sent back by the reviewer'), ('answer_duplicate', 'Possible duplicate answered')], max_length=20, verbose_name='act'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fee',
            trigger=pgtrigger.compiler.Trigger(name='fee_starts_as_due', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.status <> 'due' OR NEW.received <> 0 THEN RAISE EXCEPTION 'A fee starts as due.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_starts_as_due'; END IF; RETURN COALESCE(NEW, OLD);", hash='d14bcc96b0587b84753ed38c1016f43770e1251f', operation='INSERT', pgid='pgtrigger_fee_starts_as_due_2ce51', table='cases_fee', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fee',
            trigger=pgtrigger.compiler.Trigger(name='fee_received_by_receipts', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM cases_refuse_fee_off_its_receipts(NEW.id); RETURN NULL;', hash='1911a571223787120c9564d5b46ec906c6e637f5', operation='UPDATE OF "received"', pgid='pgtrigger_fee_received_by_receipts_c4095', table='cases_fee', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentbatch',
            trigger=pgtrigger.compiler.Trigger(name='batch_starts_as_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.status <> 'draft' THEN RAISE EXCEPTION 'A batch starts as a draft.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_starts_as_draft'; END IF; RETURN COALESCE(NEW, OLD);", hash='8caecf15263b48b49848f4cd41f2f2109a4e65db', operation='INSERT', pgid='pgtrigger_batch_starts_as_draft_571d8', table='cases_paymentbatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentbatch',
            trigger=pgtrigger.compiler.Trigger(name='batch_terms_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference"))', func="RAISE EXCEPTION 'Whose batch it is, and in what money, never changes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_terms_stay'; RETURN COALESCE(NEW, OLD);", hash='c0946b5a55a015f680db849d2e0ce8d4e2f3ea10', operation='UPDATE', pgid='pgtrigger_batch_terms_stay_3176b', table='cases_paymentbatch', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'waived'), ('waiver_approved_by__isnull', False), models.Q(('waiver_reason', ''), _negated=True)), models.Q(models.Q(('status', 'waived'), _negated=True), ('waiver_approved_by__isnull', True)), _connector='OR'), name='fee_waived_iff_approved'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('waiver_asked_by__isnull', True), ('status__in', ['due', 'waived']), _connector='OR'), name='fee_waiver_of_a_due_fee'),
        ),
        migrations.AddConstraint(
            model_name='journal',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['register', 'edit', 'assign', 'note', 'consent', 'verify_consent', 'clearance', 'verify', 'assess', 'decide', 'defer', 'reconsider', 'clear', 'lapse', 'hold', 'release_hold', 'fee_due', 'fee_paid', 'fee_receipted', 'fee_waived', 'propose', 'lock', 'take_off', 'release', 'depart', 'arrive', 'turn_back', 'hand_over', 'place', 'ask_close', 'close', 'ask_reopen', 'reopen', 'return', 'answer_duplicate']), ('act__isnull', False)), name='journal_act_known'),
        ),
        migrations.AddConstraint(
            model_name='paymentbatch',
            constraint=models.UniqueConstraint(condition=models.Q(('bank_reference', ''), _negated=True), fields=('agreement', 'bank_reference'), name='batch_bank_reference_once'),
        ),
    ]
