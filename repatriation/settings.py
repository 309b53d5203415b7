"""How the register is served; every value that differs by place comes from the environment."""

import logging
from datetime import timedelta
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from repatriation import database, env, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# One fact decides what is relaxed: a server that answers to this machine's own name alone.
LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]"}
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
LOOPBACK = set(ALLOWED_HOSTS) <= LOOPBACK_NAMES

DEBUG = env.flag("DEBUG")
if DEBUG and not LOOPBACK:
    raise ImproperlyConfigured("DEBUG is for this machine alone; ALLOWED_HOSTS names another.")

SECRET_KEY = env.secret("SECRET_KEY", "")
if not SECRET_KEY and LOOPBACK:
    SECRET_KEY = env.kept_secret(VAR_DIR / "secret_key")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more, never a default.")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

INSTALLED_APPS = [
    "cases",
    "repatriation",
    "repatriation.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "repatriation.triggers.TriggersConfig",
    "pghistory",
    "django_filters",
    "axes",
    "csp",
    "django_structlog",
]
#: pghistory looks for pgtrigger by its name alone, not by a config of it.
SILENCED_SYSTEM_CHECKS = ["pghistory.E001"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.web.middleware.no_store",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "repatriation.health.health",
    "cases.web.outside.without_cookies",
    "cases.web.middleware.known_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cases.web.middleware.session_ends",
    "cases.web.middleware.own_language",
    "cases.web.middleware.no_blank_refusal",
    "cases.web.whole_sign_in.whole_sign_in_first",
    "cases.web.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "repatriation.routes.LoggedByRoute",
    "cases.web.hidden_names.hide_names",
    "cases.web.middleware.HistoryKnowsWho",
    "cases.web.former.former_references",
    "axes.middleware.AxesMiddleware",
]
if DEBUG:
    MIDDLEWARE.insert(0, "repatriation.development.page_cost")

ROOT_URLCONF = "repatriation.urls"
WSGI_APPLICATION = "repatriation.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.web.frame.frame",
            ],
            # Every form says for whom it was made; every long list has its pages.
            "builtins": ["cases.web.paging", "cases.web.senders"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# "default" is the application's role, which owns nothing; "owner" migrates.
DATABASES = database.databases()
# PREPARE and EXECUTE; off behind a pooler that hands a connection on after each transaction.
PLANNED_STATEMENTS = env.flag("PLANNED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Triggers are installed after each migration as the models declare them; decision 0120.
PGTRIGGER_MIGRATIONS = False

# The context (who, which page) lies inside each event row, so that no row is ever updated.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
# History is read by record; an index for each of its other columns would only slow writing.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)

AUTH_USER_MODEL = "cases.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "cases.casework.accounts.RoleBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_MIN_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "cases.forms.passwords.NotCommon"},
    {"NAME": "cases.forms.passwords.UnlikeTheName"},
    {"NAME": "cases.forms.passwords.NotOfThisPlace"},
]
# Everybody shows a second factor, except where everybody is invented; decision 0142.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=True)
if not SECOND_FACTOR and not LOOPBACK:
    raise ImproperlyConfigured("SECOND_FACTOR is left off on this machine alone.")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Five failures for one name from one address, then a wait that grows; see cases.rules.waiting.
AXES_HANDLER = "cases.web.waiting.LongerEachTime"
AXES_LOCKOUT_CALLABLE = "cases.web.waiting.told_to_wait"
AXES_CLIENT_IP_CALLABLE = "cases.web.waiting.address_of"
AXES_USERNAME_CALLABLE = "cases.web.waiting.name_unread"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(days=1)  # after a quiet day the counting starts anew
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "cases.web.session_store"
SESSION_COOKIE_AGE = 15 * 60  # idle; pushed on by the register's own middleware
SESSION_ABSOLUTE_AGE = 8 * 60 * 60
# A browser takes a cookie of this name over https alone, and from this host.
_OWN = "" if LOOPBACK else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OWN}sessionid", f"{_OWN}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_OWN}django_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOOPBACK
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_SSL_REDIRECT = not LOOPBACK
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked on this machine, past the proxy that ends TLS
SECURE_HSTS_SECONDS = 0 if LOOPBACK else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOOPBACK
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "cases.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{f"{kind}-src": [SELF] for kind in ("script", "style", "img", "font", "connect")},
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}

LANGUAGE_CODE = "ru"  # what an untranslated message falls back to
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]  # a language with a whole catalogue
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "repatriation.formats"
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Dushanbe")  # whose day it is; `migrate` tells the database
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files of documents: of one database each, and never where the web server's own files are.
DOCUMENTS_DIR = Path(
    env.text("DOCUMENTS_DIR", str(VAR_DIR / "documents" / DATABASES["default"]["NAME"]))
).resolve()
if DOCUMENTS_DIR.is_relative_to(STATIC_ROOT) or DOCUMENTS_DIR.is_relative_to(BASE_DIR / "static"):
    raise ImproperlyConfigured("DOCUMENTS_DIR must not lie among the files that are served.")
# What signs the head of the chain of seals, and where a head is written each day: neither is in
# the database. The web server needs no key.
SEAL_KEY = env.secret("SEAL_KEY", "")
if not SEAL_KEY and LOOPBACK:
    SEAL_KEY = env.kept_secret(VAR_DIR / "seal_key")
SEAL_HEADS_DIR = Path(
    env.text("SEAL_HEADS_DIR", str(VAR_DIR / "heads" / DATABASES["default"]["NAME"]))
)
DOCUMENT_MOST_BYTES = env.number("DOCUMENT_MOST_MB", 10) * 1024**2
# A camera of a telephone sends more; what is kept of it is brought below the limit of documents.
PHOTO_MOST_BYTES = DOCUMENT_MOST_BYTES * 5 // 2
# A whole request; a file that is a little too large still gets its sentence beside the field.
REQUEST_MOST_BYTES = 3 * DOCUMENT_MOST_BYTES
BACKUPS_DIR = VAR_DIR / "backups"
# For how many days the ministry keeps its backups: so long they hold whom was disposed of.
BACKUPS_KEPT_DAYS = env.number("BACKUPS_KEPT_DAYS", 365)
# For whom backups are encrypted: a public key of age, whose private half is not on this machine.
BACKUP_PUBLIC_KEY = env.text("BACKUP_PUBLIC_KEY", "")
# A virus scanner, clamd: the path of its socket, or host:port.
CLAMD = env.text("CLAMD", "")
# Mail to staff: by the server that is named; into files in a demonstration; else by no way.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 30
SENDS_MAIL = bool(EMAIL_HOST) or LOOPBACK
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "repatriation.mail.Files"
)
MAIL_DIR = VAR_DIR / "mail" / DATABASES["default"]["NAME"]
MAIL_DOMAIN = ALLOWED_HOSTS[0]
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"register@{MAIL_DOMAIN}")
# Where staff open the register: what a mail says beside how many messages wait.
REGISTER_URL = env.text(
    "REGISTER_URL", "http://127.0.0.1:8000" if LOOPBACK else f"https://{MAIL_DOMAIN}"
)
FILE_UPLOAD_HANDLERS = ["cases.web.uploads.WholeInMemory"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One line for each request, of which no field is an address.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
LOGGING = logs.READABLE if DEBUG else logs.LOGGING
logs.configure()
