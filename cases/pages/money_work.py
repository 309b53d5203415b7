"""The work of a finance officer in words: what is to be done with money, oldest first."""

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.pages.home import waits
from cases.pages.work_facts import WorkCard, WorkGroup, WorkLine
from cases.queries.money_work import DueFamily, MoneyAct, MoneyTask
from cases.vocabulary import FeeStatus

#: The sentence of each, the page where it is done, and its form on that page.
_ACTS = {
    MoneyAct.BATCH: (gettext_lazy("Put due fees into a batch"), "", ""),
    MoneyAct.MEND: (gettext_lazy("Correct %(about)s, which was sent back"), "batch", ""),
    MoneyAct.SEND: (gettext_lazy("Record the transfer of %(about)s"), "batch", "#transfer"),
    MoneyAct.RECEIPT: (gettext_lazy("Record the receipt for %(about)s"), "batch", "#receipt"),
    MoneyAct.MATCH: (gettext_lazy("Match bank lines of %(about)s"), "statement", "#open"),
    MoneyAct.APPROVE: (gettext_lazy("Approval of %(about)s"), "batch", ""),
}


def money_cards(tasks: Sequence[MoneyTask], *, on: datetime.date) -> list[WorkCard]:
    """Return what is to be done, then what others approve; what is empty is left out."""
    own = [task for task in tasks if task.act != MoneyAct.APPROVE]
    others = [task for task in tasks if task.act == MoneyAct.APPROVE]
    cards = ((_("To do"), own), (_("With an approver"), others))
    return [
        WorkCard(
            title=title,
            total=len(rows),
            groups=[WorkGroup(lines=[_line(task, on) for task in rows])],
        )
        for title, rows in cards
        if rows
    ]


def due_card(rows: Sequence[DueFamily], *, on: datetime.date) -> list[WorkCard]:
    """Return the families whose fees are due longest; nothing where none is due."""
    if not rows:
        return []
    group = WorkGroup(lines=[_family_line(row, on) for row in rows])
    return [WorkCard(title=_("Due longest, by family"), groups=[group], url=_due_fees())]


def _family_line(row: DueFamily, on: datetime.date) -> WorkLine:
    words = ngettext("%(n)s fee", "%(n)s fees", row.count)
    return WorkLine(
        label=row.reference,
        url=_due_fees(family=row.reference),
        about=wording.names_text(row.children.values()),
        number=words % {"n": row.count},
        number_url=_due_fees(family=row.reference),
        amount=" + ".join(wording.money_text(amount, currency) for amount, currency in row.sums),
        when=waits(row.since, on=on),
        sign="late" if row.since < on else "wait",
    )


def _line(task: MoneyTask, on: datetime.date) -> WorkLine:
    label, route, form = _ACTS[task.act]
    days = (on - task.since).days
    url = reverse(route, args=[task.about]) if route else _due_fees(currency=task.currency)
    late = task.act != MoneyAct.APPROVE and days > 0
    return WorkLine(
        label=label % {"about": task.about},
        url=url + form,
        about=_("since %(day)s") % {"day": wording.day_text(task.since)},
        number=_counted(task),
        number_url=url if task.act != MoneyAct.MATCH else url + form,
        amount="" if task.amount is None else wording.money_text(task.amount, task.currency),
        when=waits(task.since, on=on),
        sign="late" if late else "wait",
    )


def _due_fees(**of: str) -> str:
    query = {"agreement": "all", "status": FeeStatus.DUE.value, **of}
    return reverse("fees", query=query)


def _counted(task: MoneyTask) -> str:
    if task.act == MoneyAct.MATCH:
        words = ngettext("%(n)s line", "%(n)s lines", task.count)
    else:
        words = ngettext("%(n)s fee", "%(n)s fees", task.count)
    return words % {"n": task.count}
