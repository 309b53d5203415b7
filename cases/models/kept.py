"""How the database keeps its figures: one narrow row a child, and sums that are only added to.

A change of a case marks it, and the row of a marked case is written anew (``cases_keep``); a change
of the row adds to the sums what it is now, and takes away what it was. All of it is by trigger,
statement by statement, so that a page, the admin and SQL are counted alike. Source: decisions 0156
and 0320.
"""

import pgtrigger

from cases.models.guards import as_owner

#: What one row of ``cases_keptcase``, called k, adds to the sums: late after ``day``, in a
#: family from ``day`` until the row that takes it away, and so on.
_OF_CASE = """(
    SELECT v.* FROM (VALUES
        (true, 'stage', k.team_id, k.caseworker_id, k.stage,
            CASE WHEN NOT k.is_counted THEN 'off' WHEN k.is_home THEN 'home' ELSE '' END,
            NULL::date, NULL::date, 1),
        (k.held_at_id IS NOT NULL, 'place', NULL, NULL, k.held_at_id::text, '', NULL, NULL, 1),
        (k.is_counted AND k.stage NOT IN ('closed', 'placed'), 'since', NULL, NULL, k.stage, '',
            k.since, NULL, 1),
        (k.is_counted AND k.stage NOT IN ('closed', 'placed'), 'month', NULL, NULL, k.stage, '',
            k.since - EXTRACT(day FROM k.since)::int + 1, NULL, 1),
        (k.is_counted AND k.due_on IS NOT NULL, 'late', k.team_id, k.caseworker_id, k.stage,
            k.due_kind, k.due_on, NULL, 1),
        (k.is_counted AND k.task_on < COALESCE(k.due_on, 'infinity'), 'late', k.team_id,
            k.caseworker_id, k.stage, 'task', k.task_on, NULL, 1),
        (k.is_counted AND k.task_on < k.due_on, 'late', k.team_id, k.caseworker_id, k.stage,
            'task', k.due_on, NULL, -1),
        (k.is_counted AND k.is_assessed, 'assessed', k.team_id, k.caseworker_id, '', '',
            NULL, NULL, 1),
        (k.is_counted AND k.is_paid, 'paid', k.team_id, k.caseworker_id, '', '', NULL, NULL, 1),
        (k.registered_entered_on > k.registered_on, 'entered', NULL, NULL, 'identified', '',
            k.registered_on, k.registered_entered_on, 1),
        (k.returned_entered_on > k.returned_on, 'entered', NULL, NULL, 'returned', '',
            k.returned_on, k.returned_entered_on, 1)
    ) AS v (is_there, kind, team_id, caseworker_id, part, detail, day, entered_on, n)
    WHERE v.is_there
    UNION ALL
    SELECT true, 'family', k.team_id, k.caseworker_id, '', '', days.day, NULL, days.n
    FROM unnest(k.family) AS spell,
        LATERAL (VALUES (lower(spell), 1), (upper(spell), -1)) AS days (day, n)
    WHERE k.is_counted AND days.day IS NOT NULL
    UNION ALL
    SELECT true, 'ready', NULL, NULL, '', '', days.day, NULL, days.n
    FROM unnest(k.ready) AS spell,
        LATERAL (VALUES (lower(spell), 1), (upper(spell), -1)) AS days (day, n)
    WHERE days.day IS NOT NULL
)"""
#: The same by whom it is read: by everybody, by a team ("team_stage") and by a caseworker
#: ("own_stage"), so that nobody adds up the sums of hundreds of caseworkers.
SUMS_OF_CASE = f"""(
    SELECT w.is_there, w.whose || s.kind AS kind, w.team_id, w.caseworker_id, s.part, s.detail,
        s.day, s.entered_on, s.n
    FROM {_OF_CASE} s CROSS JOIN LATERAL (VALUES
        (true, '', NULL, NULL),
        (s.team_id IS NOT NULL, 'team_', s.team_id, NULL),
        (s.caseworker_id IS NOT NULL, 'own_', s.team_id, s.caseworker_id)
    ) AS w (is_there, whose, team_id, caseworker_id)
    WHERE w.is_there
)"""

_ADD = """
IF NOT EXISTS (SELECT FROM n) THEN RETURN NULL; END IF;
INSERT INTO cases_keptsum
    (kind, agreement_id, team_id, caseworker_id, part, detail, day, entered_on, n, amount,
     is_folded)
SELECT kind, agreement_id, team_id, caseworker_id, part, detail, day, entered_on, sum(n),
    sum(amount), false
FROM ({rows}) AS changes GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0 OR sum(amount) <> 0;
GET DIAGNOSTICS added = ROW_COUNT;
PERFORM cases_fold_when_many(added);
"""
_OF_CASES = (
    "SELECT k.agreement_id, s.kind, s.team_id, s.caseworker_id, s.part, s.detail, s.day, "
    f"s.entered_on, s.n * {{sign}} AS n, 0 AS amount FROM {{table}} AS k, LATERAL {SUMS_OF_CASE} s"
)
#: What fees add: by agreement, status, currency and due day; those that wait for their payment by
#: the day they began to, what is open of them; those that are paid by their schedule.
_OF_FEES = (
    "SELECT f.agreement_id, v.kind, NULL::bigint AS team_id, NULL::bigint AS caseworker_id, "
    "v.part, f.currency AS detail, v.day, NULL::date AS entered_on, {sign} AS n, "
    "{sign} * v.amount AS amount FROM {table} AS f CROSS JOIN LATERAL (VALUES "
    "(true, 'fee', f.status, f.due_on, f.amount), "
    "(f.status IN ('due', 'batched'), 'fee_open', 'payment', f.due_on, f.amount - f.received), "
    "(f.status IN ('paid', 'receipted'), 'fee_paid', f.schedule_id::text, NULL, f.amount)"
    ") AS v (is_there, kind, part, day, amount) WHERE v.is_there"
)
#: What the past of cases adds: each change by its day, and once more by its month.
_OF_PAST = (
    "SELECT k.agreement_id, v.kind, NULL::bigint AS team_id, NULL::bigint AS caseworker_id, "
    "d.f[3] AS part, d.f[4] AS detail, v.day, NULL::date AS entered_on, {sign} * d.f[5]::int AS n, "
    "{sign} * d.f[6]::numeric AS amount FROM {table} AS k "
    "CROSS JOIN LATERAL (SELECT string_to_array(unnest(k.deltas), '|') AS f) AS d "
    "CROSS JOIN LATERAL (VALUES (d.f[1], d.f[2]::date), (d.f[1] || '_month', "
    "d.f[2]::date - EXTRACT(day FROM d.f[2]::date)::int + 1)) AS v (kind, day)"
)
#: What the whole register should sum up to.
WANTED = " UNION ALL ".join(
    rows.replace("{sign}", "1").replace("{table}", table)
    for rows, table in (
        (_OF_CASES, "cases_keptcase"),
        (_OF_FEES, "cases_fee"),
        (_OF_PAST, "cases_keptpast"),
    )
)


#: Marks the cases that ``keys`` names, whose figures or past may be others now.
_CHANGED = (
    "INSERT INTO cases_changedcase (child_id, is_past) "
    "SELECT DISTINCT keys.child, {is_past} FROM ({keys}) AS keys (child);"
)


def keeps_changed() -> pgtrigger.Trigger:
    """Return the trigger that keeps the marked cases, all with the first of them.

    At once, or when an act that has deferred it settles (``casework.journal``), and so once for
    all that the act has written: at the latest at COMMIT. Source: decision 0320.
    """
    return as_owner(
        pgtrigger.Trigger(
            name="kept",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Immediate,
            func="IF EXISTS (SELECT FROM cases_changedcase WHERE id = NEW.id) THEN "
            "PERFORM cases_keep_changed(); END IF; RETURN NULL;",
        )
    )


def keeps_withdrawn(condition: str, row: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps a payment, ``row`` of it, when its record gives it up."""
    return as_owner(
        pgtrigger.Trigger(
            name="withdrawn_payment_kept",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            func=f"IF {condition} THEN INSERT INTO cases_withdrawnpayment (line_id, reversal_id, "
            f"value_date, bank_reference, withdrawn_on) {row}; END IF; RETURN NULL;",
        )
    )


def _by_statement(name: str, operation, func: str, declare=()) -> pgtrigger.Trigger:
    """Return a trigger that runs after a statement; its rows were ``o`` and are ``n``."""
    return as_owner(
        pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(
                old=None if operation == pgtrigger.Insert else "o",
                new=None if operation == pgtrigger.Delete else "n",
            ),
            declare=list(declare),
            func=f"{func} RETURN NULL;",
        )
    )


def counts_cases_of(name: str, operation, keys: str, *, first: str = "") -> pgtrigger.Trigger:
    """Return the trigger that keeps the cases that ``keys`` names, a SELECT of ``o`` and ``n``.

    ``first`` is SQL to begin with.
    """
    return _by_statement(name, operation, f"{first} {_CHANGED.format(keys=keys, is_past='false')}")


def keeps_past(name: str, operation: pgtrigger.Operation, keys: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps the past of the cases that ``keys`` names."""
    return _by_statement(name, operation, _CHANGED.format(keys=keys, is_past="true"))


def keeps_past_of(
    *facts: str, child: str = "child_id", among: str = "true"
) -> list[pgtrigger.Trigger]:
    """Return the triggers that keep the past of new and of changed rows, as ``counts_case``."""
    old, new = (_values(row, child, facts) for row in ("o", "n"))
    return [
        keeps_past("past_new", pgtrigger.Insert, f"SELECT {child} FROM n r WHERE {among}"),
        keeps_past(
            "past_changed",
            pgtrigger.Update,
            f"SELECT n.{child} FROM n JOIN o USING (id) WHERE {old} IS DISTINCT FROM {new}",
        ),
    ]


def counts_case(
    *facts: str, child: str = "child_id", when: str = "true"
) -> list[pgtrigger.Trigger]:
    """Return the triggers that keep the cases of new and of changed rows.

    ``facts`` are columns and conditions of a row called ``r`` of which a change counts; ``child``
    is the column of the child's key, ``when`` the condition on a new row to count at all.
    """
    old, new = (_values(row, child, facts) for row in ("o", "n"))
    return [
        counts_cases_of("counts_new", pgtrigger.Insert, f"SELECT {child} FROM n r WHERE {when}"),
        counts_cases_of(
            "counts_changed",
            pgtrigger.Update,
            f"SELECT each FROM n JOIN o USING (id), unnest(ARRAY[o.{child}, n.{child}]) AS each "
            f"WHERE {old} IS DISTINCT FROM {new}",
        ),
    ]


def counts_alone() -> pgtrigger.Trigger:
    """Return the trigger by which whoever changes a term waits for all who are writing cases.

    They may have read the term before; they end first.
    """
    return pgtrigger.Trigger(
        name="counts_alone",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="LOCK TABLE cases_child IN EXCLUSIVE MODE; RETURN NULL;",
    )


def counts_under(keys: str) -> list[pgtrigger.Trigger]:
    """Return the triggers of a table of terms that keep the cases under new and changed ones.

    ``keys`` is the SELECT of the cases under ``{row}``.
    """
    return [
        counts_alone(),
        counts_cases_of("counts_new", pgtrigger.Insert, keys.format(row="n")),
        counts_cases_of(
            "counts_changed",
            pgtrigger.Update,
            f"{keys.format(row='n')} UNION {keys.format(row='o')}",
        ),
    ]


def _values(row: str, child: str, facts: tuple[str, ...]) -> str:
    values = (f"r.{child}", *facts)
    return f"ROW({', '.join(values)})".replace("r.", f"{row}.")


def _summed(rows: str) -> list[pgtrigger.Trigger]:
    new = rows.replace("{sign}", "1").replace("{table}", "n")
    old = rows.replace("{sign}", "-1").replace("{table}", "o")
    added = [("added", "bigint")]
    return [
        _by_statement("sums_new", pgtrigger.Insert, _ADD.format(rows=new), added),
        _by_statement(
            "sums_changed", pgtrigger.Update, _ADD.format(rows=f"{old} UNION ALL {new}"), added
        ),
    ]


def sums_cases() -> list[pgtrigger.Trigger]:
    """Return the triggers that add what narrow rows are, and take away what they were."""
    return _summed(_OF_CASES)


def sums_past() -> list[pgtrigger.Trigger]:
    """Return the triggers that add the past of cases, and take away what it was."""
    return _summed(_OF_PAST)


def sums_fees() -> list[pgtrigger.Trigger]:
    """Return the triggers that sum fees by agreement, status, currency and due day."""
    return _summed(_OF_FEES)
