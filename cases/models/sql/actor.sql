-- Who acts on a page; NULL for what is written past the pages.
CREATE OR REPLACE FUNCTION cases_actor() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb
            ->>'user')::bigint
$$;
