"""The budget in one bar, in the order in which money moves; its legend is the tabs of the fees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.facts import EVERY
from cases.figures.ledger import Budget, Come, LedgerSums
from cases.pages.charts import Segment, share
from cases.pages.facts import Words
from cases.vocabulary import FeeStatus

#: The parts of the bar in the order in which money moves, and their tones.
_TONES = {
    FeeStatus.DUE: "q4",
    FeeStatus.BATCHED: "q3",
    FeeStatus.PAID: "q2",
    FeeStatus.RECEIPTED: "q1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPart:
    """A sum and the list of its fees; ``tone`` is that of its part of the bar, if it has one."""

    label: Words
    amount: str
    note: str = ""
    url: str = ""
    tone: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetBar:
    """The fees in one currency, beside the budget where there is one."""

    currency: str
    is_of_budget: bool
    segments: list[Segment]
    parts: list[BudgetPart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabs:
    """Where the parts of a bar lead: ``query`` says of which agreement, ``shown`` is the list now.

    ``shown`` holds what a list is narrowed by; it is empty where no list stands below the bar.
    """

    query: Mapping[str, str]
    shown: Mapping[str, object]

    def part(self, label: Words, come: Come, currency: str, status: str = "") -> BudgetPart:
        query = {**self.query, **({"status": status} if status else {})}
        words = ngettext("%(n)s fee", "%(n)s fees", come.count)
        return BudgetPart(
            label=label,
            amount=wording.money_text(come.amount, currency),
            note=words % {"n": come.count},
            url=reverse("fees", query=query),
            tone=_TONES.get(FeeStatus(status), "") if status else "",
            is_current=self._is_shown(status),
        )

    def of(self, currency: str) -> "Tabs":
        """Return these tabs for the fees in one of several currencies."""
        shown = self.shown if self.shown.get("currency") == currency else {}
        return Tabs(query={**self.query, "currency": currency}, shown=shown)

    def _is_shown(self, status: str) -> bool:
        return bool(self.shown) and (self.shown.get("status") or []) == [status] * bool(status)


def budget_bars(sums: LedgerSums, tabs: Tabs) -> list[BudgetBar]:
    """Return a bar for each currency; its parts add to the budget of the agreements in it."""
    several = len(sums.by_currency) > 1
    return [
        _bar(
            currency, by_status, sums.budgets.get(currency), tabs.of(currency) if several else tabs
        )
        for currency, by_status in sums.by_currency.items()
    ]


def _bar(
    currency: str, by_status: Mapping[FeeStatus, Come], budget: Budget | None, tabs: Tabs
) -> BudgetBar:
    come = [by_status[status].amount for status in _TONES]
    left = budget.uncommitted if budget else Decimal(0)
    beside = [status for status in FeeStatus if status not in _TONES and by_status[status].count]
    every = Come(
        sum(each.count for each in by_status.values()),
        sum((each.amount for each in by_status.values()), Decimal(0)),
    )
    return BudgetBar(
        currency=currency,
        is_of_budget=budget is not None,
        segments=list(_segments(zip([*_TONES.values(), "q5"], [*come, left], strict=True))),
        parts=[
            *(tabs.part(each.label, by_status[each], currency, each.value) for each in _TONES),
            *([_rest(budget, currency, tabs.query["agreement"])] if budget else []),
            *(tabs.part(each.label, by_status[each], currency, each.value) for each in beside),
            tabs.part(_("All"), every, currency),
        ],
    )


def _segments(sums: "Iterator[tuple[str, Decimal]]") -> Iterator[Segment]:
    rows = list(sums)
    whole, start = sum(int(amount) for _tone, amount in rows), 0
    for tone, amount in rows:
        if amount:
            yield Segment(x=share(start, whole), w=share(int(amount), whole), tone=tone)
        start += int(amount)


def terms_url(slug: str) -> str:
    """Return where the target and the amount stand of which a budget is made.

    ``slug`` is that of an agreement, or the word for all of them.
    """
    return reverse("agreements") if slug == EVERY else reverse("agreement", args=[slug])


def _rest(budget: Budget, currency: str, slug: str) -> BudgetPart:
    """Return what is left of a budget, or by how much it is exceeded."""
    over = budget.over_budget
    words = _("of %(budget)s = %(terms)s") % {
        "budget": wording.money_text(budget.amount, currency),
        "terms": terms_text(budget),
    }
    return BudgetPart(
        label=_("Over budget by") if over else _("Uncommitted"),
        amount=wording.money_text(over or budget.uncommitted, currency),
        note=words,
        url=terms_url(slug),
        tone="" if over else "q5",
    )


def terms_text(budget: Budget) -> str:
    """Return the target of each agreement times its amount: "75 × $400 + 20 × $500"."""
    return " + ".join(
        f"{target} × {wording.money_text(rate.amount, rate.currency)}"
        for target, rate in budget.terms
    )
