import pytest
from django.core.management import call_command

from cases.casework.seed import SAID_ON
from cases.models import Agreement, CriteriaSet, PlaceName
from tests import factories

pytestmark = pytest.mark.django_db


def test_seed_holds_the_published_figures_with_their_source():
    agreement = factories.published_agreement()

    figures, fee = agreement.figures.get(), agreement.fee_schedules.get()
    assert (figures.identified, figures.target, figures.as_of) == (92, 75, SAID_ON)
    assert (fee.amount, fee.currency, fee.standard_amount) == (400, "USD", 2500)
    assert fee.due_event_source == ""
    assert all(s.source for s in agreement.statements.exclude(text=""))


def test_seed_invents_neither_criteria_nor_clauses():
    agreement = factories.published_agreement()

    silent = agreement.statements.filter(text="").values_list("heading", flat=True)
    assert not CriteriaSet.objects.exists()
    assert "Requirements of eligibility" in silent
    assert "Text of the agreement" in silent


def test_seed_twice_keeps_what_an_admin_changed():
    agreement = factories.published_agreement()
    agreement.statements.filter(heading="Contact").update(heading="Address")

    call_command("seed_agreement")

    assert Agreement.objects.count() == 1
    assert not agreement.statements.filter(heading="Contact").exists()


@pytest.mark.parametrize("alias", ["зиндони Русафо, Бағдод", "سجن الرصافة", "Baghdad, Rusafa"])
def test_seed_knows_a_place_by_the_names_lists_use(alias):
    factories.published_agreement()

    assert PlaceName.objects.get(name=alias).place.name == "Rusafa women’s prison, Baghdad"
