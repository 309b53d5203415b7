"""Changes of an agreement's terms in words: before, after, and for how many cases."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from cases import wording
from cases.kept import said
from cases.models import TermChange
from cases.models.agreement import CALLED
from cases.pages.facts import Fact, Words
from cases.queries.term_changes import Term, during_of, replaces, term_of
from cases.vocabulary import Reason, TermPart

#: Fields that a page of one agreement does not repeat.
_UNSAID = ("id", "version", "agreement", *CALLED)
_DASH = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change that waits: the part, what becomes of the row, and for how many cases."""

    key: int
    part: Words
    what: Words
    before: list[Fact]
    after: list[Fact]
    effect: str
    asked_by: str
    since: str


def change_lines(
    changes: Iterable[TermChange],
    rows: Mapping[tuple[str, int | None], Term],
    effects: Mapping[int, int],
    *,
    terms: Mapping[int, Term],
    on: datetime.date,
) -> list[ChangeLine]:
    """Return what waits, each with what is on record now and what would be."""
    return [
        _line(
            change, terms[change.pk], rows.get((change.part, change.term)), effects[change.pk], on
        )
        for change in changes
    ]


def _line(
    change: TermChange, term: Term, row: Term | None, cases: int, on: datetime.date
) -> ChangeLine:
    after = _facts(term)
    before = _facts(row) if row else []
    if before == after:  # the first word of two people on what one of them entered
        before, row = [], None
    differing = (
        [now for was, now in zip(before, after, strict=True) if was != now] if row else after
    )
    return ChangeLine(
        key=change.pk,
        part=change.get_part_display(),
        what=_what(term, row, on),
        before=[was for was, now in zip(before, after, strict=True) if was != now] if row else [],
        after=[fact for fact in differing if row or fact.value != _DASH],
        effect=_EFFECTS[TermPart(change.part)] % {"count": cases},
        asked_by=str(change.asked_by),
        since=wording.moment_text(change.asked_at),
    )


def _what(term: Term, row: Term | None, on: datetime.date) -> str:
    if row is None:
        return _("New: %(term)s") % {"term": term}
    if replaces(term, row, on=on):
        return _("Replaced: %(term)s") % {"term": row}
    holds, would_hold = during_of(row), during_of(term)
    if holds.upper != would_hold.upper and holds.lower == would_hold.lower:
        return _("Ends: %(term)s") % {"term": row}
    return _("Changed: %(term)s") % {"term": row}


def _facts(term: Term) -> list[Fact]:
    columns = (field for field in term._meta.concrete_fields if field.name not in _UNSAID)
    return [Fact(label=field.verbose_name, value=_value(term, field)) for field in columns]


def _value(term: Term, field: "Field[object, object]") -> str:
    words = getattr(term, f"get_{field.name}_display", lambda: getattr(term, field.name))()
    if isinstance(words, DateRange):
        return wording.days_text(words)
    if isinstance(words, datetime.date):
        return wording.day_text(words)
    return _DASH if words in (None, "") else said(str(words))


_EFFECTS: dict[TermPart, Words] = {
    TermPart.AGREEMENT: ngettext_lazy(
        "%(count)s open case comes under the agreement.",
        "%(count)s open cases come under the agreement.",
        "count",
    ),
    TermPart.FIGURES: gettext_lazy("Shares and the budget are of the planned number."),
    TermPart.PUBLISHED: gettext_lazy("It is shown beside what the register counts."),
    TermPart.REQUIREMENTS: ngettext_lazy(
        "%(count)s open case has no granted clearance of this kind.",
        "%(count)s open cases have no granted clearance of this kind.",
        "count",
    ),
    TermPart.CONSENT: ngettext_lazy(
        "This changes which consents are missing for %(count)s child.",
        "This changes which consents are missing for %(count)s children.",
        "count",
    ),
    TermPart.LIMITS: ngettext_lazy(
        "%(count)s case is in the stage for longer than this.",
        "%(count)s cases are in the stage for longer than this.",
        "count",
    ),
    TermPart.FOLLOW_UPS: gettext_lazy("From the next placement on. What is planned stays."),
    TermPart.AGES: ngettext_lazy(
        "%(count)s child is younger than this.",
        "%(count)s children are younger than this.",
        "count",
    ),
    TermPart.RETENTION: ngettext_lazy(
        "%(count)s closed case would be past this term today.",
        "%(count)s closed cases would be past this term today.",
        "count",
    ),
}


def answered_lines(changes: Iterable[TermChange]) -> list[Fact]:
    """Return what was sent back last, by whom, and why."""
    return [
        Fact(
            label=f"{change.get_part_display()}: {term_of(change)}",
            value=Reason(change.reason).label,
            alt=change.dropped_by,
        )
        for change in changes
    ]


def facts(waiting: Sequence[TermChange], back: Sequence[TermChange]) -> list[Fact]:
    """Return how many changes wait now, and what was sent back last."""
    counted = ngettext("%(count)s change", "%(count)s changes", len(waiting))
    number = counted % {"count": len(waiting)}
    return [Fact(label=WAITING, value=number), *answered_lines(back)]


WAITING = gettext_lazy("Waiting for a second person")
