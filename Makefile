# Everything happens in .venv; nothing else on the machine is touched. `make help` lists what there is.
PYTHON ?= python3
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
WHAT ?= change
VENV := .venv
# Each in a process of its own: what drives the browser keeps an event loop running in its process to the end.
BROWSER_TESTS := $(wildcard tests/e2e/test_*.py) tests/bot/teams/test_playground.py tests/bot/slack/test_e2e.py \
	tests/bot/teams/test_rendering.py tests/bot/teams/test_package.py
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input --require-hashes
# A cache of its own: another file that fails at the same time must not change what is tried once more.
BROWSER = $(PY) -m pytest -m e2e -o cache_dir=build/cache/$(basename $(notdir $@)) $@ $(ARGS)
# Tests start Python many times: what was compiled is kept, whatever the machine says otherwise.
export PYTHONDONTWRITEBYTECODE :=
# The files with tests of a kind: collecting all the others takes longer than some of these tests.
marked = $(shell grep -rlw --include='test_*.py' 'mark.$(1)' tests)
COMPILE := $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test coverage e2e browser-tests $(BROWSER_TESTS) rehearsals fuzz storm proxy documents bench lint types format lock migration clean

help: ## what you can ask for
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /:/' | awk -F: '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: $(VENV)/run.installed ## the rehearsal room, on this machine only
	@exec $(PY) -m bot rehearsal-room

test: $(VENV)/dev.installed ## all tests but those in a browser and the storm, on SQLite and PostgreSQL
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

coverage: $(VENV)/dev.installed ## which lines the tests run, the barest files first; takes twice as long as make test
	rm -rf build/coverage
	$(PY) -m coverage run -m pytest -n $(WORKERS) --dist worksteal $(ARGS)
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

e2e: $(VENV)/dev.installed tests/npm/node_modules/installed ## conferences in a real browser, with pictures in build/
	@$(MAKE) --no-print-directory --output-sync=target --jobs=$(WORKERS) $(BROWSER_TESTS)

browser-tests:
	@echo $(BROWSER_TESTS)

$(BROWSER_TESTS): $(VENV)/dev.installed tests/npm/node_modules/installed
	@$(BROWSER) || { echo "What failed in the browser is tried once more."; $(BROWSER) --last-failed; }

storm: $(VENV)/dev.installed ## four processes while they and the database are killed, for two minutes
	$(PY) -m pytest -m storm -s $(call marked,storm) $(ARGS)

fuzz: $(VENV)/dev.installed ## random commands of all roles for two minutes, everything looked at
	$(PY) -m pytest -m fuzz -s $(call marked,fuzz) $(ARGS)

proxy: $(VENV)/dev.installed ## both programs behind nginx, with forged headers: nothing of a rehearsal, nothing of a case
	$(PY) -m pytest -m proxy $(call marked,proxy) $(ARGS)

documents: $(VENV)/dev.installed ## records and letters opened by LibreOffice and printed, with pictures in build/documents
	$(PY) -m pytest -m documents $(call marked,documents) $(ARGS)

bench: $(VENV)/dev.installed ## how fast and how large it is, on SQLite and PostgreSQL
	$(PY) -m tests.bench $(ARGS)

rehearsals: $(VENV)/dev.installed ## whole conferences in the room, Slack and Teams, and every script on PostgreSQL too
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m rehearsals $(ARGS)

lint: $(VENV)/dev.installed ## style
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/dev.installed ## types, strictly
	$(PY) -m mypy

format: $(VENV)/dev.installed ## puts the style right
	$(PY) -m ruff check --fix --quiet .
	$(PY) -m ruff format .

migration: $(VENV)/dev.installed ## writes the next migration: make migration WHAT='what changes'
	$(PY) -m storage.migrations "$(WHAT)"

lock: $(VENV)/dev.installed ## pins what pyproject.toml asks for, newest first, with hashes
	$(COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	$(COMPILE) --upgrade pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt

clean: ## takes away .venv, tests/npm/node_modules and build/, never data/
	rm -rf $(VENV) tests/npm/node_modules build

$(VENV)/run.installed: requirements/run.txt | $(PY)
	@echo "Installing what running needs, about a minute the first time."
	$(PIP) -r requirements/run.txt
	@touch $@

$(VENV)/dev.installed: requirements/dev.txt | $(PY)
	@echo "Installing what developing needs, about two minutes the first time."
	$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/run.installed

tests/npm/node_modules/installed: tests/npm/package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed for the tests in a browser: install Node.js 20 or newer."; exit 1; }
	npm ci --prefix tests/npm --ignore-scripts --no-audit --no-fund
	@touch $@

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed. Install it, or say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Say where a newer one is: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
