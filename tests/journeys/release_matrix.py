"""The release matrix: every page in each language, theme and width, with forced colours too.

Not among the tests: it takes most of an hour, before a release. ``make matrix`` prints a line
for each page and language, with the problems of each look; ``PAGES="home child"`` for some alone,
``PAGES=administration`` for the lists, the add and the change forms of Django's administration,
of which only what is serious or worse is a problem: the rest is Django's.
"""

import os
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from cases.admin.editing import ReadOnlyAdmin
from cases.casework import forecasts
from cases.models import StatementLine, User
from cases.vocabulary import BatchStatus, FollowUpKind, Role, Stage
from tests import factories
from tests.addresses import World, address, make_world
from tests.casework import test_agreement_changes, test_mother_changes, test_statements
from tests.conftest import StaffClient
from tests.journeys.conftest import AXE, AXE_OF_THE_LOOK, ENGLISH, RIGHT_TO_LEFT, problems

pytestmark = pytest.mark.django_db(transaction=True)

#: The pages on which people live, each seen by a role that works there; None is nobody signed in.
PAGES: dict[Role | None, tuple[str, ...]] = {
    None: ("login", "forgotten", "public", "public-totals", "read-guide"),
    Role.CASEWORKER: (
        *("home", "children", "views", "view-new", "caseloads", "caseload-hand-over"),
        *("child", "child-journal", "child-path", "child-edit", "child-undo", "child-note"),
        *("child-consents", "child-consent", "child-clearance", "child-letters"),
        *("child-assess", "assessment", "child-claims", "child-claim", "claim-evidence"),
        *("claim-withdraw", "child-hearing", "hearing-held", "hearing-adjourn", "hearing-cancel"),
        *("child-task-new", "child-task-assign", "child-assign", "child-defer", "child-reconsider"),
        *("child-clear", "child-lapse", "child-hold", "child-release-hold", "child-close"),
        *("child-reopen", "child-document-new", "child-handover", "child-place", "child-contact"),
        *("interests-new", "interests-note", "interests-revise", "child-follow-ups", "follow-up"),
        *("child-held", "held-ask", "child-shares", "share-ask", "consent-changes"),
        *("mothers", "mother", "mother-journal", "mother-path", "mother-edit", "mother-change"),
        *("mother-child-new", "mother-document-new", "family-new", "agreement-change"),
        *("imports", "import-rows", "import-columns", "pairs", "pair", "pair-merge"),
        *("merges", "merge", "merge-undo", "enquiries", "enquiry", "enquiry-new", "enquiry-edit"),
        *("enquiry-answer", "documents", "document", "document-withdraw", "tasks", "follow-ups"),
        *("search", "messages", "help"),
        *("me", "password-change", "confirm", "sessions", "factors", "factor-app", "factor-key"),
    ),
    Role.REVIEWER: (
        *("reviews", "child-verify", "child-verify-consent", "child-confirm", "claim-decide"),
        *("child-approve-closing", "child-approve-reopening", "merge-decide", "merge-undo-decide"),
        *("agreement-change-decide", "mother-change-decide", "exception-approve"),
        *("enquiry-decide", "held-answer", "share-decide", "criteria", "terms", "account"),
        *("child-access", "mother-access", "child-purpose", "hearings", "integrity"),
        *("integrity-check", "retention", "disposal", "keeping", "named-export-ask"),
        *("named-export", "briefing-words", "figure-explain", "outside-propose"),
        *("agreement-needs", "movement-manifest", "movement-approve", "audit-drawn"),
        "audit-answer",
    ),
    Role.FINANCE_OFFICER: (
        *("fees", "fee", "missed-fees", "missed-fee", "money-figures", "batches", "batch"),
        *(
            "receipts",
            "receipt",
            "receipt-new",
            "receipt-withdraw",
            "statements",
            "statement",
            "statement-line",
        ),
        *("statement-columns", "reconciliation", "batch-reconciliation", "fee-schedule"),
        "fee-schedule-propose",
    ),
    Role.TRAVEL_OFFICER: (
        *("movements", "movement", "movement-new", "movement-change", "movement-propose"),
        *("movement-lock", "movement-depart", "movement-arrive", "movement-turn-back"),
        *(
            "movement-undo",
            "movement-cancel",
            "seat-take-off",
            "seat-no-show",
            "seat-undo",
            "exception",
        ),
    ),
    Role.OFFICIAL: (
        *(
            "dashboard",
            "dashboard-numbers",
            "dashboard-difference",
            "briefing-sheet",
            "agreements",
            "agreement",
            "agreement-summary",
        ),
        *("published-figures", "published-figure", "forecasts"),
        *("outside-totals", "reports", "report"),
    ),
    Role.AUDITOR: (
        *("role-grants", "audit", "audit-often", "audit-refused", "audit-failed"),
        *("audit-exports", "audit-shares", "access-keys"),
    ),
    Role.ADMIN: ("places", "place", "agreement-copy", "access-key-give", "style"),
}
#: Addresses whose examples are the rows of a list that is empty in the world.
LISTED = (
    *("import-rows", "enquiry", "merge", "child-letter-pdf", "held-answer", "share-decide"),
    *("figure-explain", "outside-drop", "access-key-end", "named-export", "audit-answer"),
)
#: What is looked for on a page before it is seen: names stand in no address.
WORDS = {"search": "Билол"}
#: What the names of the pages of Django's administration begin with.
ADMINISTRATION = "administration:"
#: The third speaks Arabic as the journeys do: its sentences are English, its layout mirrors.
LANGUAGES = (ENGLISH.language, "ru", RIGHT_TO_LEFT.language)
THEMES, WIDTHS = ("light", "dark", "forced"), (1366, 390, 320)
LOOKS = [*product(THEMES, WIDTHS)]


def test_release_matrix(browse: Callable[..., Page], axe: Axe, capfd) -> None:
    def say(*cells: str) -> None:
        with capfd.disabled():
            sys.stdout.write("\n" + " ".join(cells))
            sys.stdout.flush()

    world = make_world()
    at = furnish(world) | administration()
    problems_of: dict[str, list[str]] = {}
    say(f"{'page':22} {'':2}", *(f"{theme:>6} {width:<4}" for theme, width in LOOKS))
    for (role, route), language in product(_chosen(at), LANGUAGES):
        page = browse(person(role), ENGLISH._replace(language=language))
        answer = page.goto(at.get(route) or address(route, world))
        assert answer.ok, f"{route} is not there"
        if route in WORDS:
            page.locator("main [type=search], main [name=q]").first.fill(WORDS[route])
            with page.expect_navigation():
                page.keyboard.press("Enter")
        say(f"{route:22} {language}")
        serious = ("critical", "serious") if route.startswith(ADMINISTRATION) else ()
        for theme, width, each in _seen(page, axe, serious):
            with capfd.disabled():
                sys.stdout.write(f" {len(each) or '·':>11}")
            for rule, where in each:
                place = f"{route} {language} {theme} {width}"
                problems_of.setdefault(f"{rule}: {where}", []).append(place)
        page.context.close()
    for what, places in problems_of.items():
        say(what, "\n   " + ", ".join(places))

    assert not problems_of, f"{len(problems_of)} problems"


def _chosen(at: dict[str, str]) -> list[tuple[Role | None, str]]:
    wanted = os.environ.get("PAGES", "").split()
    routes = [(role, route) for role, routes in PAGES.items() for route in routes]
    routes += [(_keeper(route), route) for route in at if route.startswith(ADMINISTRATION)]
    return [
        (role, route)
        for role, route in routes
        if not wanted or any(f"{route}:".startswith(f"{each}:") for each in wanted)
    ]


def _keeper(route: str) -> Role:
    """Return who opens a page of the administration: an admin what is kept, an auditor the rest."""
    kept = admin.site.get_model_admin(apps.get_model(f"cases.{route.split(':')[1]}"))
    return Role.AUDITOR if isinstance(kept, ReadOnlyAdmin) else Role.ADMIN


def administration() -> dict[str, str]:
    """Return the addresses of the administration by their names: each list, each kind of form."""
    at = {}
    for model in admin.site._registry:
        name = model._meta.model_name
        row = model._default_manager.exclude(pk=0).order_by("-pk").first()
        for page, args in (("changelist", ()), ("add", ()), ("change", row and (row.pk,))):
            address = f"admin:cases_{name}_{page}"
            who = person(_keeper(f"{ADMINISTRATION}{name}"))
            if args is not None and _opens(who, address, args):
                at[f"{ADMINISTRATION}{name}:{page}"] = reverse(address, args=args)
    return at


def _opens(who: User, name: str, args: tuple[object, ...]) -> bool:
    client = StaffClient()
    client.force_login(who)
    return client.get(reverse(name, args=args)).status_code == HTTPStatus.OK


def person(role: Role | None) -> User | None:
    return role and (User.objects.filter(groups__name=role).first() or factories.user(role))


def furnish(world: World) -> dict[str, str]:
    """Put a row on each page that is empty in the world; return the addresses of others."""
    for route in LISTED:
        address(route, world)
    like = world.child.mother
    factories.family(2, team=like.team)
    moving = factories.family(2, team=like.team)
    test_agreement_changes.ask(moving, factories.bare_agreement())
    factories.enquiry()
    home = factories.child(Stage.PLACED, team=like.team)
    visit = {"n": 1, "kind": FollowUpKind.VISIT, "due_on": factories.DAY}
    home.follow_ups.create(planned_by=home.verified_by, **visit)
    sent = factories.batch(BatchStatus.SENT)
    officer = person(Role.FINANCE_OFFICER)
    lines = (test_statements.row("FT2", "-5", "PB-9999"), test_statements.row("FT3", "-9"))
    statement = test_statements.apply(officer, *lines).get_absolute_url()
    forecasts.make_all(on=factories.DAY)
    change = f"/mothers/{moving.reference}/agreement/"
    leaving = factories.family(2, team=like.team)
    test_mother_changes.ask(leaving, to=like)
    return {
        "agreement-change-decide": f"{change}decide/",
        "mother-change-decide": f"/mothers/{leaving.reference}/move/decide/",
        "statement": statement,
        "statement-line": f"{statement}{StatementLine.objects.first().row}/",
        "child-contact": f"{home.get_absolute_url()}contact/{home.placements.get().pk}/",
        "batch-reconciliation": f"{sent.get_absolute_url()}reconciliation/",
    }


def _seen(
    page: Page, axe: Axe, serious: tuple[str, ...] = ()
) -> Iterator[tuple[str, int, list[tuple[str, str]]]]:
    """Yield the problems of a page in each look: all rules in the first, then those of the look."""
    page.evaluate(axe.axe_script)
    for theme, width in LOOKS:
        page.emulate_media(
            color_scheme="dark" if theme == "dark" else "light",
            forced_colors="active" if theme == "forced" else "none",
        )
        page.set_viewport_size({"width": width, "height": ENGLISH.height})
        # As tall as the page: nothing sticky lies over half a field.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(tall, ENGLISH.height)})
        is_first = (theme, width) == LOOKS[0]
        yield theme, width, problems(page, AXE if is_first else AXE_OF_THE_LOOK, serious)
