"""Filling a database with invented children in bulk.

Rows are written past the triggers, as they would be after years of work: each
has the facts and the journal that its stage stands on.
"""

import random
from typing import Any

from cases.rules.names import fold, match_key, sort_key

GIVEN = ("Билол", "Сумая", "Идрис", "Хадича", "Юсуф", "Амина", "Умар", "Зайнаб", "Ҳамза", "Руқия")
_FIRST = ("Раҳ", "Сафар", "Қоди", "Ғафу", "Мирзо", "Давла", "Ҳаки", "Назар", "Юну", "Каримо")
_MIDDLE = ("бе", "до", "ша", "нур", "гу", "ли", "мо", "са", "зи", "та")
_END = ("ова", "зода", "ева", "ӣ")

#: Stages by the last two digits of a child's number: as the demonstration spreads them.
STAGE = """
CASE WHEN i %% 100 < 9 THEN 'registered' WHEN i %% 100 < 21 THEN 'verified'
     WHEN i %% 100 < 30 THEN 'deferred' WHEN i %% 100 < 38 THEN 'ineligible'
     WHEN i %% 100 < 51 THEN 'eligible' WHEN i %% 100 < 66 THEN 'cleared'
     WHEN i %% 100 < 74 THEN 'returned' WHEN i %% 100 < 96 THEN 'placed' ELSE 'closed' END
"""

PEOPLE = f"""
CREATE TEMP TABLE made AS
SELECT i, (i + 1) / 2 AS family, {STAGE} AS stage, 100 + i %% 700 AS age,
       current_date - (200 + i %% 150) AS registered
FROM generate_series(1, %(children)s) AS i;

INSERT INTO cases_person (id, version, sex, born_earliest, born_latest, born_stated_on,
                          born_basis)
SELECT %(offset)s + family, 1, 'f', current_date - 12000, current_date - 11650,
       current_date - 200, 'mother' FROM made GROUP BY family
UNION ALL
SELECT %(offset)s * 2 + i, 1, CASE i %% 2 WHEN 0 THEN 'm' ELSE 'f' END,
       registered - age * 8 - 365, registered - age * 8, registered, 'mother' FROM made;

INSERT INTO cases_personname (version, person_id, script, kind, text,
                              is_primary, folded, sort_key, match_key)
SELECT 1, who, script, kind, g.text || ' ' || f.text, first,
       g.folded || ' ' || f.folded, g.sort_key || ' ' || f.sort_key,
       CASE WHEN g.match_key < f.match_key THEN g.match_key || ' ' || f.match_key
            ELSE f.match_key || ' ' || g.match_key END
FROM (SELECT %(offset)s + family AS who, family * 7 AS a, family * 13 AS b FROM made
      GROUP BY family
      UNION ALL SELECT %(offset)s * 2 + i, i, family * 13 FROM made) AS people
CROSS JOIN (VALUES ('Cyrl', 'family', true), ('Latn', 'travel', false)) AS s (script, kind, first)
JOIN given g ON g.id = a %% (SELECT count(*) FROM given)
JOIN surname f ON f.id = b %% (SELECT count(*) FROM surname);
"""

CASES = """
INSERT INTO cases_mother (id, version, person_id, reference, team_id, agreement_id, held_at_id,
                          proceedings, sentence, children_given)
SELECT %(offset)s + family, 1, %(offset)s + family,
       'TJ-IQ-' || lpad(family::text, greatest(4, length(family::text)), '0'),
       CASE WHEN family %% 5 = 0 THEN %(team2)s ELSE %(team)s END, %(agreement)s,
       (SELECT id FROM cases_place WHERE kind IN ('prison', 'town') ORDER BY id
        OFFSET family %% 2 LIMIT 1),
       'convicted', 'life', 2 FROM made GROUP BY family;

INSERT INTO cases_child (id, version, person_id, mother_id, reference, agreement_id, father_name,
    father_status, father_evidence, held_at_id, stage, stage_since, stage_entered_on, registered_on,
    entered_on, closing_note, registered_by_id, verified_by_id, verified_without_paper,
    returned_on, caseworker_id,
    review_due_on, closed_on, closed_reason, closing_reason, closing_asked_by_id,
    closing_asked_at, closing_approved_by_id, closing_approved_at)
SELECT %(offset)s * 2 + i, 1, %(offset)s * 2 + i, %(offset)s + family,
       'TJ-IQ-' || lpad(family::text, greatest(4, length(family::text)), '0') || '-' || 2 - i %% 2,
       %(agreement)s, '', 'deceased',
       'Court record', m.held_at_id, stage,
       registered + CASE stage WHEN 'registered' THEN 0 WHEN 'verified' THEN 7 ELSE 20 END,
       registered + CASE stage WHEN 'registered' THEN 0 WHEN 'verified' THEN 7 ELSE 20 END,
       registered, registered, '', %(worker)s,
       CASE stage WHEN 'registered' THEN NULL ELSE %(reviewer)s END, '',
       CASE WHEN stage IN ('returned', 'placed', 'closed') THEN registered + 20 END,
       (%(workers)s::bigint[])[1 + family %% cardinality(%(workers)s::bigint[])],
       CASE WHEN stage IN ('deferred', 'ineligible') THEN current_date + (i %% 90) - 10 END,
       CASE stage WHEN 'closed' THEN registered + 60 END,
       CASE stage WHEN 'closed' THEN 'completed' END, CASE stage WHEN 'closed' THEN 'completed' END,
       CASE stage WHEN 'closed' THEN %(worker)s END, CASE stage WHEN 'closed' THEN now() END,
       CASE stage WHEN 'closed' THEN %(reviewer)s END, CASE stage WHEN 'closed' THEN now() END
FROM made JOIN cases_mother m ON m.id = %(offset)s + family;

INSERT INTO cases_journal (child_id, act, from_stage, to_stage, reason, detail, happened_on, at,
                           by_id)
SELECT %(offset)s * 2 + i, act, before, after, '', '', registered + days,
       registered + days + time '09:00', %(reviewer)s
FROM made, LATERAL (VALUES
    (1, 'register', NULL, 'registered', 0, 0), (2, 'verify', 'registered', 'verified', 7, 1),
    (3, 'defer', 'verified', 'deferred', 20, 101), (4, 'decide', 'verified', 'ineligible', 20, 102),
    (5, 'decide', 'verified', 'eligible', 14, 2), (6, 'clear', 'eligible', 'cleared', 16, 3),
    (7, 'lock', 'cleared', 'booked', 17, 4), (8, 'depart', 'booked', 'in_transit', 18, 4),
    (9, 'arrive', 'in_transit', 'returned', 20, 4), (10, 'place', 'returned', 'placed', 20, 5),
    (11, 'close', 'placed', 'closed', 60, 6)) AS step (n, act, before, after, days, level)
WHERE level <= CASE stage WHEN 'registered' THEN 0 WHEN 'verified' THEN 1 WHEN 'deferred' THEN 1
    WHEN 'ineligible' THEN 1 WHEN 'eligible' THEN 2 WHEN 'cleared' THEN 3 WHEN 'returned' THEN 4
    WHEN 'placed' THEN 5 ELSE 6 END
    OR (stage = 'deferred' AND level = 101) OR (stage = 'ineligible' AND level = 102)
ORDER BY i, n;
"""

FACTS = """
INSERT INTO cases_clearance (version, child_id, kind, status, number, issued_on, issuer,
                             recorded_by_id, recorded_at)
SELECT 1, %(offset)s * 2 + i, clearance, 'granted', '', registered + 5, '', %(worker)s, now()
FROM made JOIN cases_requirement r ON r.agreement_id = %(agreement)s
WHERE stage NOT IN ('registered') AND (needed_for = 'verify' OR stage IN
      ('cleared', 'returned', 'placed', 'closed'));

INSERT INTO cases_consent (child_id, purpose, giver_role, decision, decided_on, method, language,
                           reason, recorded_by_id)
SELECT %(offset)s * 2 + i, 'repatriation', 'mother', 'given', registered + 6, 'signed', 'tg', '',
       %(worker)s FROM made WHERE stage NOT IN ('registered', 'deferred');
INSERT INTO cases_consentverification (consent_id, by_id, without_paper)
SELECT id, %(reviewer)s, '' FROM cases_consent;

INSERT INTO cases_assessment (version, child_id, n, criteria_set_id, proposed, proposal_reasons,
    assessed_by_id, assessed_at, decided, reasons, review_due_on, decided_by_id, decided_at)
SELECT 1, %(offset)s * 2 + i, 1, %(criteria)s, d, 'Papers seen.', %(worker)s, now(), d,
       'As proposed.', NULL, %(reviewer)s, now()
FROM (SELECT i, CASE stage WHEN 'ineligible' THEN 'ineligible' ELSE 'eligible' END AS d
      FROM made WHERE stage NOT IN ('registered', 'verified', 'deferred')) AS decided;
INSERT INTO cases_finding (version, assessment_id, criterion_id, answer, note)
SELECT 1, a.id, c.id, 'yes', '' FROM cases_assessment a
JOIN cases_criterion c ON c.criteria_set_id = a.criteria_set_id;

INSERT INTO cases_fee (version, child_id, agreement_id, schedule_id, amount, currency, status,
                       due_on, received, waiver_reason)
SELECT 1, %(offset)s * 2 + i, %(agreement)s, s.id, s.amount, s.currency,
       CASE WHEN stage IN ('eligible', 'cleared') THEN 'due' ELSE 'receipted' END, registered + 14,
       CASE WHEN stage IN ('eligible', 'cleared') THEN 0 ELSE s.amount END, ''
FROM made, cases_feeschedule s WHERE s.agreement_id = %(agreement)s
AND stage NOT IN ('registered', 'verified', 'deferred', 'ineligible');

INSERT INTO cases_placement (version, child_id, kind, place_id, contact, during, recorded_by_id)
SELECT 1, %(offset)s * 2 + i, 'institution', (SELECT id FROM cases_place WHERE kind = 'care'), '',
       daterange(registered + 20, NULL), %(worker)s FROM made WHERE stage IN ('placed', 'closed');

INSERT INTO cases_task (version, child_id, rule, about, text, due_on, assigned_to_id)
SELECT 1, c.id, rule, about, '', COALESCE(review_due_on, current_date + i %% 60 - 20), caseworker_id
FROM made JOIN cases_child c ON c.id = %(offset)s * 2 + i
JOIN (VALUES ('registered', 'second_person', 'verify'), ('verified', 'step', 'assess'),
    ('deferred', 'review', ''), ('ineligible', 'review', ''), ('eligible', 'step', 'clear'),
    ('returned', 'step', 'hand_over'), ('placed', 'step', 'ask_close')) AS next (at, rule, about)
    ON at = made.stage;
"""

#: What is kept of some children: of a million at once it takes an hour, not two minutes.
KEPT_AT_ONCE = 10_000
KEEP = """
WITH chunk AS MATERIALIZED (SELECT ARRAY(SELECT id FROM cases_child
    WHERE id > %(first)s AND id <= %(first)s + %(many)s ORDER BY id) AS keys)
SELECT cases_keep(keys), cases_keep_past(keys) FROM chunk
"""

#: A user like the caseworker of one of the teams, whom nobody signs in as.
COLLEAGUE = """
INSERT INTO cases_user SELECT (jsonb_populate_record(u, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('cases_user', 'id')),
    'username', 'colleague-' || %(n)s))).*
FROM cases_user u WHERE u.id = %(like)s RETURNING id
"""

COUNTERS = """
SELECT setval('cases_family_number', (SELECT count(*) FROM cases_mother));
SELECT setval(pg_get_serial_sequence(t, 'id'), (SELECT max(id) FROM cases_child) + 1)
FROM unnest(ARRAY['cases_person', 'cases_mother', 'cases_child']) AS t;
"""


def fill(cursor: Any, children: int, keys: dict[str, int]) -> None:
    """Write ``children`` children of half as many mothers; ``keys`` name users and terms."""
    cursor.execute("SET session_replication_role = replica")
    workers = _caseworkers(cursor, children, keys)
    values = {"children": children, "offset": 10_000_000, **keys, "workers": workers}
    _names(cursor, "given", GIVEN)
    _names(cursor, "surname", _surnames())
    for statements in (PEOPLE, CASES, FACTS):
        cursor.execute(statements, values)
    cursor.execute(COUNTERS)
    cursor.execute("ANALYZE")
    for first in range(0, children, KEPT_AT_ONCE):
        between = {"first": values["offset"] * 2 + first, "many": KEPT_AT_ONCE}
        cursor.execute(KEEP, between)
    cursor.execute("SET session_replication_role = origin")
    cursor.execute("SELECT cases_sum_again(), cases_fold(true)")  # as every night
    cursor.execute("VACUUM ANALYZE")


def _caseworkers(cursor: Any, children: int, keys: dict[str, int]) -> list[int]:
    """Return whose cases the families are, in turn: every fifth caseworker is of the second team.

    Two caseworkers share a small register; of a large one each has 250 children.
    """
    workers = [keys["worker2"], *[keys["worker"]] * 4]
    for n in range(children // 250 - 5):
        if n == 0:
            workers = workers[:2]
        like = keys["worker"] if len(workers) % 5 else keys["worker2"]
        cursor.execute(COLLEAGUE, {"n": n, "like": like})
        workers.append(cursor.fetchone()[0])
    return workers


def _surnames() -> list[str]:
    """Return two thousand invented surnames, the same in every run."""
    chosen = random.Random(75)
    made = [
        chosen.choice(_FIRST)
        + chosen.choice(_MIDDLE)
        + chosen.choice(_MIDDLE)
        + chosen.choice(_END)
        for _ in range(2_000)
    ]
    return sorted(set(made))


def _names(cursor: Any, table: str, texts: Any) -> None:
    cursor.execute(
        f"CREATE TEMP TABLE {table} (id int, text text, folded text, sort_key text, match_key text)"
    )
    for number, text in enumerate(texts):
        cursor.execute(
            f"INSERT INTO {table} VALUES (%s, %s, %s, %s, %s)",
            [number, text, fold(text), sort_key(text), match_key(text)],
        )
