# make run    the demonstration register on this machine
# make stop   ends it, or what is left of it
# make dev    the same with DEBUG and reload; the log tells what each page cost
# make test   all tests
# make test-dates  the tests that ask the time, on a leap day and on both sides of a year's end
# make matrix  axe on every page in each language, theme and width, before a release; PAGES="home child" for some
# make check  format, lint, layers, types, migrations, catalogues; changes nothing
# make fix    mends what can be mended by itself
# make bench  how fast the pages are at 92, 10,000 and 100,000 children
# make pins   makes the lock files and the list of licences; UPGRADE=--upgrade takes newer ones below

first = $(shell for name in $(1); do command -v $$name && break; done)
PYTHON ?= $(call first,python3.11 python3.12 python3.13 python3.14 python3)
PY := .venv/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
SOURCES := manage.py repatriation cases tests $(wildcard bench)
TEMPLATES = $$(find templates -name '*.html')
BROWSER := $(call first,chromium-headless-shell chromium)

.DEFAULT_GOAL := run
.PHONY: run dev stop browser test test-dates matrix check fix bench coverage pins
.SUFFIXES:

run: .venv/installed
	@exec $(PY) -m repatriation.serve

dev: .venv/installed
	@exec $(PY) -m repatriation.serve --reload

stop: .venv/installed
	@exec $(PY) -m repatriation.serve --stop

browser:
	@test -n "$(BROWSER)" || { echo "The tests need Chromium. Install it as root: apt-get update && apt-get install --yes chromium" >&2; exit 1; }

# Two processes of tests, and all that they start, read the modules: each is compiled once.
test check: export PYTHONDONTWRITEBYTECODE :=

test: browser .venv/installed-tests
	@$(PY) -m repatriation.catalogues
	@exec $(PY) -m pytest -n 2 --dist worksteal -q $(TESTS)

# 29 February; the last noon of a year; the first minutes of a day and a year in Dushanbe,
# which is still the day before in UTC.
DATES ?= 2028-02-29 2027-12-31 2027-12-31T19:05
DATED = $$(grep --recursive --files-with-matches --extended-regexp --include 'test_*.py' \
	'(timezone|clock)\.(now|local|today|tomorrow|typed)|now\(\)::date' tests)

test-dates: browser .venv/installed-tests
	@set -e; for date in $(DATES); do \
		$(PY) -m pytest -n 2 --dist worksteal -q --date $$date $(DATED); \
	done

matrix: browser .venv/installed-tests
	@$(PY) -m repatriation.catalogues
	@PAGES="$(PAGES)" exec $(PY) -m pytest -q tests/journeys/release_matrix.py

coverage: TESTS = --cov --cov-report=term
coverage: test
	@$(PY) -m coverage report --include='cases/rules/*,cases/casework/*' --fail-under=100

CHECKS := check-types check-style check-templates check-layers check-models
.PHONY: $(CHECKS)

check: .venv/installed-tests
	@$(MAKE) --no-print-directory --keep-going --jobs 2 $(CHECKS)

check-types:
	@$(PY) -m mypy --no-error-summary cases repatriation
check-style:
	@$(PY) -m ruff format --check --quiet $(SOURCES)
	@$(PY) -m ruff check --quiet $(SOURCES)
check-templates:
	@.venv/bin/djade --target-version 5.2 --check $(TEMPLATES)
	@$(PY) -m djlint --lint --quiet templates
check-layers:
	@$(PY) -c 'from importlinter.cli import lint_imports_command as c; c()' --no-cache > .venv/layers.txt \
		|| { cat .venv/layers.txt; exit 1; }
check-models:
	@DATABASE_URL= $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --verbosity 0
	@$(PY) -m repatriation.catalogues --check

fix: .venv/installed-tests
	@$(PY) -m ruff check --fix --quiet $(SOURCES) || true
	@$(PY) -m ruff format --quiet $(SOURCES)
	@.venv/bin/djade --target-version 5.2 $(TEMPLATES) || true

bench: .venv/installed-tests
	@exec $(PY) -m bench

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "There is no Python here; version 3.11 or later is needed." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Making the environment …"
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; echo "Python's venv is missing. As root: apt-get install --yes python3-venv" >&2; exit 1; }

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing …"
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

# The lock file of the tests holds the other too.
.venv/installed-tests: requirements-test.lock requirements.lock | .venv/bin/python
	@echo "Installing what tests need …"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@touch .venv/installed $@

# The whole tree, for each Python and machine, with the hashes of its files; then what is licensed how.
UV := uv==0.13.8
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

pins: .venv/installed
	@$(INSTALL) $(UV)
	@$(COMPILE) $(UPGRADE) requirements.txt --output-file requirements.lock
	@$(COMPILE) $(UPGRADE) requirements-test.txt --constraint requirements.lock --output-file requirements-test.lock
	@$(MAKE) --no-print-directory .venv/installed-tests
	@$(PY) -m repatriation.licences
