"""Grants of the application's database role; applied after every migration."""

import pghistory.models
from django.apps import apps
from django.db import connections
from django.db.models import DateTimeField, Model

#: The role that serves pages; it owns nothing.
APPLICATION_ROLE = "repatriation_app"
#: Written by the functions of sql/seal.sql alone.
SEALS = ("cases_seal", "cases_sealedrow", "cases_sealing")
#: What the application only reads: the owner writes it when it migrates (what a role may do), or a
#: function of the database does.
READ = (
    *("auth_group", "auth_group_permissions", "auth_permission", "cases_user_user_permissions"),
    *("django_content_type", "django_migrations", "cases_demonstration", "cases_withdrawnpayment"),
    *("cases_changedcase", "cases_keptcase", "cases_keptpast", "cases_keptsum"),
    *("cases_nameword", *SEALS),
    *("cases_disposalcertificate", "cases_resealedrow", "cases_mergedrow"),
)


def _guards(model) -> set[str]:
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}


def append_only_tables() -> list[str]:
    """Return the tables whose rows nobody may change: journal, ledger, history."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if "append_only" in _guards(model) or _is_history(model)
        if model._meta.managed
    )


def _is_history(model: type[Model]) -> bool:
    return issubclass(model, pghistory.models.Event)


def sealed_tables() -> list[tuple[str, str, str]]:
    """Return each append-only table but the seals, its key and its moment of entry, if any."""
    tables = {*append_only_tables()} - {*SEALS}
    models = [model for model in apps.get_models() if model._meta.db_table in tables]
    return sorted((m._meta.db_table, str(m._meta.pk.column), _entered(m)) for m in models)


def _entered(model: type[Model]) -> str:
    if _is_history(model):
        return "pgh_created_at"
    moments = (each for each in model._meta.concrete_fields if isinstance(each, DateTimeField))
    return next((str(each.column) for each in moments if each.has_db_default()), "")


def told_tables() -> list[str]:
    """Return the tables to which triggers alone add rows: history, and what is told of a change."""
    notices = {"RoleGrant", "Restatement", "EscortChange"}
    managed = (m for m in apps.get_models() if m._meta.managed)
    return sorted(m._meta.db_table for m in managed if _is_history(m) or m.__name__ in notices)


def undeletable_tables() -> list[str]:
    """Return the tables whose rows may be corrected but never deleted."""
    return sorted(m._meta.db_table for m in apps.get_models() if "no_delete" in _guards(m))


def may_delete(model: type[Model]) -> bool:
    """Return whether the application's role may delete rows of ``model``."""
    return model._meta.db_table not in {*append_only_tables(), *undeletable_tables()}


def _name(using: str) -> str:
    return connections[using].ops.quote_name(connections[using].settings_dict["NAME"])


def forbidden() -> list[tuple[str, str]]:
    """Return each table and a right to it that the application's role does not have."""
    rights_of: dict[str, set[str]] = {}
    for tables, rights in (
        (append_only_tables(), ("UPDATE", "DELETE", "TRUNCATE")),
        (undeletable_tables(), ("DELETE", "TRUNCATE")),
        (told_tables(), ("INSERT",)),
        (READ, ("INSERT", "UPDATE", "DELETE", "TRUNCATE")),
        ([model._meta.db_table for model in apps.get_models()], ("TRUNCATE", "TRIGGER")),
    ):
        for table in tables:
            rights_of.setdefault(table, set()).update(rights)
    return sorted(
        (f"public.{table}", right) for table, rights in rights_of.items() for right in rights
    )


def secure(using: str) -> None:
    """Grant the application's role what it needs. Idempotent."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
        if cursor.fetchone() is None:
            return
        role = APPLICATION_ROLE
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {_name(using)} FROM PUBLIC, {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        written_once, undeletable = map(", ".join, (append_only_tables(), undeletable_tables()))
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {written_once} FROM {role}")
        cursor.execute(f"REVOKE DELETE, TRUNCATE ON {undeletable} FROM {role}")
        cursor.execute(f"REVOKE INSERT ON {', '.join(told_tables())} FROM {role}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {', '.join(READ)} FROM {role}")
