"""DATABASE_URL, or the embedded PostgreSQL on this machine."""

from typing import Any

import dj_database_url

from repatriation import env

# The register waits for a lock five seconds at most, and for a statement thirty.
APP_OPTIONS = (
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
)
OWNER_OPTIONS = "-c lock_timeout=5s"


def connection(url: str, options: str) -> dict[str, Any]:
    parsed = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), "options": options}
    return parsed


def databases() -> dict[str, dict[str, Any]]:
    app = env.secret("DATABASE_URL", "postgres://repatriation_app@127.0.0.1/repatriation")
    owner = env.secret("DATABASE_OWNER_URL", "")
    found = {"default": connection(app, APP_OPTIONS)}
    if owner:
        found["owner"] = connection(owner, OWNER_OPTIONS)
    return found
