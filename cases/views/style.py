"""The style guide: each part of a page, made by the templates that pages are made of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages.style_guide import samples
from cases.web.gates import StaffRequest, gate


@require_safe
@gate("cases.change_user")
def style_guide(request: StaffRequest) -> HttpResponse:
    return render(request, "cases/help/style.html", samples())
