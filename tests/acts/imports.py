"""Lists of children."""

from typing import Any

from cases.casework import applied_lists, imports
from cases.casework.list_checks import check_of
from cases.models import Child, ImportedList, ImportedRow
from cases.vocabulary import Role, Stage
from tests import factories
from tests.acts.example import Example, example
from tests.clock import today
from tests.statements import sent

TITLE = "Рӯйхат то 01.11.2018"


def _of(listed: ImportedList, **typed: Any) -> dict[str, Any]:
    listed.refresh_from_db()
    return {"version": listed.version} | typed


def _asked() -> ImportedList:
    listed = factories.imported_list()
    return imports.ask(listed=listed, version=listed.version, by=listed.begun_by)


@example("import-new")
def _() -> Example:
    factories.agreement()
    rows = [[TITLE], ["Модар", "Кӯдак", "Таваллуд"], ["Зулфия", "Ҳамза", "2014"]]
    content = "\n".join(";".join(row) for row in rows).encode()
    return Example((), {"file": sent(content, "list.csv")}, ImportedList.objects.all())


@example("import-columns")
def _() -> Example:
    listed = factories.imported_list(columns=False)
    typed = {f"column-{at}": name for at, name in enumerate(listed.columns)}
    typed |= {"header": 2, "as_of": "01.11.2018"}
    rows = ImportedList.objects.filter(as_of__isnull=False)
    return Example((listed.pk,), _of(listed, **typed), rows)


@example("import-sheet")
def _() -> Example:
    factories.agreement()
    content = "Модар;Кӯдак;Таваллуд\nЗулфия;Ҳамза;2014".encode("cp1251", "replace")
    listed = factories.imported_list(columns=False)
    ImportedList.objects.filter(pk=listed.pk).update(content=content, encoding="cp1251")
    rows = ImportedList.objects.filter(encoding="cp866")
    return Example((listed.pk,), _of(listed, encoding="cp866"), rows)


@example("import-rows")
def _() -> Example:
    listed = factories.imported_list()
    rows = ImportedRow.objects.filter(aside=True)
    return Example((listed.pk,), _of(listed, **{"aside-3": "1"}), rows)


@example("import-fix")
def _() -> Example:
    listed = factories.imported_list()
    typed = {"at": 7, "former": "п", "text": "д"}
    rows = ImportedRow.objects.exclude(corrections={})
    return Example((listed.pk,), _of(listed, **typed), rows)


@example("import-compare")
def _() -> Example:
    listed = factories.imported_list()
    ImportedList.objects.filter(pk=listed.pk).update(matches={})
    rows = ImportedList.objects.exclude(matches={})
    return Example((listed.pk,), _of(listed), rows)


@example("import-ask")
def _() -> Example:
    listed = factories.imported_list()
    rows = ImportedList.objects.filter(asked_by__isnull=False)
    return Example((listed.pk,), _of(listed), rows)


@example("import-approve")
def _() -> Example:
    listed = _asked()
    rows = ImportedList.objects.filter(approved_by__isnull=False)
    return Example((listed.pk,), _of(listed), rows)


@example("import-open")
def _() -> Example:
    listed = _asked()
    rows = ImportedList.objects.filter(asked_by__isnull=True)
    return Example((listed.pk,), _of(listed), rows)


@example("import-apply")
def _() -> Example:
    listed = factories.imported_list()
    assert check_of(listed).is_ready
    return Example((listed.pk,), _of(listed), Child.objects.all(), change=2)


@example("import-drop")
def _() -> Example:
    listed = factories.imported_list()
    return Example((listed.pk,), _of(listed), ImportedRow.objects.all(), change=-4)


@example("import-ask-undo")
def _() -> Example:
    listed = factories.applied_list(today())
    rows = Child.objects.filter(closing_asked_by__isnull=False)
    return Example((listed.pk,), _of(listed), rows, change=2)


@example("import-undo")
def _() -> Example:
    listed = factories.applied_list(today())
    applied_lists.ask_undo(listed=listed, version=listed.version, by=listed.begun_by, on=today())
    rows = Child.objects.filter(stage=Stage.CLOSED)
    return Example((listed.pk,), _of(listed), rows, change=2, who=Role.REVIEWER)
