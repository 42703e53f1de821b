# The project's commands. `make run` and `make test` need nothing but make and Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# More for pytest, for example ARGS="-k guarantee -x".
ARGS ?=
TYPED = $(shell find integration programmes reports -name services.py -o -name queries.py -o -name enums.py -o -path '*/services/*.py' -o -path '*/queries/*.py' -o -path 'reports/indicators/*.py' -o -path 'reports/disclosure/*.py')

.PHONY: run demo setup test test-services test-browser bench lint format messages lock

# --- Using it ---

run: setup  ## the whole product on this machine, until Ctrl-C
	@$(BIN)/python -m integration.runner

demo: setup  ## the demonstration data from the start
	@$(MANAGE) demo --yes

setup: .venv/installed  ## install, and nothing else
	@$(BIN)/python -m integration.translations compile

.venv/installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

# --- Checking it ---

test: setup  ## the suite on SQLite and the embedded queue
	$(BIN)/pytest -n 2 $(ARGS)

test-services: setup  ## the suite on PostgreSQL and Redis, started for the purpose
	.ci/services $(BIN)/pytest -n 2 -m "not browser and not once" $(ARGS)

test-browser: setup  ## the pages in Chromium
	$(BIN)/pytest -n 2 -m browser $(ARGS)

bench: setup  ## time and memory of reports, imports and pages, on PostgreSQL; SIZES=1000,10000 and PAGES=1000 for less, PAGES=1000,100000,1000000 for more, ARGS=--explain for plans
	.ci/services $(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(PAGES),--pages $(PAGES)) $(ARGS)

lint: setup  ## style, types, layers, templates, migrations, texts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files '*.html' | xargs --no-run-if-empty $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m integration.translations check

# --- Changing it ---

format: setup  ## everything in one format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	git ls-files '*.html' | xargs --no-run-if-empty $(BIN)/djade --target-version 5.2

messages: setup  ## bring the German catalogue up to date with the source
	$(BIN)/python -m integration.translations collect

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: setup  ## newest allowed versions into the locks
	$(COMPILE) --upgrade requirements.in --output-file requirements.txt
	$(COMPILE) --upgrade requirements-dev.in --output-file requirements-dev.txt
