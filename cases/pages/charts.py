"""Figures as the marks of a chart: shares of a base in percent, handed to SVG as attributes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import wording
from cases.figures.counts import Counted
from cases.figures.dashboard import Dashboard
from cases.figures.facts import Rate
from cases.figures.fees import COMMITTED, PAID, FeeFigures
from cases.figures.overdue import Late, LateCase
from cases.figures.progress import Progress, StageRow
from cases.pages.links import Links
from cases.vocabulary import Stage

Mark = dict[str, Any]

#: The tones of the bar, in the order of its segments.
_TONES = {
    Counted.RETURNED: "q1",
    Counted.TO_TRAVEL: "q2",
    Counted.PENDING: "q3",
    Counted.INELIGIBLE: "q4",
    Counted.CLOSED: "q4",
}
#: What a case waits for in its stage.
_WAITS_FOR = {
    Stage.REGISTERED: gettext_lazy("Identity check"),
    Stage.VERIFIED: gettext_lazy("Decision on eligibility"),
    Stage.ELIGIBLE: gettext_lazy("Documents and consent to travel"),
    Stage.CLEARED: gettext_lazy("Place on a movement"),
    Stage.BOOKED: gettext_lazy("Departure"),
    Stage.IN_TRANSIT: gettext_lazy("Arrival"),
    Stage.RETURNED: gettext_lazy("Handover and care"),
    Stage.PLACED: gettext_lazy("Closing of the case"),
}
_DUE = {Late.REVIEW: gettext_lazy("Review is due"), Late.HOLD: gettext_lazy("Hold has ended")}
#: Stages of a child who is home, and of one whom nothing moves on at present.
_HOME = (Stage.RETURNED, Stage.PLACED)
_WAITING = (Stage.DEFERRED, Stage.INELIGIBLE, Stage.CLOSED)


def share(part: int, whole: int) -> float:
    """Return ``part`` in percent of ``whole``, 0 of nothing, at most 100."""
    return min(100.0, round(100 * part / whole, 3)) if whole else 0.0


def progress_bar(progress: Progress, links: Links) -> dict[str, Any]:
    """Return the bar of all children: what is home, what may still come, and the target's tick."""
    segments, start = [], 0
    for kind, tone in _TONES.items():
        value = getattr(progress, kind.value)
        if value or kind != Counted.CLOSED:
            mark = _segment(kind.label, value, start, progress.base, tone)
            segments.append({**mark, "url": links.counted(kind)})
            start += value
    if missing := progress.not_yet_on_record:
        segments.append(_segment(_("Not yet in the register"), missing, start, progress.base, "q5"))
    target = progress.target
    label = "" if target is None else _("Target %(target)s") % {"target": target}
    return {
        "segments": segments,
        "target_x": share(target or 0, progress.base),
        "target_label": label,
    }


def _segment(label: Any, value: int, start: int, base: int, tone: str) -> Mark:
    return {
        "label": label,
        "value": value,
        "x": share(start, base),
        "w": share(value, base),
        "tone": tone,
        "url": "",
    }


def stage_table(dashboard: Dashboard, links: Links) -> list[Mark]:
    """Return one row for each stage, its bar in percent of the longest."""
    longest = max(row.count for row in dashboard.counts.stages)
    own = dashboard.own.stages if dashboard.own else dashboard.counts.stages
    return [
        _stage_row(row, mine, longest, links)
        for row, mine in zip(dashboard.counts.stages, own, strict=True)
    ]


def _stage_row(row: StageRow, own: StageRow, longest: int, links: Links) -> Mark:
    url = links.stage(row.stage)
    shows_own = links.own is not None and not url and own.count
    return {
        "label": row.stage.label,
        "count": row.count,
        "median": row.median_days,
        "overdue": row.overdue,
        "w": share(row.count, longest),
        "tone": "q1" if row.stage in _HOME else "q4" if row.stage in _WAITING else "q2",
        "url": url,
        "overdue_url": links.all_overdue(row.stage),
        "own": own.count if shows_own else None,
        "own_url": links.own_stage(row.stage) if shows_own else "",
    }


def late_rows(cases: tuple[LateCase, ...]) -> list[Mark]:
    """Return the cases that wait too long: reference, what is missing, owner, days late."""
    return [
        {
            "reference": case.reference,
            "missing": _DUE.get(case.kind) or _WAITS_FOR.get(case.stage, case.stage.label),
            "stage": case.stage.label,
            "owner": case.owner,
            "late": ngettext("%(days)s day late", "%(days)s days late", case.days)
            % {"days": case.days},
        }
        for case in cases
    ]


def funnel_rows(dashboard: Dashboard, links: Links) -> list[Mark]:
    """Return the way from identified to home, each part of the identified."""
    whole = dashboard.counts[Counted.IDENTIFIED]
    return [
        {
            "label": kind.label,
            "value": value,
            "share": "" if percent is None else _("%(percent)s%%") % {"percent": percent},
            "w": share(value, whole),
            "tone": "q1" if kind == Counted.RETURNED else "q2",
            "url": links.counted(kind),
        }
        for kind, value, percent in dashboard.funnel
    ]


def fee_card(fees: FeeFigures, links: Links) -> dict[str, Any]:
    """Return the bar of the budget and its parts; all three add to it, or it is exceeded."""
    whole = int(max(fees.budget, fees.paid + fees.committed))
    paid, committed = share(int(fees.paid), whole), share(int(fees.committed), whole)
    return {
        "segments": [
            {"x": 0.0, "w": paid, "tone": "q1"},
            {"x": paid, "w": committed, "tone": "q2"},
        ],
        "amounts": _amounts(fees, links),
        **rate_texts(fees.rate, fees.target),
        "elsewhere": fees.elsewhere,
    }


def rate_texts(rate: Rate, target: int) -> Mark:
    """Return the amount per child, the standard one, and what is saved on the whole target."""
    saved = rate.saved(target)
    return {
        "rate": wording.money_text(rate.amount, rate.currency),
        "standard": wording.money_text(rate.standard_amount or 0, rate.currency),
        "saved": saved and wording.money_text(saved, rate.currency),
        "target": target,
    }


def _amounts(fees: FeeFigures, links: Links) -> list[Mark]:
    paid = ngettext("Paid, %(count)s child", "Paid, %(count)s children", fees.paid_children)
    committed = ngettext(
        "Unpaid, %(count)s child", "Unpaid, %(count)s children", fees.committed_children
    )
    over = fees.over_budget
    rows = (
        (paid % {"count": fees.paid_children}, fees.paid, links.fees(PAID)),
        (committed % {"count": fees.committed_children}, fees.committed, links.fees(COMMITTED)),
        (_("Over budget by") if over else _("Uncommitted"), over or fees.uncommitted, ""),
        (_("Budget for %(target)s") % {"target": fees.target}, fees.budget, ""),
    )
    return [
        {"label": label, "value": wording.money_text(amount, fees.rate.currency), "url": url}
        for label, amount, url in rows
    ]
