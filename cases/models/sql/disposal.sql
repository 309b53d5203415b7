-- The tables of which a disposal blanks columns, their history tables, whose rows ($1 the child, $2
-- the people, $3 the mother, $4 the towns, $5 an enquiry about no child), and what is left. Written here by install.py, from disposed.py.
CREATE OR REPLACE FUNCTION cases_blanked_tables()
RETURNS TABLE (name text, history text, whose text, blanks text) LANGUAGE sql STABLE AS $$
    VALUES {BLANKED_TABLES}
$$;

-- Whose case a person is on record for; no child for who is there for himself. Written from the models.
CREATE OR REPLACE FUNCTION cases_links_to_people()
RETURNS TABLE (person bigint, child bigint) LANGUAGE sql STABLE AS $$
    {LINKS_TO_PEOPLE}
$$;

-- Whether a case was disposed of, or is the one that is being disposed of now.
CREATE OR REPLACE FUNCTION cases_is_disposed(the_child bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_disposal
        WHERE child_id = the_child AND approved_by_id IS NOT NULL)
$$;

-- Whether an enquiry was disposed of: by itself, or with the case that it is about.
CREATE OR REPLACE FUNCTION cases_is_disposed_enquiry(the_enquiry bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_disposal
            WHERE enquiry_id = the_enquiry AND approved_by_id IS NOT NULL)
        OR EXISTS (SELECT FROM cases_enquiry
            WHERE id = the_enquiry AND cases_is_disposed(child_id))
$$;

-- Whether a mother has other children than this one, all of whose cases were disposed of.
CREATE OR REPLACE FUNCTION cases_is_disposed_family(the_mother bigint, the_child bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(bool_and(cases_is_disposed(id)), false) FROM cases_child
    WHERE mother_id = the_mother AND id IS DISTINCT FROM the_child
$$;

-- Whether a page is one of what was disposed of: a disposal that is under way is waited for.
CREATE OR REPLACE FUNCTION cases_is_disposed_page(path text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    steps text[] := string_to_array(path, '/');
    child bigint[];
    mother bigint[];
BEGIN
    child := ARRAY(SELECT id FROM cases_child WHERE reference = ANY (steps)
        UNION SELECT child_id FROM cases_formerreference WHERE reference = ANY (steps));
    mother := ARRAY(SELECT id FROM cases_mother WHERE reference = ANY (steps)
        UNION SELECT mother_id FROM cases_formerreference WHERE reference = ANY (steps));
    PERFORM FROM cases_child WHERE id = ANY (child) OR mother_id = ANY (mother) FOR KEY SHARE;
    RETURN EXISTS (SELECT FROM unnest(child) AS c WHERE cases_is_disposed(c))
        OR EXISTS (SELECT FROM unnest(mother) AS m WHERE cases_is_disposed_family(m, NULL))
        OR EXISTS (SELECT FROM cases_enquiry WHERE 'enquiries' = ANY (steps)
            AND id::text = ANY (steps) AND cases_is_disposed_enquiry(id));
END $$;

-- The children for whose case a person is on record; NULL among them for who is there for himself.
CREATE OR REPLACE FUNCTION cases_children_of(the_person bigint)
RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT COALESCE(array_agg(DISTINCT l.child), '{}')
    FROM ({LINKS_TO_PEOPLE}) AS l (person, child) WHERE l.person = the_person
$$;

-- Whether somebody escorts a movement that is not over, or ever escorted a child who is still kept.
CREATE OR REPLACE FUNCTION cases_is_kept_as_escort(the_person bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_passenger e JOIN cases_movement m ON m.id = e.movement_id
        LEFT JOIN cases_passenger p ON p.movement_id = m.id AND p.child_id IS NOT NULL
        WHERE e.escort_id = the_person AND (m.status IN ('planning', 'locked', 'departed')
            OR p.child_id IS NOT NULL AND NOT cases_is_disposed(p.child_id)))
$$;

-- Whether each case for which a person is on record was disposed of, of an escort those of all whom
-- he escorted.
CREATE OR REPLACE FUNCTION cases_is_disposed_person(the_person bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(bool_and(a.child IS NOT NULL AND cases_is_disposed(a.child)), false)
        AND NOT cases_is_kept_as_escort(the_person)
    FROM (SELECT unnest(cases_children_of(the_person)) AS child
        UNION ALL SELECT p.child_id FROM cases_passenger e
            JOIN cases_passenger p ON p.movement_id = e.movement_id AND p.child_id IS NOT NULL
            WHERE e.escort_id = the_person) AS a
$$;

-- Each trigger of pgtrigger asks this whether to be still, and pgtrigger's own answer lets any
-- session say so by a setting. Here guards are still for one thing: while the certificate of this
-- very transaction is not whole. Nobody sees that of another, and the application cannot write
-- one. The setting only spares others the question.
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('cases.disposing', true) IS DISTINCT FROM 'yes' THEN RETURN false; END IF;
    RETURN EXISTS (SELECT FROM cases_disposalcertificate WHERE rows IS NULL);
END $$;

-- A case is disposed of when it is closed and past the term in force, and no sooner; an enquiry about
-- no child when it is answered and past it.
CREATE OR REPLACE FUNCTION cases_refuse_disposal(asked cases_disposal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF asked.dropped_by_id IS NULL AND NOT EXISTS (
        SELECT FROM cases_child c JOIN cases_retentionterm t ON t.agreement_id = c.agreement_id
            AND t.during @> cases_day(now())
            AND t.records = cases_retention_class(c.closed_reason, c.returned_on)
        WHERE c.id = asked.child_id AND c.stage = 'closed' AND t.records = asked.records
        AND cases_kept_until(c.id, t.counted_from, t.years) <= cases_day(now())
    ) AND (cases_enquiry_kept_until(asked.enquiry_id, cases_enquiry_years(cases_day(now())))
           <= cases_day(now())) IS NOT TRUE
    THEN PERFORM cases_refuse('disposal_of_what_is_due',
        'A case is disposed of when it is closed and past its term.'); END IF;
END $$;

-- The mother, where all her children were disposed of.
CREATE OR REPLACE FUNCTION cases_disposed_mother(the_child bigint)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT c.mother_id FROM cases_child c WHERE c.id = the_child
    AND NOT EXISTS (SELECT FROM cases_child s
        WHERE s.mother_id = c.mother_id AND NOT cases_is_disposed(s.id))
$$;

-- The people of a case, and the escorts of its journeys, who are on record for nobody else who is
-- still kept.
CREATE OR REPLACE FUNCTION cases_disposed_people(the_child bigint)
RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT COALESCE(array_agg(l.person), '{}') FROM (
        SELECT person FROM cases_links_to_people() WHERE child = the_child
        UNION SELECT e.escort_id FROM cases_passenger p
            JOIN cases_passenger e ON e.movement_id = p.movement_id
            WHERE p.child_id = the_child) AS l
    WHERE l.person IS NOT NULL AND NOT cases_is_kept_as_escort(l.person) AND NOT EXISTS (
        SELECT FROM cases_links_to_people() o WHERE o.person = l.person
        AND (o.child IS NULL OR NOT cases_is_disposed(o.child)))
$$;

-- The towns that somebody typed for this case, nobody has checked, and no other record names.
CREATE OR REPLACE FUNCTION cases_disposed_towns(the_child bigint, people bigint[], the_mother bigint)
RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT COALESCE(array_agg(p.id), '{}') FROM cases_place p
    WHERE p.typed_by_id IS NOT NULL AND p.checked_at IS NULL AND p.id IN (
        SELECT held_at_id FROM cases_child WHERE id = the_child
        UNION SELECT held_at_id FROM cases_mother WHERE id = the_mother
        UNION SELECT birthplace_id FROM cases_person WHERE id = ANY (people)
        UNION SELECT place_id FROM cases_placement WHERE child_id = the_child)
    AND NOT EXISTS (SELECT FROM cases_child WHERE held_at_id = p.id AND NOT cases_is_disposed(id))
    AND NOT EXISTS (SELECT FROM cases_mother
        WHERE held_at_id = p.id AND id IS DISTINCT FROM the_mother)
    AND NOT EXISTS (SELECT FROM cases_person WHERE birthplace_id = p.id AND id <> ALL (people))
    AND NOT EXISTS (SELECT FROM cases_placement
        WHERE place_id = p.id AND NOT cases_is_disposed(child_id))
    AND NOT EXISTS (SELECT FROM cases_movement WHERE p.id IN (origin_id, destination_id))
$$;

-- The keys of the rows of a table that go with a case, of those too that only history has.
CREATE OR REPLACE FUNCTION cases_disposed_keys(the_table text, the_child bigint,
    people bigint[], the_mother bigint, towns bigint[], the_enquiry bigint)
RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    each record;
    keys bigint[];
    gone bigint[] := '{}';
BEGIN
    SELECT * INTO each FROM cases_blanked_tables() WHERE name = the_table;
    IF each.name IS NULL THEN RETURN gone; END IF;
    EXECUTE format('SELECT COALESCE(array_agg(t.id), ''{}'') FROM %I t WHERE %s '
        'AND ($1, $2, $3, $4, $5) IS NOT NULL', each.name, '(' || each.whose || ')')
    INTO keys USING COALESCE(the_child, 0), people, COALESCE(the_mother, 0), towns,
        COALESCE(the_enquiry, 0);
    IF each.history <> '' THEN
        EXECUTE format('SELECT COALESCE(array_agg(DISTINCT t.pgh_obj_id), ''{}'') FROM %I t '
            'WHERE %s AND ($1, $2, $3, $4, $5) IS NOT NULL '
            'AND NOT EXISTS (SELECT FROM %I l WHERE l.id = t.pgh_obj_id)',
            each.history, '(' || each.whose || ')', each.name)
        INTO gone USING COALESCE(the_child, 0), people, COALESCE(the_mother, 0), towns,
            COALESCE(the_enquiry, 0);
    END IF;
    RETURN keys || gone;
END $$;

-- Blank rows of one table; those that are sealed are sealed anew, and must be as they were sealed.
-- It answers how many rows were blanked.
CREATE OR REPLACE FUNCTION cases_blank(the_certificate bigint, the_table text, key text,
    blanks text, keys bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    shape jsonb;
    later text[];
    digest text := cases_digest_of(the_table, key);
    blanked bigint;
BEGIN
    IF the_table = '' OR NOT EXISTS (SELECT FROM cases_blanked_tables()
        WHERE the_table IN (name, history)) THEN RETURN 0; END IF;
    FOR shape IN SELECT DISTINCT shapes->the_table FROM cases_seal WHERE shapes ? the_table LOOP
        later := cases_later_columns(the_table, shape);
        EXECUTE format('INSERT INTO cases_resealedrow (certificate_id, of_table, "row", former, digest) '
            'SELECT $2, %2$L, r."row", COALESCE((SELECT z.digest FROM cases_resealedrow z '
            'WHERE z.of_table = %2$L AND z."row" = r."row" ORDER BY z.id DESC LIMIT 1), r.digest), %3$s '
            'FROM %2$I t JOIN cases_sealedrow r ON r.of_table = %2$L AND r."row" = t.%1$I '
            'JOIN cases_seal s ON s.number = r.seal_id '
            'WHERE t.%1$I = ANY ($3) AND s.shapes->%2$L = $4', key, the_table, digest)
        USING later, the_certificate, keys, shape;
    END LOOP;
    IF EXISTS (SELECT FROM cases_resealedrow z WHERE z.certificate_id = the_certificate
               AND z.of_table = the_table AND z.former <> z.digest) THEN
        PERFORM cases_refuse('disposal_of_rows_as_sealed',
            'A row of this case is not as it was sealed. Verify the chain first.');
    END IF;
    EXECUTE format('UPDATE %2$I t SET %3$s WHERE t.%1$I = ANY ($1)', key, the_table, blanks)
    USING keys;
    GET DIAGNOSTICS blanked = ROW_COUNT;
    FOR shape IN SELECT DISTINCT shapes->the_table FROM cases_seal WHERE shapes ? the_table LOOP
        later := cases_later_columns(the_table, shape);
        EXECUTE format('UPDATE cases_resealedrow z SET digest = %3$s '
            'FROM %2$I t, cases_sealedrow r, cases_seal s WHERE z.certificate_id = $2 '
            'AND z.of_table = %2$L AND z."row" = t.%1$I AND r.of_table = %2$L '
            'AND r."row" = t.%1$I AND s.number = r.seal_id AND s.shapes->%2$L = $3',
            key, the_table, digest)
        USING later, the_certificate, shape;
    END LOOP;
    RETURN blanked;
END $$;

-- What names a case beside its own rows: drafts, where forms led, and words that nobody else bears.
CREATE OR REPLACE FUNCTION cases_dispose_beside(the_child bigint, people bigint[], the_mother bigint,
    the_enquiry bigint)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    called text[];
    names text[];
    words text[];
    drafts bigint;
    forms bigint;
BEGIN
    called := ARRAY(SELECT reference FROM cases_child WHERE id = the_child
        UNION SELECT reference FROM cases_mother WHERE id = the_mother
        UNION SELECT reference FROM cases_formerreference
            WHERE child_id = the_child OR child_id IS NULL AND mother_id = the_mother
        UNION SELECT 'enquiries/' || id FROM cases_enquiry
            WHERE child_id = the_child OR id = the_enquiry);
    names := ARRAY(SELECT text FROM cases_personname WHERE person_id = ANY (people)
        UNION SELECT text FROM cases_personnameevent WHERE person_id = ANY (people)
        UNION SELECT unnest(ARRAY[asker, child_name, mother_name]) FROM cases_enquiry
            WHERE child_id = the_child OR id = the_enquiry);
    words := ARRAY(SELECT DISTINCT w FROM (
        SELECT folded, match_key FROM cases_personname WHERE person_id = ANY (people)
        UNION SELECT folded, match_key FROM cases_personnameevent WHERE person_id = ANY (people)
        ) n, string_to_table(n.folded || ' ' || n.match_key, ' ') w WHERE w <> '');
    DELETE FROM cases_draft d WHERE EXISTS (SELECT FROM unnest(called) c
            WHERE d.data->>'path' ~ ('/' || c || '(/|$)'))
        OR EXISTS (SELECT FROM unnest(names) n WHERE n <> '' AND position(n IN d.data::text) > 0);
    GET DIAGNOSTICS drafts = ROW_COUNT;
    UPDATE cases_submission s SET location = '' WHERE EXISTS (
        SELECT FROM unnest(called) c WHERE s.location ~ ('/' || c || '(/|$)'))
        OR s.location LIKE ANY (ARRAY(SELECT '%' || stored_as || '%' FROM cases_document
            WHERE child_id = the_child OR mother_id = the_mother));
    GET DIAGNOSTICS forms = ROW_COUNT;
    DELETE FROM cases_nameword w WHERE w.text = ANY (words) AND NOT EXISTS (
        SELECT FROM cases_personname n WHERE n.person_id <> ALL (people)
        AND (NOT w.is_key AND cases_words(n.folded) @> ARRAY[w.text::text]
            OR w.is_key AND cases_words(n.match_key) @> ARRAY[w.text::text]));
    RETURN jsonb_build_object('cases_draft', drafts, 'cases_submission', forms);
END $$;

-- Blank a case that two people agreed to dispose of, once; the names of its files are answered, for
-- whoever removes them. No guard speaks until it has ended.
CREATE OR REPLACE FUNCTION cases_dispose(the_disposal bigint, backups date)
RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    asked cases_disposal;
    the_certificate bigint;
    people bigint[];
    the_mother bigint;
    towns bigint[];
    stored uuid[];
    each record;
    keys jsonb := '{}';
    of_table bigint[];
    counts jsonb;
BEGIN
    SELECT * INTO asked FROM cases_disposal WHERE id = the_disposal FOR UPDATE;
    IF (asked.approved_by_id <> asked.asked_by_id) IS NOT TRUE THEN
        PERFORM cases_refuse('disposal_approved_by_two', 'A disposal needs two people.');
    END IF;
    -- Rows that are being added meanwhile name these: they are waited for, and then blanked.
    PERFORM FROM cases_child WHERE id = asked.child_id FOR UPDATE;
    PERFORM FROM cases_enquiry WHERE id = asked.enquiry_id OR child_id = asked.child_id FOR UPDATE;
    PERFORM pg_advisory_xact_lock(hashtext('cases_seal_rows')), cases_look_plain();
    INSERT INTO cases_disposalcertificate (disposal_id, files, resealed, backups_until)
    VALUES (the_disposal, 0, 0, backups) RETURNING id INTO the_certificate;
    people := cases_disposed_people(asked.child_id);
    -- Who is given a seat as an escort meanwhile is waited for, and then kept.
    PERFORM FROM cases_person WHERE id = ANY (people) ORDER BY id FOR UPDATE;
    people := cases_disposed_people(asked.child_id);
    the_mother := cases_disposed_mother(asked.child_id);
    towns := cases_disposed_towns(asked.child_id, people, the_mother);
    stored := ARRAY(SELECT stored_as FROM cases_document
        WHERE child_id = asked.child_id OR mother_id = the_mother);
    FOR each IN SELECT * FROM cases_blanked_tables() LOOP
        keys := keys || jsonb_build_object(each.name, to_jsonb(
            cases_disposed_keys(each.name, asked.child_id, people, the_mother, towns, asked.enquiry_id)));
    END LOOP;
    PERFORM set_config('cases.disposing', 'yes', true);
    counts := cases_dispose_beside(asked.child_id, people, the_mother, asked.enquiry_id);
    FOR each IN SELECT * FROM cases_blanked_tables() LOOP
        of_table := ARRAY(SELECT jsonb_array_elements_text(keys->each.name)::bigint);
        counts := counts || jsonb_build_object(each.name,
            cases_blank(the_certificate, each.name, 'id', each.blanks, of_table));
        CONTINUE WHEN each.history = '';
        EXECUTE format('SELECT COALESCE(array_agg(pgh_id), ''{}'') FROM %I WHERE pgh_obj_id = ANY ($1)',
            each.history) INTO of_table USING of_table;
        counts := counts || jsonb_build_object(each.history,
            cases_blank(the_certificate, each.history, 'pgh_id', each.blanks, of_table));
    END LOOP;
    UPDATE cases_disposalcertificate SET rows = counts, files = cardinality(stored),
        resealed = (SELECT count(*) FROM cases_resealedrow WHERE certificate_id = the_certificate)
    WHERE id = the_certificate;
    PERFORM set_config('cases.disposing', '', true);
    RETURN stored;
END $$;

-- Whether a sealed row has the digest it has by disposals alone: each approved by two people and
-- certified, each link starting from the one before, of a row that is the case's, and blank.
CREATE OR REPLACE FUNCTION cases_is_sealed_anew(
    the_table text, key text, the_row bigint, sealed bytea, now_is bytea)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    link record;
    each record;
    keys bigint[];
    people bigint[];
    the_mother bigint;
    is_blank boolean;
BEGIN
    SELECT * INTO each FROM cases_blanked_tables()
    WHERE the_table IN (name, history) AND the_table <> '';
    IF each.name IS NULL THEN RETURN false; END IF;
    FOR link IN SELECT z.former, z.digest, z.certificate_id, c.resealed, d.child_id, d.enquiry_id,
        d.asked_by_id <> d.approved_by_id AND c.rows IS NOT NULL AS by_two
        FROM cases_resealedrow z JOIN cases_disposalcertificate c ON c.id = z.certificate_id
        JOIN cases_disposal d ON d.id = c.disposal_id
        WHERE z.of_table = the_table AND z."row" = the_row ORDER BY z.id LOOP
        IF link.former <> sealed OR link.by_two IS NOT TRUE OR link.resealed <> (
            SELECT count(*) FROM cases_resealedrow WHERE certificate_id = link.certificate_id)
        THEN RETURN false; END IF;
        people := cases_disposed_people(link.child_id);
        the_mother := cases_disposed_mother(link.child_id);
        keys := keys || cases_disposed_keys(
            each.name, link.child_id, people, the_mother, '{}', link.enquiry_id);
        sealed := link.digest;
    END LOOP;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I t WHERE t.%I = $1 AND %s AND (%L = ''cases_place'' '
        'OR t.%I = ANY ($2)))', the_table, key,
        (SELECT string_agg(format('t.%s IS NOT DISTINCT FROM (%s)', split_part(b, ' = ', 1),
            substr(b, position(' = ' IN b) + 3)), ' AND ')
         FROM regexp_split_to_table(each.blanks, ', (?=[a-z_0-9]+ = )') b),
        each.name, CASE WHEN the_table = each.name THEN 'id' ELSE 'pgh_obj_id' END)
    INTO is_blank USING the_row, keys;
    RETURN is_blank AND sealed = now_is;
END $$;
