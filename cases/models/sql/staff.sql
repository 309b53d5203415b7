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

-- So is a permission that a role got or lost, as soon as anybody has the role.
CREATE OR REPLACE FUNCTION cases_tell_permission(
    the_group bigint, the_permission bigint, is_given boolean)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_rolegrant (whom_id, role, given, by_id)
    SELECT NULL, g.name || ': ' || p.codename, is_given, cases_actor()
    FROM auth_group g, auth_permission p WHERE g.id = the_group AND p.id = the_permission
    AND EXISTS (SELECT FROM cases_user_groups WHERE group_id = the_group)
$$;

-- A superuser, whom no permission stops, is made by the owner of the database and by no page.
CREATE OR REPLACE FUNCTION cases_refuse_superuser(old cases_user, new cases_user)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'repatriation_app' AND old.is_superuser IS NOT TRUE THEN
        PERFORM cases_refuse('superuser_made_on_the_server',
            'A superuser is made on the server alone.'); END IF;
END $$;

-- Roles that work on the administration's pages; another superuser is made on the server alone.
CREATE OR REPLACE FUNCTION cases_works_in_admin(the_user bigint, is_superuser boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT is_superuser OR EXISTS (
        SELECT FROM cases_user_groups g JOIN auth_group r ON r.id = g.group_id
        WHERE g.user_id = the_user AND r.name IN ('admin', 'auditor'))
$$;

CREATE OR REPLACE FUNCTION cases_staff_follows_roles(the_user bigint)
RETURNS void LANGUAGE sql AS $$
    UPDATE cases_user SET is_staff = cases_works_in_admin(id, is_superuser)
    WHERE id = the_user AND is_staff <> cases_works_in_admin(id, is_superuser)
$$;

-- A password that somebody else chose is known to two people until its owner changes it.
CREATE OR REPLACE FUNCTION cases_must_change_password(old cases_user, new cases_user)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT new.must_change_password OR (
        cases_actor() IS NOT NULL AND cases_actor() <> new.id
        AND new.password IS DISTINCT FROM old.password)
$$;

CREATE OR REPLACE FUNCTION cases_refuse_kept_password(old cases_user, new cases_user)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF old.must_change_password AND NOT new.must_change_password AND new.password = old.password
    THEN PERFORM cases_refuse('user_password_changed_first',
        'The password that somebody else chose is changed first.'); END IF;
END $$;

-- Whether a role of somebody gives one of some permissions. Commands act as the system, which
-- cannot sign in.
CREATE OR REPLACE FUNCTION cases_may_one_of(the_user bigint, permissions text[])
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_user_groups g JOIN auth_group_permissions r USING (group_id)
        JOIN auth_permission p ON p.id = r.permission_id
        WHERE g.user_id = the_user AND p.codename = ANY (permissions))
    OR EXISTS (SELECT FROM cases_user WHERE id = the_user AND (is_superuser OR username = 'system'))
$$;

-- What stands for everybody is changed on a page by whose office it is; past the pages, on the
-- server. So is what a person signs: an approval is worth the office of whoever gives it.
CREATE OR REPLACE FUNCTION cases_refuse_other_office(permissions text[], guard text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF (actor IS NOT NULL OR cases_is_page())
       AND cases_may_one_of(actor, permissions) IS NOT TRUE THEN
        PERFORM cases_refuse(guard, 'This is the work of another office.');
    END IF;
END $$;

-- Whether somebody was the caseworker when this transaction began, and gives the case to another.
CREATE OR REPLACE FUNCTION cases_gave_away(the_child bigint, who bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_childevent e WHERE e.pgh_obj_id = the_child
        AND e.caseworker_id = who AND e.pgh_created_at >= now() AND cases_is_ours(e.xmin))
    OR (SELECT e.caseworker_id FROM cases_childevent e WHERE e.pgh_obj_id = the_child
        AND NOT cases_is_ours(e.xmin) ORDER BY e.pgh_id DESC LIMIT 1) = who
$$;

-- Whoever works on a case may see it, as the pages have it: all, those of the own desk, those with a
-- fee, those who travel. ``was`` is the stage that a step has just left.
CREATE OR REPLACE FUNCTION cases_refuse_unseen_case(the_child bigint, was text, guard text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF (actor IS NULL AND NOT cases_is_page())
       OR cases_may_one_of(actor, '{view_every_child,change_place}') THEN RETURN; END IF;
    IF NOT EXISTS (
        SELECT FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id, cases_user u
        WHERE c.id = the_child AND u.id = actor AND (
            (m.team_id = u.team_id OR cases_gave_away(c.id, u.id)
                -- Who works on one child of a family changes what is said of them all.
                OR EXISTS (SELECT FROM cases_child s
                    WHERE s.mother_id = m.id AND s.caseworker_id = u.id))
                AND cases_may_one_of(actor, '{view_team_children}')
            OR (c.stage IN ('cleared', 'booked', 'in_transit') OR was IN ('cleared', 'booked', 'in_transit'))
                AND cases_may_one_of(actor, '{view_travelling_children}')
            OR EXISTS (SELECT FROM cases_fee f WHERE f.child_id = c.id)
                AND cases_may_one_of(actor, '{view_children_with_fee}'))
    ) THEN PERFORM cases_refuse(guard, 'This case is another desk''s.'); END IF;
END $$;

CREATE OR REPLACE FUNCTION cases_refuse_without(permission text, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_refuse_other_office(ARRAY[permission], guard);
END $$;

-- An account is changed by an admin; what it prefers and its password by the person too. At the
-- sign-in nobody acts yet: it is noted, and a password may be kept in a newer form.
CREATE OR REPLACE FUNCTION cases_refuse_account(old cases_user, new cases_user)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := cases_actor();
BEGIN
    IF new.date_joined <> old.date_joined THEN
        PERFORM cases_refuse('user_stays', 'When an account was made stays.'); END IF;
    IF new.last_login IS DISTINCT FROM old.last_login THEN
        PERFORM cases_refuse_backdated(new.last_login, 'user_signed_in_now'); END IF;
    IF new.signed_out_at IS DISTINCT FROM old.signed_out_at THEN
        PERFORM cases_refuse_backdated(new.signed_out_at, 'user_signed_out_now'); END IF;
    IF (new.username, new.first_name, new.last_name, new.email, new.is_active, new.team_id,
        new.exports_names) IS DISTINCT FROM (old.username, old.first_name, old.last_name, old.email,
        old.is_active, old.team_id, old.exports_names)
    THEN PERFORM cases_refuse_without('change_user', 'user_by_office'); END IF;
    IF actor <> old.id
       AND to_jsonb(new) - 'last_login' IS DISTINCT FROM to_jsonb(old) - 'last_login' THEN
        PERFORM cases_refuse_without('change_user', 'user_by_office'); END IF;
END $$;
