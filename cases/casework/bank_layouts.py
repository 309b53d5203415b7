"""The columns of banks' files, as a person has said: used at once, and remembered."""

import datetime

from django.db import transaction

from cases.casework import statements
from cases.models import BankLayout, Draft, User
from cases.rules.statement_layouts import Layout


@transaction.atomic
def keep(
    *,
    name: str,
    content: bytes,
    layout: Layout,
    bank: str,
    headings: str,
    on: datetime.date,
    by: User,
) -> Draft:
    """Read a statement by ``layout`` and remember it for files of the same ``headings``.

    Without headings nothing is remembered. Raises as ``statements.read`` does.
    """
    draft = statements.keep(name, content, on=on, by=by, layout=layout)
    if headings:
        width = max(layout.columns.values()) + 1
        columns = [""] * width
        for column, at in layout.columns.items():
            columns[at] = column.value
        BankLayout.objects.update_or_create(
            headings=headings,
            defaults={
                "bank": bank,
                "columns": columns,
                "currency": layout.currency,
                "month_first": layout.month_first,
                "saved_by": by,
            },
        )
    return draft


@transaction.atomic
def forget(layout: BankLayout) -> None:
    """Forget the columns of a bank's files: they are asked for again."""
    layout.delete()
