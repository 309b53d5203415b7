"""Whether a child is found eligible."""

from cases.casework import assessments
from cases.models import CriteriaSet, Criterion
from cases.vocabulary import Act, CriteriaStatus, Decision, Role, Stage
from tests import factories
from tests.acts.example import ON, Example, example, of_case


@example("child-assess")
def _() -> Example:
    child = factories.child(Stage.VERIFIED)
    criteria = Criterion.objects.filter(criteria_set__agreement=child.agreement)
    answers = {f"answer-{criterion.pk}": "yes" for criterion in criteria}
    typed = {"proposed": "eligible", "proposal_reasons": "Papers seen."}
    return of_case(child, Act.ASSESS, **typed, **answers)


@example("assessment")
def _() -> Example:
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    typed = {"version": child.assessments.get().version, "on_day": ON}
    typed |= {"decided": Decision.ELIGIBLE, "reasons": "As proposed."}
    rows = child.journal.filter(act=Act.DECIDE)
    return Example((child.reference, 1), typed, rows, who=Role.REVIEWER, child=child)


@example("assessment-withdraw")
def _() -> Example:
    child = factories.child(Stage.VERIFIED)
    factories.assess(child)
    record = child.assessments.get()
    rows = child.assessments.filter(set_aside_by=record.assessed_by)
    typed = {"version": record.version}
    return Example((child.reference, 1), typed, rows, child=child, by=record.assessed_by)


@example("criteria")
def _() -> Example:
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Letter")
    Criterion.objects.create(criteria_set=draft, code="age", text="Under 18?")
    assessments.ask_to_publish(criteria_set=draft, by=factories.user(Role.ADMIN))
    draft.refresh_from_db()
    rows = CriteriaSet.objects.filter(number=2, status=CriteriaStatus.PUBLISHED)
    return Example((draft.agreement.slug, 2), {"version": draft.version}, rows)
