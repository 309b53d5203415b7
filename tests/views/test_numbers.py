"""On the pages of staff every number of rows is a link, and the list it leads to has as many."""

import re
from html import unescape

import pytest

from cases.vocabulary import Role
from tests import factories
from tests.addresses import address, make_world
from tests.figures import worlds
from tests.unlinked import unlinked_numbers

pytestmark = pytest.mark.django_db

PAGES = {
    Role.CASEWORKER: (
        *("home", "children", "mothers", "mother", "caseloads", "caseload-hand-over", "tasks"),
        *("follow-ups", "hearings", "movements", "movement", "agreements", "agreement"),
        *("consent-changes", "documents", "pairs", "merges", "enquiries", "imports", "messages"),
        "import-rows",
    ),
    Role.REVIEWER: (
        *("home", "reviews", "children", "mothers", "tasks", "movements", "movement", "caseloads"),
        *("retention", "fees", "batches", "batch", "receipts", "money-figures", "reconciliation"),
        *("published-figures", "outside-totals", "report", "missed-fees", "integrity"),
    ),
    Role.FINANCE_OFFICER: (
        *("home", "children", "fees", "fee", "batches", "batch", "receipts", "receipt"),
        *("statements", "money-figures", "reconciliation", "missed-fees", "agreements"),
    ),
    Role.TRAVEL_OFFICER: ("home", "children", "movements", "movement", "movement-manifest"),
    Role.OFFICIAL: ("agreements", "agreement", "published-figures", "outside-totals", "report"),
    Role.AUDITOR: (
        *("children", "audit", "audit-often", "audit-refused", "audit-failed", "audit-exports"),
        *("audit-shares", "role-grants", "retention", "fees", "receipts", "money-figures"),
    ),
}
#: What has a number and counts nothing: references, ages, waits, files, what a fee is and saves,
#: names of accounts made for tests.
NO_COUNT = re.compile(
    r"\b[A-Z]{1,4}(-[A-Z]+)*-\d[\d-]*|\b[A-Z]{2} \d{3}\b|\b\d{5}$|\d+( or \d+)? y\b.*"
    r"|\d+ days?( late)?|\d+ (bytes|MB)|\bup to \d+ .*|\$(400|2,500|2,100|157,500)|[0-9a-f]{16}"
    r"|\b(Claim|Hearing|Passenger|Version) \d+|\d\d:\d\d|\b(19|20)\d\d\b"
    r"|\d{1,2} [A-Z][a-z]{2} \d{4}"
)
#: What counts rows that stand on the same page, or in the row that leads to them; and what was
#: agreed or said.
NO_LINK = re.compile(
    # A list says how much it holds; more tasks of a child stand on the page of the child.
    r"\d+ (children|fees) in \d+ famil.*|\d+ open tasks?|Assign all \d+ tasks .*|and \d+ more"
    # Fees of a family under its link, and of a status beside their sum, which is one.
    r"|\d+ fees?|(Due|In a batch|Paid|Receipted) · \d+ fees?"
    # Terms of an agreement.
    r"|(of|Budget ·) .*75 × .*|for \d+ children"
    # Said once more, unseen, in the link of the row.
    r"|\d+ child(ren)?, \d+ escorts?|\d+ seats? free"
    # Whom a look showed: who they were is not kept with it.
    r"|\d+ (person|people)"
    # Ages; examples of what may be typed; what is missing.
    r"|\d+ to \d+|Its case number, .*|A spreadsheet .*|FT19074X1|10\.92|-8000\.00|.* is missing\."
)
#: What is no number of rows, by its place: days, how many stand on a page, rows and passengers one
#: by one, totals under what they add.
_APART = re.compile(
    r'<td class="n" data-l="Days[^"]*">.*?</td>|<td data-l="Row">\s*\d+'
    r'|<b aria-current="true">\d+</b>|<td class="n">\d+</td>(?=\s*<th scope="row">)'
    r"|<tfoot.*?</tfoot>",
    re.DOTALL,
)
_LINK = re.compile(r'<a [^>]*?href="([^"#]+)"[^>]*>(.*?)</a>', re.DOTALL)
#: Links whose number is no count of rows: how many stand on a page, a month, the median of days,
#: rows in families, differences that stand in more than one list.
_NO_ROWS = re.compile(r"per_page=|month=|sort=-days|/import/|/fees/reconciliation/")


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


def without_links(page: str) -> set[str]:
    """Return the texts of a page that count rows and are no link."""
    texts = unlinked_numbers(_APART.sub("", page))
    return {
        text
        for text in texts
        if re.search(r"[1-9]", NO_COUNT.sub("", text)) and not NO_LINK.fullmatch(text)
    }


def numbers_of(page: str, at: str) -> set[tuple[str, int]]:
    """Return the links that are a number, or end with one: their address and the number."""
    found = set()
    for url, inner in _LINK.findall(page.partition("<main")[2]):
        text = " ".join(re.sub(r"<[^>]+>", " ", inner).split())
        number = re.fullmatch(r"(?:[A-Z][^\d]* )?(\d+)", text)
        whole = unescape(url if url.startswith("/") else at + url)
        if number and not _NO_ROWS.search(whole):
            found.add((whole, int(number[1])))
    return found


@pytest.mark.parametrize("role", PAGES)
def test_a_number_is_a_link_to_a_list_of_as_many(client, role):
    world, reader = make_world(), factories.user(role)
    worlds.of_two_agreements(3)
    unlinked: dict[str, str] = {}
    wrong, right = [], 0

    for at in (address(route, world) for route in PAGES[role]):
        client.force_login(reader)  # with it goes the agreement that was chosen last
        answer = client.get(at)
        assert answer.status_code == 200, at
        page = answer.content.decode()
        unlinked |= dict.fromkeys(without_links(page), at)
        for url, number in numbers_of(page, at):
            client.force_login(reader)
            listed = (client.get(url).context or {}).get("page")
            if hasattr(listed, "paginator"):
                right += listed.paginator.count == number
                wrong += [(at, url, number)] * (listed.paginator.count != number)

    assert (unlinked, wrong) == ({}, [])
