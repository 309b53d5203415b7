-- Whether a relative is being told whom an enquiry is about, or was. That nobody was on record may
-- change, once it was told.
CREATE OR REPLACE FUNCTION cases_is_telling(the_enquiry bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_telling t
        WHERE t.enquiry_id = the_enquiry AND t.dropped_by_id IS NULL
        AND (t.says = 'on_record' OR NOT EXISTS (
            SELECT FROM cases_enquiryanswer a WHERE a.telling_id = t.id)))
$$;

CREATE OR REPLACE FUNCTION cases_refuse_other_enquiry(the_enquiry bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_is_telling(the_enquiry) THEN PERFORM cases_refuse('enquiry_as_told',
        'Whom an enquiry is about stays while the relative is told of it.'); END IF;
END $$;

-- What a relative is told agrees with what a person decided. The enquiry's row is held: whoever
-- decides anew waits.
CREATE OR REPLACE FUNCTION cases_refuse_telling(telling cases_telling)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    enquiry cases_enquiry;
BEGIN
    SELECT * INTO enquiry FROM cases_enquiry WHERE id = telling.enquiry_id FOR SHARE;
    IF enquiry.decided_by_id IS NULL
        OR (telling.says = 'on_record') <> (enquiry.child_id IS NOT NULL)
    THEN PERFORM cases_refuse('telling_as_decided',
        'A relative is told what a person found when comparing.'); END IF;
    IF cases_is_telling(enquiry.id)
    THEN PERFORM cases_refuse('telling_once', 'A relative is told once.'); END IF;
END $$;

-- An answer is given after the enquiry and not ahead; of a record only as two people agreed.
CREATE OR REPLACE FUNCTION cases_refuse_enquiry_answer(answer cases_enquiryanswer, today date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    enquiry cases_enquiry;
BEGIN
    SELECT * INTO enquiry FROM cases_enquiry WHERE id = answer.enquiry_id FOR SHARE;
    IF answer.given_on NOT BETWEEN enquiry.received_on AND today
    THEN PERFORM cases_refuse('enquiry_answer_in_time',
        'An answer is given after the enquiry, and not ahead.'); END IF;
    IF answer.telling_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM cases_telling t WHERE t.id = answer.telling_id AND t.says = answer.says
        AND t.enquiry_id = answer.enquiry_id AND t.approved_by_id IS NOT NULL)
    THEN PERFORM cases_refuse('enquiry_answer_as_agreed',
        'Whether a child is on record is told as two people agreed.'); END IF;
END $$;
