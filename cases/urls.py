from django.urls import URLPattern, URLResolver, path

from cases.views.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
]
