"""A case brought to a stage, and the keys of its rows, for SQL that tries to get round a guard."""

from django.db import connection

from cases.models import Child, CriteriaSet, Mother, Person
from cases.vocabulary import Role, Stage
from tests import factories
from tests.factories import DAY

#: Verified, and an assessment waits for its decision.
ASSESSED = "assessed"
#: The stage, the guard that speaks, the SQL, and what stands for ``{what}`` in it.
Line = tuple[str, str, str, str]


def made(stage: Stage | str) -> Child:
    child = factories.child(Stage.VERIFIED if stage == ASSESSED else Stage(stage))
    if stage == ASSESSED:
        factories.assess(child)
    return child


def keys_of(child: Child) -> dict[str, object]:
    """Return the keys that the SQL of the table may name."""
    assessment = child.assessments.first()
    girl = Person.objects.create(
        born_earliest="2012-01-01", born_latest="2012-12-31", born_stated_on=DAY
    )
    young = Mother.objects.create(
        person=girl, reference="TJ-IQ-9998", team=child.mother.team, agreement=child.agreement
    )
    return {
        "child": child.pk,
        "person": child.person_id,
        "mother": child.mother_id,
        "mother_person": child.mother.person_id,
        "sibling": factories.family().children.get().pk,
        "young": young.pk,
        "nobody": Person.objects.create().pk,
        "user": factories.user(Role.CASEWORKER).pk,
        "second": factories.user(Role.REVIEWER).pk,
        "criteria": CriteriaSet.objects.get(number=1).pk,
        "assessment": assessment.pk if assessment else None,
    }


def run(sql: str, keys: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)


def names_of(lines: list[Line]) -> list[str]:
    """Return what the tests of ``lines`` are called."""
    return [f"{guard}-{number}" for number, (_stage, guard, *_sql) in enumerate(lines)]
