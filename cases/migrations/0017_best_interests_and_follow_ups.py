"""Consents, consent rules, best-interests notes and follow-ups: records and guards.

The ledger of consents is never corrected: its new rules hold for what is written from now on.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep

CONTEST = """
CREATE FUNCTION cases_contested_since(the_child bigint, day date)
RETURNS date LANGUAGE sql STABLE AS $$
    WITH words AS (
        SELECT DISTINCT ON (giver_role) giver_role, decision, decided_on FROM cases_consent
        WHERE child_id = the_child AND purpose = 'repatriation' AND decided_on <= day
        ORDER BY giver_role, decided_on DESC, id DESC
    )
    SELECT max(decided_on) FROM words
    WHERE giver_role IN ('mother', 'father', 'guardian') AND decision <> 'given'
    AND EXISTS (SELECT 1 FROM words WHERE decision = 'given'
                AND giver_role IN ('mother', 'father', 'guardian', 'court'))
$$;

CREATE FUNCTION cases_contest_unweighed(the_child bigint, day date)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    since date := cases_contested_since(the_child, day);
BEGIN
    RETURN since IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_bestinterestsnote n WHERE n.child_id = the_child
        AND n.approved_by_id IS NOT NULL AND 'consent' = ANY (n.triggers)
        AND n.held_on BETWEEN since AND day
    );
END $$;
"""

NO_CONTEST = """
DROP FUNCTION cases_contest_unweighed(bigint, date);
DROP FUNCTION cases_contested_since(bigint, date);
"""

FUNCTIONS = ((CONTEST, NO_CONTEST),)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_hearings_and_claims'),
    ]

    operations = [
        *(migrations.RunSQL(sql, undone) for sql, undone in FUNCTIONS),
        InOneStep(
            [
                migrations.CreateModel(
                    name='BestInterestsNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('triggers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('consent', 'Consent is contested'), ('objects', 'The child objects'), ('siblings', 'Siblings would be split'), ('claims', 'Several relatives claim the child'), ('caregiver', 'Nobody to care for the child at home'), ('illness', 'Serious illness')], max_length=10), size=None, verbose_name="what the panel considers")),
                        ('panel', models.TextField(max_length=2000, verbose_name='panel')),
                        ('held_on', models.DateField(verbose_name='held on')),
                        ('child_view', models.TextField(blank=True, max_length=4000, verbose_name="the child's view")),
                        ('not_heard', models.CharField(blank=True, choices=[('too_young', 'Too young to say'), ('ill', 'Too ill to be asked'), ('unreachable', 'Could not be reached'), ('unsafe', 'Not safe to ask where the child is'), ('declined', 'Did not want to speak')], max_length=12, verbose_name='why the child was not heard')),
                        ('recommendation', models.CharField(choices=[('return', 'Return home'), ('other_care', 'Return home, into other care than planned'), ('wait', "Wait, and review again"), ('remain', 'Not return for now')], max_length=12, verbose_name='recommendation')),
                        ('reasons', models.TextField(max_length=4000, verbose_name='reasons')),
                        ('dissent', models.TextField(blank=True, max_length=4000, verbose_name='dissent')),
                        ('written_at', models.DateTimeField(auto_now_add=True)),
                        ('asked_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'best-interests note',
                        'verbose_name_plural': 'best-interests notes',
                        'ordering': ['-n'],
                        'permissions': [('approve_interests', 'Approve a best-interests note as the second person')],
                    },
                ),
                migrations.CreateModel(
                    name='BestInterestsNoteEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('triggers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('consent', 'Consent is contested'), ('objects', 'The child objects'), ('siblings', 'Siblings would be split'), ('claims', 'Several relatives claim the child'), ('caregiver', 'Nobody to care for the child at home'), ('illness', 'Serious illness')], max_length=10), size=None, verbose_name="what the panel considers")),
                        ('panel', models.TextField(max_length=2000, verbose_name='panel')),
                        ('held_on', models.DateField(verbose_name='held on')),
                        ('child_view', models.TextField(blank=True, max_length=4000, verbose_name="the child's view")),
                        ('not_heard', models.CharField(blank=True, choices=[('too_young', 'Too young to say'), ('ill', 'Too ill to be asked'), ('unreachable', 'Could not be reached'), ('unsafe', 'Not safe to ask where the child is'), ('declined', 'Did not want to speak')], max_length=12, verbose_name='why the child was not heard')),
                        ('recommendation', models.CharField(choices=[('return', 'Return home'), ('other_care', 'Return home, into other care than planned'), ('wait', "Wait, and review again"), ('remain', 'Not return for now')], max_length=12, verbose_name='recommendation')),
                        ('reasons', models.TextField(max_length=4000, verbose_name='reasons')),
                        ('dissent', models.TextField(blank=True, max_length=4000, verbose_name='dissent')),
                        ('written_at', models.DateTimeField(auto_now_add=True)),
                        ('asked_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('kind', models.CharField(choices=[('visit', 'Visit where the child lives'), ('school', 'School'), ('medical', 'Health')], max_length=8, verbose_name='kind')),
                        ('due_on', models.DateField(verbose_name='due on')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                        ('result', models.CharField(blank=True, choices=[('well', 'The child is well'), ('concern', 'There is a concern, see the note'), ('not_met', 'The child was not met'), ('moved', 'The child lives elsewhere now')], max_length=8, null=True, verbose_name="observations")),
                        ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                    ],
                    options={
                        'verbose_name': 'follow-up',
                        'verbose_name_plural': 'follow-ups',
                        'ordering': ['due_on', 'n'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('kind', models.CharField(choices=[('visit', 'Visit where the child lives'), ('school', 'School'), ('medical', 'Health')], max_length=8, verbose_name='kind')),
                        ('due_on', models.DateField(verbose_name='due on')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                        ('result', models.CharField(blank=True, choices=[('well', 'The child is well'), ('concern', 'There is a concern, see the note'), ('not_met', 'The child was not met'), ('moved', 'The child lives elsewhere now')], max_length=8, null=True, verbose_name="observations")),
                        ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('kind', models.CharField(choices=[('visit', 'Visit where the child lives'), ('school', 'School'), ('medical', 'Health')], max_length=8, verbose_name='kind')),
                        ('months', models.PositiveSmallIntegerField(verbose_name='months after the placement')),
                        ('source', models.CharField(blank=True, help_text='Empty: our assumption, not published.', max_length=300, verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'follow-up rule',
                        'verbose_name_plural': 'follow-up rules',
                        'ordering': ['months', 'kind'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpRuleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('kind', models.CharField(choices=[('visit', 'Visit where the child lives'), ('school', 'School'), ('medical', 'Health')], max_length=8, verbose_name='kind')),
                        ('months', models.PositiveSmallIntegerField(verbose_name='months after the placement')),
                        ('source', models.CharField(blank=True, help_text='Empty: our assumption, not published.', max_length=300, verbose_name='source')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ]
        ),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='consent',
                    trigger=pgtrigger.compiler.Trigger(name='withdrawn_after_given', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."decision" = \'withdrawn\')', func="IF NOT EXISTS (SELECT 1 FROM cases_consent WHERE child_id = NEW.child_id AND purpose = NEW.purpose AND giver_role = NEW.giver_role AND decision = 'given' AND decided_on <= NEW.decided_on) THEN RAISE EXCEPTION 'Only a consent that was given is withdrawn.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_withdrawn_after_given'; END IF; RETURN COALESCE(NEW, OLD);", hash='c5a48befa35abf4b4daa2177e57515fd7dc9282f', operation='INSERT', pgid='pgtrigger_withdrawn_after_given_38838', table='cases_consent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='consentrule',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='62659bb1765698611a6028433bc4b0d3bd03d081', operation='DELETE', pgid='pgtrigger_no_delete_b14d5', table='cases_consentrule', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='consentrule',
                    trigger=pgtrigger.compiler.Trigger(name='in_force_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF lower(OLD.during) <= (now() AT TIME ZONE 'Asia/Dushanbe')::date AND lower(NEW.during) IS NOT NULL AND ((NEW.agreement_id, NEW.purpose, NEW.giver_role, NEW.from_age, lower(NEW.during)) IS DISTINCT FROM (OLD.agreement_id, OLD.purpose, OLD.giver_role, OLD.from_age, lower(OLD.during)) OR upper(NEW.during) IS DISTINCT FROM upper(OLD.during) AND LEAST(upper(NEW.during), upper(OLD.during)) <= (now() AT TIME ZONE 'Asia/Dushanbe')::date) THEN RAISE EXCEPTION 'A consent rule in force is only ended, from tomorrow on or later.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_rule_in_force_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='811a8403fa24a9473ba06aaecd9cc7be0476b54a', operation='UPDATE', pgid='pgtrigger_in_force_stays_80839', table='cases_consentrule', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='journal',
                    trigger=pgtrigger.compiler.Trigger(name='contest_is_weighed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."act" = \'clear\' OR NEW."act" = \'depart\')', constraint='CONSTRAINT', func="IF cases_contest_unweighed(NEW.child_id, NEW.happened_on) THEN RAISE EXCEPTION 'A contested consent is weighed by two people first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_contest_weighed'; END IF; RETURN NULL;", hash='fac345f6424439bc48ce8c931614f4545c053860', operation='INSERT', pgid='pgtrigger_contest_is_weighed_e5d0a', table='cases_journal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='journal',
                    trigger=pgtrigger.compiler.Trigger(name='completed_when_followed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."detail" = \'completed\' AND (NEW."act" = \'ask_close\' OR NEW."act" = \'close\'))', constraint='CONSTRAINT', func="IF EXISTS (SELECT 1 FROM cases_followup WHERE child_id = NEW.child_id AND done_on IS NULL AND due_on <= NEW.happened_on) THEN RAISE EXCEPTION 'A follow-up that is due is not done yet.' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_follow_ups_done'; END IF; RETURN NULL;", hash='e4fa9072b91c337b3533649a556b0e479f86326f', operation='INSERT', pgid='pgtrigger_completed_when_followed_253a3', table='cases_journal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                AddConstraintNotValid(
                    model_name='consent',
                    constraint=models.CheckConstraint(condition=models.Q(('method__in', ['signed', 'interview', 'letter', 'court']), ('method__isnull', False)), name='consent_method_known'),
                ),
                AddConstraintNotValid(
                    model_name='consent',
                    constraint=models.CheckConstraint(condition=models.Q(('decision', 'withheld'), models.Q(('decision', 'given'), ('reason', '')), models.Q(('decision', 'withdrawn'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='consent_withdrawn_has_reason_given_none'),
                ),
                AddConstraintNotValid(
                    model_name='consent',
                    constraint=models.CheckConstraint(condition=models.Q(('next_approach_on__isnull', True), models.Q(('decision', 'withheld'), ('next_approach_on__gt', models.F('decided_on'))), _connector='OR'), name='consent_asked_again_after_withheld'),
                ),
                AddConstraintNotValid(
                    model_name='consent',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('giver_role', 'guardian'), _negated=True), ('giver__isnull', False), _connector='OR'), name='consent_guardian_is_named'),
                ),
                AddConstraintNotValid(
                    model_name='consent',
                    constraint=models.CheckConstraint(condition=models.Q(('giver__isnull', True), models.Q(models.Q(('witness__isnull', True), models.Q(('witness', models.F('giver')), _negated=True), _connector='OR'), models.Q(('interpreter__isnull', True), models.Q(('interpreter', models.F('giver')), _negated=True), _connector='OR')), _connector='OR'), name='consent_giver_is_nobody_else'),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='bestinterestsnote',
                    name='approved_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='bestinterestsnote',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests_notes', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='bestinterestsnote',
                    name='written_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='bestinterestsnoteevent',
                    name='approved_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='bestinterestsnoteevent',
                    name='child',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='bestinterestsnoteevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.bestinterestsnote'),
                ),
                migrations.AddField(
                    model_name='bestinterestsnoteevent',
                    name='written_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='followup',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='followup',
                    name='done_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by'),
                ),
                migrations.AddField(
                    model_name='followup',
                    name='planned_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='followupevent',
                    name='child',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='followupevent',
                    name='done_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by'),
                ),
                migrations.AddField(
                    model_name='followupevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.followup'),
                ),
                migrations.AddField(
                    model_name='followupevent',
                    name='planned_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='followuprule',
                    name='agreement',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_rules', to='cases.agreement', verbose_name='agreement'),
                ),
                migrations.AddField(
                    model_name='followupruleevent',
                    name='agreement',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.agreement', verbose_name='agreement'),
                ),
                migrations.AddField(
                    model_name='followupruleevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.followuprule'),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.UniqueConstraint(fields=('child', 'n'), name='interests_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('triggers__contained_by', ['consent', 'objects', 'siblings', 'claims', 'caregiver', 'illness']), ('triggers__len__gt', 0)), name='interests_triggers_known'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('panel__regex', '\\S[^\\n]*\\n\\s*\\S')), name='interests_panel_of_two'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('not_heard', ''), models.Q(('child_view', ''), _negated=True)), models.Q(('child_view', ''), ('not_heard__in', ['too_young', 'ill', 'unreachable', 'unsafe', 'declined'])), _connector='OR'), name='interests_child_heard_or_why_not'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('recommendation__in', ['return', 'other_care', 'wait', 'remain']), ('recommendation__isnull', False)), name='interests_recommendation_known'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='interests_has_reasons'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('approved_at__isnull', False)), models.Q(('approved_by__isnull', True), ('approved_at__isnull', True)), _connector='OR'), name='interests_approved_whole'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('written_by__isnull', False), models.Q(('approved_by', models.F('written_by')), _negated=True)), _connector='OR'), name='interests_approved_by_another'),
                ),
                migrations.AddConstraint(
                    model_name='bestinterestsnote',
                    constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('asked_at__isnull', False), _connector='OR'), name='interests_approved_when_asked'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='f4a9c1d90690591422f160e9b9d8a78fa855a349', operation='DELETE', pgid='pgtrigger_no_delete_39faf', table='cases_bestinterestsnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='approved_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF OLD.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'An approved note is never changed; a later one stands beside it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'interests_approved_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='5715d4814cdbbf3580d34454884c1c9e0df147de', operation='UPDATE', pgid='pgtrigger_approved_stays_ccfb3', table='cases_bestinterestsnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='author_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.written_by_id <> OLD.written_by_id OR NEW.child_id <> OLD.child_id THEN RAISE EXCEPTION 'A note is changed by its author only.' USING ERRCODE = 'check_violation', CONSTRAINT = 'interests_author_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='a806a8ae86801d0f697a2e92ff46cdfb1700b465', operation='UPDATE', pgid='pgtrigger_author_stays_b55aa', table='cases_bestinterestsnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='held_by_today', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.held_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'A panel cannot have met in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'interests_held_by_today'; END IF; RETURN COALESCE(NEW, OLD);", hash='bd2a9b98be89922fa7a67cd4274cc9b18247dfa0', operation='INSERT OR UPDATE', pgid='pgtrigger_held_by_today_52115', table='cases_bestinterestsnote', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_bestinterestsnoteevent" ("approved_at", "approved_by_id", "asked_at", "child_id", "child_view", "dissent", "held_on", "id", "n", "not_heard", "panel", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recommendation", "triggers", "version", "written_at", "written_by_id") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."child_id", NEW."child_view", NEW."dissent", NEW."held_on", NEW."id", NEW."n", NEW."not_heard", NEW."panel", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reasons", NEW."recommendation", NEW."triggers", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='e473b2de289a46bbf3b8bd974da5ff44a915b0e4', operation='INSERT', pgid='pgtrigger_insert_insert_1c4f3', table='cases_bestinterestsnote', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_bestinterestsnoteevent" ("approved_at", "approved_by_id", "asked_at", "child_id", "child_view", "dissent", "held_on", "id", "n", "not_heard", "panel", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recommendation", "triggers", "version", "written_at", "written_by_id") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."child_id", NEW."child_view", NEW."dissent", NEW."held_on", NEW."id", NEW."n", NEW."not_heard", NEW."panel", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reasons", NEW."recommendation", NEW."triggers", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='f493909b71ea02276daf9953e2568d22dd14a58d', operation='UPDATE', pgid='pgtrigger_update_update_54d7f', table='cases_bestinterestsnote', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnote',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_bestinterestsnoteevent" ("approved_at", "approved_by_id", "asked_at", "child_id", "child_view", "dissent", "held_on", "id", "n", "not_heard", "panel", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recommendation", "triggers", "version", "written_at", "written_by_id") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."asked_at", OLD."child_id", OLD."child_view", OLD."dissent", OLD."held_on", OLD."id", OLD."n", OLD."not_heard", OLD."panel", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reasons", OLD."recommendation", OLD."triggers", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='069f550ba4f9c2e0cbe14e178eed90834b4bc0c3', operation='DELETE', pgid='pgtrigger_delete_delete_d24f3', table='cases_bestinterestsnote', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnoteevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='c789d900710c81cc87a0f2bac7714f65c0d793a8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_95b8b', table='cases_bestinterestsnoteevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bestinterestsnoteevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ef02953ed0b98ae5d1ef3a2cda93c4c9c04f7ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28aae', table='cases_bestinterestsnoteevent', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='followup',
                    index=models.Index(condition=models.Q(('done_on__isnull', True)), fields=['due_on', 'child'], name='follow_up_to_do'),
                ),
                migrations.AddConstraint(
                    model_name='followup',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['visit', 'school', 'medical']), ('kind__isnull', False)), name='follow_up_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='followup',
                    constraint=models.UniqueConstraint(fields=('child', 'n'), name='follow_up_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='followup',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('done_by__isnull', False), ('result__isnull', False)), models.Q(('done_on__isnull', True), ('done_by__isnull', True), ('result__isnull', True)), _connector='OR'), name='follow_up_done_whole'),
                ),
                migrations.AddConstraint(
                    model_name='followup',
                    constraint=models.CheckConstraint(condition=models.Q(('result__isnull', True), ('result__in', ['well', 'concern', 'not_met', 'moved']), _connector='OR'), name='follow_up_result_known'),
                ),
                migrations.AddConstraint(
                    model_name='followup',
                    constraint=models.CheckConstraint(condition=models.Q(('result__isnull', True), models.Q(('result', 'concern'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='follow_up_concern_has_note'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='33b8b68ec70e75a7dc7c97f2a166d9946bb68d9b', operation='DELETE', pgid='pgtrigger_no_delete_34e71', table='cases_followup', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='done_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF OLD.done_on IS NOT NULL THEN RAISE EXCEPTION 'What was found is never changed; plan another follow-up.' USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_done_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='1880b99fa094513daf76f3f72e8a7698f0329aee', operation='UPDATE', pgid='pgtrigger_done_stays_15ca2', table='cases_followup', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='done_by_today', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.done_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'A follow-up cannot be done in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_done_by_today'; END IF; RETURN COALESCE(NEW, OLD);", hash='cc030e70cc298054cb54378315169e0aeab631a4', operation='INSERT OR UPDATE', pgid='pgtrigger_done_by_today_596bc', table='cases_followup', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_followupevent" ("child_id", "done_by_id", "done_on", "due_on", "id", "kind", "n", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "result", "version") VALUES (NEW."child_id", NEW."done_by_id", NEW."done_on", NEW."due_on", NEW."id", NEW."kind", NEW."n", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_by_id", NEW."result", NEW."version"); RETURN NULL;', hash='41df655abd5439470524d6f8ee65d582e07d8f7e', operation='INSERT', pgid='pgtrigger_insert_insert_52e06', table='cases_followup', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_followupevent" ("child_id", "done_by_id", "done_on", "due_on", "id", "kind", "n", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "result", "version") VALUES (NEW."child_id", NEW."done_by_id", NEW."done_on", NEW."due_on", NEW."id", NEW."kind", NEW."n", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_by_id", NEW."result", NEW."version"); RETURN NULL;', hash='c97907a338489346aa23b9e84837c414fbd84160', operation='UPDATE', pgid='pgtrigger_update_update_c0edd', table='cases_followup', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followup',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_followupevent" ("child_id", "done_by_id", "done_on", "due_on", "id", "kind", "n", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_by_id", "result", "version") VALUES (OLD."child_id", OLD."done_by_id", OLD."done_on", OLD."due_on", OLD."id", OLD."kind", OLD."n", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."planned_by_id", OLD."result", OLD."version"); RETURN NULL;', hash='5f08aa9d1acdbae16ef1637ad75b30b15ced7106', operation='DELETE', pgid='pgtrigger_delete_delete_c0217', table='cases_followup', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followupevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='261c035fcf57d584d593f6657879e7dac1088120', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_02214', table='cases_followupevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followupevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1724d253b9315df92f3ef029ab3584907946b356', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1efb5', table='cases_followupevent', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='followuprule',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['visit', 'school', 'medical']), ('kind__isnull', False)), name='follow_up_rule_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='followuprule',
                    constraint=models.UniqueConstraint(fields=('agreement', 'kind', 'months'), name='follow_up_rule_once'),
                ),
                migrations.AddConstraint(
                    model_name='followuprule',
                    constraint=models.CheckConstraint(condition=models.Q(('months__gt', 0), ('months__lte', 240)), name='follow_up_rule_months_positive'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followuprule',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_followupruleevent" ("agreement_id", "id", "kind", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version") VALUES (NEW."agreement_id", NEW."id", NEW."kind", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."version"); RETURN NULL;', hash='c287b05efc954dbab8ff21e9906b577a9fc2cbe3', operation='INSERT', pgid='pgtrigger_insert_insert_ef10f', table='cases_followuprule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followuprule',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_followupruleevent" ("agreement_id", "id", "kind", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version") VALUES (NEW."agreement_id", NEW."id", NEW."kind", NEW."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."version"); RETURN NULL;', hash='83d4daf6485f700a75d2889bedbf1cf61dab4913', operation='UPDATE', pgid='pgtrigger_update_update_f49bd', table='cases_followuprule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followuprule',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_followupruleevent" ("agreement_id", "id", "kind", "months", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "version") VALUES (OLD."agreement_id", OLD."id", OLD."kind", OLD."months", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."version"); RETURN NULL;', hash='e5aa9e15bd49f96037f83c3936b4ce798a5449d1', operation='DELETE', pgid='pgtrigger_delete_delete_5aff4', table='cases_followuprule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followupruleevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='77abe78120a6de2b4937e4a684046ac96e0f1870', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1c0af', table='cases_followupruleevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='followupruleevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c510b202a21c989c42d3cc97d5207f64bd42175b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8a55', table='cases_followupruleevent', when='BEFORE')),
                ),
            ]
        ),
    ]
