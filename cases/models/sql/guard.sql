-- Refuse a row in the name of a guard, as a CHECK would: whoever writes is told the same.
CREATE OR REPLACE FUNCTION cases_refuse(name text, sentence text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;
