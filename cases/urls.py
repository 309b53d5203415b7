from django.urls import URLPattern, URLResolver, path

from cases.views.accounts import change_password, choose_language, me, sign_in, sign_out
from cases.views.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("login/", sign_in, name="login"),
    path("logout/", sign_out, name="logout"),
    path("language/", choose_language, name="language"),
    path("me/", me, name="me"),
    path("me/password/", change_password, name="password-change"),
]
