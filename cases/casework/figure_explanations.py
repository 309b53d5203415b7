"""Explaining why a published figure differs: asked for by one person, confirmed by another."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.figures.published import beside_the_register
from cases.models import FigureExplanation, PublishedFigure, User
from cases.queries.second_person import answer_refusals, open_refusals
from cases.vocabulary import WhyOtherwise


class CannotExplainFigure(Refused):
    """The difference stays unexplained; the message says why."""


@transaction.atomic
def ask(
    *, figure: PublishedFigure, by: User, amount: int, reason: WhyOtherwise, note: str
) -> FigureExplanation:
    """Explain ``amount`` of what no child tells. Raises ``CannotExplainFigure``."""
    if too_much := _too_much(figure, amount):
        raise CannotExplainFigure(too_much, field="amount")
    try:
        with transaction.atomic():
            return FigureExplanation.objects.create(
                figure=figure,
                amount=amount,
                reason=reason,
                note=note,
                asked_by=by,
                asked_at=timezone.now(),
            )
    except IntegrityError as problem:  # of two at once, the slower
        sentence = _("Already requested. It is waiting for a second person.")
        raise CannotExplainFigure(sentence) from problem


def _too_much(figure: PublishedFigure, amount: int) -> str:
    """Return why ``amount`` is not what is left to explain; empty if it is, or part of it."""
    remainder = beside_the_register(figure.agreement, only=figure.pk)[0].remainder
    if not remainder:
        return _("Nothing is left to explain.")
    if amount * remainder <= 0 or abs(amount) > abs(remainder):
        return _("At most %(n)s is left to explain, with this sign.") % {"n": f"{remainder:+d}"}
    return ""


@transaction.atomic
def approve(*, explanation: FigureExplanation, version: int | None, by: User) -> FigureExplanation:
    """Confirm as the second person. Raises ``CannotExplainFigure``, and ``Stale``."""
    explanation = take(FigureExplanation.objects.all(), explanation.pk, version)
    if refusals := answer_refusals(explanation, by=by):
        raise CannotExplainFigure(*refusals)
    if too_much := _too_much(explanation.figure, explanation.amount):
        raise CannotExplainFigure(too_much)  # the register counts otherwise by now
    explanation.approved_by, explanation.approved_at = by, timezone.now()
    save(explanation, "approved_by", "approved_at")
    return explanation


@transaction.atomic
def drop(*, explanation: FigureExplanation, version: int | None, by: User) -> FigureExplanation:
    """Refuse an explanation, or withdraw one's own. Raises ``CannotExplainFigure``, ``Stale``."""
    explanation = take(FigureExplanation.objects.all(), explanation.pk, version)
    if refusals := open_refusals(explanation):
        raise CannotExplainFigure(*refusals)
    explanation.dropped_by, explanation.dropped_at = by, timezone.now()
    save(explanation, "dropped_by", "dropped_at")
    return explanation
