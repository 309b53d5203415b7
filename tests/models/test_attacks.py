"""Every table is attacked by SQL as a caseworker's page that was taken over: what is not listed
as open is refused, by a constraint, a trigger or a privilege.
"""

from collections import Counter

import pytest

from cases.vocabulary import Role
from tests import factories
from tests.models.attacked import Attacker, columns, copied, forged, rows_to_attack, world

pytestmark = pytest.mark.django_db

#: What one person may put right alone: facts that are learnt, words, preferences and places of
#: work. History keeps what each said before, and who changed it.
OPEN = {
    "Agreement": "slug title",
    "AgreementStatement": "part position language heading stated_on source",
    "BankLayout": "bank headings columns month_first",
    "BestInterestsNote": "panel held_on child_view recommendation reasons dissent asked_at",
    "Child": "father_name father_status father_evidence held_at caseworker review_due_on",
    "Clearance": "status number issued_on issuer",
    "Country": "name",
    "Draft": "form data saved_at",
    "DrawnLook": "asked_of",
    "Fee": "waiver_reason",
    "FollowUp": "kind due_on note early_reason",
    "Handover": "signed_on paper handed_by received_by document",
    "Identifier": "scheme country value",
    "KindOfClearance": "name agreement position",
    "Ministry": "home name",
    "Mother": "proceedings sentence sentenced_on children_given team",
    "Movement": "carrier number",
    "NameWord": "text is_key",
    "Note": "text sensitive",
    "Passenger": "reason",
    "Person": "sex born_earliest born_basis birthplace nationality",
    "PersonName": "script kind text family patronymic is_primary folded sort_key match_key",
    "Phrase": "source language text",
    "Place": "name",
    "PlaceName": "language name",
    "Placement": "caregiver during",
    "SecondFactor": "name counter used_at",
    "Sharing": "answer",  # of the reviewer, who writes it with the decision
    "Submission": "location",
    "Task": "due_on assigned_to",
    "Team": "name",
    "User": "password last_login username first_name last_name email is_staff is_active "
    "date_joined team language theme preferred_script csv_separator text_size density shortcuts "
    "must_change_password "
    "exports_names signed_out_at",
    "User_groups": "user group",
}
#: Rows that may go: words beside a record, unfinished forms, roles (told to the auditor).
GO = {
    "AgreementStatement",
    "BankLayout",
    "Draft",
    "NameWord",
    "Phrase",
    "PlaceName",
    "Submission",
    "User_groups",
}
#: Rows that stand for nothing by themselves.
COME = {"NameWord", "Person", "FailedSignIn"}


def test_attacks_are_refused_by_name():
    rows = list(rows_to_attack(world()))  # before the attacker has one
    attacker, came, tried = Attacker(factories.user(Role.CASEWORKER)), {}, Counter()
    for model, key in rows:
        table, name = model._meta.db_table, model.__name__
        where = f"WHERE {model._meta.pk.column} = '{key}'"
        attacks = {
            "DELETE": f"DELETE FROM {table} {where}",
            "TRUNCATE": f"TRUNCATE {table} CASCADE",
            "shadow": f"CREATE TEMPORARY TABLE {table} (id int)",
            "INSERT": copied(model, key),
        } | {
            each.name: f"UPDATE {table} t SET {each.column} = {forged(each)} {where}"
            for each in columns(model)
            if each.name != "version"  # counts the acts, and says nothing
        }
        free = {*OPEN.get(name, "").split()}
        free |= {"DELETE"} if name in GO else set()
        free |= {"INSERT"} if name in COME else set()
        for what, sql in attacks.items():
            guard = attacker.refused_by(sql)
            tried["through" if not guard else "refused"] += 1
            if guard.startswith("error") or (not guard) is not (what in free):
                came[f"{name} {what}"] = guard or "went through"
    assert came == {}
    assert tried["refused"] >= 250
