-- Of one day the newest approved totals stand; others of that day are corrected by name.
CREATE OR REPLACE FUNCTION cases_refuse_outside_totals(totals cases_outsidetotals)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    former cases_outsidetotals;
BEGIN
    IF totals.corrects_id IS NOT NULL THEN
        SELECT * INTO former FROM cases_outsidetotals WHERE id = totals.corrects_id;
        IF former.approved_by_id IS NULL OR (former.agreement_id, former.as_of)
            IS DISTINCT FROM (totals.agreement_id, totals.as_of) THEN
            PERFORM cases_refuse('outside_totals_correct_their_own',
                'Totals correct approved ones of the same agreement and day.');
        END IF;
    END IF;
    IF totals.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_outsidetotals o
        WHERE o.agreement_id = totals.agreement_id AND o.as_of = totals.as_of
        AND o.approved_by_id IS NOT NULL AND o.id <> totals.id
        AND o.id IS DISTINCT FROM totals.corrects_id AND NOT EXISTS (
            SELECT 1 FROM cases_outsidetotals c
            WHERE c.corrects_id = o.id AND c.approved_by_id IS NOT NULL)) THEN
        PERFORM cases_refuse('outside_totals_once_a_day',
            'Totals of this day are approved already; correct those.');
    END IF;
END $$;
