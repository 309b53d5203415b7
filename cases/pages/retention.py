"""For how long cases and enquiries are kept, and those that are past it, in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Agreement, RetentionTerm
from cases.pages.facts import Words
from cases.queries.retention import Kept
from cases.vocabulary import KeptFrom, RetentionClass

if TYPE_CHECKING:
    from cases.queries.retention import KeptChild, KeptEnquiry


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class of cases of an agreement, for how long it is kept; ``url`` leads to what is due."""

    agreement: Agreement
    records: Words
    term: str
    due: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A case or an enquiry that is past its term, and why."""

    reference: str
    agreement: str
    why: str
    since: datetime.date
    is_asked: bool
    url: str


def class_lines(classes: Iterable[Kept]) -> list[ClassLine]:
    return [
        ClassLine(
            agreement=each.agreement,
            records=each.records.label,
            term=_term(each.records, each.term.years, each.term.counted_from)
            if each.term
            else _("No term"),
            due=each.due,
            url=reverse(
                "retention",
                query={"agreement": each.agreement.slug, "records": each.records.value},
            ),
        )
        for each in classes
    ]


def due_lines(children: "Iterable[KeptChild]") -> list[DueLine]:
    return [
        DueLine(
            reference=child.reference,
            agreement=str(child.agreement),
            why=why(child.records, child.years, child.counted_from, child.closed_on),
            since=child.kept_until,
            is_asked=child.asked_by_somebody,
            url=reverse("disposal", args=[child.reference]),
        )
        for child in children
    ]


def enquiry_lines(term: RetentionTerm | None, rows: "Iterable[KeptEnquiry]") -> list[DueLine]:
    if term is None:
        return []
    return [
        DueLine(
            reference=row.reference,
            agreement=str(term.agreement),
            why=why(term.records, term.years, term.counted_from, row.answered_on),
            since=row.kept_until,
            is_asked=row.asked_by_somebody,
            url=reverse("disposal", args=[row.reference]),
        )
        for row in rows
    ]


def why(records: str, years: int, counted_from: str, ended_on: datetime.date | None) -> str:
    """Return why something is due: its class, when it was closed or answered, and the term."""
    words = {
        "records": RetentionClass(records).label,
        "day": wording.day_text(ended_on) if ended_on else "–",
        "term": _term(records, years, counted_from),
    }
    if records == RetentionClass.ENQUIRY:
        return _("%(records)s, last answered on %(day)s. Kept %(term)s.") % words
    return _("%(records)s, closed on %(day)s. Kept %(term)s.") % words


def _term(records: str, years: int, counted_from: str) -> str:
    counted = ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    after = {
        KeptFrom.CLOSING: _("%(years)s after closing"),
        KeptFrom.PLACEMENT: _("%(years)s after the last placement began"),
    }
    if records == RetentionClass.ENQUIRY:
        return _("%(years)s after the last answer") % {"years": counted}
    return after[KeptFrom(counted_from)] % {"years": counted}
