-- An assessment goes before a second person when each criterion that must be answered is, and
-- never against a set that still changes.
CREATE OR REPLACE FUNCTION cases_refuse_incomplete_assessment(the_assessment bigint, the_set bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_criteriaset WHERE id = the_set) = 'draft' THEN
        PERFORM cases_refuse('assessment_against_published_set',
            'The criteria set is not published.');
    END IF;
    IF EXISTS (
        SELECT 1 FROM cases_criterion k WHERE k.criteria_set_id = the_set AND k.required
        AND NOT EXISTS (SELECT 1 FROM cases_finding f
                        WHERE f.assessment_id = the_assessment AND f.criterion_id = k.id)
    ) THEN PERFORM cases_refuse('assessment_complete',
        'A criterion that must be answered is not.'); END IF;
END $$;
