"""The release matrix: chosen pages in each language, theme and width, with forced colours too.

Not among the tests: it takes some twenty minutes, before a release. ``make matrix`` prints a line
for each page and language, with the problems of each look; ``PAGES="home child"`` for some alone.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from cases.models import User
from cases.vocabulary import Role
from tests import factories
from tests.addresses import address, make_world
from tests.journeys.conftest import AXE, AXE_OF_THE_LOOK, ENGLISH, RIGHT_TO_LEFT, problems

pytestmark = pytest.mark.django_db(transaction=True)

#: The pages on which people live, each seen by a role that works there.
PAGES = {
    Role.CASEWORKER: (
        "home", "children", "child", "mothers", "mother", "family-new", "child-consent",
        "child-clearance", "child-document-new", "documents", "document", "tasks", "search", "help",
    ),
    Role.REVIEWER: ("reviews", "child-verify", "hearings", "integrity"),
    Role.FINANCE_OFFICER: ("fees", "batch", "reconciliation"),
    Role.TRAVEL_OFFICER: ("movements", "movement"),
    Role.OFFICIAL: ("dashboard", "briefing", "agreements", "agreement", "agreement-summary",
                    "published-figures", "forecasts"),
    Role.AUDITOR: ("audit",),
}  # fmt: skip
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
    problems_of: dict[str, list[str]] = {}
    say(f"{'page':22} {'':2}", *(f"{theme:>6} {width:<4}" for theme, width in LOOKS))
    for (role, route), language in product(_chosen(), LANGUAGES):
        page = browse(_person(role), ENGLISH._replace(language=language))
        page.goto(address(route, world))
        say(f"{route:22} {language}")
        for theme, width, each in _seen(page, axe):
            with capfd.disabled():
                sys.stdout.write(f" {len(each) or '·':>11}")
            for rule, where in each:
                place = f"{route} {language} {theme} {width}"
                problems_of.setdefault(f"{rule}: {where}", []).append(place)
        page.context.close()
    for what, places in problems_of.items():
        say(what, "\n   " + ", ".join(places))

    assert not problems_of, f"{len(problems_of)} problems"


def _chosen() -> list[tuple[Role, str]]:
    wanted = os.environ.get("PAGES", "").split()
    routes = [(role, route) for role, routes in PAGES.items() for route in routes]
    return [(role, route) for role, route in routes if not wanted or route in wanted]


def _person(role: Role) -> User:
    return User.objects.filter(groups__name=role).first() or factories.user(role)


def _seen(page: Page, axe: Axe) -> Iterator[tuple[str, int, list[tuple[str, str]]]]:
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
        yield theme, width, problems(page, AXE if is_first else AXE_OF_THE_LOOK)
