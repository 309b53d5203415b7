"""The search box: by a name in any script, or by a case number. What is typed is POSTed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.pages.child_table import age_text
from cases.pages.parts import shown_names
from cases.queries.access import Part
from cases.queries.search import MOST, Found, FoundChild, FoundMother, search
from cases.rules.age_bands import age_band
from cases.rules.names import fold
from cases.vocabulary import Stage
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, put_on_record

LONGEST = 200


@sensitive_post_parameters("q")
@require_http_methods(["GET", "POST"])
@gate(*SEE_CHILDREN)
def find(request: StaffRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "named": request.user.has_perm("cases.see_names"),
        "may_register": request.user.has_perm("cases.register_child"),
        "on": timezone.localdate(),
        "most": MOST,
    }
    if request.method == "POST":
        typed = request.POST.get("q", "").strip()[:LONGEST]
        found = search(typed, by=request.user)
        put_on_record(request, rows=found.people if found else 0)
        context |= {"typed": typed, "found": found, "sections": _sections(found, typed, request)}
    return render(request, "cases/search/search.html", context)


def _sections(found: Found | None, typed: str, request: StaffRequest) -> list[dict[str, Any]]:
    """Return the groups that hold somebody, each with its heading."""
    if found is None:
        return []
    words = fold(typed).split()
    groups = (
        (_("Children"), found.children, found.mothers, False),
        (_("Spelling close to “%(typed)s”") % {"typed": typed}, *_close(found), True),
    )
    sections = []
    for title, children, mothers, is_close in groups:
        lit = None if is_close else words
        if children:
            rows = [_child(each, request, lit) for each in children]
            sections.append({"title": title, "kind": "child", "rows": rows})
        if mothers:
            rows = [_mother(each, request, lit) for each in mothers]
            heading = f"{title}: {_('mothers')}" if is_close else _("Mothers")
            sections.append({"title": heading, "kind": "mother", "rows": rows})
    return sections


def _close(found: Found) -> tuple[tuple[FoundChild, ...], tuple[FoundMother, ...]]:
    return found.close_children, found.close_mothers


def _child(found: FoundChild, request: StaffRequest, words: list[str] | None) -> dict[str, Any]:
    child, on = found.row.child, timezone.localdate()
    if found.row.part is Part.MASKED:
        age = age_band(child.person.born_earliest, child.person.born_latest, on=on).label
    else:
        age = age_text(child, on)
    return {
        "url": child.get_absolute_url(),
        "reference": child.reference,
        "names": shown_names(found.row.names, request.user),
        "why": _lit(found.spelling, words),
        "age": age,
        "sex": child.person.get_sex_display(),
        "stage": child.stage,
        "stage_label": Stage(child.stage).short,
    }


def _mother(found: FoundMother, request: StaffRequest, words: list[str] | None) -> dict[str, Any]:
    mother = found.mother
    return {
        "url": mother.get_absolute_url(),
        "reference": mother.reference,
        "names": shown_names(found.names, request.user),
        "why": _lit(found.spelling, words),
        "place": mother.held_at,
    }


def _lit(spelling: str, words: list[str] | None) -> list[tuple[str, bool]]:
    """Return the words of a spelling, each with whether it is what was typed."""
    return [
        (word, words is not None and any(typed in fold(word) for typed in words))
        for word in spelling.split()
    ]
