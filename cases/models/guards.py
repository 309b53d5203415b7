"""Parts of the guards of tables.

A guard is a named trigger or constraint; it raises an ``IntegrityError`` with
its name, whether a page, the admin or SQL writes.
"""

from typing import NamedTuple

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.rules.text import SEEN
from cases.vocabulary import TermPart

#: The ministry's day, for guards that must know "today" without Python.
TODAY = "cases_day(now())"
#: How a request that waits for a second person is answered: prefixes of its columns.
ANSWERS = ("approved", "dropped")


def day_of(instant: str) -> str:
    """Return the SQL of the ministry's day of an instant."""
    return f"cases_day({instant})"


def refusal(name: str, sentence: str) -> str:
    """Return the SQL that refuses a row with the name of the guard, as a CHECK does."""
    quoted = sentence.replace("'", "''")
    return f"RAISE EXCEPTION '{quoted}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def refuse_if(condition: str, name: str, sentence: str) -> str:
    """Return the SQL that refuses a row when ``condition`` holds."""
    return f"IF {condition} THEN {refusal(name, sentence)} END IF;"


def array(words) -> str:
    """Return the SQL of a list of words of the vocabulary."""
    quoted = (f"'{word.value}'" for word in words)
    return f"ARRAY[{', '.join(quoted)}]"


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


def after(name: str, operation, func: str, *, condition=None, declare=()) -> pgtrigger.Trigger:
    """Return a row trigger that runs after ``operation``."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        declare=list(declare),
        func=f"{func} RETURN NULL;",
    )


class Always(pgtrigger.Trigger):
    """A trigger that also runs for replicated rows, which skip all others."""

    def compile(self, model):
        compiled = super().compile(model)
        table, name = compiled.sql.table, compiled.sql.pgid
        compiled.sql.data += f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name};'
        return compiled


def at_commit(name: str, operation, func: str, *, condition=None, declare=()) -> pgtrigger.Trigger:
    """Return a constraint trigger that checks the state at COMMIT."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        condition=condition,
        declare=list(declare),
        func=f"{func} RETURN NULL;",
    )


def refuses(
    name: str, operation, when: str, sentence: str, *, trigger="", condition=None, run=before
) -> pgtrigger.Trigger:
    """Return the guard ``name``, which refuses a row for which the SQL ``when`` holds.

    Its trigger has the same name, or is called ``trigger``.
    """
    sql = refuse_if(when, name, sentence)
    return run(trigger or name, operation, sql, condition=condition)


#: Triggers that write where the application may not.
WRITERS: list[pgtrigger.Trigger] = []


def as_owner(trigger: pgtrigger.Trigger) -> pgtrigger.Trigger:
    """Let ``trigger`` write where the application may not; ``models/install.py`` sees to it."""
    WRITERS.append(trigger)
    return trigger


def no_truncate(name: str = "no_truncate") -> pgtrigger.Trigger:
    """Return the guard that refuses TRUNCATE, for which row triggers do not run."""
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


def agreed_by_two(
    table: str, name: str, part: TermPart, operation, *, condition=None, words: tuple[str, ...] = ()
) -> pgtrigger.Trigger:
    """Return the guard that a row of ``table`` says what an approved change of terms asked for.

    Its ``words`` may change without one. Name: ``<name>_agreed_by_two``.
    """
    free = ", ".join(f"'{column}'" for column in ("id", "version", *words))
    return at_commit(
        "agreed_by_two",
        operation,
        # As it stands by now: it may have been changed again since.
        f"PERFORM cases_refuse_unagreed_term('{part.value}', t.id, to_jsonb(t) - ARRAY[{free}], "
        f"'{name}_agreed_by_two') FROM {table} t WHERE t.id = NEW.id;",
        condition=condition,
    )


def stays(name: str, sentence: str, *fields: str) -> pgtrigger.Trigger:
    """Return the guard that ``fields`` never change once written."""
    return before(
        name, pgtrigger.Update, refusal(name, sentence), condition=pgtrigger.AnyChange(*fields)
    )


def unless_merged(condition: str, name: str, sentence: str) -> str:
    """Return the SQL that refuses a change, but for one that an approved merge makes."""
    moved = "cases_is_merged(TG_TABLE_NAME::text, to_jsonb(OLD), to_jsonb(NEW))"
    return refuse_if(f"({condition}) AND NOT {moved}", name, sentence)


def written_once(table: str, *fields: str) -> pgtrigger.Trigger:
    """Return the guard that what a record says is corrected by a further one: ``<table>_stays``."""
    return stays(
        f"{table}_stays", "What was recorded stays; a further record corrects it.", *fields
    )


def with_its_act(name: str, act: str, *fields: str) -> pgtrigger.Trigger:
    """Return the guard that ``fields`` change with the column ``act`` alone."""
    return before(
        name,
        pgtrigger.Update,
        refuse_if(
            f"NEW.{act} IS NOT DISTINCT FROM OLD.{act}", name, "This is said with its act alone."
        ),
        condition=pgtrigger.AnyChange(*fields),
    )


def by_office(table: str, permission: str, operation, *fields: str) -> pgtrigger.Trigger:
    """Return the guard that whoever acts on a page holds ``permission``: ``<table>_by_office``."""
    return before(
        f"{table}_by_office",
        operation,
        f"PERFORM cases_refuse_without('{permission}', '{table}_by_office');",
        condition=pgtrigger.AnyChange(*fields) if fields else None,
    )


def by_command(table: str) -> pgtrigger.Trigger:
    """Return the guard that no page adds a row, but a command on the server."""
    name = f"{table}_by_command"
    return before(
        "by_command",
        pgtrigger.Insert,
        refuse_if("cases_is_page()", name, "This is done on the server, and by no page."),
    )


def follows(table: str, name: str, steps) -> pgtrigger.Trigger:
    """Return the trigger that refuses a change of status not in the table."""
    pairs = ", ".join(f"('{old}','{new}')" for old, new in steps)
    return before(
        f"{table}_status_follows",
        pgtrigger.Update,
        refuse_if(f"(OLD.status, NEW.status) NOT IN ({pairs})", name, "Unknown change of status."),
        condition=pgtrigger.AnyChange("status"),
    )


def asked_first(name: str, *columns: str, approved: str) -> pgtrigger.Trigger:
    """Return the guard that an approval does not change the request."""
    sentence = "Who asked is settled before another person approves."
    return after(
        name,
        pgtrigger.Update,
        refuse_if(f"NEW.{approved}_id IS NOT NULL", name, sentence),
        condition=pgtrigger.AnyChange(*columns),
    )


def approval_stays(name: str, second: str, *content: str, final: bool = False) -> pgtrigger.Trigger:
    """Return the guard that an approval, and the ``content`` approved, change only with its end.

    A ``final`` one has no end: it is never taken back.
    """
    stands = f"OLD.{second}_by_id IS NOT NULL"
    return before(
        f"{name}_approval_stays",
        pgtrigger.Update,
        refuse_if(
            stands if final else f"{stands} AND NEW.{second}_by_id IS NOT NULL",
            f"{name}_approval_stays",
            "What another person approved does not change afterwards.",
        ),
        condition=pgtrigger.AnyChange(f"{second}_by", f"{second}_at", *content),
    )


def both_or_neither(name: str, *fields: str) -> models.CheckConstraint:
    """Return the CHECK that ``fields`` are all present or all absent."""
    all_there, none_there = models.Q(), models.Q()
    for field in fields:
        all_there &= models.Q(**{f"{field}__isnull": False})
        none_there &= models.Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(name=name, condition=all_there | none_there)


def decided_by_another(
    name: str, *, first: str, second: str, also: tuple[str, ...] = (), another: str = ""
) -> list[models.CheckConstraint]:
    """Return the CHECKs that ``second`` is whole, and by another person than ``first``.

    Each is the prefix of its columns: ``…_by``, ``…_at``; ``also`` are further columns of
    ``second``. The second CHECK is called ``another`` where its name is not of the pattern.
    """
    verb = second.rpartition("_")[2]
    return [
        both_or_neither(f"{name}_{verb}_whole", *also, f"{second}_by", f"{second}_at"),
        two_people(another or f"{name}_{verb}_by_another", f"{first}_by", f"{second}_by"),
    ]


class FourEyes(NamedTuple):
    """The guards of a request by one person and its approval by another."""

    constraints: list[models.BaseConstraint]
    triggers: list[pgtrigger.Trigger]


def four_eyes(
    name: str,
    *,
    first: str,
    second: str,
    also: tuple[str, ...] = (),
    another: str = "",
    content: tuple[str, ...] = (),
    final: bool = False,
) -> FourEyes:
    """Return the guards of a request by one person and its approval by another.

    ``first`` and ``second`` are the prefixes of their columns: ``…_by``, ``…_at``. The
    request is whole (with ``also``), the approval is whole and another's, it does not change
    the request, and afterwards neither it nor the ``content`` changes: see ``approval_stays``.
    Names: ``<name>_asked_whole``, ``<name>_approved_whole``, ``<name>_approved_by_another`` (or
    ``another``), ``<name>_asked_first`` and ``<name>_approval_stays``.
    """
    verb = first.rpartition("_")[2]
    by_and_at = (f"{first}_by", f"{first}_at")
    return FourEyes(
        constraints=[
            both_or_neither(f"{name}_{verb}_whole", *also, *by_and_at),
            *decided_by_another(name, first=first, second=second, another=another),
        ],
        triggers=[
            asked_first(f"{name}_{verb}_first", *by_and_at, approved=f"{second}_by"),
            approval_stays(name, second, *content, final=final),
        ],
    )


def asked_then_answered(
    name: str, *, content: tuple[str, ...], once: tuple[str, ...], answer: tuple[str, ...] = ()
) -> FourEyes:
    """Return the guards of a request that another person approves, or somebody drops.

    The columns are ``asked_…``, ``approved_…`` and ``dropped_…``: ``by`` and ``at``. What was
    asked for (``content``) never changes, nor does what was answered (with ``answer``), and one
    request of each ``once`` waits. Names: ``<name>_dropped_whole``, ``<name>_approved_whole``,
    ``<name>_approved_by_another``, ``<name>_approved_or_dropped``, ``<name>_asked_once``,
    ``no_delete``, ``<name>_starts_asked``, ``<name>_terms_stay`` and ``<name>_answer_stays``.
    """
    unapproved, undropped = (models.Q(**{f"{verb}_by__isnull": True}) for verb in ANSWERS)
    given = " OR ".join(f"{{0}}.{verb}_by_id IS NOT NULL" for verb in ANSWERS)
    changes = (f"{verb}_{column}" for verb in ANSWERS for column in ("by", "at"))
    starts, stay = f"{name}_starts_asked", f"{name}_answer_stays"
    return FourEyes(
        constraints=[
            both_or_neither(f"{name}_dropped_whole", "dropped_by", "dropped_at"),
            *decided_by_another(name, first="asked", second="approved"),
            models.CheckConstraint(
                name=f"{name}_approved_or_dropped", condition=unapproved | undropped
            ),
            models.UniqueConstraint(
                name=f"{name}_asked_once", fields=once, condition=unapproved & undropped
            ),
        ],
        triggers=[
            no_delete(),
            before(
                starts,
                pgtrigger.Insert,
                refuse_if(given.format("NEW"), starts, "A request is made before it is approved."),
            ),
            stays(
                f"{name}_terms_stay",
                "What was asked for does not change.",
                *(*content, "asked_by", "asked_at"),
            ),
            before(
                stay,
                pgtrigger.Update,
                refuse_if(given.format("OLD"), stay, "An answer that was given does not change."),
                condition=pgtrigger.AnyChange(*changes, *answer),
            ),
        ],
    )


def refused_or_withdrawn(name: str) -> models.CheckConstraint:
    """Return the CHECK that who did not ask says why it is refused, and who did withdraws it."""
    own = models.Q(dropped_by=models.F("asked_by"))
    return models.CheckConstraint(
        name=f"{name}_refused_with_reason_or_withdrawn",
        condition=models.Q(dropped_by__isnull=True)
        | own & models.Q(answer="")
        | ~own & in_words("answer"),
    )


def one_of(name: str, field: str, choices) -> models.CheckConstraint:
    """Return the CHECK that ``field`` holds a word of the vocabulary."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__in": list(choices.values), f"{field}__isnull": False}),
    )


#: Direction overrides, zero-width and control characters hide or double a name; see the security
#: page, threat 16. A zero-width non-joiner stands between two Arabic letters and nowhere else.
_HIDDEN = (
    "[\u0001-\u001f\u007f-\u009f\u200b\u200d-\u200f\u202a-\u202e]"
    "|[\u2066-\u2069\ufeff]|(^|[^\u0620-\u06ff])\u200c|\u200c([^\u0620-\u06ff]|$)"
)


def without_controls(name: str, *fields: str) -> models.CheckConstraint:
    """Return the CHECK that no name in ``fields`` has signs that hide or turn letters."""
    condition = models.Q()
    for field in fields:
        condition &= ~models.Q(**{f"{field}__regex": _HIDDEN})
    return models.CheckConstraint(
        name=f"{name}_without_controls",
        condition=condition,
        violation_error_message=_("The text has hidden signs. Type it anew."),
    )


def in_words(field: str) -> models.Q:
    """Return the condition that the text of ``field`` holds a sign that is seen."""
    return models.Q(**{f"{field}__regex": SEEN})


def has_start(name: str) -> models.CheckConstraint:
    """Return the CHECK that ``during`` is not empty and has a first day."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(during__isempty=False, during__startswith__isnull=False),
        violation_error_message=_("Enter the first day from which this holds."),
    )


def never_overlap(name: str, *fields: str, among: models.Q | None = None) -> ExclusionConstraint:
    """Return the exclusion of two rows (``among`` some of them) for ``fields`` on one day."""
    return ExclusionConstraint(
        name=name,
        condition=among,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("during", RangeOperators.OVERLAPS),
        ],
        violation_error_message=_(
            "The same is in force already on some of these days. End it first."
        ),
    )


class Editable(models.Model):
    """A record that users edit; its version shows whether a form is stale."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
