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
