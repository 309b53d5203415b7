"""A family is registered whole; the pages of it are tried in tests/views/test_registration.py."""

import pytest

from cases.casework.registration import CannotRegister, ChildFacts, PersonFacts, register_family
from cases.models import Mother
from cases.vocabulary import Role
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("children", "sentence"),
    [([], "Enter at least one child"), ([ChildFacts(PersonFacts({}))], "Enter a name for each")],
)
def test_family_without_a_named_child_is_refused_whole(children, sentence):
    with pytest.raises(CannotRegister, match=sentence):
        register_family(
            agreement=factories.agreement(),
            team=factories.TeamFactory(),
            mother=factories.mother_facts(),
            children=children,
            by=factories.user(Role.CASEWORKER),
            on=DAY,
        )

    assert not Mother.objects.exists()
