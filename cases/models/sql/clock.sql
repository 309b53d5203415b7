-- The ministry's day of a moment. The zone is the setting TIME_ZONE, written here by install.py.
CREATE OR REPLACE FUNCTION cases_day(moment timestamptz)
RETURNS date LANGUAGE sql STABLE AS $$ SELECT (moment AT TIME ZONE '{TIME_ZONE}')::date $$;

-- Refuse what is no zone of the world's list: PostgreSQL takes much else for one ("foo+3").
CREATE OR REPLACE FUNCTION cases_refuse_zone(the_zone text, guard text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = the_zone) THEN
        PERFORM cases_refuse(guard, 'This is not a time zone.');
    END IF;
END $$;
