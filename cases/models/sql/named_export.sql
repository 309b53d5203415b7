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
    IF request.dropped_by_id IS NOT NULL
        OR (cardinality(request.children) > alone AND request.approved_by_id IS NULL)
    THEN PERFORM cases_refuse('named_export_agreed',
        'A second person agrees before so many names leave.'); END IF;
    IF clock_timestamp() NOT BETWEEN GREATEST(request.asked_at, request.approved_at) - interval '1 minute'
        AND COALESCE(request.approved_at, request.asked_at) + holds
    THEN PERFORM cases_refuse('named_export_within_a_day',
        'A list with names is taken within a day.'); END IF;
END $$;
