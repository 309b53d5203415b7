"""Users and their teams."""

from collections.abc import Iterable
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.db import connection
from factory.django import DjangoModelFactory

from cases.models import Team, User
from cases.vocabulary import Role
from tests.factories.fixed import PASSWORD
from tests.kept import Change, Rows, is_untouched, is_watching, write_beside

#: Nearly each test makes several people, and Django gives a role in five statements.
_GRANT = """
INSERT INTO "cases_user_groups" (user_id, group_id)
SELECT %(user)s, id FROM auth_group WHERE name = %(role)s;
SELECT is_staff FROM cases_user WHERE id = %(user)s
"""
#: The same in each test, whoever makes it: records of its cases are kept, and written beside it.
DESK = "Baghdad desk"
_DESK = 4000000
THE_DESK = Rows(
    f"INSERT INTO cases_team (id, version, name) VALUES ({_DESK}, 1, '{DESK}')"
    " ON CONFLICT DO NOTHING".encode(),
    f"DELETE FROM cases_team WHERE id = {_DESK}".encode(),
    {"cases_team": Change(new=frozenset({f'{{"id":{_DESK},"version":1,"name":"{DESK}"}}'}))},
)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("name",)

    name = DESK

    @classmethod
    def _create(cls, model_class: type[Team], *args: Any, **options: Any) -> Team:
        if options == {"name": DESK} and is_watching():
            write_beside(THE_DESK)
            if is_untouched():
                return model_class.from_db("default", ["id", "version", "name"], [_DESK, 1, DESK])
        return super()._create(model_class, *args, **options)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Sitora"
    last_name = factory.Sequence(lambda n: f"Karimova {n:05}")
    password = factory.django.Password(PASSWORD)
    team = factory.SubFactory(TeamFactory)


def users(roles: Iterable[Role]) -> dict[Role, User]:
    """Return a user of each role, all made at once."""
    _nobody_acts()
    by_role = {role: UserFactory.build(team=None) for role in roles}
    team, groups = TeamFactory(), dict(Group.objects.values_list("name", "pk"))
    for made in by_role.values():
        made.team = team
    User.objects.bulk_create(by_role.values())
    User.groups.through.objects.bulk_create(
        User.groups.through(user=made, group_id=groups[role]) for role, made in by_role.items()
    )
    return by_role


def user(role: Role, **fields: object) -> User:
    """Return a user with one role; caseworkers are of the team that owns ``family()``."""
    _nobody_acts()
    made = UserFactory(**fields)
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, {"user": made.pk, "role": role})
        [made.is_staff] = cursor.fetchone()
    return made


def _nobody_acts() -> None:
    """Nobody on a page makes an account of a test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
