"""What the database refuses of the scans of receipts, whoever writes."""

import pytest
from django.utils import timezone

from cases.models import Fee, Receipt, ReceiptLine, ReceiptScan
from cases.vocabulary import BatchStatus, Role
from tests import factories
from tests.factories import DAY, NOON
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan():
    return factories.receipt(new=factories.scan()).scans.get()


def is_now(scan, **fields):
    ReceiptScan.objects.filter(pk=scan.pk).update(**fields)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "other.pdf"},
        {"size": 1},
        {"sha256": "0" * 64},
        {"content_type": "image/png"},
        {"uploaded_at": NOON},
    ],
)
def test_scan_is_never_changed(scan, facts):
    with refused("scan_stays"):
        is_now(scan, **facts)


def test_scan_of_one_receipt_becomes_no_scan_of_another(scan):
    with refused("scan_stays"):
        is_now(scan, receipt=factories.receipt())


def test_scan_is_withdrawn_once_by_somebody_at_some_time(scan):
    officer = factories.user(Role.FINANCE_OFFICER)
    with refused("scan_withdrawn_whole"):
        is_now(scan, withdrawn_by=officer)
    is_now(scan, withdrawn_by=officer, withdrawn_at=timezone.now())

    with refused("scan_withdrawn_once"):
        is_now(scan, withdrawn_by=None, withdrawn_at=None)


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        ({"content_type": "text/html"}, "scan_content_type_known"),
        ({"virus_check": "perhaps"}, "scan_virus_check_known"),
        ({"size": 0}, "scan_not_empty"),
        ({"name": ""}, "scan_not_empty"),
        ({"sha256": "x"}, "scan_hashes_whole"),
        ({"sent_sha256": ""}, "scan_hashes_whole"),
    ],
)
def test_scan_describes_a_file_wholly(scan, facts, guard):
    execute("SET LOCAL session_replication_role = replica")

    with refused(guard):
        is_now(scan, **facts)


def test_same_file_is_on_a_receipt_once(scan):
    with refused("scan_of_a_receipt_once"):
        ReceiptScan.objects.create(
            receipt=scan.receipt,
            name="again.pdf",
            content_type=scan.content_type,
            size=scan.size,
            sha256=scan.sha256,
            sent_sha256=scan.sent_sha256,
            uploaded_by=scan.uploaded_by,
        )


def test_scan_is_checked_for_viruses_once(scan):
    for then in ("clean", "waiting"):
        with refused("scan_checked_once"):
            execute("UPDATE cases_receiptscan SET virus_check = %s WHERE id = %s", then, scan.pk)


def test_scan_is_not_deleted(scan):
    with refused("no_delete"):
        scan.delete()


def test_receipt_is_in_one_currency():
    batch = factories.batch(BatchStatus.SENT)
    first, second = Fee.objects.filter(lines__batch=batch)
    receipt = Receipt.objects.create(
        agreement=batch.agreement,
        authority="Court of Karkh",
        number="R-2",
        received_on=DAY,
        recorded_by=batch.prepared_by,
    )
    ReceiptLine.objects.create(receipt=receipt, fee=first, amount=1)
    execute("SET LOCAL session_replication_role = replica")
    Fee.objects.filter(pk=second.pk).update(currency="EUR")
    execute("SET LOCAL session_replication_role = origin")

    with refused("receipt_line_of_one_currency"):
        ReceiptLine.objects.create(receipt=receipt, fee=second, amount=1)
