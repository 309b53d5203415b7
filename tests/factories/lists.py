"""A list of children on its way into the register."""

import datetime

from cases.casework import applied_lists, imports
from cases.files.sheets import ListSheet
from cases.models import Agreement, ImportedList, User
from cases.vocabulary import Role
from tests.factories.agreements import agreement
from tests.factories.people import user

HEAD = ["№", "Модар", "Соли таваллуди модар", "Ҳукм", "Ҷой", "Кӯдак", "Таваллуд", "Ҷинс", "Падар"]
ROWS = (
    ["1", "Назарова Зулфия", "1991", "15 сол", "", "Ҳамза", "12.04.2014", "п", "вафот"],
    ["", "", "", "", "", "Сафия", "2016", "д", ""],
)
LISTED = datetime.date(2018, 11, 1)


def imported_list(
    to: Agreement | None = None,
    *,
    rows: tuple[list[str], ...] = ROWS,
    head: list[str] = HEAD,
    by: User | None = None,
    columns: bool = True,
) -> ImportedList:
    """Send a list as a caseworker, and confirm its ``columns`` as they are guessed."""
    by = by or user(Role.CASEWORKER)
    listed = imports.begin(
        name="list.csv",
        content=repr(rows).encode(),
        sheets=[ListSheet("", [["Рӯйхат"], head, *rows])],
        encoding="",
        agreement=to or agreement(),
        by=by,
    )
    return confirm_columns(listed) if columns else listed


def confirm_columns(listed: ImportedList, **changed: object) -> ImportedList:
    """Confirm the columns of a list as they are guessed, but for what is ``changed``."""
    facts = {
        "header": listed.header or 1,
        "columns": listed.columns,
        "as_of": LISTED,
        "with_hidden": False,
        "with_struck": False,
        "by": listed.begun_by,
    }
    return imports.choose(listed=listed, version=listed.version, **(facts | changed))


def applied_list(on: datetime.date, **more: object) -> ImportedList:
    """Send a list and apply it."""
    listed = imported_list(**more)
    applied_lists.apply(listed=listed, version=listed.version, by=listed.begun_by, on=on)
    return ImportedList.objects.get(pk=listed.pk)
