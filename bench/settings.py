"""The register's own settings, with the page of one unit beside its pages."""

from repatriation.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
