-- Every table whose rows are only added, its key, and the moment its rows were entered at (NULL for
-- none). Written here by install.py, from the models.
CREATE OR REPLACE FUNCTION cases_sealed_tables()
RETURNS TABLE (name text, key text, entered text) LANGUAGE sql STABLE AS $$
    VALUES {SEALED_TABLES}
$$;

-- A digest is made of days and bytes as they look here, whatever the connection shows.
CREATE OR REPLACE FUNCTION cases_look_plain() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
        set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true)
$$;

-- The SQL of the digest of a row "t"; $1 holds the columns that are left out.
CREATE OR REPLACE FUNCTION cases_digest_of(name text, key text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('sha256(convert_to(%L || t.%I || '' '' || (to_jsonb(t) - $1)::text, ''UTF8''))',
        name || ' ', key)
$$;

CREATE OR REPLACE FUNCTION cases_head_of(seal cases_seal, link bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(link || convert_to(
        concat_ws(' ', seal.number, seal.at, seal.through, seal.shapes), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION cases_columns_of(name text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_agg(attname ORDER BY attname) FROM pg_attribute
    WHERE attrelid = to_regclass(name) AND attnum > 0 AND NOT attisdropped
$$;

-- The columns that a table has now and did not have in a shape that was sealed.
CREATE OR REPLACE FUNCTION cases_later_columns(the_table text, shape jsonb)
RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT COALESCE(array_agg(c), '{}')
    FROM jsonb_array_elements_text(cases_columns_of(the_table)) c WHERE NOT shape ? c
$$;

-- Up to which key each table can be sealed: no row below it will ever come. Whoever adds a row holds
-- a lock of the table from before the row has its number until the transaction has ended. So the
-- numbers are read first; then those who hold such a lock are waited for, half a second at most. A table
-- where somebody is still writing is left for the next seal.
CREATE OR REPLACE FUNCTION cases_settled_keys()
RETURNS TABLE (name text, key text, settled bigint) LANGUAGE plpgsql AS $$
DECLARE
    numbers jsonb;
    writers jsonb;
BEGIN
    EXECUTE (SELECT 'SELECT jsonb_object_agg(name, last_value - CASE WHEN is_called THEN 0 ELSE 1 END) '
        'FROM (' || string_agg(format('SELECT %L AS name, last_value, is_called FROM %s', t.name,
        pg_get_serial_sequence(t.name, t.key)), ' UNION ALL ') || ') s'
        FROM cases_sealed_tables() t) INTO numbers;
    SELECT jsonb_agg(jsonb_build_array(relation, virtualtransaction)) INTO writers FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
    AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
    FOR attempt IN 1..10 LOOP
        SELECT jsonb_agg(jsonb_build_array(relation, virtualtransaction)) INTO writers FROM pg_locks
        WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
        AND writers @> jsonb_build_array(jsonb_build_array(relation, virtualtransaction));
        EXIT WHEN writers IS NULL;
        PERFORM pg_sleep(0.05);
    END LOOP;
    RETURN QUERY SELECT t.name, t.key, (numbers->>t.name)::bigint FROM cases_sealed_tables() t
    WHERE NOT EXISTS (
        SELECT FROM jsonb_array_elements(writers) w
        WHERE (w->>0)::oid = t.name::regclass::oid);
END $$;

-- Seal what has come since the last seal. It answers how many rows; the application may call it, and
-- cannot write a seal otherwise.
CREATE OR REPLACE FUNCTION cases_seal_rows()
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    made cases_seal;
    previous cases_seal;
    of_table record;
    entry record;
    link bytea;
    sealed bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Rows are sealed as they are committed.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('cases_seal_rows')), cases_look_plain();
    SELECT * INTO previous FROM cases_seal ORDER BY number DESC LIMIT 1;
    made.number := COALESCE(previous.number, 0) + 1;
    made.through := COALESCE(previous.through, 0);
    made.at := now();
    made.shapes := '{}';
    link := COALESCE(previous.head, '');
    FOR of_table IN SELECT * FROM cases_settled_keys() LOOP
        SELECT COALESCE(max("row"), 0) INTO sealed FROM cases_sealedrow
        WHERE cases_sealedrow.of_table = of_table.name;
        CONTINUE WHEN sealed >= of_table.settled;
        FOR entry IN EXECUTE format(
            'SELECT t.%1$I::bigint AS "row", %3$s AS digest FROM %2$I t '
            'WHERE t.%1$I > $2 AND t.%1$I <= $3 ORDER BY 1',
            of_table.key, of_table.name, cases_digest_of(of_table.name, of_table.key)
        ) USING ARRAY[]::text[], sealed, of_table.settled LOOP
            link := sha256(link || entry.digest);
            made.through := made.through + 1;
            INSERT INTO cases_sealedrow (position, seal_id, of_table, "row", digest, chain)
            VALUES (made.through, made.number, of_table.name, entry."row", entry.digest, link);
        END LOOP;
        made.shapes := made.shapes
            || jsonb_build_object(of_table.name, cases_columns_of(of_table.name));
    END LOOP;
    IF made.through > COALESCE(previous.through, 0) THEN
        made.head := cases_head_of(made, link);
        INSERT INTO cases_seal SELECT made.*;
    END IF;
    INSERT INTO cases_sealing (id, sealed_at) VALUES (1, now())
    ON CONFLICT (id) DO UPDATE SET sealed_at = now();
    RETURN made.through - COALESCE(previous.through, 0);
END $$;

-- What the last verification found, empty for nothing; or the head that was written outside.
CREATE OR REPLACE FUNCTION cases_tell_sealing(the_fault text, the_head text)
RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO cases_sealing (id) VALUES (1) ON CONFLICT DO NOTHING;
    UPDATE cases_sealing SET head = COALESCE(the_head, head), fault = COALESCE(the_fault, fault),
        verified_at = CASE WHEN the_fault IS NULL THEN verified_at ELSE now() END;
$$;

-- The first link of the chain that does not hold.
CREATE OR REPLACE FUNCTION cases_broken_link(
    OUT what text, OUT of_table text, OUT "row" bigint, OUT at_position bigint)
LANGUAGE plpgsql AS $$
DECLARE
    seal cases_seal;
    entry cases_sealedrow;
    link bytea := '';
    number bigint := 0;
BEGIN
    at_position := 0;
    FOR seal IN SELECT * FROM cases_seal s ORDER BY s.number LOOP
        number := number + 1;
        FOR entry IN SELECT * FROM cases_sealedrow r
        WHERE r.position > at_position AND r.position <= seal.through ORDER BY r.position LOOP
            at_position := at_position + 1;
            link := sha256(link || entry.digest);
            IF entry.position <> at_position OR entry.chain <> link OR entry.seal_id <> number THEN
                what := CASE WHEN entry.position <> at_position THEN 'missing' ELSE 'seal' END;
                of_table := entry.of_table;
                "row" := entry."row";
                RETURN;
            END IF;
        END LOOP;
        IF at_position <> seal.through OR seal.number <> number
           OR seal.head <> cases_head_of(seal, link) THEN
            what := 'end';
            "row" := number;
            RETURN;
        END IF;
        link := seal.head;
    END LOOP;
    SELECT 'loose', r.of_table, r."row", r.position INTO what, of_table, "row", at_position
    FROM cases_sealedrow r WHERE r.position > at_position ORDER BY r.position LIMIT 1;
END $$;

-- The first row of one table that is not what was sealed: changed, gone, put in behind a seal, or
-- entered an hour and more before a row that was there already.
CREATE OR REPLACE FUNCTION cases_broken_rows(the_table text, key text, entered text)
RETURNS TABLE (what text, "row" bigint, at_position bigint) LANGUAGE plpgsql AS $$
DECLARE
    shape jsonb;
    later text[];
BEGIN
    IF the_table NOT IN (SELECT name FROM cases_sealed_tables()) THEN RETURN; END IF;
    FOR shape IN SELECT DISTINCT shapes->the_table FROM cases_seal WHERE shapes ? the_table LOOP
        later := cases_later_columns(the_table, shape);
        RETURN QUERY EXECUTE format(
            'SELECT CASE WHEN t.%1$I IS NULL THEN ''gone'' ELSE ''changed'' END, r."row", r.position '
            'FROM cases_sealedrow r JOIN cases_seal s ON s.number = r.seal_id '
            'LEFT JOIN %2$I t ON t.%1$I = r."row" '
            'WHERE r.of_table = %2$L AND s.shapes->%2$L = $2 AND %3$s IS DISTINCT FROM r.digest '
            'AND cases_is_sealed_anew(%2$L, %1$L, r."row", r.digest, %3$s) IS NOT TRUE '
            'ORDER BY r.position LIMIT 1', key, the_table, cases_digest_of(the_table, key)
        ) USING later, shape;
    END LOOP;
    RETURN QUERY EXECUTE format(
        'SELECT ''behind'', t.%1$I::bigint, (SELECT r.position FROM cases_sealedrow r '
        'WHERE r.of_table = %2$L AND r."row" > t.%1$I ORDER BY r."row" LIMIT 1) FROM %2$I t '
        'WHERE t.%1$I < (SELECT max("row") FROM cases_sealedrow WHERE of_table = %2$L) '
        'AND NOT EXISTS (SELECT FROM cases_sealedrow r '
        'WHERE r.of_table = %2$L AND r."row" = t.%1$I) ORDER BY 3 LIMIT 1', key, the_table);
    IF entered IS NOT NULL THEN
        RETURN QUERY EXECUTE format(
            'SELECT ''backdated'', t.id::bigint, r.position FROM (SELECT %1$I AS id, %3$I AS at, '
            'max(%3$I) OVER (ORDER BY %1$I) AS before FROM %2$I) t '
            'LEFT JOIN cases_sealedrow r ON r.of_table = %2$L AND r."row" = t.id '
            'WHERE t.at < t.before - interval ''1 hour'' AND r.seal_id IS DISTINCT FROM 1 '
            'AND EXISTS (SELECT FROM cases_seal) ORDER BY r.position LIMIT 1',
            key, the_table, entered);
    END IF;
END $$;

-- What is the first in the order of the chain that is not as it was sealed; no row where all is.
CREATE OR REPLACE FUNCTION cases_first_fault()
RETURNS TABLE (what text, of_table text, "row" bigint, at_position bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_look_plain();
    RETURN QUERY SELECT f.* FROM (
        SELECT * FROM cases_broken_link() l WHERE l.what IS NOT NULL
        UNION ALL
        SELECT b.what, t.name, b."row", b.at_position
        FROM cases_sealed_tables() t, cases_broken_rows(t.name, t.key, t.entered) b
        WHERE EXISTS (SELECT FROM cases_sealedrow r WHERE r.of_table = t.name)
    ) f ORDER BY f.at_position, f.what DESC LIMIT 1;
END $$;
