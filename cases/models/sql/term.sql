-- A term of an agreement says what two people agreed on: the content of the newest approved change
-- that it came of, until the first day of one that replaced it since.
CREATE OR REPLACE FUNCTION cases_refuse_unagreed_term(
    the_part text, the_row bigint, says jsonb, guard text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    origin cases_termchange;
    begins date;
    agreed jsonb;
BEGIN
    SELECT * INTO origin FROM cases_termchange
    WHERE part = the_part AND result = the_row AND approved_by_id IS NOT NULL
    ORDER BY id DESC LIMIT 1;
    agreed := origin.content;
    SELECT lower((content ->> 'during')::daterange) INTO begins FROM cases_termchange
    WHERE part = the_part AND term = the_row AND result <> the_row AND id > origin.id
    AND approved_by_id IS NOT NULL ORDER BY id DESC LIMIT 1;
    IF begins IS NOT NULL THEN
        agreed := agreed || jsonb_build_object('during', daterange(
            lower((agreed ->> 'during')::daterange),
            LEAST(upper((agreed ->> 'during')::daterange), begins)));
    END IF;
    IF says IS DISTINCT FROM agreed THEN
        PERFORM cases_refuse(guard, 'A term of an agreement is agreed on by two people.');
    END IF;
END $$;

-- What an approved change asks for is on record when it is approved, and so is what the agreement
-- itself says: a rule is approved with it or after it.
CREATE OR REPLACE FUNCTION cases_refuse_unmade_term(change cases_termchange)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    is_made boolean;
    of_part text := CASE change.part WHEN 'agreement' THEN 'cases_agreement'
        WHEN 'figures' THEN 'cases_agreementfigures' WHEN 'published' THEN 'cases_publishedfigure'
        WHEN 'requirements' THEN 'cases_requirement' WHEN 'consent' THEN 'cases_consentrule'
        WHEN 'limits' THEN 'cases_stagelimit' WHEN 'follow_ups' THEN 'cases_followuprule'
        WHEN 'ages' THEN 'cases_ageclock' ELSE 'cases_retentionterm' END;
    free text[] := CASE change.part WHEN 'agreement' THEN ARRAY['slug', 'title'] ELSE '{}' END;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I t WHERE id = $1 '
        'AND to_jsonb(t) - ARRAY[''id'', ''version''] - $2 = $3)', of_part)
    INTO is_made USING change.result, free, change.content;
    IF NOT is_made OR change.part = 'agreement' AND change.result <> change.agreement_id THEN
        PERFORM cases_refuse('term_change_is_made', 'An approved change of terms is made.');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_termchange WHERE part = 'agreement'
        AND agreement_id = change.agreement_id AND approved_by_id IS NOT NULL) THEN
        PERFORM cases_refuse('term_change_agreement_first',
            'What an agreement itself says is approved with its first terms.');
    END IF;
END $$;
