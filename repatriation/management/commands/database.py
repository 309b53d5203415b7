from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from repatriation import backup, database, encryption, env
from repatriation.programs import DatabaseProblem


class Command(BaseCommand):
    help = "The embedded database: start, stop, status. Any database: backup, restore, key."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("start", help="start it, and leave it running")
        acts.add_parser("stop", help="stop it cleanly")
        acts.add_parser("status", help="whether it runs, and where it lies")
        acts.add_parser("backup", help="write the database and its documents into var/backups")
        restore = acts.add_parser("restore", help="fill an empty database from such a file")
        restore.add_argument("file", type=Path)
        restore.add_argument("--into", required=True, metavar="NAME", help="an empty database")
        restore.add_argument(
            "--documents",
            type=Path,
            metavar="DIR",
            help="an empty directory for its documents; var/documents/NAME when not given",
        )
        restore.add_argument("--key", type=Path, metavar="FILE", help="the private key")
        key = acts.add_parser("key", help="make a pair of keys for backups; not on the server")
        key.add_argument("--into", type=Path, required=True, metavar="FILE", help="a new file")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            getattr(self, act)(**options)
        except (DatabaseProblem, ImproperlyConfigured) as problem:
            raise CommandError(str(problem)) from problem

    def start(self, **options: Any) -> None:
        server = self._embedded()
        name = settings.DATABASES["default"]["NAME"]
        started = database.start(server, name)
        server.kept.touch()
        self.stdout.write("The database runs now." if started else "The database ran already.")

    def stop(self, **options: Any) -> None:
        server = self._embedded()
        server.kept.unlink(missing_ok=True)
        stopped = server.stop()
        self.stdout.write("The database is stopped." if stopped else "No database was running.")

    def status(self, **options: Any) -> None:
        server = self._embedded()
        self.stdout.write("running" if server.is_running() else "not running")
        self.stdout.write(f"data    {server.data}\nsocket  {server.place.sockets}")

    def backup(self, **options: Any) -> None:
        file = backup.backup(
            self._owner(),
            settings.BACKUPS_DIR,
            settings.DOCUMENTS_DIR,
            public=settings.BACKUP_PUBLIC_KEY,
        )
        for written in (file, backup.documents_of(file), backup.report_of(file)):
            self.stdout.write(f"{written}  {written.stat().st_size:,} bytes")
        report = backup.read_report(file)
        if report and report["faults"]:
            raise CommandError("The backup is kept, but: " + " ".join(report["faults"]))
        self.stdout.write("Restored once and compared: every row and every file is in it.")

    def restore(
        self, file: Path, into: str, documents: Path | None, key: Path | None, **options: Any
    ) -> None:
        documents = documents or database.VAR / "documents" / into
        backup.restore(self._owner(), file, into, documents, key=key)
        self.stdout.write(
            f"The database {into} now holds what {file.name} held; "
            f"its documents are in {documents}."
        )

    def key(self, into: Path, **options: Any) -> None:
        public = encryption.new_key(into)
        self.stdout.write(
            f"{into} is the private key: keep it off the server, twice.\n"
            f"Write into register.env there: BACKUP_PUBLIC_KEY={public}"
        )

    def _embedded(self) -> Any:
        if env.secret("DATABASE_URL", ""):
            raise CommandError("DATABASE_URL names a server; this starts and stops only our own.")
        return database.cluster()

    def _owner(self) -> dict[str, Any]:
        if "owner" not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: a backup is the owner's.")
        return settings.DATABASES["owner"]
