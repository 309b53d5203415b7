"""What is to be done on a case: tasks made by rules or by people, and ages that are watched."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.lookups
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep

REFUSE_OPEN_TASK = """
CREATE FUNCTION cases_refuse_open_task(the_child bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_task t ON t.child_id = c.id
        WHERE c.id = the_child AND c.stage = 'closed' AND t.outcome IS NULL
    ) THEN PERFORM cases_refuse('task_open_on_open_case',
        'A closed case has no open task.'); END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_best_interests_and_follow_ups")]

    operations = [
        migrations.RunSQL(
            REFUSE_OPEN_TASK, "DROP FUNCTION IF EXISTS cases_refuse_open_task(bigint)"
        ),
        InOneStep(
            [
                migrations.CreateModel(
                    name='AgeClock',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('years', models.PositiveSmallIntegerField(verbose_name='age in years')),
                        ('days_before', models.PositiveSmallIntegerField(default=90, verbose_name='days before')),
                        ('source', models.CharField(blank=True, help_text='Empty: our assumption.', max_length=300, verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'age clock',
                        'verbose_name_plural': 'age clocks',
                        'ordering': ['years'],
                    },
                ),
                migrations.CreateModel(
                    name='AgeClockEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('years', models.PositiveSmallIntegerField(verbose_name='age in years')),
                        ('days_before', models.PositiveSmallIntegerField(default=90, verbose_name='days before')),
                        ('source', models.CharField(blank=True, help_text='Empty: our assumption.', max_length=300, verbose_name='source')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('rule', models.CharField(choices=[('requirement', 'Clearance needed for the next step'), ('consent', 'Consent needed for the next step'), ('approach', 'Ask again for a consent'), ('second_person', "Waiting for a second person"), ('returned', 'Sent back by a reviewer'), ('lapsed', "Mark as cleared to travel again"), ('step', 'Next step can be taken'), ('blocks_departure', 'Blocks departure'), ('expiring', 'Clearance ends soon'), ('review', "Review date"), ('hold', 'End of a hold'), ('hearing', 'Court hearing'), ('age', "Age to watch"), ('sibling', "Sibling on a locked passenger list"), ('interests', "Best interests to be considered"), ('follow_up', 'Follow-up'), ('caseworker', 'No caseworker'), ('no_next_step', 'No next step'), ('manual', "Added by staff")], max_length=16, verbose_name='rule')),
                        ('about', models.CharField(blank=True, max_length=40, verbose_name='about')),
                        ('text', models.CharField(blank=True, max_length=200, verbose_name="what to do")),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                        ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made at')),
                        ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('obsolete', 'No longer needed')], max_length=8, null=True, verbose_name='outcome')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                    ],
                    options={
                        'verbose_name': 'task',
                        'verbose_name_plural': 'tasks',
                        'ordering': [models.OrderBy(models.F('due_on'), nulls_last=True), 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='TaskEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('rule', models.CharField(choices=[('requirement', 'Clearance needed for the next step'), ('consent', 'Consent needed for the next step'), ('approach', 'Ask again for a consent'), ('second_person', "Waiting for a second person"), ('returned', 'Sent back by a reviewer'), ('lapsed', "Mark as cleared to travel again"), ('step', 'Next step can be taken'), ('blocks_departure', 'Blocks departure'), ('expiring', 'Clearance ends soon'), ('review', "Review date"), ('hold', 'End of a hold'), ('hearing', 'Court hearing'), ('age', "Age to watch"), ('sibling', "Sibling on a locked passenger list"), ('interests', "Best interests to be considered"), ('follow_up', 'Follow-up'), ('caseworker', 'No caseworker'), ('no_next_step', 'No next step'), ('manual', "Added by staff")], max_length=16, verbose_name='rule')),
                        ('about', models.CharField(blank=True, max_length=40, verbose_name='about')),
                        ('text', models.CharField(blank=True, max_length=200, verbose_name="what to do")),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                        ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='made at')),
                        ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('obsolete', 'No longer needed')], max_length=8, null=True, verbose_name='outcome')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ]
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='child',
            trigger=pgtrigger.compiler.Trigger(name='closed_without_open_tasks', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."stage" = \'closed\')', constraint='CONSTRAINT', func='PERFORM cases_refuse_open_task(NEW.id); RETURN NULL;', hash='4bc8e9e989b3bdb42ca032b7e57b94675b35f3bb', operation='UPDATE OF "stage"', pgid='pgtrigger_closed_without_open_tasks_296d0', table='cases_child', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='ageclock',
                    name='agreement',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='age_clocks', to='cases.agreement', verbose_name='agreement'),
                ),
                migrations.AddField(
                    model_name='ageclockevent',
                    name='agreement',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.agreement', verbose_name='agreement'),
                ),
                migrations.AddField(
                    model_name='ageclockevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.ageclock'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='assessment',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.assessment'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='assigned_to',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='assigned to'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='clearance',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.clearance'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='closed_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='task',
                    name='consent',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.consent'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='follow_up',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.followup'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='hearing',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.hearing'),
                ),
                migrations.AddField(
                    model_name='task',
                    name='made_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='task',
                    name='movement',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.movement'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='assessment',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.assessment'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='assigned_to',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='child',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='clearance',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.clearance'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='closed_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='consent',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.consent'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='follow_up',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.followup'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='hearing',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.hearing'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='made_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='movement',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.movement'),
                ),
                migrations.AddField(
                    model_name='taskevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.task'),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddConstraint(
                    model_name='ageclock',
                    constraint=models.UniqueConstraint(fields=('agreement', 'years'), name='age_clock_once'),
                ),
                migrations.AddConstraint(
                    model_name='ageclock',
                    constraint=models.CheckConstraint(condition=models.Q(('years__gt', 0), ('years__lte', 18)), name='age_clock_of_a_child'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ageclock',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_ageclockevent" ("agreement_id", "days_before", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version", "years") VALUES (NEW."agreement_id", NEW."days_before", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."version", NEW."years"); RETURN NULL;', hash='64d71cc110db56f405e227afcfb3206cda6632fb', operation='INSERT', pgid='pgtrigger_insert_insert_7c7df', table='cases_ageclock', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ageclock',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_ageclockevent" ("agreement_id", "days_before", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version", "years") VALUES (NEW."agreement_id", NEW."days_before", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."version", NEW."years"); RETURN NULL;', hash='fd9870d6a8841053f309b19a889c07925303da31', operation='UPDATE', pgid='pgtrigger_update_update_8347a', table='cases_ageclock', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ageclock',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_ageclockevent" ("agreement_id", "days_before", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version", "years") VALUES (OLD."agreement_id", OLD."days_before", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."version", OLD."years"); RETURN NULL;', hash='2d4b0f1141acac976ad93351a936b1b6000e7e62', operation='DELETE', pgid='pgtrigger_delete_delete_913ca', table='cases_ageclock', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ageclockevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='5bfd4d072ea3a619e9daab7b237efd2fa6b954c4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a7ea1', table='cases_ageclockevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ageclockevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='552851de36b8a458919dcc2f5dcb4c5ea9a01a5c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_148fa', table='cases_ageclockevent', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='task',
                    index=models.Index(condition=models.Q(('outcome__isnull', True)), fields=['due_on', 'id'], include=('child',), name='task_open_by_day'),
                ),
                migrations.AddIndex(
                    model_name='task',
                    index=models.Index(condition=models.Q(('outcome__isnull', True)), fields=['assigned_to', 'due_on'], name='task_open_by_person'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['requirement', 'consent', 'approach', 'second_person', 'returned', 'lapsed', 'step', 'blocks_departure', 'expiring', 'review', 'hold', 'hearing', 'age', 'sibling', 'interests', 'follow_up', 'caseworker', 'no_next_step', 'manual']), ('rule__isnull', False)), name='task_rule_known'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=models.Q(('outcome__isnull', True), ('outcome__in', ['done', 'obsolete']), _connector='OR'), name='task_outcome_known'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__isnull', False), ('closed_by__isnull', False), ('closed_at__isnull', False)), models.Q(('outcome__isnull', True), ('closed_by__isnull', True), ('closed_at__isnull', True)), _connector='OR'), name='task_closed_whole'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(models.Func(models.F('consent_id'), models.F('clearance_id'), models.F('assessment_id'), models.F('hearing_id'), models.F('follow_up_id'), models.F('movement_id'), function='num_nonnulls', output_field=models.IntegerField()), 1), name='task_one_source'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_by__isnull', False), ('rule', 'manual'), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('rule', 'manual'), _negated=True), ('made_by__isnull', True), ('text', '')), _connector='OR'), name='task_by_hand_iff_text_and_person'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.CheckConstraint(condition=models.Q(('about__regex', '^[A-Za-z0-9_:-]*$')), name='task_about_is_a_code'),
                ),
                migrations.AddConstraint(
                    model_name='task',
                    constraint=models.UniqueConstraint(condition=models.Q(('outcome__isnull', True), models.Q(('rule', 'manual'), _negated=True)), fields=('child', 'rule', 'about', 'consent', 'clearance', 'assessment', 'hearing', 'follow_up', 'movement'), name='task_open_once', nulls_distinct=False),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='c9b0987dac895457277f252fdd607557a21a3e9e', operation='DELETE', pgid='pgtrigger_no_delete_41d8e', table='cases_task', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='source_of_the_child', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM cases_consent s WHERE s.id = NEW.consent_id AND s.child_id <> NEW.child_id) OR EXISTS (SELECT 1 FROM cases_clearance s WHERE s.id = NEW.clearance_id AND s.child_id <> NEW.child_id) OR EXISTS (SELECT 1 FROM cases_assessment s WHERE s.id = NEW.assessment_id AND s.child_id <> NEW.child_id) OR EXISTS (SELECT 1 FROM cases_hearing s WHERE s.id = NEW.hearing_id AND s.child_id <> NEW.child_id) OR EXISTS (SELECT 1 FROM cases_followup s WHERE s.id = NEW.follow_up_id AND s.child_id <> NEW.child_id) THEN RAISE EXCEPTION 'A task comes from a record of its own child.' USING ERRCODE = 'check_violation', CONSTRAINT = 'task_source_of_the_child'; END IF; RETURN COALESCE(NEW, OLD);", hash='4a0479f9c5c3b53afc093c89f03883e26fbd9060', operation='INSERT', pgid='pgtrigger_source_of_the_child_bc275', table='cases_task', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='what_it_is_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."assessment_id" IS DISTINCT FROM (NEW."assessment_id") OR OLD."child_id" IS DISTINCT FROM (NEW."child_id") OR OLD."clearance_id" IS DISTINCT FROM (NEW."clearance_id") OR OLD."consent_id" IS DISTINCT FROM (NEW."consent_id") OR OLD."follow_up_id" IS DISTINCT FROM (NEW."follow_up_id") OR OLD."hearing_id" IS DISTINCT FROM (NEW."hearing_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."movement_id" IS DISTINCT FROM (NEW."movement_id") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func="RAISE EXCEPTION 'What a task is about does not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'task_what_it_is_stays'; RETURN COALESCE(NEW, OLD);", hash='fbd386005d88b74e28ce6902c97f5269373c9346', operation='UPDATE', pgid='pgtrigger_what_it_is_stays_8425e', table='cases_task', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='closed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."outcome" IS NOT NULL)', func="RAISE EXCEPTION 'A closed task stays closed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'task_closed_stays'; RETURN COALESCE(NEW, OLD);", hash='14cb99c7a7ac99fdc295c439990d874781a8f62b', operation='UPDATE', pgid='pgtrigger_closed_stays_c03e9', table='cases_task', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='open_on_an_open_case', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."outcome" IS NULL)', constraint='CONSTRAINT', func='PERFORM 1 FROM cases_child WHERE id = NEW.child_id FOR SHARE; PERFORM cases_refuse_open_task(NEW.child_id); RETURN NULL;', hash='db93e609dc68ed3908c138c503e8e1e1d8d70e71', operation='INSERT OR UPDATE', pgid='pgtrigger_open_on_an_open_case_0a149', table='cases_task', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_taskevent" ("about", "assessment_id", "assigned_to_id", "child_id", "clearance_id", "closed_at", "closed_by_id", "consent_id", "due_on", "follow_up_id", "hearing_id", "id", "made_at", "made_by_id", "movement_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "text", "version") VALUES (NEW."about", NEW."assessment_id", NEW."assigned_to_id", NEW."child_id", NEW."clearance_id", NEW."closed_at", NEW."closed_by_id", NEW."consent_id", NEW."due_on", NEW."follow_up_id", NEW."hearing_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."movement_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rule", NEW."text", NEW."version"); RETURN NULL;', hash='efa1ea14560f5ff60352a4b66f167a0cb6ca5973', operation='INSERT', pgid='pgtrigger_insert_insert_62e7a', table='cases_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_taskevent" ("about", "assessment_id", "assigned_to_id", "child_id", "clearance_id", "closed_at", "closed_by_id", "consent_id", "due_on", "follow_up_id", "hearing_id", "id", "made_at", "made_by_id", "movement_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "text", "version") VALUES (NEW."about", NEW."assessment_id", NEW."assigned_to_id", NEW."child_id", NEW."clearance_id", NEW."closed_at", NEW."closed_by_id", NEW."consent_id", NEW."due_on", NEW."follow_up_id", NEW."hearing_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."movement_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rule", NEW."text", NEW."version"); RETURN NULL;', hash='fb76eee4cc87cdfba4ca10f7616871b7c4f56cd4', operation='UPDATE', pgid='pgtrigger_update_update_e050d', table='cases_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_taskevent" ("about", "assessment_id", "assigned_to_id", "child_id", "clearance_id", "closed_at", "closed_by_id", "consent_id", "due_on", "follow_up_id", "hearing_id", "id", "made_at", "made_by_id", "movement_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "text", "version") VALUES (OLD."about", OLD."assessment_id", OLD."assigned_to_id", OLD."child_id", OLD."clearance_id", OLD."closed_at", OLD."closed_by_id", OLD."consent_id", OLD."due_on", OLD."follow_up_id", OLD."hearing_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."movement_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rule", OLD."text", OLD."version"); RETURN NULL;', hash='b496b4ed69c762fa14755d4ba15c1526c9397e50', operation='DELETE', pgid='pgtrigger_delete_delete_b7669', table='cases_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='taskevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='3ecc2846e56267d97498edfc6464b703771e1d81', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e4c7b', table='cases_taskevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='taskevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6c50f0daa5fdc717d01fc307f845a8c7f100453', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7007f', table='cases_taskevent', when='BEFORE')),
                ),
            ]
        ),
    ]
