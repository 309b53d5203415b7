"""What was decided or published is not moved away, and a lock is judged though all have left."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


BY_WHAT_WAS_LOCKED = """
CREATE OR REPLACE FUNCTION cases_refuse_sibling_left(the_movement bigint, who_left bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_movement WHERE id = the_movement)
       NOT IN ('locked', 'departed', 'arrived') THEN
        RETURN;
    END IF;
    -- In key order, as everywhere: no new sibling until this is settled.
    PERFORM 1 FROM cases_mother WHERE id IN (
        SELECT c.mother_id FROM cases_passenger p JOIN cases_child c ON c.id = p.child_id
        WHERE p.movement_id = the_movement) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_child aboard ON aboard.id = p.child_id
        JOIN cases_child sibling ON sibling.mother_id = aboard.mother_id
            AND sibling.id <> aboard.id
        WHERE p.movement_id = the_movement AND p.status IN ('proposed', 'confirmed', 'boarded')
        AND (who_left IS NULL OR sibling.id = who_left)
        AND sibling.stage NOT IN ('closed', 'in_transit', 'returned', 'placed')
        AND NOT EXISTS (
            SELECT 1 FROM cases_passenger q WHERE q.movement_id = the_movement
            AND q.child_id = sibling.id AND q.status IN ('proposed', 'confirmed', 'boarded'))
        AND NOT EXISTS (
            SELECT 1 FROM cases_siblingexception e WHERE e.movement_id = the_movement
            AND e.child_id = sibling.id AND e.approved_by_id IS NOT NULL)
    ) THEN PERFORM cases_refuse('no_sibling_left_behind',
        'A sibling would be left behind without an approved exception.'); END IF;
END $$;
"""

BY_WHAT_IS_LOCKED = """
CREATE OR REPLACE FUNCTION cases_refuse_sibling_left(the_movement bigint, who_left bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_movement WHERE id = the_movement) <> 'locked' THEN
        RETURN;
    END IF;
    -- In key order, as everywhere: no new sibling until this is settled.
    PERFORM 1 FROM cases_mother WHERE id IN (
        SELECT c.mother_id FROM cases_passenger p JOIN cases_child c ON c.id = p.child_id
        WHERE p.movement_id = the_movement) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_child aboard ON aboard.id = p.child_id
        JOIN cases_child sibling ON sibling.mother_id = aboard.mother_id
            AND sibling.id <> aboard.id
        WHERE p.movement_id = the_movement AND p.status IN ('proposed', 'confirmed', 'boarded')
        AND (who_left IS NULL OR sibling.id = who_left)
        AND sibling.stage NOT IN ('closed', 'in_transit', 'returned', 'placed')
        AND NOT EXISTS (
            SELECT 1 FROM cases_passenger q WHERE q.movement_id = the_movement
            AND q.child_id = sibling.id AND q.status IN ('proposed', 'confirmed', 'boarded'))
        AND NOT EXISTS (
            SELECT 1 FROM cases_siblingexception e WHERE e.movement_id = the_movement
            AND e.child_id = sibling.id AND e.approved_by_id IS NOT NULL)
    ) THEN PERFORM cases_refuse('no_sibling_left_behind',
        'A sibling would be left behind without an approved exception.'); END IF;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_find_names_by_key'),
    ]

    operations = [
        migrations.RunSQL(BY_WHAT_WAS_LOCKED, BY_WHAT_IS_LOCKED),
        pgtrigger.migrations.RemoveTrigger(
            model_name='criterion',
            name='set_is_draft',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='finding',
            name='assessment_is_open',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criteriaset',
            trigger=pgtrigger.compiler.Trigger(name='criteria_set_status_follows', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))', func="IF NEW.status = 'draft' OR OLD.status = 'retired' THEN RAISE EXCEPTION 'Criteria that were published are never a draft again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'criteria_set_never_a_draft_again'; END IF; RETURN COALESCE(NEW, OLD);", hash='0faf4882957b0259a5488f17d2767bc72e66ff26', operation='UPDATE', pgid='pgtrigger_criteria_set_status_follows_8d0e8', table='cases_criteriaset', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='set_is_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM cases_criteriaset WHERE status <> 'draft' AND id IN (NEW.criteria_set_id, OLD.criteria_set_id)) THEN RAISE EXCEPTION 'Published criteria do not change.' USING ERRCODE = 'check_violation', CONSTRAINT = 'criterion_set_is_draft'; END IF; RETURN COALESCE(NEW, OLD);", hash='d61dab7928c4aaf668d796654b58e86da74fecf3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_set_is_draft_3b0ca', table='cases_criterion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='finding',
            trigger=pgtrigger.compiler.Trigger(name='assessment_is_open', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM cases_assessment WHERE decided IS NOT NULL AND id IN (NEW.assessment_id, OLD.assessment_id)) THEN RAISE EXCEPTION 'The assessment is decided.' USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_of_open_assessment'; END IF; RETURN COALESCE(NEW, OLD);", hash='c9354de7b5e5d8e3fbae2224ab2f203fc646526b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_assessment_is_open_f60ba', table='cases_finding', when='BEFORE')),
        ),
    ]
