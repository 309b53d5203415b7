-- A row names only a place of its own purpose, and none that was joined with another. The place is
-- locked: an admin who joins it meanwhile waits, and takes this row along.
CREATE OR REPLACE FUNCTION cases_refuse_place(the_place bigint, purposes text[], guard text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place cases_place;
BEGIN
    IF the_place IS NULL THEN RETURN; END IF;
    SELECT * INTO place FROM cases_place WHERE id = the_place FOR SHARE;
    IF (place.purpose = ANY (purposes)) IS NOT TRUE THEN
        PERFORM cases_refuse(guard, 'This place is of another purpose.');
    END IF;
    IF place.joined_into_id IS NOT NULL THEN
        PERFORM cases_refuse('place_is_joined', 'This place was joined with another.');
    END IF;
END $$;

-- Whether a record names the place: then it keeps its purpose and its country.
CREATE OR REPLACE FUNCTION cases_place_is_used(the_place bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM cases_mother WHERE held_at_id = the_place)
        OR EXISTS (SELECT 1 FROM cases_child WHERE held_at_id = the_place)
        OR EXISTS (SELECT 1 FROM cases_person WHERE birthplace_id = the_place)
        OR EXISTS (SELECT 1 FROM cases_placement WHERE place_id = the_place)
        OR EXISTS (SELECT 1 FROM cases_hearing WHERE court_id = the_place)
        OR EXISTS (SELECT 1 FROM cases_movement
                   WHERE origin_id = the_place OR destination_id = the_place)
$$;

-- The place that this one was joined into: a row that stays as it is follows it there.
CREATE OR REPLACE FUNCTION cases_joined_into(the_place bigint)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT joined_into_id FROM cases_place WHERE id = the_place
$$;

-- The zone of a place: its own, else that of its country. A zone that no place has yet is looked up
-- in the world's list, which takes a tenth of a second.
CREATE OR REPLACE FUNCTION cases_zone_of(own text, the_country bigint)
RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF own = '' THEN SELECT zone INTO own FROM cases_country WHERE id = the_country;
    ELSIF NOT EXISTS (SELECT 1 FROM cases_country WHERE zone = own)
          AND NOT EXISTS (SELECT 1 FROM cases_place WHERE zone = own) THEN
        PERFORM cases_refuse_zone(own, 'place_zone_known');
    END IF;
    IF own = '' THEN PERFORM cases_refuse('place_zone_known',
        'The country has several time zones: the place says its own.'); END IF;
    RETURN own;
END $$;
