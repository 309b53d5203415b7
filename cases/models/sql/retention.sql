-- What a closed case came to, which decides how long it is kept.
CREATE OR REPLACE FUNCTION cases_retention_class(reason text, returned_on date)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN reason IN ('duplicate', 'error') THEN 'mistake'
        WHEN returned_on IS NULL THEN 'away' ELSE 'home' END
$$;

-- For how many years enquiries about no child are kept. Nobody knows to which agreement such a child
-- would have belonged: the longest term of any holds.
CREATE OR REPLACE FUNCTION cases_enquiry_years(day date)
RETURNS int LANGUAGE sql STABLE AS $$
    SELECT max(years) FROM cases_retentionterm WHERE records = 'enquiry' AND during @> day
$$;

-- The day until which an enquiry about no child is kept by a term of so many years, from the last
-- answer on; without one that ends it, for ever.
CREATE OR REPLACE FUNCTION cases_enquiry_kept_until(the_enquiry bigint, years int)
RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (max(a.given_on) + make_interval(years => years))::date
    FROM cases_enquiry e JOIN cases_enquiryanswer a ON a.enquiry_id = e.id
    WHERE e.id = the_enquiry AND e.child_id IS NULL
    HAVING bool_or(a.says IN ('on_record', 'none', 'not_told'))
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
