-- A currency is one of the table; what is no code at all is for the CHECK of its column.
CREATE OR REPLACE FUNCTION cases_refuse_currency(the_currency text, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF the_currency ~ '^[A-Z]{3}$' AND NOT EXISTS (
        SELECT FROM cases_currency WHERE code = the_currency
    ) THEN PERFORM cases_refuse(guard, 'There is no such currency.'); END IF;
END $$;

-- At COMMIT: the accounts post each entry of the journal by which a fee became due, so there is one
-- for each fee of a child, and one more for each time it was given back and is due again.
CREATE OR REPLACE FUNCTION cases_refuse_due_again(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Two entries of one child wait for each other here.
    PERFORM 1 FROM cases_child WHERE id = the_child FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM cases_journal WHERE child_id = the_child AND act = 'fee_due') > (
        SELECT count(*) FILTER (WHERE status NOT IN ('refund_due', 'refunded', 'credited'))
        FROM cases_fee WHERE child_id = the_child
    ) + (
        SELECT count(*) FROM cases_reversal r JOIN cases_fee f ON f.id = r.fee_id
        WHERE f.child_id = the_child AND r.approved_by_id IS NOT NULL
    ) THEN PERFORM cases_refuse('journal_fee_due_once', 'No fee has become due.'); END IF;
END $$;

-- The children of some whose agreement wants a fee paid before clearing, and it is not. A schedule
-- that waits for a second person asks for nothing.
CREATE OR REPLACE FUNCTION cases_unpaid_fees(keys bigint[], day date)
RETURNS TABLE (child_id bigint) LANGUAGE sql STABLE AS $$
    SELECT c.id FROM cases_child c
    WHERE c.id = ANY (keys)
    AND EXISTS (SELECT 1 FROM cases_feeschedule s WHERE s.agreement_id = c.agreement_id
        AND s.during @> day AND s.paid_before_clearing AND s.approved_by_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM cases_fee f WHERE f.child_id = c.id
        AND f.agreement_id = c.agreement_id AND f.status IN ('paid', 'receipted', 'waived'))
$$;

-- Whether one child is among them.
CREATE OR REPLACE FUNCTION cases_unpaid_fee(the_child bigint, day date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_unpaid_fees(ARRAY[the_child], day))
$$;

-- At COMMIT: a fee is where the batch of its line, or its last approved reversal, says.
CREATE OR REPLACE FUNCTION cases_refuse_fee_off_its_lines(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_status text;
    batch_status text;
    reversed text;
BEGIN
    SELECT f.status, b.status INTO is_status, batch_status FROM cases_fee f
    LEFT JOIN cases_batchline l ON l.serves_id = f.id AND NOT l.released
    LEFT JOIN cases_paymentbatch b ON b.id = l.batch_id WHERE f.id = the_fee;
    SELECT CASE WHEN kind = 'credit' THEN 'credited'
                WHEN refunded_on IS NULL THEN 'refund_due' ELSE 'refunded' END INTO reversed
    FROM cases_reversal WHERE fee_id = the_fee AND approved_by_id IS NOT NULL
    ORDER BY id DESC LIMIT 1;
    IF NOT COALESCE(CASE
        WHEN is_status IN ('due', 'waived') THEN batch_status IS NULL
        WHEN is_status = 'batched' THEN batch_status IN ('draft', 'submitted', 'approved')
        WHEN is_status = 'paid' THEN batch_status = 'sent'
        WHEN is_status = 'receipted' THEN batch_status IN ('sent', 'settled')
        ELSE batch_status IS NULL AND is_status = reversed END, false) THEN
        PERFORM cases_refuse('fee_held_to_lines', 'A fee is where its batch line says.');
    END IF;
END $$;

-- At COMMIT: what was received for a fee is the sum of its receipts, less what a reversal took
-- away, with what one brought.
CREATE OR REPLACE FUNCTION cases_refuse_fee_off_its_receipts(the_fee bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT received FROM cases_fee WHERE id = the_fee) IS DISTINCT FROM (
        (SELECT COALESCE(sum(l.amount), 0) FROM cases_receiptline l
            JOIN cases_receipt r ON r.id = l.receipt_id
            WHERE l.fee_id = the_fee AND r.withdrawn_at IS NULL)
        - (SELECT COALESCE(sum(received), 0) FROM cases_reversal WHERE fee_id = the_fee)
        + (SELECT COALESCE(sum(received), 0) FROM cases_reversal WHERE credited_to_id = the_fee)
    ) THEN PERFORM cases_refuse('fee_received_by_receipts',
        'What is received is the sum of the lines of receipts.'); END IF;
END $$;

-- A receipt that was recorded by mistake acknowledges nothing any more: its fees are paid as before,
-- unless the money of one was claimed back since.
CREATE OR REPLACE FUNCTION cases_give_back_receipt(the_receipt cases_receipt)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_receiptline l JOIN cases_fee f ON f.id = l.fee_id
        WHERE l.receipt_id = the_receipt.id AND (f.status NOT IN ('paid', 'receipted')
            OR EXISTS (SELECT FROM cases_reversal r
                WHERE r.fee_id = f.id AND r.approved_at >= the_receipt.recorded_at)))
    THEN PERFORM cases_refuse('receipt_withdrawn_before_its_money',
        'The money of this receipt was claimed back since.'); END IF;
    UPDATE cases_fee f SET received = f.received - l.amount, status = 'paid', version = f.version + 1
    FROM cases_receiptline l WHERE l.receipt_id = the_receipt.id AND f.id = l.fee_id;
END $$;

-- A fee that was missed is that of the schedule in force on the day on which the case first
-- reached what makes it due, of a child who has no fee.
CREATE OR REPLACE FUNCTION cases_refuse_missed_fee(missed cases_missedfee)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_fee WHERE child_id = missed.child_id)
        OR missed.due_on IS DISTINCT FROM (
            SELECT j.happened_on
            FROM cases_child c
            JOIN cases_feeschedule s ON s.agreement_id = c.agreement_id
                AND s.approved_by_id IS NOT NULL AND s.during @> missed.due_on
            JOIN cases_journal j ON j.child_id = c.id AND j.to_stage = s.due_event
                AND NOT EXISTS (SELECT 1 FROM cases_journal u WHERE u.undoes_id = j.id)
            WHERE c.id = missed.child_id AND s.id = missed.schedule_id
            ORDER BY j.id LIMIT 1)
    THEN
        PERFORM cases_refuse('missed_fee_of_its_day',
            'A missed fee is what the schedule says on its day.');
    END IF;
END $$;
