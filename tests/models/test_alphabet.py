import pytest

from cases.forms.acts import PersonField
from cases.models import Place, Team
from cases.models.user import holders
from cases.rules.names import sort_key
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db

#: In the order of the Tajik alphabet, which is neither that of Unicode nor that of Russian.
IN_ORDER = (
    *("Гулобод", "Ғайрат", "Истаравшан", "Ӣсо", "Кӯлоб", "Қубод", "Улуғ", "Ӯрун"),
    *("Хуҷанд", "Ҳисор", "Чорбоғ", "ҷомӣ", "Шаҳритус"),
)


def test_lists_and_selects_are_in_the_order_of_the_tajik_alphabet():
    country = factories.agreement().home
    for name in reversed(IN_ORDER):
        team = Team.objects.create(name=name)
        factories.user(Role.CASEWORKER, team=team, last_name=name, username=f"worker-{team.pk}")
        Place.objects.create(name=name, kind="town", country=country)
    field = PersonField()
    field.offer()

    teams = [team.name for team in Team.objects.filter(name__in=IN_ORDER)]
    places = [place.name for place in Place.objects.filter(name__in=IN_ORDER)]
    staff = [user.last_name for user in holders("work_case") if user.last_name in IN_ORDER]
    offered = [user.last_name for user in field.queryset if user.last_name in IN_ORDER]

    assert tuple(sorted({*IN_ORDER}, key=sort_key)) == IN_ORDER
    assert [tuple(each) for each in (teams, places, staff, offered)] == [IN_ORDER] * 4
