"""Seats are what the passengers say, and each decision is one assessment's."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_what_was_decided_stays'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='journal',
            trigger=pgtrigger.compiler.Trigger(name='decides_an_assessment', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."act" = \'decide\' AND NEW."to_stage" IS NOT NULL)', constraint='CONSTRAINT', func="IF NOT EXISTS (SELECT 1 FROM cases_assessment WHERE child_id = NEW.child_id AND decided = NEW.to_stage AND n::text = split_part(NEW.detail, ':', 1)) THEN RAISE EXCEPTION 'No assessment was decided so.' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_assessment_decided'; END IF; RETURN NULL;", hash='3af92d796b524dd1a28b7795e1779bddae34f4f8', operation='INSERT', pgid='pgtrigger_decides_an_assessment_98304', table='cases_journal', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movement',
            trigger=pgtrigger.compiler.Trigger(name='seats_are_counted', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="IF (SELECT seats_taken FROM cases_movement WHERE id = NEW.id) <> (SELECT count(*) FROM cases_passenger WHERE movement_id = NEW.id AND status IN ('proposed', 'confirmed', 'boarded')) THEN RAISE EXCEPTION 'The seats taken are counted, not typed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_seats_counted'; END IF; RETURN NULL;", hash='1abeb3d240a8ed4612d811bd58ff56d0a261c774', operation='UPDATE OF "seats_taken"', pgid='pgtrigger_seats_are_counted_7bd70', table='cases_movement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='journal',
            constraint=models.UniqueConstraint(condition=models.Q(('act', 'decide'), ('to_stage__isnull', False)), fields=('child', 'detail'), name='journal_decision_once'),
        ),
    ]
