"""Operations of one kind, taken in one step."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class InOneStep(Operation):
    """Several operations of one kind (tables, columns, or guards), with the models rendered once.

    Django renders every model that is near a changed one anew after each operation, and here
    each is near: one by one, a new database took a minute. None of ``operations`` may need
    what another one of them leaves behind. Source: decision 0101.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self.reversible = all(operation.reversible for operation in operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        # Rendered again, whole, when somebody asks for it.
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
