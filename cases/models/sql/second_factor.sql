-- A second factor is set by the person whose it is; nobody sets one for another.
CREATE OR REPLACE FUNCTION cases_refuse_factor_of_another(the_user bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_actor() <> the_user THEN PERFORM cases_refuse('second_factor_by_oneself',
        'A second factor is set by the person whose it is.'); END IF;
END $$;

-- Taken away by the same person, by a reset of two people in this transaction, or on the server.
CREATE OR REPLACE FUNCTION cases_refuse_factor_taken(the_user bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_actor() <> the_user AND NOT EXISTS (
        SELECT FROM cases_factorreset WHERE whom_id = the_user AND approved_at = now()
    ) THEN PERFORM cases_refuse('second_factor_taken_by_two',
        'The second factor of another person is reset by two people.'); END IF;
END $$;

-- A time step of codes, like a signature of a key, counts once; a recovery code is used once.
CREATE OR REPLACE FUNCTION cases_refuse_factor_again(old cases_secondfactor, new cases_secondfactor)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF new.counter < old.counter
        OR (new.kind = 'app' AND new.counter = old.counter AND new.used_at IS DISTINCT FROM old.used_at)
        OR (new.kind = 'recovery' AND old.used_at IS NOT NULL)
    THEN PERFORM cases_refuse('second_factor_used_once', 'A code is used once.'); END IF;
    IF new.counter <> old.counter AND new.used_at IS NOT DISTINCT FROM old.used_at THEN
        PERFORM cases_refuse('second_factor_used_now', 'A code counts when it is used.'); END IF;
    IF new.used_at IS DISTINCT FROM old.used_at THEN
        PERFORM cases_refuse_backdated(new.used_at, 'second_factor_used_now'); END IF;
    IF new.secret <> old.secret THEN PERFORM cases_refuse_factor_of_another(old.user_id); END IF;
END $$;

-- Nobody resets both the password and the second factor of one account. The row of the account
-- is locked, so that neither of two at once misses what the other does.
CREATE OR REPLACE FUNCTION cases_chose_password(the_user bigint, the_person bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_user WHERE id = the_user FOR NO KEY UPDATE;
    RETURN EXISTS (SELECT FROM cases_user WHERE id = the_user AND must_change_password)
        AND the_person IS NOT DISTINCT FROM (
            SELECT by_id FROM cases_rolegrant WHERE whom_id = the_user AND role = 'password'
            ORDER BY id DESC LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_both_resets(reset cases_factorreset)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_chose_password(reset.whom_id, reset.asked_by_id)
        OR (reset.approved_by_id IS NOT NULL
            AND cases_chose_password(reset.whom_id, reset.approved_by_id))
    THEN PERFORM cases_refuse('password_and_factor_by_two',
        'Nobody resets both the password and the second factor of one account.'); END IF;
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_password_after_reset(old cases_user, new cases_user)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cases_actor() <> new.id AND new.password IS DISTINCT FROM old.password AND EXISTS (
        SELECT FROM cases_factorreset r
        WHERE r.whom_id = new.id AND r.dropped_by_id IS NULL
            AND cases_actor() IN (r.asked_by_id, r.approved_by_id)
            AND (r.approved_by_id IS NULL OR NOT EXISTS (
                SELECT FROM cases_secondfactor f
                WHERE f.user_id = new.id AND f.kind IN ('app', 'key')))
    ) THEN PERFORM cases_refuse('password_and_factor_by_two',
        'Nobody resets both the password and the second factor of one account.'); END IF;
END $$;

-- Once two people agreed, what the person had is void, and the auditor knows.
CREATE OR REPLACE FUNCTION cases_reset_factor(reset cases_factorreset)
RETURNS void LANGUAGE sql AS $$
    DELETE FROM cases_secondfactor WHERE user_id = reset.whom_id
$$;
