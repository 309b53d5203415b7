"""What `make run` brings up to date before it serves: the database, the demonstration, files."""

import os
import secrets
from pathlib import Path

from repatriation import database, env
from repatriation.watch import say


def prepare() -> str:
    """Bring the database, the demonstration, catalogues and static files up to date."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from repatriation import catalogues

    catalogues.compile_all()
    django.setup()
    say("Bringing the database up to date …")
    _empty_what_is_older()
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    password = _demonstrate()
    if not settings.DEBUG:
        _collect_static()
    return password


def _empty_what_is_older() -> None:
    """Empty a demonstration of another release; ``migrate`` refuses whatever else there is."""
    from django.core.management import call_command

    from cases.demonstration import is_demonstration
    from repatriation.releases import unknown_migrations

    if unknown_migrations("owner") and is_demonstration("owner"):
        say("The demonstration was made by an older release; it is made anew …")
        call_command("clear_demo", verbosity=0)


def _demonstrate() -> str:
    """Load the demonstration, of so many CHILDREN where that is set, and return the password of
    its accounts: DEMO_PASSWORD, else a generated one. If it has not changed since the last run,
    no hashes are computed.
    """
    from django.core.management import call_command

    from cases.demonstration import is_demonstration

    file = database.VAR / "demo_password"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    password = env.text("DEMO_PASSWORD", before or secrets.token_urlsafe(12))
    if password != before or not is_demonstration():
        say("Loading the demonstration …")
        file.unlink(missing_ok=True)  # one whose loading is broken off is loaded at the next start
        os.environ["DEMO_PASSWORD"] = password
        few = env.text("CHILDREN", "")
        call_command("load_demo", *([f"--children={few}"] if few else []), verbosity=0)
        file.touch(mode=0o600)
        file.write_text(password, encoding="utf-8")
    return password


def _collect_static() -> None:
    """Collect into staticfiles/ what changed since the last time; compressing takes seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = "\n".join(
        f"{name} {Path(storage.path(name)).stat().st_mtime_ns}"
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)
