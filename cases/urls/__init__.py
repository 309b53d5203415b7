"""The addresses, a list for each noun under its prefix; the names are what the code uses."""

from django.urls import path

from cases.urls import (
    accounts,
    agreements,
    children,
    families,
    figures,
    money,
    movements,
    oversight,
    work,
)
from cases.urls.references import Urls
from cases.views import home

urlpatterns: Urls = [
    path("", home.home, name="home"),
    *children.urlpatterns,
    *families.urlpatterns,
    *movements.urlpatterns,
    *money.urlpatterns,
    *agreements.urlpatterns,
    *oversight.urlpatterns,
    *figures.urlpatterns,
    *accounts.urlpatterns,
    *work.urlpatterns,
]
