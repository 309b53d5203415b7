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

-- An enquiry is the work of the team that took it, or of whoever may see the child; and of no child
-- whom one may not see.
CREATE OR REPLACE FUNCTION cases_refuse_enquiry_of_another_desk(
    the_team bigint, was_about bigint, is_about bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF (actor IS NULL AND NOT cases_is_page()) OR cases_may_one_of(actor, '{verify_child}') THEN RETURN;
    END IF;
    IF is_about IS DISTINCT FROM was_about AND is_about IS NOT NULL
    THEN PERFORM cases_refuse_unseen_case(is_about, NULL, 'enquiry_of_ones_desk'); END IF;
    IF EXISTS (SELECT FROM cases_user WHERE id = actor AND team_id = the_team) THEN RETURN; END IF;
    IF was_about IS NULL
    THEN PERFORM cases_refuse('enquiry_of_ones_desk', 'This enquiry is another desk''s.'); END IF;
    PERFORM cases_refuse_unseen_case(was_about, NULL, 'enquiry_of_ones_desk');
END $$;
