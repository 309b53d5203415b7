-- Whether somebody left a locked manifest by a mistake that is undone now: a child the last seat, with
-- the step in the journal; an escort, who has no journal, on the same day by the same person.
CREATE OR REPLACE FUNCTION cases_left_by_mistake(passenger cases_passenger)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cases_journal u JOIN cases_journal d ON d.id = u.undoes_id
        WHERE u.child_id = passenger.child_id AND d.act = 'release'
        AND u.at >= now() AND cases_is_ours(u.xmin))
    AND NOT EXISTS (SELECT FROM cases_passenger p
        WHERE p.child_id = passenger.child_id AND p.id > passenger.id)
    OR EXISTS (SELECT FROM cases_escortchange c
        WHERE c.passenger_id = passenger.id AND c.status = 'confirmed')
    AND (SELECT cases_day(c.at) = cases_day(now()) AND c.by_id IS NOT DISTINCT FROM cases_actor()
        FROM cases_escortchange c WHERE c.passenger_id = passenger.id ORDER BY c.id DESC LIMIT 1)
$$;

-- A place is proposed while a movement is planned, and moves as the status of its movement allows;
-- ``was`` is the status before, NULL for a new place. The movement is locked: a manifest cannot be
-- closed between this look and the place.
CREATE OR REPLACE FUNCTION cases_refuse_passenger_change(passenger cases_passenger, was text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    movement_status text;
BEGIN
    SELECT status INTO movement_status FROM cases_movement
    WHERE id = passenger.movement_id FOR NO KEY UPDATE;
    IF NOT (CASE
        WHEN was IS NULL THEN movement_status = 'planning' AND passenger.status = 'proposed'
        WHEN was = passenger.status THEN true
        WHEN was IN ('taken_off', 'no_show') THEN movement_status = 'locked'
            AND passenger.status = 'confirmed' AND cases_left_by_mistake(passenger)
        WHEN movement_status = 'planning' THEN passenger.status = 'taken_off'
        WHEN movement_status = 'locked' THEN passenger.status <> 'proposed'
        WHEN movement_status IN ('cancelled', 'returned') THEN passenger.status = 'taken_off'
        ELSE false END) THEN
        PERFORM cases_refuse('manifest_is_open', 'The manifest is locked.');
    END IF;
    IF was IS NULL AND passenger.child_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_child c JOIN cases_movement m ON m.agreement_id = c.agreement_id
        WHERE c.id = passenger.child_id AND m.id = passenger.movement_id AND c.stage = 'cleared'
    ) THEN PERFORM cases_refuse('passenger_is_cleared',
        'A place is proposed for a cleared child of the agreement.'); END IF;
END $$;

-- Nobody leaves while a brother or sister stays behind without an approved exception. ``who_left``
-- narrows the look to one child; NULL looks at all siblings of those on the manifest.
CREATE OR REPLACE FUNCTION cases_refuse_sibling_left(the_movement bigint, who_left bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM cases_movement WHERE id = the_movement)
       NOT IN ('locked', 'departed', 'arrived') THEN
        RETURN;
    END IF;
    -- In key order, as everywhere: no new sibling until this is settled.
    PERFORM 1 FROM cases_mother WHERE id IN (
        SELECT c.mother_id FROM cases_passenger p JOIN cases_child c ON c.id = p.child_id
        WHERE p.movement_id = the_movement) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_child aboard ON aboard.id = p.child_id
        JOIN cases_child sibling ON sibling.mother_id = aboard.mother_id
            AND sibling.id <> aboard.id
        WHERE p.movement_id = the_movement AND p.status IN ('proposed', 'confirmed', 'boarded')
        AND (who_left IS NULL OR sibling.id = who_left)
        AND sibling.stage NOT IN ('closed', 'in_transit', 'returned', 'placed')
        AND NOT EXISTS (
            SELECT 1 FROM cases_passenger q WHERE q.movement_id = the_movement
            AND q.child_id = sibling.id AND q.status IN ('proposed', 'confirmed', 'boarded'))
        AND NOT EXISTS (
            SELECT 1 FROM cases_siblingexception e WHERE e.movement_id = the_movement
            AND e.child_id = sibling.id AND e.approved_by_id IS NOT NULL)
    ) THEN PERFORM cases_refuse('no_sibling_left_behind',
        'A sibling would be left behind without an approved exception.'); END IF;
END $$;

-- Whether somebody born on a day at the latest may be under two when a movement departs.
CREATE OR REPLACE FUNCTION cases_is_infant(born_latest date, departs timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(born_latest > (cases_day(departs) - interval '2 years')::date, false)
$$;

-- No manifest is locked and no child departs without an escort, or with fewer than the agreement
-- asks for the children and the infants. An escort who falls out of a locked one stops the departure.
CREATE OR REPLACE FUNCTION cases_refuse_unescorted(the_movement bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_movement m JOIN cases_agreement a ON a.id = m.agreement_id
        JOIN cases_passenger p ON p.movement_id = m.id
        LEFT JOIN cases_child c ON c.id = p.child_id
        LEFT JOIN cases_person who ON who.id = c.person_id
        WHERE m.id = the_movement AND m.status IN ('locked', 'departed')
        AND p.status IN ('proposed', 'confirmed', 'boarded')
        GROUP BY a.children_per_escort, a.infants_per_escort
        HAVING count(p.child_id) > 0 AND count(p.escort_id) = 0
        OR count(p.child_id) > count(p.escort_id) * a.children_per_escort
        OR count(*) FILTER (WHERE cases_is_infant(who.born_latest, m.departs_at))
            > count(p.escort_id) * a.infants_per_escort
    ) THEN PERFORM cases_refuse('movement_escorts_enough',
        'Fewer escorts travel than the children need.'); END IF;
END $$;

-- At COMMIT: a movement departs, arrives and is taken back with every child who has a seat.
CREATE OR REPLACE FUNCTION cases_refuse_left_by_its_movement(the_movement bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_movement m JOIN cases_passenger p ON p.movement_id = m.id
        JOIN cases_child c ON c.id = p.child_id
        WHERE m.id = the_movement AND p.status IN ('confirmed', 'boarded') AND CASE m.status
            WHEN 'locked' THEN c.stage <> 'booked'
            WHEN 'departed' THEN c.stage <> 'in_transit'
            WHEN 'arrived' THEN c.stage IN ('booked', 'in_transit') END
    ) THEN PERFORM cases_refuse('movement_moves_all_aboard',
        'The children aboard are not where their movement is.'); END IF;
END $$;

-- At COMMIT: a child who is booked or travels has a seat.
CREATE OR REPLACE FUNCTION cases_refuse_seatless(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM cases_child WHERE id = the_child) IN ('booked', 'in_transit')
       AND NOT EXISTS (SELECT 1 FROM cases_passenger WHERE child_id = the_child
                       AND status IN ('confirmed', 'boarded')) THEN
        PERFORM cases_refuse('booked_child_has_seat', 'A booked child has a seat.');
    END IF;
END $$;

-- At COMMIT: nobody keeps a seat without travelling on it: a child who was released has none.
CREATE OR REPLACE FUNCTION cases_refuse_seat_kept(the_child bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM cases_child WHERE id = the_child) NOT IN ('booked', 'in_transit')
       AND EXISTS (SELECT 1 FROM cases_passenger p JOIN cases_movement m ON m.id = p.movement_id
                   WHERE p.child_id = the_child AND p.status IN ('confirmed', 'boarded')
                   AND m.status <> 'arrived') THEN
        PERFORM cases_refuse('seat_of_a_booked_child', 'Only a booked child keeps a seat.');
    END IF;
END $$;

-- At COMMIT: no child joins or leaves a family of whom somebody travels under a locked manifest.
CREATE OR REPLACE FUNCTION cases_refuse_split_journey(one_mother bigint, other_mother bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM cases_passenger p JOIN cases_movement m ON m.id = p.movement_id
        JOIN cases_child c ON c.id = p.child_id
        WHERE c.mother_id IN (one_mother, other_mother)
        AND p.status IN ('proposed', 'confirmed', 'boarded') AND m.status IN ('locked', 'departed')
    ) THEN PERFORM cases_refuse('no_sibling_left_behind',
        'A family stays together while one of its children travels.'); END IF;
END $$;

-- An escort has no case whose journal could tell of another name: a wrong one is taken off the list
-- and added anew. ``the_person`` is named before the seat is given.
CREATE OR REPLACE FUNCTION cases_refuse_escort_renamed(the_person bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (cases_actor() IS NOT NULL OR cases_is_page())
       AND EXISTS (SELECT FROM cases_passenger WHERE escort_id = the_person) THEN
        PERFORM cases_refuse('escort_stays', 'An escort with another name is added anew.');
    END IF;
END $$;
