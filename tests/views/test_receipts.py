"""Receipts: the list, one with its scans, and a new one for fees of several batches."""

import uuid

import pytest
from django.urls import reverse

from cases.casework import documents
from cases.models import AccessRow, Receipt
from cases.vocabulary import BatchStatus, Role
from tests import factories, papers
from tests.canaries import told
from tests.sent import form_of

pytestmark = pytest.mark.django_db
READERS = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.REVIEWER, Role.AUDITOR)
NEW = "/fees/receipts/new/"
SENT_BEFORE = "You have already sent this form. This is the result."


def said(answer):
    return answer.content.decode()


def ticked(*batches):
    return {f"take-{line.fee_id}": "on" for batch in batches for line in batch.lines.all()}


def send(client, fees, address=NEW, **typed):
    return client.post(
        address,
        {
            "token": uuid.uuid4(),
            "number": "R-1",
            "authority": "Court of Karkh",
            "received_on": "01.03.2019",
            **fees,
            **typed,
        },
    )


def address_of(scan, act="receipt-scan"):
    return reverse(act, args=[scan.receipt.key, scan.stored_as])


def test_receipt_for_two_batches_settles_both(client, officer):
    batches = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT)

    answer = send(client, ticked(*batches), file=papers.sent(papers.pdf()))

    receipt = Receipt.objects.get()
    assert answer.url == receipt.get_absolute_url()
    assert {b.status for b in _fresh(batches)} == {BatchStatus.SETTLED}
    page = client.get(answer.url)
    assert (len(page.context["lines"]), receipt.scans.count()) == (4, 1)
    assert "$1,600" in said(page)


def _fresh(batches):
    for batch in batches:
        batch.refresh_from_db()
    return batches


def test_form_offers_what_is_paid_and_ticks_one_batch_when_asked(client, officer):
    first, second = factories.batch(BatchStatus.SENT), factories.batch(BatchStatus.SENT, fees=1)
    factories.batch(BatchStatus.APPROVED)

    whole = client.get(NEW).context
    one = client.get(f"{NEW}?batch={second.reference}").context

    assert [row.tick.value() for row in whole["form"].rows] == [False] * 3
    assert [(row.batch, row.tick.value()) for row in one["form"].rows] == [(second, True)]
    views = [(view.label, view.count) for view in whole["batches"]]
    assert views == [("All", 3), (first.reference, 2), (second.reference, 1)]


def test_part_of_a_fee_may_be_acknowledged(client, officer):
    batch = factories.batch(BatchStatus.SENT, fees=1)
    fee = batch.lines.get().fee

    send(client, ticked(batch), **{f"amount-{fee.pk}": "150"})

    fee.refresh_from_db()
    assert (fee.received, fee.status) == (150, "paid")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"received_on": "01.01.2999"}, "received_on"),
        ({"file": papers.sent(b"MZ program")}, "file"),
    ],
)
def test_unusable_receipt_keeps_what_was_typed(client, officer, typed, field):
    batch = factories.batch(BatchStatus.SENT)

    answer = send(client, ticked(batch), **{"authority": "Court of Rusafa II", **typed})

    assert list(answer.context["form"].errors) == [field]
    assert "Court of Rusafa II" in said(answer)
    assert Receipt.objects.count() == 0


def test_receipt_for_nothing_is_told(client, officer):
    factories.batch(BatchStatus.SENT)

    assert "Select the fees that the receipt names." in said(send(client, {}))


def test_fee_receipted_by_a_colleague_meanwhile_is_told_and_nothing_is_lost(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    factories.receipt(factories.batch(BatchStatus.SENT))
    known = Receipt.objects.get()

    answer = send(client, ticked(batch), number=known.number, authority=known.authority)

    form = answer.context["form"]
    assert (answer.status_code, Receipt.objects.count()) == (409, 1)
    assert form.errors == {"number": ["A receipt with this number is already in the register."]}
    assert all(row.tick.value() for row in form.rows)
    assert form_of(answer, holding="number")["authority"] == [known.authority]


def test_receipt_of_a_page_sent_twice_leads_to_the_receipt(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    form = form_of(client.get(NEW), holding="number")
    form |= {"number": "R-1", "authority": "Court of Karkh", "received_on": "01.03.2019"}
    client.post(NEW, form | ticked(batch))

    answer = client.post(NEW, form | ticked(batch), follow=True)

    receipt = Receipt.objects.get()
    assert answer.redirect_chain == [(receipt.get_absolute_url(), 302)]
    assert SENT_BEFORE in said(answer)


def test_receipt_on_the_page_of_its_batch_that_was_changed_meanwhile_loses_nothing(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    first, second = [line.fee for line in batch.lines.order_by("pk")]
    action = reverse("batch-receipt", args=[batch.reference])
    mine = form_of(client.get(batch.get_absolute_url()), action=action)
    mine |= {"number": "R-2", "authority": "Court of Karkh", "received_on": "01.03.2019"}
    mine.pop(f"take-{first.pk}")
    send(client, {f"take-{first.pk}": "on", "version": batch.version}, action)

    conflict = client.post(action, mine)
    answer = client.post(action, form_of(conflict, holding="number"))

    rows = {row.name: row for row in conflict.context["rows"]}
    assert (conflict.status_code, rows["number"].mine, rows["number"].now) == (409, "R-2", "")
    assert answer.url == batch.get_absolute_url()
    assert [receipt.number for receipt in Receipt.objects.order_by("pk")] == ["R-1", "R-2"]
    assert list(Receipt.objects.get(number="R-2").lines.values_list("fee", flat=True)) == [
        second.pk
    ]


def test_same_form_sent_twice_is_one_receipt(client, officer):
    batch, token = factories.batch(BatchStatus.SENT), uuid.uuid4()
    first = send(client, ticked(batch), token=token)

    second = send(client, ticked(batch), token=token)

    assert (second.status_code, second.url) == (302, first.url)
    assert Receipt.objects.count() == 1


def test_nothing_to_acknowledge_says_what_to_do(client, officer):
    assert "No paid fee awaits a receipt" in said(client.get(NEW))
    factories.batch()
    assert "No paid fee awaits a receipt" in said(client.get(NEW))


def test_list_shows_which_receipt_has_no_scan(client, officer):
    factories.receipt(new=factories.scan())
    bare = factories.receipt()

    answer = client.get("/fees/receipts/?scan=missing")

    assert [receipt.pk for receipt in answer.context["page"]] == [bare.pk]
    assert [view.count for view in answer.context["views"]] == [2, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(client, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.receipt(factories.batch(BatchStatus.SENT, fees=1))

    with django_assert_num_queries(6):  # session, user, counts, count, page
        answer = client.get("/fees/receipts/")

    assert said(answer).count('<th scope="row">') == rows


@pytest.mark.parametrize("fees", [1, 3])
def test_receipt_query_count(client, officer, fees, django_assert_num_queries):
    receipt = factories.receipt(factories.batch(BatchStatus.SENT, fees=fees))

    with django_assert_num_queries(6):  # session, user, receipt, lines, scans, access row
        client.get(receipt.get_absolute_url())


@pytest.mark.parametrize("fees", [1, 3])
def test_new_receipt_query_count(client, officer, fees, django_assert_num_queries):
    factories.batch(BatchStatus.SENT, fees=fees)

    with django_assert_num_queries(
        7
    ):  # session, user, agreements, lines, authority, batches, access row
        client.get(NEW)


def test_scan_is_opened_on_record_and_may_do_nothing(client, officer):
    content = papers.pdf()
    scan = factories.receipt(new=factories.scan(content)).scans.get()

    answer = client.get(address_of(scan))

    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AccessRow.objects.filter(page="receipt-scan", by=officer, rows=2).count() == 1
    assert told(answer["Content-Disposition"]) == []


def test_scan_of_another_receipt_is_not_found(client, officer):
    scan, other = factories.receipt(new=factories.scan()).scans.get(), factories.receipt()

    answer = client.get(reverse("receipt-scan", args=[other.key, scan.stored_as]))

    assert answer.status_code == 404


def test_damaged_scan_is_told(client, officer):
    scan = factories.receipt(new=factories.scan()).scans.get()
    documents.store.path_of(scan.stored_as).write_bytes(b"%PDF-other")

    answer = client.get(address_of(scan), follow=True)

    assert "The file of this scan is missing or damaged." in said(answer)


def test_scan_is_added_and_withdrawn_on_the_page(client, officer):
    receipt = factories.receipt()
    address = reverse("receipt-scan-add", args=[receipt.key])

    client.post(address, {"file": papers.sent(papers.pdf())})
    again = client.post(address, {"file": papers.sent(papers.pdf())})
    client.post(address_of(receipt.scans.get(), "receipt-scan-withdraw"))
    twice = client.post(address_of(receipt.scans.get(), "receipt-scan-withdraw"))

    sentence = "The same file is already added to this receipt."
    assert (again.status_code, again.context["form"].errors) == (409, {"file": [sentence]})
    assert receipt.scans.get().withdrawn_by == officer
    assert twice.status_code == 409
    assert "This scan is already withdrawn." in said(twice)


def test_scan_that_is_sent_or_withdrawn_twice_is_told_so(client, officer):
    receipt = factories.receipt()
    page, add = receipt.get_absolute_url(), reverse("receipt-scan-add", args=[receipt.key])
    adding = form_of(client.get(page), action=add)
    for _ in range(2):
        added = client.post(add, adding | {"file": papers.sent(papers.pdf())}, follow=True)
    withdraw = address_of(receipt.scans.get(), "receipt-scan-withdraw")
    withdrawing = form_of(client.get(page), action=withdraw)
    for _ in range(2):
        withdrawn = client.post(withdraw, withdrawing, follow=True)

    assert [answer.redirect_chain for answer in (added, withdrawn)] == [[(page, 302)]] * 2
    assert SENT_BEFORE in said(added)
    assert SENT_BEFORE in said(withdrawn)


def test_scan_without_a_file_is_told(client, officer):
    answer = client.post(reverse("receipt-scan-add", args=[factories.receipt().key]))

    assert "Choose a file." in said(answer)


@pytest.mark.parametrize("role", READERS)
def test_no_page_of_receipts_says_a_name_a_birth_or_a_place(client, role):
    receipt = factories.receipt(new=factories.scan())
    factories.batch(BatchStatus.SENT)
    client.force_login(factories.user(role))
    pages = ["/fees/receipts/", receipt.get_absolute_url()]
    pages += [NEW] if role == Role.FINANCE_OFFICER else []

    shown = "".join(said(client.get(page)) for page in pages)

    assert told(shown) == []
    assert receipt.number in shown


def test_only_who_pays_or_approves_is_offered_the_scan(client):
    receipt = factories.receipt(new=factories.scan())
    address = address_of(receipt.scans.get())
    offered = {}
    for role in READERS:
        client.force_login(factories.user(role))
        offered[role] = address in said(client.get(receipt.get_absolute_url()))

    assert offered == {
        Role.FINANCE_OFFICER: True,
        Role.FINANCE_APPROVER: True,
        Role.REVIEWER: False,
        Role.AUDITOR: False,
    }
