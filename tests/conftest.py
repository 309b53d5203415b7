import datetime
import fcntl
import gc
import multiprocessing
from collections.abc import Generator, Iterator
from typing import IO, Any

import pytest
import pytest_django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.http import HttpResponse
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from psycopg2.extensions import TRANSACTION_STATUS_INTRANS
from pytest_django.plugin import blocking_manager_key

from cases.files import spreadsheets
from cases.kept import KeptWords, keep, kept_words
from cases.models import User
from cases.models.changed_case import SETTLED
from cases.queries.kept_words import moment, refresh
from cases.web.again import CONFIRMED_AT
from cases.web.frame import is_demonstration
from cases.web.middleware import SEEN_AT, SIGNED_IN_AT
from cases.web.session_store import SessionStore
from cases.web.whole_sign_in import DONE, STATE
from repatriation import database
from tests import clock, emptying, kept, template

ALONE = pytest.StashKey[IO[str]]()
AHEAD = pytest.StashKey[datetime.timedelta]()
WORDS = pytest.StashKey[KeptWords]()

# A machine with much to do is slow, and no test asserts a time.
drawing.register_profile(
    "patient", parent=drawing(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
drawing.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--date",
        help="begin on this day, for Python and the database: 2028-02-29, or with a time of UTC",
    )
    parser.addoption(
        "--longer",
        type=int,
        default=1,
        metavar="N",
        help="N times as many random acts, worlds, merges and kills as in every run",
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell how long the tasks took whose clicks and keys are counted, without the typing of people.

    None of it is asserted: a loaded machine is slower.
    """
    lines = [
        f"{seconds:6.1f} s  {clicks:3} clicks {keys:3} keys  {report.nodeid.rpartition('::')[2]}"
        for report in terminalreporter.stats.get("passed", [])
        for name, (clicks, keys, seconds) in report.user_properties
        if name == "hands"
    ]
    if lines:
        terminalreporter.section("tasks at a page")
        terminalreporter.write("\n".join(lines) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    """Set Python's clock before any test is read; the database's follows when it is made."""
    date, now = config.getoption("--date"), timezone.now()
    if date and not settings.EMBEDDED:
        raise pytest.UsageError("--date needs the server that tests start: unset DATABASE_URL.")
    try:
        ahead = clock.read(date) - now if date else clock.past_midnight(now)
    except ValueError as problem:
        raise pytest.UsageError(f"--date: {problem}") from problem
    config.stash[AHEAD] = ahead if settings.EMBEDDED else datetime.timedelta()
    clock.set_python(config.stash[AHEAD])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw as many worlds for a test as its mark says, and more in a longer run."""
    if mark := metafunc.definition.get_closest_marker("seeds"):
        (worlds,) = mark.args
        metafunc.parametrize("seed", range(1, 1 + worlds * metafunc.config.getoption("longer")))


def pytest_report_header(config: pytest.Config) -> str:
    return f"clock: {timezone.localtime():%Y-%m-%d %H:%M} in Dushanbe"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server of tests, in the first process alone, unless one is given by its address."""
    if settings.EMBEDDED and not hasattr(session.config, "workerinput"):
        session.config.stash[ALONE] = _alone()
        database.start(database.cluster_for_tests(), database.REGISTER, tests=True)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let no collection of garbage walk again over what stays: modules, models and the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 50, 100)


def pytest_runtest_setup() -> None:
    """Begin each test in English, with no page kept: a request leaves both behind."""
    from cases.models.same_answers import forget

    translation.deactivate()
    forget()


def pytest_unconfigure(config: pytest.Config) -> None:
    if lock := config.stash.get(ALONE, None):
        database.cluster_for_tests().stop()
        lock.close()


def _alone() -> IO[str]:
    """Hold off a second run, which would drop the database of the first one's tests."""
    database.VAR.mkdir(exist_ok=True)
    lock = (database.VAR / "tests.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        pytest.exit("Tests are running from this folder already.", returncode=1)
    return lock


@pytest.fixture(scope="session", autouse=True)
def empty_by_rows() -> Iterator[None]:
    """A transactional test leaves the database as it was migrated, without Django's flush."""

    def teardown(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):
            emptying.restore(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_start_of_readers() -> Iterator[None]:
    """Each spreadsheet is read in a process of its own, which has not imported all anew."""
    multiprocessing.set_forkserver_preload(["cases.files.sheets", "cases.files.bank_files"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreadsheets, "PROCESSES", multiprocessing.get_context("forkserver"))
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, pytestconfig: pytest.Config) -> bool:
    """A database whose clock was set is not kept for another run."""
    return django_db_keepdb and not pytestconfig.stash[AHEAD]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        template.set_up(
            connections["default"],
            keep=django_db_keepdb and not django_db_createdb,
            anew=django_db_createdb,
        )
        if ahead := pytestconfig.stash[AHEAD]:
            clock.set_database(connections["default"], ahead)
        refresh(User.objects.values_list(moment(), flat=True)[0])
    pytestconfig.stash[WORDS] = kept_words()
    kept.watch()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            template.tear_down(connections["default"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Keep between two tests, when all that a test had set is as it was, what was asked for."""
    yield
    if nextitem is not None:
        kept.begin()
        with item.config.stash[blocking_manager_key].unblock():
            kept.make_wanted()
    # The words of a migrated database: no page pays for those that the test before had read.
    keep(item.config.stash.get(WORDS, kept_words()))


class StaffClient(Client):
    """A client whose sign-in is whole: no page pays for a first touch, or leads elsewhere."""

    def force_login(self, user: User, backend: str | None = None) -> None:
        """Write the session whole, at once: half the time of a test went into signing in."""
        now = int(timezone.now().timestamp())
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[SIGNED_IN_AT] = session[SEEN_AT] = session[CONFIRMED_AT] = now
        session[STATE] = DONE
        # Without the savepoint and the question whether so random a key is taken.
        session._session_key = get_random_string(32)
        session.create_model_instance(session._session).save(force_insert=True)
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        is_demonstration.cache_clear()
        is_demonstration()

    def request(self, **request: Any) -> Any:
        """Ask for a page, which answers for nothing that was written before; afterwards nobody
        acts, as at the end of its transaction.
        """
        settle_what_was_written()
        try:
            return super().request(**request)
        finally:
            forget_who_acts()


class SparingClient(StaffClient):
    """A client for thousands of requests, each of which is rolled back or writes nothing: none
    leaves guards to be asked, or an actor.
    """

    def request(self, **request: Any) -> Any:
        return Client.request(self, **request)


def forget_who_acts() -> None:
    """End what a page declares: a test is one transaction for all its pages, and is not counted."""
    _uncounted("SELECT set_config('pghistory.context_metadata', '', true)")


def settle_what_was_written() -> None:
    """Ask the guards of COMMIT, as before each transaction of a page."""
    _uncounted(SETTLED)


def _uncounted(sql: str) -> None:
    session = connections["default"].connection
    if session and session.get_transaction_status() == TRANSACTION_STATUS_INTRANS:
        with session.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture
def client() -> Client:
    return StaffClient()


@pytest.fixture
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let what is kept by its answers be kept: other processes test in the same server."""
    from cases.models import same_answers
    from cases.models.prepared import Statement

    monkeypatch.setattr(same_answers, "_SEEN", Statement("SELECT 'the same'::text"))
    same_answers._question.cache_clear()
    yield
    same_answers._question.cache_clear()


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer what is refused with its status alone; its page is read in tests/web/test_errors.py.

    Who asks for every address as everybody is refused more often than not.
    """

    def status_alone(request: object, template: str, context: object = None, *, status: int) -> Any:
        return HttpResponse(status=status)

    monkeypatch.setattr("cases.web.errors.render", status_alone)
