"""The list of children in words: how many, which tabs, what is said of an empty one, its file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.filters import child_panel
from cases.filters.children import ChildList
from cases.kept import said
from cases.models import long_lists
from cases.pages.facts import Tab
from cases.queries.child_rows import FileRow
from cases.rules.age_bands import age_band
from cases.vocabulary import AgeBand, Sex, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """What is said where no child matches; ``url`` drops one filter."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""


def summary(panel: child_panel.Panel) -> str:
    """Return "27 children in 14 families"."""
    if panel.total is None:
        return _("Over %(number)s children") % {"number": f"{long_lists.MOST:,}"}
    children = ngettext("%(count)s child", "%(count)s children", panel.total)
    if panel.total == 0:
        return children % {"count": 0}
    families = ngettext("in %(count)s family", "in %(count)s families", panel.families)
    return _("%(children)s %(families)s") % {
        "children": children % {"count": panel.total},
        "families": families % {"count": panel.families},
    }


def tabs(
    listing: ChildList, panel: child_panel.Panel, *, path: str, current: bool = True
) -> list[Tab]:
    """Return the tabs above the list; ``path`` is the list without any filter.

    None is ``current`` where a saved view is open.
    """
    filters = {name: values for name, values in listing.filter.chosen.items() if values}
    return [
        Tab(
            label=label,
            url=f"{path}?{urlencode(query)}" if query else path,
            count=counted_text(panel.tabs[name]),
            tone="bad" if name == "overdue" and panel.tabs[name] != 0 else "",
            current=current and filters == {key: [value] for key, value in query.items()},
        )
        for name, (label, query) in child_panel.tabs_for(listing.filter.user).items()
    ]


def counted_text(count: int | None) -> int | str:
    """Return a number of children, or that there are over so many."""
    return f"{long_lists.MOST:,}+" if count is None else count


def nothing(listing: ChildList, relief: tuple[str, str, int | None] | None) -> Nothing:
    """Return what to say when no child matches: which filter to drop, and what that shows."""
    if not listing.filter.chosen:
        return Nothing(title=_("No child is registered yet"))
    hint = _("To find a name, use the search box above. Any script it was entered in works.")
    if relief is None:
        return Nothing(title=_("No child found"), text=hint)
    label, query, count = relief
    more = ngettext(
        "%(count)s more if you remove “%(filter)s”.",
        "%(count)s more if you remove “%(filter)s”.",
        count or long_lists.MOST,
    ) % {"count": counted_text(count), "filter": label}
    return Nothing(
        title=_("No child found"),
        text=f"{more} {hint}" if listing.named else more,
        url=f"?{query}",
        action=_("Remove “%(filter)s”") % {"filter": label},
    )


def nothing_told(text: str) -> Nothing:
    """Return what to say when nobody of a list is told of by ``text``."""
    return Nothing(
        title=_("Nobody in this list has “%(text)s”") % {"text": text},
        text=_("Names, case numbers and places are looked through, in any script."),
    )


def titles(listing: ChildList) -> list[str]:
    """Return the headings of the list as a file, masked for everybody."""
    heads = [_("Case"), _("Sex"), _("Age on %(day)s") % {"day": listing.on.isoformat()}]
    if listing.staged:
        heads += [_("Stage"), _("In this stage since"), _("Days in stage")]
    beside = {
        "team": _("Team"),
        "mother": _("Family"),
        "place": _("Place"),
        "caseworker": _("Caseworker"),
    }
    return [*heads, *(beside[name] for name in listing.beside), _("Agreement")]


def cells(rows: Iterable[FileRow], listing: ChildList) -> Iterator[tuple[object, ...]]:
    """Return the cells of each child; what is in the reader's language is said at once."""
    staged, on = listing.staged, listing.on
    are_phrases = [name in ("team", "place") for name in listing.beside]
    sexes, stages, bands = (
        {value: str(label) for value, label in words.choices} for words in (Sex, Stage, AgeBand)
    )

    def lines() -> Iterator[tuple[object, ...]]:
        for row in rows:
            band = bands[age_band(row.born_earliest, row.born_latest, on=on)]
            days = (on - row.stage_entered_on).days
            stage = stages[row.stage], row.stage_since, days
            start = row.reference, sexes[row.sex], band
            beside = (
                said(text) if text and is_phrase else text
                for text, is_phrase in zip(row.beside, are_phrases, strict=True)
            )
            yield (*start, *(stage if staged else ()), *beside, said(row.agreement))

    return lines()
