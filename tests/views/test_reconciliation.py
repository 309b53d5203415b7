"""Reconciliation as finance meets it: on the page, line by line, and as a statement to sign."""

import pytest
from django.urls import reverse

from cases.models import AccessRow, Explanation, StatementLine
from cases.vocabulary import BatchStatus, Explained, Role
from tests import factories
from tests.canaries import told
from tests.casework.test_reversals import approve, ask, paid_fees
from tests.casework.test_statements import apply
from tests.sent import form_of
from tests.statements import row
from tests.views.test_batch_order import read

pytestmark = pytest.mark.django_db
PAGE, PAPER = "/fees/reconciliation/", "/fees/reconciliation/statement/"
READERS = (Role.FINANCE_OFFICER, Role.FINANCE_APPROVER, Role.REVIEWER, Role.AUDITOR)


@pytest.fixture
def world(officer):
    """A batch that meets on all sides, one that is refunded in part, and a charge of the bank."""
    fee, _other = paid_fees()
    ask(fee, officer)
    approve(fee, factories.user(Role.FINANCE_APPROVER))
    whole = factories.batch(BatchStatus.SENT)
    factories.receipt(whole)
    apply(officer, row(whole.bank_reference, "-800"), row("FT8", "-5"))
    return {"whole": whole, "part": fee.lines.get().batch, "fee": fee}


def said(answer):
    return answer.content.decode()


def at(batch, act="batch-reconciliation"):
    return reverse(act, args=[batch.reference])


def explain(client, batch, difference="receipt", amount="-400.00", **typed):
    typed = {"amount": amount, "reason": Explained.IN_TRANSIT, "note": "", **typed}
    data = {f"{difference}-{name}": value for name, value in typed.items()}
    return client.post(at(batch, "batch-explain"), data)


def _cells(row):
    ordered, *places = row.sums.values()
    return [ordered, row.bank, *places, row.state.label]


def test_page_shows_each_transfer_beside_bank_receipts_and_refunds(client, world):
    context = client.get(PAGE).context

    rows = {r.batch.reference: r for r in context["rows"]}
    part, whole = rows[world["part"].reference], rows[world["whole"].reference]
    assert _cells(part) == ["$800", "", "$0", "$400", "$400", "$0", "open"]
    assert _cells(whole) == [
        "$800",
        "$800",
        "$800",
        "$0",
        "$0",
        "$0",
        "reconciled",
    ]
    assert [(e.amount, e.state.label) for e in context["lines"]] == [("−$5", "open")]
    assert context["sums"][0]["ordered"] == "$1,600"


def test_page_may_show_only_what_is_open(client, world):
    answer = client.get(f"{PAGE}?show=open")

    assert [r.batch for r in answer.context["rows"]] == [world["part"]]
    assert [view.count for view in answer.context["views"]] == [3, 2]


def test_period_leaves_out_what_is_not_in_it(client, world):
    context = client.get(f"{PAGE}?since=02.03.2019&until=").context

    assert (context["rows"], context["lines"]) == ([], [])


def test_period_that_ends_before_it_begins_is_told(client, world):
    answer = client.get(f"{PAGE}?since=02.03.2019&until=01.03.2019")

    assert "The period ends before it begins." in said(answer)


def test_every_sum_of_a_batch_leads_to_exactly_its_fees(client, world):
    page = client.get(at(world["part"]))

    groups = {
        g.key: [(line.fee, amount) for line, amount in g.lines] for g in page.context["groups"]
    }
    fee, (other,) = world["fee"], [f for f in _fees(world["part"]) if f != world["fee"]]
    assert groups == {
        "receipted": [],
        "unacknowledged": [(other, 400)],
        "awaited": [(fee, 400)],
        "refunded": [],
    }
    for key in groups:
        assert f'id="{key}"' in said(page)


def _fees(batch):
    return [line.fee for line in batch.lines.select_related("fee")]


def test_difference_is_explained_and_stays_so_on_every_page(client, officer, world):
    batch = world["part"]
    for difference, amount in (("bank", "-800.00"), ("refund", "-400.00")):
        explain(client, batch, difference, amount)

    answer = explain(client, batch, reason=Explained.OTHER, note="Asked the court by letter 7")

    page = client.get(answer.url)
    assert Explanation.objects.filter(batch=batch, by=officer).count() == 3
    assert page.context["row"].state.label == "explained"
    assert "Asked the court by letter 7" in said(page)
    assert [r.state.label for r in client.get(PAGE).context["rows"]] == ["explained", "reconciled"]


@pytest.mark.parametrize(
    ("typed", "told", "status"),
    [
        ({"reason": ""}, "Choose one.", 200),
        ({"reason": Explained.OURS}, "Explain it in the note.", 200),
        ({"amount": "-800.00", "note": "kept"}, "The difference has changed.", 409),
    ],
)
def test_explanation_that_cannot_be_taken_is_told(client, world, typed, told, status):
    answer = explain(client, world["part"], **typed)

    assert answer.status_code == status
    assert told in said(answer)
    assert typed.get("note", "") in said(answer)
    assert not Explanation.objects.exists()


def test_refused_explanation_keeps_what_was_entered_and_shows_the_difference(client, world):
    action = at(world["part"], "batch-explain")

    answer = explain(client, world["part"], amount="-800.00", note="Asked by letter 7")

    form = form_of(answer, holding="receipt-note")
    assert form["receipt-note"] == ["Asked by letter 7"]
    assert form["receipt-reason"] == [Explained.IN_TRANSIT]
    assert form["receipt-amount"] == ["-400.00"]
    assert client.post(action, form).url == at(world["part"])
    assert Explanation.objects.get().amount == -400


def test_explanation_sent_twice_is_one(client, world):
    page, action = client.get(at(world["part"])), at(world["part"], "batch-explain")
    form = form_of(page, holding="receipt-note") | {"receipt-reason": Explained.IN_TRANSIT}
    client.post(action, form)

    answer = client.post(action, form, follow=True)

    assert answer.redirect_chain == [(at(world["part"]), 302)]
    assert "You have already sent this form. This is the result." in said(answer)
    assert Explanation.objects.count() == 1


def test_difference_that_is_gone_is_told(client, world):
    answer = client.post(
        at(world["whole"], "batch-explain"), {"receipt-amount": "-1.00"}, follow=True
    )

    assert "This difference no longer exists." in said(answer)


def test_line_of_the_bank_is_explained_on_its_page(client, officer, world):
    line = StatementLine.objects.unmatched().get()
    address = reverse("statement-line", args=[line.statement.reference, line.row])
    before = said(client.get(reverse("fees")))

    answer = client.post(
        reverse("statement-line-explain", args=[line.statement.reference, line.row]),
        {"line-amount": "-5.00", "line-reason": Explained.CHARGES, "line-note": ""},
    )

    assert answer.url == address
    page = client.get(address)
    assert ('"count bad">1<' in before, "count bad" in said(client.get(reverse("fees")))) == (
        True,
        False,
    )
    assert (page.context["row"].state.label, page.context["row"].amount) == ("explained", "−$5")
    assert "Bank charges" in said(page)


def test_line_that_shows_a_record_has_no_page_to_explain_it(client, world):
    line = StatementLine.objects.get(matches__batch=world["whole"])

    page = reverse("statement-line", args=[line.statement.reference, line.row])
    answer = client.get(page, follow=True)

    assert answer.redirect_chain == [(line.statement.get_absolute_url(), 302)]
    assert "This line is matched already. This is its bank statement." in said(answer)


def test_batch_before_its_transfer_is_not_reconciled(client, officer):
    assert client.get(at(factories.batch(BatchStatus.APPROVED))).status_code == 404


def test_nothing_to_reconcile_says_what_to_do(client, officer):
    assert "Nothing to reconcile yet" in said(client.get(PAGE))
    assert client.get(PAPER).status_code == 302
    factories.batch(BatchStatus.APPROVED)
    assert "Nothing to reconcile yet" in said(client.get(PAGE))


def test_paper_of_days_that_cannot_be_read_leads_back_to_the_page(client, world):
    answer = client.get(f"{PAPER}?since=31.02.2019&until=", follow=True)

    assert answer.request["PATH_INFO"] == PAGE
    assert "since" in answer.context["form"].errors


def test_who_only_looks_cannot_explain(client, world):
    client.force_login(factories.user(Role.FINANCE_APPROVER))

    page = client.get(at(world["part"]))

    assert "Explain the difference" not in said(page)
    assert explain(client, world["part"]).status_code == 403


def test_statement_says_what_the_page_says(client, officer, world):
    explain(client, world["part"], reason=Explained.OTHER, note="Asked the court by letter 7")

    answer = client.get(PAPER)

    text, _fonts = read(answer)
    wanted = [
        *("Reconciliation statement", world["part"].reference, world["whole"].reference),
        *("$800", "$400", "$1,600", "BS-", "−$5", "Asked the court by letter 7", "open"),
        *("Finance officer", "Finance approver", "Signature", "name no agreement"),
    ]
    assert answer["Content-Type"] == "application/pdf"
    assert [word for word in wanted if word not in text] == []
    assert AccessRow.objects.filter(page="reconciliation-paper", rows=3).count() == 1


def test_statement_of_one_agreement_lists_no_line_of_the_bank_in_another_currency(client, officer):
    batch = factories.batch(BatchStatus.SENT)
    apply(officer, row(batch.bank_reference, "-800"), row("FT8", "-5"))
    factories.second_agreement()
    address = f"{PAPER}?agreement={batch.agreement.slug}"
    in_dollars, _fonts = read(client.get(address))
    with factories.past_the_guards():
        StatementLine.objects.filter(bank_reference="FT8").update(currency="EUR")

    in_euro, _fonts = read(client.get(address))

    assert "−$5" in in_dollars
    assert batch.reference in in_euro
    assert [each for each in ("−$5", "−€5") if each in in_euro] == []
    assert "FT8" in said(client.get(PAGE))


def test_statement_of_a_period_says_which(client, world):
    text, _fonts = read(client.get(f"{PAPER}?since=01.03.2019&until=31.03.2019"))

    assert "1 Mar 2019" in text
    assert "31 Mar 2019" in text


def test_statement_is_set_in_tajik_and_arabic_letters(client, world):
    agreement = world["part"].agreement
    agreement.title = "Созишнома ғ ӣ қ ӯ ҳ ҷ اتفاقية"
    agreement.save()

    text, fonts = read(client.get(PAPER))

    assert "ғ ӣ қ ӯ ҳ ҷ" in text
    assert any("NotoSansArabic" in name for name in fonts)


@pytest.mark.parametrize("role", READERS)
def test_no_reconciliation_says_a_name_a_birth_or_a_place(client, world, role):
    client.force_login(factories.user(role))
    line = StatementLine.objects.unmatched().get()
    pages = [
        PAGE,
        at(world["part"]),
        reverse("statement-line", args=[line.statement.reference, line.row]),
    ]

    shown = "".join(said(client.get(page)) for page in pages) + read(client.get(PAPER))[0]

    assert told(shown) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_reconciliation_query_count(client, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.receipt(factories.batch(BatchStatus.SENT, fees=1))

    with django_assert_num_queries(9):  # session, user, agreements, batches ×3, parts, lines ×2
        client.get(PAGE)


@pytest.mark.parametrize("fees", [1, 3])
def test_batch_reconciliation_query_count(client, officer, fees, django_assert_num_queries):
    batch = factories.batch(BatchStatus.SENT, fees=fees)

    with django_assert_num_queries(10):
        client.get(at(batch))


def test_lines_of_the_bank_come_in_pages(client, officer):
    factories.batch(BatchStatus.SENT)
    apply(officer, *(row(f"X{n:03}", "-5") for n in range(101)))

    first, second = client.get(PAGE), client.get(f"{PAGE}?page=2")

    assert [len(answer.context["lines"]) for answer in (first, second)] == [100, 1]
    assert first.context["views"][0].count == 102
