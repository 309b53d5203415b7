"""One unit: a plain Django project, whose page loads session and user and answers a line of text.

It has a database of its own, nothing of the register's, and the same server.
"""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

from repatriation.database import OWNER, cluster, embedded_connection

NAME = "repatriation_bench_unit"
SECRET_KEY = "the-unit-keeps-no-secret"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": embedded_connection(cluster(), NAME, OWNER, "")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True


def unit(request: HttpRequest) -> HttpResponse:
    """Answer a line of text to somebody who is signed in."""
    return HttpResponse(f"{request.user.pk}\n")


urlpatterns = [path("unit/", unit)]


def main() -> None:
    """Make the database and a user, and print the key of a session."""
    import django
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.unit"
    django.setup()
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    call_command("migrate", verbosity=0)
    user, _is_new = User.objects.get_or_create(username="unit")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(session.session_key)


if __name__ == "__main__":
    main()
