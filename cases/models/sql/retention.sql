-- What a closed case came to, which decides how long it is kept.
CREATE OR REPLACE FUNCTION cases_retention_class(reason text, returned_on date)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN reason IN ('duplicate', 'error') THEN 'mistake'
        WHEN returned_on IS NULL THEN 'away' ELSE 'home' END
$$;

-- The day until which a closed case is kept by a term of so many years; a case that was never
-- placed counts from its closing.
CREATE OR REPLACE FUNCTION cases_kept_until(the_child bigint, counted_from text, years int)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (COALESCE(CASE WHEN counted_from = 'placement' THEN
        (SELECT max(lower(p.during)) FROM cases_placement p
            WHERE p.child_id = c.id AND p.undone_with_id IS NULL) END,
        c.closed_on) + make_interval(years => years))::date
    FROM cases_child c WHERE c.id = the_child AND c.stage = 'closed'
$$;
