"""Writes what a machine must know to serve the register: its files of surroundings, its roles.

    python -m repatriation.environment --host register.example --into /etc/register

Nobody types a secret: the key and both passwords are made here, and escaped where they stand.
"""

import argparse
import os
import secrets
import sys
from getpass import getpass
from pathlib import Path
from urllib.parse import quote

from repatriation.database import APP, OWNER, REGISTER

_REGISTER = """\
ALLOWED_HOSTS={host}
BEHIND_PROXY=1
SECRET_KEY={key}
DOCUMENTS_DIR=/var/lib/register/documents
DATABASE_URL={app}
"""
_OWNER = """\
DATABASE_OWNER_URL={owner}
"""
_SEAL = """\
SEAL_KEY={key}
SEAL_HEADS_DIR=/var/lib/register-heads
"""
#: Letters of every script must have their small ones, whatever the machine's own language is.
_ROLES = """\
CREATE ROLE {owner_role} LOGIN CREATEDB PASSWORD {owner_password};
CREATE ROLE {app_role} LOGIN PASSWORD {app_password};
CREATE DATABASE {name} OWNER {owner_role} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
ALTER SYSTEM SET log_parameter_max_length_on_error = 0;
ALTER SYSTEM SET log_error_verbosity = terse;
SELECT pg_reload_conf();
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--host", required=True, help="the name people type: register.example")
    parser.add_argument("--into", required=True, type=Path, metavar="DIRECTORY")
    parser.add_argument("--database-host", default="127.0.0.1", metavar="HOST")
    parser.add_argument(
        "--own-passwords", action="store_true", help="ask for the passwords of both roles"
    )
    options = parser.parse_args(arguments)
    passwords = [_asked(role) if options.own_passwords else _new() for role in (APP, OWNER)]
    files = contents(options.host, options.database_host, *passwords)
    if present := [name for name in files if (options.into / name).exists()]:
        print(f"{', '.join(present)} in {options.into} exist; nothing was written.")
        return 1
    options.into.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        _write(options.into / name, content)
        print(f"{options.into / name} is written, for root alone.")
    return 0


def contents(host: str, database_host: str, app: str, owner: str) -> dict[str, str]:
    """Return the files by name; ``app`` and ``owner`` are the passwords of the two roles."""
    return {
        "register.env": _REGISTER.format(
            host=host, key=_new(), app=address(APP, app, database_host, REGISTER)
        ),
        "owner.env": _OWNER.format(owner=address(OWNER, owner, database_host, REGISTER)),
        "seal.env": _SEAL.format(key=_new()),
        "roles.sql": _ROLES.format(
            owner_role=OWNER,
            owner_password=_literal(owner),
            app_role=APP,
            app_password=_literal(app),
            name=REGISTER,
        ),
    }


def address(role: str, password: str, host: str, name: str) -> str:
    """Return the URL of a database; what has a meaning in a URL is escaped."""
    return f"postgres://{role}:{quote(password, safe='')}@{quote(host, safe='')}/{name}"


def _literal(password: str) -> str:
    return "'" + password.replace("'", "''") + "'"


def _new() -> str:
    return secrets.token_urlsafe(48)


def _asked(role: str) -> str:
    return getpass(f"Password of {role}: ")


def _write(path: Path, content: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(file, "w", encoding="utf-8") as text:
        text.write(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
