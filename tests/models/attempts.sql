-- What was tried against the newest records as the application's role: in whose name, what, and
-- the guard that refuses it; then the SQL. {names} are keys of the world of the test, {me} is who
-- attacks, and @entry child act detail an entry of the journal in that name.

-- stranger: move of a merged child: moved_child_not_merged
INSERT INTO cases_motherchange (moves_from_id, moves_to_id, new_name, reason, asked_by_id,
    asked_at) VALUES ({merged_mother}, {mother}, '', 'Court.', {me}, now());
INSERT INTO cases_movedchild (change_id, child_id) SELECT max(id), {merged} FROM
    cases_motherchange;

-- stranger: merge of no closing: merge_of_one_child
INSERT INTO cases_merge (keeps_id, gives_up_id, taken, reason, asked_by_id, asked_at,
    undo_reason) VALUES ({child}, {other}, '{}', 'One.', {me}, now(), '');

-- stranger: merge dropped without a word: merge_dropped_with_its_closing
UPDATE cases_merge SET dropped_by_id = {me}, dropped_at = now() WHERE id = {merge};

-- stranger: merge made by its own hand: merge_by_office
UPDATE cases_merge SET approved_by_id = {me}, approved_at = now() WHERE id = {merge};

-- stranger: undoing in anothers name: merge_in_own_name
UPDATE cases_merge SET undo_asked_by_id = {reviewer}, undo_asked_at = now(), undo_reason =
    'Twins.' WHERE id = {made};

-- stranger: undoing of a stranger: journal_of_a_case_seen
UPDATE cases_merge SET undo_asked_by_id = {me}, undo_asked_at = now(), undo_reason = 'Twins.'
    WHERE id = {made};
@entry made_keeps ask_unmerge

-- stranger: undoing without reason: merge_undone_after_it_was_made
UPDATE cases_merge SET undo_asked_by_id = {me}, undo_asked_at = now() WHERE id = {made};

-- stranger: reason of an undoing alone: merge_undo_reason_as_asked
UPDATE cases_merge SET undo_reason = 'Twins.' WHERE id = {made};

-- stranger: undoing of what waits: merge_undone_after_it_was_made
UPDATE cases_merge SET undo_asked_by_id = {me}, undo_asked_at = now(), undo_reason = 'x' WHERE
    id = {merge};

-- stranger: merge of a thousand signs: value too long
UPDATE cases_merge SET undo_reason = repeat('x', 1000000) WHERE id = {made};

-- stranger: mother change of a million signs: motherchange_text_within_length
INSERT INTO cases_motherchange (moves_from_id, moves_to_id, new_name, reason, asked_by_id,
    asked_at) VALUES ({other_mother}, {mother}, '', repeat('x', 1000000), {me}, now());
INSERT INTO cases_movedchild (change_id, child_id) SELECT max(id), {other} FROM
    cases_motherchange;
@entry other ask_mother

-- stranger: mother change of another desk without an entry: motherchange_in_journal
INSERT INTO cases_motherchange (moves_from_id, moves_to_id, new_name, reason, asked_by_id,
    asked_at) VALUES ({other_mother}, {mother}, '', 'Court.', {me}, now());
INSERT INTO cases_movedchild (change_id, child_id) SELECT max(id), {other} FROM
    cases_motherchange;

-- stranger: agreement change without an entry: agreementchange_in_journal
INSERT INTO cases_agreementchange (mother_id, moves_from_id, moves_to_id, reason, asked_by_id,
    asked_at) VALUES ({other_mother}, {agreement}, {bare}, 'Camp.', {me}, now());

-- stranger: agreement change for blanks: agreement_change_has_a_reason
INSERT INTO cases_agreementchange (mother_id, moves_from_id, moves_to_id, reason, asked_by_id,
    asked_at) VALUES ({other_mother}, {agreement}, {bare}, '  ', {me}, now());
@entry other ask_agreement

-- stranger: agreement change from where she is not: agreement_change_from_where_she_is
INSERT INTO cases_agreementchange (mother_id, moves_from_id, moves_to_id, reason, asked_by_id,
    asked_at) VALUES ({other_mother}, {bare}, {agreement}, 'Camp.', {me}, now());

-- stranger: mother change dropped without a word: motherchange_by_office
UPDATE cases_motherchange SET dropped_by_id = {me}, dropped_at = now() WHERE id = {change};

-- stranger: child added to a request: moved_child_asked_with_it
INSERT INTO cases_movedchild (change_id, child_id) VALUES ({change}, {change_sibling});

-- stranger: enquiry of another team: enquiry_of_ones_desk
INSERT INTO cases_enquiry (team_id, received_on, came_by, asker, relation, contact, child_name,
    mother_name, place, words, recorded_by_id, version) SELECT team_id, received_on, came_by,
    asker, relation, contact, child_name, mother_name, place, words, {me}, 1 FROM cases_enquiry
    WHERE id = {enquiry};

-- stranger: enquiry about an unseen child: enquiry_of_ones_desk
UPDATE cases_enquiry SET child_id = {other}, decided_by_id = {me}, decided_at = now() WHERE id =
    {own_enquiry};

-- stranger: words of anothers enquiry: enquiry_of_ones_desk
UPDATE cases_enquiry SET asker = 'Nobody', contact = 'nowhere' WHERE id = {enquiry};

-- stranger: received tomorrow: enquiry_not_ahead
UPDATE cases_enquiry SET received_on = cases_day(now()) + 1 WHERE id = {own_enquiry};

-- stranger: enquiry for who is born tomorrow: enquiry_not_ahead
UPDATE cases_enquiry SET born_earliest = cases_day(now()) + 400, born_latest = cases_day(now())
    + 400 WHERE id = {own_enquiry};

-- stranger: enquiry of whom is being told: enquiry_as_told
UPDATE cases_enquiry SET child_name = 'Other' WHERE id = {telling_of};

-- stranger: enquiry of another team now: enquiry_keys_stay
UPDATE cases_enquiry SET team_id = {team} WHERE id = {own_enquiry};

-- stranger: telling of another desks enquiry: enquiry_of_ones_desk
INSERT INTO cases_telling (enquiry_id, says, answer, asked_by_id, asked_at, version) VALUES
    ({decided}, 'on_record', '', {me}, now(), 1);

-- stranger: telling of nobody although decided: enquiry_of_ones_desk
INSERT INTO cases_telling (enquiry_id, says, answer, asked_by_id, asked_at, version) VALUES
    ({decided}, 'no_record', '', {me}, now(), 1);

-- stranger: words on a telling that waits: telling_answer_of_a_refusal
UPDATE cases_telling SET answer = 'No.' WHERE id = {telling};

-- stranger: telling withdrawn by another: telling_by_office
UPDATE cases_telling SET dropped_by_id = {me}, dropped_at = now(), answer = 'No.' WHERE id =
    {telling};

-- stranger: answer of another desk: enquiry_of_ones_desk
INSERT INTO cases_enquiryanswer (enquiry_id, says, given_on, given_by_way, by_id) VALUES
    ({enquiry}, 'received', cases_day(now()), 'visit', {me});

-- stranger: answer before the enquiry: enquiry_answer_in_time
INSERT INTO cases_enquiryanswer (enquiry_id, says, given_on, given_by_way, by_id) VALUES
    ({own_enquiry}, 'received', '2001-01-01', 'visit', {me});

-- stranger: answer of tomorrow: enquiry_answer_in_time
INSERT INTO cases_enquiryanswer (enquiry_id, says, given_on, given_by_way, by_id) VALUES
    ({own_enquiry}, 'received', cases_day(now()) + 1, 'visit', {me});

-- stranger: answer of a record alone: enquiry_answer_agreed
INSERT INTO cases_enquiryanswer (enquiry_id, says, given_on, given_by_way, by_id) VALUES
    ({own_enquiry}, 'on_record', cases_day(now()), 'visit', {me});

-- stranger: answer by the agreement for another: enquiry_answer_as_agreed
INSERT INTO cases_enquiryanswer (enquiry_id, telling_id, says, given_on, given_by_way, by_id)
    VALUES ({own_enquiry}, {agreed}, 'on_record', cases_day(now()), 'visit', {me});

-- stranger: view of no name: saved_view_is_named
INSERT INTO cases_savedview (owner_id, name, query, shared_with, pinned, version) VALUES ({me},
    '  ', '', 'nobody', true, 1);

-- stranger: view of another: saved_view_of_its_owner
INSERT INTO cases_savedview (owner_id, name, query, shared_with, pinned, version) VALUES
    ({reviewer}, 'Mine', '', 'nobody', true, 1);

-- stranger: view for everybody: saved_view_shared_by_office
INSERT INTO cases_savedview (owner_id, name, query, shared_with, pinned, version) VALUES ({me},
    'All', '', 'everybody', true, 1);

-- stranger: view for another team: saved_view_of_own_team
INSERT INTO cases_savedview (owner_id, name, query, shared_with, team_id, pinned, version)
    VALUES ({me}, 'All', '', 'team', {team}, true, 1);

-- stranger: view without its team: saved_view_of_own_team
INSERT INTO cases_savedview (owner_id, name, query, shared_with, pinned, version) VALUES ({me},
    'All', '', 'team', true, 1);

-- stranger: layout of blank name: list_layout_is_named
UPDATE cases_listlayout SET name = ' ', saved_by_id = {me};

-- stranger: layout of no columns: list_layout_of_columns
UPDATE cases_listlayout SET headings = '{}', columns = '{}', saved_by_id = {me};

-- stranger: layout in anothers name: list_layout_saved_by
UPDATE cases_listlayout SET headings = '{B}';

-- stranger: message already read: message_starts_unread
INSERT INTO cases_message (to_id, kind, about, read_at, by_mail) VALUES ({reviewer}, 'decision',
    'verify:99', now(), false);

-- stranger: message already mailed: message_starts_unread
INSERT INTO cases_message (to_id, kind, about, by_mail, mail, mailed_at) VALUES ({reviewer},
    'decision', 'verify:98', true, gen_random_uuid(), now());

-- stranger: message before the entry it tells of: message_tells_of_a_record
INSERT INTO cases_message (to_id, kind, about, child_id, by_mail) SELECT {reviewer}, 'decision',
    concat('verify:', max(id) + 1), {other}, false FROM cases_journal;

-- stranger: message of another read: message_read_by_its_receiver
UPDATE cases_message SET read_at = now() WHERE id = {message};

-- stranger: message to another: message_stays
UPDATE cases_message SET to_id = {me} WHERE id = {message};

-- stranger: letter of an unseen case: letter_of_a_case_seen
INSERT INTO cases_letter (child_id, kind, language, body, for_sending, by_id) VALUES ({other},
    'hearing', 'en', 'x', false, {me});

-- stranger: note of a million signs: note_text_within_length
INSERT INTO cases_note (child_id, text, sensitive, by_id) VALUES ({own}, repeat('x', 1000000),
    false, {me});
@entry own note

-- stranger: escort change by hand: privilege
INSERT INTO cases_escortchange (passenger_id, status, by_id) SELECT id, 'taken_off', {me} FROM
    cases_passenger WHERE escort_id IS NOT NULL;

-- stranger: forecast of a page: kept_forecast_made_by_a_command
INSERT INTO cases_keptforecast (agreement_id, as_of, journal, home, booked, journeys, refusal,
    version, seed, track, band, changes) VALUES ({agreement}, cases_day(now()), 1, 0, 0, 0,
    'no_journey', '1', '', '', '[]', '[]');

-- worker: letter of blanks: letter_says_something
INSERT INTO cases_letter (child_id, kind, language, body, for_sending, by_id) VALUES ({own},
    'hearing', 'en', E' \n', false, {me});

-- worker: letter of a million signs: letter_text_within_length
INSERT INTO cases_letter (child_id, kind, language, body, for_sending, by_id) VALUES ({own},
    'hearing', 'en', repeat('x', 1000000), false, {me});

-- worker: follow up done before the placement: follow_up_of_a_child_in_care
UPDATE cases_followup SET done_on = '2001-01-01', done_by_id = {me}, result = 'well',
    early_reason = 'x' WHERE id = {follow_up};
@entry placed follow_up

-- worker: follow up done tomorrow: follow_up_done_by_today
UPDATE cases_followup SET done_on = cases_day(now()) + 1, done_by_id = {me}, result = 'well',
    early_reason = 'x' WHERE id = {follow_up};
@entry placed follow_up

-- worker: concern of blanks: follow_up_concern_has_note
UPDATE cases_followup SET done_on = cases_day(now()), done_by_id = {me}, result = 'concern',
    note = '  ', early_reason = 'x' WHERE id = {follow_up};
@entry placed follow_up

-- worker: early for blanks: follow_up_early_has_reason
UPDATE cases_followup SET done_on = cases_day(now()), done_by_id = {me}, result = 'well',
    early_reason = '  ' WHERE id = {follow_up};
@entry placed follow_up

-- worker: follow up of a child who is not home: follow_up_of_a_child_in_care
INSERT INTO cases_followup (child_id, n, kind, due_on, note, early_reason, planned_by_id,
    version) VALUES ({own}, 1, 'visit', cases_day(now()) + 30, '', '', {me}, 1);
@entry own plan_follow_up

-- worker: follow up born done: follow_up_of_a_child_in_care
INSERT INTO cases_followup (child_id, n, kind, due_on, note, early_reason, planned_by_id,
    done_on, done_by_id, result, version) VALUES ({placed}, 91, 'visit', cases_day(now()), '',
    '', {me}, cases_day(now()), {me}, 'well', 1);
@entry placed plan_follow_up

-- worker: placement of a child who is not home: journal_step_with_stages
INSERT INTO cases_placement (child_id, kind, place_id, contact, during, recorded_by_id, version)
    SELECT {own}, kind, place_id, '', during, {me}, 1 FROM cases_placement WHERE child_id =
    {placed};
@entry own place

-- worker: placement in the future: placement_never_overlaps
INSERT INTO cases_placement (child_id, kind, place_id, contact, during, recorded_by_id, version)
    SELECT {placed}, kind, place_id, '', '[2999-01-01,)', {me}, 1 FROM cases_placement WHERE
    child_id = {placed};

-- worker: how to reach a caregiver changed without an entry: placement_in_journal
UPDATE cases_placement SET contact = 'x', version = version + 1 WHERE child_id = {placed};

-- worker: placement ended: placement_stays
UPDATE cases_placement SET during = daterange(lower(during), lower(during) + 1) WHERE child_id =
    {placed};

-- worker: edit of the place that changes the father: child_in_journal
UPDATE cases_child SET father_name = 'Other', version = version + 1 WHERE id = {own};
@entry own edit place

-- worker: edit of the mother that changes the child: person_in_journal
UPDATE cases_person SET born_latest = born_latest + 1, version = version + 1 WHERE id =
    {own_person};
@entry own edit mother-place

-- worker: edit of the father that moves the child: child_held_where_it_can_be
UPDATE cases_child SET held_at_id = {place}, version = version + 1 WHERE id = {own};
@entry own edit father

-- reviewer: anothers decision moved to another child: enquiry_in_own_name
UPDATE cases_enquiry SET child_id = {child}, decided_at = now() WHERE id = {decided};

-- reviewer: anothers decision of another child and day: enquiry_child_as_decided
UPDATE cases_enquiry SET child_id = {child} WHERE id = {decided};

-- reviewer: received after it was answered: enquiry_received_before_its_answers
UPDATE cases_enquiry SET received_on = cases_day(now()) WHERE id = {answered};

-- reviewer: mother put in where none was asked: mother_change_terms_stay
UPDATE cases_motherchange SET moves_to_id = {mother}, approved_by_id = {me}, approved_at = now()
    WHERE id = {to_nobody};
INSERT INTO cases_formerreference (reference, mother_id, child_id, mother_change_id) SELECT
    reference, mother_id, id, {to_nobody} FROM cases_child WHERE id = {leaving};
UPDATE cases_child SET mother_id = {mother}, version = version + 1, reference = (SELECT
    reference || '-77' FROM cases_mother WHERE id = {mother}) WHERE id = {leaving};
@entry leaving mother

-- reviewer: own telling agreed: telling_approved_by_another
UPDATE cases_telling SET approved_by_id = {me}, approved_at = now() WHERE id = {mine};

-- reviewer: telling agreed last year: telling_decided_now
UPDATE cases_telling SET approved_by_id = {me}, approved_at = '2025-01-01' WHERE id = {telling};

-- reviewer: telling agreed and refused: telling_approved_or_dropped
UPDATE cases_telling SET approved_by_id = {me}, approved_at = now(), dropped_by_id = {me},
    dropped_at = now(), answer = 'No.' WHERE id = {telling};

-- reviewer: telling refused without reason: telling_refused_with_reason_or_withdrawn
UPDATE cases_telling SET dropped_by_id = {me}, dropped_at = now(), answer = ' ' WHERE id =
    {telling};

-- reviewer: half an agreement: telling_approved_whole
UPDATE cases_telling SET approved_by_id = {me} WHERE id = {telling};

-- reviewer: telling agreed twice: telling_answer_stays
UPDATE cases_telling SET approved_by_id = {me}, approved_at = now() WHERE id = {agreed};

-- reviewer: agreed telling dropped: telling_answer_stays
UPDATE cases_telling SET dropped_by_id = {me}, dropped_at = now(), answer = 'No.' WHERE id =
    {agreed};

-- reviewer: task of another day: task_day_follows
UPDATE cases_task SET due_on = due_on + 99 WHERE id = {task};

-- reviewer: totals of todays month: outside_totals_at_month_end
INSERT INTO cases_outsidetotals (agreement_id, as_of, identified, eligible, returned, further,
    told, asked_by_id, asked_at, version) VALUES ({bare}, cases_day(now()), 3, 2, 1, '{}', '[]',
    {me}, now(), 1);

-- reviewer: totals of more returned than eligible: outside_totals_within_each_other
INSERT INTO cases_outsidetotals (agreement_id, as_of, identified, eligible, returned, further,
    told, asked_by_id, asked_at, version) VALUES ({bare}, '2026-09-30', 3, 2, 5, '{}', '[]',
    {me}, now(), 1);

-- reviewer: totals of a list: outside_totals_as_counted
INSERT INTO cases_outsidetotals (agreement_id, as_of, identified, eligible, returned, further,
    told, asked_by_id, asked_at, version) VALUES ({bare}, '2026-09-30', 3, 2, 1, '[1]', '"x"',
    {me}, now(), 1);

-- reviewer: totals of a million signs: outsidetotals_text_within_length
INSERT INTO cases_outsidetotals (agreement_id, as_of, identified, eligible, returned, further,
    told, asked_by_id, asked_at, version) VALUES ({bare}, '2026-09-30', 3, 2, 1,
    jsonb_build_object('x', repeat('x', 1000000)), '[]', {me}, now(), 1);

-- reviewer: briefing of tomorrow: briefing_in_order
INSERT INTO cases_briefing (as_of, year, n, edition, questions, unknown, by_id) VALUES
    (cases_day(now()) + 1, 2026, 1, 1, '[]', 'x', {me});

-- reviewer: briefing of edition nine: briefing_in_order
INSERT INTO cases_briefing (as_of, year, n, edition, questions, unknown, by_id) VALUES
    (cases_day(now()), 2026, 1, 9, '[]', 'x', {me});

-- reviewer: briefing number zero of another year: briefing_in_order
INSERT INTO cases_briefing (as_of, year, n, edition, questions, unknown, by_id) VALUES
    (cases_day(now()), 1999, 0, 1, '[]', 'x', {me});

-- reviewer: briefing of a million signs: briefing_text_within_length
INSERT INTO cases_briefing (as_of, year, n, edition, questions, unknown, by_id) VALUES
    (cases_day(now()), 2026, 1, 1, jsonb_build_array(repeat('x', 1000000)), 'x', {me});

-- reviewer: briefing of no words: briefing_in_order
INSERT INTO cases_briefing (as_of, year, n, edition, questions, unknown, by_id) VALUES
    (cases_day(now()), 2026, 1, 1, '[]', '', {me});

-- money: waiver without reason: fee_waiver_has_a_reason
UPDATE cases_fee SET waiver_asked_by_id = {me}, waiver_asked_at = now(), version = version + 1
    WHERE id = {fee};

-- money: waiver for no reason of ours: fee_waiver_has_a_reason
UPDATE cases_fee SET waiver_asked_by_id = {me}, waiver_asked_at = now(), waiver_reason = ' ',
    version = version + 1 WHERE id = {fee};

-- money: waiver asked and approved by one: fee_by_office
UPDATE cases_fee SET status = 'waived', waiver_approved_by_id = {me}, waiver_approved_at = now()
    WHERE id = {waiver};

-- money: reason of a waiver that waits: fee_waiver_reason_as_asked
UPDATE cases_fee SET waiver_reason = 'mistake' WHERE id = {waiver};

-- money: waiver dropped without an entry: fee_waiver_in_journal
UPDATE cases_fee SET waiver_asked_by_id = NULL, waiver_asked_at = NULL, waiver_reason = '' WHERE
    id = {waiver};

-- money: waiver in anothers name: fee_in_own_name
UPDATE cases_fee SET waiver_asked_at = now() WHERE id = {waiver};

-- admin: term of no content: term_change_of_its_agreement
INSERT INTO cases_termchange (agreement_id, part, content, reason, asked_by_id, asked_at) VALUES
    ({agreement}, 'limits', '[]', '', {me}, now());

-- admin: term of a million signs: termchange_text_within_length
INSERT INTO cases_termchange (agreement_id, part, content, reason, asked_by_id, asked_at) VALUES
    ({agreement}, 'limits', jsonb_build_object('agreement_id', {agreement}, 'x', repeat('x',
    1000000)), '', {me}, now());

-- worker: rows blanked after the second person agreed: imported_row_frozen
UPDATE cases_importedrow SET cells = '{}', corrections = '{}' WHERE of_list_id = {list};

-- worker: one row blanked and set aside: imported_row_frozen
UPDATE cases_importedrow SET cells = '{}', corrections = '{}', aside = true WHERE of_list_id =
    {list} AND number = 3;

-- worker: row given the child of another list: imported_row_frozen
UPDATE cases_importedrow SET child_id = {own}, is_new = true WHERE of_list_id = {list} AND
    number = 3;

-- worker: rows struck out and hidden: imported_row_frozen
UPDATE cases_importedrow SET is_struck = true, is_hidden = true WHERE of_list_id = {list};

-- worker: rows in another order: imported_row_frozen
UPDATE cases_importedrow SET number = number + 50 WHERE of_list_id = {list};

-- worker: answers given after the second person agreed: imported_list_as_asked
UPDATE cases_importedlist SET answers = '{"3 child = 1": "same"}' WHERE id = {list};

-- worker: compared with nobody: imported_list_as_asked
UPDATE cases_importedlist SET matches = '{"x": 1}', newest = 9 WHERE id = {list};

-- worker: another file under the same approval: imported_list_as_asked
UPDATE cases_importedlist SET content = 'x', name = 'other.csv' WHERE id = {list};

-- worker: list of one row: imported_list_as_asked
UPDATE cases_importedlist SET rows = 1 WHERE id = {list};

-- worker: columns hidden after the second person agreed: imported_list_as_asked
UPDATE cases_importedlist SET hidden_columns = '{1}' WHERE id = {list};

-- worker: file that may be applied twice: imported_list_file_stays
UPDATE cases_importedlist SET digest = repeat('a', 64) WHERE id = {list};

-- worker: list applied of which nobody was registered: imported_list_counts_its_rows
UPDATE cases_importedrow SET cells = '{}', corrections = '{}' WHERE of_list_id = {list};
UPDATE cases_importedlist SET applied_by_id = {me}, applied_at = now(), content = '', name = '',
    sheet = '', sheets = '[]', answers = '{}', reading = '{}' WHERE id = {list};

-- stranger: list of another desk thrown away: imported_list_of_ones_desk
UPDATE cases_importedlist SET dropped_by_id = {me}, dropped_at = now(), content = '', name = '',
    sheet = '', sheets = '[]', answers = '{}' WHERE id = {list};

-- stranger: row of a list of another desk: imported_list_of_ones_desk
UPDATE cases_importedrow SET corrections = '{"1": "Other"}' WHERE of_list_id = {list};

-- stranger: list sent for another desk: imported_list_of_ones_desk
INSERT INTO cases_importedlist (agreement_id, team_id, name, content, digest, encoding, sheet,
    sheets, hidden_columns, columns, answers, matches, newest, rows, stopped, begun_by_id,
    version) VALUES ({agreement}, {team}, 'x.csv', '', repeat('b', 64), '', '', '[]', '{}', '{}',
    '{}', '{}', 0, 0, '', {me}, 1);

-- worker: hold lifted without a word: child_in_journal
UPDATE cases_child SET hold_reason = NULL, hold_until = NULL, version = version + 1 WHERE id =
    {held};

-- worker: hold lifted and called a hold: journal_tells_of_a_record
UPDATE cases_child SET hold_reason = NULL, hold_until = NULL, version = version + 1 WHERE id =
    {held};
@entry held hold other

-- stranger: hold of another desk lifted: journal_of_a_case_seen
UPDATE cases_child SET hold_reason = NULL, hold_until = NULL, version = version + 1 WHERE id =
    {held};
@entry held release_hold

-- worker: hold for another reason than the journal says: journal_says_what_the_record_says
UPDATE cases_child SET hold_reason = 'health', version = version + 1 WHERE id = {held};
@entry held hold court

-- worker: case taken and the journal says another: journal_says_what_the_record_says
UPDATE cases_child SET caseworker_id = {me}, version = version + 1 WHERE id = {own};
@entry own assign {reviewer}

-- worker: case given to who works on none: child_caseworker_works_on_cases
UPDATE cases_child SET caseworker_id = {admin}, version = version + 1 WHERE id = {own};
@entry own assign {admin}

-- worker: note of which the journal says more: journal_says_what_the_record_says
INSERT INTO cases_note (child_id, text, sensitive, by_id) VALUES ({own}, 'Seen.', false, {me});
@entry own note child-died

-- worker: note for a reason: journal_says_what_the_record_says
INSERT INTO cases_note (child_id, text, sensitive, by_id) VALUES ({own}, 'Seen.', false, {me});
INSERT INTO cases_journal (child_id, act, reason, detail, happened_on, by_id) VALUES ({own},
    'note', 'court', '', cases_day(now()), {me});

-- worker: paper refused and the journal says granted: journal_says_what_the_record_says
INSERT INTO cases_clearance (child_id, kind, status, number, issuer, recorded_by_id,
    recorded_at, version) VALUES ({own}, 'identity', 'refused', '', '', {me}, now(), 1);
@entry own clearance identity:granted

-- worker: visit found a concern and the journal says well: journal_says_what_the_record_says
UPDATE cases_followup SET done_on = cases_day(now()), done_by_id = {me}, result = 'concern',
    note = 'Ill.', early_reason = 'x' WHERE id = {follow_up};
@entry placed follow_up 1:visit:well

-- worker: follow up withdrawn with a placement that stands: follow_up_withdrawn_with_its_placement
UPDATE cases_followup SET withdrawn_with_id = (SELECT id FROM cases_placement WHERE child_id =
    {placed}) WHERE id = {follow_up};

-- worker: follow up of another century: follow_up_stays
UPDATE cases_followup SET due_on = '2999-01-01' WHERE id = {follow_up};

-- worker: task done that only a fact ends: task_closed_by_facts
UPDATE cases_task SET outcome = 'done', closed_by_id = {me}, closed_at = now() WHERE id =
    {task};

-- worker: name that is found as somebody else: person_name_keys_follow
UPDATE cases_personname SET folded = 'somebody else', match_key = 'x', sort_key = 'x' WHERE
    person_id = {own_person};
@entry own edit identity

-- worker: name of a child of another desk under the own entry: personname_in_journal
INSERT INTO cases_personname (person_id, script, kind, text, is_primary,
    folded, sort_key, match_key, version) SELECT {other_person}, script, 'alias', 'Other',
    false, folded, sort_key, match_key, 1 FROM cases_personname WHERE person_id =
    {own_person};
@entry own edit identity

-- worker: name moved to another child: personname_keys_stay
UPDATE cases_personname SET person_id = {own_person} WHERE person_id = {other_person};

-- worker: look of the day before yesterday: accessrow_entered_now
INSERT INTO cases_accessrow (by_id, page, child_id, at) VALUES ({me}, 'child', {own}, now() -
    interval '2 days');

-- worker: looks taken away: privilege
DELETE FROM cases_accessrow;

-- worker: message taken away: privilege
DELETE FROM cases_message WHERE id = {message};

-- worker: message mailed by a page: message_mailed_once
UPDATE cases_message SET mail = gen_random_uuid(), mailed_at = now() WHERE id = {message};

-- worker: registered earlier: child_entry_stays
UPDATE cases_child SET entered_on = '2019-01-01', version = version + 1 WHERE id = {own};

-- worker: returned without a way home: child_stage_follows_the_table
UPDATE cases_child SET stage = 'returned', stage_since = cases_day(now()), stage_entered_on =
    cases_day(now()), returned_on = cases_day(now()), version = version + 1 WHERE id = {own};
@entry own arrive

-- money: line in a batch that was approved: batch_line_of_a_draft
INSERT INTO cases_batchline (batch_id, fee_id, serves_id, amount, added_by_id, released) SELECT
    {batch}, {fee}, {fee}, amount, {me}, false FROM cases_fee WHERE id = {fee};

-- money: line out of a batch that was approved: batch_line_of_a_draft
UPDATE cases_batchline SET released = true, released_by_id = {me} WHERE batch_id = {batch};
UPDATE cases_fee SET status = 'due', version = version + 1 WHERE id = {batched};

-- money: fee of another agreement: fee_of_its_schedule
INSERT INTO cases_fee (child_id, agreement_id, schedule_id, amount, currency, status, due_on,
    received, waiver_reason, version) SELECT child_id, {bare}, schedule_id, amount, currency,
    'due', due_on, 0, '', 1 FROM cases_fee WHERE id = {paid};

-- money: fee missed by who has one: missed_fee_of_its_day
INSERT INTO cases_missedfee (child_id, schedule_id, due_on, asked_by_id, asked_at, version)
    SELECT child_id, schedule_id, due_on, {me}, now(), 1 FROM cases_fee WHERE id = {paid};

-- money: receipt that acknowledges one fee more: receipt_line_with_its_receipt
INSERT INTO cases_receiptline (receipt_id, fee_id, amount) VALUES ({receipt}, {paid}, 1);

-- money: fee acknowledged by nobody: fee_received_by_receipts
UPDATE cases_fee SET status = 'receipted', received = amount, version = version + 1 WHERE id =
    {paid};

-- admin: enquiry disposed of that nobody has answered: disposal_of_what_is_due
INSERT INTO cases_disposal (enquiry_id, records, kept_until, asked_by_id, asked_at, version)
    VALUES ({enquiry}, 'enquiry', '2019-01-01', {me}, now(), 1);

-- reviewer: lock sent back without a word: movement_lock_returned_with_a_reason
UPDATE cases_movement SET lock_asked_by_id = NULL, lock_asked_at = NULL WHERE id = {lock};

-- reviewer: lock sent back with nothing to read: movement_lock_returned_whole
UPDATE cases_movement SET lock_asked_by_id = NULL, lock_asked_at = NULL, lock_returned_by_id =
    {me}, lock_returned_at = now(), lock_returned_reason = ' ' WHERE id = {lock};

-- reviewer: lock sent back in anothers name: movement_in_own_name
UPDATE cases_movement SET lock_asked_by_id = NULL, lock_asked_at = NULL, lock_returned_by_id =
    {admin}, lock_returned_at = now(), lock_returned_reason = 'x' WHERE id = {lock};

-- worker: lock sent back by a caseworker: movement_by_office
UPDATE cases_movement SET lock_asked_by_id = NULL, lock_asked_at = NULL, lock_returned_by_id =
    {me}, lock_returned_at = now(), lock_returned_reason = 'x' WHERE id = {lock};

-- reviewer: another reason written later: movement_lock_returned_when_asked
UPDATE cases_movement SET lock_returned_reason = 'x' WHERE id = {lock_returned};

-- reviewer: reason of a lock taken away: movement_lock_returned_when_asked
UPDATE cases_movement SET lock_returned_by_id = NULL, lock_returned_at = NULL,
    lock_returned_reason = '' WHERE id = {lock_returned};

-- reviewer: message of a lock that waits: message_tells_of_a_record
INSERT INTO cases_message (to_id, kind, about, by_mail) VALUES ({reviewer}, 'returned',
    'lock:{lock}:', false);

-- reviewer: assessment withdrawn by who decides: assessment_by_office
UPDATE cases_assessment SET set_aside_by_id = {me}, set_aside_at = now() WHERE id = {assessment};

-- worker: assessment withdrawn by another: assessment_withdrawn_by_who_made_it
UPDATE cases_assessment SET set_aside_by_id = {me}, set_aside_at = now() WHERE id = {assessment};
@entry assessed drop_assessment 1

-- worker: assessment withdrawn in anothers name: assessment_in_own_name
UPDATE cases_assessment SET set_aside_by_id = assessed_by_id, set_aside_at = now() WHERE id =
    {assessment};

-- worker: assessment set aside without a word: assessment_in_journal
UPDATE cases_assessment SET set_aside_at = now() WHERE id = {assessment};

-- assessor: assessment withdrawn without a word: assessment_in_journal
UPDATE cases_assessment SET set_aside_by_id = {me}, set_aside_at = now() WHERE id = {assessment};

-- assessor: another assessment named than was withdrawn: journal_says_what_the_record_says
UPDATE cases_assessment SET set_aside_by_id = {me}, set_aside_at = now() WHERE id = {assessment};
@entry assessed drop_assessment 2

-- assessor: assessment said to be withdrawn: journal_tells_of_a_record
@entry assessed drop_assessment 1

-- assessor: answer of a withdrawn assessment changed: finding_of_open_assessment
UPDATE cases_finding SET answer = 'no' WHERE assessment_id = {withdrawn};

-- assessor: withdrawn assessment put back: assessment_set_aside_stays
UPDATE cases_assessment SET set_aside_by_id = NULL, set_aside_at = NULL WHERE id = {withdrawn};
