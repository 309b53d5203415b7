-- How many children's names leave with a list that can still be taken: its own, and those of the lists
-- that the same person took in thirty days without a second person.
CREATE OR REPLACE FUNCTION cases_names_with_taken(
    who bigint, children bigint[], asked_at timestamptz, holds interval)
RETURNS int LANGUAGE sql STABLE AS $$
    SELECT count(*)::int FROM (
        SELECT unnest(children)
        UNION SELECT unnest(e.children) FROM cases_namedexport e
        WHERE e.asked_by_id = who AND e.approved_by_id IS NULL
        AND asked_at + holds > clock_timestamp() AND EXISTS (
            SELECT FROM cases_namedexportfile f
            WHERE f.export_id = e.id AND f.at > now() - interval '30 days')) AS child
$$;

-- A list with names goes to who asked, while that person may, as agreed, and within a day.
CREATE OR REPLACE FUNCTION cases_refuse_names(file cases_namedexportfile, alone int, holds interval)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    request cases_namedexport;
BEGIN
    SELECT * INTO request FROM cases_namedexport WHERE id = file.export_id FOR SHARE;
    IF file.by_id <> request.asked_by_id THEN PERFORM cases_refuse('named_export_to_who_asked',
        'A list with names goes to who asked for it.'); END IF;
    IF NOT (SELECT exports_names FROM cases_user WHERE id = file.by_id)
    THEN PERFORM cases_refuse('named_export_allowed',
        'Who exports names was allowed to by an admin.'); END IF;
    PERFORM FROM cases_user WHERE id = file.by_id FOR NO KEY UPDATE;  -- two lists of one moment
    IF request.dropped_by_id IS NOT NULL
        OR (request.approved_by_id IS NULL AND cases_names_with_taken(
            file.by_id, request.children, request.asked_at, holds) > alone)
    THEN PERFORM cases_refuse('named_export_agreed',
        'A second person agrees before so many names leave.'); END IF;
    IF clock_timestamp() NOT BETWEEN GREATEST(request.asked_at, request.approved_at) - interval '1 minute'
        AND COALESCE(request.approved_at, request.asked_at) + holds
    THEN PERFORM cases_refuse('named_export_within_a_day',
        'A list with names is taken within a day.'); END IF;
END $$;
