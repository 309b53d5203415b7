-- Nobody grants themselves a role, or the power of a superuser.
CREATE OR REPLACE FUNCTION cases_refuse_own_role(the_user bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF the_user = cases_actor() THEN PERFORM cases_refuse('role_granted_by_another',
        'Nobody grants a role to themselves.'); END IF;
END $$;

-- The auditor is told of each role given and taken away, by SQL too.
CREATE OR REPLACE FUNCTION cases_tell_role(the_user bigint, the_role text, is_given boolean)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_rolegrant (whom_id, role, given, by_id)
    VALUES (the_user, the_role, is_given, cases_actor())
$$;
