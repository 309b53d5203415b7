"""Let wapiti look for weaknesses of the demonstration, served on this machine alone.

    python -m bench.scan               as nobody, and as each role
    python -m bench.scan auditor       as nobody, and as this account

Serves the demonstration as `make run` does, signs in, walks its pages and forms with what attacks
them, prints what was found and exits with 1 if anything was. Wapiti and all it needs are no part
of the register: they are installed into var/scan. The pages of signing out and of changing the
own account are left aside, so that the walk stays signed in.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from bench.client import Client
from bench.kills import PASSWORD, PORT, ROOT, demonstration, until_it_answers
from repatriation.serve import ACCOUNTS

WAPITI = "wapiti3==3.2.3"
ADDRESS = f"http://127.0.0.1:{PORT}/"
#: Seconds for a walk, and for each kind of attack.
WALK, ATTACK = 60, 20
#: Not the flags of cookies: without https none is secure, and tests/test_settings.py tries them.
MODULES = (
    "backup,crlf,csp,csrf,exec,file,http_headers,ldap,methods,permanentxss,redirect,sql,"
    "upload,xss,xxe"
)
LEFT_ASIDE = ("logout/", "me/", "accounts/", "admin/logout/", "language/")


def main() -> int:
    program = _installed(ROOT / "var" / "scan")
    os.environ["DEMO_PASSWORD"] = PASSWORD
    accounts = sys.argv[1:] or [name for name in ACCOUNTS if name != "reviewer2"]
    with demonstration():
        until_it_answers()
        # Before anything is attacked: the password page makes whoever attacks it wait.
        clients = {name: _signed_in(name) for name in accounts}
        found = [_scanned(program, "nobody", "")]
        for name, client in clients.items():
            _keep_signed_in(clients)
            found.append(_scanned(program, name, _cookies(client)))
    return 1 if any(found) else 0


def _installed(folder: Path) -> Path:
    """Return the program, in an environment of its own."""
    program = folder / "bin" / "wapiti"
    if not program.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", WAPITI], check=True)
    return program


def _signed_in(account: str) -> Client:
    client = Client(PORT)
    client.sign_in(account, PASSWORD)
    return client


def _keep_signed_in(clients: dict[str, Client]) -> None:
    """Ask for a page as each account: a session in which nothing happens ends."""
    for name, client in clients.items():
        client.connection.close()
        if "/logout/" not in client.get("/help/"):
            raise RuntimeError(f"{name} is not signed in any more.")


def _cookies(client: Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def _scanned(program: Path, account: str, cookies: str) -> int:
    """Scan with the cookies of somebody; print and return how much was found."""
    report = program.parent.parent / "report.json"
    report.unlink(missing_ok=True)
    words = [
        *(program, "--url", ADDRESS, "--scope", "folder", "--flush-session", "--no-bugreport"),
        *("--max-scan-time", str(WALK), "--max-attack-time", str(ATTACK), "--verbose", "0"),
        *("--format", "json", "--output", report, "--module", MODULES),
        *(word for path in LEFT_ASIDE for word in ("--exclude", f"{ADDRESS}{path}*")),
    ]
    if cookies:
        words += ["--header", f"Cookie: {cookies}"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(report.read_text())
    wrong = {
        kind: rows
        for part in ("vulnerabilities", "anomalies")
        for kind, rows in told[part].items()
        if rows
    }
    number, pages = sum(map(len, wrong.values())), told["infos"]["crawled_pages_nbr"]
    print(f"{account:<12} {pages} pages: {number} found", flush=True)
    for kind, rows in wrong.items():
        for row in rows:
            print(f"    {kind}: {row['method']} {row['path']} {row['info']}")
    return number


if __name__ == "__main__":
    sys.exit(main())
