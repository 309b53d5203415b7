"""The browser, the two looks every page is tried in, and what each journey asks of a page.

Looks: light, 1366 wide, left to right; dark, 390 wide, right to left. A journey goes its way in the
first, and each page that it asks about is turned into the second. Where the server itself answers
otherwise from right to left, a pair of language and look is a parameter: the second pair speaks
Arabic, which the register does not offer yet; its sentences stay English, the layout mirrors.
"""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from time import monotonic
from typing import ClassVar, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.utils.translation import gettext_lazy as _
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from pypdf import PdfReader

from cases.models import User
from tests.conftest import StaffClient

# Playwright's loop runs in this thread, and Django takes every loop for an asynchronous server.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What passes is long, and nobody reads it.
AXE = {"runOnly": {"type": "tag", "values": STANDARD}, "reporter": "no-passes"}
#: The rules whose answer hangs on colours, width or direction; all others read the page alone.
OF_THE_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
AXE_OF_THE_LOOK = {"runOnly": {"type": "rule", "values": OF_THE_LOOK}, "reporter": "no-passes"}


#: What reaches furthest beyond the edges of a page, as it begins.
BEYOND_THE_WINDOW = """() => {
    const over = e => {
        const { left, right, width } = e.getBoundingClientRect();
        return width && Math.max(right - document.documentElement.clientWidth, -left);
    };
    const all = [...document.body.querySelectorAll("*")];
    return all.reduce((most, e) => over(e) > over(most) ? e : most).outerHTML.slice(0, 120);
}"""


class Pair(NamedTuple):
    language: str
    theme: str
    width: int
    height: int
    direction: str


ENGLISH = Pair("en", "light", 1366, 900, "ltr")
RIGHT_TO_LEFT = Pair("ar", "dark", 390, 844, "rtl")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(params=[ENGLISH, RIGHT_TO_LEFT], ids=["english", "right-to-left"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return request.param


@pytest.fixture
def right_to_left(settings) -> None:
    settings.LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("ar", "العربية")]


@pytest.fixture
def browse(chromium: Browser, live_server, right_to_left) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a browser of its own: ``browse(user, pair)``.

    With ``scripts=False`` it runs no script. Without a user nobody is signed in.
    Addresses are paths: ``page.goto("/mothers/")``.
    """
    opened: list[BrowserContext] = []

    def open_browser(
        user: User | None = None, pair: Pair = ENGLISH, *, scripts: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": pair.width, "height": pair.height},
            color_scheme=pair.theme,
            reduced_motion="reduce",
            java_script_enabled=scripts,
            bypass_csp=scripts,  # for axe, which is a script of its own
        )
        # The first page of a browser has taken ten seconds on a machine with much to do.
        context.set_default_timeout(30_000)
        opened.append(context)
        cookies = {django_settings.LANGUAGE_COOKIE_NAME: pair.language}
        if user is not None:
            cookies[django_settings.SESSION_COOKIE_NAME] = session_of(user)
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        return context.new_page()

    yield open_browser
    for context in opened:
        context.close()


def session_of(user: User) -> str:
    """Sign ``user`` in without the form and return the key of the session."""
    client = StaffClient()
    client.force_login(user)
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def password_alone(settings) -> None:
    """Ask for no second factor at signing in: ``test_security_key`` walks with one."""
    settings.SECOND_FACTOR = False


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()


def problems(
    page: Page, options: dict[str, object], impacts: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Return what axe finds, of some impacts alone, and by how much the page is too wide."""
    answer = page.evaluate("options => axe.run(options)", options)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    beyond = page.evaluate(BEYOND_THE_WINDOW) if wider > 0 else ""
    violations = [
        (violation["id"], node["html"][:200])
        for violation in answer["violations"]
        if not impacts or violation["impact"] in impacts
        for node in violation["nodes"]
    ]
    return violations + ([("wider than its window", f"{wider} px: {beyond}")] if wider > 0 else [])


@pytest.fixture
def assert_accessible(axe: Axe) -> Callable[[Page], None]:
    """Return a function that fails for what axe finds, and for a page wider than its window.

    It asks in the page's own look, then in the other, and gives the page back as it was.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a click waits for the new page's first byte, not for more
        page.evaluate(axe.axe_script)
        assert problems(page, AXE) == []
        own = ENGLISH if page.viewport_size["width"] == ENGLISH.width else RIGHT_TO_LEFT
        other = RIGHT_TO_LEFT if own is ENGLISH else ENGLISH
        turn(page, other)
        # As tall as the page: nothing sticky lies over half a field.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": other.width, "height": max(tall, other.height)})
        assert problems(page, AXE_OF_THE_LOOK) == []
        turn(page, own)

    return check


def turn(page: Page, look: Pair) -> None:
    """Show a page as somebody else would see it, without asking for it again."""
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.theme)
    page.evaluate("direction => { document.documentElement.dir = direction }", look.direction)


class Hands:
    """A person at a page, whose clicks and pressed keys are counted; typing is not."""

    #: Those of the test that runs, for what is told at the end.
    all: ClassVar[list["Hands"]] = []

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys = page, 0, 0
        self.began = self.ended = monotonic()
        self.all.append(self)

    def click(self, place: Locator) -> None:
        place.click()
        self.clicks += 1
        self.ended = monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        self.ended = monotonic()

    @property
    def count(self) -> tuple[int, int]:
        """The clicks, and the keys beyond typing."""
        return self.clicks, self.keys


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Hand on what the hands of a test did, to be told at the end: ``tests/conftest.py``."""
    Hands.all.clear()
    answer = yield
    item.user_properties += [
        ("hands", (hands.clicks, hands.keys, round(hands.ended - hands.began, 1)))
        for hands in Hands.all
    ]
    return answer


def sheets(page: Page) -> list[str]:
    """Return what stands on each A4 sheet that the page prints."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]


def focused(page: Page) -> str:
    """Return the name or the id of the element that has the focus."""
    return page.evaluate("document.activeElement.name || document.activeElement.id")


def hidden_by_something(page: Page) -> bool:
    """Tell whether something sticky lies over the element that has the focus."""
    return page.evaluate(
        """() => {
            const field = document.activeElement;
            const box = field.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !(field === top || field.contains(top) || top?.contains(field));
        }"""
    )
