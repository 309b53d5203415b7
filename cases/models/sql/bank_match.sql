-- A line shows a batch once, and a refund is shown by one line. The batch, or the refund, is locked.
CREATE OR REPLACE FUNCTION cases_refuse_matched_twice(the_match cases_bankmatch)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_bankmatch m
        WHERE (m.reversal_id = the_match.reversal_id
               OR (m.line_id = the_match.line_id AND m.batch_id = the_match.batch_id))
        AND NOT EXISTS (SELECT 1 FROM cases_undonematch u WHERE u.match_id = m.id)
    ) THEN PERFORM cases_refuse('bank_match_once', 'A line shows a record once.'); END IF;
END $$;

-- At COMMIT: what a match that is undone has recorded is withdrawn with it.
CREATE OR REPLACE FUNCTION cases_refuse_recorded_by_undone(undone bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    the_match cases_bankmatch;
BEGIN
    SELECT * INTO the_match FROM cases_bankmatch WHERE id = undone;
    PERFORM cases_refuse_line_off_its_matches(the_match.line_id);
    IF EXISTS (SELECT 1 FROM cases_paymentbatch b WHERE b.id = the_match.batch_id
               AND b.status IN ('sent', 'settled') AND b.from_statement)
       OR EXISTS (SELECT 1 FROM cases_reversal r WHERE r.id = the_match.reversal_id
                  AND r.refunded_on IS NOT NULL AND the_match.reason <> 'reference') THEN
        PERFORM cases_refuse('undone_match_records_nothing',
            'What a wrong match has recorded is withdrawn with it.');
    END IF;
END $$;

-- A line shows only what it names, or what bears its bank reference: money that left a batch that
-- was approved, money that came a refund that is on record. Nothing is matched by its sum alone.
CREATE OR REPLACE FUNCTION cases_refuse_bank_match(the_match cases_bankmatch)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    line cases_statementline;
    batch cases_paymentbatch;
    claim record;
BEGIN
    SELECT * INTO line FROM cases_statementline WHERE id = the_match.line_id;
    IF line.repeats_id IS NOT NULL THEN
        PERFORM cases_refuse('bank_match_of_no_repetition', 'A repeated line shows nothing.');
    END IF;
    IF the_match.currency <> line.currency THEN
        PERFORM cases_refuse('bank_match_currency_of_its_line',
            'A match is in the currency of its line.');
    END IF;
    IF (the_match.batch_id IS NULL) <> (line.amount > 0) THEN
        PERFORM cases_refuse('bank_match_of_its_direction',
            'Money that left pays a batch, money that came is a refund.');
    END IF;
    IF the_match.batch_id IS NOT NULL THEN
        SELECT * INTO batch FROM cases_paymentbatch WHERE id = the_match.batch_id
        FOR NO KEY UPDATE;
        PERFORM cases_refuse_matched_twice(the_match);
        IF batch.status NOT IN ('approved', 'sent', 'settled') THEN
            PERFORM cases_refuse('bank_match_of_an_approved_batch',
                'Only an approved batch is paid.');
        END IF;
        IF NOT (batch.reference = ANY(line.batches)
                OR (the_match.reason IN ('near', 'less', 'more')
                    AND batch.reference = ANY(line.near))
                OR (batch.bank_reference <> '' AND batch.bank_reference = line.bank_reference)) THEN
            PERFORM cases_refuse('bank_match_of_its_reference',
                'A line shows a record that it names, or of its bank reference.');
        END IF;
        IF NOT (CASE WHEN batch.status = 'approved'
                THEN line.currency = batch.currency OR line.rate IS NOT NULL
                ELSE line.currency = COALESCE(NULLIF(batch.paid_currency, ''), batch.currency)
                END) THEN
            PERFORM cases_refuse('bank_match_currency_of_its_batch',
                'A batch is paid in the currency of its account.');
        END IF;
        RETURN;
    END IF;
    PERFORM 1 FROM cases_reversal WHERE id = the_match.reversal_id FOR NO KEY UPDATE;
    PERFORM cases_refuse_matched_twice(the_match);
    SELECT r.refunded_on, r.bank_reference, l.amount, f.currency, c.reference INTO claim
    FROM cases_reversal r JOIN cases_batchline l ON l.id = r.line_id
    JOIN cases_fee f ON f.id = r.fee_id JOIN cases_child c ON c.id = f.child_id
    WHERE r.id = the_match.reversal_id;
    IF claim.refunded_on IS NULL
       OR (claim.amount, claim.currency) IS DISTINCT FROM (the_match.amount, line.currency) THEN
        PERFORM cases_refuse('bank_match_of_a_refund',
            'A match is the whole of a refund that is on record.');
    END IF;
    IF NOT (claim.reference = ANY(line.children)
            OR (the_match.reason = 'near' AND claim.reference = ANY(line.near))
            OR (line.bank_reference <> '' AND claim.bank_reference = line.bank_reference)) THEN
        PERFORM cases_refuse('bank_match_of_its_reference',
            'A line shows a record that it names, or of its bank reference.');
    END IF;
END $$;

-- At COMMIT: what is matched of a line is the sum of its matches.
CREATE OR REPLACE FUNCTION cases_refuse_line_off_its_matches(the_line bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT matched FROM cases_statementline WHERE id = the_line) IS DISTINCT FROM
       (SELECT COALESCE(sum(m.amount), 0) FROM cases_bankmatch m WHERE m.line_id = the_line
        AND NOT EXISTS (SELECT 1 FROM cases_undonematch u WHERE u.match_id = m.id)) THEN
        PERFORM cases_refuse('statement_line_matched_is_its_matches',
            'What is matched of a line is the sum of its matches.');
    END IF;
END $$;
