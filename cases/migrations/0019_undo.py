"""What was done to a case by mistake is taken back on the same day, and both stay in the journal."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep

UNTRUE_UNDO = """
CREATE FUNCTION cases_refuse_untrue_undo(entry cases_journal, undoable text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    undone cases_journal;
BEGIN
    -- An entry of the same child that is being written waits here, or is waited for.
    PERFORM 1 FROM cases_child WHERE id = entry.child_id FOR NO KEY UPDATE;
    SELECT * INTO undone FROM cases_journal WHERE id = entry.undoes_id;
    IF undone.child_id IS DISTINCT FROM entry.child_id
       OR undone.by_id IS DISTINCT FROM entry.by_id
       OR undone.act <> ALL (undoable)
       OR undone.from_stage IS DISTINCT FROM entry.to_stage
       OR undone.to_stage IS DISTINCT FROM entry.from_stage
       OR undone.happened_on IS DISTINCT FROM entry.happened_on
       OR (undone.at AT TIME ZONE 'Asia/Dushanbe')::date
          <> (now() AT TIME ZONE 'Asia/Dushanbe')::date
    THEN PERFORM cases_refuse('journal_undo_is_true',
        'Only the last thing that the same person did on the same day is undone.'); END IF;
    IF EXISTS (
        SELECT 1 FROM cases_journal
        WHERE child_id = entry.child_id AND id > undone.id AND act <> 'note'
    ) THEN PERFORM cases_refuse('journal_undo_of_the_last',
        'Something has followed from what would be undone.'); END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_tasks")]

    operations = [
        migrations.RunSQL(
            UNTRUE_UNDO, "DROP FUNCTION cases_refuse_untrue_undo(cases_journal, text[])"
        ),
        InOneStep(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name='child',
                    name='stage_follows_the_table',
                ),
                migrations.RemoveConstraint(
                    model_name='journal',
                    name='journal_step_of_the_table',
                ),
                migrations.RemoveConstraint(
                    model_name='journal',
                    name='journal_act_known',
                ),
            ]
        ),
        migrations.AlterField(
            model_name='journal',
            name='act',
            field=models.CharField(choices=[('register', 'Registered'), ('edit', 'Record changed'), ('assign', 'Assigned'), ('note', 'Note added'), ('consent', 'Consent recorded'), ('verify_consent', 'Consent verified'), ('clearance', 'Clearance recorded'), ('verify', 'Identity verified'), ('assess', 'Eligibility assessed'), ('decide', 'Eligibility decided'), ('defer', 'Deferred'), ('reconsider', "Case resumed"), ('clear', 'Cleared to travel'), ('lapse', "No longer cleared to travel"), ('hold', 'Put on hold'), ('release_hold', 'Hold ended'), ('fee_due', 'Fee became due'), ('fee_paid', 'Fee paid'), ('fee_receipted', 'Fee receipted'), ('fee_waived', 'Fee waived'), ('propose', 'Place proposed'), ('lock', "Booked: passenger list locked"), ('take_off', "Removed from the list"), ('release', 'Place released'), ('depart', 'Departed'), ('arrive', 'Returned home'), ('turn_back', 'Turned back'), ('hand_over', 'Handed over'), ('place', 'Placed in care'), ('ask_close', "Closing requested"), ('close', 'Closed'), ('ask_reopen', "Reopening requested"), ('reopen', 'Reopened'), ('return', 'Sent back by the reviewer'), ('undo', 'Undone'), ('write_interests', 'Best-interests note written'), ('approve_interests', 'Best-interests note approved'), ('plan_follow_up', 'Follow-up planned'), ('follow_up', 'Follow-up recorded'), ('answer_duplicate', 'Possible duplicate answered'), ('hearing', 'Court hearing'), ('claim', 'Kinship claim'), ('document', 'Document added'), ('withdraw_document', 'Document withdrawn')], max_length=20, verbose_name='act'),
        ),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='stage_follows_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."stage" IS DISTINCT FROM (NEW."stage"))', func="IF (OLD.stage, NEW.stage) NOT IN (('booked','cleared'), ('booked','closed'), ('booked','in_transit'), ('cleared','booked'), ('cleared','closed'), ('cleared','deferred'), ('cleared','eligible'), ('closed','booked'), ('closed','cleared'), ('closed','deferred'), ('closed','eligible'), ('closed','ineligible'), ('closed','placed'), ('closed','registered'), ('closed','returned'), ('closed','verified'), ('deferred','cleared'), ('deferred','closed'), ('deferred','eligible'), ('deferred','registered'), ('deferred','verified'), ('eligible','cleared'), ('eligible','closed'), ('eligible','deferred'), ('in_transit','cleared'), ('in_transit','returned'), ('ineligible','closed'), ('ineligible','verified'), ('placed','closed'), ('registered','closed'), ('registered','deferred'), ('registered','verified'), ('returned','closed'), ('returned','placed'), ('verified','closed'), ('verified','deferred'), ('verified','eligible'), ('verified','ineligible'), ('verified','registered')) THEN RAISE EXCEPTION 'This stage does not follow that one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_stage_follows_the_table'; END IF;IF OLD.stage = 'closed' AND (NEW.reopening_approved_by_id IS NULL OR NEW.reopening_approved_at IS NOT DISTINCT FROM OLD.reopening_approved_at) THEN RAISE EXCEPTION 'Reopening needs an approval.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_reopened_only_when_approved'; END IF; RETURN COALESCE(NEW, OLD);", hash='9397fe24b4ef597ce7b470caeb2cb5886fd0dc14', operation='UPDATE', pgid='pgtrigger_stage_follows_the_table_2dfa3', table='cases_child', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='journal',
                    trigger=pgtrigger.compiler.Trigger(name='undo_is_true', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."undoes_id" IS NOT NULL)', func="PERFORM cases_refuse_untrue_undo(NEW, ARRAY['assign', 'clear', 'defer', 'hold', 'reconsider', 'release_hold', 'verify']); RETURN COALESCE(NEW, OLD);", hash='45cb041dd5db7c310e86093ebf65f545bc3cc5ef', operation='INSERT', pgid='pgtrigger_undo_is_true_41e53', table='cases_journal', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='journal',
                    constraint=models.CheckConstraint(condition=models.Q(('act__in', ['register', 'edit', 'assign', 'note', 'consent', 'verify_consent', 'clearance', 'verify', 'assess', 'decide', 'defer', 'reconsider', 'clear', 'lapse', 'hold', 'release_hold', 'fee_due', 'fee_paid', 'fee_receipted', 'fee_waived', 'propose', 'lock', 'take_off', 'release', 'depart', 'arrive', 'turn_back', 'hand_over', 'place', 'ask_close', 'close', 'ask_reopen', 'reopen', 'return', 'undo', 'write_interests', 'approve_interests', 'plan_follow_up', 'follow_up', 'answer_duplicate', 'hearing', 'claim', 'document', 'withdraw_document']), ('act__isnull', False)), name='journal_act_known'),
                ),
                migrations.AddConstraint(
                    model_name='journal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_stage__isnull', True), ('to_stage__isnull', True)), models.Q(('act', 'register'), ('from_stage__isnull', True), ('to_stage', 'registered'), ('to_stage__isnull', False)), models.Q(('from_stage__isnull', False), ('to_stage__isnull', False), models.Q(models.Q(('act', 'verify'), ('from_stage', 'registered'), ('to_stage', 'verified')), models.Q(('act', 'decide'), ('from_stage', 'verified'), ('to_stage', 'eligible')), models.Q(('act', 'decide'), ('from_stage', 'verified'), ('to_stage', 'deferred')), models.Q(('act', 'decide'), ('from_stage', 'verified'), ('to_stage', 'ineligible')), models.Q(('act', 'defer'), ('from_stage', 'registered'), ('to_stage', 'deferred')), models.Q(('act', 'defer'), ('from_stage', 'verified'), ('to_stage', 'deferred')), models.Q(('act', 'defer'), ('from_stage', 'eligible'), ('to_stage', 'deferred')), models.Q(('act', 'defer'), ('from_stage', 'cleared'), ('to_stage', 'deferred')), models.Q(('act', 'reconsider'), ('from_stage', 'deferred'), ('to_stage', 'registered')), models.Q(('act', 'reconsider'), ('from_stage', 'deferred'), ('to_stage', 'verified')), models.Q(('act', 'reconsider'), ('from_stage', 'ineligible'), ('to_stage', 'verified')), models.Q(('act', 'clear'), ('from_stage', 'eligible'), ('to_stage', 'cleared')), models.Q(('act', 'lapse'), ('from_stage', 'cleared'), ('to_stage', 'eligible')), models.Q(('act', 'lock'), ('from_stage', 'cleared'), ('to_stage', 'booked')), models.Q(('act', 'release'), ('from_stage', 'booked'), ('to_stage', 'cleared')), models.Q(('act', 'depart'), ('from_stage', 'booked'), ('to_stage', 'in_transit')), models.Q(('act', 'arrive'), ('from_stage', 'in_transit'), ('to_stage', 'returned')), models.Q(('act', 'turn_back'), ('from_stage', 'in_transit'), ('to_stage', 'cleared')), models.Q(('act', 'place'), ('from_stage', 'returned'), ('to_stage', 'placed')), models.Q(('act', 'close'), ('from_stage', 'registered'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'registered')), models.Q(('act', 'close'), ('from_stage', 'verified'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'verified')), models.Q(('act', 'close'), ('from_stage', 'eligible'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'eligible')), models.Q(('act', 'close'), ('from_stage', 'cleared'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'cleared')), models.Q(('act', 'close'), ('from_stage', 'booked'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'booked')), models.Q(('act', 'close'), ('from_stage', 'returned'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'returned')), models.Q(('act', 'close'), ('from_stage', 'placed'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'placed')), models.Q(('act', 'close'), ('from_stage', 'deferred'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'deferred')), models.Q(('act', 'close'), ('from_stage', 'ineligible'), ('to_stage', 'closed')), models.Q(('act', 'reopen'), ('from_stage', 'closed'), ('to_stage', 'ineligible')), models.Q(('act', 'undo'), ('from_stage', 'verified'), ('to_stage', 'registered')), models.Q(('act', 'undo'), ('from_stage', 'deferred'), ('to_stage', 'registered')), models.Q(('act', 'undo'), ('from_stage', 'deferred'), ('to_stage', 'verified')), models.Q(('act', 'undo'), ('from_stage', 'deferred'), ('to_stage', 'eligible')), models.Q(('act', 'undo'), ('from_stage', 'deferred'), ('to_stage', 'cleared')), models.Q(('act', 'undo'), ('from_stage', 'registered'), ('to_stage', 'deferred')), models.Q(('act', 'undo'), ('from_stage', 'verified'), ('to_stage', 'deferred')), models.Q(('act', 'undo'), ('from_stage', 'verified'), ('to_stage', 'ineligible')), models.Q(('act', 'undo'), ('from_stage', 'cleared'), ('to_stage', 'eligible')), _connector='OR')), _connector='OR'), name='journal_step_of_the_table'),
                ),
                migrations.AddConstraint(
                    model_name='journal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'undo'), ('undoes__isnull', False)), models.Q(models.Q(('act', 'undo'), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='journal_undo_names_its_entry'),
                ),
            ]
        ),
        migrations.AlterModelOptions(
            name="journal",
            options={
                "ordering": ["-id"],
                "permissions": [
                    ("view_history", "Read history"),
                    ("check_register", "See what does not add up in the register"),
                ],
                "verbose_name": "journal entry",
                "verbose_name_plural": "journal",
            },
        ),
    ]
