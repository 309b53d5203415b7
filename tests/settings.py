"""The register's own settings, with what only speed asks for changed."""

import os

from repatriation import database
from repatriation.settings import *  # noqa: F403

DEBUG = False
_owner = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
if _owner:
    DATABASES = {"default": database.connection(_owner, database.OWNER_OPTIONS)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
