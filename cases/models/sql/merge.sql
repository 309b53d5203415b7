-- Whether an update of a row is one that an approved merge of this very transaction writes, column
-- by column, or takes back.
CREATE OR REPLACE FUNCTION cases_is_merged(the_table text, old_row jsonb, new_row jsonb)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM cases_mergedrow r WHERE r.of_table = the_table
        AND r.row = (old_row->>'id')::bigint AND r.at = now()
        AND old_row @> r.was AND new_row @> r.became
        AND old_row - 'version' - ARRAY(SELECT jsonb_object_keys(r.became))
          = new_row - 'version' - ARRAY(SELECT jsonb_object_keys(r.became)))
$$;

-- A row of what moved is written while its merge is approved, or undone, and by no page.
CREATE OR REPLACE FUNCTION cases_refuse_merged_row(moved cases_mergedrow)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_merge m WHERE m.id = moved.merge_id AND moved.at = now()
        -- What a request closes is written down with the request.
        AND CASE WHEN moved.undoes_id IS NULL THEN COALESCE(m.moved_at, now())
            ELSE m.parted_at END = now())
    THEN PERFORM cases_refuse('merged_row_of_its_merge',
        'What moved is written down as it moves.'); END IF;
END $$;

-- What binds a number so that it cannot be given up: money, a journey, or a paper that waits.
CREATE OR REPLACE FUNCTION cases_refuse_bound(gives_up bigint, keeps bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_fee WHERE child_id = gives_up
               AND status NOT IN ('waived', 'refunded', 'credited'))
    THEN PERFORM cases_refuse('merge_without_money', 'A number with a fee is not given up.');
    END IF;
    IF EXISTS (SELECT FROM cases_passenger WHERE child_id = gives_up
               AND status IN ('proposed', 'confirmed', 'boarded'))
    OR EXISTS (SELECT FROM cases_child WHERE id IN (gives_up, keeps)
               AND (stage IN ('booked', 'in_transit') OR id = gives_up AND returned_on IS NOT NULL))
    THEN PERFORM cases_refuse('merge_off_a_journey',
        'Nobody is merged with a place or under way.'); END IF;
END $$;

-- Two open cases of one agreement are merged, of people who were answered to be the same, while the
-- closing of the one as a duplicate of the other waits; and nobody is in two merges at once.
-- Whoever takes the answer back meanwhile waits.
CREATE OR REPLACE FUNCTION cases_refuse_merge(asked cases_merge)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept cases_child;
    given cases_child;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('cases.duplicate_answer'));
    PERFORM 1 FROM cases_child WHERE id IN (asked.keeps_id, asked.gives_up_id)
        ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO kept FROM cases_child WHERE id = asked.keeps_id;
    SELECT * INTO given FROM cases_child WHERE id = asked.gives_up_id;
    IF kept.agreement_id <> given.agreement_id OR kept.stage = 'closed'
       OR cases_answered(kept.person_id, given.person_id) IS DISTINCT FROM 'same'
    THEN PERFORM cases_refuse('merge_of_one_child',
        'Two cases of one child are merged, open and under one agreement.'); END IF;
    IF given.duplicate_of_id IS DISTINCT FROM kept.id OR given.stage = 'closed'
       OR given.closing_asked_by_id IS DISTINCT FROM asked.asked_by_id
    THEN PERFORM cases_refuse('merge_with_its_closing',
        'A merge is requested with the closing as a duplicate.'); END IF;
    IF EXISTS (SELECT FROM cases_merge m WHERE m.approved_by_id IS NULL AND m.dropped_by_id IS NULL
        AND ARRAY[m.keeps_id, m.gives_up_id] && ARRAY[kept.id, given.id])
    THEN PERFORM cases_refuse('merge_one_at_a_time', 'A merge of this case waits.'); END IF;
    IF EXISTS (SELECT FROM cases_motherchange g JOIN cases_movedchild d ON d.change_id = g.id
        WHERE g.approved_by_id IS NULL AND g.dropped_by_id IS NULL
        AND d.child_id IN (kept.id, given.id))
    OR EXISTS (SELECT FROM cases_agreementchange WHERE approved_by_id IS NULL
        AND dropped_by_id IS NULL AND mother_id IN (kept.mother_id, given.mother_id))
    THEN PERFORM cases_refuse('merge_of_who_stays',
        'A move to another mother or agreement waits.'); END IF;
    PERFORM cases_refuse_bound(given.id, kept.id);
END $$;

-- Write columns of one row, as its next version where it has one.
CREATE OR REPLACE FUNCTION cases_write_columns(the_table text, the_row bigint, columns jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    sets text := (SELECT string_agg(format('%1$I = r.%1$I', k), ', ')
        FROM jsonb_object_keys(columns) AS k);
BEGIN
    IF sets IS NULL THEN RETURN; END IF;
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = the_table::regclass
               AND attname = 'version' AND NOT attisdropped) THEN
        sets := sets || ', version = t.version + 1';
    END IF;
    EXECUTE format('UPDATE %1$I t SET %2$s FROM jsonb_populate_record(NULL::%1$I, $1) r '
        'WHERE t.id = $2', the_table, sets) USING columns, the_row;
END $$;

-- The columns of a row that ``like_this`` names, as they are now.
CREATE OR REPLACE FUNCTION cases_columns_now(the_table text, the_row bigint, like_this jsonb)
RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    row_now jsonb;
BEGIN
    IF like_this IS NULL THEN RETURN NULL; END IF;
    EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE t.id = $1', the_table)
        INTO row_now USING the_row;
    RETURN (SELECT jsonb_object_agg(k, row_now->k) FROM jsonb_object_keys(like_this) AS k);
END $$;

-- Columns that were kept, written as this session writes them.
CREATE OR REPLACE FUNCTION cases_columns_as(the_table text, columns jsonb)
RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    row_so jsonb;
BEGIN
    IF columns IS NULL THEN RETURN NULL; END IF;
    EXECUTE format('SELECT to_jsonb(r) FROM jsonb_populate_record(NULL::%I, $1) r', the_table)
        INTO row_so USING columns;
    RETURN (SELECT jsonb_object_agg(k, row_so->k) FROM jsonb_object_keys(columns) AS k);
END $$;

-- Change columns of one row, and keep what they were.
CREATE OR REPLACE FUNCTION cases_change_for_merge(
    the_merge bigint, the_table text, the_row bigint, became jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := cases_columns_now(the_table, the_row, became);
BEGIN
    IF was = became THEN RETURN; END IF;
    INSERT INTO cases_mergedrow (merge_id, of_table, row, was, became, at)
    VALUES (the_merge, the_table, the_row, was, became, now());
    PERFORM cases_write_columns(the_table, the_row, became);
END $$;

-- The names that move: those in force of the case given up that the kept one is not called by.
CREATE OR REPLACE FUNCTION cases_names_to_move(gives_up bigint, keeps bigint)
RETURNS SETOF cases_personname LANGUAGE sql STABLE AS $$
    SELECT n.* FROM cases_personname n JOIN cases_child c ON c.person_id = n.person_id
    WHERE c.id = gives_up AND n.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT FROM cases_personname o JOIN cases_child k ON k.person_id = o.person_id
        WHERE k.id = keeps AND o.withdrawn_at IS NULL AND o.text = n.text AND o.script = n.script)
$$;

-- Every row that a merge moves, by table and key: what is not only added to, is no decision on the
-- case, no money and no journey. The page shows it before, and the merge does it.
CREATE OR REPLACE FUNCTION cases_rows_to_move(gives_up bigint, keeps bigint)
RETURNS TABLE (of_table text, the_row bigint, whose text) LANGUAGE sql STABLE AS $$
    SELECT 'cases_personname', n.id, 'person_id' FROM cases_names_to_move(gives_up, keeps) n
    UNION ALL SELECT 'cases_identifier', i.id, 'person_id' FROM cases_identifier i
        JOIN cases_child c ON c.person_id = i.person_id
        WHERE c.id = gives_up AND i.withdrawn_at IS NULL
    UNION ALL SELECT 'cases_document', id, 'child_id' FROM cases_document WHERE child_id = gives_up
    UNION ALL SELECT 'cases_note', id, 'child_id' FROM cases_note WHERE child_id = gives_up
    UNION ALL SELECT 'cases_clearance', id, 'child_id' FROM cases_clearance
        WHERE child_id = gives_up
    UNION ALL SELECT 'cases_task', id, 'child_id' FROM cases_task
        WHERE child_id = gives_up AND rule = 'manual' AND outcome IS NULL
$$;

-- The name that is shown first is the one of the case given up.
CREATE OR REPLACE FUNCTION cases_show_its_name(merge cases_merge, its cases_child, kept cases_child)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first cases_personname;
    same bigint;
BEGIN
    SELECT * INTO first FROM cases_personname WHERE person_id = its.person_id AND is_primary;
    SELECT id INTO same FROM cases_personname WHERE person_id = kept.person_id
        AND withdrawn_at IS NULL AND text = first.text AND script = first.script;
    IF first.id IS NULL THEN RETURN; END IF;
    PERFORM cases_change_for_merge(merge.id, 'cases_personname', id, '{"is_primary": false}')
    FROM cases_personname WHERE person_id = kept.person_id AND is_primary AND id <> same
        OR person_id = kept.person_id AND is_primary AND same IS NULL;
    IF same IS NOT NULL THEN
        PERFORM cases_change_for_merge(merge.id, 'cases_personname', same, '{"is_primary": true}');
    END IF;
END $$;

-- An approval moves the rows: first the facts that are taken from the case given up, then the rows.
CREATE OR REPLACE FUNCTION cases_move_rows(merge cases_merge)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    its cases_child;
    kept cases_child;
    person jsonb;
    facts jsonb;
    its_name boolean := 'name' = ANY (merge.taken);
BEGIN
    PERFORM 1 FROM cases_child WHERE id IN (merge.keeps_id, merge.gives_up_id)
        ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO its FROM cases_child WHERE id = merge.gives_up_id;
    SELECT * INTO kept FROM cases_child WHERE id = merge.keeps_id;
    PERFORM cases_refuse_bound(its.id, kept.id);
    IF its_name THEN PERFORM cases_show_its_name(merge, its, kept); END IF;
    PERFORM cases_change_for_merge(merge.id, m.of_table, m.the_row, CASE
        WHEN m.whose = 'child_id' THEN jsonb_build_object('child_id', kept.id)
        -- One name is shown first.
        WHEN m.of_table = 'cases_personname' THEN jsonb_build_object('person_id', kept.person_id,
            'is_primary', its_name AND (SELECT is_primary FROM cases_personname n
                WHERE n.id = m.the_row))
        ELSE jsonb_build_object('person_id', kept.person_id) END)
    FROM cases_rows_to_move(its.id, kept.id) m;
    SELECT jsonb_object_agg(f.key, f.value) INTO person FROM cases_person p,
        jsonb_each(to_jsonb(p)) f WHERE p.id = its.person_id AND CASE
        WHEN f.key = 'sex' THEN 'sex' WHEN f.key = 'birthplace_id' THEN 'birthplace'
        WHEN f.key = 'nationality_id' THEN 'nationality' WHEN f.key LIKE 'born_%' THEN 'birth' END
        = ANY (merge.taken);
    SELECT jsonb_object_agg(f.key, f.value) INTO facts FROM jsonb_each(to_jsonb(its)) f
        WHERE CASE WHEN f.key LIKE 'father_%' THEN 'father' WHEN f.key = 'held_at_id' THEN 'place'
        END = ANY (merge.taken);
    IF person IS NOT NULL THEN
        PERFORM cases_change_for_merge(merge.id, 'cases_person', kept.person_id, person);
    END IF;
    IF facts IS NOT NULL THEN
        PERFORM cases_change_for_merge(merge.id, 'cases_child', kept.id, facts);
    END IF;
END $$;

-- What an act of the merge's own transaction does to a task, or to the case that closes, is kept
-- as well: it goes back with the rows.
CREATE OR REPLACE FUNCTION cases_keep_for_merge(
    the_table text, the_child bigint, was jsonb, now_is jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    the_merge bigint;
BEGIN
    SELECT id INTO the_merge FROM cases_merge
    WHERE moved_at = now() AND parted_at IS NULL AND the_child IN (keeps_id, gives_up_id);
    IF the_merge IS NULL OR cases_is_merged(the_table, was, now_is) THEN RETURN; END IF;
    INSERT INTO cases_mergedrow (merge_id, of_table, row, was, became, at)
    SELECT the_merge, the_table, (was->>'id')::bigint, jsonb_object_agg(f.key, f.value),
        jsonb_object_agg(f.key, now_is->f.key), now()
    FROM jsonb_each(was) f WHERE f.key <> 'version' AND f.value <> now_is->f.key;
END $$;

-- Tasks that closed with the request, of this very transaction, go back with the rows.
CREATE OR REPLACE FUNCTION cases_keep_closed_tasks(asked cases_merge)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_mergedrow (merge_id, of_table, row, was, became, at)
    SELECT asked.id, 'cases_task', t.id,
        '{"outcome": null, "closed_by_id": null, "closed_at": null}', jsonb_build_object(
            'outcome', t.outcome, 'closed_by_id', t.closed_by_id, 'closed_at', t.closed_at), now()
    FROM cases_task t WHERE t.child_id = asked.gives_up_id AND t.closed_at >= now()
        AND cases_is_ours(t.xmin)
    ORDER BY t.id
$$;

-- The rows of a merge that somebody changed since, so that they cannot be parted. A task follows
-- the facts, and is left as it is by now.
CREATE OR REPLACE FUNCTION cases_changed_since(the_merge bigint)
RETURNS TABLE (of_table text, the_row bigint, columns text[]) LANGUAGE sql STABLE AS $$
    WITH newest AS (
        SELECT DISTINCT ON (r.of_table, r.row, f.key) r.of_table, r.row, f.key, f.value
        FROM cases_mergedrow r, jsonb_each(r.became) f
        WHERE r.merge_id = the_merge AND r.undoes_id IS NULL AND r.of_table <> 'cases_task'
        ORDER BY r.of_table, r.row, f.key, r.id DESC),
    left_so AS (
        SELECT n.of_table, n.row,
            cases_columns_as(n.of_table, jsonb_object_agg(n.key, n.value)) AS columns
        FROM newest n GROUP BY 1, 2),
    both_so AS (
        SELECT l.*, cases_columns_now(l.of_table, l.row, l.columns) AS now_so FROM left_so l)
    SELECT b.of_table, b.row, ARRAY(SELECT k FROM jsonb_object_keys(b.columns) k
        WHERE b.columns->k IS DISTINCT FROM b.now_so->k ORDER BY k)
    FROM both_so b WHERE b.columns IS DISTINCT FROM b.now_so
$$;

-- What was recorded of the kept case since, and rests on a document or a clearance that moved.
CREATE OR REPLACE FUNCTION cases_rests_on_moved(the_merge bigint)
RETURNS TABLE (of_table text, the_row bigint) LANGUAGE sql STABLE AS $$
    WITH moved AS (
        SELECT r.of_table, r.row FROM cases_mergedrow r
        WHERE r.merge_id = the_merge AND r.undoes_id IS NULL),
    documents AS (SELECT row FROM moved m WHERE m.of_table = 'cases_document'),
    kept AS (SELECT keeps_id AS id FROM cases_merge WHERE id = the_merge)
    SELECT 'cases_consent', c.id FROM cases_consent c JOIN kept k ON k.id = c.child_id
        WHERE c.document_id IN (SELECT row FROM documents)
    UNION ALL SELECT 'cases_clearance', c.id FROM cases_clearance c JOIN kept k ON k.id = c.child_id
        WHERE c.document_id IN (SELECT row FROM documents) AND NOT EXISTS (SELECT FROM moved m
            WHERE m.of_table = 'cases_clearance' AND m.row = c.id)
    UNION ALL SELECT 'cases_document', d.id FROM cases_document d JOIN kept k ON k.id = d.child_id
        WHERE d.translation_of_id IN (SELECT row FROM documents)
        AND d.id NOT IN (SELECT row FROM documents)
    UNION ALL SELECT 'cases_hearing', h.id FROM cases_hearing h JOIN kept k ON k.id = h.child_id
        WHERE EXISTS (SELECT FROM moved m
            WHERE m.of_table = 'cases_clearance' AND m.row = h.clearance_id)
$$;

-- The first step of the kept case since the other one was closed for it.
CREATE OR REPLACE FUNCTION cases_step_since(the_merge bigint)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT j.id FROM cases_merge m JOIN cases_journal j ON j.child_id = m.keeps_id
    WHERE m.id = the_merge AND j.to_stage IS NOT NULL AND j.id > (SELECT max(c.id)
        FROM cases_journal c WHERE c.child_id = m.gives_up_id AND c.act = 'close')
    ORDER BY j.id LIMIT 1
$$;

-- Whether a merge holds a case where it is: one that waits, or one that could still be undone.
CREATE OR REPLACE FUNCTION cases_merge_binds(the_child bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_merge m WHERE the_child IN (m.keeps_id, m.gives_up_id)
        AND m.dropped_by_id IS NULL AND m.undo_approved_by_id IS NULL
        AND (m.approved_by_id IS NULL OR cases_step_since(m.id) IS NULL))
$$;

-- Nobody comes under another mother or agreement whose case a merge holds. The rows of the cases
-- are held: whoever asks to merge them meanwhile waits.
CREATE OR REPLACE FUNCTION cases_refuse_merged(children bigint[], guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_child WHERE id = ANY (children) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM unnest(children) AS c WHERE cases_merge_binds(c))
    THEN PERFORM cases_refuse(guard, 'A merge of the case waits, or can still be undone.'); END IF;
END $$;

-- A task that was closed is not opened beside one that says the same.
CREATE OR REPLACE FUNCTION cases_asked_again(the_task bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_task t JOIN cases_task o ON o.child_id = t.child_id
        AND o.rule = t.rule AND o.about = t.about AND o.id <> t.id AND o.outcome IS NULL
        WHERE t.id = the_task AND t.rule <> 'manual' AND t.outcome IS NOT NULL
        AND ROW(o.consent_id, o.clearance_id, o.assessment_id, o.hearing_id, o.follow_up_id,
                o.movement_id)
            IS NOT DISTINCT FROM ROW(t.consent_id, t.clearance_id, t.assessment_id, t.hearing_id,
                t.follow_up_id, t.movement_id))
$$;

-- The way back: each row as it was, the last one first.
CREATE OR REPLACE FUNCTION cases_move_rows_back(merge cases_merge)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moved cases_mergedrow;
    back jsonb;
    now_so jsonb;
BEGIN
    PERFORM 1 FROM cases_child WHERE id IN (merge.keeps_id, merge.gives_up_id)
        ORDER BY id FOR NO KEY UPDATE;
    IF cases_step_since(merge.id) IS NOT NULL
    THEN PERFORM cases_refuse('merge_nothing_decided_since',
        'The case has taken a step since the merge.'); END IF;
    IF EXISTS (SELECT FROM cases_changed_since(merge.id))
    OR EXISTS (SELECT FROM cases_rests_on_moved(merge.id))
    THEN PERFORM cases_refuse('merge_rows_can_be_parted',
        'What moved was changed since, or something rests on it.'); END IF;
    FOR moved IN SELECT * FROM cases_mergedrow
        WHERE merge_id = merge.id AND undoes_id IS NULL ORDER BY id DESC LOOP
        back := cases_columns_as(moved.of_table, moved.was);
        now_so := cases_columns_now(moved.of_table, moved.row, moved.was);
        CONTINUE WHEN moved.of_table = 'cases_task' AND (cases_asked_again(moved.row)
            OR now_so IS DISTINCT FROM cases_columns_as(moved.of_table, moved.became));
        INSERT INTO cases_mergedrow (merge_id, of_table, row, was, became, undoes_id, at)
        VALUES (merge.id, moved.of_table, moved.row, now_so, back, moved.id, now());
        PERFORM cases_write_columns(moved.of_table, moved.row, back);
    END LOOP;
END $$;

-- At COMMIT: who approved a merge, or its undoing, has closed the case, or opened it again.
CREATE OR REPLACE FUNCTION cases_refuse_half_a_merge(the_merge bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_merge m JOIN cases_child c ON c.id = m.gives_up_id
        WHERE m.id = the_merge AND m.approved_by_id IS NOT NULL
        AND (c.stage = 'closed' AND c.duplicate_of_id = m.keeps_id)
            IS DISTINCT FROM (m.undo_approved_by_id IS NULL))
    THEN PERFORM cases_refuse('merge_is_made',
        'A merged case is closed as a duplicate, and opens with the undoing.'); END IF;
END $$;

-- At COMMIT: a case of which a merge waits is closed by merging it, and one that was merged is
-- opened by undoing that.
CREATE OR REPLACE FUNCTION cases_refuse_off_its_merge(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_child c JOIN cases_merge m ON m.gives_up_id = c.id
        WHERE c.id = the_child AND m.dropped_by_id IS NULL AND CASE c.stage WHEN 'closed'
        THEN m.approved_by_id IS NULL
        ELSE m.approved_by_id IS NOT NULL AND m.undo_approved_by_id IS NULL END)
    THEN PERFORM cases_refuse('child_closed_with_its_merge',
        'A case is merged, or parted, by its merge alone.'); END IF;
END $$;

-- Whoever takes the request to close back takes the merge back.
CREATE OR REPLACE FUNCTION cases_drop_merge(the_child bigint)
RETURNS void LANGUAGE sql AS $$
    UPDATE cases_merge SET dropped_by_id = COALESCE(cases_actor(), asked_by_id), dropped_at = now()
    WHERE gives_up_id = the_child AND approved_by_id IS NULL AND dropped_by_id IS NULL
$$;
