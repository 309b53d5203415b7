-- Refuse a row in the name of a guard, as a CHECK would: whoever writes is told the same.
CREATE OR REPLACE FUNCTION cases_refuse(name text, sentence text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- Each trigger of pgtrigger asks this whether to be still, and pgtrigger's own answer lets any
-- session say so by a setting. Here no guard can be switched off.
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name)
RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN FALSE; END; $$;
