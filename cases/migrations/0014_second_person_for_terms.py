"""A second person for what one could do alone: terms, roles, identities, a father's death."""

import django.db.models.functions.datetime
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep

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

RESTATED = """
CREATE FUNCTION cases_restate(the_child bigint, the_part text, who bigint)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_restatement (child_id, part, by_id) VALUES (the_child, the_part, who)
$$;

-- Who somebody is, is part of the record of the child and of each child of the mother.
CREATE FUNCTION cases_restate_identity(the_person bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_restatement (child_id, part, by_id)
    SELECT id, 'identity', cases_actor() FROM cases_child WHERE person_id = the_person
    UNION ALL
    SELECT c.id, 'identity', cases_actor() FROM cases_mother m
    JOIN cases_child c ON c.mother_id = m.id WHERE m.person_id = the_person
$$;

CREATE OR REPLACE FUNCTION cases_missing_consent(the_child bigint, the_purpose text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.giver_role FROM cases_consentrule r
    JOIN cases_child c ON c.agreement_id = r.agreement_id
    JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = the_child AND r.purpose = the_purpose AND r.during @> day
    AND (r.giver_role <> 'child'
         OR extract(year FROM age(day, p.born_latest)) >= r.from_age)
    AND NOT cases_consent_holds(the_child, the_purpose, r.giver_role, day)
    AND NOT (r.giver_role IN ('mother', 'father')
             AND cases_consent_holds(the_child, the_purpose, 'court', day))
    AND NOT (r.giver_role = 'father' AND c.father_status = 'deceased'
             AND c.father_evidence <> ''
             AND EXISTS (SELECT 1 FROM cases_restatement s WHERE s.child_id = c.id
                         AND s.part = 'father')
             AND NOT EXISTS (SELECT 1 FROM cases_restatement s WHERE s.child_id = c.id
                             AND s.part = 'father' AND s.confirmed_by_id IS NULL))
    ORDER BY r.giver_role LIMIT 1
$$;
"""

DAYS = """
CREATE FUNCTION cases_day_of(the_child bigint, the_act text) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT j.happened_on FROM cases_journal j
    WHERE j.child_id = the_child AND j.to_stage IS NOT NULL AND j.undoes_id IS NULL
    AND (the_act IS NULL OR j.act = the_act)
    AND NOT EXISTS (SELECT 1 FROM cases_journal u WHERE u.undoes_id = j.id)
    ORDER BY j.id DESC LIMIT 1
$$;

CREATE FUNCTION cases_refuse_days_off_the_journal(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child cases_child;
BEGIN
    SELECT * INTO child FROM cases_child WHERE id = the_child;
    IF child.stage_since IS DISTINCT FROM cases_day_of(the_child, NULL) THEN
        PERFORM cases_refuse('child_stage_since_journalled',
            'A stage began on the day of the step that led to it.');
    END IF;
    IF child.returned_on IS NOT NULL AND child.returned_on
       IS DISTINCT FROM cases_day_of(the_child, 'arrive') THEN
        PERFORM cases_refuse('child_returned_on_journalled',
            'A child returned on the day of the arrival.');
    END IF;
    IF child.closed_on IS NOT NULL AND child.closed_on
       IS DISTINCT FROM cases_day_of(the_child, 'close') THEN
        PERFORM cases_refuse('child_closed_on_journalled',
            'A case was closed on the day of its closing.');
    END IF;
END $$;
"""

# A father's death on record was stated by whoever registered the child, and waits to be confirmed.
FATHERS = """
INSERT INTO cases_restatement (child_id, part, by_id, at)
SELECT id, 'father', registered_by_id, now() FROM cases_child
WHERE father_status = 'deceased' AND father_evidence <> '';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_search_by_words")]

    operations = [
        migrations.AlterModelOptions(
            name='feeschedule',
            options={'permissions': [('approve_feeschedule', 'Approve a fee schedule as the second person')], 'verbose_name': 'fee schedule', 'verbose_name_plural': 'fee schedules'},
        ),
        InOneStep(
            [
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
            ]
        ),
        InOneStep(
            [
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
            ]
        ),
        InOneStep(
            [
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
            ]
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(UNPAID_BY_WHAT_IS_AGREED, migrations.RunSQL.noop),
        InOneStep(
            [
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
                    constraint=models.UniqueConstraint(condition=models.Q(('approved_by__isnull', True)), fields=('agreement',), name='fee_schedule_one_proposed', violation_error_message="A fee schedule of this agreement awaits a second person. Change that one."),
                ),
                migrations.AddConstraint(
                    model_name='feeschedule',
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('approved_by__isnull', False)), expressions=[('agreement', '='), ('during', '&&')], name='fee_schedule_never_overlaps'),
                ),
            ]
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=150, verbose_name='role')),
                ('given', models.BooleanField(verbose_name="assigned")),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='at')),
            ],
            options={
                'verbose_name': 'granted role',
                'verbose_name_plural': 'granted roles',
                'ordering': ['-id'],
            },
        ),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='nobody_raises_themselves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_superuser" AND NOT OLD."is_superuser")', func='PERFORM cases_refuse_own_role(NEW.id); RETURN COALESCE(NEW, OLD);', hash='51314036e9d093f880f174b2adc38980d0186058', operation='UPDATE', pgid='pgtrigger_nobody_raises_themselves_a1268', table='cases_user', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='user',
                    trigger=pgtrigger.compiler.Trigger(name='power_is_told', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'INSERT' THEN IF NEW.is_superuser THEN PERFORM cases_tell_role(NEW.id, 'superuser', true); END IF; RETURN NULL; END IF; IF NEW.is_superuser <> OLD.is_superuser THEN PERFORM cases_tell_role(NEW.id, 'superuser', NEW.is_superuser); END IF; IF NEW.is_active <> OLD.is_active THEN PERFORM cases_tell_role(NEW.id, 'active', NEW.is_active); END IF; RETURN NULL;", hash='7c3a9f645c5703df59a354683112d1e08462a3c5', operation='INSERT OR UPDATE', pgid='pgtrigger_power_is_told_588c0', table='cases_user', when='AFTER')),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='rolegrant',
                    name='by',
                    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
                ),
                migrations.AddField(
                    model_name='rolegrant',
                    name='whom',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name="user"),
                ),
            ]
        ),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);", hash='9845a0533b83cf55c28721620bb5faf8342d914e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_90261', table='cases_rolegrant', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='76718ed418ac330f15980932407304dbcdea6e13', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b794e', table='cases_rolegrant', when='BEFORE')),
                ),
            ]
        ),
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Restatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('identity', 'Identity'), ('father', 'Death of the father')], max_length=8, verbose_name='part')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'restatement',
                'verbose_name_plural': 'restatements',
                'ordering': ['-id'],
            },
        ),
        InOneStep(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name='assessment',
                    trigger=pgtrigger.compiler.Trigger(name='assessor_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."assessed_at" IS DISTINCT FROM (NEW."assessed_at") OR OLD."assessed_by_id" IS DISTINCT FROM (NEW."assessed_by_id"))', func="RAISE EXCEPTION 'Who made an assessment stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessor_stays'; RETURN COALESCE(NEW, OLD);", hash='a6157c867e07c68f64be2b582998d720fb8f7fa3', operation='UPDATE', pgid='pgtrigger_assessor_stays_fe6c5', table='cases_assessment', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='assessment',
                    trigger=pgtrigger.compiler.Trigger(name='assessment_of_the_agreement', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT agreement_id FROM cases_child WHERE id = NEW.child_id) IS DISTINCT FROM (SELECT agreement_id FROM cases_criteriaset WHERE id = NEW.criteria_set_id) THEN RAISE EXCEPTION 'A child is assessed against the criteria of her agreement.' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_of_the_agreement'; END IF; RETURN COALESCE(NEW, OLD);", hash='6613a702aafe08551b74f7c79acf607f22d7930a', operation='INSERT OR UPDATE', pgid='pgtrigger_assessment_of_the_agreement_11af7', table='cases_assessment', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='child_registrar_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."registered_by_id" IS DISTINCT FROM (NEW."registered_by_id"))', func="RAISE EXCEPTION 'Who registered a child stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_registrar_stays'; RETURN COALESCE(NEW, OLD);", hash='8fe006e7283e536859207ab967efd5d6c42d15c6', operation='UPDATE', pgid='pgtrigger_child_registrar_stays_3d249', table='cases_child', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='child_agreement_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id"))', func="IF EXISTS (SELECT 1 FROM cases_assessment WHERE child_id = NEW.id) OR EXISTS (SELECT 1 FROM cases_fee WHERE child_id = NEW.id) THEN RAISE EXCEPTION 'A child assessed or owed for under an agreement stays under it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_agreement_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='2ee33bfcf12a24d8c0a46da9e9fb01ec61f6544c', operation='UPDATE', pgid='pgtrigger_child_agreement_stays_3f36d', table='cases_child', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='days_are_journalled', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM cases_refuse_days_off_the_journal(NEW.id); RETURN NULL;', hash='e2fa0548fe10fe412d9ed94bbcb867aa3678bd30', operation='UPDATE OF "stage", "stage_since", "returned_on", "closed_on"', pgid='pgtrigger_days_are_journalled_71f98', table='cases_child', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='child_is_another', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."mother_id" IS DISTINCT FROM (NEW."mother_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id"))', func='PERFORM cases_restate_identity(NEW.person_id); RETURN NULL;', hash='4028b9b8a51772558ae18e0577366affa5fe7a40', operation='UPDATE', pgid='pgtrigger_child_is_another_3337d', table='cases_child', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='fathers_death_is_stated', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."father_status" = \'deceased\' AND NOT (NEW."father_evidence" = \'\'))', func="PERFORM cases_restate(NEW.id, 'father', NEW.registered_by_id); RETURN NULL;", hash='2c933b1f57890e99a00a8f039b70c211f99a6323', operation='INSERT', pgid='pgtrigger_fathers_death_is_stated_61f4a', table='cases_child', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='fathers_death_is_restated', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."father_evidence" IS DISTINCT FROM (NEW."father_evidence") OR OLD."father_status" IS DISTINCT FROM (NEW."father_status"))', func="PERFORM cases_restate(NEW.id, 'father', cases_actor()); RETURN NULL;", hash='f39ba1388e373d9c167cecc09c16498728e8c346', operation='UPDATE', pgid='pgtrigger_fathers_death_is_restated_97073', table='cases_child', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clearance',
                    trigger=pgtrigger.compiler.Trigger(name='clearance_recorder_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func="RAISE EXCEPTION 'Who recorded a clearance stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_recorder_stays'; RETURN COALESCE(NEW, OLD);", hash='133f023632c0d07ef8c61c2a3811b1e1bdb0bc82', operation='UPDATE', pgid='pgtrigger_clearance_recorder_stays_b7385', table='cases_clearance', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='journal',
                    trigger=pgtrigger.compiler.Trigger(name='stands_on_confirmed_identity', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."act" IN (\'clear\', \'depart\', \'lock\', \'verify\'))', constraint='CONSTRAINT', func="IF EXISTS (SELECT 1 FROM cases_restatement WHERE child_id = NEW.child_id AND part = 'identity' AND confirmed_by_id IS NULL) THEN RAISE EXCEPTION 'The identity was changed and not confirmed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_identity_confirmed'; END IF; RETURN NULL;", hash='75077d17449bf4713cff61b5ba549e07504ce5ad', operation='INSERT', pgid='pgtrigger_stands_on_confirmed_identity_05f6d', table='cases_journal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='movement',
                    trigger=pgtrigger.compiler.Trigger(name='movement_planner_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."planned_by_id" IS DISTINCT FROM (NEW."planned_by_id"))', func="RAISE EXCEPTION 'Who planned a movement stays.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_planner_stays'; RETURN COALESCE(NEW, OLD);", hash='ffbd607985235fe1bf9c2f383e0f9e816ccac0bb', operation='UPDATE', pgid='pgtrigger_movement_planner_stays_e3e16', table='cases_movement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='person',
                    trigger=pgtrigger.compiler.Trigger(name='identity_is_restated', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."born_earliest" IS DISTINCT FROM (NEW."born_earliest") OR OLD."born_latest" IS DISTINCT FROM (NEW."born_latest") OR OLD."sex" IS DISTINCT FROM (NEW."sex"))', func='PERFORM cases_restate_identity(NEW.id); RETURN NULL;', hash='a4e50a5deaf68f05f6c2c879db25b9de5c05ee4f', operation='UPDATE', pgid='pgtrigger_identity_is_restated_77e20', table='cases_person', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personname',
                    trigger=pgtrigger.compiler.Trigger(name='name_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_primary" OR NOT (NEW."kind" = \'alias\'))', func='PERFORM cases_restate_identity(NEW.person_id); RETURN NULL;', hash='5d3a0219bfe294baafe980a8df1f6feffc7fcfff', operation='INSERT', pgid='pgtrigger_name_is_added_24e27', table='cases_personname', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personname',
                    trigger=pgtrigger.compiler.Trigger(name='name_is_restated', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."family" IS DISTINCT FROM (NEW."family") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."patronymic" IS DISTINCT FROM (NEW."patronymic") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='PERFORM cases_restate_identity(NEW.person_id); PERFORM cases_restate_identity(OLD.person_id) WHERE OLD.person_id <> NEW.person_id; RETURN NULL;', hash='e3d37e7e4c09070aa295bcc7a2962c659d673da8', operation='UPDATE', pgid='pgtrigger_name_is_restated_89bfc', table='cases_personname', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personname',
                    trigger=pgtrigger.compiler.Trigger(name='name_is_taken_away', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM cases_restate_identity(OLD.person_id); RETURN NULL;', hash='2cb9c0aba2e07aaf44dbef00a8ca725f773ff2fd', operation='DELETE', pgid='pgtrigger_name_is_taken_away_ae0bd', table='cases_personname', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='receiptline',
                    trigger=pgtrigger.compiler.Trigger(name='receipt_line_of_the_agreement', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT agreement_id FROM cases_receipt WHERE id = NEW.receipt_id) IS DISTINCT FROM (SELECT agreement_id FROM cases_fee WHERE id = NEW.fee_id) THEN RAISE EXCEPTION 'A receipt acknowledges fees of its own agreement.' USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_line_of_the_agreement'; END IF; RETURN COALESCE(NEW, OLD);", hash='8aa3c0c19ae6abf328b841f5d38b1a270b6d1554', operation='INSERT', pgid='pgtrigger_receipt_line_of_the_agreement_c75b0', table='cases_receiptline', when='BEFORE')),
                ),
                migrations.AddConstraint(
                    model_name='child',
                    constraint=models.CheckConstraint(condition=models.Q(('stage', 'closed'), ('closing_approved_by__isnull', True), _connector='OR'), name='child_closing_approved_iff_closed'),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='restatement',
                    name='by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='restatement',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restatements', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='restatement',
                    name='confirmed_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddIndex(
                    model_name='restatement',
                    index=models.Index(condition=models.Q(('confirmed_by__isnull', True)), fields=['child', 'part'], name='restatement_waiting'),
                ),
                migrations.AddConstraint(
                    model_name='restatement',
                    constraint=models.CheckConstraint(condition=models.Q(('part__in', ['identity', 'father']), ('part__isnull', False)), name='restatement_part_known'),
                ),
                migrations.AddConstraint(
                    model_name='restatement',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', False), ('confirmed_at__isnull', False)), models.Q(('confirmed_by__isnull', True), ('confirmed_at__isnull', True)), _connector='OR'), name='restatement_confirmed_whole'),
                ),
                migrations.AddConstraint(
                    model_name='restatement',
                    constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('by__isnull', True), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='restatement_confirmed_by_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='restatement',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='638cf38454741c7d55f9f8d3328cf6d88945c3a1', operation='DELETE', pgid='pgtrigger_no_delete_5a146', table='cases_restatement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='restatement',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='f98c2c4f7e1c54e4790b61817c903022c279d2d7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_57874', table='cases_restatement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='restatement',
                    trigger=pgtrigger.compiler.Trigger(name='restatement_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."child_id" IS DISTINCT FROM (NEW."child_id") OR OLD."part" IS DISTINCT FROM (NEW."part"))', func="RAISE EXCEPTION 'What was restated stays on record.' USING ERRCODE = 'check_violation', CONSTRAINT = 'restatement_stays'; RETURN COALESCE(NEW, OLD);", hash='eec48165cb7872790115f376a78f34b499e2f63f', operation='UPDATE', pgid='pgtrigger_restatement_stays_9402a', table='cases_restatement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='restatement',
                    trigger=pgtrigger.compiler.Trigger(name='restatement_confirmed_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_by_id" IS NOT NULL)', func="RAISE EXCEPTION 'It is confirmed already.' USING ERRCODE = 'check_violation', CONSTRAINT = 'restatement_confirmed_once'; RETURN NEW;", hash='1331b3592540b6de0d3e8c11f025b25f5accedbe', operation='UPDATE', pgid='pgtrigger_restatement_confirmed_once_92818', table='cases_restatement', when='BEFORE')),
                ),
            ]
        ),
        migrations.RunSQL(RESTATED, migrations.RunSQL.noop),
        migrations.RunSQL(DAYS, migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name='accessrow',
            options={'ordering': ['-id'], 'permissions': [('ask_names', 'See names for a stated purpose')], 'verbose_name': 'access', 'verbose_name_plural': 'access log'},
        ),
        migrations.AddField(
            model_name='accessrow',
            name='purpose',
            field=models.CharField(blank=True, choices=[('second', 'To decide as the second person'), ('supervision', 'To supervise the work of a team'), ('family', 'A question of the family or of a lawyer'), ('complaint', 'A complaint'), ('audit', 'An audit')], db_default='', max_length=12, verbose_name='purpose'),
        ),
        InOneStep(
            [
                migrations.AddConstraint(
                    model_name='accessrow',
                    constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['', 'second', 'supervision', 'family', 'complaint', 'audit'])), name='access_purpose_known'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='child_closing_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closing_asked_at" IS DISTINCT FROM (NEW."closing_asked_at") OR OLD."closing_asked_by_id" IS DISTINCT FROM (NEW."closing_asked_by_id"))', func="IF NEW.closing_approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_closing_asked_first'; END IF; RETURN NULL;", hash='1d80f25b9790eaf342d2cde4c1df5e56ad12858d', operation='UPDATE', pgid='pgtrigger_child_closing_asked_first_fb875', table='cases_child', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='child',
                    trigger=pgtrigger.compiler.Trigger(name='child_reopening_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reopening_asked_at" IS DISTINCT FROM (NEW."reopening_asked_at") OR OLD."reopening_asked_by_id" IS DISTINCT FROM (NEW."reopening_asked_by_id"))', func="IF NEW.reopening_approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'child_reopening_asked_first'; END IF; RETURN NULL;", hash='38b11870942c750d0cc2d88fed158efd3b03f8d9', operation='UPDATE', pgid='pgtrigger_child_reopening_asked_first_b2743', table='cases_child', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='criteriaset',
                    trigger=pgtrigger.compiler.Trigger(name='criteria_set_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."publish_asked_at" IS DISTINCT FROM (NEW."publish_asked_at") OR OLD."publish_asked_by_id" IS DISTINCT FROM (NEW."publish_asked_by_id"))', func="IF NEW.publish_approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'criteria_set_asked_first'; END IF; RETURN NULL;", hash='0d7a8679c8570360f533b9b29a7e9d620344fc81', operation='UPDATE', pgid='pgtrigger_criteria_set_asked_first_80788', table='cases_criteriaset', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fee',
                    trigger=pgtrigger.compiler.Trigger(name='fee_waiver_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."waiver_asked_at" IS DISTINCT FROM (NEW."waiver_asked_at") OR OLD."waiver_asked_by_id" IS DISTINCT FROM (NEW."waiver_asked_by_id"))', func="IF NEW.waiver_approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_waiver_asked_first'; END IF; RETURN NULL;", hash='99641deec2d965932677da05953174889a907042', operation='UPDATE', pgid='pgtrigger_fee_waiver_asked_first_084fd', table='cases_fee', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feeschedule',
                    trigger=pgtrigger.compiler.Trigger(name='fee_schedule_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id"))', func="IF NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'fee_schedule_asked_first'; END IF; RETURN NULL;", hash='d18e245ff34ec54a9718aa5f20d614aa11535fd4', operation='UPDATE', pgid='pgtrigger_fee_schedule_asked_first_3eba0', table='cases_feeschedule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='movement',
                    trigger=pgtrigger.compiler.Trigger(name='movement_lock_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."lock_asked_at" IS DISTINCT FROM (NEW."lock_asked_at") OR OLD."lock_asked_by_id" IS DISTINCT FROM (NEW."lock_asked_by_id"))', func="IF NEW.lock_approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_lock_asked_first'; END IF; RETURN NULL;", hash='6d1488f83f7130a8b8137dfba9cd9f0582453502', operation='UPDATE', pgid='pgtrigger_movement_lock_asked_first_39fcf', table='cases_movement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='movement',
                    trigger=pgtrigger.compiler.Trigger(name='who_boarded_departs', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="IF (SELECT status FROM cases_movement WHERE id = NEW.id) IN ('departed', 'arrived') AND EXISTS (SELECT 1 FROM cases_passenger WHERE movement_id = NEW.id AND status IN ('proposed', 'confirmed')) THEN RAISE EXCEPTION 'Whoever has not boarded has left before the departure.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_departs_with_who_boarded'; END IF; RETURN NULL;", hash='d1cf0ccfec11ae32edd0a38184fafd8a7219c9cc', operation='UPDATE OF "status"', pgid='pgtrigger_who_boarded_departs_96fe9', table='cases_movement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='paymentbatch',
                    trigger=pgtrigger.compiler.Trigger(name='batch_submitted_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id"))', func="IF NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_submitted_first'; END IF; RETURN NULL;", hash='b1c9fe37986b6d493c5b8fa8f85dbd25bc2b9cab', operation='UPDATE', pgid='pgtrigger_batch_submitted_first_78084', table='cases_paymentbatch', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='siblingexception',
                    trigger=pgtrigger.compiler.Trigger(name='sibling_exception_asked_first', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id"))', func="IF NEW.approved_by_id IS NOT NULL THEN RAISE EXCEPTION 'Who asked is settled before another person approves.' USING ERRCODE = 'check_violation', CONSTRAINT = 'sibling_exception_asked_first'; END IF; RETURN NULL;", hash='860e9ccb65cacb450218b8c0b81eebc48662d10c', operation='UPDATE', pgid='pgtrigger_sibling_exception_asked_first_1ba57', table='cases_siblingexception', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='journal',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__in', ['arrive', 'clear', 'close', 'defer', 'depart', 'lapse', 'lock', 'place', 'reconsider', 'register', 'release', 'reopen', 'turn_back', 'verify']), _negated=True), ('to_stage__isnull', False), _connector='OR'), name='journal_step_with_stages'),
                ),
            ]
        ),
        migrations.RunSQL(FATHERS, migrations.RunSQL.noop),
    ]
