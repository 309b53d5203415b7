"""Mothers and children as they are registered."""

from cases.casework import journal, registration
from cases.casework.registration import ChildFacts, MotherFacts, PersonFacts
from cases.models import Agreement, Mother, Team, User
from cases.rules.births import read_birth
from cases.vocabulary import NameKind, Role, Sex
from tests.factories.agreements import agreement
from tests.factories.fixed import DAY, numbers
from tests.factories.people import TeamFactory, user
from tests.factories.places import PlaceFactory
from tests.kept import kept


def mother_facts(name: str = "Манижа Раҳимова", born: str = "1989") -> MotherFacts:
    names = {NameKind.FAMILY: name} if name else {}
    birth = read_birth(born, on=DAY) if born else None
    return MotherFacts(PersonFacts(names, birth), held_at=PlaceFactory())


def child_facts(name: str = "Билол", born: str = "2016", sex: Sex = Sex.MALE) -> ChildFacts:
    return ChildFacts(PersonFacts({NameKind.FAMILY: name}, read_birth(born, on=DAY), sex=sex))


def _given_name(number: int) -> str:
    """Return a name of its own for each number; all have one key, since vowels do not count."""
    return "Билол" + "".join("аеиоуыэю"[int(figure)] for figure in f"{number:o}")


@kept
@journal.entered_as_it_happens()
def family(
    children: int = 1,
    *,
    by: User | None = None,
    team: Team | None = None,
    caseworker: User | None = None,
    name: str = "Манижа Раҳимова",
    under: Agreement | None = None,
) -> Mother:
    """Register a mother and her children as a caseworker of ``team``."""
    team = team or TeamFactory()
    return registration.register_family(
        agreement=under or agreement(),
        team=team,
        mother=mother_facts(name),
        children=[child_facts(_given_name(next(numbers))) for _ in range(children)],
        by=by or user(Role.CASEWORKER, team=team),
        on=DAY,
        caseworker=caseworker,
    )
