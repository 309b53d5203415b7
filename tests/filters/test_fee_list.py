"""The ledger stands family by family on each of its pages, however they are cut."""

import datetime
import random

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cases.filters.fee_list import ledger_counts, ledger_keys
from cases.filters.fees import FeeFilter
from cases.models import Fee
from cases.vocabulary import FeeStatus, Role
from tests import factories

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta(days=1)


def fees_of_families(numbers: list[int], luck: random.Random) -> list[Fee]:
    """Return due fees of new families, each of so many children, due on days at random."""
    return [
        fee
        for number in numbers
        for child in factories.family(number).children.order_by("pk")
        for fee in factories.fees_of([child], on=factories.DAY + DAYS * luck.randrange(6))
    ]


def narrowed(query: str = "") -> FeeFilter:
    agreement = factories.agreement()
    return FeeFilter(
        QueryDict(query),
        user=factories.user(Role.FINANCE_OFFICER),
        agreements={agreement.slug: agreement.pk},
        current="",
        on=timezone.localdate(),
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("query", ["", "agreement=tajikistan-iraq&status=due", "family=TJ-IQ-0002"])
def test_pages_of_any_size_are_the_whole_ledger_family_by_family(seed, query):
    luck = random.Random(seed)
    fees = fees_of_families([luck.randint(1, 3) for _family in range(8)], luck)
    if "family" in query:
        fees = [fee for fee in fees if fee.child.mother.reference == "TJ-IQ-0002"]
    oldest = {
        fee.child.mother_id: min(f.due_on for f in fees if f.child.mother_id == fee.child.mother_id)
        for fee in fees
    }

    def place(fee: Fee) -> tuple[object, ...]:
        mother = fee.child.mother_id
        return oldest[mother], mother, fee.child.reference, fee.pk

    rows = ledger_keys(narrowed(query))

    whole = [fee.pk for fee in sorted(fees, key=place)]
    for size in (1, 2, 5, 50):
        starts = range(0, len(whole) + size, size)
        pages = [[key for (key,) in rows[start : start + size]] for start in starts]
        assert [key for page in pages for key in page] == whole
    assert rows.count() == len(whole)
    assert ledger_counts(narrowed(query)).fees == len(whole)


def test_more_fees_than_are_counted_still_have_every_page(client, monkeypatch):
    monkeypatch.setattr("cases.models.long_lists.MOST", 2)
    monkeypatch.setattr("cases.web.paging.SIZES", (2,))
    client.force_login(factories.user(Role.FINANCE_OFFICER, language="en"))
    fees = factories.due_fees(5)

    seen, query = [], {}
    for number in (1, 2, 3):
        page = client.get(reverse("fees"), {"page": number})
        words = " ".join(page.content.decode().split())
        seen += [fee.pk for fee in page.context["page"]]
        query = page.context["page"]
        assert "Over 2 fees" in words
        assert "of over 2" in words
        assert "data-pick-every" not in words  # no number of them could be promised

    assert seen == [fee.pk for fee in fees]
    assert not query.has_next()
    beyond = client.get(reverse("fees"), {"page": 9})
    assert beyond.context["page"].number == 3
    statuses = ledger_counts(narrowed())
    assert (statuses.fees, statuses.statuses) == (None, None)
    assert str(FeeStatus.REFUNDED.label) in words  # each status may be chosen, uncounted
