"""pgtrigger, whose registry here knows each name at once.

Its own makes two sets of all names anew for each trigger that it takes: with eight hundred
triggers, half of the processor time in which a command or a web worker starts.
"""

from typing import Any

from pgtrigger import registry
from pgtrigger.apps import PGTriggerConfig


class Registry(registry._Registry):
    """Refuses what pgtrigger's own refuses: one name twice on a table, one function twice."""

    by_db_table: dict[tuple[str, str], Any] = {}
    pg_function_names: set[str] = set()

    def __init__(self) -> None:
        super().__init__()
        self.by_db_table, self.pg_function_names = {}, set()

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self.by_db_table[model._meta.db_table, trigger.name]
        self.pg_function_names.remove(trigger.get_pgid(model))


class TriggersConfig(PGTriggerConfig):
    """Takes the place of pgtrigger's own; this module is read before any model registers."""


registry._registry = Registry()
