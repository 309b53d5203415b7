from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def unit(request: HttpRequest) -> HttpResponse:
    """Answer a line of text to somebody who is signed in: one unit."""
    return HttpResponse(f"{request.user.pk}\n")


urlpatterns = [path("bench/unit/", unit), path("", include("repatriation.urls"))]
