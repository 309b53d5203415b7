"""Guards that follow from the columns of a table: whose row it is, who wrote it, and when, and
that its case is kept.
"""

from collections.abc import Iterable

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models

from cases.models.disposed import BLANKED
from cases.models.guards import before, refuse_if, unless_merged
from cases.models.offices import signed_by_office
from cases.models.user import User

#: Columns of a record that may name another row later, each with the reason.
MAY_CHANGE = {
    "Agreement.holding": "a draft is put right before anything hangs on it",
    "Agreement.home": "a draft is put right before anything hangs on it",
    "BatchLine.serves": "moved by an approved reversal",
    "Child.agreement": "moved with the family by two people, who keep the former reference",
    "Child.duplicate_of": "named anew with each request to close, and approved with it",
    "Child.held_at": "where a child is changes",
    "Child.mother": "moved by two people, who keep the former reference",
    "Child.reference": "given anew with the family's agreement; the former one is kept",
    "Criterion.code": "free while its set is a draft, then approved content",
    "CriteriaSet.agreement": "free while a draft, then approved content",
    "Enquiry.child": "whom a relative asks for is answered anew until the relative is told",
    "FeeSchedule.agreement": "free while proposed, then approved content",
    "FollowUp.withdrawn_with": "named as the placement that planned it is undone, and stays",
    "Hearing.adjourned_to": "the court names the next day later",
    "Hearing.clearance": "what a hearing led to is known later",
    "Hearing.court": "a hearing that is to come may be set at another court",
    "KeptSum.n": "how many there are, and no number of a row",
    "KindOfClearance.agreement": "a kind may become one of every agreement",
    "Ministry.home": "stated at the first start, and put right by an admin",
    "MotherChange.moves_to": "a mother who is registered with the approval",
    "Mother.agreement": "moved by two people, who keep the former reference",
    "Mother.held_at": "where she is changes",
    "Mother.reference": "given anew with the agreement; the former one is kept",
    "Mother.team": "another team takes a family over, and the journal says so",
    "Movement.agreement": "free while planned, then agreed on by two people",
    "Movement.destination": "free while planned, then agreed on by two people",
    "Movement.origin": "free while planned, then agreed on by two people",
    "Person.birthplace": "a fact that is learnt",
    "Person.nationality": "restated, and confirmed by a second person",
    "Place.country": "free until a record names the place",
    "Place.joined_into": "one spelling is joined with another",
    "Placement.undone_with": "named as it is undone, and stays",
    "Placement.place": "one spelling of a place is joined with another",
    "SiblingException.movement": "free while asked for, then approved content",
    "User.team": "an admin moves staff",
    "User_groups.group": "by an admin, and told to the auditor",
    "User_groups.user": "by an admin, and told to the auditor",
}
#: Users whom a row names without their having written it.
ASSIGNED = {"Child.caseworker", "RoleGrant.whom", "Task.assigned_to", "User_groups.user"} | {
    *("DrawnLook.asked_of", "FactorReset.whom"),
    *("Message.to", "Message.account"),
    "User_user_permissions.user",
}
#: What an approved merge moves to the case that is kept.
MERGED = ("PersonName", "Identifier", "Document", "Note", "Clearance", "Task")
#: Rows about a case that leave no entry in its journal, which asks the same of all others.
ASKED = ("Letter", "Sharing", "HeldRequest")
#: What pages keep as JSON, of which nothing is long.
JSON = {"Briefing.questions", "OutsideTotals.further", "OutsideTotals.told", "TermChange.content"}
JSON_LONGEST = 20_000
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


def currencies(model: type[models.Model]) -> list[str]:
    """Return the columns that hold the code of a currency, or nothing."""
    return [each.name for each in _columns(model) if each.name.endswith("currency")]


def _in_known_currency(model: type[models.Model], names: list[str]) -> pgtrigger.Trigger:
    guard = f"{model._meta.model_name}_currency_known"
    body = "".join(f"PERFORM cases_refuse_currency(NEW.{name}, '{guard}'); " for name in names)
    return before("in_a_known_currency", pgtrigger.Insert | pgtrigger.UpdateOf(*names), body)


def _texts(model: type[models.Model]) -> dict[str, int]:
    """Return the columns of texts without a length of their own, and how long each may be."""
    return {
        each.name: each.max_length or JSON_LONGEST
        for each in _columns(model)
        if isinstance(each, models.TextField | models.JSONField)
        and (each.max_length or f"{model.__name__}.{each.name}" in JSON)
    }


def _within_length(model: type[models.Model], longest: dict[str, int]) -> pgtrigger.Trigger:
    guard = f"{model._meta.model_name}_text_within_length"
    too_long = " OR ".join(
        f"char_length(NEW.{name}::text) > {length}" for name, length in longest.items()
    )
    return before(
        "text_within_length",
        pgtrigger.Insert | pgtrigger.UpdateOf(*longest),
        refuse_if(too_long, guard, "This text is too long."),
    )


def _in_database(model: type[models.Model], names: list[str]) -> list[str]:
    return [str(each.column) for each in _columns(model) if each.name in names]


def _keys_stay(model: type[models.Model], names: list[str]) -> pgtrigger.Trigger:
    guard = f"{model._meta.model_name}_keys_stay"
    columns = _in_database(model, names)
    moved = " OR ".join(
        f"(OLD.{each} IS NOT NULL AND NEW.{each} IS DISTINCT FROM OLD.{each})" for each in columns
    )
    sentence = "Whose row it is stays; what is wrong is withdrawn and entered anew."
    refuse = unless_merged if model.__name__ in MERGED else refuse_if
    return before(
        "whose_row_it_is_stays",
        pgtrigger.Update,
        refuse(moved, guard, sentence),
        condition=pgtrigger.AnyChange(*names),
    )


def _in_own_name(model: type[models.Model]) -> pgtrigger.Trigger:
    """The guard that a row says who writes it, whose office that is, and at which instant."""
    table, body = model._meta.model_name, ""
    for names, function, guard in (
        (hands(model), "cases_refuse_another_hand", f"{table}_in_own_name"),
        (instants(model), "cases_refuse_another_instant", f"{table}_entered_now"),
        (decided_at(model), "cases_refuse_backdated", f"{table}_decided_now"),
    ):
        for name, column in zip(names, _in_database(model, names), strict=True):
            # Nobody signs where a request is taken back.
            office = signed_by_office(model, name) if names == hands(model) else ""
            signature = f"IF NEW.{column} IS NOT NULL THEN {office} END IF;" if office else ""
            # Who decided stays who did, unless it is decided anew: at another instant.
            at = f"{name.removesuffix('by')}at"
            signs = names == hands(model) and at in decided_at(model)
            columns = [column, *_in_database(model, [at] if signs else [])]
            now, was = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
            body += (
                f"IF TG_OP = 'INSERT' OR ROW({now}) IS DISTINCT FROM ROW({was}) THEN "
                f"PERFORM {function}(NEW.{column}, '{guard}'); {signature} END IF; "
            )
    return before("written_in_own_name", pgtrigger.Insert | pgtrigger.Update, body)


def _of_a_case_seen(model: type[models.Model]) -> pgtrigger.Trigger:
    """The guard that whoever asks for something about a case may see it."""
    guard = f"{model._meta.model_name}_of_a_case_seen"
    body = f"PERFORM cases_refuse_unseen_case(NEW.child_id, NULL, '{guard}');"
    return before("of_a_case_seen", pgtrigger.Insert, body)


def _not_disposed_of(model: type[models.Model], gone: str, held: str) -> pgtrigger.Trigger:
    """The guard that nobody adds to what was disposed of, or tells anew what is blank.

    A new row waits for a disposal that is under way, as that waits for new rows.
    """
    guard = f"{model._meta.model_name}_of_a_case_kept"
    wait = f"IF TG_OP = 'INSERT' THEN PERFORM {held} FOR KEY SHARE; END IF; " if held else ""
    body = wait + refuse_if(gone, guard, "This case was disposed of.")
    # By its name it answers before other guards, which would speak of what is blank.
    return before("a_case_kept", pgtrigger.Insert | pgtrigger.Update, body)


#: The SQL of whether a row is of what was disposed of, where its ``child`` alone does not say so.
_GONE = {
    "Child": "cases_is_disposed(NEW.id) OR cases_is_disposed_family(NEW.mother_id, NEW.id)",
    "Enquiry": "cases_is_disposed_enquiry(NEW.id) OR cases_is_disposed(NEW.child_id)",
    "EnquiryAnswer": "cases_is_disposed_enquiry(NEW.enquiry_id)",
    "Telling": "cases_is_disposed_enquiry(NEW.enquiry_id)",
    "Document": "cases_is_disposed(NEW.child_id) OR cases_is_disposed_family(NEW.mother_id, NULL)",
    "Merge": "cases_is_disposed(NEW.keeps_id) OR cases_is_disposed(NEW.gives_up_id)",
    "Mother": "cases_is_disposed_family(NEW.id, NULL)",
    "AgreementChange": "cases_is_disposed_family(NEW.mother_id, NULL)",
    "MotherChange": "cases_is_disposed_family(NEW.moves_from_id, NULL) "
    "OR cases_is_disposed_family(NEW.moves_to_id, NULL)",
    "MovedChild": "cases_is_disposed(NEW.child_id)",
    "Person": "cases_is_disposed_person(NEW.id)",
    "PersonName": "cases_is_disposed_person(NEW.person_id)",
    "Identifier": "cases_is_disposed_person(NEW.person_id)",
    "Passenger": "cases_is_disposed(NEW.child_id) OR cases_is_disposed_person(NEW.escort_id)",
}


_CASE = "FROM cases_child WHERE id ="
#: The SQL of the records that a disposal holds while it blanks what a new row would be added to.
_HELD = {
    "Document": f"{_CASE} NEW.child_id OR mother_id = NEW.mother_id",
    "EnquiryAnswer": "FROM cases_enquiry WHERE id = NEW.enquiry_id",
    "Telling": "FROM cases_enquiry WHERE id = NEW.enquiry_id",
    "Passenger": "FROM cases_person WHERE id = NEW.escort_id",
    **dict.fromkeys(
        ("PersonName", "Identifier"), f"{_CASE} ANY (cases_children_of(NEW.person_id))"
    ),
}


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
        if names := currencies(model):
            pgtrigger.register(_in_known_currency(model, names))(model)
        if longest := _texts(model):
            pgtrigger.register(_within_length(model, longest))(model)
        if hands(model) or instants(model):
            pgtrigger.register(_in_own_name(model))(model)
        if model.__name__ in ASKED:
            pgtrigger.register(_of_a_case_seen(model))(model)
        gone = _GONE.get(model.__name__)
        if gone or tells_of_a_child(model):
            of_child = "cases_is_disposed(NEW.child_id)"
            has_child = any(each.name == "child" for each in _columns(model))
            held = _HELD.get(model.__name__, f"{_CASE} NEW.child_id" if has_child else "")
            pgtrigger.register(_not_disposed_of(model, gone or of_child, held))(model)
