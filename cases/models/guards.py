"""The pieces that the tables' own guards are made of.

A guard is a trigger or a constraint with a name; it speaks as an
``IntegrityError`` that carries the name, whoever writes: page, admin or SQL.
"""

import pghistory
import pgtrigger
from django.db import models

#: The ministry's day, for guards that must know "today" without Python.
TODAY = "(now() AT TIME ZONE 'Asia/Dushanbe')::date"


def refusal(name: str, sentence: str) -> str:
    """Return the SQL that refuses a row, naming the guard like a CHECK would."""
    quoted = sentence.replace("'", "''")
    return f"RAISE EXCEPTION '{quoted}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def refuse_if(condition: str, name: str, sentence: str) -> str:
    """Return the SQL that refuses a row when ``condition`` holds."""
    return f"IF {condition} THEN {refusal(name, sentence)} END IF;"


def before(name: str, operation, func: str, *, condition=None, declare=()) -> pgtrigger.Trigger:
    """Return a row trigger that runs before ``operation`` and lets the row pass."""
    tail = "RETURN COALESCE(NEW, OLD);"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        declare=list(declare),
        func=f"{func} {tail}",
    )


class Always(pgtrigger.Trigger):
    """A trigger that runs even for rows that are copied in past all others."""

    def compile(self, model):
        compiled = super().compile(model)
        table, name = compiled.sql.table, compiled.sql.pgid
        compiled.sql.data += f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name};'
        return compiled


def at_commit(name: str, operation, func: str, *, condition=None, declare=()) -> pgtrigger.Trigger:
    """Return a constraint trigger that judges the state at COMMIT."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=list(declare),
        func=f"{func} RETURN NULL;",
    )


def no_truncate(name: str = "no_truncate") -> pgtrigger.Trigger:
    """Return the guard that refuses TRUNCATE, which row triggers never see."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=refusal("append_only", "This table is never emptied.") + " RETURN NULL;",
    )


def no_delete() -> pgtrigger.Trigger:
    """Return the guard of a record that may be corrected but never deleted."""
    return before("no_delete", pgtrigger.Delete, refusal("no_delete", "Records are not deleted."))


def append_only() -> list[pgtrigger.Trigger]:
    """Return the guards of a table whose rows are never changed once written."""
    change = refusal("append_only", "Rows of this table are never changed or deleted.")
    return [
        before("append_only", pgtrigger.Update | pgtrigger.Delete, change),
        no_truncate(),
    ]


def keeps_history(*, exclude: tuple[str, ...] = ()):
    """Return the decorator by which the database keeps every version of a row."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        meta={"triggers": [no_truncate()]},
    )


def two_people(name: str, first: str, second: str) -> models.CheckConstraint:
    """Return the CHECK that ``second`` is another person than ``first``."""
    nobody_yet = models.Q(**{f"{second}__isnull": True})
    another = models.Q(**{f"{first}__isnull": False}) & ~models.Q(**{second: models.F(first)})
    return models.CheckConstraint(name=name, condition=nobody_yet | another)


def stays(name: str, sentence: str, *fields: str) -> pgtrigger.Trigger:
    """Return the guard that ``fields``, once written, are never changed."""
    return before(
        name, pgtrigger.Update, refusal(name, sentence), condition=pgtrigger.AnyChange(*fields)
    )


def follows(table: str, name: str, steps) -> pgtrigger.Trigger:
    """Return the trigger that refuses a change of status the table does not know."""
    pairs = ", ".join(f"('{old}','{new}')" for old, new in steps)
    return before(
        f"{table}_status_follows",
        pgtrigger.Update,
        refuse_if(f"(OLD.status, NEW.status) NOT IN ({pairs})", name, "Unknown change of status."),
        condition=pgtrigger.AnyChange("status"),
    )


def asked_first(name: str, *asked: str, approved: str) -> pgtrigger.Trigger:
    """Return the guard that an approval finds who asked as they stand, and leaves them so."""
    sentence = "Who asked is settled before another person approves."
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*asked),
        func=refuse_if(f"NEW.{approved}_id IS NOT NULL", name, sentence) + " RETURN NULL;",
    )


def both_or_neither(name: str, *fields: str) -> models.CheckConstraint:
    """Return the CHECK that ``fields`` are all present or all absent."""
    all_there, none_there = models.Q(), models.Q()
    for field in fields:
        all_there &= models.Q(**{f"{field}__isnull": False})
        none_there &= models.Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(name=name, condition=all_there | none_there)


def one_of(name: str, field: str, choices) -> models.CheckConstraint:
    """Return the CHECK that ``field`` holds a word of the vocabulary."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__in": list(choices.values), f"{field}__isnull": False}),
    )


class Editable(models.Model):
    """A record that people edit: its version tells a stale form from a fresh one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
