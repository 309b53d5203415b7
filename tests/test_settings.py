"""Settings refuse what would leave the register open; logs name no one."""

import io
import json
import logging.config
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from repatriation import env, logs
from repatriation.routes import LoggedByRoute

SETTINGS = Path(env.__file__).with_name("settings.py")
KEY = "a1B2c3D4e5F6g7H8i9J0" * 3
COOKIES = ("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE")
RELAXED = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")


@pytest.fixture
def settings_for(monkeypatch: pytest.MonkeyPatch):
    for name in ("ALLOWED_HOSTS", "DEBUG", "SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)

    def read(**given: str) -> dict[str, Any]:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_on_this_machine_alone_secure_cookies_and_hsts_are_relaxed(settings_for) -> None:
    found = settings_for()

    assert found["DEBUG"] is False
    assert [found[name] for name in RELAXED] == [False] * 3
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_anywhere_else_nothing_is_relaxed(settings_for) -> None:
    found = settings_for(ALLOWED_HOSTS="register.example,localhost", SECRET_KEY=KEY)

    assert [found[name] for name in RELAXED] == [True] * 3
    assert found["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    for cookie in COOKIES:
        assert found[f"{cookie}_NAME"].startswith("__Host-")
        assert found.get(f"{cookie}_PATH", "/") == "/"
        assert not found.get(f"{cookie}_DOMAIN")


def test_cookies_are_for_this_host_and_no_script(settings_for) -> None:
    found = settings_for(ALLOWED_HOSTS="register.example", SECRET_KEY=KEY)

    for cookie in COOKIES:
        assert found[f"{cookie}_HTTPONLY"]
        assert found[f"{cookie}_SAMESITE"] == "Lax"


def test_passwords_are_hashed_by_argon2(settings_for) -> None:
    found = settings_for(SECRET_KEY=KEY)

    assert found["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ALLOWED_HOSTS": "register.example", "SECRET_KEY": KEY, "DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*", "SECRET_KEY": KEY, "DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "register.example"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        (
            {"ALLOWED_HOSTS": "register.example", "SECRET_KEY": KEY, "SECOND_FACTOR": "0"},
            "SECOND_FACTOR",
        ),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
        ({"DATABASE_OWNER_URL": "postgres://owner@h/d"}, "DATABASE_URL is not"),
    ],
)
def test_unsafe_settings_do_not_start(settings_for, given: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        settings_for(**given)


def test_cost_of_pages_is_logged_with_debug_alone(settings_for) -> None:
    assert "repatriation.development.page_cost" not in settings_for()["MIDDLEWARE"]
    assert "repatriation.development.page_cost" in settings_for(DEBUG="1")["MIDDLEWARE"]


def test_owner_is_a_connection_of_its_own(settings_for) -> None:
    found = settings_for(
        DATABASE_URL="postgres://app@h/register", DATABASE_OWNER_URL="postgres://owner@h/register"
    )["DATABASES"]

    assert {alias: found[alias]["USER"] for alias in found} == {"default": "app", "owner": "owner"}


def test_application_alone_has_no_owner(settings_for) -> None:
    assert set(settings_for(DATABASE_URL="postgres://app@h/register")["DATABASES"]) == {"default"}


def test_without_address_both_roles_use_the_embedded_database(settings_for) -> None:
    found = settings_for()["DATABASES"]

    assert [found["default"]["USER"], found["owner"]["USER"]] == [
        "repatriation_app",
        "repatriation_owner",
    ]
    assert found["default"]["HOST"].startswith("/")


def test_missing_and_wrong_values_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WANTED", raising=False)
    with pytest.raises(ImproperlyConfigured, match="WANTED is not set"):
        env.text("WANTED")

    monkeypatch.setenv("WANTED", "٣")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("WANTED", 1)


def test_secret_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.secret("KEY") == "from a file"

    monkeypatch.setenv("KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE cannot be read"):
        env.secret("KEY")


def test_kept_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = env.kept_secret(tmp_path / "var" / "key")

    assert env.kept_secret(tmp_path / "var" / "key") == first
    assert len(first) > 80
    assert (tmp_path / "var" / "key").stat().st_mode & 0o777 == 0o600


def test_log_keeps_neither_query_nor_unknown_fields_nor_message() -> None:
    event: dict[str, Any] = {
        "event": "request_failed", "request": "GET /children/?q=Zainab", "name": "Zainab",
    }  # fmt: skip
    try:
        raise ValueError("Zainab")
    except ValueError as raised:
        event["exc_info"] = raised

    for processor in (logs.bare_exception, logs.without_query, logs.kept_only):
        event = processor(None, "error", event)

    assert "Zainab" not in str(event)
    assert event["request"] == "GET /children/"
    assert event["exception"]["type"] == "ValueError"
    assert event["exception"]["lines"][0].endswith(
        "test_log_keeps_neither_query_nor_unknown_fields_nor_message"
    )


@pytest.fixture
def lines():
    """What the loggers write with the register's own settings; as they were, afterwards."""
    written = io.StringIO()
    handlers = {"console": {**logs.LOGGING["handlers"]["console"], "stream": written}}
    logging.config.dictConfig(logs.LOGGING | {"handlers": handlers})
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
    for name in logs.LOGGING["loggers"]:
        logging.getLogger(name).handlers.clear()


@pytest.mark.parametrize(
    ("logger", "template", "values"),
    [
        ("django.request", "%s: %s", ["Internal Server Error", "/children/Zainab/"]),
        ("django.security.csrf", "Forbidden (%s): %s", ["no token", "/Zainab/"]),
        ("axes.handlers.database", "AXES: Repeated login failure by %s.", ["Zainab, 10.0.0.1"]),
        ("waitress", "Exception while serving /Zainab/", []),
    ],
)
def test_lines_of_libraries_are_logged_without_what_fills_them(
    lines, logger: str, template: str, values: list[str]
) -> None:
    logging.getLogger(logger).error(template, *values)

    [line] = lines()
    assert (line["logger"], line["level"]) == (logger, "error")
    assert "Zainab" not in str(line)


def test_request_is_logged_by_the_pattern_of_its_address(rf) -> None:
    written = [
        LoggedByRoute.format_request(rf.generic(method, path))
        for method, path in [
            ("GET", "/children/Zainab/?q=Zainab"),
            ("POST", "/Zainab/"),
            ("ZAINAB", "/login/"),
        ]
    ]

    assert "Zainab" not in str(written)
    assert written[0].startswith("GET /children/<")
    assert written[1:] == ["POST /(no such page)", "? /login/"]
