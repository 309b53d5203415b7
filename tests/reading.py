"""How many rows the statements of a page read, as the database itself tells."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from tests.models.refusals import execute

_READS = re.compile(r"\s*(SELECT|WITH|EXECUTE)\b")


def rows_read(act: Callable[[], object], *, of: str = "") -> int:
    """Return how many rows the scans of the statement that reads most have looked at.

    Those ``of`` one table alone, if it is named. As planned for a large register: no table is read
    through that has an index for it.
    """
    statements: list[tuple[str, Any]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql.rsplit("; ", 1)[-1], params))
        return execute(sql, params, many, context)

    act()  # what is asked once alone, such as permissions
    with connection.execute_wrapper(watch):
        act()
    execute("SET enable_seqscan = off; DISCARD PLANS")
    try:
        return max(_rows_of(*each, of) for each in statements if _READS.match(each[0]))
    finally:
        execute("RESET enable_seqscan; DISCARD PLANS")


def _rows_of(sql: str, params: Any, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        [(answer,)] = cursor.fetchall()
    plans = answer if isinstance(answer, list) else json.loads(answer)
    nodes = _nodes(plans[0]["Plan"])
    return sum(
        round(_looked_at(node)) for node in nodes if table in ("", node.get("Relation Name"))
    )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _looked_at(node: dict[str, Any]) -> float:
    if "Scan" not in node["Node Type"] or node["Node Type"] in {"CTE Scan", "Subquery Scan"}:
        return 0
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    loops: float = node["Actual Loops"]
    return (node["Actual Rows"] + removed) * loops
