"""Guards that follow from the columns of a table: whose row it is, who wrote it, and when, and
that its case is kept.
"""

from collections.abc import Iterable

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models

from cases.models.disposed import BLANKED
from cases.models.guards import before, refuse_if
from cases.models.user import User

#: Columns of a record that may name another row later, each with the reason.
MAY_CHANGE = {
    "Agreement.holding": "a draft is put right before anything hangs on it",
    "Agreement.home": "a draft is put right before anything hangs on it",
    "BatchLine.serves": "moved by an approved reversal",
    "Child.agreement": "moved with the family by two people, who keep the former reference",
    "Child.duplicate_of": "named anew with each request to close, and approved with it",
    "Child.held_at": "where a child is changes",
    "Child.mother": "restated, and confirmed by a second person",
    "Child.reference": "given anew with the family's agreement; the former one is kept",
    "Clearance.document": "a better scan takes the place of another",
    "Criterion.code": "free while its set is a draft, then approved content",
    "CriteriaSet.agreement": "free while a draft, then approved content",
    "FeeSchedule.agreement": "free while proposed, then approved content",
    "Handover.document": "a better scan takes the place of another",
    "Hearing.adjourned_to": "the court names the next day later",
    "Hearing.clearance": "what a hearing led to is known later",
    "Hearing.court": "a hearing that is to come may be set at another court",
    "Identifier.country": "a slip of the hand is put right; history keeps it",
    "KeptSum.n": "how many there are, and no number of a row",
    "KindOfClearance.agreement": "a kind may become one of every agreement",
    "Ministry.home": "stated at the first start, and put right by an admin",
    "Mother.agreement": "moved by two people, who keep the former reference",
    "Mother.held_at": "where she is changes",
    "Mother.reference": "given anew with the agreement; the former one is kept",
    "Mother.team": "another team takes a family over",
    "Movement.agreement": "free while planned, then agreed on by two people",
    "Movement.destination": "free while planned, then agreed on by two people",
    "Movement.origin": "free while planned, then agreed on by two people",
    "Person.birthplace": "a fact that is learnt",
    "Person.nationality": "a fact that is learnt",
    "Place.country": "free until a record names the place",
    "Place.joined_into": "one spelling is joined with another",
    "Placement.caregiver": "a slip of the hand is put right; history keeps it",
    "Placement.place": "a slip of the hand is put right; history keeps it",
    "SiblingException.movement": "free while asked for, then approved content",
    "User.team": "staff change their team",
    "User_groups.group": "told to the auditor, whoever changes it",
    "User_groups.user": "told to the auditor, whoever changes it",
}
#: Users whom a row names without their having written it.
ASSIGNED = {"Child.caseworker", "RoleGrant.whom", "Task.assigned_to", "User_groups.user"} | {
    *("DrawnLook.asked_of", "FactorReset.whom"),
    "User_user_permissions.user",
    # The request of a list is made on the server by its first person, in the second one's presence.
    "ImportedList.asked_by",
}
_ROWS_NUMBERED = ("n", "reference", "code")


def tables() -> list[type[models.Model]]:
    """Return the models of the register whose tables are no history."""
    every_model = apps.get_app_config("cases").get_models(include_auto_created=True)
    return [model for model in every_model if not issubclass(model, pghistory.models.Event)]


def _columns(model: type[models.Model]) -> Iterable["models.Field"]:
    return model._meta.concrete_fields


def keys(model: type[models.Model]) -> list[str]:
    """Return the columns that say whose row it is, which never change."""
    names = [
        each.name
        for each in _columns(model)
        if each.primary_key
        or each.name in _ROWS_NUMBERED
        or (each.is_relation and each.related_model is not User)
    ]
    return [name for name in names if f"{model.__name__}.{name}" not in MAY_CHANGE]


def hands(model: type[models.Model]) -> list[str]:
    """Return the columns that say who wrote the row, asked, approved or withdrew."""
    names = [each.name for each in _columns(model) if each.related_model is User]
    return [name for name in names if f"{model.__name__}.{name}" not in ASSIGNED]


def instants(model: type[models.Model]) -> list[str]:
    """Return the columns that say when the database took the row."""
    return [
        each.name
        for each in _columns(model)
        if isinstance(each, models.DateTimeField) and each.has_db_default()
    ]


def decided_at(model: type[models.Model]) -> list[str]:
    """Return the columns that say when somebody asked, approved or withdrew."""
    by = {name.removesuffix("by") for name in hands(model)}
    return [
        each.name
        for each in _columns(model)
        if isinstance(each, models.DateTimeField)
        and each.name not in instants(model)
        and each.name.removesuffix("at") in by
    ]


def _in_database(model: type[models.Model], names: list[str]) -> list[str]:
    return [str(each.column) for each in _columns(model) if each.name in names]


def _keys_stay(model: type[models.Model], names: list[str]) -> pgtrigger.Trigger:
    guard = f"{model._meta.model_name}_keys_stay"
    columns = _in_database(model, names)
    moved = " OR ".join(
        f"(OLD.{each} IS NOT NULL AND NEW.{each} IS DISTINCT FROM OLD.{each})" for each in columns
    )
    sentence = "Whose row it is stays; what is wrong is withdrawn and entered anew."
    return before(
        "whose_row_it_is_stays",
        pgtrigger.Update,
        f"IF {moved} THEN PERFORM cases_refuse('{guard}', '{sentence}'); END IF;",
        condition=pgtrigger.AnyChange(*names),
    )


def _in_own_name(model: type[models.Model]) -> pgtrigger.Trigger:
    """The guard that a row says who writes it, at the instant at which it is written."""
    table, body = model._meta.model_name, ""
    for names, function, guard in (
        (hands(model), "cases_refuse_another_hand", f"{table}_in_own_name"),
        (instants(model), "cases_refuse_another_instant", f"{table}_entered_now"),
        (decided_at(model), "cases_refuse_backdated", f"{table}_decided_now"),
    ):
        for column in _in_database(model, names):
            body += (
                f"IF TG_OP = 'INSERT' OR NEW.{column} IS DISTINCT FROM OLD.{column} THEN "
                f"PERFORM {function}(NEW.{column}, '{guard}'); END IF; "
            )
    return before("written_in_own_name", pgtrigger.Insert | pgtrigger.Update, body)


def _not_disposed_of(model: type[models.Model]) -> pgtrigger.Trigger:
    """The guard that nobody adds to a case that was disposed of, or tells anew what is blank."""
    table, child = model._meta.model_name, "id" if model.__name__ == "Child" else "child_id"
    guard, sentence = f"{table}_of_a_case_kept", "This case was disposed of."
    body = refuse_if(f"cases_is_disposed(NEW.{child})", guard, sentence)
    if model.__name__ == "Child":
        body += refuse_if("cases_is_disposed_family(NEW.mother_id, NEW.id)", guard, sentence)
    # By its name it answers before other guards, which would speak of what is blank.
    return before("a_case_kept", pgtrigger.Insert | pgtrigger.Update, body)


def tells_of_a_child(model: type[models.Model]) -> bool:
    """Return whether a disposal blanks the rows of a table that belong to the child."""
    names = {each.name for each in _columns(model)}
    return model.__name__ == "Child" or (model.__name__ in BLANKED and "child" in names)


def guard_columns() -> None:
    """Give each table the guards that follow from its columns."""
    for model in tables():
        declared = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
        if (names := keys(model)) and "append_only" not in declared:
            pgtrigger.register(_keys_stay(model, names))(model)
        if hands(model) or instants(model):
            pgtrigger.register(_in_own_name(model))(model)
        if tells_of_a_child(model):
            pgtrigger.register(_not_disposed_of(model))(model)
