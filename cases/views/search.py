"""The search box: by a name in any script, or by a number. What is typed is POSTed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.pages.search import is_year, numbered_rows, sections
from cases.queries.numbered import numbered
from cases.queries.search import MOST, search
from cases.web.gates import SEE_CHILDREN, StaffRequest, gate, put_on_record

LONGEST = 200


@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
@gate(*SEE_CHILDREN)
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
        groups = sections(results, text, user, on=on) if results else []
        context |= {"typed": text, "found": results, "sections": groups, "year": is_year(text)}
        context["records"] = records
    return render(request, "cases/search/search.html", context)
