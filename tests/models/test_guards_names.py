"""A name or a number of a person is withdrawn, by somebody and for a reason, never deleted."""

import pytest
from django.db import models
from django.utils import timezone

from cases.models import Child, Country, Handover, Identifier, Person, PersonName, Place, PlaceName
from cases.vocabulary import IdentifierScheme, NameKind, NameWithdrawn
from tests import factories
from tests.models.refusals import execute, is_now, refused

pytestmark = pytest.mark.django_db

#: What a column of names is called, and whose names these are.
NAMED = {
    PersonName: ("text",),
    Child: ("father_name",),
    Handover: ("handed_by", "received_by"),
    Identifier: ("value",),
    Place: ("name",),
    PlaceName: ("name",),
}


def withdrawn_by(child: Child) -> dict[str, object]:
    reason, now = NameWithdrawn.MISTAKE, timezone.now()
    return {
        "withdrawn_by": child.registered_by,
        "withdrawn_at": now,
        "withdrawn_reason": reason,
        "is_primary": False,
    }


def second_name(child: Child) -> PersonName:
    name = child.person.names.get()
    return PersonName.objects.create(
        person=child.person,
        script=name.script,
        kind=NameKind.ALIAS,
        text="Zara",
        folded="zara",
        sort_key="zara",
        match_key="zara",
    )


def passport(person: Person, value: str = "A1") -> Identifier:
    country = Country.objects.get(code="TJ")
    return Identifier.objects.create(
        person=person, country=country, scheme=IdentifierScheme.values[0], value=value
    )


def test_names_and_numbers_are_not_deleted():
    child = factories.child()
    passport(child.person)

    for table in ("cases_personname", "cases_identifier"):
        with refused("no_delete"):
            execute(f"DELETE FROM {table}")


def test_withdrawn_name_is_shown_nowhere_and_stays_on_record():
    child = factories.child()
    name = second_name(child)

    is_now(name, **withdrawn_by(child))

    assert list(child.person.names.values_list("text", flat=True)) == [child.person.name]
    assert PersonName.everything.filter(person=child.person).count() == 2
    with refused("person_name_withdrawn_stays"):
        PersonName.everything.filter(pk=name.pk).update(withdrawn_at=None, withdrawn_by=None)


@pytest.mark.parametrize(
    ("guard", "fields"),
    [
        ("person_name_withdrawn_whole", {"withdrawn_reason": None}),
        ("person_name_withdrawn_whole", {"withdrawn_by": None}),
        ("person_name_withdrawn_reason_known", {"withdrawn_reason": "whim"}),
        ("person_name_shown_first_in_force", {"is_primary": True}),
        ("child_keeps_a_name", {}),
    ],
)
def test_name_is_withdrawn_whole_and_never_the_last_of_a_child(guard, fields):
    child = factories.child()

    with refused(guard):
        is_now(child.person.names.get(), **withdrawn_by(child) | fields)


def test_number_is_withdrawn_once_and_may_then_be_anothers():
    child = factories.child()
    number = passport(child.person)
    withdrawal = withdrawn_by(child)
    del withdrawal["is_primary"]

    with refused("identifier_of_one_person"):
        passport(factories.child().person)
    is_now(number, **withdrawal)

    assert passport(factories.child().person).pk
    with refused("identifier_stays"):
        is_now(number, value="A2")
    with refused("identifier_withdrawn_stays"):
        is_now(number, withdrawn_reason=None)


def test_every_column_of_names_refuses_signs_that_hide_or_turn_letters():
    for model, fields in NAMED.items():
        checks = [c for c in model._meta.constraints if c.name.endswith("_without_controls")]
        guarded = {name for check in checks for name, _regex in _parts(check.condition)}
        assert guarded == {f"{field}__regex" for field in fields}, model


def _parts(condition: models.Q) -> list[tuple[str, object]]:
    found = []
    for child in condition.children:
        found += _parts(child) if isinstance(child, models.Q) else [child]
    return found


def test_direction_mark_is_refused():
    name = factories.child().person.names.get()

    with refused("person_name_without_controls"):
        is_now(name, text="A\u202eB")


def test_passport_is_one_traveller_s_however_it_is_written():
    first = passport(factories.child().person, value="AB 123-456")
    for spelling in ("ab123456", "АВ 123456"):  # the latter in Cyrillic letters
        with refused("identifier_of_one_traveller"):
            passport(factories.child().person, value=spelling)

    assert passport(factories.child().person, value="AB 123-457").pk > first.pk
