"""Court hearings, and who says to be a child's kin; with the words they bring."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_documents'),
    ]

    operations = [
        InOneStep(
            [
                migrations.CreateModel(
                    name='ClaimEvidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('document', 'Document'), ('testimony', 'Testimony'), ('dna', 'DNA result'), ('court_paper', "Court document"), ('visit', "Visit report"), ('other', 'Other')], max_length=12, verbose_name='kind')),
                        ('reference', models.CharField(max_length=40, verbose_name='reference')),
                        ('dated_on', models.DateField(verbose_name='dated')),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'evidence of a claim',
                        'verbose_name_plural': 'evidence of claims',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Hearing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('scheduled_on', models.DateField(verbose_name="hearing date")),
                        ('purpose', models.CharField(choices=[('court_order', 'Court order'), ('exit_permit', 'Exit permit'), ('kinship', 'Kinship'), ('nationality', 'Nationality'), ('guardianship', 'Guardianship'), ('other', 'Another matter, see the notes')], max_length=12, verbose_name='purpose')),
                        ('outcome', models.CharField(choices=[('scheduled', 'Scheduled'), ('held', 'Held'), ('adjourned', 'Adjourned'), ('cancelled', 'Cancelled')], default='scheduled', max_length=9, verbose_name='outcome')),
                        ('outcome_on', models.DateField(blank=True, null=True, verbose_name="outcome date")),
                        ('adjournment_reason', models.CharField(blank=True, choices=[('judge', 'Judge absent'), ('papers', "Documents missing"), ('interpreter', 'No interpreter'), ('mother', 'Mother not brought to court'), ('witness', 'A witness or party absent'), ('more_time', 'The court needs more time'), ('closed', 'Court closed'), ('other', 'Another reason, see the notes')], max_length=12, verbose_name="reason for the adjournment")),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'court hearing',
                        'verbose_name_plural': 'court hearings',
                        'ordering': ['-n'],
                    },
                ),
                migrations.CreateModel(
                    name='HearingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('scheduled_on', models.DateField(verbose_name="hearing date")),
                        ('purpose', models.CharField(choices=[('court_order', 'Court order'), ('exit_permit', 'Exit permit'), ('kinship', 'Kinship'), ('nationality', 'Nationality'), ('guardianship', 'Guardianship'), ('other', 'Another matter, see the notes')], max_length=12, verbose_name='purpose')),
                        ('outcome', models.CharField(choices=[('scheduled', 'Scheduled'), ('held', 'Held'), ('adjourned', 'Adjourned'), ('cancelled', 'Cancelled')], default='scheduled', max_length=9, verbose_name='outcome')),
                        ('outcome_on', models.DateField(blank=True, null=True, verbose_name="outcome date")),
                        ('adjournment_reason', models.CharField(blank=True, choices=[('judge', 'Judge absent'), ('papers', "Documents missing"), ('interpreter', 'No interpreter'), ('mother', 'Mother not brought to court'), ('witness', 'A witness or party absent'), ('more_time', 'The court needs more time'), ('closed', 'Court closed'), ('other', 'Another reason, see the notes')], max_length=12, verbose_name="reason for the adjournment")),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='KinshipClaim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('relation', models.CharField(choices=[('mother', 'Mother'), ('father', 'Father'), ('grandparent', 'Grandparent'), ('aunt', 'Aunt'), ('uncle', 'Uncle'), ('sibling', 'Brother or sister'), ('other', "Other relative")], max_length=12, verbose_name='relation')),
                        ('claimed_on', models.DateField(verbose_name='claimed on')),
                        ('status', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('rejected', 'Not accepted'), ('withdrawn', 'Withdrawn')], default='open', max_length=9, verbose_name='status')),
                        ('reasons', models.TextField(blank=True, max_length=4000, verbose_name="reasons for the decision")),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'kinship claim',
                        'verbose_name_plural': 'kinship claims',
                        'ordering': ['n'],
                        'permissions': [('decide_claim', 'Decide a kinship claim as the second person')],
                    },
                ),
                migrations.CreateModel(
                    name='KinshipClaimEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('n', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('relation', models.CharField(choices=[('mother', 'Mother'), ('father', 'Father'), ('grandparent', 'Grandparent'), ('aunt', 'Aunt'), ('uncle', 'Uncle'), ('sibling', 'Brother or sister'), ('other', "Other relative")], max_length=12, verbose_name='relation')),
                        ('claimed_on', models.DateField(verbose_name='claimed on')),
                        ('status', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('rejected', 'Not accepted'), ('withdrawn', 'Withdrawn')], default='open', max_length=9, verbose_name='status')),
                        ('reasons', models.TextField(blank=True, max_length=4000, verbose_name="reasons for the decision")),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name='journal',
            name='journal_act_known',
        ),
        InOneStep(
            [
                migrations.AlterField(
                    model_name='journal',
                    name='act',
                    field=models.CharField(choices=[('register', 'Registered'), ('edit', 'Record changed'), ('assign', 'Assigned'), ('note', 'Note added'), ('consent', 'Consent recorded'), ('verify_consent', 'Consent verified'), ('clearance', 'Clearance recorded'), ('verify', 'Identity verified'), ('assess', 'Eligibility assessed'), ('decide', 'Eligibility decided'), ('defer', 'Deferred'), ('reconsider', "Case resumed"), ('clear', 'Cleared to travel'), ('lapse', "No longer cleared to travel"), ('hold', 'Put on hold'), ('release_hold', 'Hold ended'), ('fee_due', 'Fee became due'), ('fee_paid', 'Fee paid'), ('fee_receipted', 'Fee receipted'), ('fee_waived', 'Fee waived'), ('propose', 'Place proposed'), ('lock', "Booked: passenger list locked"), ('take_off', "Removed from the list"), ('release', 'Place released'), ('depart', 'Departed'), ('arrive', 'Returned home'), ('turn_back', 'Turned back'), ('hand_over', 'Handed over'), ('place', 'Placed in care'), ('ask_close', "Closing requested"), ('close', 'Closed'), ('ask_reopen', "Reopening requested"), ('reopen', 'Reopened'), ('return', 'Sent back by the reviewer'), ('answer_duplicate', 'Possible duplicate answered'), ('hearing', 'Court hearing'), ('claim', 'Kinship claim')], max_length=20, verbose_name='act'),
                ),
                migrations.AlterField(
                    model_name='place',
                    name='kind',
                    field=models.CharField(choices=[('prison', 'Prison'), ('orphanage', 'Orphanage'), ('camp', 'Camp'), ('hospital', 'Hospital'), ('airport', 'Airport'), ('border', 'Border crossing'), ('care', 'Care institution'), ('court', 'Court'), ('town', 'Town'), ('other', 'Other')], max_length=12, verbose_name='kind'),
                ),
                migrations.AlterField(
                    model_name='placeevent',
                    name='kind',
                    field=models.CharField(choices=[('prison', 'Prison'), ('orphanage', 'Orphanage'), ('camp', 'Camp'), ('hospital', 'Hospital'), ('airport', 'Airport'), ('border', 'Border crossing'), ('care', 'Care institution'), ('court', 'Court'), ('town', 'Town'), ('other', 'Other')], max_length=12, verbose_name='kind'),
                ),
            ]
        ),
        migrations.AddConstraint(
            model_name='journal',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['register', 'edit', 'assign', 'note', 'consent', 'verify_consent', 'clearance', 'verify', 'assess', 'decide', 'defer', 'reconsider', 'clear', 'lapse', 'hold', 'release_hold', 'fee_due', 'fee_paid', 'fee_receipted', 'fee_waived', 'propose', 'lock', 'take_off', 'release', 'depart', 'arrive', 'turn_back', 'hand_over', 'place', 'ask_close', 'close', 'ask_reopen', 'reopen', 'return', 'answer_duplicate', 'hearing', 'claim']), ('act__isnull', False)), name='journal_act_known'),
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='claimevidence',
                    name='recorded_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='hearing',
                    name='adjourned_to',
                    field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjourned_from', to='cases.hearing'),
                ),
                migrations.AddField(
                    model_name='hearing',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='hearing',
                    name='clearance',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='cases.clearance', verbose_name='clearance it led to'),
                ),
                migrations.AddField(
                    model_name='hearing',
                    name='court',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='cases.place', verbose_name='court'),
                ),
                migrations.AddField(
                    model_name='hearing',
                    name='recorded_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='adjourned_to',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.hearing'),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='child',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='clearance',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.clearance', verbose_name='clearance it led to'),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='court',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.place', verbose_name='court'),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.hearing'),
                ),
                migrations.AddField(
                    model_name='hearingevent',
                    name='recorded_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='kinshipclaim',
                    name='child',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='kinshipclaim',
                    name='claimant',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='cases.person', verbose_name='claimant'),
                ),
                migrations.AddField(
                    model_name='kinshipclaim',
                    name='decided_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='kinshipclaim',
                    name='recorded_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='claimevidence',
                    name='claim',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='cases.kinshipclaim'),
                ),
                migrations.AddField(
                    model_name='kinshipclaimevent',
                    name='child',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='kinshipclaimevent',
                    name='claimant',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person', verbose_name='claimant'),
                ),
                migrations.AddField(
                    model_name='kinshipclaimevent',
                    name='decided_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='kinshipclaimevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.kinshipclaim'),
                ),
                migrations.AddField(
                    model_name='kinshipclaimevent',
                    name='recorded_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddIndex(
                    model_name='hearing',
                    index=models.Index(fields=['scheduled_on', 'child'], name='hearing_by_day'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['court_order', 'exit_permit', 'kinship', 'nationality', 'guardianship', 'other']), ('purpose__isnull', False)), name='hearing_purpose_known'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['scheduled', 'held', 'adjourned', 'cancelled']), ('outcome__isnull', False)), name='hearing_outcome_known'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.UniqueConstraint(fields=('child', 'n'), name='hearing_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'scheduled')), fields=('child', 'purpose'), name='hearing_one_open_of_a_purpose'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('adjournment_reason__in', ['judge', 'papers', 'interpreter', 'mother', 'witness', 'more_time', 'closed', 'other']), ('outcome', 'adjourned')), models.Q(models.Q(('outcome', 'adjourned'), _negated=True), ('adjourned_to__isnull', True), ('adjournment_reason', '')), _connector='OR'), name='hearing_adjourned_iff_reason'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'scheduled'), ('outcome_on__isnull', True)), models.Q(models.Q(('outcome', 'scheduled'), _negated=True), ('outcome_on__isnull', False)), _connector='OR'), name='hearing_outcome_iff_day'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'held'), _negated=True), models.Q(('outcome_on__gte', models.F('scheduled_on')), ('outcome_on__isnull', False)), _connector='OR'), name='hearing_held_on_its_day_or_later'),
                ),
                migrations.AddConstraint(
                    model_name='hearing',
                    constraint=models.CheckConstraint(condition=models.Q(('clearance__isnull', True), ('outcome', 'held'), _connector='OR'), name='hearing_clearance_only_when_held'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='3582d99e7ce68a47aebb59d611394e9f04309eca', operation='DELETE', pgid='pgtrigger_no_delete_68b69', table='cases_hearing', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='hearing_is_possible', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.outcome_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'The outcome of a hearing cannot lie in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_outcome_by_today'; END IF;IF NOT EXISTS (SELECT 1 FROM cases_place WHERE id = NEW.court_id AND kind = 'court') THEN RAISE EXCEPTION 'A hearing is in a court.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_in_a_court'; END IF;IF NEW.adjourned_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_hearing h WHERE h.id = NEW.adjourned_to_id AND h.child_id = NEW.child_id AND h.purpose = NEW.purpose AND h.scheduled_on > NEW.scheduled_on) THEN RAISE EXCEPTION 'The next hearing is of the same child and purpose, and later.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_next_follows'; END IF;IF NEW.clearance_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases_clearance WHERE id = NEW.clearance_id AND child_id = NEW.child_id) THEN RAISE EXCEPTION 'The clearance is another child''s.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_clearance_of_the_child'; END IF; RETURN COALESCE(NEW, OLD);", hash='c1d3f5be8504c1f43f50773019a29d3915d3d45b', operation='INSERT OR UPDATE', pgid='pgtrigger_hearing_is_possible_16f41', table='cases_hearing', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='hearing_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.child_id, OLD.n, OLD.court_id, OLD.scheduled_on, OLD.purpose, OLD.recorded_by_id) IS DISTINCT FROM (NEW.child_id, NEW.n, NEW.court_id, NEW.scheduled_on, NEW.purpose, NEW.recorded_by_id) THEN RAISE EXCEPTION 'The day of a hearing is not changed; it is adjourned or cancelled.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_day_stays'; END IF;IF OLD.outcome <> 'scheduled' AND (OLD.outcome, OLD.outcome_on, OLD.adjournment_reason, OLD.clearance_id) IS DISTINCT FROM (NEW.outcome, NEW.outcome_on, NEW.adjournment_reason, NEW.clearance_id) OR OLD.adjourned_to_id IS NOT NULL AND NEW.adjourned_to_id IS DISTINCT FROM OLD.adjourned_to_id THEN RAISE EXCEPTION 'The outcome of a hearing is written once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'hearing_outcome_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='4421accf3ee93d648b17a73a5562a1275e492dd5', operation='UPDATE', pgid='pgtrigger_hearing_stays_90f45', table='cases_hearing', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_hearingevent" ("adjourned_to_id", "adjournment_reason", "child_id", "clearance_id", "court_id", "id", "n", "outcome", "outcome_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "scheduled_on", "version") VALUES (NEW."adjourned_to_id", NEW."adjournment_reason", NEW."child_id", NEW."clearance_id", NEW."court_id", NEW."id", NEW."n", NEW."outcome", NEW."outcome_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."scheduled_on", NEW."version"); RETURN NULL;', hash='9f09a1eae22eb00e4c75252dbdde9f34b195c818', operation='INSERT', pgid='pgtrigger_insert_insert_e93cb', table='cases_hearing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_hearingevent" ("adjourned_to_id", "adjournment_reason", "child_id", "clearance_id", "court_id", "id", "n", "outcome", "outcome_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "scheduled_on", "version") VALUES (NEW."adjourned_to_id", NEW."adjournment_reason", NEW."child_id", NEW."clearance_id", NEW."court_id", NEW."id", NEW."n", NEW."outcome", NEW."outcome_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."scheduled_on", NEW."version"); RETURN NULL;', hash='771f61efad9d17b8667efdd8e9f776c01cac9efb', operation='UPDATE', pgid='pgtrigger_update_update_5abef', table='cases_hearing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearing',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_hearingevent" ("adjourned_to_id", "adjournment_reason", "child_id", "clearance_id", "court_id", "id", "n", "outcome", "outcome_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "scheduled_on", "version") VALUES (OLD."adjourned_to_id", OLD."adjournment_reason", OLD."child_id", OLD."clearance_id", OLD."court_id", OLD."id", OLD."n", OLD."outcome", OLD."outcome_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."scheduled_on", OLD."version"); RETURN NULL;', hash='c0ec613882da3310c7c49f095ff4b76e32a13e03', operation='DELETE', pgid='pgtrigger_delete_delete_6b3c5', table='cases_hearing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearingevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='cbef3d36231dbc934dc095d8388f75aeda17bc8e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_fa727', table='cases_hearingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='hearingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3fcffd23ef8a9752b880a0abbfef3c27a7ee5b04', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2b129', table='cases_hearingevent', when='BEFORE')),
                ),
                migrations.AddIndex(
                    model_name='kinshipclaim',
                    index=models.Index(condition=models.Q(('status', 'open')), fields=['recorded_at'], name='claim_open'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.CheckConstraint(condition=models.Q(('relation__in', ['mother', 'father', 'grandparent', 'aunt', 'uncle', 'sibling', 'other']), ('relation__isnull', False)), name='claim_relation_known'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'accepted', 'rejected', 'withdrawn']), ('status__isnull', False)), name='claim_status_known'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.UniqueConstraint(fields=('child', 'n'), name='claim_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.UniqueConstraint(condition=models.Q(('relation__in', ('mother', 'father')), ('status', 'accepted')), fields=('child', 'relation'), name='claim_one_mother_and_father'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('open', 'accepted'))), fields=('child', 'claimant'), name='claim_one_standing_of_a_person'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', False), ('decided_by__isnull', False), ('decided_at__isnull', False)), models.Q(('decided_on__isnull', True), ('decided_by__isnull', True), ('decided_at__isnull', True)), _connector='OR'), name='claim_decided_whole'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('status__in', ('accepted', 'rejected')), models.Q(('reasons', ''), _negated=True)), models.Q(('decided_by__isnull', True), ('reasons', ''), ('status__in', ('open', 'withdrawn'))), _connector='OR'), name='claim_decided_iff_by_somebody'),
                ),
                migrations.AddConstraint(
                    model_name='kinshipclaim',
                    constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('recorded_by__isnull', False), models.Q(('decided_by', models.F('recorded_by')), _negated=True)), _connector='OR'), name='claim_decided_by_another'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='622eef5c309d2c6acd5a5acb893304785bfa21de', operation='DELETE', pgid='pgtrigger_no_delete_7fc42', table='cases_kinshipclaim', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='claim_is_possible', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.claimed_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date OR NEW.decided_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'A claim and its decision cannot lie in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_dated_by_today'; END IF;IF NEW.decided_on < NEW.claimed_on THEN RAISE EXCEPTION 'A claim is decided on its day or later.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_decided_after_claimed'; END IF;IF NEW.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM cases_claimevidence e WHERE e.claim_id = NEW.id) THEN RAISE EXCEPTION 'A claim is accepted on evidence.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_accepted_on_evidence'; END IF;IF EXISTS (SELECT 1 FROM cases_claimevidence e WHERE e.claim_id = NEW.id AND e.recorded_by_id = NEW.decided_by_id) THEN RAISE EXCEPTION 'Who recorded evidence does not decide the claim.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_decided_by_no_recorder'; END IF; RETURN COALESCE(NEW, OLD);", hash='bccb7543db3b3d7ff5a7b84d6031f540886eac92', operation='INSERT OR UPDATE', pgid='pgtrigger_claim_is_possible_aea07', table='cases_kinshipclaim', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='claim_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.child_id, OLD.n, OLD.claimant_id, OLD.relation, OLD.claimed_on, OLD.recorded_by_id) IS DISTINCT FROM (NEW.child_id, NEW.n, NEW.claimant_id, NEW.relation, NEW.claimed_on, NEW.recorded_by_id) THEN RAISE EXCEPTION 'What is claimed is not changed; it is withdrawn and claimed anew.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_stays'; END IF;IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (('open','accepted'), ('open','rejected'), ('open','withdrawn'), ('accepted','rejected')) THEN RAISE EXCEPTION 'This does not follow for a claim.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_status_follows'; END IF;IF OLD.status = NEW.status AND (OLD.reasons, OLD.decided_by_id, OLD.decided_on) IS DISTINCT FROM (NEW.reasons, NEW.decided_by_id, NEW.decided_on) THEN RAISE EXCEPTION 'The decision on a claim is not rewritten.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_decision_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='247db340103702d7120e4e1057f150d17389cbfa', operation='UPDATE', pgid='pgtrigger_claim_stays_41ea2', table='cases_kinshipclaim', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_kinshipclaimevent" ("child_id", "claimant_id", "claimed_on", "decided_at", "decided_by_id", "decided_on", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recorded_at", "recorded_by_id", "relation", "status", "version") VALUES (NEW."child_id", NEW."claimant_id", NEW."claimed_on", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."id", NEW."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reasons", NEW."recorded_at", NEW."recorded_by_id", NEW."relation", NEW."status", NEW."version"); RETURN NULL;', hash='52bb1572aab7919dfc6eb47ea79821391b50e521', operation='INSERT', pgid='pgtrigger_insert_insert_4be51', table='cases_kinshipclaim', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_kinshipclaimevent" ("child_id", "claimant_id", "claimed_on", "decided_at", "decided_by_id", "decided_on", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recorded_at", "recorded_by_id", "relation", "status", "version") VALUES (NEW."child_id", NEW."claimant_id", NEW."claimed_on", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."id", NEW."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reasons", NEW."recorded_at", NEW."recorded_by_id", NEW."relation", NEW."status", NEW."version"); RETURN NULL;', hash='2d78fe22160f6f47590c2b2bd20014ad79a9bd8d', operation='UPDATE', pgid='pgtrigger_update_update_700fc', table='cases_kinshipclaim', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaim',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_kinshipclaimevent" ("child_id", "claimant_id", "claimed_on", "decided_at", "decided_by_id", "decided_on", "id", "n", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "recorded_at", "recorded_by_id", "relation", "status", "version") VALUES (OLD."child_id", OLD."claimant_id", OLD."claimed_on", OLD."decided_at", OLD."decided_by_id", OLD."decided_on", OLD."id", OLD."n", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reasons", OLD."recorded_at", OLD."recorded_by_id", OLD."relation", OLD."status", OLD."version"); RETURN NULL;', hash='791917b674713c0e69c63ce3bea7ad382b0222d6', operation='DELETE', pgid='pgtrigger_delete_delete_c01fe', table='cases_kinshipclaim', when='AFTER')),
                ),
                migrations.AddConstraint(
                    model_name='claimevidence',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['document', 'testimony', 'dna', 'court_paper', 'visit', 'other']), ('kind__isnull', False)), name='evidence_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='claimevidence',
                    constraint=models.UniqueConstraint(fields=('claim', 'kind', 'reference'), name='evidence_once_a_claim'),
                ),
                migrations.AddConstraint(
                    model_name='claimevidence',
                    constraint=models.CheckConstraint(condition=models.Q(('reference__regex', '^[0-9A-Za-zÀ-ɏЀ-ӿ\u0600-ۿ№#][0-9A-Za-zÀ-ɏЀ-ӿ\u0600-ۿ№#./():_ -]{0,39}$')), name='evidence_reference_form'),
                ),
                migrations.AddConstraint(
                    model_name='claimevidence',
                    constraint=models.CheckConstraint(condition=models.Q(('reference__iregex', '[ACGT]{8,}|([ACGT]{3,}[^0-9A-Za-z]+){2,}[ACGT]{3,}|(^|[^A-Za-z])(D[0-9XY]{1,2}S[0-9]{2,4}|DYS[0-9]{3}|rs[0-9]{5,}|TH01|TPOX|vWA|CSF1PO|FGA|Penta ?[DE])($|[^A-Za-z])'), _negated=True), name='evidence_never_genetic'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='claimevidence',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Rows of this table are never changed or deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN COALESCE(NEW, OLD);", hash='30829514a9dfd7ac3a90a68d2b7a7f5fb658fc05', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6595b', table='cases_claimevidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='claimevidence',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='25ba9cef062b65aeb8b65451699b49af200e3ba5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_12bd9', table='cases_claimevidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='claimevidence',
                    trigger=pgtrigger.compiler.Trigger(name='evidence_of_open_claim', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.dated_on > (now() AT TIME ZONE 'Asia/Dushanbe')::date THEN RAISE EXCEPTION 'Evidence cannot be dated in the future.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_dated_by_today'; END IF;PERFORM 1 FROM cases_kinshipclaim WHERE id = NEW.claim_id FOR SHARE;IF (SELECT status FROM cases_kinshipclaim WHERE id = NEW.claim_id) <> 'open' THEN RAISE EXCEPTION 'Evidence is added while a claim is open.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_of_open_claim'; END IF; RETURN COALESCE(NEW, OLD);", hash='6fd90f9b0eebbc5ed5afd3c9fa666e10abb72218', operation='INSERT', pgid='pgtrigger_evidence_of_open_claim_be6c1', table='cases_claimevidence', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaimevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='ea7a114954c6262edf1cf2a4355b56aea61c3e39', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0caf0', table='cases_kinshipclaimevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='kinshipclaimevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5c1a1388c2c7ea274321137499b46c280bbc33a7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a68c8', table='cases_kinshipclaimevent', when='BEFORE')),
                ),
            ]
        ),
    ]
