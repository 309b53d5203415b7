"""DATABASE_URL, or the embedded PostgreSQL on this machine."""

from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2
from django.core.exceptions import ImproperlyConfigured
from psycopg2 import sql

from repatriation import env
from repatriation.embedded import Cluster
from repatriation.places import place
from repatriation.programs import DatabaseProblem

VAR = Path(__file__).resolve().parent.parent / "var"
OWNER, APP = "repatriation_owner", "repatriation_app"
REGISTER, DEMONSTRATION = "repatriation", "repatriation_demo"
EXTENSIONS = ("pg_trgm", "btree_gist", "fuzzystrmatch")

# What is planned once, functions of triggers too, is planned for all values: decision 0258.
_PLANS = "-c plan_cache_mode=force_generic_plan"
# The register waits for a lock five seconds at most, and for a statement thirty.
APP_OPTIONS = (
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s "
    + _PLANS
)
OWNER_OPTIONS = f"-c lock_timeout=5s {_PLANS}"


def databases() -> dict[str, dict[str, Any]]:
    """Return the connections of the application's role, and of the owner who migrates."""
    app, owner = env.secret("DATABASE_URL", ""), env.secret("DATABASE_OWNER_URL", "")
    if owner and not app:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is set and DATABASE_URL is not.")
    if not app:
        name = env.text("DATABASE_NAME", REGISTER)
        return {
            "default": embedded_connection(cluster(), name, APP, APP_OPTIONS),
            "owner": embedded_connection(cluster(), name, OWNER, OWNER_OPTIONS),
        }
    connections = {"default": url_connection(app, APP_OPTIONS)}
    if owner:
        connections["owner"] = url_connection(owner, OWNER_OPTIONS)
    return connections


def url_connection(url: str, options: str) -> dict[str, Any]:
    connection: dict[str, Any] = {
        **dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    }
    connection["OPTIONS"] = {**connection.get("OPTIONS", {}), "options": options}
    return connection


def embedded_connection(server: Cluster, name: str, user: str, options: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "HOST": str(server.place.sockets),
        "PORT": "5432",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": options},
    }


def cluster() -> Cluster:
    """The server that holds the register and the demonstration."""
    return Cluster(place(VAR))


def cluster_for_tests() -> Cluster:
    """Return a server for tests; faster, as it may lose commits."""
    return Cluster(place(VAR, "postgresql-tests"), durable=False)


def start(server: Cluster, *names: str, tests: bool = False) -> bool:
    """Start the server with both roles and these databases; True if it did not run before."""
    started = server.start()
    _execute(server, "postgres", _roles)
    for name in names:
        _execute(server, "postgres", _database(name))
        _execute(server, name, _extensions)
    if tests:
        _execute(server, "postgres", _liberties_of_tests)
    return started


def _execute(server: Cluster, name: str, work: Any) -> None:
    connection = psycopg2.connect(
        host=str(server.place.sockets), port=5432, user="postgres", dbname=name
    )
    try:
        connection.autocommit = True  # CREATE DATABASE stands in no transaction
        with connection.cursor() as cursor:
            work(cursor)
    except psycopg2.Error as problem:
        raise DatabaseProblem(str(problem)) from problem
    finally:
        connection.close()


def _roles(cursor: Any) -> None:
    cursor.execute("SELECT rolname FROM pg_roles")
    present = {name for (name,) in cursor.fetchall()}
    if OWNER not in present:
        cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
    if APP not in present:
        cursor.execute(f"CREATE ROLE {APP} LOGIN")


def _database(name: str) -> Any:
    def work(cursor: Any) -> None:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )

    return work


def _extensions(cursor: Any) -> None:
    for name in EXTENSIONS:
        cursor.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)),
        )


def _liberties_of_tests(cursor: Any) -> None:
    """Let tests truncate guarded tables and act as the application's role."""
    cursor.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
    cursor.execute(f"GRANT {APP} TO {OWNER}")
