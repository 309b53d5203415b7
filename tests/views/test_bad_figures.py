"""Whatever an address or an agreement says, a page of figures answers in a sentence."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.figures.counts import Counted
from cases.figures.progress import Tally, progress
from cases.pages.charts import progress_bar
from cases.pages.links import Links
from cases.pages.progress import returned_text
from cases.vocabulary import Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = (
    "dashboard",
    "dashboard-numbers",
    "dashboard-difference",
    "briefing-sheet",
    "agreement-summary",
    "reports",
    "report",
)
FILES = ("figures-csv", "figures-xlsx", "returns-svg", "family-svg", "briefing-docx")
PAPERS = ("briefing", "monthly-report", "agreement-summary-pdf")
MORE = ("forecasts", "agreement", "published-figures", "outside-totals", "public-totals")
ALL_HOME = (Counted.IDENTIFIED, Counted.ELIGIBLE, Counted.RETURNED)
OF_ONE = {"agreement-summary", "agreement-summary-pdf", *MORE}
#: What an address may ask for, and what is said of it.
ODD_DAYS = {
    "31.02.2026": "“31.02.2026”: ",
    "2026-13-45": "“2026-13-45”: ",
    "0000-00-00": "“0000-00-00”: ",
    "99999-01-01": "“99999-01-01”: ",
    "-1": "“-1”: ",
    "x" * 300: "“" + "x" * 40 + "”: ",
    "<b>1</b>": "“&lt;b&gt;1&lt;/b&gt;”: ",
    "9999-12-31": "“9999-12-31”: ",
    "2199-01-01": "is in the future.",
    "0001-01-01": "“0001-01-01”: ",
    "1950-01-01": "the first event in the register is of",
}


def answers(client, slug: str, routes: tuple[str, ...], **query: str) -> dict[str, str]:
    """Return what each route answers; none with an error."""
    found = {}
    for route in routes:
        args = [slug] if route in OF_ONE else ["returns"] if route == "report" else []
        asked = {"agreement": slug, "counted": "identified", **query}
        answer = client.get(reverse(route, args=args), asked)
        content = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code in (200, 302, 404), (route, query)
        found[route] = content.decode(errors="replace")
    return found


@pytest.mark.parametrize("route", [*FILES, *PAPERS])
def test_no_file_is_handed_out_for_a_day_that_cannot_be_shown(client, route):
    """The page of the file says why; nothing is of another day than was asked for."""
    client.force_login(factories.user(Role.REVIEWER))
    slug = factories.child(Stage.RETURNED).agreement.slug
    at = reverse(route, args=[slug] if route in OF_ONE else [])

    for name in ("on", "vs"):
        answer = client.get(at, {"agreement": slug, name: "31.02.2026"})
        assert "Content-Disposition" not in answer.headers
        page = client.get(answer["Location"])
        assert "“31.02.2026”: " in page.content.decode()


def test_odd_days_and_agreements_are_answered_in_a_sentence(client):
    made = factories.child(Stage.RETURNED).agreement
    bare = factories.bare_agreement()
    client.force_login(factories.user(Role.REVIEWER))

    for day, sentence in ODD_DAYS.items():
        found = answers(client, made.slug, (*PAGES[:3], *FILES[:1]), on=day)
        found |= {"vs": answers(client, made.slug, PAGES[:1], vs=day)["dashboard"]}
        for page in (*PAGES[:3], "vs"):
            assert sentence in found[page], (page, day)
        found = answers(client, made.slug, ("agreement-summary",), on=day)
        assert sentence in found["agreement-summary"]
        answers(client, made.slug, ("report", "forecasts"), since=day, until=day, seed=day)

    for slug, sentence in (
        (bare.slug, "Nobody is in the register yet."),
        (made.slug, "To reach 75"),
        ("all", "cannot be reached"),
        ("nowhere", "cannot be reached"),
    ):
        found = answers(client, slug, (*PAGES, *FILES, *PAPERS, *MORE))
        assert sentence in found["dashboard"] or "75" in found["dashboard"], slug
    factories.child(under=bare)
    assert "No target is recorded." in answers(client, bare.slug, PAGES)["dashboard"]
    factories.figures(made, timezone.localdate(), identified=1, target=1)
    found = answers(client, made.slug, (*PAGES, *FILES, *PAPERS))
    assert "Identified changed from 92 to 1 and the target from 75 to 1" in found["dashboard"]
    assert "is <b>reached</b>" in found["dashboard"]


def test_progress_far_beyond_the_target_or_of_no_target_is_said_and_drawn():
    """A hundred home where one was planned; a target of nobody is none."""
    counts = Tally(by_kind=dict.fromkeys(Counted, 0) | dict.fromkeys(ALL_HOME, 100), stages=())
    beyond = progress(counts, published=1, target=1)
    none = progress(counts, published=0, target=0)
    bar = progress_bar(beyond, Links(agreement="", counts=counts, own=None))

    assert returned_text(beyond) == "100 returned – 99 more than planned · 10000%"
    assert (returned_text(none), none.percent_of_target) == ("returned home", None)
    assert [(each.x, each.w) for each in bar.segments if each.value] == [(0, 100)]
    assert bar.target_x == 1


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.REVIEWER, Role.FINANCE_OFFICER])
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("*)(", "“*)(” is none"),
        ("*)(objectclass=*", "“*)(objectclass=*” is none"),
        ("'\"><b>", "“&#x27;&quot;&gt;&lt;b&gt;” is none"),
        ("\0en", "“en” is none"),
        ("x" * 6000, "“" + "x" * 40 + "” is none"),
    ],
)
def test_language_that_there_is_not_is_told_and_no_paper_is_made(client, role, value, words):
    slug = factories.child().agreement.slug
    client.force_login(factories.user(role))
    page, paper = (
        reverse(route, args=[slug]) for route in ("agreement-summary", "agreement-summary-pdf")
    )

    for name in ("left", "right"):
        asked = {"left": "en", name: value}
        told = client.get(page, asked)
        sent = client.get(paper, asked)
        assert words in told.content.decode()
        assert words in client.get(sent.url).content.decode()
    assert client.get(paper, {"left": "en"})["Content-Type"] == "application/pdf"
