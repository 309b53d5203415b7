"""The safe-keeping of the demonstration: a term, a case past it, requests that wait."""

import datetime

from psycopg2.extras import DateRange

from cases.casework import disposals, held, shares, term_changes
from cases.casework.kept_words import say
from cases.demonstration.staff import Staff
from cases.models import Agreement, Child, RetentionTerm
from cases.queries.retention import due_cases
from cases.vocabulary import HeldKind, KeptFrom, RetentionClass, SharedPart

#: Years after the placement, invented: short enough that the first to come home are past it.
YEARS = 1
INVENTED, IN_RUSSIAN = "Invented for the demonstration.", "Придумано для демонстрации."


def keep(agreement: Agreement, waiting: Child, staff: Staff, today: datetime.date) -> None:
    """Agree on a term, ask to dispose of one case past it, and for copies of ``waiting``."""
    say(INVENTED, ru=IN_RUSSIAN)
    term = RetentionTerm(
        agreement=agreement,
        records=RetentionClass.HOME,
        years=YEARS,
        counted_from=KeptFrom.PLACEMENT,
        source=INVENTED,
        during=DateRange(today, None),
    )
    term_changes.ask(agreement=agreement, terms=[term], by=staff.admin)
    agreement.refresh_from_db()
    term_changes.approve(agreement=agreement, version=agreement.version, by=staff.reviewer)
    due = due_cases(on=today).first()
    if due is not None:
        disposals.ask(record=Child.objects.get(pk=due.pk), by=staff.admin, on=today)
    by = waiting.caseworker or staff.caseworkers[0]
    held.ask(child=waiting, by=by, kind=HeldKind.FILE, words="The child's aunt, by letter")
    shares.ask(
        child=waiting,
        by=by,
        authority="Court of Karkh",
        country=agreement.holding,
        consent=None,
        basis="Invented for the demonstration: an order of the court.",
        parts=[SharedPart.IDENTITY, SharedPart.PAPERS],
        purpose="To give an exit permit",
    )
