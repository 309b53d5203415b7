-- Money leaves a fee only while it pays that fee, of a child who does not travel, and may pay a due
-- fee of the same agreement and amount instead.
CREATE OR REPLACE FUNCTION cases_refuse_reversal(reversal cases_reversal)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM cases_batchline l JOIN cases_paymentbatch b ON b.id = l.batch_id
        WHERE l.id = reversal.line_id AND NOT l.released AND l.serves_id = reversal.fee_id
        AND b.status IN ('sent', 'settled')
    ) THEN PERFORM cases_refuse('reversal_of_paid_money',
        'Only money that pays a fee now leaves it.'); END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_fee f JOIN cases_child c ON c.id = f.child_id
        WHERE f.id = reversal.fee_id AND c.returned_on IS NULL
        AND c.stage IN ('deferred', 'ineligible', 'closed')
    ) THEN PERFORM cases_refuse('reversal_of_a_child_who_stays',
        'Money leaves the fee of a child who does not travel.'); END IF;
    IF reversal.credited_to_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_fee f, cases_fee t
        WHERE f.id = reversal.fee_id AND t.id = reversal.credited_to_id
        AND t.status = 'due' AND t.waiver_asked_by_id IS NULL
        AND (t.agreement_id, t.amount, t.currency) = (f.agreement_id, f.amount, f.currency)
    ) THEN PERFORM cases_refuse('reversal_credits_a_due_fee',
        'A credit pays a due fee of the same agreement and amount.'); END IF;
END $$;

-- At COMMIT: the money of a line serves its own fee, or the fee that its last approved reversal
-- credits; none, where the money is claimed back.
CREATE OR REPLACE FUNCTION cases_refuse_line_off_its_reversals(the_line bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT serves_id FROM cases_batchline WHERE id = the_line) IS DISTINCT FROM (
        SELECT CASE WHEN r.id IS NULL THEN l.fee_id ELSE r.credited_to_id END
        FROM cases_batchline l
        LEFT JOIN cases_reversal r ON r.line_id = l.id AND r.approved_by_id IS NOT NULL
        WHERE l.id = the_line ORDER BY r.id DESC NULLS LAST LIMIT 1
    ) THEN PERFORM cases_refuse('batch_line_serves_whom_it_says',
        'The money of a line serves the fee that its reversals name.'); END IF;
END $$;
