"""The process of a long list: how far it is, and what it leaves behind however it ends."""

import os
import signal

import pytest
from django.core.management import call_command
from django.db import connection

from cases.casework import applied_lists, imports, list_work, processes
from cases.casework.acting import acting
from cases.casework.list_checks import check_of
from cases.casework.list_files import CannotImport
from cases.management.commands.work_on_list import Command
from cases.models import Child, ImportedList
from tests import factories

FAMILIES = [
    [str(n), f"Назарова {name}", "1991", "15 сол", "", child, f"12.04.20{13 + n}", "п", "вафот"]
    for n, (name, child) in enumerate(
        [("Зулфия", "Ҳамза"), ("Мавлуда", "Умар"), ("Шаҳноза", "Билол")], start=1
    )
]


class Killed(BaseException):
    """Ends the process where it is, as a signal does."""


def killed(*_args, **_more):
    raise Killed


@pytest.fixture
def listed(db):
    return factories.imported_list(rows=tuple(FAMILIES))


@pytest.fixture
def uncompared(listed):
    ImportedList.objects.filter(pk=listed.pk).update(matches={})
    listed.refresh_from_db()
    return listed


def progress_of(listed):
    """Return what another session is shown, who reads it in a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
    return list_work.progress_of(listed)


def work_on(listed, what):
    call_command(Command(), listed.pk, what, listed.begun_by.pk)
    listed.refresh_from_db()


def test_the_process_compares_every_family_some_at_a_time(uncompared, monkeypatch):
    monkeypatch.setattr(list_work, "OF_A_PART", 1)
    shown = []
    compare = list_work.compare

    def watched(locked, families, *, by):
        shown.append(progress_of(locked))
        compare(locked, families, by=by)

    monkeypatch.setattr(list_work, "compare", watched)
    version = uncompared.version

    work_on(uncompared, "compare")

    assert check_of(uncompared).is_ready
    assert uncompared.version == version
    assert shown == [("compare", done, 3) for done in range(3)]
    assert progress_of(uncompared) is None


def test_a_killed_comparison_goes_on_where_it_was(uncompared, monkeypatch):
    monkeypatch.setattr(list_work, "OF_A_PART", 1)
    compare = list_work.compare

    def once(locked, families, *, by):
        compare(locked, families, by=by)
        monkeypatch.setattr(list_work, "compare", killed)

    monkeypatch.setattr(list_work, "compare", once)
    with pytest.raises(Killed):
        work_on(uncompared, "compare")

    uncompared.refresh_from_db()
    assert len(check_of(uncompared).uncompared) == 2
    assert progress_of(uncompared) is None

    monkeypatch.setattr(list_work, "compare", compare)
    work_on(uncompared, "compare")
    assert check_of(uncompared).is_ready


def test_a_killed_process_has_applied_nothing_and_the_next_applies_all(listed, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(applied_lists._Applying, "keep_rows", killed)
        with pytest.raises(Killed):
            work_on(listed, "apply")

    listed.refresh_from_db()
    assert Child.objects.count() == 0
    assert (listed.applied_by, listed.stopped) == (None, "")
    assert progress_of(listed) is None

    work_on(listed, "apply")
    assert Child.objects.count() == 3
    assert listed.applied_by == listed.begun_by


def test_why_it_could_not_be_applied_stands_on_its_page(uncompared, client):
    work_on(uncompared, "apply")

    assert Child.objects.count() == 0
    assert uncompared.stopped == "The list has problems or open questions. Nothing was saved."
    client.force_login(uncompared.begun_by)
    assert uncompared.stopped in client.get(uncompared.get_absolute_url()).text


def test_nothing_is_compared_once_somebody_asked_to_apply(listed, monkeypatch):
    with acting(listed.begun_by):
        imports.ask(listed=listed, version=listed.version, by=listed.begun_by)
    monkeypatch.setattr(list_work, "compare", killed)

    work_on(listed, "compare")

    assert progress_of(listed) is None


def test_a_page_starts_the_process_once_its_transaction_is_whole(
    listed, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(processes.subprocess, "Popen", lambda words, **_more: started.append(words))

    with django_capture_on_commit_callbacks(execute=True):
        list_work.start(listed, "apply", by=listed.begun_by)
        assert started == []

    assert started[0][1:] == [
        *("manage.py", "work_on_list"),
        *(str(listed.pk), "apply", str(listed.begun_by.pk)),
    ]


def killed_by_signal(listed, what, module, name, *, after=0):
    """Do ``what`` in a process that is killed when ``name`` is called once more than ``after``."""
    own = getattr(module, name)

    def kills(*args, **more):
        nonlocal after
        if not after:
            os.kill(os.getpid(), signal.SIGKILL)
        after -= 1
        return own(*args, **more)

    connection.close()  # the other process must not speak on ours
    if not (process := os.fork()):
        try:
            setattr(module, name, kills)
            work_on(listed, what)
        finally:
            os._exit(1)
    _pid, ended = os.waitpid(process, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    listed.refresh_from_db()


def server_noticed(listed):
    """Wait until the server has ended the session of the process that was killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity "
            "WHERE application_name LIKE %s AND pid <> pg_backend_pid()",
            [f"list {listed.pk} %"],
        )


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_by_a_signal_leaves_nothing_or_goes_on(monkeypatch):
    listed = factories.imported_list(rows=tuple(FAMILIES))
    ImportedList.objects.filter(pk=listed.pk).update(matches={})
    monkeypatch.setattr(list_work, "OF_A_PART", 1)

    killed_by_signal(listed, "compare", list_work, "compare", after=2)
    server_noticed(listed)
    listed.refresh_from_db()
    assert len(check_of(listed).uncompared) == 1
    work_on(listed, "compare")
    assert check_of(listed).is_ready

    for where, name, after in (
        (applied_lists.registration, "register_family", 2),
        (applied_lists._Applying, "keep_rows", 0),
    ):
        killed_by_signal(listed, "apply", where, name, after=after)
        server_noticed(listed)
        assert Child.objects.count() == 0
        assert (listed.applied_by, listed.stopped) == (None, "")
        assert progress_of(listed) is None

    work_on(listed, "apply")
    assert Child.objects.count() == 3
    assert listed.applied_by == listed.begun_by
    with pytest.raises(CannotImport, match="This file was imported on"):
        factories.imported_list(rows=tuple(FAMILIES), by=listed.begun_by)
