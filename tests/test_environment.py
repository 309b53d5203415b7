"""The files that a machine's secrets are written into: escaped, and for root alone."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from repatriation import database, environment

ODD = "p@ss/w#rd: 'ünd' %41?&"


def values(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


def test_any_password_is_escaped_where_it_stands() -> None:
    files = environment.contents("register.example", "db.example", ODD, ODD[::-1])

    app = values(files["register.env"])["DATABASE_URL"]
    owner = values(files["owner.env"])["DATABASE_OWNER_URL"]
    read = database.url_connection(app, "")
    assert (read["USER"], read["PASSWORD"]) == (database.APP, ODD)
    assert (read["HOST"], read["NAME"]) == ("db.example", database.REGISTER)
    assert unquote(urlsplit(owner).password or "") == ODD[::-1]
    assert "PASSWORD 'p@ss/w#rd: ''ünd'' %41?&'" in files["roles.sql"]


def test_files_are_for_root_alone_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--host", "register.example", "--into", str(tmp_path / "etc")]

    assert environment.main(words) == 0
    files = {path: path.read_text() for path in (tmp_path / "etc").iterdir()}
    assert environment.main(words) == 1

    assert {path.stat().st_mode & 0o777 for path in files} == {0o400}
    assert {path: path.read_text() for path in files} == files
    assert "exist; nothing was written." in capsys.readouterr().out
    assert len(values((tmp_path / "etc" / "register.env").read_text())["SECRET_KEY"]) > 50


def test_own_passwords_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "getpass", lambda question: f"{question}!")
    environment.main(["--host", "x", "--into", str(tmp_path), "--own-passwords"])

    read = database.url_connection(
        values((tmp_path / "register.env").read_text())["DATABASE_URL"], ""
    )
    assert read["PASSWORD"] == f"Password of {database.APP}: !"
