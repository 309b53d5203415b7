"""The first page: what waits for the person who signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.views.frame import WORKING, page_of
from cases.views.gates import may, open_to_everyone_signed_in


@require_safe
@open_to_everyone_signed_in
def home(request: HttpRequest) -> HttpResponse:
    if not may(request.user, WORKING) and page_of("dashboard"):
        return redirect("dashboard")
    return render(request, "cases/home/home.html", {})
