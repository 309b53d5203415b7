"""Backups and files: how old the last backup and drill are, what waits, what was found."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import VirusFind
from cases.vocabulary import Role
from repatriation.backup import Report, write_report
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/keeping/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BACKUPS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def admin(client):
    client.force_login(factories.user(Role.ADMIN))
    return client


def report(folder, kind="backup", ago=datetime.timedelta(), faults=(), name="a", sealed=False):
    at = (timezone.now() - ago).isoformat()
    holdings = {"tables": {"public.cases_child": ["92", "1", "2"]}, "guards": [], "figures": {}}
    files = {"a.dump.age" if sealed else "a.dump": "0"}
    made = Report(
        kind=kind,
        at=at,
        file="a.dump",
        holdings=holdings,
        faults=list(faults),
        seconds=3.5,
        files=files,
    )
    write_report(folder / f"{name}.json", made)


def lines(client):
    return [(line.status, line.tone) for line in client.get(PAGE).context["backups"]]


def test_without_backup_and_drill_both_are_asked_for(admin):
    page = admin.get(PAGE).content.decode()

    for said in ("No backup yet", "No restore drill yet", "No virus scanner is connected"):
        assert said in page


def test_last_backup_and_drill_are_shown_with_what_was_compared(admin, folder):
    report(folder, sealed=True)
    report(folder, kind="drill", name="drill", sealed=True)
    (folder / "letter.json").write_text("[]")
    (folder / "torn.json").write_text('{"kind": "backup"')

    page = admin.get(PAGE).content.decode()

    assert page.count("92 rows compared, in 3.5 s") == 2
    assert "It is older than it should be." not in page
    assert "Not encrypted" not in page


@pytest.mark.parametrize(
    ("kind", "late"),
    [("backup", datetime.timedelta(hours=27)), ("drill", datetime.timedelta(days=93))],
)
def test_old_backup_and_old_drill_are_warned_of(admin, folder, kind, late):
    report(folder, kind=kind, ago=late, sealed=True)
    report(folder, kind=kind, ago=2 * late, name="before", sealed=True)

    assert "It is older than it should be. 92 rows compared" in admin.get(PAGE).content.decode()


def test_backup_with_a_fault_and_one_in_clear_are_told(admin, folder):
    report(folder, faults=["The file 7 is missing."])

    page = admin.get(PAGE).content.decode()

    assert "Something is missing or differs" in page
    assert "The file 7 is missing." in page
    assert "Not encrypted" in page


def test_viruses_and_files_that_wait_are_told_to_the_admin(
    admin, settings, django_assert_num_queries
):
    settings.CLAMD = "/run/clamd"
    sender = factories.user(Role.CASEWORKER)
    VirusFind.objects.create(virus="Eicar", sent_by=sender, sent_sha256="a" * 64)
    child = factories.child()
    for _ in range(2):
        factories.document(child)

    with django_assert_num_queries(6):  # session, user, documents twice, scans, finds
        page = admin.get(PAGE).content.decode()

    assert "2 files wait" in page
    assert "Eicar" in page
    assert str(sender) in page
    assert admin.get(reverse("home")).url == PAGE


def test_first_page_of_the_admin_is_another_without_a_virus_of_this_week(admin):
    sender = factories.user(Role.CASEWORKER)
    at = timezone.now() - datetime.timedelta(days=8)
    with factories.past_the_guards():
        VirusFind.objects.create(virus="Eicar", sent_by=sender, sent_sha256="a" * 64, at=at)

    assert admin.get(reverse("home")).url != PAGE


def test_the_pages_of_safe_keeping_stand_beside_each_other(client):
    client.force_login(factories.user(Role.REVIEWER))

    page = client.get(reverse("integrity")).content.decode()

    assert page.count(">Safe-keeping</a>") == 1
    assert f'<a href="{reverse("keeping")}">Backups and files</a>' in page
    assert f'<a href="{reverse("integrity")}" aria-current="page">Data checks</a>' in page
    client.force_login(factories.user(Role.CASEWORKER))
    assert ">Safe-keeping</a>" not in client.get(reverse("children")).content.decode()
