import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatriation.settings")

application = get_wsgi_application()

from repatriation.checks import before_serving  # noqa: E402  - needs the settings

before_serving()
