"""How much longer a search takes among a million people than among a thousand.

    python -m bench.searches                  1,000 and 1,000,000 people, asked in turn
    python -m bench.searches 1000 100000      these numbers
    python -m bench.searches --again          in the registers that were filled the last time
    python -m bench.searches --plans FILE     and how the server answers at the largest size

A third of the people are mothers, each of two children. Everybody has one of 80 given names and
one of 12,800 family names in Tajik and in Latin letters; the commonest given name is that of one
in twenty, the commonest family name that of one in forty with its eight endings. What
is typed is of people on record, and of the list of spellings of ``bench.names``. Names stand in
the order in which families come, as in a register that has grown.
"""

import datetime
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from bench.fill import STAGE
from bench.names import ENDINGS, GIVEN, ROOTS, _spellings

ROUNDS, EACH, PASSES = 2, 20, 2
USERS = ("reviewer", "caseworker2")

#: A number of 0 to 1 that looks like one at random, the same for the same number.
DRAWN = "((hashint8({}::bigint * 2654435761)::bigint + 2147483648) / 4294967297.0)"
PEOPLE = f"""
CREATE TEMP TABLE made AS
SELECT i, (i + 1) / 2 AS family, {STAGE} AS stage, current_date - (200 + i %% 150) AS registered,
       make_date(2006 + (i * 7 %% 14)::int, 1 + (i %% 12)::int, 1 + (i %% 28)::int) AS born
FROM generate_series(1, %(children)s) AS i;

INSERT INTO cases_person (id, version, sex, born_earliest, born_latest, born_stated_on, born_basis)
SELECT %(offset)s + family, 1, 'f', d, d + 364, current_date - 200, 'mother'
FROM (SELECT family, make_date(1975 + (family * 11 %% 25)::int, 1, 1) AS d
      FROM made GROUP BY family) AS hers
UNION ALL
SELECT %(offset)s * 2 + i, 1, CASE i %% 2 WHEN 0 THEN 'm' ELSE 'f' END, born, born, registered,
       'mother' FROM made;

INSERT INTO cases_personname (version, person_id, script, kind, text,
                              is_primary, folded, sort_key, match_key)
SELECT 1, who, g.script, CASE g.script WHEN 'Cyrl' THEN 'family' ELSE 'travel' END,
       g.text || ' ' || f.text, g.script = 'Cyrl', g.folded || ' ' || f.folded,
       g.sort_key || ' ' || f.sort_key, least(g.match_key, f.match_key) || ' '
       || greatest(g.match_key, f.match_key)
FROM (SELECT family, %(offset)s + family AS who, {DRAWN.format("(family + 3)")} AS first,
             {DRAWN.format("family")} AS last FROM made GROUP BY family
      UNION ALL SELECT family, %(offset)s * 2 + i, {DRAWN.format("(i + 500000000)")},
             {DRAWN.format("family")} FROM made) AS people
JOIN given g ON g.id = floor(power(first, 1.5) * %(given)s)::int
JOIN surname f ON f.script = g.script AND f.id = floor(power(last, 2) * %(surnames)s / 8)::int * 8
     + abs(hashint8(who)) %% 8
ORDER BY family, who;
"""
WORDS = """
INSERT INTO cases_nameword (text, is_key)
SELECT DISTINCT word, is_key FROM cases_personname,
    LATERAL (VALUES (folded, false), (match_key, true)) AS name (words, is_key),
    LATERAL string_to_table(words, ' ') AS word WHERE word <> '';
"""
CASES = """
INSERT INTO cases_mother (id, version, person_id, reference, team_id, agreement_id, held_at_id,
                          proceedings, sentence, children_given)
SELECT %(offset)s + family, 1, %(offset)s + family,
       'TJ-IQ-' || lpad(family::text, greatest(4, length(family::text)), '0'),
       CASE WHEN family %% 5 = 0 THEN %(team2)s ELSE %(team)s END, %(agreement)s,
       (SELECT id FROM cases_place WHERE kind IN ('prison', 'town') ORDER BY id
        OFFSET family %% 2 LIMIT 1), 'convicted', 'life', 2 FROM made GROUP BY family;

INSERT INTO cases_child (id, version, person_id, mother_id, reference, agreement_id, father_name,
    father_status, father_evidence, held_at_id, stage, stage_since, stage_entered_on, registered_on,
    entered_on, closing_note, registered_by_id, verified_by_id, verified_without_paper,
    caseworker_id)
SELECT %(offset)s * 2 + i, 1, %(offset)s * 2 + i, %(offset)s + family,
       m.reference || '-' || 2 - i %% 2, %(agreement)s, '', 'deceased', 'Court record',
       m.held_at_id, CASE WHEN stage IN ('registered', 'verified') THEN stage ELSE 'cleared' END,
       registered, registered, registered, registered, '', %(worker)s,
       CASE stage WHEN 'registered' THEN NULL ELSE %(reviewer)s END, '',
       CASE WHEN family %% 5 = 0 THEN %(worker2)s ELSE %(worker)s END
FROM made JOIN cases_mother m ON m.id = %(offset)s + family;

INSERT INTO cases_clearance (version, child_id, kind, status, number, issued_on, issuer,
                             recorded_by_id, recorded_at)
SELECT 1, %(offset)s * 2 + i, 'identity', 'granted', 'A' || i, registered, '', %(worker)s, now()
FROM made;

INSERT INTO cases_keptcase (child_id, agreement_id, team_id, caseworker_id, held_at_id, stage,
    is_home, is_counted, since, is_assessed, is_paid, family, registered_on, registered_by_id,
    lacking, ready, is_unverified)
SELECT c.id, c.agreement_id, m.team_id, c.caseworker_id, c.held_at_id, c.stage, false, true,
       c.stage_since, false, false, '{}', c.registered_on,
       c.registered_by_id, '{}', '{}', false
FROM cases_child c JOIN cases_mother m ON m.id = c.mother_id;
"""
TABLES = ("person", "personname", "nameword", "mother", "child", "clearance", "keptcase")
#: Indexes of the tables that are filled, but for those of a constraint.
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[])
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
OFFSET = 100_000_000


def main() -> None:
    sizes = [int(each.replace(",", "")) for each in sys.argv[1:] if each[0].isdecimal()]
    sizes = sizes or [1_000, 1_000_000]
    if {"--fill", "--ask", "--explain"}.intersection(sys.argv):
        _one(sizes[0])
        return
    took: dict[int, dict[str, list[list[float]]]] = {size: {} for size in sizes}
    for size in sizes:
        if "--again" not in sys.argv:
            print(_process(size, "--fill"), end="", flush=True)
    for number in range(ROUNDS):
        for size in sizes:
            for kind, passes in json.loads(_process(size, "--ask")).items():
                took[size].setdefault(kind, []).extend(passes)
        print(f"round {number + 1} of {ROUNDS}, load {os.getloadavg()[0]:.1f}", flush=True)
    least = {
        size: {kind: list(map(min, zip(*passes, strict=True))) for kind, passes in kinds.items()}
        for size, kinds in took.items()
    }
    _report(least)
    if "--plans" in sys.argv:
        path = Path(sys.argv[sys.argv.index("--plans") + 1])
        path.write_text(_process(sizes[-1], "--explain"), encoding="utf-8")


def _process(size: int, part: str) -> str:
    """Do a part in a process of its own, whose settings name its database; return what it says."""
    return subprocess.run(
        [sys.executable, "-m", "bench.searches", str(size), part],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _report(took: dict[int, dict[str, list[float]]]) -> None:
    first, *_between, last = took
    print(f"the least of {ROUNDS * PASSES} passes: median and p95 at each size, p95 / p95")
    for kind in (*took[first], "every search"):
        line = f"{kind:<34}"
        late = {}
        for size, of_kind in took.items():
            every = [each for seconds in of_kind.values() for each in seconds]
            seconds = of_kind.get(kind, every)
            late[size] = statistics.quantiles(seconds, n=20)[-1]
            line += f" {statistics.median(seconds) * 1000:>7.1f} {late[size] * 1000:>7.1f} ms"
        print(f"{line} {late[last] / late[first]:>6.2f}")


def _one(people: int) -> None:
    name = f"repatriation_bench_searches_{people}"
    os.environ["BENCH_DATABASE"] = os.environ["DATABASE_NAME"] = name

    import django

    from bench.__main__ import _remake
    from repatriation import database

    server = database.cluster()
    database.start(server, "postgres")
    try:
        if "--fill" in sys.argv:
            _remake(server, os.environ["BENCH_DATABASE"])
        django.setup()
        if "--fill" in sys.argv:
            _load(server, people)
        elif "--ask" in sys.argv:
            print(json.dumps(_asked()))
        else:
            _explain(people)
    finally:
        if not server.kept.exists():
            server.stop()


def _load(server: Any, people: int) -> None:
    from django.core.management import call_command

    from bench.__main__ import PASSWORD, _superuser
    from cases.casework.acting import command
    from cases.casework.seed import seed_agreement
    from cases.demonstration.staff import make_staff

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    with command("bench"):
        staff = make_staff(PASSWORD)
        agreement = seed_agreement(by=staff.admin, reviewer=staff.reviewer)
    start, (worker, other) = time.perf_counter(), staff.caseworkers
    values = {
        "children": people * 2 // 3,
        "offset": OFFSET,
        "agreement": agreement.pk,
        "worker": worker.pk,
        "worker2": other.pk,
        "team": worker.team_id,
        "team2": other.team_id,
        "reviewer": staff.reviewer.pk,
    }
    with _superuser(server, os.environ["BENCH_DATABASE"]) as cursor:
        _fill(cursor, values)
    print(f"{people:,} people, filled in {time.perf_counter() - start:.0f} s")


def _fill(cursor: Any, values: dict[str, Any]) -> None:
    """Write people, names, words and cases past the triggers; the indexes are made after it."""
    tables = [f"cases_{table}" for table in TABLES]
    cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    cursor.execute("SET work_mem = '256MB'")
    # This trigger works for a restore too, and would look up each word of each name.
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'cases_personname'::regclass "
        "AND tgname LIKE '%learn_words%'"
    )
    ((learn,),) = cursor.fetchall()
    cursor.execute(f"ALTER TABLE cases_personname DISABLE TRIGGER {learn}")
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    for name, _made in indexes:
        cursor.execute(f"DROP INDEX {name}")
    surnames = [first + second + end for first, second, end in _family_names()]
    for table, texts in (("given", GIVEN), ("surname", surnames)):
        _spelt(cursor, table, texts)
    values |= {"given": len(GIVEN), "surnames": len(surnames)}
    cursor.execute(PEOPLE, values)
    cursor.execute(CASES.replace("'{}'", "'{}'::datemultirange"), values)
    _name_the_listed(cursor)
    cursor.execute(WORDS)
    for _name, made in indexes:
        cursor.execute(made)
    cursor.execute(f"ALTER TABLE cases_personname ENABLE ALWAYS TRIGGER {learn}")
    cursor.execute("VACUUM ANALYZE")


def _family_names() -> Iterator[tuple[str, str, str]]:
    """Yield the family names, those of one root before those of two."""
    roots = list(dict.fromkeys(ROOTS))
    for second, first, end in product(["", *map(str.lower, roots)][:20], roots, ENDINGS):
        yield first, second, end


def _spelt(cursor: Any, table: str, texts: Any) -> None:
    """Keep names with their keys in both scripts, numbered, for the time of the filling."""
    from psycopg2.extras import execute_values

    from cases.rules.latin import in_latin
    from cases.rules.names import fold, match_key, sort_key

    cursor.execute(
        f"CREATE TEMP TABLE {table} (id int, script text, text text, folded text, sort_key text, "
        "match_key text)"
    )
    rows = [
        (number, script, each, fold(each), sort_key(each), match_key(each))
        for number, text in enumerate(texts)
        for script, each in (("Cyrl", text), ("Latn", in_latin(text)))
    ]
    execute_values(cursor, f"INSERT INTO {table} VALUES %s", rows, page_size=5_000)
    cursor.execute(f"ANALYZE {table}")


def _name_the_listed(cursor: Any) -> None:
    """Give the people of the list of spellings to children, each the first spelling alone."""
    from bench.names import _columns

    for number, texts in enumerate(_spellings().values()):
        person = OFFSET * 2 + 1 + number * 7
        (row,) = _columns([(person, texts[0])])
        cursor.execute(
            "UPDATE cases_personname SET text = %s, folded = %s, sort_key = %s, match_key = %s "
            "WHERE person_id = %s AND script = 'Cyrl'",
            [row[4], *row[8:], person],
        )
        cursor.execute(
            "DELETE FROM cases_personname WHERE person_id = %s AND script = 'Latn'", [person]
        )


def _typed() -> dict[str, list[str]]:
    """Return what is typed, of each kind."""
    from cases.models import Child, PersonName

    people = Child.objects.count()
    keys = [OFFSET * 2 + 1 + (at * people) // EACH for at in range(EACH)]
    rows = PersonName.objects.filter(person__in=keys, script="Cyrl").order_by("person")
    named = list(rows.values_list("text", "person__born_earliest"))
    arabic = [text for texts in _spellings().values() for text in texts if text >= "\u0600"]
    return {
        "two words": [text for text, _born in named],
        "two words and a year": [f"{text} {_year(born)}" for text, born in named],
        "two words, misspelt": [_misspelt(text) for text, _born in named],
        "one common word": GIVEN[:EACH],
        "one family name": [text.split()[-1] for text, _born in named],
        "a part of a word": [text.split()[-1][:4] for text, _born in named],
        "Arabic, two words": arabic[:EACH],
        "Arabic, one word": [text.split()[0] for text in arabic[:EACH]],
        "letters of nobody": [f"ж{text[1:3]}цщ{text[4:6]}" for text, _born in named],
    }


def _year(born: datetime.date) -> int:
    return born.year


def _misspelt(text: str) -> str:
    """Return a name with another vowel, and a letter too few, in the family name."""
    given, family = text.split()
    return f"{given} {family[:2]}{family[3:]}".replace("о", "у", 1)


def _asked() -> dict[str, list[list[float]]]:
    """Return the seconds of each search in each pass, by its kind and who asks.

    A pass before them warms up.
    """
    took: dict[str, list[list[float]]] = {}
    for number in range(PASSES + 1):
        for username, (kind, texts) in product(USERS, _typed().items()):
            seconds = list(_searches(texts, username))
            if number:
                took.setdefault(f"{kind}, {username}", []).append(seconds)
    return took


def _searches(texts: list[str], username: str) -> Iterator[float]:
    from cases.models import User
    from cases.queries.search import search

    by = User.objects.get(username=username)
    for text in texts:
        start = time.perf_counter()
        search(text, by=by)
        yield time.perf_counter() - start


def _explain(people: int) -> None:
    """Print the statements on names of one search of each kind, with their plans."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cases.models import User
    from cases.queries.search import search

    for username, (kind, texts) in product(USERS, _typed().items()):
        by = User.objects.get(username=username)
        search(texts[0], by=by)
        with CaptureQueriesContext(connection) as captured:
            search(texts[0], by=by)
        for each in captured.captured_queries:
            if "cases_personname" not in each["sql"] and "cases_nameword" not in each["sql"]:
                continue
            how, asks, statement = each["sql"].rpartition("EXECUTE asked_")
            with connection.cursor() as cursor:
                cursor.execute(f"{how} EXPLAIN (ANALYZE, BUFFERS OFF) {asks}{statement}", None)
                plan = "\n".join(line[:160] for (line,) in cursor.fetchall())
            words = re.sub(r"ARRAY\[[^\[\]]{80,}\]", "ARRAY[…]", re.sub(r"\s+", " ", each["sql"]))
            print(f"-- {people:,} people, {kind}, {username}\n{words[:300]}\n{plan}\n")


if __name__ == "__main__":
    main()
