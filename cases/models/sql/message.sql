-- What was told stays. Its receiver reads it, once; the server's command mails it, once.
CREATE OR REPLACE FUNCTION cases_refuse_message(old cases_message, new cases_message)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(new) - ARRAY['read_at', 'mail', 'mailed_at']
       IS DISTINCT FROM to_jsonb(old) - ARRAY['read_at', 'mail', 'mailed_at'] THEN
        PERFORM cases_refuse('message_stays', 'What was told stays.'); END IF;
    IF new.read_at IS DISTINCT FROM old.read_at THEN
        IF old.read_at IS NOT NULL THEN
            PERFORM cases_refuse('message_read_once', 'What was read stays so.'); END IF;
        PERFORM cases_refuse_another_hand(new.to_id, 'message_read_by_its_receiver');
        PERFORM cases_refuse_backdated(new.read_at, 'message_read_now');
    END IF;
    IF (new.mail, new.mailed_at) IS DISTINCT FROM (old.mail, old.mailed_at)
       AND (old.mailed_at IS NOT NULL OR cases_is_page()) THEN
        PERFORM cases_refuse('message_mailed_once', 'A mail is sent by the server, once.'); END IF;
END $$;

-- Whether a message is of a record, and on its day: a hearing of this day or the next, a task that
-- was due, an entry of a case, a lock that was sent back, a list that was undone, cases of an account,
-- a password forgotten today.
CREATE OR REPLACE FUNCTION cases_is_told(told cases_message)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN told.kind = 'hearing' THEN EXISTS (
            SELECT FROM cases_hearing h WHERE h.child_id = told.child_id
            AND told.about = concat(h.id, ':', to_char(h.scheduled_on, 'YYYY-MM-DD'))
            AND h.scheduled_on - cases_day(now()) IN (0, 1))
        WHEN told.kind = 'overdue' THEN EXISTS (
            SELECT FROM cases_task t WHERE t.child_id = told.child_id
            AND told.about = concat(t.id, ':', to_char(t.due_on, 'YYYY-MM-DD'))
            AND t.due_on < cases_day(now()))
        WHEN told.kind = 'decision' AND told.child_id IS NULL THEN EXISTS (
            SELECT FROM cases_importedlist l WHERE l.undone_by_id IS NOT NULL
            AND told.about ~ concat('^list:', l.id, ':\d+$'))
        WHEN told.kind = 'returned' AND told.child_id IS NULL THEN EXISTS (
            SELECT FROM cases_movement m WHERE m.lock_returned_at IS NOT NULL
            AND told.about = concat('lock:', m.id, ':', to_char(
                timezone('UTC', m.lock_returned_at), 'YYYYMMDDHH24MISSUS')))
        WHEN told.kind IN ('decision', 'returned') THEN EXISTS (
            SELECT FROM cases_journal j
            WHERE j.child_id = told.child_id AND told.about = concat(j.act, ':', j.id))
        WHEN told.kind = 'cases' THEN
            told.account_id IS NOT NULL AND told.about ~ '^(to|from):[0-9a-f-]{36}:\d+$'
        WHEN told.kind = 'password' THEN told.about = concat(
            COALESCE(told.account_id::text, 'unknown'), ':', to_char(cases_day(now()), 'YYYY-MM-DD'))
    END
$$;
