# The project's commands. `make run` and `make test` need nothing but Python 3.11 or newer and make.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
MANAGE := $(BIN)/python manage.py

.PHONY: setup
setup: .venv/installed

.venv/installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=… to name one."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

.PHONY: lock
lock: setup
	$(UV) requirements.in --output-file requirements.txt $(LOCK_OPTIONS)
	$(UV) requirements-dev.in --output-file requirements-dev.txt $(LOCK_OPTIONS)
