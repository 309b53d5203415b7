"""Users and their teams."""

import factory
from django.contrib.auth.models import Group
from django.db import connection
from factory.django import DjangoModelFactory

from cases.models import Team, User
from cases.vocabulary import Role
from tests.factories.fixed import PASSWORD


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("name",)

    name = "Baghdad desk"
    #: The same in each test, whoever makes it: records of its cases are kept (tests/kept.py).
    id = factory.LazyAttribute(lambda team: 4_000_000 if team.name == "Baghdad desk" else None)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Sitora"
    last_name = factory.Sequence(lambda n: f"Karimova {n:05}")
    password = factory.django.Password(PASSWORD)
    team = factory.SubFactory(TeamFactory)


def user(role: Role, **fields: object) -> User:
    """Return a user with one role; caseworkers are of the team that owns ``family()``."""
    with connection.cursor() as cursor:  # nobody on a page makes an account of a test
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
    made = UserFactory(**fields)
    made.groups.add(Group.objects.get(name=role))
    made.refresh_from_db(fields=["is_staff"])
    return made
