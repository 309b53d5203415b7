"""Guards code that is not yet written: what must hold for each new page, record and message."""

import ast
import functools
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from cases.casework.editing import Stale
from cases.casework.refused import Refused
from cases.casework.roles import PERMISSIONS
from cases.casework.submissions import AlreadyTaken
from cases.models.columns import hands, tables
from cases.models.offices import ANYBODY, OFFICE_OF_ACT, OFFICES
from cases.vocabulary import Act
from repatriation import catalogues

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = {
    *("forgotten", "login", "language", "public", "public-totals"),
    *(
        "read-guide",
        "read-openapi",
        "read-agreements",
        "read-totals",
        "read-figures",
        "read-nothing",
    ),
}
PARAMETER = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "slug": "x", "path": "x"}


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_driver_is_psycopg2() -> None:
    assert connection.Database.__name__ == "psycopg2"


def test_migrations_match_the_models(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_address_asks_for_a_sign_in(db: None, client) -> None:
    addresses = dict(_addresses(get_resolver(), "/"))
    answered = {}

    for address, name in addresses.items():
        response = client.get(address)
        asks = response.status_code == 302 and "/login/" in response["Location"]
        if not asks and name not in PUBLIC:
            answered[address] = response.status_code

    assert len(addresses) > 20
    # 405: a page that knows no GET says so to everyone; tests/access_matrix.csv has its POST.
    assert {address: code for address, code in answered.items() if code != 405} == {}


def _addresses(resolver: URLResolver, before: str):
    for pattern in resolver.url_patterns:
        address = before + _example(pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern, address)
        else:
            yield address, pattern.name


def _example(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern).removeprefix("^").removesuffix("$")
    text = re.sub(r"\(\?P<\w+>[^)]*\)", "x", text).removesuffix("$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: PARAMETER.get(found[1] or "", "TJ-1"), text)


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    offered = {code for code, _name in settings.LANGUAGES} - {"en"}

    present = {path.parent.parent.name for path in ROOT.glob("locale/*/LC_MESSAGES/django.po")}

    assert offered - present == set()


def test_every_message_is_in_every_catalogue() -> None:
    assert catalogues.problems() == []


def test_settings_of_production_pass_the_deployment_check() -> None:
    done = _manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_requirement_is_pinned_and_says_why(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    wanted = re.compile(r"[A-Za-z0-9_.-]+==[0-9.]+ +# \S.*")

    odd = [line for line in lines if line and line[0] not in "#-" and not wanted.fullmatch(line)]

    assert odd == []


def test_every_act_that_journals_ends_by_bringing_tasks_up_to_date() -> None:
    """Those that journal by a function of their own are held to it by their tests."""
    forgotten = [
        f"{path.name}: {act.name}"
        for path in sorted((ROOT / "cases" / "casework").glob("*.py"))
        for act in ast.walk(_tree(path))
        if isinstance(act, ast.FunctionDef)
        and "transaction.atomic" in map(ast.unparse, act.decorator_list)
        and re.search(r"journal\.(record|step)\(", ast.unparse(act))
        and not re.search(r"journal\.settle\(.*by=by\)", ast.unparse(act))
    ]

    assert forgotten == []


def test_every_route_that_a_template_names_exists() -> None:
    # A route misspelt in ``{% url … as … %}`` raises nothing: its address is empty.
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"""{% url ['"]([^'":]+)['"]""", templates))

    assert named - set(get_resolver().reverse_dict) == set()


def test_views_take_a_request_and_hold_nothing_else() -> None:
    found = []
    for path in (ROOT / "cases/views").glob("*.py"):
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef):
                found.append(f"{path.name}: class {node.name}")
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = [argument.arg for argument in node.args.args[:1]]
                found += [] if first == ["request"] else [f"{path.name}: {node.name}"]

    assert found == []


@pytest.mark.parametrize("room", ["pages", "queries", "figures", "casework", "models", "rules"])
def test_nothing_below_the_views_knows_a_request(room: str) -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "cases" / room).rglob("*.py")
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.arg) and node.arg == "request")
        or (isinstance(node, ast.Name) and node.id == "request")
        or (isinstance(node, ast.Attribute) and node.attr == "request")
    ]

    assert found == []


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 80


def _manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "repatriation.settings",
        "ALLOWED_HOSTS": "register.example",
        "SECRET_KEY": "a1B2c3D4e5F6g7H8i9J0" * 3,
        "DATABASE_URL": "postgres://app@127.0.0.1/register",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "",  # set by the journeys, when they share this process
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _packages(name: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "cases" / name).rglob("*.py")):
        yield path, _tree(path)


def _refusals() -> set[str]:
    """Return the names of all that an act can answer but by doing it."""
    for module in (ROOT / "cases" / "casework").glob("*.py"):
        importlib.import_module(f"cases.casework.{module.stem}")
    names, bases = set(), [Refused, Stale, AlreadyTaken]
    while bases:
        base = bases.pop()
        names.add(base.__name__)
        bases += base.__subclasses__()
    return names


def test_what_an_act_refuses_is_answered_in_one_place_each_for_pages_admin_and_commands() -> None:
    refusals = _refusals()

    places = {
        str(path.relative_to(ROOT / "cases"))
        for name in ("views", "pages", "web", "forms", "filters", "admin", "management")
        for path, tree in _packages(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and node.type is not None
        and {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} & refusals
    }

    assert {"Refused", "CannotMove", "CannotPay", "CannotTravel", "KnownStatement"} < refusals
    assert places == {"web/acts.py", "admin/acts.py", "management/refusals.py"}


WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete", "update"}


@pytest.mark.parametrize("room", ["pages", "queries", "figures"])
def test_what_only_reads_writes_nothing(room: str) -> None:
    writes = {
        f"{path.name}:{node.lineno} {node.func.attr}"
        for path, tree in _packages(room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES | {"select_for_update"}
    }

    assert writes == set()


PARTICIPLES = {
    "found", "said", "told", "known", "typed", "asked", "named", "made", "kept", "chosen",
}  # fmt: skip
#: Names that Django itself looks for.
OF_DJANGO = {"Meta", "Media", "Command"}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted([*ROOT.glob("cases/**/*.py"), *ROOT.glob("repatriation/**/*.py")]):
        if "migrations" not in path.parts:
            yield str(path.relative_to(ROOT)), _tree(path)


def test_variables_are_nouns() -> None:
    """Parameters count too, as do fields of a class; names that others look for may stay."""
    places = [
        f"{name}:{node.lineno} {word}"
        for name, tree in _modules()
        for node in ast.walk(tree)
        if (word := _variable(node)) in PARTICIPLES
    ]

    assert len(places) <= 31, places


def _variable(node: ast.AST) -> str:
    """Return the name that ``node`` gives to a value, "" where it gives none."""
    if isinstance(node, ast.arg):
        return node.arg
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def test_no_two_classes_bear_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and path.startswith("cases/"):
                places.setdefault(node.name, []).append(path)

    shared = {name: paths for name, paths in places.items() if len(paths) > 1}

    assert {name: shared[name] for name in shared.keys() - OF_DJANGO} == {}


SNAPSHOTS = {"is_visible", "is_hidden", "is_checked", "is_enabled", "input_value", "inner_text"}


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.glob("journeys/test_*.py")), ids=lambda path: path.stem
)
def test_walks_wait_for_what_they_look_for(path: Path) -> None:
    """A click returns with the first byte of the next page; ``expect`` looks until it is there."""
    lines = [
        node.lineno
        for assertion in ast.walk(_tree(path))
        if isinstance(assertion, ast.Assert)
        for node in ast.walk(assertion)
        if isinstance(node, ast.Attribute) and node.attr in SNAPSHOTS
    ]

    assert lines == []


def test_every_signature_and_every_act_has_its_office() -> None:
    """A new column that says who acted, or a new act, is told in ``cases/models/offices.py``."""
    signed = {f"{model.__name__}.{hand}" for model in tables() for hand in hands(model)}
    given = {*OFFICES.values(), *OFFICE_OF_ACT.values()}
    roles = {name for names in PERMISSIONS.values() for name in names}

    assert set(OFFICES) | set(ANYBODY) == signed
    assert not set(OFFICES) & set(ANYBODY)
    assert set(OFFICE_OF_ACT) == set(Act)
    assert {name for names in given for name in names} <= roles | {
        "change_place",
        "change_criteriaset",
    }
