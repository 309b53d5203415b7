"""Writing the words of the minister's sheet, which gives it its number."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.refused import Refused
from cases.models import Agreement, Briefing, User
from cases.queries.briefings import words_of


class CannotWriteBriefing(Refused):
    """The words are not kept; the message says why."""


@transaction.atomic
def write(
    *,
    agreement: Agreement | None,
    on: datetime.date,
    by: User,
    edition: int | None,
    questions: list[dict[str, str]],
    unknown: str,
) -> Briefing:
    """Keep the words of a sheet under its number, the next one of the year for a new sheet.

    Raises ``CannotWriteBriefing`` for a day to come, for words that somebody changed since
    ``edition``, and for none at all.
    """
    today = timezone.localdate()
    if on > today:
        raise CannotWriteBriefing(_("That day has not come yet."))
    former = words_of(agreement.pk if agreement else None, on=on)
    if (edition or 0) != (former.edition if former else 0):
        raise CannotWriteBriefing(_("Somebody changed these words since you opened them."))
    if former is None and not questions and not unknown:
        raise CannotWriteBriefing(_("Write a question, or what is not known."))
    try:
        with transaction.atomic():
            return Briefing.objects.create(
                agreement=agreement,
                as_of=on,
                year=former.year if former else today.year,
                n=former.n if former else _next(today.year),
                edition=former.edition + 1 if former else 1,
                questions=questions,
                unknown=unknown,
                by=by,
            )
    except IntegrityError as problem:  # of two at once, the slower
        raise CannotWriteBriefing(_("Somebody wrote at the same moment. Try again.")) from problem


def _next(year: int) -> int:
    newest = Briefing.objects.filter(year=year).aggregate(n=Max("n"))["n"]
    return (newest or 0) + 1
