-- By a consent to sharing that was verified and not taken back since, of the mother she has now;
-- without one, nobody has refused or taken back a consent to sharing since two people agreed.
CREATE OR REPLACE FUNCTION cases_share_stands(the_share bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN s.consent_id IS NOT NULL THEN EXISTS (
        SELECT FROM cases_consent c JOIN cases_consentverification v ON v.consent_id = c.id
        WHERE c.id = s.consent_id AND c.child_id = s.child_id AND c.purpose = 'sharing'
            AND c.decision = 'given'
            AND NOT cases_word_of_another_mother(c.child_id, c.giver_role, c.giver_id)
            AND NOT EXISTS (
                SELECT FROM cases_consent l WHERE l.child_id = c.child_id AND l.purpose = c.purpose
                    AND l.giver_role = c.giver_role AND l.decision <> 'given'
                    AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = l.id)
                    AND (l.decided_on, l.id) > (c.decided_on, c.id)))
    ELSE NOT EXISTS (
        SELECT FROM cases_consent c WHERE c.child_id = s.child_id AND c.purpose = 'sharing'
            AND c.decision <> 'given' AND c.recorded_at > s.approved_at
            AND NOT EXISTS (SELECT FROM cases_undonerecord u WHERE u.consent_id = c.id)) END
    FROM cases_sharing s WHERE s.id = the_share
$$;

-- A file leaves by the hand of one of the two who agreed, within a day, while the consent stands.
-- The child's row is held, as whoever records a consent holds it: neither misses the other.
CREATE OR REPLACE FUNCTION cases_refuse_share_file(file cases_sharefile, holds interval)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    share cases_sharing;
BEGIN
    SELECT * INTO share FROM cases_sharing WHERE id = file.share_id FOR SHARE;
    PERFORM FROM cases_child WHERE id = share.child_id FOR SHARE;
    IF share.approved_by_id IS NULL THEN PERFORM cases_refuse('share_agreed_by_two',
        'A second person agrees before a record is shared.'); END IF;
    IF file.by_id NOT IN (share.asked_by_id, share.approved_by_id)
    THEN PERFORM cases_refuse('share_by_one_of_the_two',
        'One of the two who agreed hands the file out.'); END IF;
    IF NOT cases_share_stands(share.id) THEN PERFORM cases_refuse('share_consent_stands',
        'The consent to sharing was withdrawn.'); END IF;
    IF clock_timestamp() NOT BETWEEN share.approved_at - interval '1 minute'
        AND share.approved_at + holds
    THEN PERFORM cases_refuse('share_within_a_day', 'A file is handed out within a day.'); END IF;
END $$;
