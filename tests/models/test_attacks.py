"""Every table is attacked by SQL as a caseworker's page that was taken over: what is not listed
as open is refused, by a constraint, a trigger or a privilege.
"""

from collections import Counter

import pytest

from cases.models.offices import OFFICES
from cases.vocabulary import Role
from tests import factories
from tests.models.attacked import Attacker, added, columns, forged, near, rows_to_attack, world

pytestmark = pytest.mark.django_db

#: What goes through in one's own name, each with the reason; history keeps what each said before.
OPEN = {
    "Task": {"assigned_to": "what the page of one's own desk does, to somebody who works on cases"},
}
#: Rows that anybody may add: they stand for nothing by themselves, or begin what another decides.
COME = {
    "AccessRow": "the look of whoever acts",
    "Draft": "one's own unfinished form",
    "Enquiry": "what a relative asks; whether one is told of a child, two people decide",
    "EnquiryAnswer": "what one told a relative, by a sentence that tells of no child",
    "FailedSignIn": "before the sign-in nobody acts",
    "HeldRequest": "asked for of a case of one's own desk; given out by another person",
    "ImportedList": "a list that was sent; applied by its acts alone",
    "Letter": "what the record says, in one's own name; a signature and a seal come from elsewhere",
    "ListLayout": "a proposal, which a person confirms for each list",
    "Person": "nobody yet: a name needs the journal of a case",
    "RefusedAttempt": "the attempt of whoever acts",
    "SavedView": "filters of a list, one's own",
    "SecondFactor": "one's own",
    "Sharing": "asked for of a case of one's own desk; agreed on by another person",
    "Submission": "one's own form, once",
    "Task": "work that one gives oneself",
    "VirusFind": "what one's own file held",
}


def test_attacks_are_refused_by_name():
    official = factories.user(Role.OFFICIAL)
    rows = list(rows_to_attack(world()))  # before the attacker has one
    attacker, came, tried = Attacker(factories.user(Role.CASEWORKER)), {}, Counter()
    for model, key in rows:
        table, name = model._meta.db_table, model.__name__
        where = f"WHERE {model._meta.pk.column} = '{key}'"
        attacks = {
            "DELETE": [f"DELETE FROM {table} {where}"],
            "TRUNCATE": [f"TRUNCATE {table} CASCADE"],
            "shadow": [f"CREATE TEMPORARY TABLE {table} (id int)"],
            "INSERT": [added(model, key, attacker.person)],
        } | {
            each.name: [
                f"UPDATE {table} t SET {each.column} = {value} {where} "
                f"AND t.{each.column} IS DISTINCT FROM {value}"
                for value in (forged(each), *near(each))
            ]
            for each in columns(model)
            if each.name != "version"  # counts the acts, and says nothing
        }
        free = {column for columns_ in OPEN.get(name, {}) for column in columns_.split()}
        free |= {"INSERT"} if name in COME else set()
        for what, sql in attacks.items():
            guard = attacker.refused_by(*sql)
            tried["through" if not guard else "refused"] += 1
            if guard.startswith("error") or (not guard) is not (what in free):
                came[f"{name} {what}"] = guard or "went through"
    assert came == {}
    assert tried["refused"] >= 250
    attacker.become(official)
    assert signed_without_office(attacker, rows) == []


def signed_without_office(attacker: Attacker, rows: list) -> list[str]:
    """Return each column of another office that the attacker could sign."""
    signed = []
    for model, key in rows:
        table, own = model._meta.db_table, model._meta.pk.column
        hands = [each.name for each in columns(model) if f"{model.__name__}.{each.name}" in OFFICES]
        attacks = [added(model, key, attacker.person)] if hands else []
        attacks += [
            f"UPDATE {table} SET {hand}_id = {attacker.person.pk} WHERE {own} = '{key}'"
            for hand in hands
        ]
        signed += [sql for sql in attacks if not attacker.refused_by(sql)]
    return signed
