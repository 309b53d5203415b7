"""Receipts in words: the tabs of the list, and of the fees that await one."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.pages.facts import Tab


def tabs(*, count: int, missing: int, only_missing: bool) -> list[Tab]:
    """Return the tabs above the list: all receipts, and those without a scan."""
    every = Tab(label=_("All"), url="?", count=count, current=not only_missing)
    url = "?scan=missing"
    return [every, Tab(label=_("Without a scan"), url=url, count=missing, current=only_missing)]


def batches(counts: Mapping[str, int], *, agreement: str, current: str) -> list[Tab]:
    """Return the batches whose money awaits a receipt, as links that narrow the form."""
    url = f"?agreement={agreement}"
    every = Tab(label=_("All"), url=url, count=sum(counts.values()), current=not current)
    return [
        every,
        *(
            Tab(
                label=reference,
                url=f"{url}&batch={reference}",
                count=count,
                current=reference == current,
            )
            for reference, count in counts.items()
        ),
    ]
