"""What every page has around its own content: navigation, marks, languages."""

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import wording
from cases.forms.purposes import PurposeForm
from cases.kept import said
from cases.models import Demonstration, User
from cases.models.reader import May, may_of, standing_for
from cases.queries.kept_words import words
from cases.web.gates import may
from cases.web.hidden_names import is_hidden
from cases.web.in_order import PlaceInOrder, standing

#: Who has work of their own; the others' first page is the dashboard.
WORKING = (
    "cases.work_case",
    "cases.verify_child",
    "cases.prepare_payment",
    "cases.approve_payment",
    "cases.plan_movement",
)
#: The pages of a section of several, by the words of their tabs.
FAMILIES = {
    "mothers": _("Families"),
    "pairs": _("Duplicates"),
    "documents": _("Documents"),
    "imports": _("Import a list"),
    "enquiries": _("Enquiries of relatives"),
}
DASHBOARD = {"dashboard": _("Dashboard"), "reports": _("Reports")}
SAFE_KEEPING = {
    "integrity": _("Data checks"),
    "keeping": _("Backups and files"),
    "retention": _("Retention"),
}
MONEY = {
    "fees": _("Fees"),
    "batches": _("Payment batches"),
    "statements": _("Bank statements"),
    "receipts": _("Receipts"),
    "reconciliation": _("Reconciliation"),
    "missed-fees": _("Missed fees"),
    "money-figures": _("Payment figures"),
}
TABBED = (DASHBOARD, FAMILIES, MONEY, SAFE_KEEPING)
#: The sections of the register, and the pages of each: it leads to the first that a reader may
#: open, and the others stand beside that one as tabs.
SECTIONS = (
    (_("My work"), ("home",)),
    (_("Dashboard"), tuple(DASHBOARD)),
    (_("Children"), ("children",)),
    (_("Families"), tuple(FAMILIES)),
    (_("Hearings"), ("hearings",)),
    (_("Reviews"), ("reviews",)),
    (_("Fees"), ("fees",)),
    (_("Movements"), ("movements",)),
    (_("Follow-up"), ("follow-ups",)),
    (_("Agreements"), ("agreements",)),
    (_("Safe-keeping"), tuple(SAFE_KEEPING)),
    (_("Places to check"), ("places",)),
    (_("Access keys"), ("access-keys",)),
    (_("Roles assigned"), ("role-grants",)),
    (_("Audit"), ("audit",)),
)
#: What a section opens on, where it is not the whole list: the part that its reader works on.
OPENS_ON = {
    "children": ("cases.work_case", {"mine": "1", "sort": "due"}),
    "fees": ("cases.prepare_payment", {"status": "due"}),
}
#: Letters by their place on the keyboard, and the page each opens: alone, or after G.
NEW = {"N": "family-new"}
GO = {
    "H": "home",
    "D": "dashboard",
    "C": "children",
    "F": "fees",
    "T": "tasks",
    "R": "reviews",
    "M": "movements",
}
_PAGES = {
    "family-new": _("Register a family"),
    "home": _("My work"),
    "dashboard": _("Dashboard"),
    "children": _("Children"),
    "fees": _("Fees"),
    "tasks": _("Tasks"),
    "reviews": _("Reviews"),
    "movements": _("Movements"),
}
#: Whoever sees the work of everybody has no part of it that comes first.
EVERYBODYS = "cases.view_every_child"
SHORT_NAMES = {"en": "EN", "ru": "РУ", "tg": "ТҶ", "ar": "ع"}


class NavKey(NamedTuple):
    """A key that opens a page; ``after`` is the one pressed before it, if any."""

    letter: str
    after: str
    label: str
    url: str


class NavItem(NamedTuple):
    """A page of the navigation; ``open`` is how much waits there, where the view has said so."""

    label: str
    url: str
    current: bool
    open: int = 0


@cache
def is_demonstration() -> bool:
    """Return whether this database holds invented people; the mark outlives the process."""
    return Demonstration.objects.exists()


@cache
def permissions_of(name: str) -> tuple[str, ...]:
    """Return the permissions of which one opens the page ``name``."""
    permissions: tuple[str, ...] = vars(resolve(reverse(name)).func)["permissions"]
    return WORKING if name == "home" else permissions


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """What stands on top of each page; many pages have the same."""

    ministry: str
    languages: tuple[tuple[str, str], ...]
    may_search: bool
    signed_in: bool
    unread: int
    names_hidden: bool
    has_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What ``base.html`` says around a page; of nobody signed in only what is said to everybody."""

    demo: bool
    top: Top
    as_of: str
    person: str
    printed: str
    theme: str
    text_size: str
    density: str
    keys: tuple[NavKey, ...]
    names_wanted: PurposeForm | None
    in_order: PlaceInOrder | None
    nav: tuple[NavItem, ...]
    section_tabs: tuple[NavItem, ...]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the one word of ``base.html``'s context: a page may use any other.

    It is made where a template asks for it; a part of a page has none.
    """
    return {"frame": SimpleLazyObject(partial(frame_of, request))}


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a page; nothing here asks the database but the mark, once."""
    user = getattr(request, "user", AnonymousUser())
    signed_in = user.is_authenticated
    languages = tuple(
        (code, SHORT_NAMES.get(code, code.upper())) for code, _name in settings.LANGUAGES
    )
    now = wording.moment_text(timezone.now())
    keys = _keys(user) if signed_in and getattr(user, "shortcuts", False) else ()
    return Frame(
        demo=is_demonstration(),
        top=Top(
            ministry=said(words().ministry),
            languages=languages if len(languages) > 1 else (),
            may_search=signed_in and may(user, permissions_of("search")),
            signed_in=signed_in,
            unread=getattr(user, "unread", 0),
            names_hidden=is_hidden(request),
            has_keys=bool(keys),
        ),
        as_of=now,
        person=_person(user) if signed_in else "",
        printed=_printed(user, now) if signed_in else "",
        theme=getattr(user, "theme", ""),
        text_size=getattr(user, "text_size", ""),
        density=getattr(user, "density", ""),
        keys=keys,
        names_wanted=PurposeForm() if getattr(request, "names_wanted", False) else None,
        in_order=standing(request) if signed_in else None,
        nav=_sections(request) if signed_in else (),
        section_tabs=_tabs(request) if signed_in else (),
    )


def _person(user: Any) -> str:
    return str(user.get_short_name() or user.get_username())


def _printed(user: Any, now: str) -> str:
    """Return who has the page on paper, and of when it is; it stands at the foot of each sheet."""
    name = user.get_full_name() or user.get_username()
    return gettext("Printed by %(name)s, %(moment)s") % {"name": name, "moment": now}


def _sections(request: HttpRequest) -> tuple[NavItem, ...]:
    sections = [
        NavItem(str(label), first, any(_is_current(url, request.path) for url in urls))
        for label, first, urls in _open_sections(may_of(cast("User", request.user)))
    ]
    if admin.site.has_permission(request):
        url = reverse("admin:index")
        sections.append(NavItem(gettext("Administration"), url, _is_current(url, request.path)))
    return tuple(sections)


@lru_cache(maxsize=64)
def _open_sections(granted: May) -> list[tuple[Promise, str, list[str]]]:
    """Return the sections open to whoever is granted that: where each leads, and its pages."""
    reader = standing_for(granted)
    pages = [
        (label, [name for name in names if may(reader, permissions_of(name))])
        for label, names in SECTIONS
    ]
    return [
        (label, _opening(names[0], reader), list(map(reverse, names)))
        for label, names in pages
        if names
    ]


def _opening(name: str, reader: User) -> str:
    """Return where a section opens: on the part of a list that its reader works on."""
    permission, query = OPENS_ON.get(name, ("", {}))
    works = permission and reader.has_perm(permission) and not reader.has_perm(EVERYBODYS)
    return reverse(name, query=query if works else None)


def _keys(user: Any) -> tuple[NavKey, ...]:
    """Return the keys that open a page for ``user``, each with the words of its page."""
    return tuple(
        NavKey(letter, after, str(_PAGES[name]), url)
        for letter, after, name, url in _open_keys(may_of(user))
    )


@lru_cache(maxsize=64)
def _open_keys(granted: May) -> list[tuple[str, str, str, str]]:
    reader = standing_for(granted)
    keys = [(letter, "", name) for letter, name in NEW.items()]
    keys += [(letter, "G", name) for letter, name in GO.items()]
    return [
        (letter, after, name, _opening(name, reader))
        for letter, after, name in keys
        if may(reader, permissions_of(name))
    ]


def tell_open(request: HttpRequest, name: str, count: int) -> None:
    """Say beside the tab of the page ``name`` how much is open there; for a view to call."""
    vars(request).setdefault("open_on", {})[name] = count


def _tabs(request: HttpRequest) -> tuple[NavItem, ...]:
    """Return the pages of a section on each of them, where a reader may open several."""
    tabs = _open_tabs(request.path, may_of(cast("User", request.user)))
    open_on = vars(request).get("open_on", {})
    return tuple(
        NavItem(str(label), url, _at(name) == request.path, open_on.get(name, 0))
        for name, label, url in tabs
    )


@lru_cache(maxsize=256)
def _open_tabs(path: str, granted: May) -> list[tuple[str, Promise, str]]:
    """Return the pages beside that of ``path`` for whoever is granted that; none for one alone."""
    reader = standing_for(granted)
    pages = next((each for each in TABBED if path in map(_at, each)), {})
    names = [name for name in pages if may(reader, permissions_of(name))]
    return [(name, pages[name], _opening(name, reader)) for name in names if len(names) > 1]


@cache
def _at(name: str) -> str:
    """Return the address of a page that has one alone."""
    return reverse(name)


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
