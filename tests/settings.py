"""The register's own settings, with what only speed asks for changed."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from repatriation import database
from repatriation.settings import *  # noqa: F403

DEBUG = False
# Tests read the sentences as they stand in the source, unless they ask for a language.
LANGUAGE_CODE = "en"
# Tests run as the owner, who makes the database of tests. What only the application's role may
# not do is tried under that role, in a module of its own.
_owner = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
EMBEDDED = not _owner
DATABASES = {
    "default": database.url_connection(_owner, database.OWNER_OPTIONS)
    if _owner
    else database.embedded_connection(
        database.cluster_for_tests(), database.REGISTER, database.OWNER, database.OWNER_OPTIONS
    )
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
DOCUMENTS_DIR = Path(tempfile.mkdtemp(prefix="documents-"))
SEAL_HEADS_DIR = DOCUMENTS_DIR / "heads"
atexit.register(shutil.rmtree, DOCUMENTS_DIR, ignore_errors=True)
