"""An agreement's terms."""

from cases.casework import forecasts, term_changes
from cases.models import Briefing, FeeSchedule, FigureExplanation, StageLimit, TermChange
from cases.vocabulary import Role, Stage
from tests import clock, factories
from tests.acts.example import Example, example
from tests.factories import DAY

#: A fee schedule as it is proposed on its page.
SCHEDULE = {
    "amount": "500",
    "currency": "eur",
    "begins_on": "01.01.2020",
    "due_event": "cleared",
    "basis": "unknown",
    "source": "Letter of the ministry",
}


@example("fee-schedule-propose")
def _() -> Example:
    rows = FeeSchedule.objects.proposed().filter(currency="EUR")
    return Example((factories.agreement().slug,), SCHEDULE, rows)


@example("fee-schedule-approve")
def _() -> Example:
    later = (DAY.replace(year=2020), None)
    schedule = factories.fee_schedule(factories.agreement(), agreed=False, during=later)
    rows = FeeSchedule.objects.filter(pk=schedule.pk, approved_by__isnull=False)
    return Example((schedule.agreement.slug,), {"version": 1}, rows)


@example("fee-schedule-return")
def _() -> Example:
    schedule = factories.fee_schedule(factories.bare_agreement(), agreed=False)
    rows = FeeSchedule.objects.exclude(returned_reason="")
    typed = {"version": 1, "reason": "The note says 500."}
    return Example((schedule.agreement.slug,), typed, rows)


@example("agreement-copy")
def _() -> Example:
    source, to = factories.agreement(), factories.bare_agreement()
    typed = {"source": source.pk, "parts": ["requirements", "fee"]}
    return Example((to.slug,), typed, FeeSchedule.objects.proposed().filter(agreement=to))


def _change_of_terms() -> TermChange:
    made = factories.agreement()
    limit = StageLimit(agreement=made, stage=Stage.VERIFIED, days=30, during=factories.SINCE_2019)
    return term_changes.ask(agreement=made, terms=[limit], by=factories.user(Role.ADMIN))[0]


@example("terms-decide")
def _() -> Example:
    agreement = _change_of_terms().agreement
    typed = {"version": agreement.version, "word": "approve"}
    return Example((agreement.slug,), typed, StageLimit.objects.filter(agreement=agreement))


@example("terms-withdraw")
def _() -> Example:
    change = _change_of_terms()
    rows = TermChange.objects.filter(dropped_by__isnull=False)
    typed = {"version": change.agreement.version}
    return Example((change.agreement.slug, change.pk), typed, rows)


@example("briefing-words")
def _() -> Example:
    factories.child()
    typed = {"decision_1": "Ask for a sitting a month", "wanted_1": "04.12.2026"}
    return Example((), typed, Briefing.objects.all())


@example("figure-explain")
def _() -> Example:
    figure = factories.published_figure(factories.agreement())
    typed = {"amount": "92", "reason": "before", "note": "The list of that day was lost."}
    return Example((figure.agreement.slug, figure.pk), typed, figure.explanations.all())


@example("explanation-approve")
def _() -> Example:
    figure = factories.published_figure(factories.agreement())
    explanation = factories.figure_explanation(figure)
    rows = FigureExplanation.objects.agreed()
    return Example((figure.agreement.slug, figure.pk, explanation.pk), {"version": 1}, rows)


@example("explanation-drop")
def _() -> Example:
    figure = factories.published_figure(factories.agreement())
    explanation = factories.figure_explanation(figure)
    rows = FigureExplanation.objects.filter(dropped_by__isnull=False)
    return Example((figure.agreement.slug, figure.pk, explanation.pk), {"version": 1}, rows)


@example("forecast-again")
def _() -> Example:
    slug = factories.child().agreement.slug
    forecasts.make_all(on=clock.today())
    return Example((slug,), {"seed": "own"}, None, says="It is being run again.", follow=True)


@example("forecast-make")
def _() -> Example:
    slug = factories.child().agreement.slug
    return Example((slug,), {}, None, says="The forecast is being made.", follow=True)
