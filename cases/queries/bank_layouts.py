"""What is remembered of the columns of banks' files."""

from collections.abc import Sequence

from cases.models import BankLayout
from cases.rules.statement_layouts import MOST_TITLES, Layout, Table
from cases.rules.statement_words import BankColumn, folded

_LONGEST = 1000


def headings_of(row: Sequence[str]) -> str:
    """Return the headings of a row as they are remembered; "" where it has too few."""
    headings = [folded(cell) for cell in row]
    return "|".join(headings)[:_LONGEST] if sum(map(bool, headings)) > 2 else ""


def remembered(table: Table) -> Layout | None:
    """Return the layout that a person has given to the headings of a table, else None."""
    rows = {headings_of(row): at for at, row in enumerate(table[:MOST_TITLES])}
    layouts = BankLayout.objects.filter(headings__in=[row for row in rows if row])
    layout = layouts.order_by("pk").first()
    if layout is None:
        return None
    columns = {BankColumn(name): i for i, name in enumerate(layout.columns) if name}
    header = rows[layout.headings]
    return Layout(header, columns, layout.currency, layout.month_first)
