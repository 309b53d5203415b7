"""A case on paper: what one takes along to a court or a meeting."""

import pytest

from cases.vocabulary import Role, Stage
from tests import factories
from tests.journeys.conftest import sheets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_child_and_a_family_of_three_print_on_two_sheets_each(browse, language):
    officer = factories.user(Role.CASEWORKER, language=language)
    children = factories.family(3, team=officer.team, caseworker=officer).children.order_by("pk")
    child, *_others = [factories.bring_to(each, Stage.ELIGIBLE) for each in children]
    factories.hearing(child)
    factories.claim(child)
    for record in (child.mother, *children):
        factories.document(record)
    page = browse(officer)

    printed = {}
    for address in (child.get_absolute_url(), child.mother.get_absolute_url()):
        page.goto(address)
        page.emulate_media(media="print")
        printed[address] = sheets(page)
        table = page.locator(".matrix")
        cut = table.count() and table.evaluate("it => it.offsetWidth - it.parentNode.offsetWidth")
        assert cut <= 0

    assert [len(each) for each in printed.values()] == [2, 2]
    assert all(child.reference in text[0] for text in printed.values())
