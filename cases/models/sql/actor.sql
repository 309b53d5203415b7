-- Who acts on a page; NULL for what is written past the pages.
CREATE OR REPLACE FUNCTION cases_actor() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb
            ->>'user')::bigint
$$;

-- Which command on the server acts; NULL for a page.
CREATE OR REPLACE FUNCTION cases_command() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT NULLIF(NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb
                  ->>'command', '')
$$;

-- Whether the application writes for a page, and so in the name of one person: not the owner, nor
-- a command on the server, which says which one it is and acts for several.
CREATE OR REPLACE FUNCTION cases_is_page() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_user = 'repatriation_app' AND cases_command() IS NULL
$$;

-- Whether this very transaction wrote a row, by its ``xmin``: ``now()`` is when it began, and what
-- others have committed since is seen by it too. Part of a transaction has a number of its own, after
-- that of the whole and in progress like it. Only the last 32 bits of a number are kept with a row:
-- what lies before ours is older, and the server may have forgotten what became of it.
CREATE OR REPLACE FUNCTION cases_is_ours(number xid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN after < 2147483648
        THEN pg_xact_status((whole + after)::text::xid8) IS NOT DISTINCT FROM 'in progress'
        ELSE false END
    FROM (SELECT pg_current_xact_id()::text::bigint AS whole) AS t
    CROSS JOIN LATERAL (SELECT (number::text::bigint - whole) & 4294967295 AS after) AS s
$$;

-- A row is written, asked for, approved or withdrawn by the person whom the transaction declares.
CREATE OR REPLACE FUNCTION cases_refuse_another_hand(who bigint, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF who <> cases_actor() OR who IS NOT NULL AND cases_actor() IS NULL AND cases_is_page() THEN
        PERFORM cases_refuse(guard, 'A row is written in one''s own name.');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_another_instant(moment timestamptz, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF moment NOT BETWEEN now() AND clock_timestamp() THEN
        PERFORM cases_refuse(guard, 'The instant of entry is now.');
    END IF;
END $$;

-- The instant of a decision comes from the server of the pages, whose clock is another one.
CREATE OR REPLACE FUNCTION cases_refuse_backdated(moment timestamptz, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_is_page() AND moment NOT BETWEEN now() - interval '10 minutes'
                                      AND clock_timestamp() + interval '10 minutes' THEN
        PERFORM cases_refuse(guard, 'What is decided is decided now.');
    END IF;
END $$;
