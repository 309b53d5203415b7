"""The search box: by a name in any script, a number, a year or a place. What is typed is POSTed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cases.pages.search import PlaceMatch, numbered_rows, only_address, place_rows, sections
from cases.pages.suggestions import suggestions
from cases.queries.numbered import numbered
from cases.queries.search import SearchResult, search
from cases.queries.search_names import MOST
from cases.rules.references import is_miscounted
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, put_on_record, require_safe_or_post
from cases.web.names_beyond import names_for_a_purpose

LONGEST = 200


@sensitive_post_parameters("q")
@require_safe_or_post
@gate(*SEE_CHILDREN)
@names_for_a_purpose
def find(request: StaffRequest) -> HttpResponse:
    user, on = request.user, timezone.localdate()
    context: dict[str, object] = {
        "named": user.has_perm("cases.see_names"),
        "may_register": user.has_perm("cases.register_child"),
        "on": on,
        "most": MOST,
    }
    if request.method == "POST":
        text = request.POST.get("q", "").strip()[:LONGEST]
        results, records = search(text, by=user), numbered_rows(numbered(text, by=user))
        put_on_record(request, rows=(results.people if results else 0) + len(records))
        if address := only_address(results, records, text):
            return redirect(address)
        groups = sections(results, text, user, on=on) if results else []
        context |= {"typed": text, "found": results, "sections": groups, "records": records}
        context |= {"places": _places(results), "miscounted": is_miscounted(text)}
    return render(request, "cases/search/search.html", context)


@sensitive_post_parameters("q")
@require_POST
@gate(*SEE_CHILDREN)
@names_for_a_purpose
def suggest(request: StaffRequest) -> HttpResponse:
    """Show the first lines of a search while it is being typed."""
    user, on = request.user, timezone.localdate()
    text = request.POST.get("q", "").strip()[:LONGEST]
    results, records = search(text, by=user), numbered_rows(numbered(text, by=user))
    groups = sections(results, text, user, on=on) if results else []
    shown = suggestions(groups, _places(results), records)
    lines = [line for group in shown for line in group.rows]
    if people := sum(line.is_person for line in lines):
        put_on_record(request, rows=people)
    context = {"groups": shown, "number": len(lines), "typed": text}
    return render(request, "cases/search/suggestions.html", context)


def _places(results: SearchResult | None) -> list[PlaceMatch]:
    return place_rows(results.places if results else (), children_url=reverse("children"))
