"""A fee schedule counts when another person than who proposed it has approved it."""

import django.db.models.functions.datetime
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What an admin put in force alone stays in force: the admin proposed it, the system took it over.
# What the system wrote itself (the published agreement), or nobody knows who, waits for an admin.
TAKE_OVER = """
UPDATE cases_feeschedule s SET asked_at = now(), asked_by_id = COALESCE((
    SELECT u.id FROM cases_feescheduleevent e JOIN cases_user u
    ON u.id::text = e.pgh_context->>'user'
    WHERE e.pgh_obj_id = s.id ORDER BY e.pgh_id LIMIT 1
), (SELECT id FROM cases_user WHERE username = 'system'));
UPDATE cases_feeschedule s SET approved_at = now(), approved_by_id = system.id
FROM cases_user system WHERE system.username = 'system' AND s.asked_by_id <> system.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

UNPAID_BY_WHAT_IS_AGREED = """
CREATE OR REPLACE FUNCTION cases_unpaid_fee(the_child bigint, day date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM cases_feeschedule s JOIN cases_child c ON c.agreement_id = s.agreement_id
        WHERE c.id = the_child AND s.during @> day AND s.paid_before_clearing
        AND s.approved_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM cases_fee f WHERE f.child_id = the_child
            AND f.agreement_id = c.agreement_id AND f.status IN ('paid', 'receipted', 'waived')
        )
    )
$$;
"""

ROLES = """
-- Who acts on a page; NULL for what is written past the pages.
CREATE FUNCTION cases_actor() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb
            ->>'user')::bigint
$$;

CREATE FUNCTION cases_tell_role(the_user bigint, the_role text, is_given boolean)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_rolegrant (whom_id, role, given, by_id)
    VALUES (the_user, the_role, is_given, cases_actor())
$$;

CREATE FUNCTION cases_refuse_own_role(the_user bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF the_user = cases_actor() THEN PERFORM cases_refuse('role_granted_by_another',
        'Nobody grants a role to themselves.'); END IF;
END $$;

CREATE FUNCTION cases_role_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_refuse_own_role(NEW.user_id);
        PERFORM cases_tell_role(NEW.user_id, name, true) FROM auth_group WHERE id = NEW.group_id;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_tell_role(OLD.user_id, name, false) FROM auth_group WHERE id = OLD.group_id;
    END IF;
    RETURN NULL;
END $$;

-- The table between users and groups is Django's own and has no Meta.
CREATE TRIGGER role_is_told AFTER INSERT OR UPDATE OR DELETE ON cases_user_groups
FOR EACH ROW EXECUTE FUNCTION cases_role_given();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_serve_the_pages")]

    operations = [
        migrations.AlterModelOptions(
            name='feeschedule',
            options={'permissions': [('approve_feeschedule', 'Approve a fee schedule as the second person')], 'verbose_name': 'fee schedule', 'verbose_name_plural': 'fee schedules'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='fee',
            name='fee_of_its_schedule',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feeschedule',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feeschedule',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feeschedule',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='feeschedule',
            name='fee_schedule_never_overlaps',
        ),
        migrations.AddField(
            model_name='feeschedule',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='approved at'),
        ),
        migrations.AddField(
            model_name='feeschedule',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='feeschedule',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='proposed at'),
        ),
        migrations.AddField(
            model_name='feeschedule',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        migrations.AddField(
            model_name='feescheduleevent',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='approved at'),
        ),
        migrations.AddField(
            model_name='feescheduleevent',
            name='approved_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='feescheduleevent',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='proposed at'),
        ),
        migrations.AddField(
            model_name='feescheduleevent',
            name='asked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "approved_at", "approved_by_id", "asked_at", "asked_by_id", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (NEW."agreement_id", NEW."amount", NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."basis", NEW."currency", NEW."due_event", NEW."due_event_source", NEW."during", NEW."id", NEW."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."standard_amount", NEW."version"); RETURN NULL;', hash='889378b831cbf756d8596e69af8557925620f2ca', operation='INSERT', pgid='pgtrigger_insert_insert_b858e', table='cases_feeschedule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "approved_at", "approved_by_id", "asked_at", "asked_by_id", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (NEW."agreement_id", NEW."amount", NEW."approved_at", NEW."approved_by_id", NEW."asked_at", NEW."asked_by_id", NEW."basis", NEW."currency", NEW."due_event", NEW."due_event_source", NEW."during", NEW."id", NEW."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."standard_amount", NEW."version"); RETURN NULL;', hash='bd98c60b67380cfaa0407711f582e9d4d48cddff', operation='UPDATE', pgid='pgtrigger_update_update_2b6f9', table='cases_feeschedule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_feescheduleevent" ("agreement_id", "amount", "approved_at", "approved_by_id", "asked_at", "asked_by_id", "basis", "currency", "due_event", "due_event_source", "during", "id", "paid_before_clearing", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "standard_amount", "version") VALUES (OLD."agreement_id", OLD."amount", OLD."approved_at", OLD."approved_by_id", OLD."asked_at", OLD."asked_by_id", OLD."basis", OLD."currency", OLD."due_event", OLD."due_event_source", OLD."during", OLD."id", OLD."paid_before_clearing", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."standard_amount", OLD."version"); RETURN NULL;', hash='a4cca2be56a604d29a7edd4e54c71d2c517eae14', operation='DELETE', pgid='pgtrigger_delete_delete_18a50', table='cases_feeschedule', when='AFTER')),
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(UNPAID_BY_WHAT_IS_AGREED, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='fee',
            trigger=pgtrigger.compiler.Trigger(name='fee_of_its_schedule', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NOT EXISTS (SELECT 1 FROM cases_feeschedule s JOIN cases_child c ON c.agreement_id = s.agreement_id WHERE s.id = NEW.schedule_id AND c.id = NEW.child_id AND s.agreement_id = NEW.agreement_id AND s.amount = NEW.amount AND s.currency = NEW.currency AND s.during @> NEW.due_on AND s.approved_by_id IS NOT NULL) THEN RAISE EXCEPTION 'A fee is what the schedule says on its day.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_of_its_schedule'; END IF; RETURN COALESCE(NEW, OLD);", hash='8619ab69d97048f8476e037da43e5cf9dfa756b4', operation='INSERT', pgid='pgtrigger_fee_of_its_schedule_4facd', table='cases_fee', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='fee_schedule_starts_proposed', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'A fee schedule is proposed before it is approved.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_starts_proposed'; END IF; RETURN COALESCE(NEW, OLD);", hash='2f46c1fe136b28999922dff35663d23af17d8924', operation='INSERT', pgid='pgtrigger_fee_schedule_starts_proposed_d0dad', table='cases_feeschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='fee_schedule_agreed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."due_event" IS DISTINCT FROM (NEW."due_event") OR OLD."due_event_source" IS DISTINCT FROM (NEW."due_event_source") OR OLD."during" IS DISTINCT FROM (NEW."during") OR OLD."paid_before_clearing" IS DISTINCT FROM (NEW."paid_before_clearing") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."standard_amount" IS DISTINCT FROM (NEW."standard_amount"))', func="IF OLD.approved_by_id IS NOT NULL AND NOT (lower(NEW.during) = lower(OLD.during) AND upper(NEW.during) < COALESCE(upper(OLD.during), 'infinity') AND (NEW.agreement_id, NEW.amount, NEW.currency, NEW.standard_amount, NEW.basis, NEW.due_event, NEW.due_event_source, NEW.paid_before_clearing, NEW.source) IS NOT DISTINCT FROM (OLD.agreement_id, OLD.amount, OLD.currency, OLD.standard_amount, OLD.basis, OLD.due_event, OLD.due_event_source, OLD.paid_before_clearing, OLD.source)) THEN RAISE EXCEPTION 'What two people agreed on is never changed; a new schedule replaces it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_agreed_stays'; END IF;IF OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'A fee schedule is approved as it was proposed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_approved_as_asked'; END IF;IF OLD.approved_by_id IS NULL AND NEW.asked_at IS NOT DISTINCT FROM OLD.asked_at THEN NEW.asked_by_id := NULL; NEW.asked_at := NULL; END IF; RETURN COALESCE(NEW, OLD);", hash='64e5ed2282632886ec0019a0a9e236c6cf2059a1', operation='UPDATE', pgid='pgtrigger_fee_schedule_agreed_stays_8d453', table='cases_feeschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='fee_schedule_approval_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_by_id" IS DISTINCT FROM (NEW."approved_by_id"))', func="IF OLD.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'An approval is not taken back; a new schedule replaces this one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_approval_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='a2f1791e11e138b249ad0c86a55a33afe6fb258c', operation='UPDATE', pgid='pgtrigger_fee_schedule_approval_stays_20ecd', table='cases_feeschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='fee_schedule_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id"))', func="IF NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_asked_first'; END IF; RETURN COALESCE(NEW, OLD);", hash='bbb5652bd31f1cce5d2344574dc235001029270c', operation='UPDATE', pgid='pgtrigger_fee_schedule_asked_first_3eba0', table='cases_feeschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeschedule',
            trigger=pgtrigger.compiler.Trigger(name='fee_schedule_ends_for_another', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="IF NEW.approved_by_id IS NOT NULL AND NEW.during <> OLD.during AND NOT EXISTS (SELECT 1 FROM cases_feeschedule s WHERE s.agreement_id = NEW.agreement_id AND s.approved_by_id IS NOT NULL AND lower(s.during) = upper(NEW.during)) THEN RAISE EXCEPTION 'A fee schedule ends on the day on which another begins.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_ends_for_another'; END IF; IF EXISTS (SELECT 1 FROM cases_fee f WHERE f.schedule_id = NEW.id AND NOT NEW.during @> f.due_on) THEN RAISE EXCEPTION 'A fee is what the schedule says on its day.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_of_its_schedule'; END IF; RETURN NULL;", hash='e67528c4b9fbdd2605a6209f80269e6081a9eeef', operation='UPDATE OF "during"', pgid='pgtrigger_fee_schedule_ends_for_another_f275a', table='cases_feeschedule', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feeschedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by__isnull', False), ('asked_at__isnull', False)), models.Q(('asked_by__isnull', True), ('asked_at__isnull', True)), _connector='OR'), name='fee_schedule_asked_whole'),
        ),
        migrations.AddConstraint(
            model_name='feeschedule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('approved_at__isnull', False)), models.Q(('approved_by__isnull', True), ('approved_at__isnull', True)), _connector='OR'), name='fee_schedule_approved_whole'),
        ),
        migrations.AddConstraint(
            model_name='feeschedule',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('asked_by__isnull', False), models.Q(('approved_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='fee_schedule_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='feeschedule',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_by__isnull', True)), fields=('agreement',), name='fee_schedule_one_proposed', violation_error_message='A fee schedule of this agreement waits for a second person. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='feeschedule',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('approved_by__isnull', False)), expressions=[('agreement', '='), ('during', '&&')], name='fee_schedule_never_overlaps'),
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=150, verbose_name='role')),
                ('given', models.BooleanField(verbose_name='given')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='at')),
            ],
            options={
                'verbose_name': 'granted role',
                'verbose_name_plural': 'granted roles',
                'ordering': ['-id'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='nobody_raises_themselves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_superuser" AND NOT OLD."is_superuser")', func='PERFORM cases_refuse_own_role(NEW.id); RETURN COALESCE(NEW, OLD);', hash='51314036e9d093f880f174b2adc38980d0186058', operation='UPDATE', pgid='pgtrigger_nobody_raises_themselves_a1268', table='cases_user', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='power_is_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'INSERT' THEN IF NEW.is_superuser THEN PERFORM cases_tell_role(NEW.id, 'superuser', true); END IF; RETURN NULL; END IF; IF NEW.is_superuser <> OLD.is_superuser THEN PERFORM cases_tell_role(NEW.id, 'superuser', NEW.is_superuser); END IF; IF NEW.is_active <> OLD.is_active THEN PERFORM cases_tell_role(NEW.id, 'active', NEW.is_active); END IF; RETURN NULL;", hash='7c3a9f645c5703df59a354683112d1e08462a3c5', operation='INSERT OR UPDATE', pgid='pgtrigger_power_is_told_588c0', table='cases_user', when='AFTER')),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='whom',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whom'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);", hash='9845a0533b83cf55c28721620bb5faf8342d914e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90261', table='cases_rolegrant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='76718ed418ac330f15980932407304dbcdea6e13', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b794e', table='cases_rolegrant', when='BEFORE')),
        ),
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
    ]
