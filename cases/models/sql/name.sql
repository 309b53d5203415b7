-- The words of a name. It tells the planner that it is dear: comparing each row with many words
-- is, and a plan that does so to save an index costs a hundred times as much. Two indexes of names
-- hold its answers: a change of its body needs a migration that builds them anew.
CREATE OR REPLACE FUNCTION cases_words(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000
AS $$ BEGIN RETURN string_to_array(name, ' '); END $$;
