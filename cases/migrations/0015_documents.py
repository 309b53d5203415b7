
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.migrations._in_one_step import InOneStep


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_second_person_for_terms'),
    ]

    operations = [
        InOneStep(
            [
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('birth', 'Birth certificate'), ('identity', "Identity document"), ('kinship', 'Proof of kinship'), ('court_order', 'Court order'), ('consent', 'Consent form'), ('medical', "Medical document"), ('travel', 'Travel document'), ('exit_permit', 'Exit permit'), ('death', 'Death certificate'), ('letter', 'Letter of an authority'), ('photo', "Photograph of a document"), ('other', "Another document")], max_length=12, verbose_name="kind of document")),
                        ('language', models.CharField(choices=[('tg', 'Tajik'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('ar', 'Arabic'), ('ku', 'Kurdish'), ('en', 'English'), ('other', 'Another language')], max_length=5, verbose_name='language')),
                        ('confidentiality', models.CharField(choices=[('ordinary', 'Ordinary'), ('sensitive', 'Sensitive')], default='ordinary', max_length=9, verbose_name='confidentiality')),
                        ('name', models.CharField(max_length=120, verbose_name='name of the file as it was sent')),
                        ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=15, verbose_name='type')),
                        ('size', models.PositiveIntegerField(verbose_name='bytes')),
                        ('sha256', models.CharField(max_length=64)),
                        ('sent_sha256', models.CharField(max_length=64)),
                        ('stored_as', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_reason', models.CharField(blank=True, choices=[('wrong_file', 'The wrong file'), ('wrong_person', 'It belongs to another person'), ('better_copy', 'A better copy is on file'), ('not_genuine', 'Found not to be genuine'), ('consent', 'The family withdrew it'), ('other', 'Another reason, see the notes')], max_length=12, null=True, verbose_name='withdrawn because')),
                    ],
                    options={
                        'verbose_name': 'document',
                        'verbose_name_plural': 'documents',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('birth', 'Birth certificate'), ('identity', "Identity document"), ('kinship', 'Proof of kinship'), ('court_order', 'Court order'), ('consent', 'Consent form'), ('medical', "Medical document"), ('travel', 'Travel document'), ('exit_permit', 'Exit permit'), ('death', 'Death certificate'), ('letter', 'Letter of an authority'), ('photo', "Photograph of a document"), ('other', "Another document")], max_length=12, verbose_name="kind of document")),
                        ('language', models.CharField(choices=[('tg', 'Tajik'), ('ru', 'Russian'), ('uz', 'Uzbek'), ('ar', 'Arabic'), ('ku', 'Kurdish'), ('en', 'English'), ('other', 'Another language')], max_length=5, verbose_name='language')),
                        ('confidentiality', models.CharField(choices=[('ordinary', 'Ordinary'), ('sensitive', 'Sensitive')], default='ordinary', max_length=9, verbose_name='confidentiality')),
                        ('name', models.CharField(max_length=120, verbose_name='name of the file as it was sent')),
                        ('content_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=15, verbose_name='type')),
                        ('size', models.PositiveIntegerField(verbose_name='bytes')),
                        ('sha256', models.CharField(max_length=64)),
                        ('sent_sha256', models.CharField(max_length=64)),
                        ('stored_as', models.UUIDField(default=uuid.uuid4, editable=False)),
                        ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_reason', models.CharField(blank=True, choices=[('wrong_file', 'The wrong file'), ('wrong_person', 'It belongs to another person'), ('better_copy', 'A better copy is on file'), ('not_genuine', 'Found not to be genuine'), ('consent', 'The family withdrew it'), ('other', 'Another reason, see the notes')], max_length=12, null=True, verbose_name='withdrawn because')),
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
                    model_name='clearance',
                    name='insert_insert',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='clearance',
                    name='update_update',
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name='clearance',
                    name='delete_delete',
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
            field=models.CharField(choices=[('register', 'Registered'), ('edit', 'Record changed'), ('assign', 'Assigned'), ('note', 'Note added'), ('consent', 'Consent recorded'), ('verify_consent', 'Consent verified'), ('clearance', 'Clearance recorded'), ('verify', 'Identity verified'), ('assess', 'Eligibility assessed'), ('decide', 'Eligibility decided'), ('defer', 'Deferred'), ('reconsider', "Case resumed"), ('clear', 'Cleared to travel'), ('lapse', "No longer cleared to travel"), ('hold', 'Put on hold'), ('release_hold', 'Hold ended'), ('fee_due', 'Fee became due'), ('fee_paid', 'Fee paid'), ('fee_receipted', 'Fee receipted'), ('fee_waived', 'Fee waived'), ('propose', 'Place proposed'), ('lock', "Booked: passenger list locked"), ('take_off', "Removed from the list"), ('release', 'Place released'), ('depart', 'Departed'), ('arrive', 'Returned home'), ('turn_back', 'Turned back'), ('hand_over', 'Handed over'), ('place', 'Placed in care'), ('ask_close', "Closing requested"), ('close', 'Closed'), ('ask_reopen', "Reopening requested"), ('reopen', 'Reopened'), ('return', 'Sent back by the reviewer'), ('answer_duplicate', 'Possible duplicate answered'), ('document', 'Document added'), ('withdraw_document', 'Document withdrawn')], max_length=20, verbose_name='act'),
        ),
        migrations.AddConstraint(
            model_name='journal',
            constraint=models.CheckConstraint(condition=models.Q(('act__in', ['register', 'edit', 'assign', 'note', 'consent', 'verify_consent', 'clearance', 'verify', 'assess', 'decide', 'defer', 'reconsider', 'clear', 'lapse', 'hold', 'release_hold', 'fee_due', 'fee_paid', 'fee_receipted', 'fee_waived', 'propose', 'lock', 'take_off', 'release', 'depart', 'arrive', 'turn_back', 'hand_over', 'place', 'ask_close', 'close', 'ask_reopen', 'reopen', 'return', 'answer_duplicate', 'document', 'withdraw_document']), ('act__isnull', False)), name='journal_act_known'),
        ),
        InOneStep(
            [
                migrations.AddField(
                    model_name='document',
                    name='child',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='document',
                    name='mother',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.mother'),
                ),
                migrations.AddField(
                    model_name='document',
                    name='translation_of',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='cases.document', verbose_name='translation of'),
                ),
                migrations.AddField(
                    model_name='document',
                    name='uploaded_by',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='document',
                    name='withdrawn_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='accessrow',
                    name='document',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='cases.document'),
                ),
                migrations.AddField(
                    model_name='clearance',
                    name='document',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='cases.document', verbose_name='document'),
                ),
                migrations.AddField(
                    model_name='clearanceevent',
                    name='document',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.document', verbose_name='document'),
                ),
                migrations.AddField(
                    model_name='consent',
                    name='document',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.document', verbose_name='scanned form'),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='child',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.child'),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='mother',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.mother'),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='pgh_obj',
                    field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.document'),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='translation_of',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.document', verbose_name='translation of'),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='uploaded_by',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='documentevent',
                    name='withdrawn_by',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ]
        ),
        InOneStep(
            [
                migrations.AddIndex(
                    model_name='document',
                    index=models.Index(fields=['sent_sha256'], name='document_sent_before'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('child__isnull', False), ('mother__isnull', True)), models.Q(('child__isnull', True), ('mother__isnull', False)), _connector='OR'), name='document_of_child_or_mother'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['birth', 'identity', 'kinship', 'court_order', 'consent', 'medical', 'travel', 'exit_permit', 'death', 'letter', 'photo', 'other']), ('kind__isnull', False)), name='document_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('language__in', ['tg', 'ru', 'uz', 'ar', 'ku', 'en', 'other']), ('language__isnull', False)), name='document_language_known'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', ['ordinary', 'sensitive']), ('confidentiality__isnull', False)), name='document_confidentiality_known'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('content_type__in', ['application/pdf', 'image/jpeg', 'image/png']), ('content_type__isnull', False)), name='document_content_type_known'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0), models.Q(('name', ''), _negated=True)), name='document_not_empty'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('sent_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$')), name='document_hashes_whole'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', False), ('withdrawn_at__isnull', False), ('withdrawn_reason__isnull', False)), models.Q(('withdrawn_by__isnull', True), ('withdrawn_at__isnull', True), ('withdrawn_reason__isnull', True)), _connector='OR'), name='document_withdrawn_whole'),
                ),
                migrations.AddConstraint(
                    model_name='document',
                    constraint=models.CheckConstraint(condition=models.Q(('withdrawn_reason__isnull', True), ('withdrawn_reason__in', ['wrong_file', 'wrong_person', 'better_copy', 'not_genuine', 'consent', 'other']), _connector='OR'), name='document_withdrawn_reason_known'),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clearance',
                    trigger=pgtrigger.compiler.Trigger(name='document_of_the_case', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."document_id" IS NOT NULL)', func="IF NOT EXISTS (SELECT 1 FROM cases_document d JOIN cases_child c ON d.child_id = c.id OR d.mother_id = c.mother_id WHERE d.id = NEW.document_id AND c.id = NEW.child_id) THEN RAISE EXCEPTION 'The document belongs to somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_document_of_the_case'; END IF; RETURN COALESCE(NEW, OLD);", hash='7eff01fe0d42561e0f376da325afe435fc626a24', operation='INSERT OR UPDATE', pgid='pgtrigger_document_of_the_case_61ce8', table='cases_clearance', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clearance',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_clearanceevent" ("child_id", "document_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (NEW."child_id", NEW."document_id", NEW."id", NEW."issued_on", NEW."issuer", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."valid_until", NEW."verified_by_id", NEW."version"); RETURN NULL;', hash='da0e11949dc452e94cc36099b8725a2cc9ce9765', operation='INSERT', pgid='pgtrigger_insert_insert_e03b9', table='cases_clearance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clearance',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_clearanceevent" ("child_id", "document_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (NEW."child_id", NEW."document_id", NEW."id", NEW."issued_on", NEW."issuer", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."status", NEW."valid_until", NEW."verified_by_id", NEW."version"); RETURN NULL;', hash='f94ad1eec0fc3400f9a3b1ecf465e86370a40b74', operation='UPDATE', pgid='pgtrigger_update_update_8028b', table='cases_clearance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='clearance',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_clearanceevent" ("child_id", "document_id", "id", "issued_on", "issuer", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "status", "valid_until", "verified_by_id", "version") VALUES (OLD."child_id", OLD."document_id", OLD."id", OLD."issued_on", OLD."issuer", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."status", OLD."valid_until", OLD."verified_by_id", OLD."version"); RETURN NULL;', hash='22cbe961da280bd9d4b69e127660c0c62748a9eb', operation='DELETE', pgid='pgtrigger_delete_delete_a7ee8', table='cases_clearance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='consent',
                    trigger=pgtrigger.compiler.Trigger(name='document_of_the_case', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."document_id" IS NOT NULL)', func="IF NOT EXISTS (SELECT 1 FROM cases_document d JOIN cases_child c ON d.child_id = c.id OR d.mother_id = c.mother_id WHERE d.id = NEW.document_id AND c.id = NEW.child_id) THEN RAISE EXCEPTION 'The document belongs to somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_document_of_the_case'; END IF; RETURN COALESCE(NEW, OLD);", hash='38c3f5925aba5c0f470d708555749a16d089d976', operation='INSERT OR UPDATE', pgid='pgtrigger_document_of_the_case_28616', table='cases_consent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Records are not deleted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_delete'; RETURN COALESCE(NEW, OLD);", hash='9c2d417789231d9423bbaad078a16f35079bedd1', operation='DELETE', pgid='pgtrigger_no_delete_6c5a4', table='cases_document', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF OLD.withdrawn_at IS NOT NULL OR ROW(NEW.child_id, NEW.mother_id, NEW.kind, NEW.language, NEW.confidentiality, NEW.translation_of_id, NEW.name, NEW.content_type, NEW.size, NEW.sha256, NEW.sent_sha256, NEW.stored_as, NEW.uploaded_by_id, NEW.uploaded_at) IS DISTINCT FROM ROW(OLD.child_id, OLD.mother_id, OLD.kind, OLD.language, OLD.confidentiality, OLD.translation_of_id, OLD.name, OLD.content_type, OLD.size, OLD.sha256, OLD.sent_sha256, OLD.stored_as, OLD.uploaded_by_id, OLD.uploaded_at) THEN RAISE EXCEPTION 'A document is never changed; it is withdrawn once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_stays'; END IF; RETURN COALESCE(NEW, OLD);", hash='f935b235241d128385056710636d99300646bc4b', operation='UPDATE', pgid='pgtrigger_stays_d3d13', table='cases_document', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='translates_its_own', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."translation_of_id" IS NOT NULL)', func="IF NOT EXISTS (SELECT 1 FROM cases_document d WHERE d.id = NEW.translation_of_id AND d.child_id IS NOT DISTINCT FROM NEW.child_id AND d.mother_id IS NOT DISTINCT FROM NEW.mother_id) THEN RAISE EXCEPTION 'A translation belongs to the same person as its original.' USING ERRCODE = 'check_violation', CONSTRAINT = 'document_translates_its_own'; END IF; RETURN COALESCE(NEW, OLD);", hash='4e8e987d94ff37e7bffa5fac582e6a469d10402d', operation='INSERT', pgid='pgtrigger_translates_its_own_3fdcd', table='cases_document', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_documentevent" ("child_id", "confidentiality", "content_type", "id", "kind", "language", "mother_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sha256", "sha256", "size", "stored_as", "translation_of_id", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason") VALUES (NEW."child_id", NEW."confidentiality", NEW."content_type", NEW."id", NEW."kind", NEW."language", NEW."mother_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sent_sha256", NEW."sha256", NEW."size", NEW."stored_as", NEW."translation_of_id", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_reason"); RETURN NULL;', hash='5cdf5bc3b01b4c0e6c4a60c2452586b07152542e', operation='INSERT', pgid='pgtrigger_insert_insert_96a33', table='cases_document', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_documentevent" ("child_id", "confidentiality", "content_type", "id", "kind", "language", "mother_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sha256", "sha256", "size", "stored_as", "translation_of_id", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason") VALUES (NEW."child_id", NEW."confidentiality", NEW."content_type", NEW."id", NEW."kind", NEW."language", NEW."mother_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sent_sha256", NEW."sha256", NEW."size", NEW."stored_as", NEW."translation_of_id", NEW."uploaded_at", NEW."uploaded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_reason"); RETURN NULL;', hash='2425ed5d2a7f4f9e18c0a989e54b9d4eb70ff37d', operation='UPDATE', pgid='pgtrigger_update_update_5bc40', table='cases_document', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_documentevent" ("child_id", "confidentiality", "content_type", "id", "kind", "language", "mother_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_sha256", "sha256", "size", "stored_as", "translation_of_id", "uploaded_at", "uploaded_by_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason") VALUES (OLD."child_id", OLD."confidentiality", OLD."content_type", OLD."id", OLD."kind", OLD."language", OLD."mother_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sent_sha256", OLD."sha256", OLD."size", OLD."stored_as", OLD."translation_of_id", OLD."uploaded_at", OLD."uploaded_by_id", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_reason"); RETURN NULL;', hash='c028914922959a92705273fc2f4b69c8cb5aca29', operation='DELETE', pgid='pgtrigger_delete_delete_69c2a', table='cases_document', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='documentevent',
                    trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This table is never emptied.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only'; RETURN NULL;", hash='5b40444ad62959c39102fcd43575b78e70a9b1a1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_27668', table='cases_documentevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='documentevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1073a84d05fc489ffa67dc45de50ff69711df0d5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_88b73', table='cases_documentevent', when='BEFORE')),
                ),
            ]
        ),
    ]
