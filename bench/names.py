"""How often a search finds the right person first in a register of 100,000 people.

    python -m bench.names            the held-out spellings, half by half
    python -m bench.names --again    in the register that was filled the last time
    python -m bench.names -v         and who was not found

Each person of the list is registered under one spelling and searched for under each of the
others. People whose key is the same as theirs are left out; then the year of birth is typed
too, and they count against us.
"""

import csv
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

os.environ["BENCH_DATABASE"] = os.environ["DATABASE_NAME"] = "repatriation_bench_names"

PEOPLE = 100_000
PAIRS = Path(__file__).parent.parent / "tests" / "rules" / "data" / "name-pairs.tsv"
GIVEN = [
    "Манижа",
    "Гулнора",
    "Зебо",
    "Шаҳло",
    "Парвина",
    "Ҷамила",
    "Таҳмина",
    "Мадина",
    "Нигора",
    "Фарзона",
    "Шаҳноза",
    "Заррина",
    "Малика",
    "Сабрина",
    "Мавзуна",
    "Дилором",
    "Зулфия",
    "Хадича",
    "Амина",
    "Зайнаб",
    "Руқия",
    "Марям",
    "Сумая",
    "Сафия",
    "Фотима",
    "Оиша",
    "Ҳафиза",
    "Рухшона",
    "Ситора",
    "Нозанин",
    "Матлуба",
    "Муҳаббат",
    "Раъно",
    "Шукрона",
    "Гулчеҳра",
    "Саодат",
    "Ҳалима",
    "Ҳусния",
    "Асма",
    "Ибодат",
    "Юсуф",
    "Умар",
    "Билол",
    "Идрис",
    "Ҳамза",
    "Абдуллоҳ",
    "Муҳаммад",
    "Абдураҳмон",
    "Иброҳим",
    "Исмоил",
    "Сулаймон",
    "Довуд",
    "Мустафо",
    "Аҳмад",
    "Рустам",
    "Фаррух",
    "Ҷамшед",
    "Шариф",
    "Абдулазиз",
    "Нуриддин",
    "Мухриддин",
    "Саидҷон",
    "Хуршед",
    "Далер",
    "Фирдавс",
    "Беҳрӯз",
    "Сӯҳроб",
    "Исфандиёр",
    "Анушервон",
    "Комрон",
    "Файзулло",
    "Насрулло",
    "Зубайр",
    "Усмон",
    "Алӣ",
    "Ҳасан",
    "Ҳусейн",
    "Толиб",
    "Салмон",
    "Зафар",
]
ROOTS = [
    "Раҳим",
    "Қодир",
    "Ғафур",
    "Ҷӯра",
    "Ҳаким",
    "Шариф",
    "Мирзо",
    "Назар",
    "Карим",
    "Сафар",
    "Юсуф",
    "Давлат",
    "Холиқ",
    "Раҷаб",
    "Шариф",
    "Одина",
    "Бобо",
    "Саид",
    "Аҳмад",
    "Маҳмад",
    "Исмоил",
    "Умар",
    "Усмон",
    "Алӣ",
    "Ҳасан",
    "Ҳусейн",
    "Зоир",
    "Собир",
    "Ғанӣ",
    "Латиф",
    "Азиз",
    "Ҷалил",
    "Ҷамол",
    "Камол",
    "Файз",
    "Нур",
    "Наби",
    "Расул",
    "Сатор",
    "Тоҳир",
    "Восид",
    "Воҳид",
    "Яъқуб",
    "Зариф",
    "Шамс",
    "Муҳаммад",
    "Мурод",
    "Норбой",
    "Ашур",
    "Қурбон",
    "Пир",
    "Сангин",
    "Тағой",
    "Файзалӣ",
    "Холмат",
    "Хоҷа",
    "Шоҳ",
    "Эшон",
    "Бек",
    "Нозим",
    "Олим",
    "Ориф",
    "Рауф",
    "Салим",
    "Сироҷ",
    "Султон",
    "Талаб",
    "Фозил",
    "Ҳабиб",
    "Ҳайдар",
    "Ҳамид",
    "Ҳомид",
    "Чориен",
    "Шукур",
    "Эргаш",
    "Қосим",
    "Ғулом",
    "Абдулло",
    "Раҳмон",
    "Амин",
]
ENDINGS = ("ов", "ова", "ев", "ева", "зода", "ӣ", "иён", "пур")
#: A person of the list, the spelling registered, the one typed.
Case = tuple[str, str, str]


def main() -> None:
    import django

    from bench.__main__ import _load, _remake
    from repatriation import database

    server = database.cluster()
    database.start(server, "postgres")
    try:
        if "--again" not in sys.argv:
            _remake(server, os.environ["BENCH_DATABASE"])
            _load(server, PEOPLE * 2 // 3)
        django.setup()
        _measure(server)
    finally:
        if not server.kept.exists():
            server.stop()


def _spellings() -> dict[str, list[str]]:
    """Return the spellings of each person of the list."""
    spellings: dict[str, list[str]] = defaultdict(list)
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["spelling"] not in spellings[row["person"]]:
                spellings[row["person"]].append(row["spelling"])
    return spellings


def _measure(server: Any) -> None:
    from bench.__main__ import _superuser
    from cases.models import User

    reviewer = User.objects.get(username="reviewer")
    spellings = _spellings()
    ranks: dict[Case, tuple[int, int]] = {}
    took = []
    with _superuser(server, os.environ["BENCH_DATABASE"]) as cursor:
        cursor.execute("SET session_replication_role = replica")
        keys = _people(cursor)
        hers = dict(zip(spellings, random.Random(4).sample(keys, len(spellings)), strict=True))
        for turn in range(max(map(len, spellings.values()))):
            for person, texts in spellings.items():
                _name(cursor, hers[person], [texts[turn % len(texts)]])
            for person, texts in spellings.items():
                registered = texts[turn % len(texts)]
                for typed in (text for text in texts if text != registered):
                    start = time.perf_counter()
                    ranks[person, registered, typed] = _ranks(
                        typed, hers[person], registered, reviewer
                    )
                    took.append((time.perf_counter() - start) / 2)
    print(f"{len(ranks)} searches, {sorted(took)[len(took) // 2] * 1000:.0f} ms each at the median")
    for half, remainder in (("tuned on", 1), ("reported", 0)):
        mine = {case: rank for case, rank in ranks.items() if int(case[0]) % 2 == remainder}
        _report(half, mine)


def _report(half: str, ranks: dict[Case, tuple[int, int]]) -> None:
    for kind, at in (("without namesakes", 0), ("with the year of birth", 1)):
        of = [rank[at] for rank in ranks.values()]
        first, five = (sum(0 < rank <= most for rank in of) / len(of) for most in (1, 5))
        print(f"{half:<10} {kind:<24} first {first:6.1%}   in five {five:6.1%}   of {len(of)}")
        for (_person, registered, typed), rank in ranks.items():
            if rank[at] != 1 and "-v" in sys.argv:
                print(f"    {rank[at] or 'not found'}: {registered}, typed {typed}")


def _ranks(typed: str, pk: int, registered: str, by: Any) -> tuple[int, int]:
    """Return the place of a child among those found, 0 if not; then with the year typed too."""
    from cases.models import Child
    from cases.queries.search import search
    from cases.rules.names import match_key

    born = Child.objects.values_list("person__born_earliest", flat=True).get(pk=pk)
    alone, dated = search(typed, by=by), search(f"{typed} {born.year}", by=by)
    key = match_key(registered)
    found = (*alone.children, *alone.close_children) if alone else ()
    others = [
        one.row.child.pk
        for one in found
        if one.row.child.pk == pk or match_key(one.why.spelling) != key
    ]
    with_year = (*dated.children, *dated.close_children) if dated else ()
    if "-v" in sys.argv and with_year and with_year[0].row.child.pk != pk:
        print(f"{registered}, typed {typed}: before it {with_year[0].why.spelling}")
    return _place(pk, others), _place(pk, [one.row.child.pk for one in with_year])


def _place(pk: int, found: list[int]) -> int:
    return found.index(pk) + 1 if pk in found else 0


def _people(cursor: Any) -> list[int]:
    """Give everybody a name of ``GIVEN``, ``ROOTS`` and ``ENDINGS`` and a year of birth.

    Return the keys of the children.
    """
    chosen = random.Random(75)
    surnames = [root + ending for root, ending in product(ROOTS, ENDINGS)]
    cursor.execute("TRUNCATE cases_nameword; DELETE FROM cases_personname")
    cursor.execute("SELECT id, person_id FROM cases_child ORDER BY id")
    children = cursor.fetchall()
    cursor.execute("SELECT person_id FROM cases_mother ORDER BY id")
    everybody = [*(person for _pk, person in children), *(pk for (pk,) in cursor.fetchall())]
    rows = [(person, f"{chosen.choice(GIVEN)} {chosen.choice(surnames)}") for person in everybody]
    _insert(cursor, rows)
    cursor.execute(
        "UPDATE cases_person p SET born_earliest = d, born_latest = d + 364, "
        "born_stated_on = current_date FROM (SELECT person_id, make_date("
        "2009 + (id %% 16)::int, 1, 1) AS d FROM cases_child) c WHERE p.id = c.person_id".replace(
            "%%", "%"
        )
    )
    cursor.execute("VACUUM ANALYZE")
    return [pk for pk, _person in children]


def _name(cursor: Any, child: int, texts: list[str]) -> None:
    cursor.execute("SELECT person_id FROM cases_child WHERE id = %s", [child])
    (person,) = cursor.fetchone()
    cursor.execute("DELETE FROM cases_personname WHERE person_id = %s", [person])
    _insert(cursor, [(person, text) for text in texts])


def _insert(cursor: Any, rows: list[tuple[int, str]]) -> None:
    """Write names past the triggers, but for the one that learns their words."""
    from psycopg2.extras import execute_values

    execute_values(
        cursor,
        "INSERT INTO cases_personname (version, person_id, script, kind, text, "
        "is_primary, folded, sort_key, match_key) VALUES %s",
        list(_columns(rows)),
        page_size=5_000,
    )


def _columns(rows: list[tuple[int, str]]) -> Iterator[tuple[Any, ...]]:
    from cases.rules.names import fold, match_key, script_of, sort_key

    for person, text in rows:
        keys = (fold(text), sort_key(text), match_key(text))
        yield (1, person, script_of(text).value, "family", text, "", "", True, *keys)


if __name__ == "__main__":
    main()
