-- A line pays one whole fee, and only while its batch is a draft. The batch is locked: its status
-- cannot change between this look and the line.
CREATE OR REPLACE FUNCTION cases_refuse_batch_line(line cases_batchline)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    batch cases_paymentbatch;
BEGIN
    SELECT * INTO batch FROM cases_paymentbatch WHERE id = line.batch_id FOR NO KEY UPDATE;
    IF batch.status <> 'draft' AND NOT (batch.status = 'void' AND line.released) THEN
        PERFORM cases_refuse('batch_line_of_a_draft', 'Only a draft batch can be changed.');
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_fee WHERE id = line.fee_id AND amount = line.amount
        AND currency = batch.currency AND agreement_id = batch.agreement_id
    ) THEN PERFORM cases_refuse('batch_line_is_the_fee',
        'A line is a whole fee of the batch''s agreement and currency.'); END IF;
END $$;

-- At COMMIT: fees are held as their batch stands, a batch that goes on holds some, a void one none.
CREATE OR REPLACE FUNCTION cases_refuse_batch_off_its_fees(the_batch bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    line record;
BEGIN
    IF (SELECT status FROM cases_paymentbatch WHERE id = the_batch) NOT IN ('draft', 'void')
       AND NOT EXISTS (SELECT 1 FROM cases_batchline
                       WHERE batch_id = the_batch AND NOT released) THEN
        PERFORM cases_refuse('batch_not_empty', 'A payment batch holds at least one fee.');
    END IF;
    IF (SELECT status FROM cases_paymentbatch WHERE id = the_batch) = 'void'
       AND EXISTS (SELECT 1 FROM cases_batchline
                   WHERE batch_id = the_batch AND NOT released) THEN
        PERFORM cases_refuse('batch_void_is_empty', 'A void batch holds no fee.');
    END IF;
    PERFORM cases_refuse_settled_before_receipts(the_batch);
    FOR line IN SELECT fee_id FROM cases_batchline WHERE batch_id = the_batch AND NOT released
    LOOP
        PERFORM cases_refuse_fee_off_its_lines(line.fee_id);
    END LOOP;
END $$;

-- At COMMIT: a batch is settled once each fee that its money pays is receipted, and stays so.
CREATE OR REPLACE FUNCTION cases_refuse_settled_before_receipts(the_batch bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_paymentbatch b JOIN cases_batchline l ON l.batch_id = b.id
        JOIN cases_fee f ON f.id = l.serves_id
        WHERE b.id = the_batch AND b.status = 'settled' AND NOT l.released
        AND f.status <> 'receipted'
    ) THEN PERFORM cases_refuse('batch_settled_when_receipted',
        'A batch is settled when each of its fees is receipted.'); END IF;
END $$;
